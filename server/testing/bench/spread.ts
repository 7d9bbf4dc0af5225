/** What several rounds of the same come to. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}
export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
};

/**
 * In milliseconds, of each work. A round before the first meets cold caches and does not count.
 * They take turns, so that what the machine does meanwhile slows all of them alike.
 */
export async function timesOfEach<const K extends string>(
  rounds: number,
  works: ReadonlyMap<K, () => Promise<unknown>>,
): Promise<Map<K, Spread>> {
  const times = new Map<K, number[]>([...works.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, work] of works) {
      const startedAt = performance.now();
      await work();
      if (round > 0) times.get(name)?.push(performance.now() - startedAt);
    }
  return new Map([...times].map(([name, each]) => [name, spreadOf(each)]));
}

/** The same of one. */
export async function timesOf(rounds: number, work: () => Promise<unknown>): Promise<Spread> {
  const times = await timesOfEach(rounds, new Map([["one", work]]));
  return times.get("one") ?? spreadOf([]);
}
