import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSalesBench, type SalesBench, type Stage } from "../../testing/money/sales-bench.ts";
import { runReportStory } from "../../testing/seed/report-story.ts";
import type { Grouping } from "../../domain/attribution.ts";
import {
  reportPage,
  startReportService,
  type ServiceAnswer,
} from "../../testing/worlds/report-server.ts";
import { lockSql } from "../../platform/db/locks.ts";
import { decideHold } from "./breaker.ts";
import { settleProgram } from "./conversion-job.ts";
import { createAttributionPoller } from "./poller.ts";
import { createReportClient } from "./report-client.ts";
import { bookTold } from "./conversions.ts";
import { hideUntold } from "./told-rows.ts";
import { tellReport } from "./telling.ts";

let bench: SalesBench;
const start = Date.parse("2026-06-20T12:00:00Z");
beforeAll(async () => {
  bench = await createSalesBench();
});
beforeEach(() => {
  bench.clock.now = start;
});
afterAll(() => bench.close());

interface Told {
  creative?: string | null;
  orders: number;
  clicks?: number;
  /** Micro-free: 10 for each order, unless said. */
  amount?: string;
  date?: string;
}
const rowOf = (stage: Stage, { creative, orders, clicks = 100, amount, date }: Told) => ({
  date: (date ?? "2026-06-10").replaceAll("-", ""),
  advertiserName: "Brand",
  publisher: "P",
  campaignId: stage.world.programCode,
  adGroupId: stage.partner.code,
  ...(creative === undefined ? {} : { creativeId: creative }),
  "Click-throughs": String(clicks),
  attributedTotalPurchases14d: String(orders),
  totalUnitsSold14d: String(orders),
  totalAttributedSales14d: amount ?? String(orders * 10),
});
/** A whole run of one grouping: what it does not tell is hidden since. */
async function run(stage: Stage, grouping: Grouping, rows: readonly unknown[]) {
  const startedAt = (bench.clock.now += 1_000);
  const told = await tellReport({
    ...bench.desk,
    programId: stage.world.program,
    advertiserId: stage.world.advertiserId,
    grouping,
    simulated: false,
    rows,
    startedAt,
  });
  await hideUntold(bench.desk.pool, {
    programId: stage.world.program,
    grouping,
    startDate: "2026-05-01",
    endDate: "2026-06-20",
    beganAt: startedAt,
  });
  return told;
}
const bookAll = (stage: Stage) => bookTold(bench.desk, stage.world.program);
async function pair(stage: Stage, adGroup: Told[], creatives: Told[]) {
  await run(
    stage,
    "ADGROUP",
    adGroup.map((told) => rowOf(stage, told)),
  );
  await run(
    stage,
    "CREATIVE",
    creatives.map((told) => rowOf(stage, told)),
  );
  return bookAll(stage);
}
const sales = async (stage: Stage) =>
  (await stage.conversions()).map(({ order_id: order, orders, amount_micros: amount, state }) => [
    String(order).split("/")[1] ?? String(order).split("-").slice(4).join("-"),
    orders,
    amount,
    state,
  ]);

test("what Amazon does not split is one sale of the partner; it shrinks", async () => {
  const stage = await bench.stage();
  const ad = stage.world.adCode;
  expect(await pair(stage, [{ orders: 5 }], [{ creative: ad, orders: 2 }])).toEqual({
    booked: 2,
    waiting: 0,
    parked: 0,
    held: 0,
  });
  const split = { link_id: expect.any(String), not_split: false, orders: 2n };
  const rest = {
    order_id: `AMZ-${stage.world.programCode}-20260610-${stage.partner.code}-not-split`,
    partner_account_id: stage.partner.id,
    link_id: null,
    not_split: true,
    orders: 3n,
    amount_micros: 30_000_000n,
    payout_micros: 3_000_000n,
    outcome: "PAID",
    contract_id: stage.contract,
  };
  const both = await stage.conversions();
  expect(both.find((sale) => sale.not_split === false)).toMatchObject(split);
  expect(both.find((sale) => sale.not_split === true)).toMatchObject(rest);
  await stage.balanced();
  await pair(
    stage,
    [{ orders: 5 }],
    [
      { creative: ad, orders: 2 },
      { creative: "spring", orders: 2 },
    ],
  );
  expect((await stage.conversions()).find((sale) => sale.not_split === true)).toMatchObject({
    orders: 1n,
    payout_micros: 1_000_000n,
  });
  await pair(
    stage,
    [{ orders: 5 }],
    [
      { creative: ad, orders: 2 },
      { creative: "spring", orders: 3 },
    ],
  );
  expect((await stage.conversions()).find((sale) => sale.not_split === true)).toMatchObject({
    orders: 0n,
    payout_micros: 0n,
    state: "REVERSED",
  });
  expect(
    await pair(
      stage,
      [{ orders: 5 }],
      [
        { creative: ad, orders: 2 },
        { creative: "spring", orders: 3 },
      ],
    ),
  ).toEqual({ booked: 0, waiting: 0, parked: 0, held: 0 });
  await stage.balanced();
});

