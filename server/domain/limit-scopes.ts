/**
 * What limits count together. One record a scope: parser, words, API, counters in memory and in the
 * database, gauges, replay and proofs all read what a scope means here.
 */
import { resets, type Reset } from "./calendar.ts";
import { eventRecords, type EventKind } from "./event-kinds.ts";

/** CLICKS for the CLICK event, CONVERSIONS for the others; PAYOUT for all. */
export const kindRecords = {
  CLICKS: { about: "Number of paid clicks." },
  CONVERSIONS: { about: "Number of paid orders, or of paid leads." },
  PAYOUT: { about: "Money paid." },
} as const;
export type LimitKind = keyof typeof kindRecords;
export const limitKinds = Object.keys(kindRecords) as readonly LimitKind[];
/** What a limit of that kind counts; null: money, whose unit is a currency. */
export const unitOf = (kind: LimitKind, event: EventKind): string | null =>
  kind === "PAYOUT" ? null : eventRecords[event].counted;

/** When a limit starts again; its windows are cut by the calendar. */
export const resetRecords: Readonly<Record<Reset, { about: string; words: string }>> = {
  DAY: { about: "At midnight.", words: "a day" },
  WEEK: { about: "On Monday; a new one counts from the next Monday on.", words: "a week" },
  MONTH: { about: "On the 1st.", words: "a month" },
  QUARTER: { about: "At the start of the financial year's quarter.", words: "a quarter" },
  CONTRACT: { about: "Never within the contract; a program's own never.", words: "in all" },
};

/** Who takes from limits. */
export interface Scoped {
  partner: string;
  program: string;
  /**
   * The visitor's hashes under today's and yesterday's salt: two visits are of one visitor if
   * either agrees.
   */
  visitor: string;
  visitorPrevious: string | null;
  /** The tracking link that was clicked. */
  link: string;
}
/** What of an event may have a counter of its own. */
export type EachField = Exclude<keyof Scoped, "partner" | "program">;
/** Of an event that is no click: a limit on each of these is on clicks alone. */
export const noClick: Pick<Scoped, EachField> = { visitor: "", visitorPrevious: null, link: "" };

interface ScopeRecord {
  /** Ends a limit's words: "50 clicks a day for each customer". */
  words: string;
  /** Whom it is for, in a sentence of all scopes. */
  phrase: string;
  /** What the API says of it. */
  about: string;
  setIn: "TERMS" | "PROGRAM";
  /** Kinds that cannot have it, and why, of an event that is no click: of "Sales", "sale". */
  unlessClick: {
    kinds: readonly LimitKind[];
    field: "scope" | "kind";
    why: (event: { one: string; many: string; counted: string }) => string;
  } | null;
  /** Periods after which it may start again; none: it has no period. */
  resets: readonly Reset[];
  /** Why others are refused. */
  whyNoOther: string;
  /**
   * Fields of the event of which each value has a counter of its own, all of which stand for what
   * was used; none: one counter for all of the contract or program. null: nothing is counted.
   */
  each: readonly EachField[] | null;
  /** Counters are so many, and over so soon, that memory keeps those of the last days alone. */
  isPassing: boolean;
  /** Gauges show how full it is, of several counters the fullest, and 80 % and 100 % are told. */
  isShown: boolean;
}

const anyPeriod = "A limit starts again by day, week, month or quarter, or lasts the contract";
const records = {
  CONTRACT: {
    words: "",
    phrase: "for the contract",
    about: "All of one partner.",
    setIn: "TERMS",
    unlessClick: null,
    resets,
    whyNoOther: anyPeriod,
    each: [],
    isPassing: false,
    isShown: true,
  },
  CUSTOMER: {
    words: " for each customer",
    phrase: "for each customer",
    about: "Each visitor alone, for a day; clicks alone.",
    setIn: "TERMS",
    unlessClick: {
      kinds: ["CONVERSIONS", "PAYOUT"],
      field: "scope",
      why: ({ many }) => `${many} name no customer, so a limit for each cannot be kept`,
    },
    resets: ["DAY"],
    whyNoOther:
      "A limit for each customer starts again every day: who a visitor is, is not known for longer",
    each: ["visitor", "visitorPrevious"],
    isPassing: true,
    isShown: false,
  },
  LINK: {
    words: " for each link",
    phrase: "for each link",
    about: "Each tracking link of the partner alone; clicks alone.",
    setIn: "TERMS",
    unlessClick: {
      kinds: ["CONVERSIONS", "PAYOUT"],
      field: "scope",
      why: ({ one }) => `Not every ${one} names its link, so a limit for each cannot be kept`,
    },
    resets,
    whyNoOther: anyPeriod,
    each: ["link"],
    isPassing: false,
    isShown: true,
  },
  EVENT: {
    words: " for each",
    phrase: "for each event",
    about: "Each click, order or lead alone; it has no period.",
    setIn: "TERMS",
    unlessClick: {
      kinds: ["CONVERSIONS"],
      field: "kind",
      why: ({ counted }) => `One ${counted} is one ${counted}: only its payout can be limited`,
    },
    resets: [],
    whyNoOther: "A limit on each event has no period: leave it out",
    each: null,
    isPassing: false,
    isShown: false,
  },
  PROGRAM: {
    words: " for the whole program",
    phrase: "for the program",
    about: "All partners of the program together; set on the program, not in terms.",
    setIn: "PROGRAM",
    unlessClick: null,
    resets,
    whyNoOther: anyPeriod,
    each: [],
    isPassing: false,
    isShown: true,
  },
} satisfies Record<string, ScopeRecord>;

