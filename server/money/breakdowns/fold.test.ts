/**
 * Folding loses and doubles no click: whatever arrives late or meanwhile, wherever it is cut, and
 * however often the brand's zone changes, the folded rows are what the decisions say.
 */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { minuteMs } from "../../domain/calendar.ts";
import { dealOf, foldAt } from "../../testing/money/folding.ts";
import { createTestbed, type Testbed } from "../../testing/money/testbed.ts";
import { makeWorld, noon } from "../../testing/money/test-world.ts";
import { rebuild } from "../proofs/rebuild.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";

const hour = 60 * minuteMs;
const day = 24 * hour;
let bed: Testbed;
beforeAll(async () => (bed = await createTestbed()));
afterAll(() => bed.close());
afterEach(() => bed.owner.query("drop function if exists break_fold cascade"));

const deal = (world = bed.world) => dealOf(bed, world);
const fold = (now: number) => foldAt(bed, now);
interface Period {
  from: string;
  hours: number;
  kind: number;
  clicks: bigint;
}
async function periods(program: string): Promise<Period[]> {
  const { rows } = await bed.owner.query<Period>(
    `select
        to_char(starts_at at time zone 'UTC', 'DD HH24:MI') as from,
        (extract(epoch from ends_at - starts_at) / 3600)::float8 as hours,
        p.hours as kind,
        clicks
      from click_breakdown_period p
      where program_id = $1 and p.hours in (1, 24)
      order by starts_at`,
    [program],
  );
  return rows;
}
const marks = async (program: string): Promise<number> =>
  (await bed.owner.query("select from click_breakdown_mark where program_id = $1", [program]))
    .rowCount ?? 0;
const waitingFor = async (statement: string): Promise<number> =>
  (
    await bed.owner.query(
      `select
        from pg_stat_activity
        where datname = current_database()
          and wait_event_type = 'Lock'
          and query like '%' || $1 || '%'`,
      [statement],
    )
  ).rowCount ?? 0;
async function expectProved(program: string): Promise<void> {
  expect((await verifyLedger(bed.worker, { program })).firstDifference).toBeNull();
}

// 2026-11-02 in New York is [05:00, 05:00) UTC.
test("hours are folded as far as they are closed, a closed date takes its hours", async () => {
  const { program, click } = await deal();
  const [one, two] = [noon + hour, noon + 2 * hour];
  await click([noon, one, two, two + 20 * minuteMs], { country: "DE", device: "PHONE" });
  await fold(two + minuteMs);
  const closed = [
    { from: "02 12:00", hours: 1, kind: 1, clicks: 1n },
    { from: "02 13:00", hours: 1, kind: 1, clicks: 1n },
  ];
  expect(await periods(program)).toEqual(closed);
  expect(await marks(program)).toBe(2);
  for (const [minutes, hours, clicks] of [
    [16, 0.25, 1n],
    [35, 0.5, 2n],
  ] as const) {
    const now = two + minutes * minuteMs;
    expect(await fold(now)).toBe(1);
    const running = { from: "02 14:00", hours, kind: 1, clicks };
    expect(await periods(program)).toEqual([...closed, running]);
    await expectProved(program);
    // Nothing is folded anew before its next quarter has closed.
    expect(await fold(now + minuteMs)).toBe(0);
  }
  await click([two + 10 * minuteMs, two + 50 * minuteMs]);
  expect(await fold(two + 51 * minuteMs)).toBe(1);
  expect(await marks(program)).toBe(1);
  await expectProved(program);
  await fold(noon + day);
  expect(await periods(program)).toEqual([{ from: "02 05:00", hours: 24, kind: 24, clicks: 6n }]);
  expect(await marks(program)).toBe(0);
  await expectProved(program);
  expect(await fold(noon + day)).toBe(0);
});

test("a click that comes late has its folded date folded anew, alone", async () => {
  const { program, click } = await deal();
  await click([noon - 2 * day, noon - day, noon]);
  await fold(noon + day);
  await click([noon - day + 1]);
  expect(await marks(program)).toBe(1);
  expect(await fold(noon + day)).toBe(1);
  expect((await periods(program)).map(({ clicks }) => clicks)).toEqual([1n, 2n, 1n]);
  await expectProved(program);
});

test("a mark that is touched while a fold reads stays, and is folded next", async () => {
  const { program, click } = await deal();
  await click([noon]);
  const batch = await bed.worker.connect();
  await batch.query("begin");
  // As a batch does that has written and not committed yet.
  await batch.query(`update click_breakdown_mark set touches = touches + 1 where program_id = $1`, [
    program,
  ]);
  const folding = fold(noon + day);
  await expect.poll(() => waitingFor("delete from click_breakdown_mark")).toBe(1);
  await batch.query("commit");
  batch.release();
  expect(await folding).toBe(1);
  expect(await marks(program)).toBe(1);
  await expectProved(program);
  expect(await fold(noon + day)).toBe(1);
  expect(await marks(program)).toBe(0);
});

