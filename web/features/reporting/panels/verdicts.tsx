"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type { Verdicts_VerdictFragment, VerdictTone } from "../../../gql/graphql.ts";
import { formatShort } from "../../../lib/format.ts";
import type { Tone } from "../../../ui/badge.tsx";
import { toneIcon, toneText } from "../../../ui/badge.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { graphql } from "../../../gql/index.ts";

graphql(/* GraphQL */ `
  fragment Verdicts_verdict on TestLinkVerdict {
    linkId
    linkName
    partnerAccountId
    partnerName
    clicks
    orders
    discardedOrders
    lastClickAt
    lastSaleAt
    tone
    sentenceKey
  }
`);

const toneOf: Record<VerdictTone, Tone> = {
  OK: "success",
  WAITING: "waiting",
  FAILING: "danger",
  NONE: "neutral",
};
const edge: Record<VerdictTone, string> = {
  OK: "border-s-success",
  WAITING: "border-s-warning",
  FAILING: "border-s-danger",
  NONE: "border-s-border-strong",
};
const sentences = [
  "BOTH_ARRIVE",
  "CLICKS_ONLY_WAITING",
  "CLICKS_ONLY_LATE",
  "NO_ATTRIBUTION",
  "NOT_CONNECTED",
  "SALES_DISCARDED",
  "NO_CONTRACT",
  "NO_CLICKS",
] as const;
type Sentence = (typeof sentences)[number];
const isSentence = (key: string): key is Sentence => (sentences as readonly string[]).includes(key);
const shownAtOnce = 2;

interface VerdictsProps {
  verdicts: readonly Verdicts_VerdictFragment[];
  timeZone: string;
  /** Where links and their checks are. */
  checksHref: string;
  linksHref: string;
}
/** Do test links produce clicks and sales in reporting, and if not, why? Worst first. */
export function Verdicts({ verdicts, timeZone, checksHref, linksHref }: VerdictsProps): ReactNode {
  const t = useTranslations("reporting.verdicts");
  const [first, rest] = [verdicts.slice(0, shownAtOnce), verdicts.slice(shownAtOnce)];
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      {first.length === 0 ? (
        <p
          className={clsx(
            "rounded-card border border-s-4 border-border border-s-border-strong bg-surface px-4",
            "py-3",
          )}
        >
          {t("none")}{" "}
          <Link href={linksHref} className={textLinkClass}>
            {t("create")}
          </Link>
        </p>
      ) : null}
      {first.map((verdict) => (
        <Verdict key={verdict.linkId} verdict={verdict} timeZone={timeZone} href={checksHref} />
      ))}
      {rest.length > 0 ? (
        <details>
          <summary className="w-fit cursor-pointer py-1 text-table text-link">
            {t("more", { count: rest.length })}
          </summary>
          <div className="mt-2 flex flex-col gap-2">
            {rest.map((verdict) => (
              <Verdict
                key={verdict.linkId}
                verdict={verdict}
                timeZone={timeZone}
                href={checksHref}
              />
            ))}
          </div>
        </details>
      ) : null}
    </section>
  );
}

function Verdict({
  verdict,
  timeZone,
  href,
}: {
  verdict: Verdicts_VerdictFragment;
  timeZone: string;
  href: string;
}): ReactNode {
  const t = useTranslations("reporting.verdicts");
  const {
    tone,
    linkName,
    partnerName,
    clicks,
    orders,
    discardedOrders,
    sentenceKey,
    lastClickAt,
    lastSaleAt,
  } = verdict;
  const Icon = toneIcon[toneOf[tone]];
  return (
    <p
      className={clsx(
        "flex items-start gap-2 rounded-card border border-s-4 border-border bg-surface px-4 py-3",
        edge[tone],
      )}
    >
      <Icon aria-hidden size={16} className={clsx("mt-0.5 shrink-0", toneText[toneOf[tone]])} />
      <span>
        <span className="sr-only">{t(tone)}: </span>
        <strong className="font-semibold">
          {linkName}: {t(isSentence(sentenceKey) ? sentenceKey : "UNKNOWN")}
        </strong>{" "}
        {t("detail", { clicks, orders: orders + discardedOrders, partner: partnerName })}{" "}
        <span className="text-muted">
          {lastClickAt && lastSaleAt
            ? t("times", {
                click: formatShort(lastClickAt, timeZone),
                sale: formatShort(lastSaleAt, timeZone),
              })
            : lastClickAt
              ? t("timeClick", { click: formatShort(lastClickAt, timeZone) })
              : null}
        </span>{" "}
        <Link href={href} className={clsx(textLinkClass, "whitespace-nowrap")}>
          {t("check")}
        </Link>
      </span>
    </p>
  );
}
