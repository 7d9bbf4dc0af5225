"use client";
import { useEffect, type ReactNode } from "react";
import { clsx } from "clsx";

interface OptionListProps<T> {
  id: string;
  label: string;
  options: readonly T[];
  active: number;
  keyOf: (option: T) => string;
  onTake: (option: T) => void;
  /** What one option shows. */
  children: (option: T) => ReactNode;
}
/** What a text field offers. The focus stays in the field: it is there that keys are pressed. */
export function OptionList<T>({
  id,
  label,
  options,
  active,
  keyOf,
  onTake,
  children,
}: OptionListProps<T>): ReactNode {
  useEffect(() => {
    if (active >= 0)
      document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a select takes the focus and its own keys
    <div id={id} role="listbox" aria-label={label} className="max-h-64 overflow-y-auto p-1">
      {options.map((option, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus, jsx-a11y/prefer-tag-over-role -- keys are the text field's
        <div
          key={keyOf(option)}
          id={`${id}-${index}`}
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as the list
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
          className={clsx(
            "flex min-h-8 cursor-default",
            "flex-wrap items-center",
            "gap-x-2 rounded-control px-2",
            "py-1 hover:bg-neutral-ground",
            "pointer-coarse:min-h-11",
            index === active &&
              "bg-neutral-ground forced-colors:outline-2 forced-colors:outline-solid",
          )}
        >
          {children(option)}
        </div>
      ))}
    </div>
  );
}
