"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import type { AuditContractsQuery, ContractFilterChoicesQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { buttonClass, Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { Select } from "../../ui/form.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { AuditContracts } from "./audit-documents.ts";
import { auditLines, type AuditLine } from "./audit-lines.ts";
import { ContractTabs } from "./contract-tabs.tsx";
import { allStates } from "./state-choices.ts";

const pick = (data: AuditContractsQuery) => data.contracts;

interface AuditViewProps {
  program: { id: string; code: string; timeZone: string };
  mayDraft: boolean;
  choices: ContractFilterChoicesQuery | null;
  first: Loaded<AuditContractsQuery>;
}
/** The API tells events by contract; this lays those of the newest contracts side by side, and says of how many. */
export function AuditView({ program, mayDraft, choices, first }: AuditViewProps): ReactNode {
  const t = useTranslations("contracts.audit");
  const [who, setWho] = useQueryState("who", parseAsString.withOptions({ history: "push" }));
  const list = usePages(AuditContracts, { filter: { programId: program.id, partnerId: who, states: allStates }, after: null }, first, pick);
  const base = `/b/${program.code}/contracts`;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <ContractTabs current="audit" base={base} mayDraft={mayDraft} />
      {choices ? (
        <form method="get" className="mb-3 flex flex-wrap items-center gap-2">
          <Select name="who" aria-label={t("partner")} value={who ?? ""} onChange={(event) => void setWho(event.target.value || null)} className="sm:w-48">
            <Everyone />
            {choices.partners.nodes.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <noscript>
            <button type="submit" className={buttonClass()}>
              {t("show")}
            </button>
          </noscript>
        </form>
      ) : null}
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(contracts) => <Lines lines={auditLines(contracts)} contracts={contracts.length} base={base} timeZone={program.timeZone} />}
      </Panel>
      {list.more ? (
        <div className="mt-3">
          <Button busy={list.loadingMore} onClick={list.more}>
            {t("more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

const Everyone = (): ReactNode => <option value="">{useTranslations("contracts")("everyPartner")}</option>;

function Lines({ lines, contracts, base, timeZone }: { lines: readonly AuditLine[]; contracts: number; base: string; timeZone: string }): ReactNode {
  const t = useTranslations("contracts.audit");
  if (lines.length === 0)
    return (
      <Card>
        <Empty title={t("none")}>{t("noneText")}</Empty>
      </Card>
    );
  return (
    <>
      <p className="mb-2 text-muted">{t("scope", { count: formatCount(contracts) })}</p>
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th pinned>{t("at")}</Th>
            <Th>{t("what")}</Th>
            <Th>{t("by")}</Th>
            <Th>{t("contract")}</Th>
            <Th>{t("versions")}</Th>
            <Th>{t("comment")}</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={`${line.contractId}${line.kind}${line.at}`} line={line} base={base} timeZone={timeZone} />
          ))}
        </tbody>
      </Table>
    </>
  );
}

function Line({ line, base, timeZone }: { line: AuditLine; base: string; timeZone: string }): ReactNode {
  const t = useTranslations("contracts");
  const { beforeVersion: before, afterVersion: after } = line;
  return (
    <tr>
      <RowHead className="whitespace-nowrap">{formatDateTime(line.at, timeZone)}</RowHead>
      <Td className="min-w-36">{t(`events.${line.kind}`)}</Td>
      <Td className="min-w-28">{line.byName ?? t("byClock")}</Td>
      <Td className="min-w-44">
        <Link href={`${base}/${line.contractId}`} className={textLinkClass}>
          {t("audit.contractOf", { partner: line.partnerName, terms: line.termsName })}
        </Link>
      </Td>
      <Td className="whitespace-nowrap">{after === null ? null : before === null ? t("audit.to", { after }) : t("audit.fromTo", { before, after })}</Td>
      <Td className="min-w-64 whitespace-pre-line">{line.comment}</Td>
    </tr>
  );
}
