"use client";
import {
  useEffect,
  useId,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useHydrated } from "../lib/use-hydrated.ts";
import { effectOf, meant, type Choice, type ListState } from "./combobox-keys.ts";
import { controlClass } from "./form.tsx";
import { OptionList } from "./option-list.tsx";

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
const shut: ListState = { open: false, active: -1 };

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
  const hydrated = useHydrated();
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [list, setList] = useState(shut);
  const [typing, setTyping] = useState(false);
  const chosenId = value?.id ?? "";
  // What fits first is taken by Enter as soon as something is typed.
  const active = Math.min(list.active === -1 && text !== "" ? 0 : list.active, options.length - 1);
  const open = list.open && options.length > 0;

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
    setList(shut);
  };
  const take = (choice: Choice | null) => {
    settle();
    onChoose(choice?.id ? choice : null);
  };
  const leave = () => {
    if (!typing) setList(shut);
    else if (text.trim() === "") take(null);
    else {
      const one = meant(options, text);
      if (one) take(one);
      else settle();
    }
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const effect = effectOf(event.key, event.altKey, { open: list.open, active }, options.length);
    if (!effect) return;
    event.preventDefault();
    if (effect.kind === "take") take(options[effect.index] ?? null);
    else setList(effect.state);
  };
  return (
    <div className="relative min-w-0">
      <input
        {...rest}
        ref={input}
        type="text"
        name={name}
        autoComplete="off"
        spellCheck={false}
        value={typing ? text : (value?.name ?? "")}
        onChange={(event) => {
          setTyping(true);
          onText(event.target.value);
          setList({ open: true, active: -1 });
        }}
        onClick={() => setList({ ...list, open: true })}
        onKeyDown={press}
        onBlur={leave}
        // Before scripts answer it is a field of text and nothing else.
        {...(hydrated
          ? {
              role: "combobox",
              "aria-autocomplete": "list" as const,
              "aria-expanded": open,
              "aria-controls": open ? listId : undefined,
              "aria-activedescendant": open && active >= 0 ? `${listId}-${active}` : undefined,
            }
          : {})}
        className={clsx(controlClass, "select-arrow pe-8 font-medium")}
      />
      {list.open && (open || note) ? (
        <div
          className={clsx(
            "absolute inset-x-0 top-full z-20 mt-1",
            "overflow-hidden rounded-card border",
            "border-border bg-surface",
            "shadow-float sm:min-w-64",
          )}
        >
          {open ? (
            <OptionList
              id={listId}
              label={rest["aria-label"] ?? t("suggestions")}
              options={options}
              active={active}
              keyOf={({ id }) => id}
              onTake={take}
            >
              {({ name, code }) => (
                <>
                  <span className="min-w-0 break-words">{name}</span>
                  {code ? <span className="font-mono text-caption text-subtle">{code}</span> : null}
                </>
              )}
            </OptionList>
          ) : null}
          {note ? (
            <p
              className={clsx(
                "px-3 py-2 text-caption text-muted",
                open && "border-t border-border",
              )}
            >
              {note}
            </p>
          ) : null}
        </div>
      ) : null}
      <Found count={list.open && hydrated ? options.length : null} note={note} />
    </div>
  );
}

/** Said to screen readers when it changes. */
function Found({ count, note }: { count: number | null; note: string | null }): ReactNode {
  const t = useTranslations("ui");
  return (
    <output className="sr-only">
      {count === null ? "" : count === 0 ? note : `${t("found", { count })} ${note ?? ""}`}
    </output>
  );
}
