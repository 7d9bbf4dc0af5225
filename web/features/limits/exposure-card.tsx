"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ProgramLimitsQuery } from "../../gql/graphql.ts";
import { formatMoney, formatMonth } from "../../lib/format.ts";
import { Card, CardHead } from "../../ui/card.tsx";

type Exposure = ProgramLimitsQuery["clickExposure"][number];

const strong = (text: ReactNode): ReactNode => <strong className="font-semibold">{text}</strong>;

/** What the limits of all contracts let clicks cost together: each partner has its own. */
export function ExposureCard({ exposures }: { exposures: readonly Exposure[] }): ReactNode {
  const t = useTranslations("limits");
  if (exposures.length === 0) return null;
  return (
    <Card>
      <CardHead title={t("exposure")} />
      {exposures.map(({ month, currency, contracts, unlimited, amount, programCap, lines }) => (
        <div key={currency} className="tabular flex flex-col gap-1">
          <p>
            {t.rich("exposureText", {
              month: formatMonth(month),
              contracts: contracts - unlimited,
              amount: formatMoney(amount),
              b: strong,
            })}
          </p>
          {unlimited > 0 ? (
            <p className="text-warning">{t("exposureUnlimited", { count: unlimited })}</p>
          ) : null}
          <p className="text-muted">
            {programCap
              ? t("exposureCap", { amount: formatMoney(programCap) })
              : t("exposureNoCap")}
          </p>
          <ul className="text-caption text-subtle">
            {lines.map((line) => (
              <li key={line.text} className="flex flex-wrap justify-between gap-x-3">
                <span>{t("exposureLine", { contracts: line.contracts, text: line.text })}</span>
                <span>{formatMoney(line.amount)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Card>
  );
}
