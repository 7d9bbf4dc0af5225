import type { ReactNode } from "react";
import { Skeleton } from "./skeleton.tsx";

/** Stands in for a list. */
export const RowsSkeleton = ({ rows = 6 }: { rows?: number }): ReactNode => (
  <div className="flex flex-col gap-2">
    {Array.from({ length: rows }, (_, row) => (
      <Skeleton key={row} className="h-12" />
    ))}
  </div>
);
