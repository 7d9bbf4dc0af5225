/**
 * Asks for the attribution reports of all active programs, again and again: at least the last 28
 * days each time, because rows are restated that long [D142]. While nothing changes it asks more
 * and more rarely; a placed test order wakes it.
 */
import { beats } from "../../platform/beats.ts";
import type pg from "pg";
import { startRound } from "../../platform/db/parking.ts";
import {
  pollProgram,
  reportSubjects,
  type PolledProgram,
  type PollerOptions,
  type ProgramPolls,
} from "./program-poll.ts";

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
  select
    id,
    brand_account_id as brand,
    code,
    advertiser_id as "advertiserId",
    marketplace,
    report_zone as "reportZone",
    sales_source = 'AMAZON' as "isReal"
  from program
  where state = 'ACTIVE' and sales_source <> 'NONE'
  order by id`;
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
  const known = new Map<string, ProgramPolls>();
  const stopping = new AbortController();
  let asleep = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const pollsOf = (id: string): ProgramPolls => {
    const polls = known.get(id) ?? { pages: new Map(), delayMs: everyMs, dueAt: 0 };
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
      const changes = await pollProgram(options, { program, polls, round, all });
      if (polls.dueAt > 0) {
        polls.delayMs =
          changes > 0 ? everyMs : Math.min(polls.delayMs * 2, Math.max(everyMs, idleMs));
        polls.dueAt = performance.now() + polls.delayMs;
      }
      booked += changes;
    }
    await round.sweep(new Set(programs.flatMap(reportSubjects)));
    return booked;
  };
  const loop = async (): Promise<void> => {
    const beat = beats.start("Amazon reports");
    while (!stopping.signal.aborted) {
      asleep = new AbortController();
      await beat
        .round(() => pollDue(false))
        .catch((error: unknown) =>
          log.error({ err: error }, "attribution reports cannot be booked; they are tried again"),
        );
      // New programs are found at this pace too.
      await pause(everyMs, AbortSignal.any([asleep.signal, stopping.signal]));
    }
    beat.stopped();
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
