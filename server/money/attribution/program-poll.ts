/**
 * One poll of a program: its report in each grouping, by pages, as far as each is due; then what
 * was told is booked.
 */
import { createHash } from "node:crypto";
import type pg from "pg";
import type { Clock, NewId } from "../../platform/clock.ts";
import { isBonusTold, runKinds, type RunKind } from "../../domain/attribution.ts";
import { dateOf, type Instant } from "../../domain/calendar.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import {
  isDue,
  openItems,
  park,
  storableText,
  unpark,
  type Parking,
  type Round,
} from "../../platform/db/parking.ts";
import { alone } from "../../platform/db/locks.ts";
import type { Log } from "../../platform/log.ts";
import { settleProgram } from "./conversion-job.ts";
import { bookTold } from "./conversions.ts";
import { tickChannel } from "./sales-booking.ts";
import type { ReportClient, ReportFailure, ReportPage } from "./report-client.ts";
import type { UnreadableRow } from "./report-rows.ts";
import {
  beginRun,
  completeRun,
  isHalfTold,
  readRuns,
  saveRun,
  stopRun,
  type ReportRun,
  type RunUnderWay,
} from "./report-runs.ts";
import { tellProducts } from "./product-rows.ts";
import { tellReport } from "./telling.ts";
import { lastFileAt } from "./told-rows.ts";

export interface PolledProgram {
  id: string;
  brand: string;
  code: string;
  advertiserId: string;
  marketplace: string;
  reportZone: string | null;
  /** Its sales come from Amazon, which is asked as it wants to be asked. */
  isReal: boolean;
}
/** The client for a program's advertiser; null = its reports cannot be asked for. */
export type ClientOf = (program: PolledProgram) => ReportClient | null;

export interface PollerOptions {
  /** Reads and writes as the worker; two of its connections are used. */
  pool: pg.Pool;
  clientOf: ClientOf;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Between two polls of a program in which something changed. */
  everyMs: number;
}

const hashOf = (page: ReportPage): string =>
  createHash("sha1").update(JSON.stringify(page.rows)).digest("base64");

const shownRows = 5;

/**
 * Rows that cannot be read are kept with their reasons until a whole report has none. Each poll
 * brings them again.
 */
async function noteUnreadable(
  parking: Parking,
  { id, brand }: PolledProgram,
  grouping: RunKind,
  rows: readonly UnreadableRow[],
): Promise<void> {
  const { pool } = parking;
  const subject = `${id}/unreadable/${grouping}`;
  const open = (await openItems(pool, "REPORT_ROW")).get(subject);
  if (rows.length === 0) {
    if (open) await unpark(pool, parking, "REPORT_ROW", [subject]);
    return;
  }
  if (open && !isDue(open, parking.clock())) return;
  const shown = rows
    .slice(0, shownRows)
    .map(({ fault, row }) => `${fault}: ${JSON.stringify(row)?.slice(0, 300)}`);
  const detail = storableText(
    [`${rows.length} rows of the report by ${grouping} cannot be read.`, ...shown].join("\n"),
    2_000,
  );
  await park(
    pool,
    parking,
    { kind: "REPORT_ROW", subject, accountId: brand, programId: id },
    { reason: "BAD_VALUE", detail },
  );
}

/**
 * Answers to a question that is refused for what it asks, or of which profile: not for a token that
 * is renewed, how often, or how slowly.
 */
const ofTheQuestion = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 408, 429].includes(status);
const unusable: readonly string[] = ["BAD_ANSWER", "PAGE_REPEATS"];

/**
 * What no later attempt heals by itself; a service that is away or asks to wait is asked again at
 * the next poll.
 */
function refuseFailure(
  { status, code, details, cursorId }: ReportFailure,
  grouping: RunKind,
): void {
  if (!unusable.includes(code) && !ofTheQuestion(status)) return;
  const page = cursorId === "" ? "the first page" : `page ${JSON.stringify(cursorId)}`;
  throw new Error(
    `The report by ${grouping} stopped at ${page}, answered with status ${status}: ` +
      `${code}, ${details}`,
  );
}

interface KnownPages {
  pages: ReadonlySet<string>;
  /** Of the run: another worker's may have told others since. */
  completeAt: Instant;
}
interface OneRun {
  options: PollerOptions;
  program: PolledProgram;
  client: ReportClient;
  /** Of the last complete run: the same pages again need no database. */
  known: ReadonlySet<string>;
  run: RunUnderWay;
  /** As it stood before: a report that tells nothing new leaves its counts. */
  last: ReportRun;
  /** Asked as Amazon wants to be asked; a simulated account is asked again and again. */
  isReal: boolean;
}
interface ReadRun {
  failure: ReportFailure | null;
  pages: ReadonlySet<string>;
  isNews: boolean;
}

/**
 * Tells the pages as they come. Those of the last run are kept aside until one is new: what a run
 * does not tell is hidden, so all of them count or none.
 */
