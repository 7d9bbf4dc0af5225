/** What a replay adds up: now and then, in all and by partner, country, day and payout group. */
import { calendarPeriod, contains, dateOf, type Instant } from "./calendar.ts";
import type { Decision } from "./decide.ts";
import type { LimitUse } from "./limits.ts";
import type { Micros } from "./money.ts";
import { ascending } from "./order.ts";
import { eventKinds } from "./event-kinds.ts";
import { payoutOf, type EventKind, type EventPayout, type Terms } from "./terms.ts";

/**
 * Where a decision leaves an event: paid by a group or the default payout, or unpaid for one of
 * three kinds of reason.
 */
export const placeKinds = ["GROUP", "DEFAULT", "RESTRICTED", "OVER_LIMIT", "REFUSED"] as const;
export type PlaceKind = (typeof placeKinds)[number];
export interface Place {
  kind: PlaceKind;
  groupId: string | null;
  groupName: string | null;
}

/** What the ledger or the replay made of an event. */
export interface Made {
  outcome: Decision["outcome"];
  reason: Decision["reason"];
  groupId: string | null;
  amount: Micros;
  currency: string | null;
}

const plain = (kind: PlaceKind): Place => ({ kind, groupId: null, groupName: null });
const places = {
  DEFAULT: plain("DEFAULT"),
  RESTRICTED: plain("RESTRICTED"),
  OVER_LIMIT: plain("OVER_LIMIT"),
  REFUSED: plain("REFUSED"),
};
const groupPlaces = new WeakMap<EventPayout, Map<string, Place>>();
const byText = new Map<string, Place>();
const placesMax = 10_000;

/** The same group under the same name is the same place, whatever terms it stands in. */
function groupPlace(payout: EventPayout | undefined, groupId: string): Place {
  const known = payout && groupPlaces.get(payout)?.get(groupId);
  if (known) return known;
  const groupName = payout?.groups.find(({ id }) => id === groupId)?.name ?? groupId;
  const key = `${groupId} ${groupName}`;
  const place = byText.get(key) ?? { kind: "GROUP", groupId, groupName };
  if (byText.size >= placesMax) byText.clear();
  byText.set(key, place);
  if (payout)
    groupPlaces.set(
      payout,
      (groupPlaces.get(payout) ?? new Map<string, Place>()).set(groupId, place),
    );
  return place;
}

export function placeOf(
  { outcome, reason, groupId }: Made,
  terms: Terms | null,
  event: EventKind,
): Place {
  if (outcome === "PAID" || outcome === "PAID_ZERO")
    return groupId === null
      ? places.DEFAULT
      : groupPlace(terms === null ? undefined : payoutOf(terms, event), groupId);
  if (reason === "RESTRICTED") return places.RESTRICTED;
  return reason?.startsWith("OVERLIMIT") ? places.OVER_LIMIT : places.REFUSED;
}

export interface Counts {
  paid: number;
  zero: number;
  unpaid: number;
}
const noCounts = (): Counts => ({ paid: 0, zero: 0, unpaid: 0 });
const count = (counts: Counts, { outcome }: Made): void => {
  if (outcome === "PAID") counts.paid += 1;
  else if (outcome === "PAID_ZERO") counts.zero += 1;
  else counts.unpaid += 1;
};

/** Micros by currency. */
export type Amounts = Map<string, Micros>;
export const addTo = (amounts: Amounts, currency: string | null, micros: Micros): void => {
  if (micros !== 0n && currency !== null)
    amounts.set(currency, (amounts.get(currency) ?? 0n) + micros);
};

export interface Slice {
  clicks: number;
  sales: number;
  leads: number;
  now: Amounts;
  tried: Amounts;
  clicksNow: Counts;
  clicksThen: Counts;
  salesNow: Counts;
  salesThen: Counts;
  leadsNow: Counts;
  leadsThen: Counts;
}
export const newSlice = (): Slice => ({
  clicks: 0,
  sales: 0,
  leads: 0,
  now: new Map(),
  tried: new Map(),
  clicksNow: noCounts(),
  clicksThen: noCounts(),
  salesNow: noCounts(),
  salesThen: noCounts(),
  leadsNow: noCounts(),
  leadsThen: noCounts(),
});
const countedIn = {
  CLICK: { all: "clicks", now: "clicksNow", tried: "clicksThen" },
  SALE: { all: "sales", now: "salesNow", tried: "salesThen" },
  LEAD: { all: "leads", now: "leadsNow", tried: "leadsThen" },
} as const satisfies Record<EventKind, object>;
function addSlice(slice: Slice, event: EventKind, now: Made, tried: Made): void {
  const of = countedIn[event];
  slice[of.all] += 1;
  count(slice[of.now], now);
  count(slice[of.tried], tried);
  addTo(slice.now, now.currency, now.amount);
  addTo(slice.tried, tried.currency, tried.amount);
}

export interface Cell {
  event: EventKind;
  from: Place;
  to: Place;
  events: number;
  now: Amounts;
  tried: Amounts;
}

/** When a limit first stopped or cut an event, and how many. */
export interface LimitHit {
  limitId: string;
  event: EventKind;
  scope: LimitUse["scope"];
  reset: LimitUse["reset"];
  max: bigint;
  kind: LimitUse["kind"];
  /** null for a program's own limit. */
  contractId: string | null;
  partner: string | null;
  currency: string | null;
  at: Instant;
  events: number;
}

