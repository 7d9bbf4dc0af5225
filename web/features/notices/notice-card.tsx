"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages, pagesOf, partnerPages } from "../../lib/addresses.ts";
import { graphql } from "../../gql/index.ts";
import type {
  NoticeCard_NoticeFragment,
  NoticeGroupsQuery,
  NoticeKind,
} from "../../gql/graphql.ts";
import {
  formatCount,
  formatDateTime,
  formatExact,
  formatMoney,
  zoneName,
} from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import type { Space } from "../../lib/spaces.ts";
import { DifferenceList } from "../changes/difference-list.tsx";
import { TextParagraphs } from "../changes/text-paragraphs.tsx";

export const NoticeCard_notice = graphql(/* GraphQL */ `
  fragment NoticeCard_notice on Notice {
    id
    kind
    fromName
    programId
    programName
    contractId
    comment
    linksSentence
    howTo
    effectiveAt
    limit {
      percent
      text
      event
      kind
      currency
      max
      used
      at
      windowEnd
    }
    createdAt
    readAt
  }
`);

/** Where what notices are about stands. */
export interface NoticePlaces {
  /** A program's address and zone, by its id. */
  places: Readonly<Record<string, { program: string; timeZone: string }>>;
  space: Space;
  /** The page that shows the CPC request. */
  cpcHref: string;
  timeZone: string;
}

/** Those that change what a partner is paid: they say that links stay, and what differs. */
const changing: readonly NoticeKind[] = [
  "CONTRACT_PROPOSED",
  "CONTRACT_COUNTERED",
  "CONTRACT_REMINDED",
  "CHANGE_SCHEDULED",
];

/** Those about CPC: the page where it is decided, or shown, is no contract's. */
const aboutCpc: readonly NoticeKind[] = [
  "CPC_REQUESTED",
  "CPC_IN_REVIEW",
  "CPC_ENABLED",
  "CPC_REJECTED",
];

const aboutInquiries: readonly NoticeKind[] = [
  "INQUIRY_OPENED",
  "INQUIRY_ANSWERED",
  "INQUIRY_WITHDRAWN",
];