test("a creative called not-split takes no other's order id", async () => {
  const stage = await bench.stage();
  await pair(stage, [{ orders: 5 }], [{ creative: "not-split", orders: 2 }]);
  const ids = (await stage.conversions()).map(({ order_id: id }) => id);
  const of = `AMZ-${stage.world.programCode}-20260610-${stage.partner.code}`;
  expect(new Set(ids)).toEqual(new Set([`${of}/not-split`, `${of}-not-split`]));
});

test("creatives newer than their ad group wait; then the pair is booked whole", async () => {
  const stage = await bench.stage();
  const ad = stage.world.adCode;
  await pair(stage, [{ orders: 2 }], [{ creative: ad, orders: 2 }]);
  expect(await pair(stage, [{ orders: 2 }], [{ creative: ad, orders: 3 }])).toEqual({
    booked: 0,
    waiting: 1,
    parked: 0,
    held: 0,
  });
  expect((await sales(stage))[0]?.[1]).toBe(2n);
  expect(await pair(stage, [{ orders: 3 }], [{ creative: ad, orders: 3 }])).toMatchObject({
    booked: 1,
    waiting: 0,
  });
  await stage.balanced();
});

test("a cent that rounding makes keeps no ad group waiting for ever", async () => {
  const stage = await bench.stage();
  const creatives = [
    { creative: "c1", orders: 2 },
    { creative: "c2", orders: 2 },
  ];
  const done = await pair(stage, [{ orders: 4, amount: "39.99" }], creatives);
  expect(done).toMatchObject({ booked: 2, waiting: 0 });
  const amounts = (await stage.conversions()).map(({ amount_micros: amount }) => amount);
  expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(39_990_000n);
  await stage.balanced();
});

test("a hidden creative keeps its sales until its ad group has less", async () => {
  const stage = await bench.stage();
  const ad = stage.world.adCode;
  await pair(
    stage,
    [{ orders: 9 }],
    [
      { creative: ad, orders: 4 },
      { creative: "c2", orders: 5 },
    ],
  );
  expect(await pair(stage, [{ orders: 9 }], [{ creative: "c2", orders: 5 }])).toMatchObject({
    booked: 0,
  });
  await pair(stage, [{ orders: 8 }], [{ creative: "c2", orders: 5 }]);
  expect((await sales(stage)).map(([id, orders]) => [id, orders])).toEqual(
    expect.arrayContaining([
      [ad, 0n],
      ["c2", 5n],
      ["not-split", 3n],
    ]),
  );
  await stage.balanced();
});

test("an ad group that is hidden books nothing, whatever its creatives say", async () => {
  const stage = await bench.stage();
  const ad = stage.world.adCode;
  await pair(stage, [{ orders: 4 }], [{ creative: ad, orders: 4 }]);
  const before = await stage.conversions();
  const masked = { orders: 1, clicks: 9 };
  expect(await pair(stage, [masked], [])).toMatchObject({ booked: 0, waiting: 1 });
  expect(await pair(stage, [masked], [{ creative: ad, orders: 6 }])).toMatchObject({
    booked: 0,
    waiting: 1,
  });
  // What is told again is nothing to wait for anew.
  expect(await pair(stage, [], [{ creative: ad, orders: 6 }])).toMatchObject({
    booked: 0,
    waiting: 0,
  });
  expect(await stage.conversions()).toEqual(before);
  await pair(stage, [{ orders: 6 }], [{ creative: ad, orders: 6 }]);
  expect((await sales(stage))[0]?.[1]).toBe(6n);
});

