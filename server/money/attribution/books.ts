/**
 * A program's sales, open for changes: one transaction under the program's lock, so that reports,
 * people's requests and the clock change a sale one after the other, in all processes. The one
 * place where a conversion, its updates, its decisions, its transfers and its day cells are
 * written.
 */
import type pg from "pg";
import { reachedBySales, storeLimitEvents } from "../accounting/limit-events.ts";
import { loadPrograms, type ProgramFacts } from "../accounting/catalog.ts";
import {
  prepareDecisions,
  storeDecisions,
  storeTransfers,
  type DecisionRecord,
  type TransferRecord,
} from "../ledger/posting.ts";
import { newPosting, sealPosting, type Posting } from "../ledger/seals.ts";
import type { Clock, NewId } from "../../platform/clock.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import type { Instant } from "../../domain/calendar.ts";
import { marketplaceOf, type Marketplace } from "../../domain/tracking.ts";
import type { Log } from "../../platform/log.ts";
import { noWrites, writeSales, type SaleWrites } from "./conversion-rows.ts";
import { SaleKnowledge } from "./sale-knowledge.ts";
import { SaleUsage } from "./usage.ts";
import { holdOn } from "../../platform/db/locks.ts";

/** Told after something was booked, with the program's id. */
export const tickChannel = "report_tick";

export interface Desk {
  /** Writes as the worker. */
  pool: pg.Pool;
  clock: Clock;
  newId: NewId;
  log: Log;
}

/** Whose sales are settled: of these partners alone, or of all but those whose sales are parked. */
export interface Whose {
  only: string[] | null;
  without: string[];
}
/** SQL of it, where $first and the parameter after it hold `only` and `without`. */
export const isOneOf = (partner: string, first: number): string =>
  `($${first}::uuid[] is null or ${partner} = any($${first}))
      and not coalesce(${partner} = any($${first + 1}::uuid[]), false)`;

export interface Books {
  client: pg.ClientBase;
  program: ProgramFacts;
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

export interface Place {
  program: ProgramFacts;
  marketplace: Marketplace;
}

export async function loadPlace(pool: pg.Pool, programId: string): Promise<Place> {
  const client = await pool.connect();
  try {
    const program = (await loadPrograms(client, [programId])).get(programId);
    const marketplace = program && marketplaceOf(program.marketplace);
    if (!program || !marketplace)
      throw new Error(`no program ${programId} with a known marketplace`);
    return { program, marketplace };
  } finally {
    client.release();
  }
}

/** Writes what was collected, so that the next step of the same transaction reads it. */
export async function flush(books: Books): Promise<void> {
  await writeSales(books.client, books.writes);
  await storeDecisions(books.client, books.decisions, books.posting);
  await storeLimitEvents(books.client, reachedBySales(books.decisions, books.now), books.now);
  await storeTransfers(books.client, books.transfers, books.posting);
  books.written += books.writes.updates.length;
  Object.assign(books, { writes: noWrites(), decisions: [], transfers: [] });
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
  { pool, clock }: Pick<Desk, "pool" | "clock">,
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
 * `whose`: all but what is parked.
 */
export async function inBooks<T>(
  desk: Desk,
  place: Place,
  instants: readonly Instant[],
  work: (books: Books) => Promise<T>,
  whose?: Whose,
): Promise<T> {
  const now = desk.clock();
  const settled = whose ?? {
    only: null,
    without: (await partnersAside(desk, place.program.id)).waiting,
  };
  await prepareDecisions(desk.pool, [
    ...instants,
    ...(await monthsOfPending(desk.pool, place.program.id, now)),
    now,
  ]);
  return inTransaction(desk.pool, async (client) => {
    await holdOn(client, "SALES", place.program.id);
    const usage = new SaleUsage(place.program);
    const books: Books = {
      ...place,
      client,
      whose: settled,
      now,
      newId: desk.newId,
      usage,
      known: new SaleKnowledge(place.program.brandAccountId),
      writes: noWrites(),
      decisions: [],
      transfers: [],
      posting: newPosting(),
      written: 0,
    };
    const result = await work(books);
    await flush(books);
    await sealPosting(client, books.posting);
    return result;
  });
}
