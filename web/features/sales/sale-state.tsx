"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ActionState, SaleRowFragment } from "../../gql/graphql.ts";
import { formatDate } from "../../lib/format.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { waitsOutside } from "./standing.ts";

const tones: Record<ActionState, Tone> = { PENDING: "waiting", APPROVED: "success", REVERSED: "neutral" };

/** Where a sale stands, and that it waits outside of terms where it does. */
export function SaleState({ sale }: { sale: Pick<SaleRowFragment, "state" | "outsideOfTerms" | "outsideApprovedAt"> }): ReactNode {
  const t = useTranslations("sales");
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <Badge tone={tones[sale.state]}>{t(`states.${sale.state}`)}</Badge>
      {waitsOutside(sale) ? <Badge tone="warning">{t("outsideBadge")}</Badge> : null}
    </span>
  );
}

/** The date on which it locked or will lock by itself; a dash where the clock locks nothing. */
export function LockDate({ sale, timeZone }: { sale: Pick<SaleRowFragment, "state" | "locksAt" | "lockedAt">; timeZone: string }): ReactNode {
  const at = sale.lockedAt ?? (sale.state === "PENDING" ? sale.locksAt : null);
  return at === null ? "–" : <time dateTime={at}>{formatDate(at, timeZone)}</time>;
}
