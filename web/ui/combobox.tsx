"use client";
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { meant, type Choice } from "./choice.ts";
import { controlClass } from "./form.tsx";
import { ListField } from "./list-field.tsx";

interface ComboboxProps extends Pick<
  ComponentProps<"input">,
  "id" | "required" | "placeholder" | "aria-label" | "aria-invalid" | "aria-describedby"
> {
  /** In the form's values stands the id that was chosen; without scripts what was typed. */
  name: string;
  value: Choice | null;
  onChoose: (choice: Choice | null) => void;
  /** What is typed now; "" while the field shows its choice. */
  text: string;
  onText: (text: string) => void;
  /** Those that fit the text. */
  options: readonly Choice[];
  /** Below the options, or in their place: that it is searching, that there are more. */
  note: string | null;
  /** Said of words that name nothing; without it the form may be sent with them. */
  fault?: string;
}

/** A text field with a list of what fits below it, for choices too many to list. */
export function Combobox({
  name,
  value,
  onChoose,
  text,
  onText,
  options,
  note,
  fault,
  ...rest
}: ComboboxProps): ReactNode {
  const t = useTranslations("ui");
  const input = useRef<HTMLInputElement>(null);
  const [typing, setTyping] = useState(false);
  const chosenId = value?.id ?? "";

  useEffect(() => {
    const form = input.current?.form;
    if (!form || typing) return;
    const place = ({ formData }: FormDataEvent) => formData.set(name, chosenId);
    form.addEventListener("formdata", place);
    return () => form.removeEventListener("formdata", place);
  }, [name, chosenId, typing]);
  useEffect(
    () => input.current?.setCustomValidity(typing && text.trim() !== "" ? (fault ?? "") : ""),
    [typing, text, fault],
  );

  const settle = () => {
    setTyping(false);
    onText("");
  };
  const take = (choice: Choice | null) => {
    settle();
    onChoose(choice?.id ? choice : null);
  };
  const leave = () => {
    if (!typing) return;
    if (text.trim() === "") take(null);
    else {
      const one = meant(options, text);
      if (one) take(one);
      else settle();
    }
  };
  return (
    <ListField
      label={rest["aria-label"] ?? t("suggestions")}
      text={text}
      options={options}
      keyOf={({ id }) => id}
      note={note}
      // What fits first is taken by Enter as soon as something is typed.
      takesFirst={(typed) => typed !== ""}
      onTake={take}
      renderField={(control) => (
        <input
          {...control({
            ...rest,
            ref: input,
            type: "text",
            name,
            value: typing ? text : (value?.name ?? ""),
            onChange: (event) => {
              setTyping(true);
              onText(event.target.value);
            },
            onBlur: leave,
            className: clsx(controlClass, "select-arrow pe-8 font-medium"),
          })}
        />
      )}
    >
      {({ name: shown, code }) => (
        <>
          <span className="min-w-0 break-words">{shown}</span>
          {code ? <span className="font-mono text-caption text-subtle">{code}</span> : null}
        </>
      )}
    </ListField>
  );
}
