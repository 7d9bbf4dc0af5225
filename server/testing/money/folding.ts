/** Programs whose clicks are folded at instants that a test chooses. */
import { foldWaiting } from "../../money/breakdowns/fold.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { silentLog, type Testbed } from "./testbed.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
  type World,
} from "./test-world.ts";

const dayMs = 86_400_000;

export interface Deal {
  brand: string;
  program: string;
  /** Decides a click at each instant. */
  click: (at: readonly number[], changes?: Parameters<typeof clickRecord>[2]) => Promise<void>;
}
/** A program of the world's brand with one partner under contract. */
export async function dealOf(bed: Testbed, world: World = bed.world): Promise<Deal> {
  const { brand } = world;
  const [program, partner] = [await makeProgram(world), await makePartner(world)];
  const terms = await makeTerms(world, program, clickTerms("0.03"));
  await sign(world, { partner, program }, terms, [noon - 400 * dayMs, null]);
  return {
    brand,
    program,
    click: async (instants, changes = {}) => {
      const parties = { brand, partner, program };
      await bed.ingest(instants.map((at) => clickRecord(parties, at, changes)));
      await bed.account();
    },
  };
}

/** Folds what is closed at an instant; whatever was marked when, unless an age is asked for. */
export const foldAt = (
  bed: Testbed,
  now: number,
  // The world's clock stands where its newest click is, which may be ahead.
  settled = -1_000 * dayMs,
): Promise<number> =>
  foldWaiting({ pool: bed.worker, clock: () => now, newId: uuidv7, log: silentLog }, settled);
