"use client";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

interface ChoiceBarProps<T extends string> {
  label: string;
  choices: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}
/** One of a few, side by side: what a list shows. */
export function ChoiceBar<T extends string>({
  label,
  choices,
  value,
  onChange,
}: ChoiceBarProps<T>): ReactNode {
  return (
    <fieldset className="mb-3 flex flex-wrap gap-1">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <Button
          key={choice.value}
          size="small"
          tone={choice.value === value ? "primary" : "plain"}
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </Button>
      ))}
    </fieldset>
  );
}
