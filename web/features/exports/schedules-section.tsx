"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ExportSchedulesQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime, formatPlainDate } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSendEach } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { useToast } from "../../ui/toast.tsx";

const ExportSchedules = graphql(/* GraphQL */ `
  query ExportSchedules($program: ID!, $after: String) {
    exportSchedules(programId: $program, first: 50, after: $after) {
      nodes {
        id
        title
        format
        pace
        createdBy
        nextAt
        nextFrom
        nextTo
        endedWhy
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const EndExportSchedule = graphql(/* GraphQL */ `
  mutation EndExportSchedule($id: ID!, $key: String!) {
    endExportSchedule(id: $id, idempotencyKey: $key) {
      __typename
      ... on ExportScheduleOk {
        schedule {
          id
          nextAt
          endedWhy
        }
      }
      ...Refused
    }
  }
`);
const pick = (data: ExportSchedulesQuery) => data.exportSchedules;
type Row = ExportSchedulesQuery["exportSchedules"]["nodes"][number];

interface SchedulesProps {
  program: string;
  initial: Loaded<ExportSchedulesQuery>;
  timeZone: string;
  canEnd: boolean;
}
/** Exports that are made again and again; nothing where there are none. */
export function Schedules({ program, initial, timeZone, canEnd }: SchedulesProps): ReactNode {
  const t = useTranslations("exports.schedules");
  const list = usePages(ExportSchedules, { program, after: null }, initial, pick);
  if (list.data?.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2">{t("title")}</h2>
      <PagedList list={list} skeletonRows={1}>
        {(rows) => (
          <Table label={t("title")} stacked>
            <thead className={wideOnly}>
              <tr>
                <Th pinned>{t("what")}</Th>
                <Th>{t("pace")}</Th>
                <Th>{t("next")}</Th>
                <Th>{t("to")}</Th>
                <Th>
                  <span className="sr-only">{t("actions")}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ScheduleRow key={row.id} row={row} timeZone={timeZone} canEnd={canEnd} />
              ))}
            </tbody>
          </Table>
        )}
      </PagedList>
    </section>
  );
}

interface ScheduleRowProps {
  row: Row;
  timeZone: string;
  canEnd: boolean;
}
function ScheduleRow({ row, timeZone, canEnd }: ScheduleRowProps): ReactNode {
  const t = useTranslations("exports.schedules");
  const words = useTranslations("exports");
  const { nextAt, nextFrom, nextTo, endedWhy } = row;
  const table = row.title;
  return (
    <tr>
      <RowHead>{words("about", { table, format: words(`formats.${row.format}`) })}</RowHead>
      <Td label={t("pace")}>{t(`paces.${row.pace}`)}</Td>
      <Td label={t("next")}>
        {nextAt ? formatDateTime(nextAt, timeZone) : endedWhy}
        {nextFrom && nextTo ? (
          <span className="block text-caption text-muted">
            {nextFrom === nextTo
              ? t("of", { date: formatPlainDate(nextFrom) })
              : t("between", { from: formatPlainDate(nextFrom), to: formatPlainDate(nextTo) })}
          </span>
        ) : null}
      </Td>
      <Td label={t("to")}>{row.createdBy ?? "–"}</Td>
      <Td>{canEnd ? <End row={row} name={table} /> : null}</Td>
    </tr>
  );
}

function End({ row, name }: { row: Row; name: string }): ReactNode {
  const t = useTranslations("exports.schedules");
  const toast = useToast();
  const { send, sending } = useSendEach(EndExportSchedule);
  const end = async () => {
    const sent = await send({ id: row.id });
    toast(sent.ok ? t("ended") : sent.refusal.message);
  };
  return (
    <Button
      size="small"
      tone="quiet"
      busy={sending}
      onClick={() => void end()}
      aria-label={t("endOf", { name })}
    >
      {t("end")}
    </Button>
  );
}
