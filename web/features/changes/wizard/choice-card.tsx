"use client";
import { useId, type ReactNode } from "react";
import { clsx } from "clsx";

interface ChoiceCardProps {
  name: string;
  value: string;
  checked: boolean;
  onChoose: () => void;
  title: ReactNode;
  children?: ReactNode;
}
/** One of several, with what it means below its name. */
export function ChoiceCard({
  name,
  value,
  checked,
  onChoose,
  title,
  children,
}: ChoiceCardProps): ReactNode {
  const id = useId();
  return (
    <div
      className={clsx(
        "relative flex min-w-0 items-start gap-3 rounded-card border p-4",
        checked ? "border-info bg-info-ground" : "border-border-strong bg-surface",
      )}
    >
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        checked={checked}
        onChange={onChoose}
        {...(children ? { "aria-describedby": `${id}-more` } : {})}
        className="relative z-[1] mt-0.5 size-4 shrink-0 accent-primary"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <label htmlFor={id} className="font-semibold after:absolute after:inset-0">
          {title}
        </label>
        {children ? (
          <div id={`${id}-more`} className="flex flex-col gap-2">
            {children}
          </div>
        ) : null}
      </div>
    </div>
  );
}
