/**
 * The runs of a program's report, one grouping each: where the one under way goes on, what the last
 * ones said, and when the next is due. In the database, so that a kill loses no page.
 */
import type pg from "pg";
import { runKinds, type RunKind } from "../../domain/attribution.ts";
import { addDays, minuteMs, type Instant } from "../../domain/calendar.ts";
import { forgetUntoldProducts } from "./product-rows.ts";
import { hideUntold } from "./told-rows.ts";
import type { ReportFailure } from "./report-client.ts";
import { inTransaction } from "../../platform/db/connection.ts";

export interface ReportRun {
  grouping: RunKind;
  /** Of the run under way; null: none is. */
  beganAt: Instant | null;
  startDate: string | null;
  endDate: string | null;
  /** Page to go on at. */
  cursorId: string;
  rowsRead: number;
  rowsMasked: number;
  rowsUnreadable: number;
  completeAt: Instant | null;
  longCompleteAt: Instant | null;
  /** Failed attempts in a row. */
  failures: number;
  dueAt: Instant | null;
}
/** A run with its dates, YYYY-MM-DD at the marketplace, both included. */
export interface RunUnderWay extends ReportRun {
  beganAt: Instant;
  startDate: string;
  endDate: string;
}

export const dailyDays = 30;
const weeklyDays = 60;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const ms = (column: string, name: string): string =>
  `(extract(epoch from ${column}) * 1000)::float8 as "${name}"`;

export async function readRuns(
  client: pg.Pool | pg.ClientBase,
  programId: string,
): Promise<ReportRun[]> {
  const { rows } = await client.query<ReportRun>(
    `select
        g.grouping,
        ${ms("r.began_at", "beganAt")},
        r.start_date as "startDate",
        r.end_date as "endDate",
        coalesce(r.cursor_id, '') as "cursorId",
        coalesce(r.rows_read, 0)::int as "rowsRead",
        coalesce(r.rows_masked, 0)::int as "rowsMasked",
        coalesce(r.rows_unreadable, 0)::int as "rowsUnreadable",
        ${ms("r.complete_at", "completeAt")},
        ${ms("r.long_complete_at", "longCompleteAt")},
        coalesce(r.failures, 0) as failures,
        ${ms("r.due_at", "dueAt")}
      from unnest($2::text[]) with ordinality g (grouping, n)
      left join attribution_run r on r.program_id = $1 and r.grouping = g.grouping
      order by g.n`,
    [programId, runKinds],
  );
  return rows;
}

interface Program {
  id: string;
  brand: string;
}
const runColumns = [
  "program_id",
  "grouping",
  "brand_account_id",
  "began_at",
  "start_date",
  "end_date",
  "cursor_id",
  "rows_read",
  "rows_masked",
  "rows_unreadable",
  "complete_at",
  "long_complete_at",
  "failures",
  "failure",
  "due_at",
] as const;
const at = (instant: Instant | null): Date | null => (instant === null ? null : new Date(instant));

const writeRunSql = `
  insert into attribution_run (${runColumns.join(", ")})
  values (${runColumns.map((_, i) => `$${i + 1}`).join(", ")})
  on conflict (program_id, grouping) do update
  set ${runColumns
    .slice(3)
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")}`;
async function writeRun(
  client: pg.Pool | pg.ClientBase,
  { id, brand }: Program,
  run: ReportRun,
  failure: ReportFailure | null = null,
): Promise<void> {
  await client.query(writeRunSql, [
    id,
    run.grouping,
    brand,
    at(run.beganAt),
    run.startDate,
    run.endDate,
    run.cursorId,
    run.rowsRead,
    run.rowsMasked,
    run.rowsUnreadable,
    at(run.completeAt),
    at(run.longCompleteAt),
    run.failures,
    failure,
    at(run.dueAt),
  ]);
}

/**
 * The one under way at its page; else, or where it has none, a new one that ends today: 60 days
 * once a week, else 30.
 */
export function beginRun(
  run: ReportRun,
  { now, today, isReal }: { now: Instant; today: string; isReal: boolean },
): RunUnderWay {
  const { beganAt, startDate, endDate, cursorId } = run;
  if (beganAt !== null && startDate !== null && endDate !== null && cursorId !== "")
    return { ...run, beganAt, startDate, endDate };
  const { longCompleteAt } = run;
  const isLong = isReal && (longCompleteAt === null || now - longCompleteAt >= 7 * dayMs - hourMs);
  return {
    ...run,
    beganAt: now,
    startDate: addDays(today, -(isLong ? weeklyDays : dailyDays)),
    endDate: today,
    cursorId: "",
    rowsRead: 0,
    rowsMasked: 0,
    rowsUnreadable: 0,
  };
}

