"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { NoticeFactsFragment, NoticeKind } from "../../gql/graphql.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { DifferenceList } from "../changes/difference-list.tsx";
import { TextParagraphs } from "../changes/text-paragraphs.tsx";

/** Those that change what a partner is paid: they say that links stay, and what differs. */
const changing: readonly NoticeKind[] = ["CONTRACT_PROPOSED", "CONTRACT_COUNTERED", "CHANGE_SCHEDULED"];

interface NoticeCardProps {
  notice: NoticeFactsFragment;
  place: { base: string; timeZone: string } | null;
  space: "brand" | "partner";
  timeZone: string;
  onRead: () => void;
}
export function NoticeCard({ notice, place, space, timeZone, onRead }: NoticeCardProps): ReactNode {
  const t = useTranslations("notices");
  const { kind, fromName, programName, comment, effectiveAt, createdAt, readAt, howTo, linksSentence, contractId, differences } = notice;
  const changes = changing.includes(kind);
  const zone = place?.timeZone ?? timeZone;
  return (
    <Card className={readAt === null ? "border-info" : ""}>
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <h2 className="min-w-0 text-body font-semibold">{t(`kinds.${kind}`, { from: fromName, program: programName })}</h2>
          {readAt === null ? <Badge tone="info">{t("unread")}</Badge> : null}
        </div>
        <p className="text-caption text-muted">{formatDateTime(createdAt, timeZone)}</p>
        <TextParagraphs text={comment} />
        {effectiveAt ? <p>{t(kind === "CONTRACT_ENDS" ? "lastInstant" : "effective", { at: formatDateTime(effectiveAt, zone), zone: zoneName(zone) })}</p> : null}
        {changes && space === "partner" && !comment.includes(linksSentence) ? <p>{linksSentence}</p> : null}
        {changes && differences.length > 0 ? (
          <details>
            <summary className="cursor-pointer text-link">{t("differences", { count: differences.length })}</summary>
            <div className="mt-2">
              <DifferenceList reader={space} differences={differences} />
            </div>
          </details>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {place && contractId ? (
            <Link href={space === "brand" ? `${place.base}/contracts/${contractId}` : `${place.base}/contract#c-${contractId}`} className={textLinkClass}>
              {t("openContract")}
            </Link>
          ) : null}
          {howTo ? (
            <Link href="/how-to/links" className={textLinkClass}>
              {t("howTo")}
            </Link>
          ) : null}
          {readAt === null ? (
            <Button size="small" onClick={onRead}>
              {t("markRead")}
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
