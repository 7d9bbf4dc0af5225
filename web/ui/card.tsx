import type { ComponentProps, ReactNode } from "react";
import { clsx } from "clsx";

export function Card({ className, ...rest }: ComponentProps<"section">): ReactNode {
  return (
    <section
      {...rest}
      className={clsx(
        "relative min-w-0 rounded-card border border-border bg-surface p-4",
        className,
      )}
    />
  );
}

/** Title row of a card or page part: heading left, actions right. */
export function CardHead({
  title,
  actions,
  level = 2,
  id,
}: {
  title: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  id?: string;
}): ReactNode {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <Heading id={id} className="text-body font-semibold">
        {title}
      </Heading>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </div>
  );
}

/** Title row of a page. */
export function PageHead({
  title,
  lead,
  actions,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}): ReactNode {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <h1>{title}</h1>
        {lead ? <p className="max-w-prose text-muted">{lead}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

/** Terms and values side by side. */
export function Facts({
  items,
}: {
  items: readonly { label: ReactNode; value: ReactNode }[];
}): ReactNode {
  return (
    <dl className="grid grid-cols-1 gap-x-4 sm:grid-cols-[minmax(7rem,max-content)_1fr] sm:gap-y-2">
      {items.map(({ label, value }, index) => (
        <div key={index} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="mb-2 min-w-0 break-words sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
