import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addContract } from "../../testing/worlds/sales-world.ts";
import { settleProgram } from "./conversion-job.ts";
import { createSalesBench, type SalesBench, type Stage } from "../../testing/money/sales-bench.ts";

let bench: SalesBench;
beforeAll(async () => {
  bench = await createSalesBench();
});
beforeEach(() => {
  bench.clock.now = Date.parse("2026-06-20T12:00:00Z");
});
afterAll(() => bench.close());

const settle = ({ world }: Stage) => settleProgram(bench.desk, world.program);
const orders = (max: number, reset: "MONTH" | "DAY" | "CONTRACT" = "MONTH") => ({
  kind: "CONVERSIONS" as const,
  reset,
  max: String(max),
});
const payout = (max: string, reset: "MONTH" | "CONTRACT" = "CONTRACT") => ({
  kind: "PAYOUT" as const,
  reset,
  max,
});
const standing = async (stage: Stage, creative: string) => {
  const {
    state,
    outcome,
    reason,
    payout_micros: paid,
    would_pay_micros: would,
    outside_of_terms: outside,
  } = await stage.conversion(creative);
  return { state, outcome, reason, paid, would, outside };
};
const held = (outside: boolean) => (outside ? "HELD" : "NO");
const waiting = {
  state: "PENDING",
  outcome: "UNPAID",
  reason: "OVERLIMIT_CONVERSIONS",
  paid: 0n,
  outside: true,
};

test("[D104] a sale past a conversion limit pays nothing until someone approves it", async () => {
  const stage = await bench.stage({ limits: [orders(3)] });
  await stage.report(
    { creative: "a", orders: 2 },
    { creative: "b", orders: 2, amount: "50" },
    { creative: "c" },
  );
  expect(await standing(stage, "a")).toMatchObject({
    outcome: "PAID",
    paid: 10_000_000n,
    outside: false,
  });
  expect(await standing(stage, "b")).toEqual({ ...waiting, would: 5_000_000n });
  expect(await standing(stage, "c")).toMatchObject({ outcome: "PAID", outside: false });
  // Room that comes free pays nothing by itself, a restatement that keeps its size neither.
  await stage.report(
    { creative: "a", orders: 0, amount: "0", units: 0 },
    { creative: "b", orders: 1, units: 3, amount: "40" },
  );
  expect(await standing(stage, "b")).toEqual({ ...waiting, would: 4_000_000n });
  // The clock does not approve it either, nor does an ordinary approval.
  bench.clock.now = Date.parse("2026-09-01T00:00:00Z");
  await settle(stage);
  const { id } = await stage.conversion("b");
  const refused = await stage.ask(id, "APPROVE");
  await settle(stage);
  expect(await stage.request(refused)).toMatchObject({ refusal: "OUTSIDE_OF_TERMS" });
  expect(await standing(stage, "b")).toEqual({ ...waiting, would: 4_000_000n });
  await stage.balanced();
  await stage.ask(id, "APPROVE_OUTSIDE", { comment: "worth it" });
  // Its locking date has passed meanwhile: it locks at once.
  await settle(stage);
  expect(await stage.conversion("b")).toMatchObject({
    state: "APPROVED",
    outcome: "PAID",
    payout_micros: 4_000_000n,
    outside_of_terms: true,
    outside_approved_by: stage.world.user,
  });
  expect((await stage.updates(id)).slice(-2)).toMatchObject([
    {
      kind: "OUTSIDE_APPROVED",
      actor: "PERSON",
      comment: "worth it",
      delta_payout_micros: 4_000_000n,
      state: "PENDING",
    },
    { kind: "APPROVED", actor: "SYSTEM", delta_payout_micros: 0n },
  ]);
  await stage.balanced();
});

test("[D106] 80 % and 100 % of a sales limit are one event each, restated or not", async () => {
  const stage = await bench.stage({ limits: [orders(5)] });
  const events = async () =>
    (
      await bench.desk.pool.query(
        `select percent, max, used, occurred_at as at
          from limit_event
          where program_id = $1
          order by percent`,
        [stage.world.program],
      )
    ).rows;
  await stage.report({ creative: "a", orders: 3 });
  expect(await events()).toEqual([]);
  await stage.report({ creative: "b" });
  const near = { percent: 80, max: 5n, used: 4n };
  expect(await events()).toMatchObject([near]);
  await stage.report({ creative: "a", orders: 2 }, { creative: "c", orders: 2 });
  await stage.report({ creative: "a", orders: 1 });
  await stage.report({ creative: "a", orders: 2 });
  expect(await events()).toMatchObject([near, { percent: 100, max: 5n, used: 5n }]);
  // A sale is dated by the end of its day; nothing is said to have been reached in time to come.
  for (const { at } of await events())
    expect((at as Date).getTime()).toBeLessThanOrEqual(bench.clock.now);
});