test("February 2024: no creative is told, no cent moves, the next run books on", async () => {
  const stage = await bench.stage();
  const creatives = Array.from({ length: 20 }, (_, i) => ({ creative: `c${i}`, orders: 3 }));
  await pair(stage, [{ orders: 61 }], creatives);
  const before = await stage.conversions();
  await run(stage, "ADGROUP", [rowOf(stage, { orders: 61 })]);
  const night = creatives.map((told, i) => ({
    ...rowOf(stage, told),
    ...(i < 17
      ? {
          creativeId: null,
          "Click-throughs": "",
          attributedTotalPurchases14d: "",
          totalUnitsSold14d: "",
          totalAttributedSales14d: "",
        }
      : {}),
  }));
  expect(await run(stage, "CREATIVE", night)).toMatchObject({ masked: 17, unchanged: 3, bad: 0 });
  expect(await bookAll(stage)).toMatchObject({ booked: 0 });
  expect(await stage.conversions()).toEqual(before);
  await pair(stage, [{ orders: 62 }], [{ creative: "c0", orders: 4 }, ...creatives.slice(1)]);
  expect((await stage.conversion("c0")).orders).toBe(4n);
  await stage.balanced();
});

test("orders that fall beside their clicks are returns, taken back once", async () => {
  const stage = await bench.stage();
  const ad = stage.world.adCode;
  await pair(stage, [{ orders: 5 }], [{ creative: ad, orders: 5 }]);
  await pair(stage, [{ orders: 3 }], [{ creative: ad, orders: 3 }]);
  await settleProgram(bench.desk, stage.world.program);
  expect((await sales(stage)).map(([, orders]) => orders)).toEqual([3n]);
  await stage.balanced();
});

test("an ad group that can be booked again is parked no more, whatever else is", async () => {
  const stage = await bench.stage();
  const { program } = stage.world;
  const poison = async (...dates: string[]) => {
    await bench.owner.query("drop trigger if exists poisoned on attribution_row");
    if (dates.length > 0)
      await bench.owner.query(
        `create trigger poisoned before insert on attribution_row
          for each row when (new.date in (${dates.map((date) => `'${date}'`).join(", ")}))
          execute function poisoned()`,
      );
  };
  const parked = async () =>
    (
      await bench.owner.query(
        `select subject
          from parked_item
          where kind = 'REPORT_ROW' and program_id = $1 and done_at is null`,
        [program],
      )
    ).rowCount;
  await bench.owner.query(
    `create function poisoned() returns trigger language plpgsql as $$
      begin raise numeric_value_out_of_range; end $$`,
  );
  await poison("2026-06-01", "2026-06-02");
  expect(await pair(stage, many(4, 3), [])).toMatchObject({ booked: 1, parked: 2 });
  expect(await parked()).toBe(2);
  bench.clock.now += 60_000;
  await poison("2026-06-02");
  expect(await bookAll(stage)).toMatchObject({ booked: 1, parked: 1 });
  expect(await parked()).toBe(1);
  bench.clock.now += 3_600_000;
  await poison();
  expect(await bookAll(stage)).toMatchObject({ booked: 1, parked: 0 });
  expect(await parked()).toBe(0);
  // Killed between the two.
  await bench.owner.query("update parked_item set done_at = null where program_id = $1", [program]);
  await bookAll(stage);
  expect(await parked()).toBe(0);
  await stage.balanced();
});

test("campaigns are kept by day and credited to nobody, other tags' among them", async () => {
  const stage = await bench.stage();
  await run(stage, "CAMPAIGN", [
    rowOf(stage, { orders: 7 }),
    { ...rowOf(stage, { orders: 2 }), campaignId: "another-tool" },
  ]);
  await pair(stage, [{ orders: 4 }], []);
  const { rows } = await bench.owner.query(
    `select campaign_id = $2 as own, date, sum(orders)::int as orders
      from report_row
      where program_id = $1 and grouping = 'CAMPAIGN'
      group by 1, 2
      order by 1`,
    [stage.world.program, stage.world.programCode],
  );
  expect(rows).toEqual([
    { own: false, date: "2026-06-10", orders: 2 },
    { own: true, date: "2026-06-10", orders: 7 },
  ]);
  expect((await sales(stage)).map(([, orders]) => orders)).toEqual([4n]);
});

const many = (orders: number, count = 10): Told[] =>
  Array.from({ length: count }, (_, i) => ({
    orders,
    date: `2026-06-${String(1 + i).padStart(2, "0")}`,
  }));
const openHold = async (stage: Stage) =>
  (
    await bench.owner.query(
      `select
          orders_booked,
          orders_taken,
          row_count,
          rows,
          told_at,
          decision,
          decided_by,
          outcome
        from attribution_hold
        where program_id = $1
        order by held_at`,
      [stage.world.program],
    )
  ).rows as Record<string, unknown>[];
