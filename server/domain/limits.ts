/**
 * Exact limits: how much of an ask may be paid. Pure; the caller supplies what was used and stores
 * what was taken. Only events paid more than 0 consume; a refused ask takes nothing. Sources: "Set
 * Payout Limits", domain facts 7.7.
 *
 * What is used of a limit in a window is one sum: all that was paid in it of the limit's kind of
 * event, of whom the limit counts together, of its payout group and, for money, in its currency.
 * Whether the limit was there when it was paid, or how a window came to be, changes nothing of that
 * sum; so what a counter holds can always be found again from the decisions. Of a window there is
 * one counter for each of: program, partner (none for the program's own limits), whom it counts
 * together, limit id (event, kind, scope, reset, group), currency (of money alone), first and last
 * instant.
 *
 * A limit has one window at an instant, and several for a while after zone or financial year were
 * changed (calendar.ts): there must be room in each of them, and what is paid counts in each.
 */
import {
  calendarPeriod,
  isWeekend,
  limitWindows,
  type Calendar,
  type CalendarHistory,
  type Instant,
  type LimitWindow,
  type Period,
} from "./calendar.ts";
import type { Micros } from "./money.ts";
import { scopeRecords, type LimitName } from "./limit-scopes.ts";
import type { Limit } from "./terms.ts";

/**
 * What one limit said about one event in one window: everything needed to explain the decision
 * later.
 */
export interface LimitUse extends LimitName {
  limitId: string;
  windowStart: Instant;
  /** null: none. A contract's whole life has none: its end may be moved. */
  windowEnd: Instant | null;
  max: bigint;
  before: bigint;
  after: bigint;
}

/** What was used so far of a limit in a window. Clicks, orders or micros, by the limit's kind. */
export type Usage = (limit: Limit, window: Period) => bigint;

export interface Grant {
  /**
   * Micros that may be paid: the ask, 0, or with PAY_REMAINDER what the tightest payout limit had
   * left.
   */
  granted: Micros;
  uses: LimitUse[];
  /** The limit that stopped or cut the ask; null when none did. The tightest of several. */
  boundBy: LimitUse | null;
}

/** Where in time and in which contract limits are asked. */
export interface LimitContext {
  at: Instant;
  calendar: CalendarHistory;
  contract: Period;
  /**
   * Weekly limits that do not count from the contract's start on, with the Monday from which they
   * do.
   */
  weeklyFrom?: ReadonlyMap<string, Instant>;
}

/**
 * The instant from which a weekly limit that is new with a contract counts: the next Monday, unless
 * that is where it starts [D95].
 */
export function weeklyStart(contractStart: Instant, { zone }: Calendar): Instant {
  const week = calendarPeriod("WEEK", contractStart, zone);
  return week.start === contractStart ? contractStart : week.end;
}

const none: readonly LimitWindow[] = [];
/** Where the window begins of what counts for ever: it is a counter's key, and no time to show. */
const ever: Instant = 0;
const always: readonly LimitWindow[] = [{ start: ever, end: null, zone: "UTC", since: -Infinity }];
/** When a window began, for people; null: it counts for ever. */
export const startShown = (start: Instant): Date | null =>
  start === ever ? null : new Date(start);

/**
 * The windows in which a limit counts at that place, the one that began first coming first; none
 * where it does not count yet. One click or order is a window of its own.
 */
export function windowsOf(
  limit: Limit,
  { at, calendar, contract, weeklyFrom }: LimitContext,
): readonly LimitWindow[] {
  const { reset, scope } = limit;
  const { zone } = calendar;
  if (reset === null) return [{ start: at, end: null, zone, since: at }];
  if (at < (weeklyFrom?.get(limit.id) ?? at)) return none;
  if (reset !== "CONTRACT") return limitWindows(reset, at, calendar);
  // A program has no contract: what it never begins again counts for ever.
  return scopeRecords[scope].setIn === "PROGRAM"
    ? always
    : [{ start: contract.start, end: null, zone, since: contract.start }];
}

