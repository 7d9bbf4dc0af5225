/**
 * Blocks are what the hours and dates in them add up to, whatever comes late, whatever dies, and
 * wherever days are cut; and a long range is read from few of them.
 */
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { minuteMs } from "../../domain/calendar.ts";
import { dealOf, foldAt, type Deal } from "../../testing/money/folding.ts";
import { createTestbed, type Testbed } from "../../testing/money/testbed.ts";
import { makeWorld } from "../../testing/money/test-world.ts";
import { rebuild } from "../proofs/rebuild.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";

const hour = 60 * minuteMs;
const day = 24 * hour;
/** Runs of 4, 16 and 64 dates begin here. */
const origin = Date.parse("2026-06-04T00:00:00Z");
const noonOf = (date: number): number => origin + date * day + day / 2;
let bed: Testbed;
beforeAll(async () => (bed = await createTestbed()));
afterAll(() => bed.close());
afterEach(() => bed.owner.query("drop function if exists break_join cascade"));

const deal = async (zone = "UTC") => dealOf(bed, await makeWorld(bed.owner, zone));
const fold = (now: number) => foldAt(bed, now);

/** Blocks as "dates or hours long from the date": "16 from 0". */
async function blocks(program: string): Promise<string[]> {
  const { rows } = await bed.owner.query<{ hours: number; start: Date; clicks: bigint }>(
    `select hours, starts_at as start, clicks
      from click_breakdown_period
      where program_id = $1 and hours not in (1, 24)
      order by hours, starts_at`,
    [program],
  );
  return rows.map(({ hours, start, clicks }) => {
    const from = (start.getTime() - origin) / day;
    return `${hours / 24} from ${from}: ${clicks}`;
  });
}
const minutesOfPeriods = async (program: string): Promise<number[]> =>
  (
    await bed.owner.query<{ minutes: number }>(
      `select (extract(epoch from ends_at - starts_at) / 60)::int as minutes
        from click_breakdown_period
        where program_id = $1
        order by hours, starts_at`,
      [program],
    )
  ).rows.map(({ minutes }) => minutes);
const due = async (program: string, now: number): Promise<number> =>
  (
    await bed.owner.query(
      "select from click_breakdown_period where program_id = $1 and joins_at <= $2",
      [program, new Date(now)],
    )
  ).rowCount ?? 0;
async function expectProved(program: string): Promise<void> {
  expect((await verifyLedger(bed.worker, { program })).firstDifference).toBeNull();
}
interface Stretch {
  start: Date;
  end: Date;
  hours: number | null;
  folded: boolean;
}
const daysOf = ({ start, end }: Stretch): number => (end.getTime() - start.getTime()) / day;

/** What a range is read from, as its brand sees it. */
async function stretches({ brand, program }: Deal, from: number, to: number) {
  const client = await bed.owner.connect();
  try {
    await client.query("begin; set local role counterfoil_api");
    await client.query("select set_config('app.account_id', $1, true)", [brand]);
    const { rows } = await client.query<Stretch>(
      `select starts_at as start, ends_at as end, hours, folded
        from click_breakdown_spans($1, $2, $3)
        order by starts_at`,
      [program, new Date(from), new Date(to)],
    );
    return rows;
  } finally {
    await client.query("rollback");
    client.release();
  }
}
const dates = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => noonOf(from + i));

test("closed dates are joined by 4, 16 and 64, and a range is read from the fewest", async () => {
  const made = await deal();
  await made.click(dates(0, 70));
  await fold(noonOf(70));
  const found = await blocks(made.program);
  expect(found.filter((block) => block.startsWith("64"))).toEqual(["64 from 0: 64"]);
  expect(found.filter((block) => block.startsWith("16"))).toHaveLength(4);
  expect(found.filter((block) => block.startsWith("4"))).toHaveLength(17);
  expect(await due(made.program, noonOf(70))).toBe(0);
  await expectProved(made.program);
  const read = async (from: number, to: number) =>
    (await stretches(made, origin + from * day, origin + to * day)).map((stretch) => {
      expect(stretch.folded).toBe(true);
      return daysOf(stretch);
    });
  expect(await read(0, 70)).toEqual([64, 4, 1, 1]);
  expect(await read(3, 34)).toEqual([1, 4, 4, 4, 16, 1, 1]);
  expect(await read(1, 3)).toEqual([1, 1]);
});

