"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type {
  ExportedTablesQuery,
  ExportSchedulesQuery,
  ExportsQuery,
  ExportState,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatBytes, formatCount, formatDateTime } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSend } from "../../lib/use-send.ts";
import { useTicks } from "../../lib/use-ticks.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { progressClass } from "../../ui/progress.ts";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { useToast } from "../../ui/toast.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { RepeatMenu } from "./repeat-menu.tsx";
import { Schedules } from "./schedules-section.tsx";

const Exports = graphql(/* GraphQL */ `
  query Exports($program: ID!, $after: String, $first: Int!) {
    exports(programId: $program, after: $after, first: $first) {
      nodes {
        id
        title
        format
        state
        rowsDone
        rowsTotal
        bytes
        fileName
        url
        failure
        requestedBy
        requestedAt
        expiresAt
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
graphql(/* GraphQL */ `
  query ExportedTables {
    exportedTables {
      table
      title
      text
    }
  }
`);
const CancelExport = graphql(/* GraphQL */ `
  mutation CancelExport($id: ID!) {
    cancelExport(id: $id) {
      __typename
      ... on ExportOk {
        export {
          id
          state
        }
      }
      ...Refused
    }
  }
`);
const pick = (data: ExportsQuery) => data.exports;
type Row = ExportsQuery["exports"]["nodes"][number];

const tones: Record<ExportState, Tone> = {
  QUEUED: "waiting",
  RUNNING: "waiting",
  COMPLETED: "success",
  FAILED: "danger",
  CANCELLED: "neutral",
  EXPIRED: "neutral",
};
/** While a file is made the list looks again this often. */
const lookAgainMs = 1_000;
const isMade = ({ state }: Row): boolean => state === "QUEUED" || state === "RUNNING";

interface ExportsViewProps {
  variables: { program: string; first: number };
  initial: Loaded<ExportsQuery>;
  schedules: Loaded<ExportSchedulesQuery>;
  timeZone: string;
  /** Those that the viewer may read. */
  tables: ExportedTablesQuery["exportedTables"];
  canAsk: boolean;
}
export function ExportsView({
  variables,
  initial,
  schedules,
  timeZone,
  tables,
  canAsk,
}: ExportsViewProps): ReactNode {
  const t = useTranslations("exports");
  const [waiting, setWaiting] = useState(true);
  const pages = usePages(Exports, variables, initial, pick, {
    news: useTicks(waiting, lookAgainMs),
  });
  const isWaiting = (pages.data ?? []).some(isMade);
  if (pages.data && isWaiting !== waiting) setWaiting(isWaiting);
  return (
    <div className="flex flex-col gap-4">
      {canAsk ? (
        <div className="flex flex-wrap gap-2">
          {tables.map(({ table, title, text }) => (
            <ExportMenu
              key={table}
              programId={variables.program}
              table={table}
              filters={{}}
              timeZone={timeZone}
              href={null}
              label={title}
              text={text}
            />
          ))}
        </div>
      ) : null}
      <Schedules
        program={variables.program}
        initial={schedules}
        timeZone={timeZone}
        canEnd={canAsk}
      />
      <PagedList list={pages} empty={<Empty title={t("none")}>{t("noneText")}</Empty>}>
        {(rows) => (
          <Table label={t("title")}>
            <thead>
              <tr>
                <Th pinned>{t("file")}</Th>
                <Th>{t("state")}</Th>
                <Th numeric>{t("rows")}</Th>
                <Th numeric>{t("size")}</Th>
                <Th>{t("askedFor")}</Th>
                <Th>{t("keptUntil")}</Th>
                <Th>
                  <span className="sr-only">{t("actions")}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ExportRow key={row.id} row={row} timeZone={timeZone} canCancel={canAsk} />
              ))}
            </tbody>
          </Table>
        )}
      </PagedList>
    </div>
  );
}

interface ExportRowProps {
  row: Row;
  timeZone: string;
  canCancel: boolean;
}
function ExportRow({ row, timeZone, canCancel }: ExportRowProps): ReactNode {
  const t = useTranslations("exports");
  const { state, fileName, failure, requestedBy, requestedAt, expiresAt, bytes, rowsDone } = row;
  const isReady = state === "COMPLETED";
  return (
    <tr>
      <RowHead className="min-w-56">
        {isReady ? (
          <a href={row.url} download={fileName} className={`${textLinkClass} break-all`}>
            {fileName}
          </a>
        ) : (
          <span className="break-all">{fileName}</span>
        )}
        <span className="block text-caption font-normal text-muted">
          {t("about", { table: row.title, format: t(`formats.${row.format}`) })}
        </span>
      </RowHead>
      <Td>
        <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        {isMade(row) ? <Progress row={row} /> : null}
        {failure ? <span className="block text-caption text-muted">{failure}</span> : null}
      </Td>
      <Td numeric>{formatCount(rowsDone)}</Td>
      <Td numeric>{bytes > 0 ? formatBytes(bytes) : "–"}</Td>
      <Td className="whitespace-nowrap">
        {formatDateTime(requestedAt, timeZone)}
        <span className="block text-caption text-muted">{requestedBy}</span>
      </Td>
      <Td className="whitespace-nowrap">
        {isReady && expiresAt ? formatDateTime(expiresAt, timeZone) : "–"}
      </Td>
      <Td>
        <span className="flex gap-2">
          {isReady ? (
            <a
              href={row.url}
              download={fileName}
              className={buttonClass("plain", "small")}
              aria-label={t("downloadOf", { name: fileName })}
            >
              {t("download")}
            </a>
          ) : null}
          {canCancel ? <RepeatMenu exportId={row.id} name={fileName} /> : null}
          {canCancel && (isReady || isMade(row)) ? <Cancel row={row} /> : null}
        </span>
      </Td>
    </tr>
  );
}

function Progress({ row: { rowsDone, rowsTotal, fileName } }: { row: Row }): ReactNode {
  const t = useTranslations("exports");
  return (
    <progress
      className={`${progressClass} mt-1 block max-w-32`}
      aria-label={t("progressOf", { name: fileName })}
      {...(rowsTotal ? { value: Math.min(rowsDone / rowsTotal, 1), max: 1 } : {})}
    />
  );
}

function Cancel({ row }: { row: Row }): ReactNode {
  const t = useTranslations("exports");
  const toast = useToast();
  const { send, sending } = useSend(CancelExport);
  const [text, name] = isMade(row)
    ? ([t("cancel"), t("cancelOf", { name: row.fileName })] as const)
    : ([t("discard"), t("discardOf", { name: row.fileName })] as const);
  const cancel = async () => {
    const sent = await send({ id: row.id });
    if (!sent.ok) toast(sent.refusal.message);
  };
  return (
    <Button
      size="small"
      tone="quiet"
      busy={sending}
      onClick={() => void cancel()}
      aria-label={name}
    >
      {text}
    </Button>
  );
}
