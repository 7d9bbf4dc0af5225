/**
 * No tenant can stop another: what cannot be decided is parked alone, waits in its order, and is
 * decided once.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestbed, drain, type Testbed } from "../../testing/money/testbed.ts";
import { aheadMs } from "./parked-clicks.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { replayLedger } from "../proofs/ledger-check.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";
import type { TermsDraft } from "../../domain/terms-draft.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed("UTC")));
afterAll(() => bed.close());

async function deal(program: string, terms: TermsDraft = clickTerms("0.10")) {
  const partner = await makePartner(bed.world);
  const version = await makeTerms(bed.world, program, terms);
  await sign(bed.world, { partner, program }, version, [noon, null]);
  return { brand: bed.world.brand, partner, program, version };
}
type Deal = Awaited<ReturnType<typeof deal>>;
const click = ({ brand, partner, program }: Deal, at: number, changes = {}) =>
  clickRecord({ brand, partner, program }, at, changes);
/** Terms that nobody can read, as a fault of ours or a hand in the database would leave them. */
const breakTerms = ({ version }: Deal) =>
  bed.owner.query(
    "update terms_version set body = jsonb_set(body, '{schema}', '99') where id = $1",
    [version],
  );
const mendTerms = ({ version }: Deal) =>
  bed.owner.query(
    "update terms_version set body = jsonb_set(body, '{schema}', '1') where id = $1",
    [version],
  );
const paid = async ({ program, partner }: Deal) =>
  (
    await bed.worker.query<{ id: string; reason: string | null; amount: bigint }>(
      `select subject_id as id, reason, amount_micros as amount
        from decision
        where program_id = $1 and partner_account_id = $2
        order by recorded_at, occurred_at, subject_id`,
      [program, partner],
    )
  ).rows;
const items = async (program: string) =>
  (
    await bed.worker.query<{
      partner: string | null;
      reason: string;
      attempts: number;
      done: boolean;
      clicks: number;
    }>(
      `select
          partner_account_id as partner,
          reason,
          attempts,
          done_at is not null as done,
          (
            select count(*)::int
            from parked_click k
            where k.program_id = i.program_id
              and k.partner_account_id = coalesce(i.partner_account_id, k.partner_account_id)
          ) as clicks
        from parked_item i
        where kind = 'CLICKS' and program_id = $1
        order by parked_at, id`,
      [program],
    )
  ).rows;
const release = (program: string) =>
  bed.owner.query(
    `update parked_item
      set next_try_at = tried_at
      where kind = 'CLICKS' and program_id = $1 and done_at is null`,
    [program],
  );
const clean = async () => expect((await verifyLedger(bed.worker)).firstDifference).toBeNull();

test("found 50: clicks that cannot be decided are parked alone, and decided later", async () => {
  const [a, b] = [await makeProgram(bed.world), await makeProgram(bed.world)];
  const limits: TermsDraft["eventPayouts"][number]["limits"] = [
    { kind: "CLICKS", reset: "DAY", max: "3" },
  ];
  const [x, y, z] = [await deal(a, clickTerms("0.10", limits)), await deal(a), await deal(b)];
  await breakTerms(x);
  await bed.ingest([click(x, noon), click(y, noon + 1), click(z, noon + 2), click(x, noon + 3)]);
  await bed.account();
  expect([(await paid(x)).length, (await paid(y)).length, (await paid(z)).length]).toEqual([
    0, 1, 1,
  ]);
  expect(await items(a)).toEqual([
    { partner: x.partner, reason: "UNEXPECTED", attempts: 1, done: false, clicks: 2 },
  ]);
  // What comes later waits behind it without being tried.
  const later = [click(x, noon + 4), click(x, noon + 5), click(y, noon + 6)];
  await bed.ingest(later);
  await bed.account();
  expect([(await paid(x)).length, (await paid(y)).length]).toEqual([0, 2]);
  expect(await items(a)).toMatchObject([{ attempts: 1, clicks: 4 }]);
  await clean();
  // The cause is still there: tried once more, parked for longer.
  await release(a);
  await bed.account();
  expect(await items(a)).toMatchObject([{ attempts: 2, done: false, clicks: 4 }]);
  await mendTerms(x);
  await bed.account();
  expect(await paid(x)).toEqual([]);
  await release(a);
  // Two owners of which one is deposed: none of it is decided twice.
  await Promise.all([bed.account(), bed.account()]);
  await bed.account();
  expect((await paid(x)).map(({ reason }) => reason)).toEqual([
    null,
    null,
    null,
    "OVERLIMIT_CLICKS",
  ]);
  expect((await paid(x)).at(-1)?.id).toBe(later[1]?.id);
  expect(await items(a)).toEqual([
    { partner: x.partner, reason: "UNEXPECTED", attempts: 2, done: true, clicks: 0 },
  ]);
  await bed.ingest([click(x, noon + 7)]);
  await bed.account();
  expect(await paid(x)).toHaveLength(5);
  await clean();
});

