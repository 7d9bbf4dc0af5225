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

interface Entry {
  used: bigint;
  /** What the ledger itself had used after the last event that asked. */
  ledger: bigint;
}
interface Named {
  limitId: string;
  scope: Limit["scope"];
  windowStart: Instant;
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
  readonly #entries = new Map<string, Entry>();
  readonly #customers = new Map<Instant, Map<string, Entry>>();
  readonly #lifelong = new Map<string, boolean>();

  constructor(from: Instant, seeds: ReadonlyMap<string, bigint>) {
    this.#from = from;
    this.#seeds = seeds;
  }

  /** The reset as far as it decides what counts together. */
  #reset(limitId: string): "CONTRACT" | "DAY" {
    let lifelong = this.#lifelong.get(limitId);
    if (lifelong === undefined) this.#lifelong.set(limitId, (lifelong = limitNamed(limitId).reset === "CONTRACT"));
    return lifelong ? "CONTRACT" : "DAY";
  }

  #day(windowStart: Instant): Map<string, Entry> {
    let day = this.#customers.get(windowStart);
    if (day) return day;
    this.#customers.set(windowStart, (day = new Map()));
    if (this.#customers.size > customerDaysKept) this.#customers.delete(Math.min(...this.#customers.keys()));
    return day;
  }

  #entriesOf({ limitId, scope, windowStart }: Named, contractId: string, taker: Scoped): Entry[] {
    return scopesOf({ scope, reset: this.#reset(limitId) }, contractId, taker).map((id) => {
      const isCustomer = scope === "CUSTOMER";
      const entries = isCustomer ? this.#day(windowStart) : this.#entries;
      const key = isCustomer ? `${limitId} ${taker.partner}${id}` : seedKey(limitId, id, windowStart);
      let entry = entries.get(key);
      if (entry === undefined) {
        const seed = windowStart < this.#from ? (this.#seeds.get(key) ?? 0n) : 0n;
        entries.set(key, (entry = { used: seed, ledger: seed }));
      }
      return entry;
    });
  }

  used(limit: Pick<Limit, "id" | "scope">, windowStart: Instant, contractId: string, taker: Scoped): bigint {
    let most = 0n;
    for (const { used } of this.#entriesOf({ limitId: limit.id, scope: limit.scope, windowStart }, contractId, taker)) if (used > most) most = used;
    return most;
  }

  /** Notes what a paid event used of its limits. */
  take(uses: readonly LimitUse[], contractId: string, taker: Scoped): void {
    for (const use of uses) for (const entry of this.#entriesOf(use, contractId, taker)) entry.used = use.after;
  }

  /**
   * What the ledger's own decision says of periods that began before the events do: what it found used and was not among them
   * counts here too. Before the event itself is decided.
   */
  learn(uses: readonly LimitUse[], contractId: string, taker: Scoped): void {
    for (const use of uses) {
      if (use.windowStart >= this.#from || use.scope === "EVENT") continue;
      for (const entry of this.#entriesOf(use, contractId, taker)) {
        entry.used += use.before - entry.ledger;
        entry.ledger = use.after;
      }
    }
  }
}
