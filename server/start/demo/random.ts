/**
 * Random choices that are the same on every machine for the same seed (sfc32). Nothing here guards
 * a secret.
 */
export interface Random {
  /** 0 ≤ x < 1. */
  next: (this: void) => number;
  /** 0 ≤ n < below. */
  below: (this: void, below: number) => number;
  chance: (this: void, share: number) => boolean;
}

export function createRandom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, Math.trunc(seed) ^ 0xdeadbeef];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 15; i++) next();
  return { next, below: (below) => Math.floor(next() * below), chance: (share) => next() < share };
}

/** Picks by weight. Throws when there is nothing to pick. */
export function createPicker<T>(
  items: readonly T[],
  weightOf: (item: T) => number,
): (random: Random) => T {
  let sum = 0;
  const edges = items.map((item) => (sum += Math.max(weightOf(item), 0)));
  const last = items.at(-1);
  if (last === undefined || !(sum > 0))
    throw new RangeError("createPicker: no item has a weight above 0");
  return (random) => {
    const at = random.next() * sum;
    let [low, high] = [0, edges.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((edges[middle] ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return items[low] ?? last;
  };
}
