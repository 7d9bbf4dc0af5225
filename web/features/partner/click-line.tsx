"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ClickOutcome_ClickFragment } from "../../gql/graphql.ts";
import { exactMonies, formatMoney } from "../../lib/format.ts";
import { graphql } from "../../gql/index.ts";
import { Badge } from "../../ui/badge.tsx";

export const ClickOutcome_click = graphql(/* GraphQL */ `
  fragment ClickOutcome_click on Click {
    id
    clickedAt
    linkName
    isTest
    outcome
    reason
    reasonText
    country
    device
    amount {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
  }
`);

/** What became of a click, in words: paid how much, or not and why. */
export function ClickOutcome({ click }: { click: ClickOutcome_ClickFragment }): ReactNode {
  const t = useTranslations("partner");
  const { outcome, amount, wouldPay, reasonText } = click;
  if (outcome === null) return <Badge tone="waiting">{t("outcomes.undecided")}</Badge>;
  if (outcome === "PAID")
    return (
      <span title={(amount && exactMonies([amount])) ?? undefined}>
        <Badge tone="success">
          {t("outcomes.paid", { amount: amount ? formatMoney(amount) : "" })}
        </Badge>
      </span>
    );
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={outcome === "PAID_ZERO" ? "info" : "neutral"}>
        {t(outcome === "PAID_ZERO" ? "outcomes.atZero" : "outcomes.unpaid")}
      </Badge>
      <span>{reasonText}</span>
      {wouldPay ? (
        <span className="text-muted">{t("wouldPay", { amount: formatMoney(wouldPay) })}</span>
      ) : null}
    </span>
  );
}
