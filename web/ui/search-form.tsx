"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { buttonClass } from "./button.tsx";
import { controlClass } from "./form.tsx";

interface SearchFormProps {
  /** Name of the field, also shown while it is empty. */
  label: string;
  /** On the button that pages without scripts have. */
  submit: string;
  text: string;
  onText: (text: string) => void;
}
/** Finds while one types; a form of the page itself, so that it works without scripts too. */
export function SearchForm({ label, submit, text, onText }: SearchFormProps): ReactNode {
  return (
    <search>
      <form
        method="get"
        className="mb-3 flex flex-wrap items-center gap-2"
        onSubmit={(event) => event.preventDefault()}
      >
        <input
          type="search"
          name="search"
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => onText(event.target.value)}
          maxLength={200}
          autoComplete="off"
          className={clsx(controlClass, "sm:w-64")}
        />
        <noscript>
          <button type="submit" className={buttonClass()}>
            {submit}
          </button>
        </noscript>
      </form>
    </search>
  );
}
