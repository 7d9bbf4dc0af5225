"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { SubmissionRowsQuery, SubmittedConversionState } from "../../gql/graphql.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { SelectField } from "../../ui/form.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";

const SubmissionRows = graphql(/* GraphQL */ `
  query SubmissionRows(
    $submission: ID!
    $state: SubmittedConversionState
    $after: String
    $first: Int!
  ) {
    submittedConversions(submissionId: $submission, state: $state, after: $after, first: $first) {
      nodes {
        number
        change
        orderId
        eventAt
        state
        message
        fields {
          name
          value
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: SubmissionRowsQuery) => data.submittedConversions;
type Row = SubmissionRowsQuery["submittedConversions"]["nodes"][number];
const pageRows = 25;
const states: readonly SubmittedConversionState[] = ["QUEUED", "BOOKED", "FAILED"];
const tones: Record<SubmittedConversionState, Tone> = {
  QUEUED: "waiting",
  BOOKED: "success",
  FAILED: "danger",
};

interface SubmissionRowsProps {
  id: string;
  timeZone: string;
  /** Grows while there is news. */
  news: number;
  /** Of the submission in its list, from 1. */
  place: number;
}
/** Rows of a submission, each as it came and with what became of it. */
export function SubmissionRowList({ id, timeZone, news, place }: SubmissionRowsProps): ReactNode {
  const t = useTranslations("shop");
  const [state, setState] = useState<SubmittedConversionState | "">("");
  const variables = { submission: id, state: state || null, first: pageRows };
  const list = usePages(SubmissionRows, variables, null, pick, { news });
  return (
    <div className="flex flex-col gap-2">
      <SelectField
        name="state"
        label={t("show")}
        className="max-w-60"
        value={state}
        onChange={(event) => setState(event.target.value as SubmittedConversionState | "")}
        options={[
          { value: "", label: t("allRows") },
          ...states.map((value) => ({ value, label: t(`rowStates.${value}`) })),
        ]}
      />
      <PagedList list={list} empty={<Empty title={t("noRows")}>{t("noRowsText")}</Empty>}>
        {(rows) => (
          <Table
            label={t("tableOf", { title: t("rows"), place })}
            stacked
            className="max-h-[32rem]"
          >
            <thead className={wideOnly}>
              <tr>
                <Th pinned>{t("row")}</Th>
                <Th>{t("order")}</Th>
                <Th>{t("became")}</Th>
                <Th>{t("why")}</Th>
                <Th>{t("asItCame")}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <RowLine key={row.number} row={row} timeZone={timeZone} />
              ))}
            </tbody>
          </Table>
        )}
      </PagedList>
    </div>
  );
}

function RowLine({ row, timeZone }: { row: Row; timeZone: string }): ReactNode {
  const t = useTranslations("shop");
  const state = <Badge tone={tones[row.state]}>{t(`rowStates.${row.state}`)}</Badge>;
  const fields = row.fields.map(({ name, value }) => `${name}: ${value}`).join(", ");
  return (
    <tr>
      <RowHead label={t("row")}>{formatCount(row.number)}</RowHead>
      <Td>
        <span className="break-all">{row.orderId ?? t("noOrder")}</span>
        {row.change ? <span className="ms-1">{t(`changes.${row.change}`)}</span> : null}
        {row.eventAt ? (
          <span className="block whitespace-nowrap text-muted">
            {formatDateTime(row.eventAt, timeZone)}
          </span>
        ) : null}
      </Td>
      <Td>{state}</Td>
      <Td className="min-w-56" label={t("why")}>
        {row.message ?? t("nothingAmiss")}
      </Td>
      <Td label={t("asItCame")} className="min-w-64 font-mono text-caption break-all">
        {fields}
      </Td>
    </tr>
  );
}
