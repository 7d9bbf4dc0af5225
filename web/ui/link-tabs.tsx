import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";

interface LinkTabsProps {
  label: string;
  tabs: readonly { href: string; text: string; current: boolean }[];
}
/** Pages side by side; links, so that they work without scripts. */
export const LinkTabs = ({ label, tabs }: LinkTabsProps): ReactNode => (
  <nav
    aria-label={label}
    className="print-hidden mb-4 flex gap-1 overflow-x-auto border-b border-border"
  >
    {tabs.map(({ href, text, current }) => (
      <Link
        key={href}
        href={href}
        aria-current={current ? "page" : undefined}
        className={clsx(
          "-mb-px inline-flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap",
          "pointer-coarse:min-h-11",
          current
            ? // On a phone the strip begins with the page that one is on.
              "border-primary font-medium text-fg [scroll-initial-target:nearest]"
            : "border-transparent text-muted hover:text-fg",
        )}
      >
        {text}
      </Link>
    ))}
  </nav>
);
