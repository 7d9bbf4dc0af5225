"use client";
import { useEffect, useRef, type ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { ExternalLink, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { readFragment } from "../../gql/index.ts";
import type { Verify_RowFragment } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge, toneIcon, toneText } from "../../ui/badge.tsx";
import { Button, buttonClass, IconButton } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { SmallPair } from "../overview/small-pair.tsx";
import { CheckTable } from "./check-table.tsx";
import type { FixProps } from "./fix-button.tsx";
import { VerifyChart, Verify_check } from "./queries.ts";
import { resultTones, stateTones } from "./words.ts";

interface RunPanelProps extends FixProps {
  timeZone: string;
  /** Of the board: the chart is read again with it. */
  news: number;
  /** Led to when it opens: a page that is read already does not move by itself. */
  takesFocus: () => boolean;
  onClose: () => void;
}
/** One partner's run: where it stands, its link, its checks. Live; it goes on when it is closed. */
export function RunPanel({
  row,
  timeZone,
  news,
  takesFocus,
  onClose,
  ...fix
}: RunPanelProps): ReactNode {
  const t = useTranslations("verify");
  const { program, rights, actions } = fix;
  const pages = brandPages(program.code);
  const id = row.partnerAccountId;
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus()) heading.current?.focus();
  }, [takesFocus]);
  const listens = row.checks
    .map((check) => readFragment(Verify_check, check))
    .some(({ key, state }) => key === "CLICK" && state === "WAITING");
  return (
    <Card className="mt-4">
      <div ref={heading} tabIndex={-1} className="outline-none">
        <CardHead
          title={t("panel.title", { partner: row.partnerName })}
          actions={
            <>
              <Badge tone={resultTones[row.result]}>{t(`results.${row.result}`)}</Badge>
              <IconButton label={t("panel.close")} onClick={onClose}>
                <X aria-hidden size={16} />
              </IconButton>
            </>
          }
        />
      </div>
      <Steps row={row} />
      <p className="my-2" aria-live="polite">
        {row.sentence}
        {listens ? ` ${t("panel.listening")}` : ""}
      </p>
      {row.startedAt === null && rights.run ? (
        <Button tone="primary" busy={actions.busy} onClick={() => void actions.checkAgain([id])}>
          {t("panel.begin")}
        </Button>
      ) : null}
      <TestLink row={row} timeZone={timeZone} />
      {row.link ? <LinkChart programId={program.id} linkId={row.link.id} news={news} /> : null}
      <CheckTable row={row} timeZone={timeZone} fix={fix} />
      <p className="mt-3 flex flex-wrap gap-x-4 gap-y-2">
        <Link href={`${pages.verify}/${id}`} className={textLinkClass}>
          {t("panel.evidence")}
        </Link>
        <Link href={`${pages.explore}?mode=test&partner=${id}`} className={textLinkClass}>
          {t("panel.reporting")}
        </Link>
        <Link href={`${pages.partners}/${id}`} className={textLinkClass}>
          {t("panel.partner")}
        </Link>
      </p>
    </Card>
  );
}

/** The five groups in a row, and how far each is. */
function Steps({ row }: { row: Verify_RowFragment }): ReactNode {
  const t = useTranslations("verify");
  const isDone = (state: string) => ["PASSED", "WARNING", "NOT_NEEDED"].includes(state);
  const current = row.groups.find(({ state }) => !isDone(state))?.group;
  return (
    <ol className="flex flex-wrap gap-x-4 gap-y-1">
      {row.groups.map(({ group, state, done, total }) => {
        const Icon = toneIcon[stateTones[state]];
        return (
          <li
            key={group}
            aria-current={group === current ? "step" : undefined}
            className={clsx("inline-flex items-center gap-1", group === current && "font-semibold")}
          >
            <Icon aria-hidden size={14} className={toneText[stateTones[state]]} />
            {t(`groups.${group}`)} {done}/{total}
            <span className="sr-only">, {t(`states.${state}`)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function TestLink({ row, timeZone }: { row: Verify_RowFragment; timeZone: string }): ReactNode {
  const t = useTranslations("verify.panel");
  const { link } = row;
  if (!link) return null;
  return (
    <div className="my-3 rounded-control bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="font-medium">{link.name}</span>
        <code className="min-w-0 break-all">{link.url}</code>
        <CopyButton text={link.url} what={link.name} label={t("copy")} />
        <a
          href={link.url}
          target="_blank"
          rel="noreferrer"
          className={buttonClass("plain", "small")}
        >
          <ExternalLink aria-hidden size={14} />
          {t("open")}
        </a>
      </div>
      <p className="mt-1 text-caption break-all text-muted">
        {t("leads")} {link.destination}
      </p>
      <p className="mt-1 text-caption text-muted">
        {t("clicks", { count: row.clicks })}
        {row.remindedAt
          ? ` · ${t("sentAt", { at: formatDateTime(row.remindedAt, timeZone) })}`
          : ""}
      </p>
    </div>
  );
}

/** Clicks and sales through this link alone; what stands below does not move when they come. */
function LinkChart({
  programId,
  linkId,
  news,
}: {
  programId: string;
  linkId: string;
  news: number;
}): ReactNode {
  const { data } = useLoaded(VerifyChart, { programId, linkId }, null, { news });
  return (
    <div className={clsx("my-3", !data?.report && "invisible")}>
      <SmallPair buckets={data?.report?.buckets ?? []} />
    </div>
  );
}
