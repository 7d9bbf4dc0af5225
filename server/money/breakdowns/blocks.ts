/**
 * Longer stretches beside hours and dates, whose rows are added up of them: a month or a year is
 * read from a few. A block is made once it is closed and nothing in it waits, goes with the fold of
 * anything in it, and is made again.
 */
import type pg from "pg";
import { minuteMs, type Instant } from "../../domain/calendar.ts";
import { datePart, dateRun } from "../../domain/date-blocks.ts";
import { joinedRows, rowColumns } from "./folded-rows.ts";

/** Hours of an hour and of a date: what decisions are folded into. */
export const hourHours = 1 as const;
export const dateHours = 24 as const;
/** SQL: of a period that decisions are folded into. */
export const isFolded = (row: string): string => `${row}.hours in (${hourHours}, ${dateHours})`;

/** Parts of a running date, and runs of dates. */
const partHours = [3, 6, 12] as const;
const runHours = [4, 16, 64].map((dates) => dates * dateHours);
const aroundOf = (hours: number): readonly number[] =>
  (hours < dateHours ? partHours : runHours).filter((longer) => longer > hours);

interface Block {
  start: Instant;
  end: Instant;
  hours: number;
}
const blockAt = (at: Instant, zone: string, hours: number): Block => ({
  ...(hours < dateHours ? datePart(at, zone, hours) : dateRun(at, zone, hours / dateHours)),
  hours,
});

/** When the first block closes that a stretch is to be a part of; null: none is. */
export function joinsAt({ start, hours }: Omit<Block, "end">, zone: string): Instant | null {
  const [longer] = aroundOf(hours);
  return longer === undefined ? null : blockAt(start, zone, longer).end;
}

const overlapping = `p.program_id = $1 and p.starts_at < $3 and p.ends_at > $2`;
const within = (inner: string, outer: string): string =>
  `${inner}.hours < ${outer}.hours
    and ${inner}.starts_at >= ${outer}.starts_at
    and ${inner}.ends_at <= ${outer}.ends_at`;

/**
 * Takes away what is folded of [start, end), and each block around it, whose other parts are then
 * to join one again.
 */
export async function takeAway(
  client: pg.ClientBase,
  program: string,
  { start, end }: Omit<Block, "hours">,
  now: Instant,
): Promise<void> {
  const asked = [program, new Date(start), new Date(end)];
  await client.query(
    `delete from click_breakdown r
      using click_breakdown_period p
      where ${overlapping}
        and r.program_id = p.program_id
        and r.hours = p.hours
        and r.starts_at = p.starts_at`,
    asked,
  );
  await client.query(
    `with gone as (
        delete from click_breakdown_period p
        where ${overlapping}
        returning p.program_id, p.starts_at, p.ends_at, p.hours
      )
      update click_breakdown_period p
      set joins_at = $4
      from gone
      where p.program_id = gone.program_id
        and ${within("p", "gone")}
        and not exists (select from gone g where g.starts_at = p.starts_at and g.hours = p.hours)
        and not exists (
          select
          from click_breakdown_period o
          where o.program_id = p.program_id
            and ${within("p", "o")}
            and not exists (
              select from gone g where g.starts_at = o.starts_at and g.hours = o.hours
            )
        )`,
    [...asked, new Date(now)],
  );
}

interface Part {
  start: Date;
  hours: number;
}
interface Found {
  /** The longest stretches that lie within. */
  parts: Part[];
  /** Something in it is marked: its fold would take the block away. */
  waits: boolean;
  /** A stretch that was cut in another zone lies across its edge, or is no part of such a block. */
  isCrossed: boolean;
}
async function foundIn(
  client: pg.ClientBase,
  program: string,
  { start, end, hours }: Block,
): Promise<Found> {
  const { rows } = await client.query<Part & { inside: boolean }>(
    `select p.starts_at as start, p.hours, p.starts_at >= $2 and p.ends_at <= $3 as inside
      from click_breakdown_period p
      where ${overlapping}
        and not exists (
          select
          from click_breakdown_period o
          where o.program_id = p.program_id
            and o.hours < $4
            and ${within("p", "o")}
        )
      order by 1`,
    [program, new Date(start), new Date(end), hours],
  );
  const marked = await client.query(
    `select
      from click_breakdown_mark
      where program_id = $1 and quarter >= $2 and quarter < $3
      limit 1`,
    [program, new Date(start), new Date(end)],
  );
  return {
    parts: rows,
    waits: marked.rowCount !== 0,
    isCrossed: rows.some((part) => !part.inside || part.hours >= hours),
  };
}

async function make(
  client: pg.ClientBase,
  program: string,
  { start, end, hours }: Block,
  parts: readonly Part[],
  { zone, now }: { zone: string; now: Instant },
): Promise<void> {
  const chosen = [parts.map((part) => part.start), parts.map((part) => part.hours)];
  const rows = `unnest($4::timestamptz[], $5::smallint[]) part (starts_at, hours)
  join click_breakdown r
    on r.program_id = $1 and r.hours = part.hours and r.starts_at = part.starts_at`;
  await client.query(
    `insert into click_breakdown (${rowColumns})
      select ${rowColumns}
      from (${joinedRows("$2::timestamptz", "$3::smallint", rows)}) made
      order by dimension, level, value`,
    [program, new Date(start), hours, ...chosen],
  );
  const joins = joinsAt({ start, hours }, zone);
  await client.query(
    `with joined as (
        update click_breakdown_period p
        set joins_at = null
        from unnest($6::timestamptz[], $7::smallint[]) part (starts_at, hours)
        where p.program_id = $1 and p.hours = part.hours and p.starts_at = part.starts_at
        returning p.brand_account_id, p.clicks
      )
      insert into click_breakdown_period (
        program_id, starts_at, ends_at, hours, joins_at, brand_account_id, clicks, folded_at
      )
      select $1, $2, $3, $4, $5, brand_account_id, sum(clicks), $8
      from joined
      group by brand_account_id`,
    [
      program,
      new Date(start),
      new Date(end),
      hours,
      joins === null ? null : new Date(joins),
      ...chosen,
      new Date(now),
    ],
  );
}

/**
 * Makes the block of one stretch that is due to join one; false where none is due. A block of one
 * stretch alone is not made: the next longer one is.
 */
export async function joinNext(
  client: pg.ClientBase,
  program: string,
  zone: string,
  now: Instant,
): Promise<boolean> {
  const { rows } = await client.query<{ starts_at: Date; hours: number }>(
    `select starts_at, hours
      from click_breakdown_period
      where program_id = $1 and joins_at <= $2
      order by hours, starts_at
      limit 1`,
    [program, new Date(now)],
  );
  const [due] = rows;
  if (!due) return false;
  const again = (at: Instant | null) =>
    client.query(
      `update click_breakdown_period
        set joins_at = $4
        where program_id = $1 and starts_at = $2 and hours = $3`,
      [program, due.starts_at, due.hours, at === null ? null : new Date(at)],
    );
  for (const hours of aroundOf(due.hours)) {
    const block = blockAt(due.starts_at.getTime(), zone, hours);
    const { parts, waits, isCrossed } = await foundIn(client, program, block);
    if (block.end > now || waits) {
      await again(Math.max(block.end, now + minuteMs));
      return true;
    }
    if (isCrossed || parts.length < 2) continue;
    await make(client, program, block, parts, { zone, now });
    return true;
  }
  await again(null);
  return true;
}
