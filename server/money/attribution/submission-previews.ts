/**
 * What a file of conversions would book, found out before a person confirms it: rows of one order
 * of which one would be lost, rows that will fail, and what the rest is worth.
 */
import type pg from "pg";
import type { ProgramSettings } from "../accounting/catalog.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { FailingOrders, FileReading, FreshOrders } from "../../domain/conversion-file.ts";
import { referredBy } from "../../domain/referral.ts";
import { rowFrom, rowSentence, unclaimedSentence } from "../../domain/submission.ts";
import type { SubmittedSale } from "../../domain/submitted-gates.ts";
import { quoted } from "../../domain/values/text.ts";
import { findReferrals } from "./submitted-referrals.ts";
import { mayStillBeStored } from "./submitted-sales.ts";

export interface FileSubmission {
  id: string;
  programId: string;
  brand: string;
}

/**
 * Orders and leads of the file, each once however often the same row stands in it, with the one
 * before it of its id and for how long an id is one. Where neighbours in time are further apart
 * than that, so are all.
 */
const ordersSql = `
  with placed as (
    select
      number,
      order_id,
      event_at,
      read -> 'eventType' ->> 'id' as type,
      md5(read::text) as said,
      reason
    from submitted_conversion
    where submission_id = $1 and change is null
  ),
  told as (
    select
      *,
      min(number) over (partition by order_id, type, event_at, said) = number as is_first
    from placed
  ),
  spans as (
    select
      case kind when 'LEAD' then id::text end as type,
      make_interval(days => max(dedupe_days)) as span
    from event_type
    where program_id = $2 and kind <> 'CLICK'
    group by 1
  ),
  orders as (
    select
      t.*,
      s.span,
      lag(t.number) over w as before,
      lag(t.event_at) over w as before_at
    from told t
    left join spans s on s.type is not distinct from t.type
    where t.is_first
    window w as (partition by t.order_id, t.type order by t.event_at, t.said)
  )`;

/** What would be booked of them, by currency, which a lead has none of. */
const freshSql = `${ordersSql}
  select
    r.read ->> 'currency' as currency,
    count(*)::int as count,
    sum(
      (
        select coalesce(sum((line ->> 'amount')::numeric), 0)
        from jsonb_array_elements(r.read -> 'lines') line
      )
    )::text as micros
  from orders o
  join submitted_conversion r on r.submission_id = $1 and r.number = o.number
  where o.reason is null
    and not exists (
      select
      from conversion c
      where c.program_id = $2
        and c.order_id = o.order_id
        and c.event_type_id::text is not distinct from o.type
        and c.source <> 'REPORT'
        and c.occurred_at between o.event_at - o.span and o.event_at + o.span
    )
  group by 1
  order by 1`;
export const freshOrders = async (
  client: pg.ClientBase,
  { id, programId }: FileSubmission,
): Promise<FreshOrders[]> => (await client.query<FreshOrders>(freshSql, [id, programId])).rows;

/** Rows of one order that do not stand together, and are not the same one told again. */
const scatteredSql = `${ordersSql}
  select
    greatest(o.number, o.before) as number,
    least(o.number, o.before) as first,
    o.order_id as "orderId",
    o.type is not null as "isLead",
    r.body ? 'items' or f.body ? 'items' as "hasItems"
  from orders o
  join submitted_conversion r on r.submission_id = $1 and r.number = o.number
  join submitted_conversion f on f.submission_id = $1 and f.number = o.before
  where o.before_at >= o.event_at - o.span
  order by 1, 2
  limit 100`;
interface Scattered {
  number: number;
  first: number;
  orderId: string;
  isLead: boolean;
  hasItems: boolean;
}

