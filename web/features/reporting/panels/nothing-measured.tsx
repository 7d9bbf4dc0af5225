"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Charted } from "./click-measures.ts";
import { cards, Kpi } from "./kpi-strip.tsx";

/** Before the first link: no figure, which is not 0. */
export function NothingMeasured({ charted }: { charted: readonly Charted[] }): ReactNode {
  const t = useTranslations("reporting");
  return (
    <section aria-label={t("kpi.title")} className="@container">
      <div className={cards}>
        {charted.map((key) => (
          <Kpi key={key} label={t(`measures.label.${key}`)} value="–" note={t("kpi.notMeasured")} />
        ))}
        {(["payable", "unpaid", "sales", "amount", "payout"] as const).map((key) => (
          <Kpi key={key} label={t(`kpi.${key}`)} value="–" note={t("kpi.notMeasured")} />
        ))}
      </div>
    </section>
  );
}
