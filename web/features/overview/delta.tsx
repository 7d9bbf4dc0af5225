"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { OverviewQuery, ReportMeasure } from "../../gql/graphql.ts";
import { changeIn } from "../../lib/change-in.ts";
import { formatChange } from "../../lib/format.ts";

type Compared = NonNullable<OverviewQuery["report"]>["compared"];

interface DeltaProps {
  compared: Compared;
  measure: ReportMeasure;
  currency?: string;
  /** More of it is worse. */
  isLoss?: boolean;
}
/** How a figure changed against the period before, as far as both are compared. */
export function Delta({ compared, measure, currency, isLoss = false }: DeltaProps): ReactNode {
  const t = useTranslations("overview");
  const change = changeIn(compared?.changes ?? [], measure, currency);
  if (!change?.ratio) return null;
  const better = Number(change.ratio) * (isLoss ? -1 : 1);
  return (
    <span
      className={clsx("block", better < 0 && "text-danger", better > 0 && "text-success")}
      title={t("deltaTitle", { before: change.before ?? "" })}
    >
      {t("delta", { percent: formatChange(Number(change.ratio), 0) })}
    </span>
  );
}
