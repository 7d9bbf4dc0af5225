/**
 * Uses of limits as a decision keeps them: bigints as text, windows in milliseconds; and what they
 * tell of the limits as they were.
 */
import {
  calendarPeriod,
  historyAt,
  isWeekend,
  type CalendarHistory,
  type Instant,
} from "./calendar.ts";
import type { DecideInput } from "./decide.ts";
import type { ContractInForce } from "./contract-in-force.ts";
import type { LimitUse } from "./limits.ts";
import type { LimitName } from "./limit-scopes.ts";
import { limitsOf, type Limit } from "./terms.ts";

export interface StoredUse extends Pick<
  LimitUse,
  "limitId" | "kind" | "windowStart" | "windowEnd"
> {
  /** Absent from decisions of the first engine, which knew contracts alone. */
  scope?: LimitUse["scope"];
  max: string;
  before: string;
  after: string;
}

/** The id alone says the rest of its name. */
const useToJson = (use: LimitUse): StoredUse => ({
  limitId: use.limitId,
  kind: use.kind,
  scope: use.scope,
  windowStart: use.windowStart,
  windowEnd: use.windowEnd,
  max: use.max.toString(),
  before: use.before.toString(),
  after: use.after.toString(),
});
const maxNames = 10_000;
/** By id: a replay reads the same few names millions of times. */
const names = new Map<string, LimitName>();
/** What limitId() wrote; decisions keep the id alone, and are never changed. */
export function limitNameIn(id: string): LimitName {
  let name = names.get(id);
  if (name === undefined) {
    if (names.size === maxNames) names.clear();
    names.set(id, (name = readName(id)));
  }
  return name;
}
function readName(id: string): LimitName {
  const [first, ...parts] = id.split(":");
  const isProgram = first === "PROGRAM";
  const [event, kind, scope, reset, last = null] = isProgram
    ? [parts[0], parts[1], "PROGRAM", parts[2], parts[3]]
    : [first, ...parts];
  const name = { event, kind, scope, reset: reset === "NONE" ? null : reset } as Pick<
    LimitName,
    "event" | "kind" | "scope" | "reset"
  >;
  return { ...name, groupId: isProgram ? null : last, currency: isProgram ? last : null };
}
export const usesToJson = (uses: readonly LimitUse[]): string =>
  uses.length === 0 ? "[]" : JSON.stringify(uses.map(useToJson));
export const usesFromJson = (uses: readonly StoredUse[]): LimitUse[] =>
  uses.map(({ limitId, kind, scope = "CONTRACT", windowStart, windowEnd, max, before, after }) => {
    const name = limitNameIn(limitId);
    return {
      ...name,
      limitId,
      kind,
      scope,
      windowStart,
      // Decisions of earlier engines name the end that the contract had then.
      windowEnd: name.reset === "CONTRACT" ? null : windowEnd,
      max: BigInt(max),
      before: BigInt(before),
      after: BigInt(after),
    };
  });

/** Engines before it knew the calendar alone that held when they decided. */
const firstOfHistories = 4;
/** A brand's calendars, as far as a decision knew them that was made at an instant. */
function calendarThen(
  history: CalendarHistory,
  decidedAt: Instant,
  engine: number,
): CalendarHistory {
  const known = historyAt(history, decidedAt);
  return engine >= firstOfHistories || known.earlier === undefined
    ? known
    : { zone: known.zone, yearStartMonth: known.yearStartMonth };
}

/** A batch that ran while the brand changed its calendar may have read either. */
const changeMs = 60_000;
/** What a decision may have known of the brand's calendars, first what it should have. */
export function calendarsThen(
  history: CalendarHistory,
  decidedAt: Instant,
  engine: number,
): CalendarHistory[] {
  const changes = (history.earlier ?? [])
    .map(({ until }) => until)
    .filter((until) => Math.abs(until - decidedAt) <= changeMs);
  if (changes.length === 0) return [calendarThen(history, decidedAt, engine)];
  return [
    ...new Set(
      [decidedAt, ...changes.flatMap((until) => [until - 1, until])].map((known) =>
        calendarThen(history, known, engine),
      ),
    ),
  ];
}

/** Whether a decision made again asks the windows that the stored one asked. */
export function asksAgain(uses: readonly LimitUse[], stored: readonly StoredUse[]): boolean {
  const keys = (of: readonly LimitUse[]): string =>
    JSON.stringify(
      of.map(({ limitId, windowStart, windowEnd }) => [limitId, windowStart, windowEnd]),
    );
  return keys(uses) === keys(usesFromJson(stored));
}

/**
 * Of what a decision may have known of the brand's calendars the one by which it comes out as it
 * was taken, with what came out; the first where none does.
 */
export async function takenBy<T>(
  calendars: readonly CalendarHistory[],
  explain: (calendar: CalendarHistory) => Promise<T>,
  isTaken: (made: T) => boolean,
): Promise<{ calendar: CalendarHistory; made: T }> {
  let first: { calendar: CalendarHistory; made: T } | null = null;
  for (const calendar of calendars) {
    const found = { calendar, made: await explain(calendar) };
    if (calendars.length === 1 || isTaken(found.made)) return found;
    first ??= found;
  }
  if (first === null) throw new Error("takenBy: no calendar");
  return first;
}

/**
 * One limit of the program, as its uses saw it: where its windows do not agree whether it is a
 * weekend, each has its own cap.
 */
function programLimitOf(
  uses: readonly LimitUse[],
  at: Instant,
  { zone, earlier = [] }: CalendarHistory,
): Limit {
  const [first] = uses;
  if (!first) throw new Error("programLimitOf: no use");
  const { limitId: id, event, kind, scope, reset, groupId, currency, max } = first;
  const limit = { id, event, kind, scope, reset, groupId, currency };
  const other = uses.find((use) => use.max !== max);
  if (!other) return { ...limit, max, weekendMax: null };
  const isRest = [zone, ...earlier.map((calendar) => calendar.zone)].some((each) => {
    const day = calendarPeriod("DAY", at, each);
    return isWeekend(at, each) && first.windowStart === day.start && first.windowEnd === day.end;
  });
  return isRest
    ? { ...limit, max: other.max, weekendMax: max }
    : { ...limit, max, weekendMax: other.max };
}

/**
 * A program's own limits may have been changed since, and a weekly limit may have been new: both
 * are as the decision saw them.
 */
export function asThen(
  contract: ContractInForce | null,
  stored: readonly StoredUse[],
  at: Instant,
  calendar: CalendarHistory,
): Pick<DecideInput, "contract" | "programLimits"> {
  const uses = usesFromJson(stored);
  const ofProgram = Map.groupBy(
    uses.filter(({ scope }) => scope === "PROGRAM"),
    ({ limitId }) => limitId,
  );
  const programLimits = [...ofProgram.values()].map((own) => programLimitOf(own, at, calendar));
  if (contract === null) return { contract, programLimits };
  const absent = contract.terms.eventPayouts
    .flatMap(limitsOf)
    .filter(({ id, reset }) => reset === "WEEK" && !uses.some(({ limitId }) => limitId === id));
  return {
    contract:
      absent.length === 0
        ? contract
        : { ...contract, weeklyFrom: new Map(absent.map(({ id }) => [id, Infinity])) },
    programLimits,
  };
}
