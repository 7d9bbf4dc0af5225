/**
 * Random lives of contracts against a reference that knows nothing of rows, locks or events. After
 * every step the database must say the same as the reference for every instant that matters, and
 * what must never change must not have.
 */
import fc from "fast-check";
import type { Answer } from "../../partnership/contracts/proposals.ts";
import type { ModelWorld } from "./contract-ground.ts";
import { compare, Real, type Model } from "./contract-reference.ts";
import { Counter, Decide, Expire, Propose, Wait, type Step } from "./contract-steps.ts";
import { Change, OptIn, WithdrawChange, type ChangeChoice } from "./change-steps.ts";

const day = fc.integer({ min: 0, max: 20 });
const index = fc.nat({ max: 20 });
const choice: fc.Arbitrary<ChangeChoice> = fc.record({
  kind: fc.constantFrom("INVITE", "REPLACE", "REPLACE", "PROPOSE", "MODIFY", "MODIFY"),
  terms: index,
  partners: fc.array(index, { minLength: 1, maxLength: 3 }),
  inDays: day,
  days: fc.option(day),
  fallback: fc.option(index),
  rate: fc.integer({ min: 1, max: 50 }),
  optIn: fc.boolean(),
});
const answers = fc.oneof(
  fc.constantFrom<Answer[]>(["SIGNED"], ["SIGNED"], ["DECLINED"], ["WITHDRAWN"]),
  fc.array(fc.constantFrom<Answer>("SIGNED", "DECLINED", "WITHDRAWN"), {
    minLength: 2,
    maxLength: 3,
  }),
);

const allSteps = [
  fc
    .tuple(fc.nat({ max: 6 }), fc.nat({ max: 1440 }))
    .map(([days, minutes]) => new Wait(days, minutes)),
  fc
    .tuple(index, index, fc.option(day), fc.option(fc.integer({ min: 1, max: 40 })), fc.boolean())
    .map(
      ([partner, terms, start, days, switches]) =>
        new Propose(partner, terms, start, days, switches),
    ),
  fc.tuple(index, answers).map(([at, decisions]) => new Decide(at, decisions)),
  index.map((at) => new Counter(at)),
  choice.map((of) => new Change(of)),
  index.map((at) => new WithdrawChange(at)),
  fc.tuple(index, index).map(([at, partner]) => new OptIn(at, partner)),
  fc
    .tuple(index, day, fc.boolean())
    .map(([partner, inDays, withdrawPlanned]) => new Expire(partner, inDays, withdrawPlanned)),
];

/** Each step, then the comparison: a wrong step is the one that is named. */
class Compared implements fc.AsyncCommand<Model, Real> {
  constructor(readonly step: Step) {}
  check(): boolean {
    return true;
  }
  async run(model: Model, real: Real): Promise<void> {
    real.commands += 1;
    await this.step.run(model, real);
    await compare(model, real);
  }
  toString(): string {
    return this.step.toString();
  }
}

/** Resolves with how many commands ran; throws with the steps that break the reference. */
export async function runContractModel(
  openGround: () => Promise<ModelWorld>,
  { seed, runs, commands }: { seed: number; runs: number; commands: number },
): Promise<{ commands: number; refused: number }> {
  const done = { commands: 0, refused: 0 };
  const steps = fc.commands(
    allSteps.map((arbitrary) =>
      (arbitrary as fc.Arbitrary<Step>).map((step) => new Compared(step)),
    ),
    { maxCommands: commands, size: "max" },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const real = new Real(await openGround());
      await fc.asyncModelRun(() => ({ model: { spans: new Map(), changes: [] }, real }), list);
      done.commands += real.commands;
      done.refused += real.refused;
    }),
    { seed, numRuns: runs, endOnFailure: true, verbose: 1 },
  );
  return done;
}
