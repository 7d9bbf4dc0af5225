/**
 * Exact limits: how much of an ask may be paid. Pure; the caller supplies what was used and stores what was taken.
 * Only events paid more than 0 consume; a refused ask takes nothing. Sources: "Set Payout Limits", domain facts 7.7.
 */
import { calendarPeriod, isWeekend, limitWindow, type Calendar, type Instant, type Period } from "./calendar.ts";
import type { Micros } from "./money.ts";
import type { Limit } from "./terms.ts";

/** What one limit said about one event: everything needed to explain the decision later. */
export interface LimitUse {
  limitId: string;
  kind: Limit["kind"];
  scope: Limit["scope"];
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

/** Where in time and in which contract limits are asked. */
export interface LimitPlace {
  at: Instant;
  calendar: Calendar;
  contract: Period;
  /** Weekly limits that do not count from the contract's start on, with the Monday from which they do. */
  weeklyFrom?: ReadonlyMap<string, Instant>;
}

/** The instant from which a weekly limit that is new with a contract counts: the next Monday, unless that is where it starts [D95]. */
export function weeklyStart(contractStart: Instant, { zone }: Calendar): Instant {
  const week = calendarPeriod("WEEK", contractStart, zone);
  return week.start === contractStart ? contractStart : week.end;
}

const always: Period = { start: 0, end: null };

/** The period in which a limit counts at that place; null where it does not count yet. One click or order is a period of its own. */
export function periodOf(limit: Limit, { at, calendar, contract, weeklyFrom }: LimitPlace): Period | null {
  if (limit.reset === null) return { start: at, end: null };
  if (at < (weeklyFrom?.get(limit.id) ?? at)) return null;
  // A program has no contract: what it never begins again counts for ever.
  if (limit.scope === "PROGRAM" && limit.reset === "CONTRACT") return always;
  return limitWindow(limit.reset, at, calendar, contract);
}

/** What a limit allows at an instant [D100]. */
export const maxAt = ({ max, weekendMax }: Limit, at: Instant, { zone }: Calendar): bigint => (weekendMax !== null && isWeekend(at, zone) ? weekendMax : max);

const left = (use: LimitUse): bigint => (use.max > use.before ? use.max - use.before : 0n);
/** How many micros a limit lets through for this ask. What is counted passes whole or not at all: nothing tells which of a row's orders came first. */
const room = (use: LimitUse, ask: Micros, count: bigint): Micros => (use.kind === "PAYOUT" ? left(use) : left(use) >= count ? ask : 0n);

interface Ask {
  micros: Micros;
  /** How many clicks or orders it stands for. */
  count: bigint;
}

/** Null where the limit does not count yet. */
function useOf(limit: Limit, usage: Usage, place: LimitPlace, count: bigint): LimitUse | null {
  const period = periodOf(limit, place);
  if (period === null) return null;
  const { id, kind, scope } = limit;
  const isEvent = scope === "EVENT";
  const before = isEvent ? 0n : usage(limit, period.start);
  // A row of several orders may use what is allowed for each of them.
  const max = isEvent ? maxAt(limit, place.at, place.calendar) * count : maxAt(limit, place.at, place.calendar);
  return { limitId: id, kind, scope, windowStart: period.start, windowEnd: period.end, max, before, after: before };
}

/** Asks every limit; all must agree. The tightest one names the reason: least room first, then the declared order [D101]. */
export function grant(limits: readonly Limit[], usage: Usage, place: LimitPlace, { micros, count }: Ask, remainder: "PAY_ZERO" | "PAY_REMAINDER"): Grant {
  const uses: LimitUse[] = [];
  for (const limit of limits) {
    const use = useOf(limit, usage, place, count);
    if (use !== null) uses.push(use);
  }
  if (micros <= 0n) return { granted: 0n, uses, boundBy: null };
  let boundBy: LimitUse | null = null;
  let least = micros;
  for (const use of uses) {
    const has = room(use, micros, count);
    if (has < least) [boundBy, least] = [use, has];
  }
  const granted = boundBy === null || remainder === "PAY_REMAINDER" ? least : 0n;
  if (granted > 0n) for (const use of uses) use.after = use.before + (use.kind === "PAYOUT" ? granted : count);
  return { granted, uses, boundBy };
}

export const thresholds = [80, 100] as const;
export type Threshold = (typeof thresholds)[number];
/** The share of a limit, in percent, that an event reached and the one before did not. What one customer or one event uses is no news [D106]. */
export const reachedBy = ({ scope, max, before, after }: LimitUse): Threshold[] =>
  scope === "CUSTOMER" || scope === "EVENT" ? [] : thresholds.filter((percent) => before * 100n < max * BigInt(percent) && after * 100n >= max * BigInt(percent));