test("a click that was given up is decided unpaid, and those behind it go on", async () => {
  const program = await makeProgram(bed.world);
  const x = await deal(program);
  await breakTerms(x);
  // The one that stands still is the first by its instant, not the first that arrived.
  const [second, first, third] = [click(x, noon + 1), click(x, noon), click(x, noon + 2)];
  await bed.ingest([second, first, third]);
  await bed.account();
  const stands = async () =>
    (
      await bed.worker.query<{ id: string; clickId: string }>(
        `select id, click_id as "clickId"
          from parked_item
          where kind = 'CLICKS' and program_id = $1 and done_at is null`,
        [program],
      )
    ).rows;
  const [item] = await stands();
  expect(item?.clickId).toBe(first.id);
  await bed.worker.query(
    `insert into click_given_up
      values ($1, $2, $3, $4, $5, 'Its terms are lost', $6, $7)`,
    [first.id, x.brand, x.partner, program, item?.id, bed.world.user, new Date(noon)],
  );
  await release(program);
  await clean();
  // Whoever waits behind it is tried at once; the terms are still broken.
  await bed.account();
  expect(await paid(x)).toEqual([{ id: first.id, reason: "GIVEN_UP", amount: 0n }]);
  expect(await stands()).toMatchObject([{ clickId: second.id }]);
  expect(await items(program)).toMatchObject([{ done: false, clicks: 2 }]);
  await clean();
  await mendTerms(x);
  await release(program);
  await bed.account();
  expect((await paid(x)).map(({ id, reason, amount }) => [id, reason, amount])).toEqual([
    [first.id, "GIVEN_UP", 0n],
    [second.id, null, 100_000n],
    [third.id, null, 100_000n],
  ]);
  expect(await items(program)).toMatchObject([{ done: true, clicks: 0 }]);
  await clean();
  // A replay takes it as it stands, as it does whom the program had refused.
  const [replayed] = await replayLedger(bed.worker, { program, days: 20, now: noon + 86_400_000 });
  expect(replayed?.check).toMatchObject({ equal: true, clicks: 3, firstDifference: null });
});

test("of one partner's clicks in a batch those before the bad one are decided", async () => {
  const program = await makeProgram(bed.world);
  const x = await deal(program);
  const clicks = Array.from({ length: 20 }, (_, i) => click(x, noon + 1_000 + i));
  await bed.owner.query(
    `create function refuse() returns trigger language plpgsql as $$ begin
      if new.subject_id = '${clicks[13]?.id}' then
        raise exception 'refused' using errcode = '22003';
      end if;
      return new;
    end $$`,
  );
  await bed.owner.query(
    "create trigger refuse before insert on decision for each row execute function refuse()",
  );
  await bed.ingest(clicks);
  await bed.account();
  expect((await paid(x)).map(({ id }) => id)).toEqual(clicks.slice(0, 13).map(({ id }) => id));
  expect(await items(program)).toEqual([
    { partner: x.partner, reason: "TOO_LARGE", attempts: 1, done: false, clicks: 7 },
  ]);
  await bed.owner.query("drop trigger refuse on decision; drop function refuse");
  await release(program);
  await bed.account();
  expect((await paid(x)).map(({ id }) => id)).toEqual(clicks.map(({ id }) => id));
  await clean();
});