test("hours of the running date are joined by parts, and go with their date", async () => {
  const made = await deal("America/New_York");
  // Midnight there is 04:00 UTC.
  const midnight = origin + 4 * hour;
  await made.click([0, 1, 2, 5, 6, 7].map((n) => midnight + n * hour));
  await fold(midnight + 8 * hour);
  const read = async () =>
    (await stretches(made, midnight, midnight + 8 * hour)).map(({ hours }) => hours);
  expect(await read()).toEqual([6, 1, 1]);
  await made.click([midnight + 2 * hour + 1]);
  // Until it is folded anew, its hour alone is read from the decisions.
  expect(await read()).toEqual([1, 1, 1, 1, 1, 1]);
  await fold(midnight + 8 * hour);
  expect(await read()).toEqual([6, 1, 1]);
  await expectProved(made.program);
  await fold(midnight + 25 * hour);
  expect(await blocks(made.program)).toEqual([]);
  await expectProved(made.program);
});

/** What is read of a range: rows of what is folded, decisions of the rest. */
async function counted(made: Deal, from: number, to: number): Promise<number[]> {
  const count = async (sql: string, values: unknown[]): Promise<number> =>
    (await bed.owner.query<{ clicks: number }>(sql, [made.program, ...values])).rows[0]?.clicks ??
    0;
  const sums = { folded: 0, decided: 0 };
  for (const { start, end, hours, folded } of await stretches(made, from, to))
    if (folded)
      sums.folded += await count(
        `select coalesce(sum(clicks + filtered_clicks), 0)::int as clicks
          from click_breakdown
          where program_id = $1 and starts_at = $2 and hours = $3
            and dimension = 'PARTNER' and level = 'C'`,
        [start, hours],
      );
    else
      sums.decided += await count(
        `select count(*)::int as clicks
          from decision
          where program_id = $1 and occurred_at >= $2 and occurred_at < $3`,
        [start, end],
      );
  return [sums.folded, sums.decided];
}
test("an hour folded while it ran: what comes after it, and late, is read once", async () => {
  const made = await deal();
  const at = (minute: number) => noonOf(0) + minute * minuteMs;
  const read = () => counted(made, noonOf(0) - hour, noonOf(0) + 3 * hour);
  await made.click([at(3), at(21), at(64)]);
  await fold(at(31));
  expect(await read()).toEqual([2, 1]);
  // Its last quarter has no click: nothing is folded anew, and the block takes it as it is.
  await fold(at(181));
  expect(await minutesOfPeriods(made.program)).toEqual([30, 60, 180]);
  expect(await read()).toEqual([3, 0]);
  // Into the block, beside what was folded of the hour.
  await made.click([at(50)]);
  expect(await read()).toEqual([3, 1]);
  await expectProved(made.program);
  await fold(at(182));
  expect(await read()).toEqual([4, 0]);
  await expectProved(made.program);
});

test("a late click takes its blocks away, which are made anew; the others stay", async () => {
  const made = await deal();
  await made.click(dates(0, 32));
  await fold(noonOf(40));
  await made.click([noonOf(5) + 1]);
  expect((await stretches(made, origin, origin + 16 * day)).map(({ folded }) => folded)).toEqual([
    true,
    true,
    false,
    true,
    true,
    true,
    true,
  ]);
  await fold(noonOf(41));
  const { rows } = await bed.owner.query<{ hours: number }>(
    `select hours
      from click_breakdown_period
      where program_id = $1 and folded_at > $2
      order by hours`,
    [made.program, new Date(noonOf(40))],
  );
  expect(rows.map(({ hours }) => hours / 24)).toEqual([1, 4, 16]);
  expect(await due(made.program, noonOf(41))).toBe(0);
  await expectProved(made.program);
});