/** An event that ends in another place than it did. */
export interface Move {
  event: EventKind;
  id: string;
  at: Instant;
  partner: string;
  from: Place;
  to: Place;
  now: Made;
  tried: Made;
  contractId: string | null;
  uses: LimitUse[];
}
/** So many moved events are kept, and so many of one cell; counts and amounts are of all. */
export const movesMax = 20_000;
export const movesPerCellMax = 2_000;

export interface Tallied {
  event: EventKind;
  id: string;
  at: Instant;
  partner: string;
  /** Of clicks; null = unknown. */
  country: string | null;
  termsNow: Terms | null;
  termsThen: Terms | null;
  now: Made;
  tried: Decision;
}

const sliceOf = (slices: Map<string, Slice>, key: string): Slice => {
  let slice = slices.get(key);
  if (slice === undefined) slices.set(key, (slice = newSlice()));
  return slice;
};

export class Tally {
  readonly total = newSlice();
  readonly byPartner = new Map<string, Slice>();
  /** Clicks alone: a report of sales names no country. */
  readonly byCountry = new Map<string, Slice>();
  /** By date in the brand's zone. */
  readonly byDay = new Map<string, Slice>();
  readonly hits = new Map<string, LimitHit>();
  readonly moves: Move[] = [];
  readonly #cells = new Map<Place, Map<Place, Partial<Record<EventKind, Cell>>>>();
  readonly #zone: string;
  #day: { start: Instant; end: Instant; date: string } = { start: 0, end: 0, date: "" };

  constructor(zone: string) {
    this.#zone = zone;
  }

  cells(): Cell[] {
    return [...this.#cells.values()].flatMap((row) =>
      [...row.values()].flatMap((cells) => eventKinds.flatMap((event) => cells[event] ?? [])),
    );
  }

  add(of: Tallied): void {
    const { event, now, tried } = of;
    addSlice(this.total, event, now, tried);
    addSlice(sliceOf(this.byPartner, of.partner), event, now, tried);
    if (event === "CLICK") addSlice(sliceOf(this.byCountry, of.country ?? ""), event, now, tried);
    addSlice(sliceOf(this.byDay, this.#dateOf(of.at)), event, now, tried);
    this.#addCell(of);
    if (tried.boundBy !== null) this.#hit(of, tried.boundBy);
  }

  #dateOf(at: Instant): string {
    if (!contains(this.#day, at))
      this.#day = { ...calendarPeriod("DAY", at, this.#zone), date: dateOf(at, this.#zone) };
    return this.#day.date;
  }

  #addCell({ event, id, at, partner, termsNow, termsThen, now, tried }: Tallied): void {
    const [from, to] = [placeOf(now, termsNow, event), placeOf(tried, termsThen, event)];
    let row = this.#cells.get(from);
    if (row === undefined) this.#cells.set(from, (row = new Map()));
    let both = row.get(to);
    if (both === undefined) row.set(to, (both = {}));
    const cell = (both[event] ??= { event, from, to, events: 0, now: new Map(), tried: new Map() });
    cell.events += 1;
    addTo(cell.now, now.currency, now.amount);
    addTo(cell.tried, tried.currency, tried.amount);
    if (from === to || cell.events > movesPerCellMax || this.moves.length >= movesMax) return;
    this.moves.push({
      event,
      id,
      at,
      partner,
      from,
      to,
      now,
      tried,
      contractId: tried.contractId,
      uses: tried.uses,
    });
  }

  #hit(
    { at, partner, tried }: Tallied,
    { limitId, event, scope, reset, max, kind }: LimitUse,
  ): void {
    const isProgram = scope === "PROGRAM";
    const key = isProgram ? limitId : `${limitId} ${tried.contractId}`;
    const hit = this.hits.get(key);
    if (hit) hit.events += 1;
    else
      this.hits.set(key, {
        limitId,
        event,
        scope,
        reset,
        max,
        kind,
        contractId: isProgram ? null : tried.contractId,
        partner: isProgram ? null : partner,
        currency: tried.currency,
        at,
        events: 1,
      });
  }
}

/**
 * What partners gain or lose in one currency: the middle one, or the mean of the two in the middle,
 * rounded towards 0.
 */
export interface Spread {
  currency: string;
  partners: number;
  median: Micros;
  lowest: Micros;
  highest: Micros;
}
export function spreadOf(byPartner: ReadonlyMap<string, Slice>): Spread[] {
  const currencies = new Set(
    [...byPartner.values()].flatMap(({ now, tried }) => [...now.keys(), ...tried.keys()]),
  );
  return [...currencies].sort().map((currency) => {
    const differences = [...byPartner.values()]
      .map(({ now, tried }) => (tried.get(currency) ?? 0n) - (now.get(currency) ?? 0n))
      .sort(ascending);
    const half = Math.floor(differences.length / 2);
    const [lower, upper] = [
      differences[half - 1 + (differences.length % 2)] ?? 0n,
      differences[half] ?? 0n,
    ];
    return {
      currency,
      partners: differences.length,
      median: (lower + upper) / 2n,
      lowest: differences[0] ?? 0n,
      highest: differences.at(-1) ?? 0n,
    };
  });
}
