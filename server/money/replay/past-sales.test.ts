/**
 * Sales booked again: every kind of change, limits that sales of before the window have used, other
 * terms.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unpriced, type BookedConversion } from "../attribution/booked-conversions.ts";
import { SaleUsage } from "../attribution/usage.ts";
import { limitWindows } from "../../domain/calendar.ts";
import { conversionKinds, type ConversionKind } from "../../domain/event-kinds.ts";
import { payoutOf } from "../../domain/terms.ts";
import { bookSubmissions } from "../attribution/submission-job.ts";
import { addLeadType } from "../../testing/worlds/sales-world.ts";
import { handIn } from "../../testing/money/hand-in.ts";
import { settleProgram } from "../attribution/conversion-job.ts";
import { createSalesBench, type SalesBench, type Stage } from "../../testing/money/sales-bench.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import type { AskedReplay } from "./asked.ts";
import { createRandom } from "../../start/demo/random.ts";
import { asked } from "../../testing/money/past-world.ts";
import { runReplay, type ReplayDone } from "./run-replay.ts";

let bench: SalesBench;
beforeAll(async () => {
  bench = await createSalesBench();
});
afterAll(() => bench.close());

const from = Date.parse("2026-06-10T04:00:00Z");
const run = (stage: Stage, more: Partial<AskedReplay> = {}): Promise<ReplayDone> =>
  inTransaction(bench.desk.pool, async (client) => {
    await client.query("set transaction isolation level repeatable read read only");
    return runReplay(
      client,
      asked({ brand: stage.world.brand, program: stage.world.program }, { from, ...more }),
      async () => {},
    );
  });
const step = () => (bench.clock.now += 60_000);
const limits = [
  { kind: "CONVERSIONS" as const, reset: "MONTH" as const, max: "9" },
  { kind: "PAYOUT" as const, reset: "CONTRACT" as const, max: "80" },
];
const draft = (rate: string, more: object = {}) => {
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate, limits: [], ...more }],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};

test.each([1, 2, 3, 4, 5, 6])(
  "sales give what the ledger holds, whatever was restated, changed, approved, reversed or " +
    "locked (seed %i)",
  async (seed) => {
    bench.clock.now = Date.parse("2026-06-20T12:00:00Z");
    const { next } = createRandom(seed);
    const stage = await bench.stage({ limits });
    const creatives = ["a", "b", "c", "d", "e", "f"];
    const dates = [
      "2026-06-03",
      "2026-06-08",
      "2026-06-11",
      "2026-06-12",
      "2026-06-15",
      "2026-06-16",
    ];
    const oneOf = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
    for (let n = 0; n < 25; n += 1) {
      step();
      const roll = next();
      if (roll < 0.6) {
        const rows = creatives
          .filter(() => next() < 0.4)
          .map((creative) => {
            const orders = Math.floor(next() * 4);
            return {
              creative,
              date: dates[creatives.indexOf(creative)] ?? "",
              orders,
              units: orders,
              amount: orders === 0 ? "0" : String(orders * 40 + Math.floor(next() * 50)),
            };
          });
        if (rows.length > 0) await stage.report(...rows);
      } else {
        const known = (await stage.conversions()).map(({ id }) => id);
        if (known.length > 0)
          await stage
            .ask(oneOf(known), oneOf(["APPROVE", "APPROVE_OUTSIDE", "REVERSE"] as const), {
              code: "OTHER",
            })
            .catch(() => {});
        step();
        await settleProgram(bench.desk, stage.world.program);
      }
    }
    const { result } = await run(stage);
    expect(result.check).toMatchObject({ equal: true, firstDifference: null });
    expect(result.check?.sales).toBeGreaterThan(0);
    expect(result.total.tried).toEqual(result.total.now);
  },
);

test.each([1, 2, 3])(
  "orders and leads of a shop give what the ledger holds, with changes and limits (seed %i)",
  async (seed) => {
    bench.clock.now = Date.parse("2026-06-20T12:00:00Z");
    const random = createRandom(seed);
    const stage = await bench.stage({ limits }, "10%", { rate: "7", limits });
    const { owner, desk } = bench;
    await addLeadType(owner, stage.world, "signup");
    for (let batch = 0; batch < 6; batch += 1) {
      step();
      const rows = Array.from({ length: 6 }, () => {
        const orderId = `R-${random.below(14)}`;
        const at = from - 5 * 86_400_000 + random.below(14 * 86_400_000);
        const eventDate = new Date(Math.min(at, bench.clock.now)).toISOString();
        if (random.chance(0.4)) {
          const back = { change: "REVERSE", reason: "REJECTED" };
          const named = { event: "lead", orderId, eventDate };
          return random.chance(0.3)
            ? { ...named, ...back }
            : { ...named, partner: stage.partner.code };
        }
        const items = Array.from({ length: 1 + random.below(3) }, (_, n) => ({
          sku: `S${n}`,
          price: `${1 + random.below(90)}.50`,
        }));
        const changed = { change: "MODIFY", reason: "ORDER_UPDATE", currency: "USD" };
        const shop = { event: "SALE", partner: stage.partner.code, currency: "USD", items };
        return {
          orderId,
          eventDate,
          ...(random.chance(0.3) ? { ...changed, subtotal: `${random.below(99)}.25` } : shop),
        };
      });
      await handIn(owner, stage.world, rows, { now: bench.clock.now });
      while ((await bookSubmissions(desk)) > 0);
    }
    const { result } = await run(stage);
    expect(result.check).toMatchObject({ equal: true, firstDifference: null });
    expect(result.check?.sales).toBeGreaterThan(3);
    expect(result.check?.leads).toBeGreaterThan(1);
    expect(result.total.tried).toEqual(result.total.now);
    await stage.balanced();
  },
);

test("another amount for leads, and a limit on them: orders stay as they are", async () => {
  bench.clock.now = Date.parse("2026-06-20T12:00:00Z");
  const stage = await bench.stage({}, "10%", { rate: "2" });
  const { owner, desk } = bench;
  await addLeadType(owner, stage.world, "signup");
  const at = { eventDate: "2026-06-18T12:00:00Z", partner: stage.partner.code };
  const leads = ["1", "2", "3"].map((orderId) => ({ event: "lead", orderId, ...at }));
  const order = { event: "SALE", orderId: "1", currency: "USD", subtotal: "50", ...at };
  await handIn(owner, stage.world, [...leads, order], { now: bench.clock.now });
  while ((await bookSubmissions(desk)) > 0);
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [
      { event: "SALE", rate: "10%", limits: [] },
      {
        event: "LEAD",
        rate: "3",
        limits: [{ kind: "CONVERSIONS", reset: "MONTH", max: "2" }],
      },
    ],
  });
  const { result, moves } = await run(stage, { terms: parsed.ok ? parsed.value : null });
  expect(result.total).toMatchObject({
    sales: 1,
    leads: 3,
    now: { USD: "11000000" },
    tried: { USD: "11000000" },
    salesThen: { paid: 1 },
    leadsNow: { paid: 3 },
    leadsThen: { paid: 2, unpaid: 1 },
  });
  expect(moves).toMatchObject([{ event: "LEAD", to: { kind: "OVER_LIMIT" } }]);
  expect(result.hits).toMatchObject([{ text: "2 leads a month", events: 1 }]);
});

test("another rate, and a limit that sales from before the window have used", async () => {
  bench.clock.now = Date.parse("2026-06-20T12:00:00Z");
  const stage = await bench.stage({ limits: [] });
  await stage.report({ creative: "early", date: "2026-06-05", orders: 2, amount: "100" });
  step();
  await stage.report(
    { creative: "a", date: "2026-06-11", orders: 1, amount: "100" },
    { creative: "b", date: "2026-06-12", orders: 1, amount: "50" },
    { creative: "c", date: "2026-06-13", orders: 1, amount: "10" },
  );
  const { result, moves } = await run(stage, {
    terms: draft("20%", { limits: [{ kind: "CONVERSIONS", reset: "MONTH", max: "4" }] }),
  });
  expect(result.total).toMatchObject({
    sales: 3,
    now: { USD: "16000000" },
    tried: { USD: "30000000" },
    salesThen: { paid: 2, zero: 0, unpaid: 1 },
  });
  expect(moves).toMatchObject([
    { event: "SALE", to: { kind: "OVER_LIMIT" }, tried: { reason: "OVERLIMIT_CONVERSIONS" } },
  ]);
  expect(result.hits).toMatchObject([{ text: "4 orders a month", events: 1 }]);
  // Terms that pay no sales discard them.
  const none = parseTerms({
    currency: "USD",
    eventPayouts: [{ event: "CLICK", rate: "0.10", limits: [] }],
  });
  const { result: discarded } = await run(stage, { terms: none.ok ? none.value : null });
  expect(discarded.total).toMatchObject({ tried: {}, salesThen: { paid: 0, unpaid: 3 } });
});

test("no lead is counted for a limit on sales, and no sale for one on leads", () => {
  const limit = { kind: "CONVERSIONS", reset: "MONTH", max: "9" } as const;
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: conversionKinds.map((event) => ({ event, rate: "1", limits: [limit] })),
  });
  if (!parsed.ok) throw new Error(parsed.message);
  const at = Date.parse("2026-06-18T12:00:00Z");
  const contract = {
    contractId: "c",
    termsVersionId: "v",
    versionNumber: 1,
    validity: { start: 0, end: null },
    terms: parsed.value,
  };
  const booked = (kind: ConversionKind, count: bigint, payout: bigint): BookedConversion => ({
    ...unpriced({
      id: "i",
      kind,
      eventType: null,
      rowKey: "k",
      orderId: "o",
      partnerId: "p",
      linkId: null,
      date: "2026-06-18",
      at,
      isTest: false,
      simulated: false,
      notSplit: false,
      source: "API",
      clickedAt: null,
      units: 0n,
      amount: 0n,
      currency: "USD",
      traits: null,
      leads: kind === "LEAD" ? count : 0n,
      orders: kind === "SALE" ? count : 0n,
    }),
    payout,
    contractId: "c",
  });
  const one = fc.record({
    kind: fc.constantFrom(...conversionKinds),
    count: fc.bigInt({ min: 0n, max: 3n }),
    payout: fc.bigInt({ min: 0n, max: 2n }),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), fc.array(one, { maxLength: 6 }), (had, more) => {
      const calendar = { zone: "UTC", yearStartMonth: 1 };
      const usage = new SaleUsage({ id: "g", calendar, limits: [] });
      const asks = conversionKinds.map((kind) => ({ kind, partner: "p", contract, at }));
      const all = had.map(({ kind, count, payout }) => booked(kind, count, payout));
      usage.open(asks, () => all);
      for (const { kind, count, payout } of more) usage.move(null, booked(kind, count, payout));
      for (const ask of asks) {
        const [own] = payoutOf(parsed.value, ask.kind)?.limits ?? [];
        const [period] = own ? limitWindows("MONTH", at, calendar) : [];
        if (!own || !period) throw new Error("no limit");
        const paid = [...had, ...more].filter(
          ({ kind, payout }) => kind === ask.kind && payout > 0n,
        );
        expect(usage.by(ask, null)(own, period)).toBe(
          paid.reduce((sum, { count }) => sum + count, 0n),
        );
      }
    }),
  );
});