const parkedHold = async (stage: Stage) =>
  (
    await bench.owner.query(
      `select reason
        from parked_item
        where kind = 'REPORT_HELD' and subject = $1 and done_at is null and next_try_at is null`,
      [stage.world.program],
    )
  ).rows;
const total = async (stage: Stage) =>
  (await stage.conversions()).reduce((sum, { orders }) => sum + orders, 0n);

test("a mass return is held whole, and passes after a person's word", async () => {
  const stage = await bench.stage();
  await pair(stage, many(4), []);
  // Also what it would add waits.
  const returned = [...many(2, 5), ...many(9).slice(5)];
  expect(await pair(stage, returned, [])).toEqual({ booked: 0, waiting: 0, parked: 0, held: 10 });
  expect(await bookAll(stage)).toMatchObject({ booked: 0, held: 10 });
  expect([await total(stage), await parkedHold(stage)]).toEqual([
    40n,
    [{ reason: "TAKES_TOO_MUCH" }],
  ]);
  expect(await openHold(stage)).toMatchObject([
    { orders_booked: 40n, orders_taken: 10n, row_count: 5, decision: null, outcome: null },
  ]);
  expect((await openHold(stage))[0]?.rows).toContainEqual({
    date: "2026-06-01",
    adGroup: stage.partner.code,
    ordersBooked: "4",
    ordersTold: "2",
    amountBooked: "40000000",
    amountTold: "20000000",
  });
  expect(await decideHold(bench.owner, stage.world.program, "PASS", bench.clock.now)).toBe(true);
  expect(await bookAll(stage)).toMatchObject({ booked: 10, held: 0 });
  expect([await total(stage), await parkedHold(stage)]).toEqual([55n, []]);
  expect(await openHold(stage)).toMatchObject([{ decision: "PASS", outcome: "PASSED" }]);
  expect(await decideHold(bench.owner, stage.world.program, "PASS", bench.clock.now)).toBe(false);
  await stage.balanced();
});

test("what is taken back is measured though its sum is more than 64 bits hold", async () => {
  const stage = await bench.stage();
  await pair(stage, many(9, 3), []);
  // As thousands of rows together, each with the most that one may tell.
  await bench.owner.query("update attribution_row set amount_micros = $2 where program_id = $1", [
    stage.world.program,
    8n * 10n ** 18n,
  ]);
  expect(await pair(stage, many(1, 3), [])).toMatchObject({ booked: 0, held: 3 });
  const { rows } = await bench.owner.query(
    "select amount_taken_micros::text as taken from attribution_hold where program_id = $1",
    [stage.world.program],
  );
  expect(rows).toEqual([{ taken: `${24n * 10n ** 18n - 30_000_000n}` }]);
});

test("a word is of what was seen: what takes back more by then is held anew", async () => {
  for (const decision of ["PASS", "DROP"] as const) {
    const stage = await bench.stage();
    const { program } = stage.world;
    await pair(stage, many(4), []);
    await pair(stage, many(3), []);
    await bench.owner.query("update attribution_hold set told_at = held_at where program_id = $1", [
      program,
    ]);
    await decideHold(bench.owner, program, decision, bench.clock.now);
    expect(await pair(stage, many(1), [])).toMatchObject({ booked: 0, held: 10 });
    expect(await total(stage)).toBe(40n);
    expect(await openHold(stage)).toMatchObject([
      { orders_taken: 30n, decision: null, told_at: null, outcome: null },
    ]);
    await decideHold(bench.owner, program, decision, bench.clock.now);
    expect(await pair(stage, many(2), []), "less than was seen").toMatchObject({ held: 0 });
    expect(await total(stage)).toBe(decision === "PASS" ? 20n : 40n);
    await stage.balanced();
  }
});

test("a worker killed before it closes what passed lets no later report pass", async () => {
  const stage = await bench.stage();
  const { program } = stage.world;
  await pair(stage, many(4), []);
  await pair(stage, many(2), []);
  await decideHold(bench.owner, program, "PASS", bench.clock.now);
  expect(await bookAll(stage)).toMatchObject({ booked: 10 });
  await bench.owner.query(
    "update attribution_hold set outcome = null, closed_at = null where program_id = $1",
    [program],
  );
  expect(await bookAll(stage)).toMatchObject({ booked: 0, held: 0 });
  expect(await openHold(stage)).toMatchObject([{ decision: "PASS", outcome: "PASSED" }]);
  expect(await pair(stage, many(0), [])).toMatchObject({ booked: 0, held: 10 });
});

