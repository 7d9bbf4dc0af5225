import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ClickRecord } from "../../domain/facts.ts";
import { createTestbed, decisions, type Testbed } from "../../testing/money/testbed.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed("UTC")));
afterAll(() => bed.close());

const minute = 60_000;
const dayMs = 24 * 60 * minute;
const priceMicros = 30_000;

interface Scenario {
  steps: {
    afterMinutes: number;
    visitor: number;
    robot: boolean;
    test: boolean;
    risky: boolean;
    twice: boolean;
  }[];
  clicksPerDay: number;
  centsForContract: number;
  remainder: boolean;
  fixed: boolean;
  cuts: number[];
  batch: number;
}

/** What must be paid, written down as simply as possible. */
function model(
  { clicksPerDay, centsForContract, remainder, fixed }: Scenario,
  clicks: ClickRecord[],
): { paid: number[]; unique: number; newVisitors: number } {
  const lastBy = new Map<string, number>();
  const seenBy = new Map<string, number>();
  const paidOnDay = new Map<number, number>();
  let left = centsForContract * 10_000;
  let unique = 0;
  let newVisitors = 0;
  const paid = clicks.map((click) => {
    if (click.robot || click.risk.length > 0) return 0;
    const who = `${click.visitor} ${click.test}`;
    if (click.at - (seenBy.get(who) ?? -Infinity) >= 30 * minute) newVisitors += 1;
    seenBy.set(who, click.at);
    const last = lastBy.get(who);
    const isNew = last === undefined || click.at - last >= 30 * minute;
    if (isNew || !fixed) lastBy.set(who, click.at);
    if (!isNew) return 0;
    unique += 1;
    const day = Math.floor(click.at / dayMs);
    const today = paidOnDay.get(day) ?? 0;
    if (click.test || today >= clicksPerDay) return 0;
    const part = remainder ? left : 0;
    const amount = left >= priceMicros ? priceMicros : part;
    if (amount === 0) return 0;
    left -= amount;
    paidOnDay.set(day, today + 1);
    return amount;
  });
  return { paid, unique, newVisitors };
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  steps: fc.array(
    fc.record({
      afterMinutes: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 41, max: 1500 })),
      visitor: fc.integer({ min: 0, max: 3 }),
      robot: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      test: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      risky: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      twice: fc.boolean(),
    }),
    { minLength: 10, maxLength: 60, size: "max" },
  ),
  clicksPerDay: fc.integer({ min: 0, max: 6 }),
  centsForContract: fc.integer({ min: 0, max: 50 }),
  remainder: fc.boolean(),
  fixed: fc.boolean(),
  cuts: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
  batch: fc.integer({ min: 1, max: 9 }),
});

async function play(s: Scenario): Promise<void> {
  const program = await makeProgram(bed.world, {
    window: { minutes: 30, type: s.fixed ? "FIXED" : "ROLLING" },
  });
  const partner = await makePartner(bed.world);
  const limits = [
    { kind: "CLICKS" as const, reset: "DAY" as const, max: String(s.clicksPerDay) },
    {
      kind: "PAYOUT" as const,
      reset: "CONTRACT" as const,
      max: (s.centsForContract / 100).toFixed(2),
    },
  ];
  await sign(
    bed.world,
    { partner, program },
    await makeTerms(
      bed.world,
      program,
      clickTerms("0.03", limits, s.remainder ? "PAY_REMAINDER" : "PAY_ZERO"),
    ),
    [noon, null],
  );
  let at = noon;
  const clicks = s.steps.map((step) =>
    clickRecord(
      { brand: bed.world.brand, partner, program },
      (at += step.afterMinutes * minute + 1),
      {
        visitor: `v${step.visitor}`,
        robot: step.robot,
        test: step.test,
        risk: step.risky ? ["DATA_CENTRE"] : [],
      },
    ),
  );
  const edges = [
    0,
    ...s.cuts.map((cut) => Math.min(cut, clicks.length)).sort((a, b) => a - b),
    clicks.length,
  ];
  for (const [i, edge] of edges.slice(1).entries()) {
    const part = clicks.slice(edges[i], edge);
    await bed.ingest(part.flatMap((click, n) => (s.steps[n]?.twice ? [click, click] : [click])));
    // Each part is accounted by a new owner: a restart at every cut.
    await bed.account({ batchMin: s.batch, batchMax: s.batch });
  }
  const expected = model(s, clicks);
  const rows = await decisions(bed.worker, program);
  expect(rows.map((row) => Number(row.amount))).toEqual(expected.paid);
  expect(rows.filter((row) => row.classification === "U")).toHaveLength(expected.unique);
  expect(rows.filter((row) => row.newVisitor)).toHaveLength(expected.newVisitors);
}

test("random clicks and restarts pay what a model pays [D91] [D92] [D93] [D110]", async () => {
  await fc.assert(fc.asyncProperty(scenario, play), { numRuns: 25, seed: 20_261_123 });
  expect((await verifyLedger(bed.worker)).firstDifference).toBeNull();
}, 60_000);