test("what all partners of a program meet is one item; the partition goes on", async () => {
  const [a, b] = [await makeProgram(bed.world), await makeProgram(bed.world)];
  const [x, y, z] = [await deal(a), await deal(a), await deal(b)];
  await bed.owner.query(
    `create function refuse() returns trigger language plpgsql as $$ begin
      if new.program_id = '${a}' then raise exception 'refused'; end if;
      return new;
    end $$`,
  );
  await bed.owner.query(
    "create trigger refuse before insert on click_rollup for each row execute function refuse()",
  );
  await bed.ingest([click(x, noon + 2_000), click(y, noon + 2_001), click(z, noon + 2_002)]);
  await bed.account({ batchMin: 10 });
  expect([await paid(x), await paid(y), (await paid(z)).length]).toEqual([[], [], 1]);
  expect(await items(a)).toEqual([
    { partner: null, reason: "UNEXPECTED", attempts: 1, done: false, clicks: 2 },
  ]);
  await bed.owner.query("drop trigger refuse on click_rollup; drop function refuse");
  await release(a);
  await bed.account();
  expect([(await paid(x)).length, (await paid(y)).length]).toEqual([1, 1]);
  expect(await items(a)).toMatchObject([{ done: true, clicks: 0 }]);
  await clean();
});

test.each([
  ["57014", "a statement was cancelled"],
  ["53100", "the disk is full"],
  ["40P01", "a deadlock"],
  ["58030", "an input or output error"],
])("an outage of the database (%s, %s) parks nothing: the batch waits whole", async (state) => {
  const x = await deal(await makeProgram(bed.world));
  await bed.owner.query(
    `create function refuse() returns trigger language plpgsql as $$ begin
      raise exception 'away' using errcode = '${state}';
    end $$`,
  );
  await bed.owner.query(
    "create trigger refuse before insert on decision for each row execute function refuse()",
  );
  await bed.ingest([click(x, noon + 3_000)]);
  const accounting = bed.newAccounting();
  await expect(accounting.runOnce()).rejects.toMatchObject({ code: state });
  await bed.owner.query("drop trigger refuse on decision; drop function refuse");
  await drain(accounting);
  await accounting.close();
  expect([(await paid(x)).length, await items(x.program)]).toEqual([1, []]);
});

test("found 108: clicks of the future wait for their instant and hold up no other", async () => {
  const hour = 3_600_000;
  const now = noon + 24 * hour;
  const x = await deal(
    await makeProgram(bed.world),
    clickTerms("0.10", [{ kind: "CLICKS", reset: "DAY", max: "2" }]),
  );
  const ahead = Array.from({ length: 10 }, (_, i) => click(x, now + 26 * hour + i));
  const near = click(x, now + aheadMs);
  let clock = now;
  const accounting = bed.newAccounting({ clock: () => clock });
  await bed.ingest([...ahead, near, click(x, now)]);
  await drain(accounting);
  expect((await paid(x)).map(({ reason }) => reason)).toEqual([null, null]);
  expect(
    (
      await bed.worker.query(
        "select 1 from limit_budget where program_id = $1 and window_start > $2",
        [x.program, new Date(now)],
      )
    ).rows,
  ).toEqual([]);
  const clocks = async () =>
    (
      await bed.worker.query(
        `select reason, next_try_at as at, done_at is not null as done
          from parked_item
          where kind = 'CLOCK'`,
      )
    ).rows;
  expect(await clocks()).toEqual([
    { reason: "CLOCK_AHEAD", at: new Date(now + 26 * hour - aheadMs), done: false },
  ]);
  await clean();
  clock = now + 26 * hour - aheadMs - 1;
  await drain(accounting);
  expect(await paid(x)).toHaveLength(2);
  clock = now + 26 * hour;
  await drain(accounting);
  await accounting.close();
  expect((await paid(x)).map(({ reason }) => reason ?? "paid")).toEqual([
    ...Array.from({ length: 4 }, () => "paid"),
    ...Array.from({ length: 8 }, () => "OVERLIMIT_CLICKS"),
  ]);
  expect(await clocks()).toMatchObject([{ done: true }]);
  await clean();
});