test("the command line's word is nobody else's", async () => {
  const stage = await bench.stage();
  const { program } = stage.world;
  await pair(stage, many(4), []);
  await pair(stage, many(2), []);
  await bench.owner.query(
    `update attribution_hold
      set decision = 'DROP', decided_at = held_at, decided_by = $2
      where program_id = $1`,
    [program, stage.partner.id],
  );
  await decideHold(bench.owner, program, "PASS", bench.clock.now);
  expect(await openHold(stage)).toMatchObject([{ decision: "PASS", decided_by: null }]);
});

test("a dropped report leaves what is booked until Amazon tells something else", async () => {
  const stage = await bench.stage();
  await pair(stage, many(4), []);
  const broken = [...many(1, 5), ...many(9).slice(5)];
  await pair(stage, broken, []);
  await decideHold(bench.owner, stage.world.program, "DROP", bench.clock.now);
  expect(await bookAll(stage), "what takes nothing back is booked").toMatchObject({ booked: 5 });
  expect([await total(stage), await parkedHold(stage)]).toEqual([65n, []]);
  expect(await pair(stage, broken, [])).toMatchObject({ booked: 0, held: 0 });
  expect(await pair(stage, [...many(4, 5), ...many(9).slice(5)], [])).toMatchObject({ booked: 0 });
  expect(await pair(stage, [...many(5, 5), ...many(9).slice(5)], [])).toMatchObject({ booked: 5 });
  expect(await openHold(stage)).toMatchObject([{ outcome: "DROPPED" }]);
  await stage.balanced();
});

test("more click-throughs alone are no news of what was dropped", async () => {
  const stage = await bench.stage();
  await pair(stage, many(4), []);
  await pair(stage, many(1), []);
  await decideHold(bench.owner, stage.world.program, "DROP", bench.clock.now);
  await bookAll(stage);
  const clicked = many(1).map((told) => ({ ...told, clicks: 120 }));
  expect(await pair(stage, clicked, [])).toMatchObject({ booked: 0, held: 0 });
  expect([await total(stage), await parkedHold(stage)]).toEqual([40n, []]);
});

test("what waits is no part of what is measured, however long it waits", async () => {
  const stage = await bench.stage();
  const old = { orders: 90, date: "2026-05-02" };
  await pair(stage, [old, ...many(4)], []);
  await pair(stage, many(4), [{ ...old, creative: "c" }]);
  await pair(stage, [...many(2, 5), ...many(4).slice(5)], [{ ...old, creative: "c", orders: 91 }]);
  expect(await openHold(stage)).toMatchObject([{ orders_booked: 20n, orders_taken: 10n }]);
});

test("a hold dissolves when the next report takes back no more than can be", async () => {
  const stage = await bench.stage();
  await pair(stage, many(4), []);
  expect(await pair(stage, many(1), [])).toMatchObject({ held: 10 });
  expect(await pair(stage, [...many(3, 2), ...many(4).slice(2)], [])).toMatchObject({
    booked: 2,
    held: 0,
  });
  expect([await total(stage), await parkedHold(stage)]).toEqual([38n, []]);
  expect(await openHold(stage)).toMatchObject([{ decision: null, outcome: "DISSOLVED" }]);
  await stage.balanced();
});

/** A poller of the ad groups' report alone, in pages as `page` gives them by their cursor. */
async function pollerOf(stage: Stage, page: (cursorId: unknown) => ServiceAnswer) {
  const service = await startReportService(({ body }) =>
    body.groupBy === "ADGROUP" ? page(body.cursorId) : reportPage(""),
  );
  const { clock, log } = bench.desk;
  const client = createReportClient({
    baseUrl: service.url,
    credentials: { clientId: "c", scope: "1" },
    token: () => Promise.resolve("t"),
    clock,
    log,
  });
  const worker = () => {
    const poller = createAttributionPoller({
      ...bench.desk,
      clientOf: ({ id }) => (id === stage.world.program ? client : null),
      everyMs: 1_000,
    });
    return (): Promise<number> => {
      bench.clock.now += 600_000;
      return poller.pollOnce();
    };
  };
  return { poll: worker(), pollElsewhere: worker(), close: service.close };
}

