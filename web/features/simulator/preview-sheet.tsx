"use client";
import { useId, useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useTranslations } from "next-intl";

/**
 * Beside the form from 1,100 px on; below that a sheet at the bottom of the screen that opens by a
 * press.
 */
export function PreviewSheet({
  title,
  headline,
  children,
}: {
  title: string;
  headline: ReactNode;
  children: ReactNode;
}): ReactNode {
  const t = useTranslations("simulator");
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <aside
      aria-label={title}
      className={clsx(
        "min-w-0 border-border bg-surface max-[1099px]:fixed max-[1099px]:inset-x-0",
        "max-[1099px]:bottom-0 max-[1099px]:z-10 max-[1099px]:border-t max-[1099px]:shadow-float",
        "min-[1100px]:sticky min-[1100px]:top-16 min-[1100px]:max-h-[calc(100dvh-5rem)]",
        "min-[1100px]:overflow-y-auto min-[1100px]:rounded-card min-[1100px]:border",
      )}
    >
      <h2 className="px-4 pt-4 font-semibold max-[1099px]:hidden">{title}</h2>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className={clsx(
          "flex min-h-11 w-full items-center gap-2 px-4 text-start font-semibold",
          "min-[1100px]:hidden",
        )}
      >
        <span className="shrink-0">{title}</span>
        <span className="tabular min-w-0 flex-1 truncate text-end font-normal text-muted">
          {headline}
        </span>
        {open ? <ChevronDown aria-hidden size={16} /> : <ChevronUp aria-hidden size={16} />}
        <span className="sr-only">{t(open ? "hide" : "show")}</span>
      </button>
      <div
        id={id}
        className={clsx(
          "flex flex-col gap-4 p-4 max-[1099px]:max-h-[70dvh] max-[1099px]:overflow-y-auto",
          "max-[1099px]:border-t max-[1099px]:border-border",
          !open && "max-[1099px]:hidden",
        )}
      >
        {children}
      </div>
    </aside>
  );
}