/** What a limit allows at an instant [D100]. */
export const maxAt = (
  { max, weekendMax }: Limit,
  at: Instant,
  { zone }: Pick<Calendar, "zone">,
): bigint => (weekendMax !== null && isWeekend(at, zone) ? weekendMax : max);

const left = (use: LimitUse): bigint => (use.max > use.before ? use.max - use.before : 0n);
/**
 * How many micros a limit lets through for this ask. What is counted passes whole or not at all:
 * nothing tells which of a row's orders came first.
 */
const room = (use: LimitUse, ask: Micros, count: bigint): Micros => {
  if (use.kind === "PAYOUT") return left(use);
  if (left(use) >= count) return ask;
  return 0n;
};

interface Ask {
  micros: Micros;
  /** How many clicks or orders it stands for. */
  count: bigint;
}

function useOf(
  limit: Limit,
  window: LimitWindow,
  usage: Usage,
  at: Instant,
  count: bigint,
): LimitUse {
  const { id, event, kind, scope, reset, groupId, currency } = limit;
  const isEvent = scopeRecords[scope].each === null;
  const before = isEvent ? 0n : usage(limit, window);
  // A row of several orders may use what is allowed for each of them.
  const max = isEvent ? maxAt(limit, at, window) * count : maxAt(limit, at, window);
  return {
    limitId: id,
    event,
    kind,
    scope,
    reset,
    groupId,
    currency,
    windowStart: window.start,
    windowEnd: window.end,
    max,
    before,
    after: before,
  };
}

/**
 * Asks every limit in each of its windows; all must agree. The tightest one names the reason: least
 * room first, then the declared order [D101].
 */
export function grant(
  limits: readonly Limit[],
  usage: Usage,
  place: LimitContext,
  { micros, count }: Ask,
  remainder: "PAY_ZERO" | "PAY_REMAINDER",
): Grant {
  const uses: LimitUse[] = [];
  for (const limit of limits)
    for (const window of windowsOf(limit, place))
      uses.push(useOf(limit, window, usage, place.at, count));
  if (micros <= 0n) return { granted: 0n, uses, boundBy: null };
  let boundBy: LimitUse | null = null;
  let least = micros;
  for (const use of uses) {
    const has = room(use, micros, count);
    if (has < least) [boundBy, least] = [use, has];
  }
  const granted = boundBy === null || remainder === "PAY_REMAINDER" ? least : 0n;
  if (granted > 0n)
    for (const use of uses) use.after = use.before + (use.kind === "PAYOUT" ? granted : count);
  return { granted, uses, boundBy };
}

/** Whether a use is of that limit in that window. */
export const isUseOf = (use: LimitUse, limit: Pick<Limit, "id">, window: Period): boolean =>
  use.limitId === limit.id && use.windowStart === window.start && use.windowEnd === window.end;

/** What a decision found used, for deciding again. */
export const usageIn =
  (uses: readonly LimitUse[]): Usage =>
  (limit, window) =>
    uses.find((use) => isUseOf(use, limit, window))?.before ?? 0n;

export const thresholds = [80, 100] as const;
export type Threshold = (typeof thresholds)[number];
const crosses = ({ max, before, after }: LimitUse, percent: Threshold): boolean =>
  before * 100n < max * BigInt(percent) && after * 100n >= max * BigInt(percent);
const nothingReached: { use: LimitUse; percent: Threshold }[] = [];
/**
 * Shares of limits, in percent, that an event reached and the one before did not. What one customer
 * or one event uses is no news; what is reached in several windows of one limit is told once, of
 * the one that lasts longest [D106].
 */
export function reachedBy(uses: readonly LimitUse[]): { use: LimitUse; percent: Threshold }[] {
  let reached = nothingReached;
  for (const use of uses) {
    if (!scopeRecords[use.scope].isShown) continue;
    for (const percent of thresholds) {
      if (!crosses(use, percent)) continue;
      const longer = reached.find(
        (other) => other.percent === percent && other.use.limitId === use.limitId,
      );
      if (longer === undefined) reached = [...reached, { use, percent }];
      else if ((use.windowEnd ?? Infinity) > (longer.use.windowEnd ?? Infinity)) longer.use = use;
    }
  }
  return reached;
}