test("one worker asks for a program's report at a time", async () => {
  const stage = await bench.stage();
  let asked = 0;
  const { poll, pollElsewhere, close } = await pollerOf(stage, () => {
    asked += 1;
    return reportPage("", rowOf(stage, { orders: 4 }));
  });
  // Held, as by another worker between two of its pages.
  const other = await bench.owner.connect();
  const key = [stage.world.program];
  await other.query(`select pg_advisory_lock(${lockSql("REPORT", "$1")})`, key);
  expect(await poll()).toBe(0);
  expect(asked).toBe(0);
  await other.query(`select pg_advisory_unlock(${lockSql("REPORT", "$1")})`, key);
  other.release();
  expect(await poll()).toBe(1);
  expect(await pollElsewhere(), "it is free again").toBe(0);
  expect(asked).toBe(2);
  await close();
});

test("pages are told again after another worker's run told others", async () => {
  const stage = await bench.stage();
  let orders = 4;
  const { poll, pollElsewhere, close } = await pollerOf(stage, () =>
    reportPage("", rowOf(stage, { orders })),
  );
  expect([await poll(), await poll()]).toEqual([1, 0]);
  orders = 3;
  expect(await pollElsewhere()).toBe(1);
  orders = 4;
  expect(await poll()).toBe(1);
  expect((await sales(stage)).map(([, booked]) => booked)).toEqual([4n]);
  await close();
});

test("pages are told again after a run that stopped, though the last one told them", async () => {
  const stage = await bench.stage();
  let broken = false;
  const { poll, close } = await pollerOf(stage, (cursorId) => {
    if (cursorId === "") return reportPage("2", rowOf(stage, { orders: broken ? 3 : 4 }));
    return broken ? { status: 400, body: { code: "400", details: "cursor" } } : reportPage("");
  });
  for (const isBroken of [false, true, true, false]) {
    broken = isBroken;
    await poll();
  }
  await close();
  expect((await sales(stage)).map(([, orders]) => orders)).toEqual([4n]);
  await stage.balanced();
});

test("of a report that is half told nothing is booked: all of it is measured at once", async () => {
  const stage = await bench.stage();
  let [told, broken] = [many(4), false];
  const { poll, close } = await pollerOf(stage, (cursorId) => {
    const rows = told.map((row) => rowOf(stage, row));
    if (cursorId === "") return reportPage("2", ...rows.slice(0, 5));
    return broken ? { status: 500, body: {} } : reportPage("", ...rows.slice(5));
  });
  await poll();
  [told, broken] = [many(3), true];
  expect([await poll(), await total(stage), await openHold(stage)]).toEqual([0, 40n, []]);
  broken = false;
  expect([await poll(), await total(stage)]).toEqual([0, 40n]);
  expect(await openHold(stage)).toMatchObject([{ orders_booked: 40n, orders_taken: 10n }]);
  await close();
});

test("a row that cannot be read is told though its run stops, until a whole has none", async () => {
  const stage = await bench.stage();
  let [broken, bad] = [true, true];
  const { poll, close } = await pollerOf(stage, (cursorId) => {
    const row = rowOf(stage, { orders: 4 });
    if (cursorId === "") return reportPage("2", row, ...(bad ? [{ ...row, date: "soon" }] : []));
    return broken ? { status: 500, body: {} } : reportPage("");
  });
  const told = async () =>
    (
      await bench.owner.query(
        `select detail
          from parked_item
          where kind = 'REPORT_ROW' and program_id = $1 and done_at is null`,
        [stage.world.program],
      )
    ).rows;
  const one = [{ detail: expect.stringContaining("1 rows of the report by ADGROUP cannot be") }];
  await poll();
  expect(await told(), "it stops behind the row").toEqual(one);
  broken = false;
  await poll();
  expect(await told(), "it goes on behind the row").toEqual(one);
  bad = false;
  await poll();
  expect(await told()).toEqual([]);
  await close();
});

test("60 days of reports on bad days end in the ledger of one clean run", async () => {
  const done = await runReportStory(bench, {
    seed: 11,
    name: "story",
    sizes: [1, 9, 10, 500],
    rounds: 5,
    pageRows: 40,
    kills: 0.4,
  });
  expect(done).toMatchObject({ difference: null });
  expect(done.kills).toBeGreaterThan(0);
  expect(Math.min(done.pages, done.failures)).toBeGreaterThan(2);
  expect(done.held, "a mass return among them").toBeGreaterThan(0);
}, 60_000);
