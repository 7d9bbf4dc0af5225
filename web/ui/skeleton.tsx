import type { ReactNode } from "react";
import { clsx } from "clsx";

/** Stands in at the final size, so that nothing moves when data comes. */
export function Skeleton({ className }: { className?: string }): ReactNode {
  return (
    <div
      aria-hidden
      className={clsx(
        "rounded-control bg-neutral-ground animate-[skeleton-pulse_1.6s_ease-in-out_infinite]",
        className,
      )}
    />
  );
}