test("[D104] what was approved past a limit takes nothing from it, restated or not", async () => {
  const stage = await bench.stage({ limits: [payout("15")] });
  await stage.report({ creative: "a" }, { creative: "b" });
  expect(await standing(stage, "b")).toMatchObject({
    reason: "OVERLIMIT_PAYOUT",
    paid: 0n,
    would: 10_000_000n,
  });
  await stage.ask((await stage.conversion("b")).id, "APPROVE_OUTSIDE");
  await settle(stage);
  await stage.report(
    { creative: "b", amount: "200" },
    { creative: "c", amount: "50" },
    { creative: "d", amount: "0.10" },
  );
  expect((await stage.conversion("b")).payout_micros).toBe(20_000_000n);
  expect((await stage.conversion("c")).payout_micros).toBe(5_000_000n);
  expect(await standing(stage, "d")).toMatchObject({ reason: "OVERLIMIT_PAYOUT", outside: true });
  await stage.balanced();
});

test("of one report's rows those that shrink give back first, in any order", async () => {
  for (const flip of [false, true]) {
    const stage = await bench.stage({ limits: [orders(4)] });
    await stage.report(
      { creative: "a", orders: 1, date: "2026-06-01" },
      { creative: "b", orders: 3, date: "2026-06-02" },
    );
    const rows = [
      { creative: "a", orders: 3, date: "2026-06-01" },
      { creative: "b", orders: 1, date: "2026-06-02" },
    ];
    await stage.report(...(flip ? rows.toReversed() : rows));
    expect(
      (await stage.conversions()).map(({ outcome, orders: count }) => [outcome, count]),
    ).toEqual([
      ["PAID", 3n],
      ["PAID", 1n],
    ]);
  }
});

test("limits start again in the brand's zone, and go on under the next contract", async () => {
  const stage = await bench.stage({ limits: [orders(1), orders(2, "CONTRACT")] });
  // The last instant of 31 May in Los Angeles lies in June in New York.
  await stage.report(
    { creative: "may30", date: "2026-05-30" },
    { creative: "may31", date: "2026-05-31" },
    { creative: "june", date: "2026-06-15" },
  );
  expect(await standing(stage, "may31")).toMatchObject({ outcome: "PAID" });
  expect(await standing(stage, "june")).toMatchObject(waiting);
  await bench.owner.query("update contract set ends_at = '2026-06-12T00:00:00Z' where id = $1", [
    stage.contract,
  ]);
  await addContract(bench.owner, stage.world, stage.partner, {
    startsAt: "2026-06-12T00:00:00Z",
    saleRate: "10%",
    sale: { limits: [orders(1), orders(2, "CONTRACT")] },
  });
  await settle(stage);
  // June's one order is used up by a sale under the old contract.
  expect(await standing(stage, "june")).toMatchObject(waiting);
  await bench.owner.query(
    `update contract
      set ends_at = '2026-06-12T01:00:00Z'
      where starts_at = '2026-06-12T00:00:00Z' and program_id = $1`,
    [stage.world.program],
  );
  await addContract(bench.owner, stage.world, stage.partner, {
    startsAt: "2026-06-12T01:00:00Z",
    saleRate: "10%",
    sale: { limits: [orders(2), orders(1, "CONTRACT")] },
  });
  await settle(stage);
  expect(await standing(stage, "june")).toMatchObject({ outcome: "PAID", outside: false });
  await stage.balanced();
});

test("[D191] a locked sale that grows past a limit keeps its pay until it shrinks", async () => {
  const stage = await bench.stage({ limits: [orders(3)] });
  await stage.report({ creative: "a", orders: 2 });
  await stage.ask((await stage.conversion("a")).id, "APPROVE");
  await settle(stage);
  await stage.report({ creative: "a", orders: 4, amount: "400" });
  expect(await stage.conversion("a")).toMatchObject({
    payout_micros: 10_000_000n,
    adjusted_payout_micros: 0n,
    adjusted_orders: 0n,
    updates: 2,
  });
  await stage.report({ creative: "a", orders: 3, amount: "300" });
  expect(await stage.conversion("a")).toMatchObject({
    adjusted_payout_micros: 20_000_000n,
    adjusted_orders: 1n,
  });
  await stage.report({ creative: "b" });
  expect(await standing(stage, "b")).toMatchObject(waiting);
  await stage.report(
    { creative: "a", orders: 0, units: 0, amount: "0" },
    { creative: "c", orders: 3 },
  );
  expect(await stage.conversion("a")).toMatchObject({
    payout_micros: 10_000_000n,
    adjusted_payout_micros: -10_000_000n,
  });
  expect(await standing(stage, "c")).toMatchObject({ outcome: "PAID" });
  await stage.balanced();
});