interface NoticeCardProps {
  notice: NoticeCard_NoticeFragment;
  differences: NoticeGroupsQuery["noticeGroups"]["nodes"][number]["latest"]["differences"];
  place: { program: string; timeZone: string } | null;
  space: Space;
  /** The page that shows the CPC request. */
  cpcHref: string;
  timeZone: string;
  /** Null: it is read with others. */
  onRead: (() => void) | null;
}
export function NoticeCard({
  notice,
  differences,
  place,
  space,
  cpcHref,
  timeZone,
  onRead,
}: NoticeCardProps): ReactNode {
  const t = useTranslations("notices");
  const { kind, limit, comment, effectiveAt, createdAt, readAt, linksSentence } = notice;
  const changes = changing.includes(kind);
  const zone = place?.timeZone ?? timeZone;
  return (
    <Card className={readAt === null ? "border-info" : ""}>
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <h2 className="min-w-0 text-body font-semibold">
            <NoticeTitle notice={notice} space={space} />
          </h2>
          {readAt === null ? <Badge tone="info">{t("unread")}</Badge> : null}
        </div>
        <p className="text-caption text-muted">{formatDateTime(createdAt, timeZone)}</p>
        <TextParagraphs text={comment} />
        {limit ? <LimitText limit={limit} zone={zone} /> : null}
        {effectiveAt ? (
          <p>
            {t(kind === "CONTRACT_ENDS" ? "lastInstant" : "effective", {
              at: formatDateTime(effectiveAt, zone),
              zone: zoneName(zone),
            })}
          </p>
        ) : null}
        {changes && space === "partner" && !comment.includes(linksSentence) ? (
          <p>{linksSentence}</p>
        ) : null}
        {changes ? <Differences differences={differences} space={space} /> : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <NoticeLinks notice={notice} place={place} space={space} cpcHref={cpcHref} />
          {readAt === null && onRead !== null ? (
            <Button size="small" onClick={onRead}>
              {t("markRead")}
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  );
}

type PartProps = Pick<NoticeCardProps, "notice" | "space">;
function NoticeTitle({ notice, space }: PartProps): ReactNode {
  const t = useTranslations("notices");
  const { kind, limit, fromName, programName } = notice;
  return limit
    ? t(`limits.${whoseOf(notice, space)}`, {
        percent: limit.percent,
        from: fromName,
        program: programName,
      })
    : t(`kinds.${kind}`, { from: fromName, program: programName });
}

function Differences({
  differences,
  space,
}: Pick<NoticeCardProps, "differences" | "space">): ReactNode {
  const t = useTranslations("notices");
  if (differences.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer text-link">
        {t("differences", { count: differences.length })}
      </summary>
      <div className="mt-2">
        <DifferenceList
          reader={space === "brand" ? "brand" : "partner"}
          differences={differences}
        />
      </div>
    </details>
  );
}

/** Where one can read on, or do something. */
function NoticeLinks({
  notice: { kind, limit, contractId, howTo },
  place,
  space,
  cpcHref,
}: PartProps & Pick<NoticeCardProps, "place" | "cpcHref">): ReactNode {
  const t = useTranslations("notices");
  return (
    <>
      {place && limit ? (
        <Link
          href={
            space === "brand"
              ? brandPages(place.program).limits
              : partnerPages(place.program).contracts
          }
          className={textLinkClass}
        >
          {t("openLimits")}
        </Link>
      ) : null}
      {place && contractId ? (
        <Link
          href={
            space === "brand"
              ? `${brandPages(place.program).contracts}/${contractId}`
              : `${partnerPages(place.program).contracts}#c-${contractId}`
          }
          className={textLinkClass}
        >
          {t("openContract")}
        </Link>
      ) : null}
      {place ? <PageLink kind={kind} space={space} program={place.program} /> : null}
      {kind === "DOMAIN_LOST" ? (
        <Link href="/settings/domains" className={textLinkClass}>
          {t("openDomains")}
        </Link>
      ) : null}
      {aboutCpc.includes(kind) ? (
        <Link href={cpcHref} className={textLinkClass}>
          {t("openCpc")}
        </Link>
      ) : null}
      {howTo ? (
        <Link href="/how-to/links" className={textLinkClass}>
          {t("howTo")}
        </Link>
      ) : null}
    </>
  );
}

/** Where an inquiry, a held report or a verification stands. */
function PageLink({
  kind,
  space,
  program,
}: {
  kind: NoticeKind;
  space: Space;
  program: string;
}): ReactNode {
  const t = useTranslations("notices");
  const at = pagesOf(space === "brand" ? "brand" : "partner", program);
  const pages = [
    {
      is: aboutInquiries.includes(kind),
      href: at.inquiries,
      text: t("openInquiries"),
    },
    { is: kind === "ALERT", href: brandPages(program).alerts, text: t("openAlerts") },
    { is: kind === "REPORT_HELD", href: brandPages(program).held, text: t("openHeld") },
    { is: kind.startsWith("VERIFICATION_"), href: at.verify, text: t("openVerify") },
    { is: kind.startsWith("EXPORT_"), href: at.exports, text: t("openExports") },
  ];
  const found = pages.find(({ is }) => is);
  return found ? (
    <Link href={found.href} className={textLinkClass}>
      {found.text}
    </Link>
  ) : null;
}

/** Over all partners, one partner's as the brand reads of it, or the partner's own. */
const whoseOf = (
  { contractId }: NoticeCard_NoticeFragment,
  space: Space,
): "program" | "partner" | "own" => {
  if (contractId === null) return "program";
  if (space === "brand") return "partner";
  return "own";
};

/** Which limit, how much is used, and what it means for clicks. */
function LimitText({
  limit,
  zone,
}: {
  limit: NonNullable<NoticeCard_NoticeFragment["limit"]>;
  zone: string;
}): ReactNode {
  const t = useTranslations("notices.limits");
  const amount = (text: string, format: typeof formatMoney) =>
    limit.kind === "PAYOUT"
      ? format({ amount: text, currency: limit.currency })
      : formatCount(Number(text));
  const until = limit.windowEnd === null ? "" : formatDateTime(limit.windowEnd, zone);
  const means = limit.windowEnd === null ? "forGood" : "until";
  return (
    <>
      <p>
        {t("used", {
          text: limit.text,
          used: amount(limit.used, formatMoney),
          max: amount(limit.max, formatExact),
          at: formatDateTime(limit.at, zone),
          zone: zoneName(zone),
        })}
      </p>
      <p>
        {t(limit.percent === 100 ? `reached.${means}` : `near.${means}`, {
          at: until,
          zone: zoneName(zone),
          event: limit.event,
        })}
      </p>
    </>
  );
}
