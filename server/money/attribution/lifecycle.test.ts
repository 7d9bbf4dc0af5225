import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addContract } from "../../testing/worlds/sales-world.ts";
import { createConversionJob, settleProgram, settleWaiting } from "./conversion-job.ts";
import { reversePendingConversions } from "./reversal.ts";
import { inBooking, loadProgramContext } from "./sales-booking.ts";
import { settle as settleSales, type Settled } from "./settling.ts";
import { createSalesBench, type SalesBench, type Stage } from "../../testing/money/sales-bench.ts";

let bench: SalesBench;
const start = Date.parse("2026-06-20T12:00:00Z");
/** A sale of 10 June locks a month and two days after its day: in the brand's New York. */
const locks = Date.parse("2026-07-13T04:00:00Z");
beforeAll(async () => {
  bench = await createSalesBench();
});
beforeEach(() => {
  bench.clock.now = start;
});
afterAll(() => bench.close());

const ledger = async ({ world }: Stage) =>
  (
    await bench.owner.query(
      `select
          event,
          sum(
            case when debit = 'BRAND_BUDGET'
              or credit = 'PARTNER_PAYABLE' then amount_micros else -amount_micros end
          )::bigint as payout
        from ledger_transfer
        where program_id = $1
        group by 1
        order by 1`,
      [world.program],
    )
  ).rows as { event: string; payout: bigint }[];
const settle = ({ world }: Stage) => settleProgram(bench.desk, world.program);

test("[D163] a sale is approved at its locking date, not a millisecond before", async () => {
  const stage = await bench.stage();
  await stage.report({});
  const tracked = await stage.conversion();
  expect(tracked).toMatchObject({ state: "PENDING", locks_at: new Date(locks), locked_at: null });
  bench.clock.now = locks - 1;
  expect(await settleWaiting(bench.desk)).toBe(0);
  bench.clock.now = locks + 86_400_000;
  expect(await settleWaiting(bench.desk)).toBe(1);
  expect(await stage.conversion()).toMatchObject({
    state: "APPROVED",
    locked_at: new Date(locks),
    decided_by: null,
    payout_micros: 10_000_000n,
  });
  expect((await stage.updates(tracked.id)).at(-1)).toMatchObject({
    number: 2,
    kind: "APPROVED",
    actor: "SYSTEM",
    actor_id: null,
    state: "APPROVED",
    delta_payout_micros: 0n,
    delta_orders: 0n,
  });
  await stage.balanced();
});

