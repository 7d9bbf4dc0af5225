/**
 * Folds decided clicks into the rows that breakdowns are read from: hours first, a running one as
 * far as it is closed, then closed dates of the brand's zone, in their hours' place; blocks of both
 * are added up besides. What is marked inside a folded stretch is folded anew from the decisions.
 * Accounting is never held up: a fold takes away a mark only at its end, and only where nobody
 * touched it since it was found.
 */
import type pg from "pg";
import { inTransaction } from "../../platform/db/connection.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { startRound } from "../../platform/db/parking.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import {
  bucketStart,
  dateEnd,
  dateOf,
  dateStart,
  minuteMs,
  type Instant,
} from "../../domain/calendar.ts";
import { dateHours, hourHours, isFolded, joinNext, joinsAt, takeAway } from "./blocks.ts";
import { foldedRows, rowColumns } from "./folded-rows.ts";

/** Marks that accounting still touches are left alone for so long. */
export const settleMs = 10_000;
const [quarterMs, hourMs] = [15 * minuteMs, 60 * minuteMs];

interface Program {
  program: string;
  brand: string;
  zone: string;
}
interface Stretch {
  start: Instant;
  end: Instant;
  hours: typeof hourHours | typeof dateHours;
}
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** Programs with something to fold or to join; an hour's date may have closed. */
const waitingSql = `
  select p.id as program, p.brand_account_id as brand, a.time_zone as zone
  from program p
  join account a on a.id = p.brand_account_id
  where p.id in (
    select program_id
    from click_breakdown_mark
    where marked_at <= $1 and quarter < $2
    union
    select program_id
    from click_breakdown_period
    where hours = ${hourHours} and starts_at < $3
    union
    select program_id
    from click_breakdown_period
    where joins_at <= $4
  )
  order by 1`;

const quartersSql = `
  select
    ${ms("m.quarter")} as quarter,
    ${ms("p.starts_at")} as start,
    ${ms("p.ends_at")} as end,
    p.hours
  from click_breakdown_mark m
  left join click_breakdown_period p
    on p.program_id = m.program_id
    and ${isFolded("p")}
    and p.starts_at <= m.quarter
    and p.ends_at > m.quarter
  where m.program_id = $1 and m.marked_at <= $2
  order by 1`;
interface Quarter {
  quarter: Instant;
  start: Instant | null;
  end: Instant | null;
  hours: Stretch["hours"] | null;
}
const hoursSql = `
  select ${ms("starts_at")} as quarter, ${ms("starts_at")} as start, ${ms("ends_at")} as end, hours
  from click_breakdown_period
  where program_id = $1 and hours = ${hourHours}
  order by 1`;

/**
 * The date of an instant once it is closed, else its hour as far as its quarters are closed: of a
 * running hour a report is to read about a quarter's decisions. Null while its quarter runs.
 */
function stretchOf(at: Instant, zone: string, now: Instant): Stretch | null {
  const date = dateOf(at, zone);
  const whole = { start: dateStart(date, zone), end: dateEnd(date, zone) };
  if (whole.end <= now) return { ...whole, hours: dateHours };
  const start = bucketStart(at, zone, "HOUR");
  // A change of the clock may cut an hour short.
  const next = bucketStart(start + hourMs, zone, "HOUR");
  const hourEnd = Math.min(next > start ? next : start + hourMs, whole.end);
  const end = Math.min(hourEnd, now - (now % quarterMs));
  return at < end ? { start, end, hours: hourHours } : null;
}

/**
 * The stretch that a quarter is folded with. A folded date stays as it was cut, also when the
 * brand's zone has changed since, and so does an hour that reaches out of its new date.
 */
function stretchFor({ quarter, start, end, hours }: Quarter, zone: string, now: Instant) {
  const own = start !== null && end !== null ? { start, end, hours: dateHours } : null;
  if (own && hours === dateHours) return own;
  const stretch = stretchOf(quarter, zone, now);
  const reachesOut = own && stretch && (own.start < stretch.start || own.end > stretch.end);
  return reachesOut ? own : stretch;
}

/** What is to be folded, in order. */
async function stretchesOf(
  pool: pg.Pool,
  { program, zone }: Program,
  now: Instant,
  settledAt: Instant,
): Promise<Stretch[]> {
  const marked = await pool.query<Quarter>(quartersSql, [program, new Date(settledAt)]);
  const hours = await pool.query<Quarter>(hoursSql, [program]);
  const found = new Map<Instant, Stretch>();
  let last: Stretch | null = null;
  for (const quarter of marked.rows) {
    if (last && quarter.quarter >= last.start && quarter.quarter < last.end) continue;
    last = stretchFor(quarter, zone, now);
    if (last) found.set(last.start, last);
  }
  for (const hour of hours.rows) {
    const stretch = stretchFor(hour, zone, now);
    if (stretch?.hours === dateHours) found.set(stretch.start, stretch);
  }
  return [...found.values()].toSorted((a, b) => a.start - b.start);
}

/** Whether it is still to be folded; another worker may have done so meanwhile. */
async function isWanted(
  client: pg.ClientBase,
  program: string,
  { start, end, hours }: Stretch,
  settledAt: Instant,
): Promise<boolean> {
  const { rows } = await client.query<{ wanted: boolean }>(
    `select exists (
          select
          from click_breakdown_mark
          where program_id = $1 and quarter >= $2 and quarter < $3 and marked_at <= $4
        )
        or exists (
          select
          from click_breakdown_period
          where program_id = $1
            and starts_at >= $2
            and starts_at < $3
            and hours < $5
        ) as wanted`,
    [program, new Date(start), new Date(end), new Date(settledAt), hours],
  );
  return rows[0]?.wanted ?? false;
}