/**
 * Pages are told as they come. As long as not all of the ad groups' are, nobody knows what the
 * report would take back.
 */
export const isHalfTold = ({ grouping, beganAt, rowsRead }: ReportRun): boolean =>
  grouping === "ADGROUP" && beganAt !== null && rowsRead > 0;

/** What was read is kept: the run goes on behind it, whatever becomes of this process. */
export const saveRun = (pool: pg.Pool, program: Program, run: RunUnderWay): Promise<void> =>
  writeRun(pool, program, run);

const isLongRun = ({ startDate, endDate }: RunUnderWay): boolean =>
  startDate <= addDays(endDate, -weeklyDays);

/**
 * The run is through. What it did not tell of its dates is hidden since, unless it told what the
 * one before told, page by page.
 */
export async function completeRun(
  pool: pg.Pool,
  program: Program,
  run: RunUnderWay,
  { isNews, isReal }: { isNews: boolean; isReal: boolean },
): Promise<void> {
  const { beganAt } = run;
  await inTransaction(pool, async (client) => {
    const told = { programId: program.id, ...run };
    if (isNews && run.grouping === "PRODUCTS") await forgetUntoldProducts(client, told);
    else if (isNews) await hideUntold(client, told);
    await writeRun(client, program, {
      ...run,
      beganAt: null,
      cursorId: "",
      completeAt: beganAt,
      longCompleteAt: isLongRun(run) ? beganAt : run.longCompleteAt,
      failures: 0,
      dueAt: nextAfter(run, isReal),
    });
    if (isNews) await countHidden(client, told);
  });
}

/** What the run hid of all that was ever told of its dates. */
const countHidden = (
  client: pg.ClientBase,
  {
    programId,
    grouping,
    startDate,
    endDate,
  }: { programId: string; grouping: RunKind; startDate: string; endDate: string },
): Promise<unknown> =>
  client.query(
    `update attribution_run r
      set rows_known = n.known,
        rows_hidden = n.hidden
      from (
        select
          count(*) as known,
          count(*) filter (where not told) as hidden
        from report_row
        where program_id = $1 and grouping = $2 and date between $3 and $4
      ) n
      where r.program_id = $1 and r.grouping = $2`,
    [programId, grouping, startDate, endDate],
  );

/** A simulated account is asked at every poll, but for what is only shown. */
function nextAfter({ grouping, beganAt }: RunUnderWay, isReal: boolean): Instant | null {
  if (isReal) return beganAt + dayMs;
  return grouping === "PRODUCTS" ? beganAt + minuteMs : null;
}

/** Grows with each failure in a row, with half of it by chance, so that many do not ask at once. */
export function retryAfterMs(
  failures: number,
  { firstMs, mostMs, chance }: { firstMs: number; mostMs: number; chance: number },
): number {
  const whole = Math.min(firstMs * 2 ** Math.min(failures - 1, 20), mostMs);
  return Math.round(whole / 2 + (whole / 2) * chance);
}

interface Stopped {
  failure: ReportFailure;
  now: Instant;
  isReal: boolean;
  /** The shortest wait of a simulated account. */
  everyMs: number;
}
/** A real account is asked at most once an hour. */
const waitMs = ({ isReal, everyMs }: Stopped, failures: number): number =>
  isReal
    ? hourMs + retryAfterMs(failures, { firstMs: hourMs, mostMs: dayMs / 4, chance: Math.random() })
    : retryAfterMs(failures, { firstMs: everyMs, mostMs: hourMs, chance: Math.random() });

/**
 * The run stopped at a page. The next attempt goes on there, but anew where the page itself was
 * refused: no later one can be had by that cursor.
 */
export async function stopRun(
  pool: pg.Pool,
  program: Program,
  run: RunUnderWay,
  stopped: Stopped,
): Promise<void> {
  const { failure, now } = stopped;
  const failures = run.failures + 1;
  const isCursorRefused = failure.status === 400 && failure.cursorId !== "" && run.failures > 0;
  await writeRun(
    pool,
    program,
    {
      ...run,
      cursorId: isCursorRefused ? "" : failure.cursorId,
      failures,
      dueAt: now + waitMs(stopped, failures),
    },
    failure,
  );
}
