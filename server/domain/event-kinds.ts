/**
 * What is paid for: one record a kind. Terms, limits, rules, sentences, decisions and the API read
 * from it what they have to know of a kind, so that none of them asks which one it is.
 */
export type PayoutLevel = "CLICK" | "ORDER" | "ITEM" | "LEAD";

interface EventKindRecord {
  /** In sentences: "a lead", "Leads earn nothing". */
  one: string;
  many: string;
  /** What limits and levels count: "50 orders". */
  counted: string;
  /** What one payout earns, as the default payout says it: "Each payable click earns". */
  payable: string;
  /** The kind of limit on how many of it are paid. */
  limitKind: "CLICKS" | "CONVERSIONS";
  /** What one payout may be for; the first where nothing is said. */
  levels: readonly PayoutLevel[];
  /** Whether it has an amount, of which it may earn a share. */
  hasAmount: boolean;
  /** What terms say where they do not pay for it; null: nothing. */
  missing: string | null;
}

const records = {
  CLICK: {
    one: "click",
    many: "Clicks",
    counted: "click",
    payable: "payable click",
    limitKind: "CLICKS",
    levels: ["CLICK"],
    hasAmount: false,
    missing: "Clicks are not paid under these terms",
  },
  SALE: {
    one: "sale",
    many: "Sales",
    counted: "order",
    payable: "order",
    limitKind: "CONVERSIONS",
    levels: ["ORDER", "ITEM"],
    hasAmount: true,
    missing: "Sales are not part of these terms: they are shown as discarded and never paid",
  },
  LEAD: {
    one: "lead",
    many: "Leads",
    counted: "lead",
    payable: "lead",
    limitKind: "CONVERSIONS",
    levels: ["LEAD"],
    hasAmount: false,
    missing: null,
  },
} as const satisfies Record<string, EventKindRecord>;

export type EventKind = keyof typeof records;
export const eventKinds = Object.keys(records) as readonly EventKind[];
export const eventRecords: Readonly<Record<EventKind, EventKindRecord>> = records;
export const isEventKind = (text: string): text is EventKind => Object.hasOwn(records, text);

/** What shops and reports tell, to be booked, locked and changed; clicks are final at once. */
export const conversionKinds = ["SALE", "LEAD"] as const satisfies EventKind[];
/** What each is, for the API. */
export const conversionKindTexts: Record<ConversionKind, string> = {
  SALE: "A sale that Amazon reports, or that a shop hands in.",
  LEAD: "A sign-up, a request or the like that a shop or CRM hands in; it has no amount.",
};
export type ConversionKind = (typeof conversionKinds)[number];
