/**
 * Clicks behind the cursor that are not decided yet, as rows of parked_click. A queue holds what
 * waits behind a click that cannot be decided: of one partner in a program, or of the whole
 * program. Limits are never passed whatever the order (a limit takes what is left, as from a late
 * click), so one partner's queue stops nobody else; within a queue the order of arrival is kept. A
 * click from the future of the worker's clock waits by itself until its instant has come.
 */
import type pg from "pg";
import { park, unpark, type Failure, type OpenItem } from "../../platform/db/parking.ts";
import { minuteMs, type Instant } from "../../domain/calendar.ts";
import { ascending } from "../../domain/order.ts";
import { fromColumns, rawClickColumns, type RawClick } from "./raw-click.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";

/** How far a tracker's clock may be ahead of the worker's. */
export const aheadMs = 5 * minuteMs;

export interface Queue extends OpenItem {
  program: string;
  /** null: the whole program's. */
  partner: string | null;
}
export const queueSubject = (program: string, partner: string | null): string =>
  partner === null ? program : `${program}/${partner}`;

/** What of a partition waits; changed by its owner alone, after the commit. */
export interface ParkedClicks {
  queues: Map<string, Queue>;
  /** When the next click from the future is to be decided; null: there is none. */
  nextDueAt: Instant | null;
  /** When it was read, in monotonic milliseconds: releases are not told to the owner. */
  readAt: number;
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export async function loadParked(
  client: pg.Pool | pg.ClientBase,
  partition: number,
): Promise<ParkedClicks> {
  const { rows: queues } = await client.query<Queue>(
    `select
        subject,
        attempts,
        program_id as program,
        partner_account_id as partner,
        ${ms("next_try_at")} as "nextTryAt"
      from parked_item i
      where kind = 'CLICKS'
        and done_at is null
        and exists (
          select
          from parked_click k
          where k.accounting_partition = $1
            and k.due_at is null
            and k.program_id = i.program_id
            and k.partner_account_id = coalesce(i.partner_account_id, k.partner_account_id)
        )`,
    [partition],
  );
  const { rows } = await client.query<{ at: Instant | null }>(
    `select ${ms("min(due_at)")} as at
      from parked_click
      where accounting_partition = $1 and due_at is not null`,
    [partition],
  );
  return {
    queues: new Map(queues.map((queue) => [queue.subject, queue])),
    nextDueAt: rows[0]?.at ?? null,
    readAt: performance.now(),
  };
}

/** The queue in which a click has to wait, if any. */
export const queueOf = (
  { queues }: ParkedClicks,
  { program, partner }: Pick<RawClick, "program" | "partner">,
): Queue | undefined =>
  queues.size === 0
    ? undefined
    : (queues.get(program) ?? queues.get(queueSubject(program, partner)));

const join = `parked_click k
    join click c
      on c.brand_account_id = k.brand_account_id
      and c.clicked_at = k.clicked_at
      and c.id = k.id`;
type Columns = Parameters<typeof fromColumns>[0];

/** The next of a queue, in the order of their arrival. */
export async function readQueue(
  client: pg.Pool,
  partition: number,
  { program, partner }: Queue,
  max: number,
): Promise<RawClick[]> {
  const { rows } = await client.query<Columns>({
    text: `select ${rawClickColumns}
      from ${join}
      where k.accounting_partition = $1
        and k.due_at is null
        and k.program_id = $2
        and ($3::uuid is null or k.partner_account_id = $3)
      order by k.ingest_seq
      limit $4`,
    values: [partition, program, partner, max],
    rowMode: "array",
  });
  return rows.map(fromColumns);
}

/** Those whose instant has come. */
export async function readDue(
  client: pg.Pool,
  partition: number,
  now: Instant,
  max: number,
): Promise<RawClick[]> {
  const { rows } = await client.query<Columns>({
    text: `select ${rawClickColumns}
      from ${join}
      where k.accounting_partition = $1 and k.due_at <= $2
      order by k.ingest_seq
      limit $3`,
    values: [partition, new Date(now), max],
    rowMode: "array",
  });
  return rows.map(fromColumns);
}

/** Those of parked clicks that an operator gave up. */
export async function readGivenUp(
  client: pg.ClientBase,
  clicks: readonly RawClick[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ id: string }>(
    "select click_id as id from click_given_up where click_id = any($1)",
    [clicks.map(({ id }) => id)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Where the clicks of a batch come from: after the cursor, from the future, or from a queue. */
export type Source = "ARRIVED" | "DUE" | "QUEUED";
/** Those that wait from now on, for one fault. */
export interface NewQueue {
  program: string;
  brand: string;
  partner: string | null;
  failure: Failure;
  /** The first that cannot be decided; null where it is none by itself. */
  clickId: string | null;
}
/** What of a batch is not decided now. */
export interface Aside {
  behind: RawClick[];
  ahead: RawClick[];
  opened: NewQueue[];
}
export const nothingAside = (): Aside => ({ behind: [], ahead: [], opened: [] });

interface ParkingDeps extends Omit<WorkerDeps, "pool"> {
  aheadMs: number;
}
const seqsOf = (clicks: readonly RawClick[]): bigint[] => clicks.map(({ seq }) => seq);

async function insert(
  client: pg.ClientBase,
  partition: number,
  clicks: readonly RawClick[],
  waitMs: number | null,
): Promise<void> {
  if (clicks.length === 0) return;
  const seqs = seqsOf(clicks).toSorted(ascending);
  const { rowCount } = await client.query(
    `insert into parked_click (
        ingest_seq,
        accounting_partition,
        brand_account_id,
        partner_account_id,
        program_id,
        clicked_at,
        id,
        tracker_id,
        due_at
      )
      select
        c.ingest_seq,
        c.accounting_partition,
        c.brand_account_id,
        c.partner_account_id,
        c.program_id,
        c.clicked_at,
        c.id,
        c.tracker_id,
        c.clicked_at - make_interval(secs => $4)
      from click c
      where c.accounting_partition = $1
        and c.ingest_seq between $2 and $3
        and c.ingest_seq = any($5)`,
    [partition, seqs[0], seqs.at(-1), waitMs === null ? null : waitMs / 1000, seqs],
  );
  if (rowCount !== clicks.length)
    throw new Error(`${clicks.length} clicks were to be parked, ${rowCount} are stored`);
}

/** Which tracker is ahead, and until when something of it waits. */
async function noteClocks(
  client: pg.ClientBase,
  deps: ParkingDeps,
  ahead: readonly RawClick[],
): Promise<void> {
  if (ahead.length === 0) return;
  const { rows } = await client.query<{ tracker: string; at: Instant; last: Date; clicks: number }>(
    `select
        k.tracker_id as tracker,
        ${ms("min(k.due_at)")} as at,
        max(k.clicked_at) as last,
        count(*)::int as clicks
      from parked_click k
      where k.due_at is not null
        and k.tracker_id in (select tracker_id from parked_click where ingest_seq = any($1))
      group by 1
      order by 1`,
    [seqsOf(ahead)],
  );
  for (const { tracker, at, last, clicks } of rows) {
    const detail =
      `Tracker ${tracker} wrote ${clicks} clicks up to ${last.toISOString()}; the worker's clock ` +
      `says ${new Date(deps.clock()).toISOString()}`;
    await park(
      client,
      deps,
      { kind: "CLOCK", subject: tracker, accountId: null },
      { reason: "CLOCK_AHEAD", detail },
      at,
    );
  }
}

/** In the transaction that moves the cursor past them, or that found out that they have to wait. */
export async function putAside(
  client: pg.ClientBase,
  deps: ParkingDeps,
  from: { partition: number; source: Source },
  { behind, ahead, opened }: Aside,
): Promise<void> {
  const { partition, source } = from;
  if (source === "ARRIVED") {
    await insert(client, partition, behind, null);
    await insert(client, partition, ahead, deps.aheadMs);
    await noteClocks(client, deps, ahead);
  } else if (source === "DUE" && behind.length > 0)
    await client.query("update parked_click set due_at = null where ingest_seq = any($1)", [
      seqsOf(behind),
    ]);
  for (const { program, brand, partner, failure, clickId } of opened) {
    await park(
      client,
      deps,
      {
        kind: "CLICKS",
        subject: queueSubject(program, partner),
        accountId: brand,
        programId: program,
        partnerId: partner,
        clickId,
      },
      failure,
    );
    // The whole program's queue holds what its partners' queues held.
    if (partner === null)
      await client.query(
        `update parked_item
          set done_at = $2
          where kind = 'CLICKS'
            and program_id = $1
            and partner_account_id is not null
            and done_at is null`,
        [program, new Date(deps.clock())],
      );
  }
}

/**
 * In the transaction that decided them: they wait no longer, and neither does a queue or a clock
 * that has nothing left.
 */
export async function takeDecided(
  client: pg.ClientBase,
  deps: ParkingDeps,
  clicks: readonly RawClick[],
  queue: Queue | null,
): Promise<void> {
  if (clicks.length > 0) {
    const { rows } = await client.query<{ tracker: string }>(
      "delete from parked_click where ingest_seq = any($1) returning tracker_id as tracker",
      [seqsOf(clicks)],
    );
    if (rows.length !== clicks.length)
      throw new Error(
        `${clicks.length} parked clicks were decided, ${rows.length} of them were parked`,
      );
    if (!queue) {
      const { rows: left } = await client.query<{ tracker: string }>(
        `select distinct tracker_id as tracker
          from parked_click
          where due_at is not null and tracker_id = any($1)`,
        [rows.map(({ tracker }) => tracker)],
      );
      const still = new Set(left.map(({ tracker }) => tracker));
      await unpark(
        client,
        deps,
        "CLOCK",
        [...new Set(rows.map(({ tracker }) => tracker))].filter((tracker) => !still.has(tracker)),
      );
    }
  }
  if (!queue) return;
  const { rows } = await client.query<{ left: boolean }>(
    `select exists (
        select
        from parked_click
        where due_at is null and program_id = $1 and ($2::uuid is null or partner_account_id = $2)
      ) as left`,
    [queue.program, queue.partner],
  );
  if (!rows[0]?.left) await unpark(client, deps, "CLICKS", [queue.subject]);
}