const together = "put all items of one order below each other";
const one = "make one row of the two";
/** One order of several would be booked, and the others' items be lost. */
export async function findScattered(
  client: pg.ClientBase,
  { id, programId }: FileSubmission,
  reading: FileReading,
): Promise<void> {
  const { rows } = await client.query<Scattered>(scatteredSql, [id, programId]);
  for (const { number, first, orderId, isLead, hasItems } of rows)
    reading.malforms(
      number,
      `Rows ${first} and ${number} are both of ${isLead ? "lead" : "order"} ${quoted(orderId)}, ` +
        `and say different things: ${hasItems ? together : one}, or leave one of the two out`,
      "BAD_ITEMS",
      ["orderId"],
    );
}

interface Foreseen {
  program: ProgramSettings;
  now: Instant;
}

/** Rows of one step: of a million only those are in memory. */
const stepRows = 1_000;
const stepSql = `
  select number, read
  from submitted_conversion
  where submission_id = $1 and change is null and number > $2
  order by number
  limit ${stepRows}`;
const noteSql = `
  update submitted_conversion r
  set reason = 'UNCLAIMED', message = w.message
  from unnest($2::int[], $3::text[]) w (number, message)
  where r.submission_id = $1 and r.number = w.number`;

/** Orders and leads that nobody would be credited with. */
async function noteUnclaimed(
  client: pg.ClientBase,
  { id }: FileSubmission,
  { program, now }: Foreseen,
): Promise<void> {
  for (let after = 0; ;) {
    const { rows } = await client.query<{ number: number; read: object }>(stepSql, [id, after]);
    const last = rows.at(-1);
    if (!last) return;
    after = last.number;
    const sales = rows.map(({ number, read }) => ({ number, row: rowFrom(read) as SubmittedSale }));
    const found = await findReferrals(
      client,
      program,
      sales.map(({ row }) => row),
      id,
    );
    const unclaimed = sales.filter(
      ({ row }) =>
        referredBy(found.of(row), row.at) === null && !mayStillBeStored(found.missing(row), now),
    );
    if (unclaimed.length > 0)
      await client.query(noteSql, [
        id,
        unclaimed.map(({ number }) => number),
        unclaimed.map(({ row }) => unclaimedSentence(row)),
      ]);
  }
}

/** Changes of what neither the books nor the file hold. */
const noteOrphansSql = `
  update submitted_conversion r
  set reason = 'ACTION_REF_NOT_FOUND', message = $3
  where r.submission_id = $1
    and r.change is not null
    and not exists (
      select
      from conversion c
      where c.program_id = $2
        and c.order_id = r.order_id
        and c.event_type_id::text is not distinct from r.read -> 'eventType' ->> 'id'
        and c.source <> 'REPORT'
        and c.occurred_at <= r.event_at
    )
    and not exists (
      select
      from submitted_conversion s
      where s.submission_id = $1
        and s.change is null
        and s.reason is null
        and s.order_id = r.order_id
        and s.read -> 'eventType' ->> 'id' is not distinct from r.read -> 'eventType' ->> 'id'
        and s.event_at <= r.event_at
    )`;
const failingSql = `
  select f.*, r.message
  from (
    select
      reason,
      min(number) as row,
      count(*) filter (where change is null)::int as orders,
      count(*) filter (where change = 'MODIFY')::int as modifications,
      count(*) filter (where change = 'REVERSE')::int as reversals
    from submitted_conversion
    where submission_id = $1 and reason is not null
    group by 1
  ) f
  join submitted_conversion r on r.submission_id = $1 and r.number = f.row
  order by f.reason`;

/**
 * Rows that would fail as things are, by reason, each noted where it stands. What makes them good
 * until they are booked, makes them good then.
 */
export async function findFailing(
  client: pg.ClientBase,
  file: FileSubmission,
  foreseen: Foreseen,
): Promise<FailingOrders[]> {
  await noteUnclaimed(client, file, foreseen);
  await client.query(noteOrphansSql, [
    file.id,
    file.programId,
    rowSentence("ACTION_REF_NOT_FOUND"),
  ]);
  return (await client.query<FailingOrders>(failingSql, [file.id])).rows;
}
