/** What counts together for a limit, and a book of what is used, kept in memory while past events are decided again. */
import type { Instant } from "./calendar.ts";
import type { LimitUse } from "./limits.ts";
import { limitNamed, type Limit } from "./terms.ts";

/** Who takes from limits. */
export interface Scoped {
  partner: string;
  program: string;
  /** The visitor's hashes under today's and yesterday's salt: two visits are of one visitor if either agrees. */
  visitor: string;
  visitorPrevious: string | null;
}

/**
 * What counts together. A limit over a contract's life counts per contract; one with a calendar period goes on under the
 * partner's next contract. A visitor is known by two hashes, both of which stand for all that was used.
 */
export function scopesOf(limit: Pick<Limit, "scope" | "reset">, contractId: string, { partner, program, visitor, visitorPrevious }: Scoped): string[] {
  switch (limit.scope) {
    case "CONTRACT":
      return [limit.reset === "CONTRACT" ? contractId : partner];
    case "CUSTOMER":
      return visitorPrevious === null ? [visitor] : [visitor, visitorPrevious];
    case "PROGRAM":
      return [program];
    case "EVENT":
      return [];
  }
}

/** Whose counter a use stands in, of a limit that one counter holds. */
export const counterOf = ({ limitId, scope }: Pick<LimitUse, "limitId" | "scope">, contractId: string, { partner, program }: Pick<Scoped, "partner" | "program">): string =>
  scope === "PROGRAM" ? program : limitNamed(limitId).reset === "CONTRACT" ? contractId : partner;

/** Names what the ledger had used before the window, for the book's seeds: clicks or micros. */
export const seedKey = (limitId: string, scope: string, windowStart: Instant): string => `${limitId} ${scope} ${windowStart}`;

interface Named {
  limitId: string;
  scope: Limit["scope"];
  windowStart: Instant;
}

const resetOf = (limitId: string): Limit["reset"] => limitNamed(limitId).reset;

/** The branch of a tree of maps, made where it is not there yet. */
function branch<K, A, B>(tree: Map<K, Map<A, B>>, key: K): Map<A, B> {
  let found = tree.get(key);
  if (found === undefined) tree.set(key, (found = new Map()));
  return found;
}

/** Visitors' periods are days, so older ones are not asked any more; they are the only ones that are many. */
const customerDaysKept = 3;

/**
 * Every period begins with nothing used, but those that were running when the events begin: these go on from what the ledger
 * had used (`seeds`, where the ledger knows the limit corrected by what its own decisions say).
 */
export class LimitBook {
  readonly #from: Instant;
  readonly #seeds: ReadonlyMap<string, bigint>;
  // Keys stay as they were read, and counters are numbers of places: texts put together for one lookup, or a bigint kept for
  // each counter, would cost more than the rest of a decision.
  /** By limit, by who takes, by the start of the period. */
  readonly #counters = new Map<string, Map<string, Map<Instant, number>>>();
  /** By day, by limit, by partner, by visitor. */
  readonly #visitors = new Map<Instant, Map<string, Map<string, Map<string, number>>>>();
  readonly #resets = new Map<string, Limit["reset"]>();
  #size = 0;
  /** Counters of days that are over. */
  readonly #free: number[] = [];
  /** By counter. */
  #used = new BigInt64Array(1_024);
  /** By counter: what the ledger itself had used after the last event that asked. */
  #ledger = new BigInt64Array(1_024);

  constructor(from: Instant, seeds: ReadonlyMap<string, bigint>) {
    this.#from = from;
    this.#seeds = seeds;
  }

  #newCounter(seed: bigint): number {
    const counter = this.#free.pop() ?? this.#size++;
    if (counter === this.#used.length) {
      const [used, ledger] = [this.#used, this.#ledger];
      this.#used = new BigInt64Array(counter * 2);
      this.#ledger = new BigInt64Array(counter * 2);
      this.#used.set(used);
      this.#ledger.set(ledger);
    }
    this.#used[counter] = seed;
    this.#ledger[counter] = seed;
    return counter;
  }

  #counterOf({ limitId, windowStart }: Named, id: string): number {
    const periods = branch(branch(this.#counters, limitId), id);
    let counter = periods.get(windowStart);
    if (counter === undefined) {
      const seed = windowStart < this.#from ? (this.#seeds.get(seedKey(limitId, id, windowStart)) ?? 0n) : 0n;
      periods.set(windowStart, (counter = this.#newCounter(seed)));
    }
    return counter;
  }

  #visitorsOf({ limitId, windowStart }: Named, partner: string): Map<string, number> {
    const day = branch(this.#visitors, windowStart);
    if (this.#visitors.size > customerDaysKept) this.#forget(Math.min(...this.#visitors.keys()));
    return branch(branch(day, limitId), partner);
  }

  #forget(day: Instant): void {
    for (const partners of this.#visitors.get(day)?.values() ?? []) for (const visitors of partners.values()) for (const counter of visitors.values()) this.#free.push(counter);
    this.#visitors.delete(day);
  }

  #countersOf(named: Named, contractId: string, taker: Scoped): number[] {
    const { scope, limitId } = named;
    const ids = scopesOf({ scope, reset: this.#resets.getOrInsertComputed(limitId, resetOf) }, contractId, taker);
    if (scope !== "CUSTOMER") return ids.map((id) => this.#counterOf(named, id));
    const visitors = this.#visitorsOf(named, taker.partner);
    return ids.map((id) => {
      let counter = visitors.get(id);
      if (counter === undefined) visitors.set(id, (counter = this.#newCounter(0n)));
      return counter;
    });
  }

  used(limit: Pick<Limit, "id" | "scope">, windowStart: Instant, contractId: string, taker: Scoped): bigint {
    let most = 0n;
    for (const counter of this.#countersOf({ limitId: limit.id, scope: limit.scope, windowStart }, contractId, taker)) {
      const used = this.#used[counter] ?? 0n;
      if (used > most) most = used;
    }
    return most;
  }

  /** Notes what a paid event used of its limits. */
  take(uses: readonly LimitUse[], contractId: string, taker: Scoped): void {
    for (const use of uses) for (const counter of this.#countersOf(use, contractId, taker)) this.#used[counter] = use.after;
  }

  /**
   * What the ledger's own decision says of periods that began before the events do: what it found used and was not among them
   * counts here too. Before the event itself is decided.
   */
  learn(uses: readonly LimitUse[], contractId: string, taker: Scoped): void {
    for (const use of uses) {
      if (use.windowStart >= this.#from || use.scope === "EVENT") continue;
      for (const counter of this.#countersOf(use, contractId, taker)) {
        this.#used[counter] = (this.#used[counter] ?? 0n) + use.before - (this.#ledger[counter] ?? 0n);
        this.#ledger[counter] = use.after;
      }
    }
  }
}
