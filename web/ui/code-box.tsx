import type { ReactNode } from "react";

/**
 * Code or an answer as it came; scrolls inside its own box, which takes the focus so that keyboards
 * can scroll it.
 */
export function CodeBox({
  label,
  live = false,
  children,
}: {
  label: string;
  live?: boolean;
  children: string;
}): ReactNode {
  return (
    <section
      aria-label={label}
      // A scrolling region must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1
      tabIndex={0}
      {...(live ? { "aria-live": "polite" as const } : {})}
      className="max-h-[70vh] overflow-auto rounded-control border border-border bg-sunken p-3"
    >
      <pre className="font-mono text-table">{children}</pre>
    </section>
  );
}