test("a block waits while something in it is marked, which would take it away", async () => {
  const made = await deal();
  await made.click(dates(0, 4));
  await fold(noonOf(3));
  await made.click([noonOf(1) + 1]);
  const nothingSettled = 1_000 * day;
  await foldAt(bed, noonOf(4), nothingSettled);
  expect(await blocks(made.program)).toEqual([]);
  await fold(noonOf(4) + minuteMs);
  expect(await blocks(made.program)).toEqual(["4 from 0: 5"]);
});

test("dates without clicks hold no block up, and one date alone makes none", async () => {
  const made = await deal();
  await made.click([noonOf(0), noonOf(1), noonOf(20), noonOf(47)]);
  await fold(noonOf(48));
  expect(await blocks(made.program)).toEqual(["4 from 0: 2"]);
  await fold(noonOf(64));
  expect(await blocks(made.program)).toEqual(["4 from 0: 2", "64 from 0: 4"]);
  expect((await stretches(made, origin, origin + 64 * day)).map(daysOf)).toEqual([64]);
  await made.click([noonOf(21)]);
  await fold(noonOf(65));
  expect(await blocks(made.program)).toEqual(["4 from 0: 2", "4 from 20: 2", "64 from 0: 5"]);
  await expectProved(made.program);
});

test.each([
  ["before its rows", "insert on click_breakdown"],
  ["before its period", "insert on click_breakdown_period"],
])("a worker that dies %s leaves the dates, and the block is made next", async (_when, event) => {
  const made = await deal();
  await made.click(dates(0, 4));
  await bed.owner.query(
    `create function break_join() returns trigger language plpgsql as $$ begin
      if new.hours = 96 then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new;
    end $$`,
  );
  await bed.owner.query(
    `create trigger break_join before ${event} for each row execute function break_join()`,
  );
  await expect(fold(noonOf(5))).rejects.toThrow(/terminat/);
  expect(await blocks(made.program)).toEqual([]);
  await expectProved(made.program);
  await bed.owner.query("drop function break_join cascade");
  await fold(noonOf(5));
  expect(await blocks(made.program)).toEqual(["4 from 0: 4"]);
  await expectProved(made.program);
});

test("a block that says something else is found, and made anew", async () => {
  const made = await deal();
  await made.click(dates(0, 16));
  await fold(noonOf(17));
  for (const wrong of [
    "update click_breakdown set payout_micros = payout_micros + 1",
    "delete from click_breakdown",
  ]) {
    await bed.owner.query(`${wrong} where program_id = $1 and hours = 384 and level = 'P'`, [
      made.program,
    ]);
    const found = await verifyLedger(bed.worker, { program: made.program });
    expect(found.lines.filter(({ equal }) => !equal).map(({ check }) => check)).toEqual([
      "rows of stretches = rows of the block that holds them, in each sum",
    ]);
    await rebuild(bed.worker, { program: made.program, write: true });
    await fold(noonOf(17));
    expect(await blocks(made.program)).toContain("16 from 0: 16");
    await expectProved(made.program);
  }
});

const zones = ["UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] as const;
test("whenever clicks come, wherever days are cut: all is proved, nothing left", async () => {
  const steps = fc.array(
    fc.record({
      zone: fc.option(fc.constantFrom(...zones)),
      at: fc.array(fc.nat({ max: 70 * 48 }), { maxLength: 12 }),
      now: fc.nat({ max: 70 * 48 }),
    }),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const { brand, program, click } = await deal();
      let now = noonOf(0);
      for (const { zone, at, now: later } of taken) {
        if (zone)
          await bed.owner.query("update account set time_zone = $2 where id = $1", [brand, zone]);
        if (at.length > 0) await click(at.map((half) => origin + (half * hour) / 2));
        now = Math.max(now, origin + (later * hour) / 2);
        await fold(now);
        await expectProved(program);
      }
      now = Math.max(now, noonOf(80));
      await fold(now);
      expect([await due(program, now), await fold(now)]).toEqual([0, 0]);
      await expectProved(program);
    }),
    { numRuns: 12, seed: 14 },
  );
});
