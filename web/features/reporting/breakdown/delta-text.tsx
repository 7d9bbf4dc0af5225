"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatPlainDay } from "../../../lib/format.ts";
import type { Delta } from "./columns.ts";

const arrows = { up: "▲", down: "▼", same: "" };
interface DeltaTextProps {
  delta: Delta | null;
  /** The last date that is compared, where that is not the whole range. */
  until?: string | null;
}
/** An arrow, a sign and a number: never a colour alone. */
export function DeltaText({ delta, until = null }: DeltaTextProps): ReactNode {
  const t = useTranslations("reporting.compare");
  if (delta === null) return null;
  const { kind, direction, text } = delta;
  return (
    <span className="block text-caption font-normal text-muted">
      <span aria-hidden className="me-0.5 text-[0.65em]">
        {arrows[direction]}
      </span>
      {kind === "NEW" ? t("new") : null}
      {kind === "POINTS" ? t("points", { text }) : null}
      {kind === "RATIO" ? text : null}
      {until === null ? null : (
        <>
          {" "}
          <span className="whitespace-nowrap">{t("until", { date: formatPlainDay(until) })}</span>
        </>
      )}
    </span>
  );
}
