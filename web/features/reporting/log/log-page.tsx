import type { ReactNode } from "react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { pagesOf } from "../../../lib/addresses.ts";
import { load, loadOrThrow } from "../../../lib/api-server.ts";
import type { Loaded } from "../../../lib/failure.ts";
import { zoneName } from "../../../lib/format.ts";
import {
  requireProgram,
  requireRight,
  requireViewer,
  type SessionProgram,
} from "../../../lib/session.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { PageHead } from "../../../ui/card.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { ExportMenu } from "../../exports/export-menu.tsx";
import { SaleTabs } from "../../sales/sale-tabs.tsx";
import { spanOf } from "../panels/bucket-words.ts";
import { ClickTable, SaleTable } from "./log-tables.tsx";
import { clickFilterOf, dateIn, saleFilterOf, type Window } from "./log-filters.ts";
import type { ReportingParams } from "../reporting-page.tsx";
import { graphql } from "../../../gql/index.ts";
import {
  ClickLogDocument,
  SaleLogDocument,
  type ConversionKind,
  type ExportFilters,
  type ExportTable,
} from "../../../gql/graphql.ts";
import { hasLeads } from "../panels/click-measures.ts";
import {
  addressOf,
  countFilters,
  fromSearchParams,
  variablesOf,
  withoutFilters,
  type ViewState,
} from "../view-state.ts";

const ReportWindow = graphql(/* GraphQL */ `
  query ReportWindow(
    $program: ID!
    $range: RangeInput!
    $timeZone: TimeZone
    $filter: ReportFilter
  ) {
    report(scope: { programId: $program }, range: $range, timeZone: $timeZone, filter: $filter) {
      meta {
        start
        end
        timeZone
        salesTimeZone
        salesHidden
      }
      totals {
        clicks {
          hidden
        }
        leads {
          leads
          discardedLeads
        }
      }
    }
  }
`);

type Query = Record<string, string | string[] | undefined>;
export interface LogProps extends ReportingParams {
  space: "brand" | "partner";
}
interface Log extends Window {
  program: SessionProgram;
  view: ViewState;
  /** Address of the charts, without the query. */
  parent: string;
  timeZone: string;
  salesTimeZone: string;
  /** Amazon hides most of its newest report. */
  salesHidden: boolean;
  after: string | null;
  /**
   * Clicks that restrictions leave out: null where there are none, else whether they are listed
   * too.
   */
  withHidden: boolean | null;
  /** Sales alone, or leads alone; null: both. */
  kind: ConversionKind | null;
  /** Whether there is such a choice. */
  hasLeads: boolean;
  /** Parameters of the time, for further addresses. */
  time: Record<string, string>;
}

