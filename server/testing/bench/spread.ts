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

/** In milliseconds. A round before the first meets cold caches and does not count. */
export async function timesOf(rounds: number, work: () => Promise<unknown>): Promise<Spread> {
  await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return spreadOf(times);
}
