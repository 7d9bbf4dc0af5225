import type { ReactNode } from "react";

/** A ticket and its stub. */
export function BrandMark({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 20 20" className="shrink-0">
      <path d="M3 3h8.5v14H3a1.5 1.5 0 0 1-1.5-1.5v-11A1.5 1.5 0 0 1 3 3Z" fill="var(--clicks)" />
      <path
        d={
          "M13 3h4a1.5 1.5 0 0 1 1.5 1.5v11A1.5 1.5 0 0 1 17 " +
          "17h-4v-2.2h1v-1.6h-1v-2.4h1V9.2h-1V6.8h1V5.2h-1Z"
        }
        fill="var(--sales)"
      />
    </svg>
  );
}
