/** A book of what is used of limits, kept in memory while past events are decided again. */
import type { Instant, Period } from "./calendar.ts";
import type { LimitCounters, Paid, Under } from "./counters.ts";
import {
  currencyOf,
  onlyTakerOf,
  scopeRecords,
  takersOf,
  type LimitName,
  type NamedLimit,
  type Scoped,
} from "./limit-scopes.ts";
import type { LimitUse } from "./limits.ts";

/** What a counter is of, besides whose it is. */
interface Counter extends Pick<LimitName, "scope" | "reset"> {
  limitId: string;
  windowStart: Instant;
  windowEnd: Instant | null;
}
/**
 * Names what the ledger had used before the window, for the book's seeds: clicks or micros.
 * `currency` as currencyOf() has it, `scopeId` as takersOf().
 */
export const seedKey = (
  { limitId, windowStart, windowEnd }: Pick<Counter, "limitId" | "windowStart" | "windowEnd">,
  currency: string,
  scopeId: string,
): string => `${limitId} ${currency} ${scopeId} ${windowStart} ${windowEnd}`;

/** The branch of a tree of maps, made where it is not there yet. */
function branch<K, A, B>(tree: Map<K, Map<A, B>>, key: K): Map<A, B> {
  let found = tree.get(key);
  if (found === undefined) tree.set(key, (found = new Map()));
  return found;
}

/**
 * Visitors' periods are days, so older ones are not asked any more; they are the only ones that are
 * many.
 */
const customerMsKept = 3 * 86_400_000;

interface Counted {
  start: Instant;
  end: Instant | null;
  counter: number;
}

/**
 * Every period begins with nothing used, but those that were running when the events begin: these
 * go on from what the ledger had used (`seeds`, where the ledger knows the limit corrected by what
 * its own decisions say).
 */
export class LimitBook implements LimitCounters {
  readonly #from: Instant;
  readonly #seeds: ReadonlyMap<string, bigint>;
  // Keys stay as they were read, and counters are numbers of places: texts put together for one
  // lookup, or a bigint kept for each counter, would cost more than the rest of a decision.
  /**
   * By currency, by limit, by who takes; in the order in which they were first asked for, so that
   * the last is mostly meant.
   */
  readonly #counters = new Map<string, Map<string, Map<string, Counted[]>>>();
  /** By the day's start and end, by currency, by limit, by partner, by visitor. */
  readonly #visitors: {
    start: Instant;
    end: Instant | null;
    byCurrency: Map<string, Map<string, Map<string, Map<string, number>>>>;
  }[] = [];
  #size = 0;
  readonly #only: [number] = [0];
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

  #counterOf(named: Counter, currency: string, id: string): number {
    const { limitId, windowStart, windowEnd } = named;
    const takers = branch(branch(this.#counters, currency), limitId);
    let periods = takers.get(id);
    if (periods === undefined) takers.set(id, (periods = []));
    for (let i = periods.length - 1; i >= 0; i -= 1) {
      const known = periods[i];
      if (known?.start === windowStart && known.end === windowEnd) return known.counter;
    }
    const seed =
      windowStart < this.#from ? (this.#seeds.get(seedKey(named, currency, id)) ?? 0n) : 0n;
    const counter = this.#newCounter(seed);
    periods.push({ start: windowStart, end: windowEnd, counter });
    return counter;
  }

  #visitorsOf(
    { limitId, windowStart, windowEnd }: Counter,
    currency: string,
    partner: string,
  ): Map<string, number> {
    let day = this.#visitors.find(({ start, end }) => start === windowStart && end === windowEnd);
    if (day === undefined) {
      this.#visitors.push((day = { start: windowStart, end: windowEnd, byCurrency: new Map() }));
      this.#forget(Math.max(...this.#visitors.map(({ start }) => start)) - customerMsKept);
    }
    return branch(branch(branch(day.byCurrency, currency), limitId), partner);
  }

  #forget(before: Instant): void {
    const old = this.#visitors.filter(({ start }) => start < before);
    for (const { byCurrency } of old)
      for (const limits of byCurrency.values())
        for (const partners of limits.values())
          for (const visitors of partners.values())
            for (const counter of visitors.values()) this.#free.push(counter);
    if (old.length > 0)
      this.#visitors.splice(
        0,
        this.#visitors.length,
        ...this.#visitors.filter(({ start }) => start >= before),
      );
  }

  /** Read before the next are asked for: the place of a single one is the same each time. */
  #countersOf(
    named: Counter,
    currency: string,
    contractId: string,
    taker: Scoped,
  ): readonly number[] {
    const only = onlyTakerOf(named, contractId, taker);
    if (only !== null) {
      this.#only[0] = this.#counterOf(named, currency, only);
      return this.#only;
    }
    const ids = takersOf(named, contractId, taker);
    if (!scopeRecords[named.scope].isPassing)
      return ids.map((id) => this.#counterOf(named, currency, id));
    const visitors = this.#visitorsOf(named, currency, taker.partner);
    return ids.map((id) => {
      let counter = visitors.get(id);
      if (counter === undefined) visitors.set(id, (counter = this.#newCounter(0n)));
      return counter;
    });
  }

  used(limit: NamedLimit, { start, end }: Period, under: Under, taker: Scoped): bigint {
    const { id, scope, reset } = limit;
    const named = { limitId: id, scope, reset, windowStart: start, windowEnd: end };
    const currency = currencyOf(limit, under.currency);
    let most = 0n;
    for (const counter of this.#countersOf(named, currency, under.contractId, taker)) {
      const used = this.#used[counter] ?? 0n;
      if (used > most) most = used;
    }
    return most;
  }

  take({ uses }: Pick<Paid, "uses">, { contractId, currency }: Under, taker: Scoped): void {
    for (const use of uses)
      for (const counter of this.#countersOf(use, currencyOf(use, currency), contractId, taker))
        this.#used[counter] = (this.#used[counter] ?? 0n) + use.after - use.before;
  }

  /**
   * What the ledger's own decision found used that was not among the events, or was paid while the
   * limit was not there yet, counts here too, where `adopts` says that there can be such. Every use
   * is followed: what a counter that was not followed from its first use would find new is what it
   * took itself. Before the event itself is decided.
   */
  learn(
    uses: readonly LimitUse[],
    { contractId, currency }: Under,
    taker: Scoped,
    adopts: boolean,
  ): void {
    for (const use of uses) {
      for (const counter of this.#countersOf(use, currencyOf(use, currency), contractId, taker)) {
        if (adopts)
          this.#used[counter] =
            (this.#used[counter] ?? 0n) + use.before - (this.#ledger[counter] ?? 0n);
        this.#ledger[counter] = use.after;
      }
    }
  }
}
