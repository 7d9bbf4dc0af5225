/**
 * What limits must let through, written down as simply as possible: one list of what was paid, read
 * from the top for every question. It knows no counters and no ids; a group is the object that the
 * model made.
 */
import { calendarPeriod, isWeekend, type Calendar, type Instant } from "../../domain/calendar.ts";
import type { Limit } from "../../domain/terms.ts";

export interface ReferenceGroup {
  /** What makes it the same group in another version or a copy of its terms. */
  identity: object;
  micros: bigint;
  limits: Limit[];
  takes: (event: ReferenceEvent) => boolean;
}
export interface ReferencePayout {
  micros: bigint;
  groups: ReferenceGroup[];
  limits: Limit[];
  paysRemainder: boolean;
}
export interface ReferenceTerms {
  currency: string;
  payouts: Partial<Record<"CLICK" | "SALE", ReferencePayout>>;
}
export interface ReferenceContract {
  identity: object;
  partner: string;
  start: Instant;
  end: Instant | null;
  terms: ReferenceTerms;
}
export interface HeldCalendar extends Calendar {
  from: Instant;
  until: Instant;
}
export interface OwnLimit {
  event: "CLICK" | "SALE";
  limit: Limit;
  currency: string;
  countsFrom: Instant;
}
/** What stood when something was decided. */
export interface Known {
  calendars: readonly HeldCalendar[];
  contracts: readonly ReferenceContract[];
  own: readonly OwnLimit[];
}

export interface ReferenceEvent {
  kind: "CLICK" | "SALE";
  at: Instant;
  partner: string;
  visitor: string;
  link: string;
  country: string;
  /** 1 for a click; orders of a sale. */
  count: bigint;
  amount: bigint;
  /** In which a sale is reported; sales are paid in it alone. */
  currency: string | null;
}
export interface ReferencePaid extends ReferenceEvent {
  contract: ReferenceContract;
  group: ReferenceGroup | null;
  micros: bigint;
}

interface Window extends Calendar {
  start: Instant;
  end: Instant;
}
/**
 * Every period of a calendar that holds the instant and was running at some instant at which the
 * calendar held.
 */
function windowsOf(
  { reset }: Limit,
  at: Instant,
  { calendars }: Known,
  contract: ReferenceContract | null,
): Window[] {
  if (reset === null) return [];
  if (reset === "CONTRACT")
    return [
      {
        zone: calendars.at(-1)?.zone ?? "UTC",
        yearStartMonth: 1,
        start: contract?.start ?? 0,
        end: Infinity,
      },
    ];
  const windows = calendars.map(({ zone, yearStartMonth, from, until }) => ({
    zone,
    yearStartMonth,
    from,
    until,
    ...calendarPeriod(reset, at, zone, yearStartMonth),
  }));
  return windows.filter(({ start, end, from, until }) => end > from && start < until);
}

const inForceAt = ({ contracts }: Known, partner: string, at: Instant) =>
  contracts.find(
    (each) => each.partner === partner && at >= each.start && (each.end === null || at < each.end),
  );

interface Asked {
  limit: Limit;
  group: ReferenceGroup | null;
  isOwn: boolean;
}
/** Whether terms have the limit, with whatever amount. */
function has({ limit, group }: Asked, kind: "CLICK" | "SALE", { terms }: ReferenceContract) {
  const payout = terms.payouts[kind];
  const limits =
    group === null
      ? payout?.limits
      : payout?.groups.find(({ identity }) => identity === group.identity)?.limits;
  return limits?.some(
    ({ kind: of, scope, reset }) => of === limit.kind && scope === limit.scope && reset === "WEEK",
  );
}
/**
 * [D95]: new with a contract, a weekly limit counts from the next Monday on. What the contract
 * before had, or that of the week's start, goes on or stays promised.
 */
function weeklyFrom(
  asked: Asked,
  kind: "CLICK" | "SALE",
  known: Known,
  contract: ReferenceContract,
): Instant {
  const { partner, start } = contract;
  const calendar = known.calendars.find(({ from, until }) => start >= from && start < until);
  const week = calendarPeriod("WEEK", start, calendar?.zone ?? "UTC");
  const earlier = new Set(
    [start - 1, week.start].flatMap((at) => inForceAt(known, partner, at) ?? []),
  );
  earlier.delete(contract);
  const had = [...earlier].filter((each) => has(asked, kind, each));
  if (had.length > 0) return Math.min(...had.map((each) => weeklyFrom(asked, kind, known, each)));
  return week.start === start ? start : week.end;
}

/** What others were paid that counts for the limit in that window. */
function usedIn(
  window: Window,
  { limit, group, isOwn }: Asked,
  event: ReferenceEvent,
  contract: ReferenceContract,
  past: readonly ReferencePaid[],
): bigint {
  let used = 0n;
  for (const paid of past) {
    if (paid.kind !== event.kind || paid.at < window.start || paid.at >= window.end) continue;
    if (!isOwn && paid.partner !== event.partner) continue;
    if (!isOwn && limit.reset === "CONTRACT" && paid.contract.identity !== contract.identity)
      continue;
    if (group !== null && paid.group?.identity !== group.identity) continue;
    if (limit.scope === "CUSTOMER" && paid.visitor !== event.visitor) continue;
    if (limit.scope === "LINK" && paid.link !== event.link) continue;
    if (limit.kind === "PAYOUT" && paid.contract.terms.currency !== contract.terms.currency)
      continue;
    used += limit.kind === "PAYOUT" ? paid.micros : paid.count;
  }
  return used;
}

/** What must be paid for the event, after what was paid before; null where nothing is. */
export function payFor(
  event: ReferenceEvent,
  known: Known,
  past: readonly ReferencePaid[],
): ReferencePaid | null {
  const contract = inForceAt(known, event.partner, event.at);
  const payout = contract?.terms.payouts[event.kind];
  if (
    !contract ||
    !payout ||
    (event.currency !== null && event.currency !== contract.terms.currency)
  )
    return null;
  const group = payout.groups.find(({ takes }) => takes(event)) ?? null;
  const ask = (group?.micros ?? payout.micros) * event.count;
  const asked: Asked[] = [
    ...(group?.limits ?? []).map((limit) => ({ limit, group, isOwn: false })),
    ...payout.limits.map((limit) => ({ limit, group: null, isOwn: false })),
    ...known.own
      .filter(
        (own) =>
          own.event === event.kind &&
          event.at >= own.countsFrom &&
          (own.limit.kind !== "PAYOUT" || own.currency === contract.terms.currency),
      )
      .map(({ limit }) => ({ limit, group: null, isOwn: true })),
  ];
  let granted = ask;
  for (const each of asked.filter(
    (one) =>
      one.isOwn ||
      one.limit.reset !== "WEEK" ||
      event.at >= weeklyFrom(one, event.kind, known, contract),
  ))
    for (const window of windowsOf(each.limit, event.at, known, each.isOwn ? null : contract)) {
      const { limit } = each;
      const max =
        limit.weekendMax !== null && isWeekend(event.at, window.zone)
          ? limit.weekendMax
          : limit.max;
      const left = max - usedIn(window, each, event, contract, past);
      const room = left < 0n ? 0n : left;
      const whole = left >= event.count ? ask : 0n;
      const passes = limit.kind === "PAYOUT" ? room : whole;
      if (passes < granted) granted = payout.paysRemainder ? passes : 0n;
    }
  return granted > 0n ? { ...event, contract, group, micros: granted } : null;
}
