"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";

/** A sentence that opens its fields. What is closed stays in the form; a fault inside opens it. */
export function Fold({
  title,
  startsOpen,
  titleClass,
  children,
}: {
  title: ReactNode;
  startsOpen: boolean;
  titleClass?: string;
  children: ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(startsOpen);
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onInvalidCapture={() => setOpen(true)}
      className="min-w-0"
    >
      <summary
        className={clsx(
          "cursor-pointer rounded-control px-3 py-2 break-words hover:bg-sunken",
          titleClass,
        )}
      >
        {title}
      </summary>
      <div className="flex flex-col gap-3 border-t border-border p-3">{children}</div>
    </details>
  );
}