test("[D92] two reports at once never spend more than there is", async () => {
  const stage = await bench.stage({ limits: [orders(5)] });
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      stage.report({ creative: `one${i}` }, { creative: `two${i}` }),
    ),
  );
  const outcomes = (await stage.conversions()).map(({ outcome }) => outcome);
  expect([outcomes.filter((outcome) => outcome === "PAID").length, outcomes.length]).toEqual([
    5, 16,
  ]);
  await stage.balanced();
});

test("found 59: a pending sale past its limit is paid again when it shrinks to fit", async () => {
  const stage = await bench.stage({ limits: [orders(3)] });
  const paid = { outcome: "PAID", outside: false };
  await stage.report(
    { creative: "a", orders: 2, amount: "20" },
    { creative: "b", orders: 1, amount: "10" },
  );
  await stage.report({ creative: "a", orders: 4, amount: "40" });
  expect(await standing(stage, "a")).toMatchObject(waiting);
  // Less, and still too much; then what it had.
  await stage.report({ creative: "a", orders: 3, amount: "30" });
  expect(await standing(stage, "a")).toMatchObject({ ...waiting, would: 3_000_000n });
  await stage.report({ creative: "a", orders: 2, amount: "20" });
  expect(await standing(stage, "a")).toMatchObject({ ...paid, paid: 2_000_000n });
  // Its place was taken meanwhile: it waits.
  await stage.report({ creative: "a", orders: 4, amount: "40" });
  await stage.report({ creative: "c", orders: 2, amount: "20" });
  await stage.report({ creative: "a", orders: 2, amount: "20" });
  expect(await standing(stage, "a")).toMatchObject(waiting);
  await stage.ask((await stage.conversion("a")).id, "APPROVE_OUTSIDE");
  await settle(stage);
  await stage.report({ creative: "a", orders: 1, amount: "10" });
  expect(await standing(stage, "a")).toMatchObject({
    outcome: "PAID",
    outside: true,
    paid: 1_000_000n,
  });
  await stage.report({ creative: "c", orders: 4, amount: "40" });
  await stage.ask((await stage.conversion("c")).id, "REVERSE", { code: "OTHER" });
  await settle(stage);
  await stage.report({ creative: "c", orders: 1, amount: "10" });
  expect(await stage.conversion("c")).toMatchObject({ state: "REVERSED", payout_micros: 0n });
  await stage.balanced();
});

// ---------------------------------------------------------------- model
interface Model {
  orders: number;
  cents: number;
  state: "NONE" | "PENDING" | "APPROVED" | "REVERSED";
  byPerson: boolean;
  outside: "NO" | "HELD" | "APPROVED";
  /** Micros and orders that are paid, what was adjusted included. */
  paid: bigint;
  paidOrders: number;
}
const limits = { orders: 6, micros: 30_000_000n };
const priceOf = (cents: number) => BigInt(cents) * 1_000n;

/** The reference: one list, read from the top for every question. */
function restate(models: Model[], index: number, sale: { orders: number; cents: number }): void {
  const model = models[index] as Model;
  const used = models.filter(
    (other) => other !== model && other.paid > 0n && other.outside !== "APPROVED",
  );
  const ask = priceOf(sale.cents);
  const fits =
    used.reduce((sum, each) => sum + each.paidOrders, 0) + sale.orders <= limits.orders &&
    used.reduce((sum, each) => sum + each.paid, 0n) + ask <= limits.micros;
  const free = model.outside === "APPROVED" || ask === 0n;
  if (model.state === "APPROVED") {
    const over = !free && !fits;
    if (model.paid === 0n && ask === 0n) return;
    model.paidOrders = over ? Math.min(sale.orders, model.paidOrders) : sale.orders;
    model.paid = over && ask > model.paid ? model.paid : ask;
    return;
  }
  if (model.state === "REVERSED" && model.byPerson) return;
  if (sale.orders === 0 && sale.cents === 0) {
    if (model.state !== "NONE")
      Object.assign(model, { state: "REVERSED", orders: 0, cents: 0, paid: 0n, paidOrders: 0 });
    return;
  }
  const shrinks =
    sale.orders <= model.orders &&
    sale.cents <= model.cents &&
    (sale.orders < model.orders || sale.cents < model.cents);
  Object.assign(model, { ...sale, state: "PENDING" });
  if (model.outside === "HELD" && ask > 0n && !shrinks)
    return void Object.assign(model, { paid: 0n, paidOrders: 0 });
  const pays = free || fits;
  if (!pays) model.outside = "HELD";
  else if (model.outside === "HELD") model.outside = "NO";
  Object.assign(model, { paid: pays ? ask : 0n, paidOrders: pays && ask > 0n ? sale.orders : 0 });
}