/**
 * The stretch without what other dates hold, which were cut in another zone; null where that is all
 * of it. Hours inside it are folded into it.
 */
async function clipped(
  client: pg.ClientBase,
  program: string,
  { start, end, hours }: Stretch,
): Promise<Stretch | null> {
  const { rows } = await client.query<{ start: Instant; end: Instant }>(
    `select ${ms("starts_at")} as start, ${ms("ends_at")} as end
      from click_breakdown_period p
      where program_id = $1
        and ${isFolded("p")}
        and starts_at < $3
        and ends_at > $2
        and not (starts_at >= $2 and ends_at <= $3)
      order by 1`,
    [program, new Date(start), new Date(end)],
  );
  let [from, to] = [start, end];
  for (const other of rows)
    if (other.start <= from) from = Math.max(from, other.end);
    else to = Math.min(to, other.start);
  return from < to ? { start: from, end: to, hours } : null;
}

const insertRows = `insert into click_breakdown (${rowColumns})
  select ${rowColumns}
  from (${foldedRows(
    "select $1::uuid as program_id, $2::uuid as brand_account_id, " +
      "$3::timestamptz as starts_at, $4::timestamptz as ends_at, $5::smallint as hours",
  )}) made
  order by dimension, level, value`;

/** A link's last click is never undone: folded anew, a stretch says the same or a later one. */
const lastClicksSql = `insert into link_last_click as k (
    link_id, brand_account_id, partner_account_id, program_id, clicked_at
  )
  select link_id, brand_account_id, partner_account_id, program_id, max(occurred_at)
  from decision
  where program_id = $1
    and brand_account_id = $2
    and occurred_at >= $3
    and occurred_at < $4
    and event = 'CLICK'
    and link_id is not null
  group by 1, 2, 3, 4
  order by 1
  on conflict (link_id) do update
  set clicked_at = excluded.clicked_at
  where k.clicked_at < excluded.clicked_at`;

/** One stretch from its decisions; several workers fold a program one after the other. */
async function foldStretch(
  client: pg.ClientBase,
  { program, brand, zone }: Program,
  stretch: Stretch,
  now: Instant,
): Promise<void> {
  const { start, end, hours } = stretch;
  const within = [program, new Date(start), new Date(end)];
  const { rows: marks } = await client.query<{ quarter: Date; touches: bigint }>(
    `select quarter, touches
      from click_breakdown_mark
      where program_id = $1 and quarter >= $2 and quarter < $3`,
    within,
  );
  await takeAway(client, program, stretch, now);
  // A date's cells are grouped in memory, whatever few the database takes them for.
  await client.query("set local work_mem = '64MB'; set local enable_sort = off");
  // Reads what is committed by now: all that the marks found above tell of, and maybe more.
  const read = [program, brand, new Date(start), new Date(end)];
  await client.query(insertRows, [...read, hours]);
  await client.query(lastClicksSql, read);
  const joins = joinsAt(stretch, zone);
  await client.query(
    `insert into click_breakdown_period (
        program_id, starts_at, ends_at, hours, joins_at, brand_account_id, clicks, folded_at
      )
      select $1, $2, $3, $4, $5, $6, coalesce(sum(clicks + filtered_clicks), 0), $7
      from click_breakdown
      where program_id = $1
        and hours = $4
        and starts_at = $2
        and dimension = 'PARTNER'
        and level = 'C'`,
    [...within, hours, joins === null ? null : new Date(joins), brand, new Date(now)],
  );
  await client.query(
    `delete from click_breakdown_mark m
      using unnest($2::timestamptz[], $3::bigint[]) found (quarter, touches)
      where m.program_id = $1 and m.quarter = found.quarter and m.touches = found.touches`,
    [program, marks.map(({ quarter }) => quarter), marks.map(({ touches }) => touches)],
  );
}

/** All of one program that is closed and settled; resolves with the number of stretches. */
async function foldProgram(
  { pool, clock }: WorkerDeps,
  row: Program,
  settledAt: Instant,
): Promise<number> {
  const now = clock();
  const stretches = await stretchesOf(pool, row, now, settledAt);
  let folded = 0;
  for (const stretch of stretches)
    await inTransaction(pool, async (client) => {
      await holdOn(client, "BREAKDOWN", row.program);
      if (!(await isWanted(client, row.program, stretch, settledAt))) return;
      const free = await clipped(client, row.program, stretch);
      if (!free) return;
      await foldStretch(client, row, free, now);
      folded += 1;
    });
  const join = () =>
    inTransaction(pool, async (client) => {
      await holdOn(client, "BREAKDOWN", row.program);
      return joinNext(client, row.program, row.zone, now);
    });
  while (await join());
  return folded;
}

async function waiting({ pool, clock }: WorkerDeps, settledAt: Instant): Promise<Program[]> {
  const { rows } = await pool.query<Program>(waitingSql, [
    new Date(settledAt),
    new Date(clock() - quarterMs),
    new Date(clock() - hourMs),
    new Date(clock()),
  ]);
  return rows;
}

/**
 * Once over all programs in which something waits and was not touched for `settled` milliseconds;
 * resolves with the number of stretches. A program
 * that cannot be folded is parked and keeps no other waiting: its breakdowns are read from the
 * clicks.
 */
export async function foldWaiting(deps: WorkerDeps, settled = settleMs): Promise<number> {
  const settledAt = deps.clock() - settled;
  const programs = await waiting(deps, settledAt);
  if (programs.length === 0) return 0;
  const round = await startRound(deps, "BREAKDOWN");
  let folded = 0;
  for (const row of programs) {
    const item = { subject: row.program, accountId: row.brand, programId: row.program };
    folded += (await round.attempt(item, () => foldProgram(deps, row, settledAt))) ?? 0;
  }
  return folded;
}
