/**
 * Exact limits: how much of an ask may be paid. Pure; the caller supplies what was used and stores what was taken.
 * Only events paid more than 0 consume; a refused ask takes nothing.
 */
import { limitWindow, type Instant, type Period } from "./calendar.ts";
import type { Micros } from "./money.ts";
import type { Limit } from "./terms.ts";

/** What one limit said about one event: everything needed to explain the decision later. */
export interface LimitUse {
  limitId: string;
  kind: Limit["kind"];
  windowStart: Instant;
  windowEnd: Instant | null;
  max: bigint;
  before: bigint;
  after: bigint;
}

/** What was used so far in the window of a limit that starts at `windowStart`. Clicks, orders or micros, by the limit's kind. */
export type Usage = (limit: Limit, windowStart: Instant) => bigint;

export interface Grant {
  /** Micros that may be paid: the ask, 0, or with PAY_REMAINDER what the tightest payout limit had left. */
  granted: Micros;
  uses: LimitUse[];
  /** The limit that stopped or cut the ask; null when none did. The tightest of several. */
  boundBy: LimitUse | null;
}

interface Place {
  at: Instant;
  zone: string;
  contract: Period;
  /** How many clicks or orders the ask stands for; 1 where it is not given. */
  count?: bigint;
}

const left = (use: LimitUse): bigint => (use.max > use.before ? use.max - use.before : 0n);
/** How many micros a limit lets through for this ask. What is counted passes whole or not at all: nothing tells which of a row's orders came first. */
const room = (use: LimitUse, ask: Micros, count: bigint): Micros => (use.kind === "PAYOUT" ? left(use) : left(use) >= count ? ask : 0n);

/** Asks every limit; all must agree. The tightest one names the reason: least room first, then the declared order. */
export function grant(limits: readonly Limit[], usage: Usage, place: Place, ask: Micros, remainder: "PAY_ZERO" | "PAY_REMAINDER"): Grant {
  const uses = limits.map((limit): LimitUse => {
    const window = limitWindow(limit.reset, place.at, place.zone, place.contract);
    const before = usage(limit, window.start);
    return { limitId: limit.id, kind: limit.kind, windowStart: window.start, windowEnd: window.end, max: limit.max, before, after: before };
  });
  if (ask <= 0n) return { granted: 0n, uses, boundBy: null };
  const count = place.count ?? 1n;
  let boundBy: LimitUse | null = null;
  for (const use of uses) {
    if (room(use, ask, count) < ask && (boundBy === null || room(use, ask, count) < room(boundBy, ask, count))) boundBy = use;
  }
  const granted = boundBy === null ? ask : remainder === "PAY_REMAINDER" ? room(boundBy, ask, count) : 0n;
  if (granted > 0n) for (const use of uses) use.after = use.before + (use.kind === "PAYOUT" ? granted : count);
  return { granted, uses, boundBy };
}