const pageRows = 50;
const kinds: readonly ConversionKind[] = ["SALE", "LEAD"];
const one = (value: string | string[] | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;
const instant = (value: string | string[] | undefined): string | null => {
  const ms = Date.parse(one(value) ?? "");
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

/** The time that the address names: exactly, or by the range of the view, which the server cuts. */
async function readLog({ params, searchParams, space }: LogProps, right: string): Promise<Log> {
  requireRight(await requireViewer(space), right);
  const program = await requireProgram((await params).program);
  const query: Query = await searchParams;
  const { view } = fromSearchParams(query);
  const [since, until] = [instant(query.since), instant(query.until)];
  const parent = pagesOf(space, program.code).explore;
  const { report } = await loadOrThrow(ReportWindow, variablesOf(program.id, view));
  const withHidden =
    (report?.totals.clicks.hidden ?? 0) > 0 || query.hidden === "1" ? query.hidden === "1" : null;
  const kind = kinds.find((each) => each === query.kind) ?? null;
  const common = {
    program,
    kind,
    hasLeads: kind !== null || (report !== null && hasLeads(report.totals)),
    view,
    parent,
    salesTimeZone: program.marketplaceTimeZone,
    salesHidden: report?.meta.salesHidden ?? false,
    after: one(query.after),
    withHidden,
  };
  if (since && until && since < until)
    return {
      ...common,
      start: since,
      end: until,
      timeZone: view.tz ?? program.timeZone,
      time: { since, until },
    };
  const { start, end, timeZone } = report?.meta ?? {
    start: new Date(0).toISOString(),
    end: new Date().toISOString(),
    timeZone: program.timeZone,
  };
  return { ...common, start, end, timeZone, time: {} };
}

/**
 * The page after a cursor; the first one where the time moved on meanwhile, so that the cursor is
 * one of another list.
 */
async function loadPage<T>(
  after: string | null,
  read: (after: string | null) => Promise<Loaded<T>>,
): Promise<{ answer: Loaded<T>; after: string | null }> {
  const answer = await read(after);
  return after !== null && answer.failure?.code === "BAD_CURSOR"
    ? { answer: await read(null), after: null }
    : { answer, after };
}

function addressIn(
  path: string,
  { view, time, withHidden, kind }: Log,
  more: Record<string, string> = {},
  change: Partial<ViewState> = {},
): string {
  const query = new URLSearchParams(addressOf({ ...view, bucket: null, click: null, ...change }));
  for (const [key, value] of Object.entries({
    ...time,
    ...(withHidden ? { hidden: "1" } : {}),
    ...(kind ? { kind } : {}),
    ...more,
  }))
    query.set(key, value);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

interface LogHeadProps {
  log: Log;
  kind: "clicks" | "conversions";
  /** What the list shows as a file; null where the viewer may ask for none. */
  asFile: ReactNode;
}
async function LogHead({ log, kind, asFile }: LogHeadProps): Promise<ReactNode> {
  const t = await getTranslations("reporting");
  const [self, other] =
    kind === "clicks" ? (["clicks", "conversions"] as const) : (["conversions", "clicks"] as const);
  return (
    <>
      <p className="mb-1">
        <Link
          href={addressOf(log.parent, { ...log.view, bucket: null, click: null })}
          className={textLinkClass}
        >
          {t("log.back")}
        </Link>
      </p>
      <PageHead
        title={kind === "clicks" ? t("log.clicksTitle") : t("log.salesTitle")}
        lead={[
          t("log.lead", {
            range: spanOf(log.start, log.end, log.timeZone),
            zone: zoneName(log.timeZone),
          }),
          ...(kind === "conversions" && log.salesTimeZone !== log.timeZone
            ? [t("log.salesDates", { zone: zoneName(log.salesTimeZone) })]
            : []),
        ].join(". ")}
        actions={
          <>
            {countFilters(log.view) > 0 ? (
              <ButtonLink href={addressIn(`${log.parent}/${self}`, log, {}, withoutFilters)}>
                {t("log.clear")}
              </ButtonLink>
            ) : null}
            <ButtonLink href={addressIn(`${log.parent}/${other}`, log)}>
              {other === "conversions" ? t("salesLog") : t("clickLog")}
            </ButtonLink>
            {asFile}
          </>
        }
      />
    </>
  );
}

interface LogExportProps {
  log: Log;
  space: "brand" | "partner";
  table: ExportTable;
  filters: ExportFilters;
}
/** Every row of the list, not the page that is shown. */
async function LogExport({ log, space, table, filters }: LogExportProps): Promise<ReactNode> {
  const { rights } = await requireViewer(space);
  if (!rights.includes("exports:write")) return null;
  const { program, timeZone } = log;
  return (
    <ExportMenu
      programId={program.id}
      table={table}
      filters={filters}
      timeZone={timeZone}
      href={pagesOf(space, program.code).exports}
    />
  );
}

export async function ClickLogPage(props: LogProps): Promise<ReactNode> {
  const log = await readLog(props, "clicks:read");
  const { program, view, parent, timeZone, withHidden } = log;
  const filter = { ...clickFilterOf(view, log), ...(withHidden ? { includeHidden: true } : {}) };
  const variables = { program: program.id, filter, first: pageRows };
  const { answer, after } = await loadPage(log.after, (from) =>
    load(ClickLogDocument, { ...variables, after: from }),
  );
  // The next page is of the same instants, however late it is asked for.
  const pinned = { ...log, time: { since: log.start, until: log.end } };
  const t = await getTranslations("reporting.log");
  const cursor = answer.data?.clicks.pageInfo;
  return (
    <>
      <LogHead
        log={log}
        kind="clicks"
        asFile={
          <LogExport log={log} space={props.space} table="CLICKS" filters={{ clicks: filter }} />
        }
      />
      {withHidden === null ? null : (
        <p className="mb-3 text-muted">
          {t(withHidden ? "withHidden" : "withoutHidden")}{" "}
          <Link
            href={addressIn(`${parent}/clicks`, { ...log, withHidden: !withHidden })}
            className={textLinkClass}
          >
            {t(withHidden ? "leaveOut" : "listToo")}
          </Link>
        </p>
      )}
      <ClickTable
        variables={{ ...variables, after }}
        initial={answer}
        timeZone={timeZone}
        withPartner={props.space === "brand"}
        parent={`${parent}/clicks`}
        firstHref={after ? addressIn(`${parent}/clicks`, log) : null}
        nextHref={
          cursor?.hasNextPage && cursor.endCursor
            ? addressIn(`${parent}/clicks`, pinned, { after: cursor.endCursor })
            : null
        }
      />
    </>
  );
}

async function SalesHidden(): Promise<ReactNode> {
  const t = await getTranslations("reporting");
  return <p className="mb-3 text-warning">{t("salesHidden")}.</p>;
}

/** Sales and leads together, or one of them; nothing where there are no leads. */
async function KindChoice({ log }: { log: Log }): Promise<ReactNode> {
  const t = await getTranslations("reporting.log");
  if (!log.hasLeads) return null;
  return (
    <nav aria-label={t("kind")} className="mb-3 flex flex-wrap gap-x-4 gap-y-1">
      {[null, ...kinds].map((kind) => (
        <Link
          key={kind ?? "BOTH"}
          href={addressIn(`${log.parent}/conversions`, { ...log, kind })}
          aria-current={kind === log.kind ? "true" : undefined}
          className={kind === log.kind ? "font-semibold" : textLinkClass}
        >
          {t(`kinds.${kind ?? "BOTH"}`)}
        </Link>
      ))}
    </nav>
  );
}

export async function SaleLogPage(props: LogProps): Promise<ReactNode> {
  const log = await readLog(props, "sales:read");
  const { program, view, parent, salesTimeZone } = log;
  const dates = {
    from: dateIn(log.start, log.time.since ? salesTimeZone : log.timeZone),
    to: dateIn(Date.parse(log.end) - 1, log.time.since ? salesTimeZone : log.timeZone),
  };
  const variables = {
    program: program.id,
    filter: { ...saleFilterOf(view, dates), ...(log.kind ? { kinds: [log.kind] } : {}) },
    first: pageRows,
  };
  const { answer, after } = await loadPage(log.after, (from) =>
    load(SaleLogDocument, { ...variables, after: from }),
  );
  const cursor = answer.data?.conversions.pageInfo;
  const { rights } = await requireViewer(props.space);
  const mayUpload = props.space === "brand" && rights.includes("conversions:write");
  return (
    <>
      <LogHead
        log={log}
        kind="conversions"
        asFile={
          <LogExport
            log={log}
            space={props.space}
            table="CONVERSIONS"
            filters={{ conversions: variables.filter }}
          />
        }
      />
      <SaleTabs
        log={`${parent}/conversions`}
        current="all"
        isBrand={props.space === "brand"}
        mayUpload={mayUpload}
        mayReadShop={rights.includes("submissions:read")}
      />
      {log.salesHidden ? <SalesHidden /> : null}
      <KindChoice log={log} />
      <SaleTable
        variables={{ ...variables, after }}
        initial={answer}
        timeZone={program.timeZone}
        withPartner={props.space === "brand"}
        parent={`${parent}/conversions`}
        firstHref={after ? addressIn(`${parent}/conversions`, log) : null}
        nextHref={
          cursor?.hasNextPage && cursor.endCursor
            ? addressIn(`${parent}/conversions`, log, { after: cursor.endCursor })
            : null
        }
      />
    </>
  );
}
