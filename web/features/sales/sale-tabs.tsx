import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cx } from "../../ui/cx.ts";

interface SaleTabsProps {
  /** Address of the sales log, without a query. */
  log: string;
  current: "all" | "outside";
}
/** All sales, or those that wait outside of terms; links, so that they work without scripts. */
export function SaleTabs({ log, current }: SaleTabsProps): ReactNode {
  const t = useTranslations("sales.tabs");
  const tabs = { all: log, outside: `${log}/outside` };
  return (
    <nav aria-label={t("label")} className="print-hidden mb-4 flex gap-1 overflow-x-auto border-b border-border">
      {(["all", "outside"] as const).map((tab) => (
        <Link
          key={tab}
          href={tabs[tab]}
          aria-current={tab === current ? "page" : undefined}
          className={cx(
            "-mb-px inline-flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap pointer-coarse:min-h-11",
            tab === current ? "border-primary font-medium text-fg" : "border-transparent text-muted hover:text-fg",
          )}
        >
          {t(tab)}
        </Link>
      ))}
    </nav>
  );
}
