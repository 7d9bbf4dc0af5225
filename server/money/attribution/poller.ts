/**
 * Asks for the attribution reports of all active programs, again and again: at least the last 28
 * days each time, because rows are restated that long [D142]. While nothing changes it asks more
 * and more rarely; a placed test order wakes it.
 */
import { createHash } from "node:crypto";
import type pg from "pg";
import type { Clock, NewId } from "../../platform/clock.ts";
import { restatementDays } from "../../domain/attribution.ts";
import { addDays, dateOf } from "../../domain/calendar.ts";
import { marketplaceOf } from "../../domain/tracking.ts";
import {
  isDue,
  openItems,
  park,
  startRound,
  storableText,
  unpark,
  type Parking,
} from "../../platform/db/parking.ts";
import type { Log } from "../../platform/log.ts";
import { settleProgram } from "./conversion-job.ts";
import { bookReport } from "./conversions.ts";
import { tickChannel } from "./sales-booking.ts";
import { type ReportClient, type ReportFailure, type ReportPage } from "./report-client.ts";
import type { UnreadableRow } from "./report-rows.ts";

interface PolledProgram {
  id: string;
  brand: string;
  code: string;
  advertiserId: string;
  marketplace: string;
}
/** The client for a program's advertiser; null = its reports cannot be asked for. */
type ClientOf = (program: PolledProgram) => ReportClient | null;

interface PollerOptions {
  /** Reads and writes as the worker; two of its connections are used. */
  pool: pg.Pool;
  clientOf: ClientOf;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Between two polls of a program in which something changed. */
  everyMs: number;
}
export interface AttributionPoller {
  start(): void;
  /** Waits for the poll under way. */
  stop(): Promise<void>;
  /** Polls every program now; the number of rows that were booked. */
  pollOnce(): Promise<number>;
}

/** Sent by the transaction that places a test order; the payload may name the program. */
const orderChannel = "simulated_order";

const idleMs = 15_000;
const reconnectMs = 1_000;

const programsSql = `
  select id, brand_account_id as brand, code, advertiser_id as "advertiserId", marketplace
  from program
  where state = 'ACTIVE' and sales_source <> 'NONE'
  order by id`;
const hashOf = (page: ReportPage): string =>
  createHash("sha1").update(JSON.stringify(page.rows)).digest("base64");

interface ProgramPolls {
  /** Where the last run was stopped by an error, with its dates; the next one goes on there. */
  resume: { cursorId: string; startDate: string; endDate: string } | null;
  /** Pages of the last run: the same page again needs no database. */
  pages: Set<string>;
  delayMs: number;
  /** Monotonic milliseconds. */
  dueAt: number;
}

const shownRows = 5;

/**
 * Rows that cannot be read are kept with their reasons until a whole report has none. Each poll
 * brings them again.
 */
async function noteUnreadable(
  parking: Parking,
  { id, brand }: PolledProgram,
  rows: readonly UnreadableRow[],
): Promise<void> {
  const { pool } = parking;
  const subject = `${id}/unreadable`;
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
    [`${rows.length} rows of the report cannot be read.`, ...shown].join("\n"),
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
 * Answers to a question that is refused for what it asks: not for who asks, how often, or how
 * slowly.
 */
const ofTheQuestion = (status: number): boolean =>
  status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);

/**
 * What no later attempt heals by itself; a service that is away or asks to wait is asked again at
 * the next poll.
 */
function refuseFailure({ status, code, details, cursorId }: ReportFailure): void {
  if (code !== "BAD_ANSWER" && !ofTheQuestion(status)) return;
  const page = cursorId === "" ? "the first page" : `page ${JSON.stringify(cursorId)}`;
  throw new Error(
    `The report stopped at ${page}, answered with status ${status}: ${code}, ${details}`,
  );
}