const sale = fc.record({ orders: fc.nat(4), cents: fc.oneof(fc.constant(0), fc.nat(20_000)) });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("REPORT" as const), index: fc.nat(4), sale }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("APPROVE" as const, "APPROVE_OUTSIDE" as const, "REVERSE" as const),
      index: fc.nat(4),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("MODIFY" as const),
      index: fc.nat(4),
      cents: fc.nat(20_000),
    }),
  },
);

/** What the request does to the reference; what it may not do, it does not. */
function request(
  models: Model[],
  index: number,
  kind: "APPROVE" | "APPROVE_OUTSIDE" | "REVERSE" | "MODIFY",
  cents: number,
): void {
  const model = models[index] as Model;
  if (model.state !== "PENDING") return;
  if (kind === "APPROVE" && model.outside !== "HELD") model.state = "APPROVED";
  if (kind === "REVERSE" || (kind === "MODIFY" && cents === 0 && model.cents !== 0))
    return void Object.assign(model, {
      state: "REVERSED",
      byPerson: true,
      paid: 0n,
      paidOrders: 0,
    });
  if (kind === "APPROVE_OUTSIDE" && model.outside === "HELD")
    Object.assign(model, {
      outside: "APPROVED",
      paid: priceOf(model.cents),
      paidOrders: model.orders,
    });
  if (kind === "MODIFY") restate(models, index, { orders: model.orders, cents });
}

test("[D92, D104, D164] sales are paid as a plain list says; no limit is passed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const stage = await bench.stage({ limits: [orders(limits.orders), payout("30")] });
      const models = Array.from({ length: 5 }, (): Model => ({
        orders: 0,
        cents: 0,
        state: "NONE",
        byPerson: false,
        outside: "NO",
        paid: 0n,
        paidOrders: 0,
      }));
      const reported = new Map<number, string>();
      for (const each of steps) {
        const creative = `m${each.index}`;
        if (each.kind === "REPORT") {
          await stage.report({
            creative,
            date: `2026-06-${10 + each.index}`,
            orders: each.sale.orders,
            amount: (each.sale.cents / 100).toFixed(2),
          });
          const text = JSON.stringify(each.sale);
          if (reported.get(each.index) !== text) restate(models, each.index, each.sale);
          reported.set(each.index, text);
        } else if (models[each.index]?.state !== "NONE") {
          const more = {
            ...(each.kind === "MODIFY" && { amount: BigInt(each.cents) * 10_000n }),
            ...(/^(MODIFY|REVERSE)$/.test(each.kind) && { code: "OTHER" }),
          };
          await stage.ask((await stage.conversion(creative)).id, each.kind, more);
          await settle(stage);
          request(models, each.index, each.kind, each.kind === "MODIFY" ? each.cents : 0);
        }
      }
      const booked = await stage.conversions();
      const seen = models.flatMap((model, index) =>
        model.state === "NONE"
          ? []
          : [{ index, state: model.state, paid: model.paid, outside: model.outside }],
      );
      const found = booked.map((conversion) => ({
        index: Number(String(conversion.row_key).at(-1)),
        state: conversion.state,
        paid: conversion.payout_micros + (conversion.adjusted_payout_micros as bigint),
        outside: conversion.outside_approved_at
          ? "APPROVED"
          : held(conversion.outside_of_terms as boolean),
      }));
      expect(found).toEqual(seen);
      const within = models.filter((model) => model.paid > 0n && model.outside !== "APPROVED");
      expect(within.reduce((sum, { paid }) => sum + paid, 0n)).toBeLessThanOrEqual(limits.micros);
      expect(within.reduce((sum, { paidOrders }) => sum + paidOrders, 0)).toBeLessThanOrEqual(
        limits.orders,
      );
      await stage.balanced();
    }),
    { numRuns: 25 },
  );
}, 120_000);
