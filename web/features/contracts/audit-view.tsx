"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import type { ContractAuditQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { idOrNull } from "../../lib/ids.ts";
import { usePages } from "../../lib/use-pages.ts";
import { buttonClass } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import type { Choices, Typed } from "../partners/choice-types.ts";
import { PartnerFilter, TypedPartners } from "../partners/partner-select.tsx";
import { graphql } from "../../gql/index.ts";

const ContractAudit = graphql(/* GraphQL */ `
  query ContractAudit($programId: ID!, $partnerId: ID, $after: String) {
    contractEvents(programId: $programId, partnerId: $partnerId, first: 50, after: $after) {
      nodes {
        id
        contractId
        partnerName
        termsName
        kind
        byName
        beforeVersion
        afterVersion
        comment
        at
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: ContractAuditQuery) => data.contractEvents;
type AuditLine = ContractAuditQuery["contractEvents"]["nodes"][number];

interface AuditViewProps {
  program: { id: string; code: string; timeZone: string };
  choices: Choices | null;
  typed: Typed | null;
  first: Loaded<ContractAuditQuery>;
}
/** Everything that happened to the program's contracts, or to one partner's. */
export function AuditView({ program, choices, typed, first }: AuditViewProps): ReactNode {
  const t = useTranslations("contracts.audit");
  const [who, setWho] = useQueryState("who", parseAsString.withOptions({ history: "push" }));
  const list = usePages(
    ContractAudit,
    { programId: program.id, partnerId: idOrNull(who), after: null },
    first,
    pick,
  );
  const base = brandPages(program.code).contracts;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {choices ? (
        <form method="get" className="mb-3 flex flex-wrap items-center gap-2">
          <PartnerFilter
            name="who"
            choices={choices}
            value={idOrNull(who)}
            onChange={(partnerId) => void setWho(partnerId)}
          />
          <noscript>
            <button type="submit" className={buttonClass()}>
              {t("show")}
            </button>
          </noscript>
        </form>
      ) : null}
      <TypedPartners typed={typed} now={who} />
      <PagedList list={list} empty={<Empty title={t("none")}>{t("noneText")}</Empty>}>
        {(lines) => <Lines lines={lines} base={base} timeZone={program.timeZone} />}
      </PagedList>
    </>
  );
}

function Lines({
  lines,
  base,
  timeZone,
}: {
  lines: readonly AuditLine[];
  base: string;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("contracts.audit");
  return (
    <ListTable
      label={t("title")}
      columns={[t("at"), t("what"), t("by"), t("contract"), t("versions"), t("comment")]}
    >
      {lines.map((line) => (
        <Line key={line.id} line={line} base={base} timeZone={timeZone} />
      ))}
    </ListTable>
  );
}

function Line({
  line,
  base,
  timeZone,
}: {
  line: AuditLine;
  base: string;
  timeZone: string;
}): ReactNode {
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
      <Td className="whitespace-nowrap">
        {after === null
          ? null
          : before === null
            ? t("audit.to", { after })
            : t("audit.fromTo", { before, after })}
      </Td>
      <Td className="min-w-64 whitespace-pre-line">{line.comment}</Td>
    </tr>
  );
}
