"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { ChartColumn, LayoutGrid, Rows3, Table2, type LucideIcon } from "lucide-react";
import type { ViewHandle } from "./use-view.ts";
import { addressOf, type ViewState } from "./view-state.ts";

const icons: Record<ViewState["view"], LucideIcon> = {
  pair: ChartColumn,
  by: Rows3,
  table: Table2,
  partners: LayoutGrid,
};

/** Charts, the table alone, or partners alone; links, so that they work without scripts. */
export function ViewTabs({
  handle,
  withPartners,
}: {
  handle: ViewHandle;
  withPartners: boolean;
}): ReactNode {
  const t = useTranslations("reporting.views");
  const { view, setView, kept } = handle;
  const views = (["pair", "by", "table", "partners"] as const).filter(
    (each) => withPartners || each !== "partners",
  );
  return (
    <nav
      aria-label={t("label")}
      className="print-hidden flex rounded-control border border-border-strong bg-surface p-0.5"
    >
      {views.map((each) => {
        const Icon = icons[each];
        return (
          <a
            key={each}
            href={kept(addressOf({ ...view, view: each }) || "?")}
            aria-current={view.view === each ? "true" : undefined}
            onClick={(event) => {
              event.preventDefault();
              setView({ view: each });
            }}
            className={clsx(
              "inline-flex h-7 items-center gap-1.5 rounded-badge px-2 text-table font-medium",
              "text-muted hover:text-fg md:h-[26px] pointer-coarse:h-10",
              view.view === each && "bg-neutral-ground text-fg",
            )}
          >
            <Icon aria-hidden size={14} className="max-sm:hidden" />
            {t(each)}
          </a>
        );
      })}
    </nav>
  );
}
