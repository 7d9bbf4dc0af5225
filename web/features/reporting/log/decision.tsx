"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Outcome } from "../../../gql/graphql.ts";
import type { MoneyValue } from "../../../lib/format.ts";
import { Amount } from "../../../ui/amount.tsx";
import { Badge, type Tone } from "../../../ui/badge.tsx";

const tones: Record<Outcome, Tone> = {
  PAID: "success",
  PAID_ZERO: "info",
  UNPAID: "neutral",
  DISCARDED: "warning",
};

/** What became of a click or sale; null = it is being decided. */
export function Decision({
  outcome,
  amount,
}: {
  outcome: Outcome | null;
  amount: MoneyValue | null;
}): ReactNode {
  const t = useTranslations("reporting.decisions");
  if (outcome === null) return <Badge tone="waiting">{t("none")}</Badge>;
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Badge tone={tones[outcome]}>{t(outcome)}</Badge>
      {outcome === "PAID" && amount ? (
        <span className="tabular font-medium">
          <Amount of={amount} />
        </span>
      ) : null}
    </span>
  );
}
export function TestBadge({
  isTest,
  simulated = false,
}: {
  isTest: boolean;
  simulated?: boolean;
}): ReactNode {
  const t = useTranslations("reporting.drawer");
  if (!isTest && !simulated) return null;
  return (
    <Badge tone="warning" icon={false}>
      {isTest ? t("test") : t("simulated")}
    </Badge>
  );
}
