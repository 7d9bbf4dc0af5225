"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { formatCount } from "../../../lib/format.ts";
import type { ShownTotals } from "./click-measures.ts";

/** The first clause of a reason's sentence; the whole one is in the tooltip and at each click. */
const shortReason = (text: string): string => text.split(/[;:.]/)[0]?.trim() ?? text;

interface UnpaidReasonsProps {
  reasons: ShownTotals["reasons"];
  /** Click log narrowed to one reason. */
  reasonHref: (reason: ShownTotals["reasons"][number]["reason"]) => string;
}
/** Why clicks earn nothing, each leading to them. */
export function UnpaidReasons({ reasons, reasonHref }: UnpaidReasonsProps): ReactNode {
  const t = useTranslations("reporting");
  if (reasons.length === 0) return null;
  return (
    <div className="mt-3 flex flex-col gap-x-3 gap-y-1.5 @md:flex-row">
      <h2 className="shrink-0 pt-0.5 text-table font-medium text-muted">{t("why")}</h2>
      <ul className="flex flex-wrap gap-1.5">
        {reasons.map(({ reason, clicks: count, text }) => (
          <li key={reason}>
            <Link
              href={reasonHref(reason)}
              title={text}
              className={clsx(
                "inline-flex min-h-6 items-center gap-1.5 rounded-badge bg-neutral-ground px-2",
                "py-0.5 text-caption text-fg hover:underline pointer-coarse:min-h-11",
              )}
            >
              {shortReason(text)}
              <span className="tabular font-semibold">{formatCount(count)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
