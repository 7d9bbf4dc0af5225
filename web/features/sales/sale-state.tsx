"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ConversionState, SaleList_SaleFragment } from "../../gql/graphql.ts";
import { formatDate } from "../../lib/format.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Decision } from "../reporting/log/decision.tsx";
import { waitsOutside } from "./standing.ts";

const tones: Record<ConversionState, Tone> = {
  PENDING: "waiting",
  APPROVED: "success",
  REVERSED: "neutral",
};

/** Where a sale stands, and that it waits outside of terms where it does. */
export function SaleState({
  sale,
}: {
  sale: Pick<SaleList_SaleFragment, "state" | "outcome" | "outsideOfTerms" | "outsideApprovedAt">;
}): ReactNode {
  const t = useTranslations("sales");
  // What is discarded waits for nothing.
  if (sale.state === "PENDING" && sale.outcome === "DISCARDED") return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Badge tone={tones[sale.state]}>{t(`states.${sale.state}`)}</Badge>
      {waitsOutside(sale) ? <Badge tone="warning">{t("outsideBadge")}</Badge> : null}
    </span>
  );
}

/** What it earns, as long as it is not taken back. */
export const SaleDecision = ({
  sale,
}: {
  sale: Pick<SaleList_SaleFragment, "state" | "outcome" | "payout">;
}): ReactNode =>
  sale.state === "REVERSED" ? null : <Decision outcome={sale.outcome} amount={sale.payout} />;

/** That it is a lead, and of which event type; sales carry none. */
export function LeadBadge({
  sale,
}: {
  sale: Pick<SaleList_SaleFragment, "kind" | "eventTypeCode">;
}): ReactNode {
  const t = useTranslations("sales");
  if (sale.kind !== "LEAD") return null;
  return (
    <Badge tone="info" icon={false}>
      {t("leadOf", { code: sale.eventTypeCode ?? "" })}
    </Badge>
  );
}

type LockingSale = Pick<
  SaleList_SaleFragment,
  "state" | "locksAt" | "lockedAt" | "outsideOfTerms" | "outsideApprovedAt"
>;
/** The date on which it locked or will lock by itself; null where the clock locks nothing. */
const lockOf = (sale: LockingSale): string | null =>
  sale.lockedAt ?? (sale.state === "PENDING" && !waitsOutside(sale) ? sale.locksAt : null);

export function LockDate({ sale, timeZone }: { sale: LockingSale; timeZone: string }): ReactNode {
  const at = lockOf(sale);
  return at === null ? "–" : <time dateTime={at}>{formatDate(at, timeZone)}</time>;
}

/** The same as a note below the state. */
export function LockNote({ sale, timeZone }: { sale: LockingSale; timeZone: string }): ReactNode {
  const t = useTranslations("sales");
  const at = lockOf(sale);
  if (at === null) return null;
  const date = formatDate(at, timeZone);
  return (
    <span className="block text-caption whitespace-nowrap text-subtle">
      {sale.lockedAt ? date : t("locks", { date })}
    </span>
  );
}
