"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { textLinkClass } from "../../../ui/text-link.ts";
import { addressOf, type ViewState } from "../view-state.ts";

const weekOfFalls = {
  view: "by",
  way: "fall",
  rank: "clicks",
  compare: "weekdays",
  last: "7d",
  from: null,
  to: null,
  grain: null,
  by: null,
  into: null,
  open: null,
} as const satisfies Partial<ViewState>;
/** The question of the week, one press away: what fell most against the same weekdays before. */
export function LostTraffic({ page, view }: { page: string; view: ViewState }): ReactNode {
  const t = useTranslations("reporting.breakdown");
  const fallen = {
    ...view,
    ...weekOfFalls,
  };
  return (
    <p className="print-hidden -mt-1">
      <Link href={addressOf(page, fallen)} className={textLinkClass}>
        {t("lost")}
      </Link>
    </p>
  );
}