async function readPages({ options, program, client, known, run }: OneRun): Promise<ReadRun> {
  const pages = new Set<string>();
  const unreadable: UnreadableRow[] = [];
  let aside: ReportPage[] | null = run.cursorId === "" ? [] : null;
  const tell = async (page: ReportPage): Promise<void> => {
    const { id: programId, advertiserId } = program;
    const { grouping } = run;
    const report = { ...options, programId, advertiserId, ...page };
    const told = await (grouping === "PRODUCTS"
      ? tellProducts(report)
      : tellReport({ ...report, grouping }));
    run.rowsRead += page.rows.length;
    run.rowsMasked += told.masked;
    run.rowsUnreadable += told.bad;
    run.cursorId = page.nextCursorId;
    unreadable.push(...told.unreadable);
    await saveRun(options.pool, program, run);
  };
  const tellAside = async (): Promise<void> => {
    const waiting = aside ?? [];
    aside = null;
    for (const page of waiting) await tell(page);
  };
  const { advertiserId } = program;
  const { grouping, startDate, endDate, cursorId } = run;
  const answer = await client.readReport(
    {
      advertiserId,
      grouping,
      withBonus: isBonusTold(grouping, program.marketplace),
      startDate,
      endDate,
      cursorId,
    },
    async (page) => {
      const hash = hashOf(page);
      pages.add(hash);
      if (aside && known.has(hash)) return void aside.push(page);
      await tellAside();
      await tell(page);
    },
  );
  if (!answer.ok || pages.size !== known.size) await tellAside();
  const isNews = aside === null;
  // Of a run that goes on, pages before this process's count too.
  const hasNone = answer.ok && isNews && run.rowsUnreadable === 0;
  if (hasNone || unreadable.length > 0)
    await noteUnreadable(options, program, grouping, unreadable);
  return { failure: answer.ok ? null : answer.failure, pages, isNews };
}

/** One grouping; resolves with the pages of a complete run. */
async function pollGrouping(one: OneRun): Promise<ReadonlySet<string> | null> {
  const { options, program, run, isReal } = one;
  const { pool, clock, log, everyMs } = options;
  const { failure, pages, isNews } = await readPages(one);
  if (failure === null) {
    const { rowsRead, rowsMasked, rowsUnreadable } = isNews ? run : one.last;
    const counted = { ...run, rowsRead, rowsMasked, rowsUnreadable };
    await completeRun(pool, program, counted, { isNews, isReal });
    return pages;
  }
  log.warn(
    { program: program.code, grouping: run.grouping, ...failure, rows: run.rowsRead },
    "attribution report stopped; it goes on at the same page",
  );
  await stopRun(pool, program, run, { failure, now: clock(), isReal, everyMs });
  // After all that was read is told: it is parked, and goes on at that page.
  refuseFailure(failure, run.grouping);
  return null;
}

/** Reports of one program; what each grouping said last is remembered. */
export interface ProgramPolls {
  pages: Map<RunKind, KnownPages>;
  delayMs: number;
  /** Monotonic milliseconds. */
  dueAt: number;
}
interface Poll {
  program: PolledProgram;
  polls: ProgramPolls;
  round: Round;
  /** Whatever is due. */
  all: boolean;
}

export const reportSubjects = ({ id }: PolledProgram): string[] => [
  id,
  ...runKinds.map((grouping) => `${id}/${grouping}`),
];

/**
 * Resolves with the number of rows that were booked. One asks at a time, so that nobody books what
 * another has told by half.
 */
export const pollProgram = async (options: PollerOptions, poll: Poll): Promise<number> =>
  (await alone(options.pool, "REPORT", poll.program.id, () => pollAlone(options, poll))) ?? 0;

async function pollAlone(
  options: PollerOptions,
  { program, polls, round, all }: Poll,
): Promise<number> {
  const { pool, clientOf, clock, log } = options;
  const client = clientOf(program);
  const zone = storefrontOf(program)?.zone;
  if (!client || !zone) return 0;
  const { isReal } = program;
  const item = { accountId: program.brand, programId: program.id };
  // What a file told since stands in place of what those pages told.
  const fileAt = await lastFileAt(pool, program.id);
  const poll = async (last: ReportRun): Promise<void> => {
    const { grouping } = last;
    const now = clock();
    if (!all && last.dueAt !== null && last.dueAt > now) return;
    const run = beginRun(last, { now, today: dateOf(now, zone), isReal });
    const kept = polls.pages.get(grouping);
    const isKnown =
      kept?.completeAt === last.completeAt && (fileAt ?? -1) < (kept?.completeAt ?? 0);
    const known = kept && isKnown ? kept.pages : new Set<string>();
    // A run that stops half told leaves other rows than those pages told: the next tells all.
    polls.pages.delete(grouping);
    const one = { options, program, client, known, run, last, isReal };
    const subject = `${program.id}/${grouping}`;
    const pages = await round.attempt({ subject, ...item }, () => pollGrouping(one));
    if (pages) polls.pages.set(grouping, { pages, completeAt: run.beganAt });
  };
  // The ad groups before their creatives: a sale between the two waits for the next pair.
  for (const run of await readRuns(pool, program.id)) await poll(run);
  const isHalf = (await readRuns(pool, program.id)).some(isHalfTold);
  const booked = await round.attempt({ subject: program.id, ...item }, async () => {
    const told = isHalf ? null : await bookTold(options, program.id);
    if (told && told.booked > 0)
      log.info({ program: program.code, ...told }, "attribution report booked");
    // The same totals may be worth something else: contracts change between two polls.
    return (told?.booked ?? 0) + (await settleProgram(options, program.id));
  });
  if (booked) await pool.query("select pg_notify($1, $2)", [tickChannel, program.id]);
  return booked ?? 0;
}