test("[D163] exactly once, however many workers run, and again after a restart", async () => {
  const stage = await bench.stage();
  await stage.report(...Array.from({ length: 10 }, (_, i) => ({ creative: `c${i}` })));
  bench.clock.now = locks;
  const counts = await Promise.all([1, 2, 3, 4].map(() => settle(stage)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
  expect((await stage.conversions()).map(({ state, updates }) => [state, updates])).toEqual(
    Array.from({ length: 10 }, () => ["APPROVED", 2]),
  );
  await stage.report({ creative: "late" });
  const job = createConversionJob(bench.desk);
  await job.start();
  await expect
    .poll(async () => (await stage.conversion("late")).state, { timeout: 20_000 })
    .toBe("APPROVED");
  await job.stop();
  expect((await stage.conversion("late")).updates).toBe(2);
});

test("[D168] open-ended sales have no date, [D169] nor have test sales: never paid", async () => {
  const stage = await bench.stage({ locking: { openEnded: true } });
  await stage.report({});
  const tested = await bench.stage();
  await tested.report({ creative: tested.testAd });
  bench.clock.now = Date.parse("2036-01-01T00:00:00Z");
  for (const each of [stage, tested]) {
    expect(await settle(each)).toBe(0);
    expect((await each.conversions())[0]).toMatchObject({ state: "PENDING", locks_at: null });
  }
  const { id } = await tested.conversion(tested.testAd);
  await tested.ask(id, "APPROVE");
  await settle(tested);
  expect((await tested.conversions())[0]).toMatchObject({ state: "PENDING", payout_micros: 0n });
  expect(await ledger(tested)).toEqual([]);
  await tested.balanced();
  // An open-ended sale waits for a person.
  await stage.ask((await stage.conversion()).id, "APPROVE");
  await settle(stage);
  expect(await stage.conversion()).toMatchObject({ state: "APPROVED" });
});

test("[D163] a person approves earlier; [D161] what is approved refuses people", async () => {
  const stage = await bench.stage();
  await stage.report({});
  const { id } = await stage.conversion();
  const approval = await stage.ask(id, "APPROVE", { comment: "known buyer" });
  await settle(stage);
  expect(await stage.request(approval)).toMatchObject({ state: "BOOKED", refusal: null });
  expect(await stage.conversion()).toMatchObject({
    state: "APPROVED",
    decided_by: stage.world.user,
    locked_at: new Date(bench.clock.now),
  });
  expect((await stage.updates(id)).at(-1)).toMatchObject({
    actor: "PERSON",
    actor_id: stage.world.user,
    comment: "known buyer",
  });
  for (const [kind, more] of [
    ["REVERSE", { code: "OTHER" }] as const,
    ["MODIFY", { code: "OTHER", amount: 1n }] as const,
    ["APPROVE", {}] as const,
  ]) {
    const refused = await stage.ask(id, kind, more);
    expect(await settle(stage)).toBe(0);
    expect(await stage.request(refused)).toMatchObject({
      state: "REFUSED",
      refusal: "ALREADY_APPROVED",
    });
  }
  await stage.balanced();
});

test("[D164] a modification keeps a sale pending; Amazon's next total replaces it", async () => {
  const stage = await bench.stage();
  await stage.report({ orders: 2, units: 3, amount: "100" });
  const { id } = await stage.conversion();
  await stage.ask(id, "MODIFY", { amount: 60_000_000n, units: 2n, code: "ITEM_RETURNED" });
  await settle(stage);
  expect(await stage.conversion()).toMatchObject({
    state: "PENDING",
    amount_micros: 60_000_000n,
    units: 2n,
    orders: 2n,
    payout_micros: 6_000_000n,
    modifications: 1,
    modification_reason: "ITEM_RETURNED",
  });
  expect((await stage.updates(id)).at(-1)).toMatchObject({
    kind: "MODIFIED",
    code: "ITEM_RETURNED",
    delta_amount_micros: -40_000_000n,
    delta_payout_micros: -4_000_000n,
    delta_units: -1n,
  });
  // Clicks alone are no news of the sale, nor is the same report again.
  expect(await stage.report({ orders: 2, units: 3, amount: "100" })).toMatchObject({
    unchanged: 1,
  });
  expect((await stage.conversion()).amount_micros).toBe(60_000_000n);
  await stage.report({ orders: 2, units: 3, amount: "80" });
  expect(await stage.conversion()).toMatchObject({
    amount_micros: 80_000_000n,
    payout_micros: 8_000_000n,
    state: "PENDING",
  });
  await stage.balanced();
});

test("[D165] the 1,001st modification is refused", async () => {
  const stage = await bench.stage();
  await stage.report({});
  const { id } = await stage.conversion();
  await bench.owner.query("update conversion set modifications = 999 where id = $1", [id]);
  const last = await stage.ask(id, "MODIFY", { amount: 1n, code: "OTHER" });
  await settle(stage);
  const refused = await stage.ask(id, "MODIFY", { amount: 2n, code: "OTHER" });
  await settle(stage);
  expect([(await stage.request(last)).state, (await stage.request(refused)).refusal]).toEqual([
    "BOOKED",
    "TOO_MANY_MODIFICATIONS",
  ]);
  expect(await stage.conversion()).toMatchObject({ modifications: 1000, amount_micros: 1n });
});

test("[D166] an amount of 0 reverses; [D161] what a person reversed stays so", async () => {
  const stage = await bench.stage();
  await stage.report({ orders: 2 }, { creative: "other" });
  const [zeroed, reversed] = [await stage.conversion(), await stage.conversion("other")];
  await stage.ask(zeroed.id, "MODIFY", { amount: 0n, code: "CONS_FRAUD" });
  await stage.ask(reversed.id, "REVERSE", { code: "REJECTED" });
  await settle(stage);
  expect(await stage.conversions()).toMatchObject([
    {
      state: "REVERSED",
      reversal_reason: "CONS_FRAUD",
      orders: 0n,
      payout_micros: 0n,
      decided_by: stage.world.user,
    },
    { state: "REVERSED", reversal_reason: "REJECTED", orders: 0n, payout_micros: 0n },
  ]);
  await stage.report({ orders: 5, amount: "500" });
  expect(await stage.conversion()).toMatchObject({
    state: "REVERSED",
    payout_micros: 0n,
    updates: 2,
  });
  expect(await ledger(stage)).toEqual([{ event: "SALE", payout: 0n }]);
  const refused = await stage.ask(reversed.id, "APPROVE");
  await settle(stage);
  expect(await stage.request(refused)).toMatchObject({ refusal: "ALREADY_REVERSED" });
  await stage.balanced();
});

test("people take back no more of a month's sales than the contract lets; Amazon may", async () => {
  const stage = await bench.stage();
  const month = ["a", "b", "c", "d", "e"].map((creative) => ({ creative }));
  await stage.report(...month, { creative: "may", date: "2026-05-31" }, { creative: stage.testAd });
  await bench.owner.query(
    `update terms_version
      set body = jsonb_set(body, '{maxReturnPercent}', '40')
      where id = (select terms_version_id from contract where id = $1)`,
    [stage.contract],
  );
  // What Amazon takes back is no sale of the month any more, and no reversal by the brand.
  await stage.report({ creative: "e", orders: 0, amount: "0" });
  const ask = async (creative: string, code = "OTHER") =>
    stage.ask((await stage.conversion(creative)).id, "REVERSE", { code });
  const asked = [
    await ask("a"),
    await stage.ask((await stage.conversion("b")).id, "MODIFY", { amount: 0n, code: "OTHER" }),
    await ask("may"),
    await ask(stage.testAd, "TEST_ACTION"),
  ];
  await settle(stage);
  const answers = await Promise.all(asked.map((id) => stage.request(id)));
  // 40 % of four is one; of the one sale of May it is none; tests are nobody's sales.
  expect(answers.map(({ refusal }) => refusal)).toEqual([
    null,
    "RETURN_SHARE_REACHED",
    "RETURN_SHARE_REACHED",
    null,
  ]);
  await stage.report({ creative: "f" });
  const next = await stage.ask((await stage.conversion("b")).id, "MODIFY", {
    amount: 0n,
    code: "OTHER",
  });
  const less = await stage.ask((await stage.conversion("c")).id, "MODIFY", {
    amount: 1n,
    code: "OTHER",
  });
  await settle(stage);
  expect([(await stage.request(next)).refusal, (await stage.request(less)).refusal]).toEqual([
    null,
    null,
  ]);
  const last = await ask("d");
  await settle(stage);
  expect((await stage.request(last)).refusal).toBe("RETURN_SHARE_REACHED");
  await stage.balanced();
});

test("[D191] a restatement after locking is its own entry; locked sums stay [D164]", async () => {
  const stage = await bench.stage();
  await stage.report({ orders: 2, amount: "100" });
  bench.clock.now = locks;
  await settle(stage);
  const { id } = await stage.conversion();
  bench.clock.now += 86_400_000;
  await stage.report({ orders: 1, amount: "40" });
  expect(await stage.conversion()).toMatchObject({
    state: "APPROVED",
    orders: 2n,
    amount_micros: 100_000_000n,
    payout_micros: 10_000_000n,
    adjusted_payout_micros: -6_000_000n,
    adjusted_orders: -1n,
  });
  await stage.report({ orders: 3, amount: "150" });
  await stage.report({ orders: 3, amount: "150" });
  expect(await stage.conversion()).toMatchObject({
    payout_micros: 10_000_000n,
    adjusted_payout_micros: 5_000_000n,
    adjusted_orders: 1n,
    updates: 4,
  });
  expect((await stage.updates(id)).slice(2)).toMatchObject([
    {
      kind: "ADJUSTED",
      state: "APPROVED",
      delta_payout_micros: 0n,
      delta_orders: 0n,
      adjusted_payout_micros: -6_000_000n,
    },
    { kind: "ADJUSTED", delta_payout_micros: 0n, adjusted_payout_micros: 11_000_000n },
  ]);
  expect(await ledger(stage)).toEqual([
    { event: "ADJUSTMENT", payout: 5_000_000n },
    { event: "APPROVAL", payout: 10_000_000n },
    { event: "SALE", payout: 10_000_000n },
  ]);
  const { rows } = await bench.owner.query(
    `select effective_at
      from ledger_transfer
      where program_id = $1 and event = 'ADJUSTMENT'
      order by 1`,
    [stage.world.program],
  );
  expect(rows[0]).toEqual({ effective_at: new Date(locks + 86_400_000 + 1) });
  await stage.balanced();
});

test("a switch is found by the next transaction of a run that is under way", async () => {
  const stage = await bench.stage();
  await stage.report({ amount: "100" });
  const context = await loadProgramContext(bench.desk.pool, stage.world.program);
  const settleAfter = (last?: Settled) =>
    inBooking(bench.desk, context, [], async (booking) => ({
      last: await settleSales(booking, last),
      written: booking.written,
    }));
  const first = await settleAfter();
  await bench.owner.query("update contract set ends_at = '2026-06-05T00:00:00Z' where id = $1", [
    stage.contract,
  ]);
  const second = await settleAfter(first.last);
  expect([first.written, second.written]).toEqual([0, 2]);
  expect(await stage.conversion()).toMatchObject({ reason: "CONTRACT_NOT_FOUND" });
  // Under the same contracts nothing is looked at again.
  await bench.owner.query("update conversion set contract_id = $2 where program_id = $1", [
    stage.world.program,
    stage.contract,
  ]);
  expect(await settleAfter(second.last)).toMatchObject({ written: 0 });
  expect((await settleAfter()).written).toBeGreaterThan(0);
});

test("a switch of contracts prices pending sales anew; locked ones stay", async () => {
  const stage = await bench.stage();
  await stage.report({ amount: "100" }, { creative: "locked", amount: "100" });
  const locked = await stage.conversion("locked");
  await stage.ask(locked.id, "APPROVE");
  await settle(stage);
  await bench.owner.query("update contract set ends_at = '2026-06-05T00:00:00Z' where id = $1", [
    stage.contract,
  ]);
  const second = await addContract(bench.owner, stage.world, stage.partner, {
    startsAt: "2026-06-05T00:00:00Z",
    saleRate: "20%",
    sale: { locking: { openEnded: true } },
  });
  expect(
    await stage.report({ amount: "100" }, { creative: "locked", amount: "100" }),
  ).toMatchObject({ booked: 0, unchanged: 2 });
  expect(await stage.conversion()).toMatchObject({
    payout_micros: 20_000_000n,
    contract_id: second,
    locks_at: null,
    updates: 3,
  });
  expect((await stage.updates((await stage.conversion()).id)).slice(1)).toMatchObject([
    { kind: "REPRICED", actor: "SYSTEM", delta_payout_micros: -10_000_000n },
    { kind: "REPRICED", delta_payout_micros: 20_000_000n },
  ]);
  expect(await stage.conversion("locked")).toMatchObject({
    payout_micros: 10_000_000n,
    contract_id: stage.contract,
    state: "APPROVED",
  });
  await stage.balanced();
  // Without a contract nothing is left to pay, and with the first one back it is.
  await bench.owner.query("update contract set ends_at = '2026-06-08T00:00:00Z' where id = $1", [
    second,
  ]);
  await settle(stage);
  expect(await stage.conversion()).toMatchObject({
    outcome: "UNPAID",
    reason: "CONTRACT_NOT_FOUND",
    payout_micros: 0n,
    locks_at: null,
  });
  expect(await settle(stage)).toBe(0);
  await stage.balanced();
});

test("[D65] when a contract ends, pending sales are reversed and approved ones never", async () => {
  const stage = await bench.stage();
  await stage.report({}, { creative: "approved" }, { creative: stage.testAd });
  await stage.ask((await stage.conversion("approved")).id, "APPROVE");
  const reversal = {
    partnerId: stage.partner.id,
    programId: stage.world.program,
    reason: "NOT_COMPLIANCE_TERMS" as const,
    actorId: stage.world.user,
  };
  expect(await reversePendingConversions(bench.desk, reversal)).toBe(1);
  expect(await reversePendingConversions(bench.desk, reversal)).toBe(0);
  expect(await stage.conversion()).toMatchObject({
    state: "REVERSED",
    reversal_reason: "NOT_COMPLIANCE_TERMS",
    payout_micros: 0n,
  });
  expect((await stage.updates((await stage.conversion()).id)).at(-1)).toMatchObject({
    kind: "REVERSED",
    actor: "PERSON",
    code: "NOT_COMPLIANCE_TERMS",
  });
  expect(await stage.conversion("approved")).toMatchObject({
    state: "APPROVED",
    payout_micros: 10_000_000n,
  });
  expect(await stage.conversion(stage.testAd)).toMatchObject({ state: "PENDING" });
  await stage.balanced();
});
