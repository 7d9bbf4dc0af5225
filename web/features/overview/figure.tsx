import type { ReactNode } from "react";
import { clsx } from "clsx";

interface FigureProps {
  label: ReactNode;
  value: string;
  /** The exact value, where the shown one is rounded. */
  exact?: string | null;
  note?: ReactNode;
}
/** A small figure with its name, and where it leads. */
export function Figure({ label, value, exact, note }: FigureProps): ReactNode {
  return (
    <div className="min-w-0 rounded-card border border-border bg-surface p-3">
      <dt className="text-table text-muted">{label}</dt>
      <dd
        title={exact ?? undefined}
        className={clsx(
          "tabular font-semibold break-words",
          value.length > 8 ? "text-lead leading-8 sm:text-h1 sm:leading-8" : "text-kpi",
        )}
      >
        {value}
      </dd>
      {note ? <dd className="text-caption text-subtle">{note}</dd> : null}
    </div>
  );
}