export type LimitScope = keyof typeof records;
export const limitScopes = Object.keys(records) as readonly LimitScope[];
/** What each scope means. */
export const scopeRecords: Readonly<Record<LimitScope, ScopeRecord>> = records;

/** Whether it has a counter for each of something: that of which most is used binds. */
export const hasMany = ({ scope }: { scope: LimitScope }): boolean =>
  (scopeRecords[scope].each ?? []).length > 0;

/** That a limit of terms may have. */
export const termsScopes = limitScopes.filter((scope) => records[scope].setIn === "TERMS");

/** What a limit is: stable across versions of terms while none of it changes. */
export interface LimitName {
  event: EventKind;
  kind: LimitKind;
  scope: LimitScope;
  /** null for EVENT alone, which has no period. */
  reset: Reset | null;
  /** The payout group whose own limit it is; null: of the whole event. */
  groupId: string | null;
  /** Of a program's own limit, of counts too; null: others have that of their terms. */
  currency: string | null;
}
/** With its id. */
export interface NamedLimit extends LimitName {
  id: string;
}

/** Its name as one text, as decisions keep it and the API gives it. */
export const limitId = ({ event, kind, scope, reset, groupId, currency }: LimitName): string =>
  scope === "PROGRAM"
    ? `PROGRAM:${event}:${kind}:${reset ?? "NONE"}:${currency}`
    : `${event}:${kind}:${scope}:${reset ?? "NONE"}${groupId === null ? "" : `:${groupId}`}`;

/** Of a program's own limit: an edited one goes on counting what was used before. */
export function programLimitName(
  of: Pick<LimitName, "event" | "kind" | "reset"> & { currency: string },
): NamedLimit & { currency: string } {
  const { event, kind, reset, currency } = of;
  const name = { event, kind, scope: "PROGRAM" as const, reset, groupId: null, currency };
  return { id: limitId(name), ...name };
}

/**
 * Whose counters an event takes from. A limit over a contract's life counts per contract; one with
 * a calendar period goes on under the partner's next contract. A visitor is known by two hashes,
 * both of which stand for all that was used.
 */
export function takersOf(
  { scope, reset }: Pick<LimitName, "scope" | "reset">,
  contractId: string,
  taker: Scoped,
): string[] {
  const only = onlyTakerOf({ scope, reset }, contractId, taker);
  if (only !== null) return [only];
  return (scopeRecords[scope].each ?? []).flatMap((field) => taker[field] ?? []);
}

/** Of a limit that has one counter; null: it has one for each of something, or none. */
export function onlyTakerOf(
  { scope, reset }: Pick<LimitName, "scope" | "reset">,
  contractId: string,
  { partner, program }: Pick<Scoped, "partner" | "program">,
): string | null {
  const { each, setIn } = scopeRecords[scope];
  if (each === null || each.length > 0) return null;
  if (setIn === "PROGRAM") return program;
  return reset === "CONTRACT" ? contractId : partner;
}

/** Stands for the partner of a program's own limit, which counts all of them together. */
export const nobody = "00000000-0000-0000-0000-000000000000";

/** The partner in a counter's key. */
export const holderOf = ({ scope }: Pick<LimitName, "scope">, partner: string): string =>
  scopeRecords[scope].setIn === "PROGRAM" ? nobody : partner;

/**
 * The currency in a counter's key. Counts of terms have none; money of one currency never counts
 * for another.
 */
export const currencyOf = (
  { kind, currency }: Pick<LimitName, "kind" | "currency">,
  ofTerms: string,
): string => currency ?? (kind === "PAYOUT" ? ofTerms : "");