function createProgramPoll({ pool, clientOf, clock, newId, log }: PollerOptions) {
  return async (program: PolledProgram, polls: ProgramPolls): Promise<number> => {
    const client = clientOf(program);
    const zone = marketplaceOf(program.marketplace)?.zone;
    if (!client || !zone) return 0;
    const today = dateOf(clock(), zone);
    const {
      cursorId = "",
      startDate,
      endDate,
    } = polls.resume ?? { startDate: addDays(today, -restatementDays), endDate: today };
    const pages = new Set<string>();
    const sums = { booked: 0, bad: 0, stale: 0, masked: 0, parked: 0 };
    const unreadable: UnreadableRow[] = [];
    const run = await client.readReport(
      { advertiserId: program.advertiserId, startDate, endDate, cursorId },
      async (page) => {
        const hash = hashOf(page);
        if (polls.pages.has(hash)) return void pages.add(hash);
        const { rows, startedAt, simulated } = page;
        const result = await bookReport(pool, {
          programId: program.id,
          advertiserId: program.advertiserId,
          simulated,
          rows,
          startedAt,
          clock,
          newId,
          log,
        });
        sums.booked += result.booked;
        sums.bad += result.bad;
        sums.stale += result.stale;
        sums.masked += result.masked;
        sums.parked += result.parked;
        unreadable.push(...result.unreadable);
        if (result.stale === 0 && result.parked === 0) pages.add(hash);
      },
    );
    // The same totals may be worth something else: contracts change between two polls.
    sums.booked += await settleProgram({ pool, clock, newId, log }, program.id);
    polls.pages = pages;
    polls.resume = run.ok ? null : { cursorId: run.failure.cursorId, startDate, endDate };
    if (!run.ok)
      log.warn(
        { program: program.code, ...run.failure, rows: run.rows },
        "attribution report stopped; it goes on at the same page",
      );
    if (run.ok) await noteUnreadable({ pool, clock, newId, log }, program, unreadable);
    if (sums.booked > 0) {
      log.info({ program: program.code, ...sums }, "attribution report booked");
      await pool.query("select pg_notify($1, $2)", [tickChannel, program.id]);
    }
    // After all that was read is booked and told: it is parked, and goes on at that page.
    if (!run.ok) refuseFailure(run.failure);
    return sums.booked;
  };
}

/**
 * Calls `heard` for every message on the channel, and once after each reconnection, when messages
 * may have been missed.
 */
async function listen(
  pool: pg.Pool,
  channel: string,
  heard: (payload: string) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    let client: pg.PoolClient | null = null;
    try {
      client = await pool.connect();
      const lost = Promise.withResolvers<void>();
      client.on("error", () => lost.resolve());
      client.on("end", () => lost.resolve());
      signal.addEventListener("abort", () => lost.resolve(), { once: true });
      client.on("notification", ({ payload = "" }) => heard(payload));
      await client.query(`listen ${channel}`);
      heard("");
      await lost.promise;
    } catch {
      // The database is away; the loop tries again, and polls go on failing aloud meanwhile.
    }
    client?.release(true);
    if (!signal.aborted) await pause(reconnectMs, signal);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });

export function createAttributionPoller(options: PollerOptions): AttributionPoller {
  const { pool, log, everyMs } = options;
  const pollProgram = createProgramPoll(options);
  const known = new Map<string, ProgramPolls>();
  const stopping = new AbortController();
  let asleep = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const pollsOf = (id: string): ProgramPolls => {
    const polls = known.get(id) ?? { resume: null, pages: new Set(), delayMs: everyMs, dueAt: 0 };
    known.set(id, polls);
    return polls;
  };
  const wake = (programId: string): void => {
    const named = known.get(programId);
    for (const polls of named ? [named] : known.values())
      Object.assign(polls, { dueAt: 0, delayMs: everyMs });
    asleep.abort();
  };
  const pollDue = async (all: boolean): Promise<number> => {
    const { rows: programs } = await pool.query<PolledProgram>(programsSql);
    const round = await startRound(options, "REPORT");
    let booked = 0;
    for (const program of programs) {
      const polls = pollsOf(program.id);
      if ((!all && polls.dueAt > performance.now()) || stopping.signal.aborted) continue;
      // Set before the poll: an order placed meanwhile sets it back to "at once".
      polls.dueAt = performance.now() + polls.delayMs;
      const item = { subject: program.id, accountId: program.brand, programId: program.id };
      const changes = (await round.attempt(item, () => pollProgram(program, polls))) ?? 0;
      if (polls.dueAt > 0) {
        polls.delayMs =
          changes > 0 ? everyMs : Math.min(polls.delayMs * 2, Math.max(everyMs, idleMs));
        polls.dueAt = performance.now() + polls.delayMs;
      }
      booked += changes;
    }
    await round.sweep(new Set(programs.map(({ id }) => id)));
    return booked;
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      asleep = new AbortController();
      await pollDue(false).catch((error: unknown) =>
        log.error({ err: error }, "attribution reports cannot be booked; they are tried again"),
      );
      // New programs are found at this pace too.
      await pause(everyMs, AbortSignal.any([asleep.signal, stopping.signal]));
    }
  };

  return {
    start() {
      running = Promise.all([loop(), listen(pool, orderChannel, wake, stopping.signal)]);
    },
    async stop() {
      stopping.abort();
      await running;
    },
    pollOnce: () => pollDue(true),
  };
}
