/**
 * A program's sales, open for changes: one transaction under the program's lock, so that reports,
 * people's requests and the clock change a sale one after the other, in all processes. The one
 * place where a conversion, its updates, its decisions, its transfers and its day cells are
 * written.
 */
import type pg from "pg";
import { reachedBySales, storeLimitEvents } from "../accounting/limit-events.ts";
import { loadPrograms, type ProgramSettings } from "../accounting/catalog.ts";
import {
  prepareDecisions,
  storeDecisions,
  storeTransfers,
  type DecisionRecord,
  type TransferRecord,
} from "../ledger/posting.ts";
import { newPosting, sealPosting, type Posting } from "../ledger/seals.ts";
import type { NewId } from "../../platform/clock.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import type { Instant } from "../../domain/calendar.ts";
import { storefrontOf, type Marketplace } from "../../domain/tracking.ts";
import { noWrites, writeSales, type SaleWrites } from "./conversion-rows.ts";
import { SaleKnowledge } from "./sale-knowledge.ts";
import { SaleUsage } from "./usage.ts";
import { holdOn } from "../../platform/db/locks.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

/** Told after something was booked, with the program's id. */
export const tickChannel = "report_tick";

/** Whose sales are settled: of these partners alone, or of all but those whose sales are parked. */
export interface Whose {
  only: string[] | null;
  without: string[];
}
/** SQL of it, where $first and the parameter after it hold `only` and `without`. */
export const isOneOf = (partner: string, first: number): string =>
  `($${first}::uuid[] is null or ${partner} = any($${first}))
      and not coalesce(${partner} = any($${first + 1}::uuid[]), false)`;

export interface SalesBooking {
  client: pg.ClientBase;
  program: ProgramSettings;
  marketplace: Marketplace;
  whose: Whose;
  now: Instant;
  newId: NewId;
  usage: SaleUsage;
  known: SaleKnowledge;
  writes: SaleWrites;
  decisions: DecisionRecord[];
  /** Transfers without a decision. */
  transfers: TransferRecord[];
  posting: Posting;
  /** Updates written so far. */
  written: number;
}

export interface ProgramContext {
  program: ProgramSettings;
  marketplace: Marketplace;
}

export async function loadProgramContext(
  pool: pg.Pool,
  programId: string,
): Promise<ProgramContext> {
  const client = await pool.connect();
  try {
    const program = (await loadPrograms(client, [programId])).get(programId);
    const marketplace = program && storefrontOf(program);
    if (!program || !marketplace)
      throw new Error(`no program ${programId} with a known marketplace`);
    return { program, marketplace };
  } finally {
    client.release();
  }
}

/** Writes what was collected, so that the next step of the same transaction reads it. */
export async function flush(booking: SalesBooking): Promise<void> {
  await writeSales(booking.client, booking.writes);
  await storeDecisions(booking.client, booking.decisions, booking.posting);
  await storeLimitEvents(
    booking.client,
    reachedBySales(booking.decisions, booking.now),
    booking.now,
  );
  await storeTransfers(booking.client, booking.transfers, booking.posting);
  booking.written += booking.writes.updates.length;
  Object.assign(booking, { writes: noWrites(), decisions: [], transfers: [] });
}

/**
 * The months from the oldest pending sale on: it is approved as of its locking date, which may be
 * long past when the worker was.
 */
async function monthsOfPending(pool: pg.Pool, programId: string, now: Instant): Promise<Instant[]> {
  const { rows } = await pool.query<{ at: Instant }>(
    `select (extract(epoch from m) * 1000)::float8 as at
      from generate_series(
        (
          select date_trunc('month', min(occurred_at), 'UTC')
          from conversion
          where program_id = $1 and state = 'PENDING'
        ),
        $2,
        interval '1 month'
      ) m`,
    [programId, new Date(now)],
  );
  return rows.map(({ at }) => at);
}

/**
 * Partners of a program whose sales are parked: those that wait, and those that are to be tried
 * again now.
 */
export async function partnersAside(
  { pool, clock }: Pick<WorkerDeps, "pool" | "clock">,
  programId: string,
): Promise<{ waiting: string[]; due: string[] }> {
  const { rows } = await pool.query<{ partner: string; due: boolean }>(
    `select partner_account_id as partner, coalesce(next_try_at <= $2, false) as due
      from parked_item
      where kind = 'SALES'
        and program_id = $1
        and partner_account_id is not null
        and done_at is null`,
    [programId, new Date(clock())],
  );
  const of = (due: boolean) => rows.filter((row) => row.due === due).map(({ partner }) => partner);
  return { waiting: of(false), due: of(true) };
}

/**
 * `instants`: of sales that may be new; sales that are booked have their month's tables already.
 * `whose`: all but what is parked. `settles`: whether what is pending may be approved, as of a
 * month long past.
 */
export async function inBooking<T>(
  deps: WorkerDeps,
  context: ProgramContext,
  instants: readonly Instant[],
  work: (booking: SalesBooking) => Promise<T>,
  whose?: Whose,
  settles = true,
): Promise<T> {
  const now = deps.clock();
  const settled = whose ?? {
    only: null,
    without: (await partnersAside(deps, context.program.id)).waiting,
  };
  await prepareDecisions(deps.pool, [
    ...instants,
    ...(settles ? await monthsOfPending(deps.pool, context.program.id, now) : []),
    now,
  ]);
  return inTransaction(deps.pool, async (client) => {
    await holdOn(client, "SALES", context.program.id);
    const usage = new SaleUsage(context.program);
    const booking: SalesBooking = {
      ...context,
      client,
      whose: settled,
      now,
      newId: deps.newId,
      usage,
      known: new SaleKnowledge(context.program.brandAccountId),
      writes: noWrites(),
      decisions: [],
      transfers: [],
      posting: newPosting(),
      written: 0,
    };
    const result = await work(booking);
    await flush(booking);
    await sealPosting(client, booking.posting);
    return result;
  });
}
