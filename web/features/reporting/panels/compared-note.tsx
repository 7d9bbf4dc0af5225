"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatPlainDay } from "../../../lib/format.ts";
import { spanOf } from "./bucket-words.ts";

interface ComparedNoteProps {
  /** Null: nothing is compared. */
  period: {
    start: string;
    end: string;
    clicksUntil: string | null;
    salesUntil: string | null;
  } | null;
  timeZone: string;
}
/** With what the changes compare, and until where. */
export function ComparedNote({ period, timeZone }: ComparedNoteProps): ReactNode {
  const t = useTranslations("reporting.compare");
  if (!period) return null;
  const { start, end, clicksUntil, salesUntil } = period;
  const other = spanOf(start, end, timeZone);
  const sales = salesUntil === null ? "none" : formatPlainDay(salesUntil);
  return (
    <p className="text-caption text-muted">
      {clicksUntil === null ? t("notMeasured", { other }) : t("with", { other, sales })}
    </p>
  );
}
