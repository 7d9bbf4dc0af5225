import type { ReactNode } from "react";

/** A small figure with its name, and where it leads. */
export function Figure({ label, value, note }: { label: ReactNode; value: ReactNode; note?: ReactNode }): ReactNode {
  return (
    <div className="min-w-0 rounded-card border border-border bg-surface p-3">
      <dt className="text-table text-muted">{label}</dt>
      <dd className="tabular truncate text-kpi font-semibold">{value}</dd>
      {note ? <dd className="text-caption text-subtle">{note}</dd> : null}
    </div>
  );
}