const steps = [
  ["before its first row", "insert on click_breakdown"],
  ["before its stretch", "insert on click_breakdown_period"],
  ["before its marks go", "delete on click_breakdown_mark"],
] as const;
test.each(steps)("a worker that dies %s loses and doubles nothing", async (_when, event) => {
  const { program, click } = await deal();
  await click([noon, noon + hour]);
  await fold(noon + 90 * minuteMs);
  await click([noon + 1]);
  const before = await periods(program);
  await bed.owner.query(
    `create function break_fold() returns trigger language plpgsql as $$ begin
      perform pg_terminate_backend(pg_backend_pid());
      return null;
    end $$`,
  );
  await bed.owner.query(
    `create trigger break_fold before ${event} for each row execute function break_fold()`,
  );
  await expect(fold(noon + day)).rejects.toThrow(/terminat/);
  expect(await periods(program)).toEqual(before);
  await expectProved(program);
  await bed.owner.query("drop function break_fold cascade");
  await fold(noon + day);
  expect((await periods(program)).map(({ clicks }) => clicks)).toEqual([3n]);
  expect(await marks(program)).toBe(0);
  await expectProved(program);
});

test("a program that cannot be folded is parked, and the others are folded", async () => {
  const [bad, good] = [await deal(), await deal()];
  await bad.click([noon]);
  await good.click([noon]);
  await bed.owner.query(
    `create function break_fold() returns trigger language plpgsql as $$ begin
      if new.program_id = '${bad.program}' then
        raise exception 'refused' using errcode = '22003';
      end if;
      return new;
    end $$`,
  );
  await bed.owner.query(
    `create trigger break_fold before insert on click_breakdown
      for each row execute function break_fold()`,
  );
  await fold(noon + day);
  expect([await periods(bad.program), await marks(bad.program)]).toEqual([[], 1]);
  expect(await periods(good.program)).toHaveLength(1);
  const { rows } = await bed.owner.query(
    "select subject, reason from parked_item where kind = 'BREAKDOWN' and done_at is null",
  );
  expect(rows).toEqual([{ subject: bad.program, reason: "TOO_LARGE" }]);
  await bed.owner.query("drop function break_fold cascade");
  await fold(noon + 2 * day);
  expect(await periods(bad.program)).toHaveLength(1);
});

test("another zone leaves folded dates as they are and cuts new ones beside them", async () => {
  const world = await makeWorld(bed.owner, "America/New_York");
  const { program, click } = await deal(world);
  await click([noon - day, noon, noon + 10 * hour, noon + 16 * hour]);
  await fold(noon + 12 * hour);
  const setZone = (zone: string) =>
    bed.owner.query("update account set time_zone = $2 where id = $1", [world.brand, zone]);
  // Dates there begin at 18:30 UTC: inside hours that New York's clock has cut.
  await setZone("Asia/Kolkata");
  await click([noon + 1, noon + 6 * hour + 45 * minuteMs, noon + 20 * hour]);
  await fold(noon + 20 * hour);
  await expectProved(program);
  await fold(noon + 3 * day);
  expect((await periods(program)).reduce((sum, { clicks }) => sum + clicks, 0n)).toBe(7n);
  expect(await marks(program)).toBe(0);
  await expectProved(program);
  await setZone("Australia/Lord_Howe");
  await click([noon - day + 2, noon + 30 * hour]);
  await fold(noon + 3 * day);
  await expectProved(program);
  expect([await marks(program), await fold(noon + 3 * day)]).toEqual([0, 0]);
});

test("a stretch that says something else is found, and a rebuilding makes all anew", async () => {
  const { program, click } = await deal();
  await click([noon, noon + 1], { country: "US" });
  await fold(noon + day);
  const wrongs = [
    `update click_breakdown set clicks = clicks + 1
      where program_id = $1 and dimension = 'COUNTRY' and level = 'P'`,
    "delete from click_breakdown_period where program_id = $1",
  ];
  for (const wrong of wrongs) {
    await bed.owner.query(wrong, [program]);
    const found = await verifyLedger(bed.worker, { program });
    expect([found.equal, found.lines.filter(({ equal }) => !equal).length > 0]).toEqual([
      false,
      true,
    ]);
    const written = await rebuild(bed.worker, { program, write: true });
    expect([written.equal, await periods(program)]).toEqual([false, []]);
    await fold(noon + day);
    await expectProved(program);
    expect(await periods(program)).toHaveLength(1);
  }
});

test("accounting goes on beside a fold, which leaves the marks that it did not see", async () => {
  const { program, click } = await deal();
  await click([noon]);
  await bed.owner.query(
    `create function break_fold() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock(4242);
      return new;
    end $$`,
  );
  await bed.owner.query(
    `create trigger break_fold before insert on click_breakdown_period
      for each row execute function break_fold()`,
  );
  const gate = await bed.owner.connect();
  await gate.query("select pg_advisory_lock(4242)");
  const folding = fold(noon + day);
  await expect.poll(() => waitingFor("insert into click_breakdown_period")).toBe(1);
  // The fold has read; what is decided now it cannot know.
  await click([noon + 1]);
  await gate.query("select pg_advisory_unlock(4242)");
  gate.release();
  expect(await folding).toBe(1);
  expect([await periods(program), await marks(program)]).toMatchObject([[{ clicks: 1n }], 1]);
  await expectProved(program);
  await fold(noon + day);
  expect([await periods(program), await marks(program)]).toMatchObject([[{ clicks: 2n }], 0]);
  await expectProved(program);
});
