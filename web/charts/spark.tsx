import type { ReactNode } from "react";
import { sparkPath } from "./bars.ts";

/** A small chart in one path. Decoration: its figures stand beside it as text. */
export function Spark({
  values,
  top,
  color,
}: {
  values: readonly (number | null)[];
  top: number;
  color: string;
}): ReactNode {
  return (
    <svg
      aria-hidden
      focusable="false"
      viewBox="0 0 1000 1000"
      preserveAspectRatio="none"
      className="h-7 w-full border-b border-border-strong"
    >
      <path d={sparkPath(values, top)} style={{ fill: color }} />
    </svg>
  );
}
