"use client";
import type { ReactNode } from "react";
import { Download, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import type { Verify_RowFragment, VerifyChartQuery } from "../../gql/graphql.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, ButtonLink, buttonClass } from "../../ui/button.tsx";
import { Card, CardHead, Facts, PageHead } from "../../ui/card.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { SmallPair } from "../overview/small-pair.tsx";
import { Verify_check, Verify_row } from "./queries.ts";
import { resultTones, stateTones } from "./words.ts";

interface EvidenceViewProps {
  program: { id: string; code: string; name: string; simulated: boolean };
  found: FragmentType<typeof Verify_row>;
  chart: VerifyChartQuery | null;
  printedAt: string;
  timeZone: string;
}
/** Checks, times, ids and the pair chart, as a brand prints them for a partner. */
export function EvidenceView({
  program,
  found,
  chart,
  printedAt,
  timeZone,
}: EvidenceViewProps): ReactNode {
  const t = useTranslations("verify.evidence");
  const v = useTranslations("verify");
  const row = readFragment(Verify_row, found);
  const at = (instant: string | null) => (instant ? formatDateTime(instant, timeZone) : "–");
  const verified = row.verifiedAt ? `${at(row.verifiedAt)}, ${row.verifiedBy ?? ""}` : "–";
  const facts: [string, ReactNode][] = [
    [t("program"), program.name],
    [t("partner"), row.partnerName],
    [
      t("result"),
      <Badge key="result" tone={resultTones[row.result]}>
        {v(`results.${row.result}`)}
      </Badge>,
    ],
    [t("verified"), verified],
    [t("run"), at(row.startedAt)],
    [t("link"), row.link?.url ?? "–"],
    [t("destination"), row.link?.destination ?? "–"],
    [t("click"), row.clickId ? `${row.clickId}, ${at(row.clickedAt)}` : "–"],
    [t("order"), row.orderNumber ?? at(row.orderedAt)],
  ];
  return (
    <>
      <PageHead
        title={t("title", { partner: row.partnerName })}
        lead={t("lead")}
        actions={
          <span className="flex flex-wrap gap-2 print-hidden">
            <ButtonLink href={`${brandPages(program.code).verify}?partner=${row.partnerAccountId}`}>
              {t("back")}
            </ButtonLink>
            <a
              href={`/files/verification/${program.id}?partnerId=${row.partnerAccountId}`}
              download
              className={buttonClass()}
            >
              <Download aria-hidden size={14} />
              {t("csv")}
            </a>
            <Button tone="primary" onClick={() => window.print()}>
              <Printer aria-hidden size={14} />
              {t("print")}
            </Button>
          </span>
        }
      />
      {program.simulated ? <Badge tone="info">{t("simulated")}</Badge> : null}
      <Card className="my-3">
        <Facts items={facts.map(([label, value]) => ({ label, value }))} />
      </Card>
      {chart?.report ? (
        <Card className="my-3">
          <CardHead title={t("chart")} />
          <SmallPair buckets={chart.report.buckets} />
        </Card>
      ) : null}
      <EvidenceChecks row={row} at={at} />
      <p className="mt-3 text-caption text-muted">
        {t("made", { at: at(printedAt), zone: zoneName(timeZone) })}
      </p>
    </>
  );
}

/** What each check found; on phones under its name. */
function EvidenceChecks({
  row,
  at,
}: {
  row: Verify_RowFragment;
  at: (instant: string | null) => string;
}): ReactNode {
  const t = useTranslations("verify.evidence");
  const v = useTranslations("verify");
  return (
    <Table label={v("panel.checks", { partner: row.partnerName })} stacked>
      <thead className={wideOnly}>
        <tr>
          <Th>{t("number")}</Th>
          <Th>{t("check")}</Th>
          <Th>{t("state")}</Th>
          <Th>{t("found")}</Th>
        </tr>
      </thead>
      <tbody>
        {row.checks
          .map((check) => readFragment(Verify_check, check))
          .map((check) => ({
            ...check,
            found: check.until
              ? `${check.sentence} (${v("cells.until", { at: at(check.until) })})`
              : check.sentence,
          }))
          .map((check) => (
            <tr key={check.key}>
              <Td numeric label={t("number")}>
                {check.number}
              </Td>
              <RowHead pinned={false}>{v(`checks.${check.key}`)}</RowHead>
              <Td>
                <Badge tone={stateTones[check.state]}>{v(`states.${check.state}`)}</Badge>
              </Td>
              <Td className="min-w-60 break-words">{check.found}</Td>
            </tr>
          ))}
      </tbody>
    </Table>
  );
}
