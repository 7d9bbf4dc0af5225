/**
 * Values as the world leaves them: each kind mangles what it is named after, by chance from a seed,
 * and says what may never come of it. 20,000 cases in `npm test`, 1,000,000 by `cli soak --only
 * manglings`.
 */
import { createRandom, type Random } from "../../start/demo/random.ts";

export interface Mangling {
  /** One word, as the command names it. */
  name: string;
  /** What its cases cost beside those of other kinds; 1 where nothing is said. */
  weight?: number;
  /**
   * Runs the cases seed, seed + 1 … seed + runs - 1. Throws MangledBadly for the first that goes
   * wrong.
   */
  run(seed: number, runs: number): Promise<void> | void;
}

/** A case that went wrong, with how to see it again. */
export class MangledBadly extends Error {
  constructor(name: string, seed: number, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `The mangling "${name}" broke at seed ${seed}: ${why}\nTo see it again: npm run cli -- ` +
        `soak --only manglings --kinds ${name} --manglings 1 --seed ${seed}`,
      { cause },
    );
    this.name = "MangledBadly";
  }
}

/**
 * The cases of a kind that needs nothing but the processor. `one` throws when its case goes wrong.
 */
export function eachCase(
  name: string,
  seed: number,
  runs: number,
  one: (random: Random, seed: number) => void,
): void {
  for (let at = seed; at < seed + runs; at++)
    try {
      one(createRandom(at), at);
    } catch (error) {
      throw new MangledBadly(name, at, error);
    }
}

/** Says what is wrong unless it holds. */
export function holds(condition: boolean, what: () => string): asserts condition {
  if (!condition) throw new Error(what());
}

/**
 * Shares the cases among the kinds by weight and runs them; throws MangledBadly. Tells each kind
 * when it is done.
 */
export async function runManglings(
  kinds: readonly Mangling[],
  options: { seed: number; runs: number; done?: (name: string, runs: number) => void },
): Promise<void> {
  const weightOf = (kind: Mangling): number => kind.weight ?? 1;
  const sum = kinds.reduce((total, kind) => total + weightOf(kind), 0);
  for (const kind of kinds) {
    const runs = Math.ceil((options.runs * weightOf(kind)) / sum);
    await kind.run(options.seed, runs);
    options.done?.(kind.name, runs);
  }
}
