import type { ReactNode } from "react";

/**
 * Terms and values, side by side where there is room: long values, such as messages, keep the width
 * of a phone.
 */
export function FactList({
  items,
}: {
  items: readonly { label: string; value: ReactNode }[];
}): ReactNode {
  return (
    <dl className="flex flex-col gap-3">
      {items.map(({ label, value }) => (
        <div key={label} className="grid gap-x-4 sm:grid-cols-[minmax(8rem,12rem)_minmax(0,1fr)]">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
