/**
 * What rules of payout groups and restrictions look at: one record a variable. Enum and sentences
 * of the API, parser, evaluation, linter, editor, dry run and what each side may see derive from
 * it, so that a new variable is a record here and nothing else.
 */
import { quarterHourMs, type Instant } from "./calendar.ts";
import type { EventKind } from "./event-kinds.ts";
import { devices } from "./click-fields.ts";
import { formatMicros } from "./money.ts";
import {
  amountGate,
  countryGate,
  currencyGate,
  hostGate,
  hourGate,
  type Gate,
} from "./rule-gates.ts";
import {
  ofLists,
  ofNumbers,
  ofTexts,
  ofWholes,
  ruleOperators,
  type RuleOperator,
} from "./rule-operators.ts";
import type { FactRow, ListKind, SaleFactRow, SaleTrait } from "./rule-rows.ts";
import type { Side } from "./sides.ts";
import { gateLanguage } from "./values/language.ts";
import { trafficSourceOf, trafficSources } from "./traffic-source.ts";

/** CHOICE: one of a closed list · CODE: of a standard · ID: of something with a name. */
export const valueKinds = ["CHOICE", "CODE", "ID", "NUMBER", "TEXT"] as const;
export type ValueKind = (typeof valueKinds)[number];

/** What an id or a code stands for, as sentences of the linter call it. */
export const thingWords = {
  AD: "ad",
  PROGRAM: "program",
  LINK: "tracking link",
  PARTNER_GROUP: "partner group",
  MEDIA_PROPERTY: "media property",
  LIST: "list",
  COUNTRY: "country",
} as const;
export type Thing = keyof typeof thingWords;

type Seen = string | readonly string[] | null;
/** null, "" and [] are all "not there". Weekday and hour are those of `zone`. */
type OfClick = (row: FactRow, zone: string) => Seen;
type OfSale = (row: SaleFactRow) => Seen;

export interface VariableRecord {
  /** As a choice: "Country". */
  label: string;
  /** In a sentence: "the country". */
  phrase: string;
  /** For whoever uses the API; one sentence. */
  description: string;
  /** For whoever types values; null where the choices or names say it. */
  hint: string | null;
  kind: ValueKind;
  /** All values there are; every click has one of them. Likely ones first. */
  choices: readonly string[] | null;
  /** What the values are called: names of what has an id, of countries. */
  names: Thing | null;
  /** Of lists: what their items are. Such a rule holds where the list names what was bought. */
  list: ListKind | null;
  /** Those that make sense; others are refused when terms are saved. */
  operators: readonly RuleOperator[];
  /** Whether an event may have several values. */
  many: boolean;
  /** Whether values are compared without case: codes and hosts are, ids that people set are not. */
  folds: boolean;
  /** Whether a value may hold a comma; else one that is typed separates values. */
  commas: boolean;
  /**
   * What a side may not see, no rule that it tries may test: from groups, counts and amounts the
   * value could be read letter by letter.
   */
  seenBy: Side | "BOTH";
  /** What a whole value must be; null: anything. */
  gate: Gate | null;
  /** What a value must look like for the linter to make one up; null: anything. */
  shape: RegExp | null;
  /** Tried by the linter before anything is made up, so that an example reads like a click. */
  likely: readonly string[];
  /** Where no place is known "is not" holds: the linter asks whether that is meant [D80]. */
  place: string | null;
  /** Whether an event that never happened has it all the same: of its program, partner, instant. */
  untold: boolean;
  /** Column of a report that names it. */
  trait: SaleTrait | null;
  /** How a click gives it; null: no click does. */
  ofClick: OfClick | null;
  /** How a sale gives it; null: no sale does. */
  ofSale: OfSale | null;
}

/** What is said once for most: a text that both see and one event has one of. */
const plain = {
  hint: null,
  kind: "TEXT",
  choices: null,
  names: null,
  list: null,
  operators: ofTexts,
  many: false,
  folds: false,
  commas: false,
  seenBy: "BOTH",
  gate: null,
  shape: null,
  likely: [],
  place: null,
  untold: false,
  trait: null,
} as const satisfies Partial<VariableRecord>;
/** Words and codes that machines write: case says nothing. */
const word = { ...plain, folds: true } as const;
/** What people put anything into, numbers too. */
const free = { ...plain, operators: ruleOperators, commas: true } as const;
const choice = (choices: readonly string[]) =>
  ({ ...word, kind: "CHOICE", choices, operators: ofWholes, ofSale: null }) as const;
const idOf = (names: Thing) => ({ ...plain, kind: "ID", names, operators: ofWholes }) as const;
const country = {
  ...word,
  kind: "CODE",
  names: "COUNTRY",
  operators: ofWholes,
  gate: countryGate,
  shape: /^[a-z]{2}$/i,
  likely: ["US", "CA", "GB", "DE", "FR", "MX", "JP"],
  place: "country",
} as const;
const subId = (at: 0 | 1 | 2) =>
  ({
    ...free,
    label: `Sub ID ${at + 1}`,
    phrase: `Sub ID ${at + 1}`,
    description: `The partner's ${["first", "second", "third"][at]} sub id; with case.`,
    seenBy: "PARTNER",
    ofClick: ({ subIds }: FactRow) => subIds[at] ?? null,
    ofSale: null,
  }) as const;
const partnerValue = (at: 0 | 1 | 2, more = "") =>
  ({
    ...free,
    label: `Partner value ${at + 1}`,
    phrase: `the partner’s value ${at + 1}`,
    description: `Value ${at + 1} that the brand gave the partner.${more}`,
    seenBy: "BRAND",
    untold: true,
    ofClick: ({ partnerValues }: FactRow) => partnerValues[at] ?? null,
    ofSale: ({ partnerValues }: SaleFactRow) => partnerValues[at] ?? null,
  }) as const;
/** What a column of a report names; Amazon's own rows name neither product nor customer. */
const told = (trait: SaleTrait) =>
  ({
    trait,
    ofClick: null,
    ofSale: ({ traits }: SaleFactRow) => traits?.[trait] ?? null,
  }) as const;
const listOf = (list: ListKind) =>
  ({
    ...plain,
    kind: "ID",
    names: "LIST",
    list,
    operators: ofLists,
    many: true,
    seenBy: "BRAND",
    ofClick: null,
    ofSale: ({ lists }: SaleFactRow) => lists[list] ?? null,
  }) as const;

/** In the order in which the editor offers them. */
const records = {
  COUNTRY: {
    ...country,
    label: "Country",
    phrase: "the country",
    description: "Country of the visitor, ISO 3166-1; unknown equals nothing.",
    hint: "Two letters, such as US",
    ofClick: (row) => row.country,
    ofSale: null,
  },
  LANGUAGE: {
    ...word,
    label: "Language",
    phrase: "the language",
    description: "Language of the browser, BCP 47, with its region where it says one.",
    hint: "Such as en-US; “starts with en” is every English",
    gate: gateLanguage,
    shape: /^[a-z]{2,3}(-[a-z0-9]{2,3})?$/i,
    likely: ["en-US", "en", "es-MX", "de-DE", "fr-FR"],
    ofClick: (row) => row.language,
    ofSale: null,
  },
  DEVICE: {
    ...choice(["PHONE", ...devices.filter((device) => device !== "PHONE")]),
    label: "Device",
    phrase: "the device",
    description: "Kind of device, such as PHONE or DESKTOP.",
    ofClick: (row) => row.device,
  },
  OS: {
    ...word,
    label: "Operating system",
    phrase: "the operating system",
    description: "Operating system.",
    likely: ["IOS", "ANDROID", "WINDOWS_10", "MACOS"],
    ofClick: (row) => row.os,
    ofSale: null,
  },
  BROWSER: {
    ...word,
    label: "Browser",
    phrase: "the browser",
    description: "Browser, by the user agent.",
    likely: ["CHROME", "SAFARI", "FIREFOX", "EDGE"],
    ofClick: (row) => row.browser,
    ofSale: null,
  },
  AD: {
    ...idOf("AD"),
    label: "Ad",
    phrase: "the ad",
    description: "Id of the ad of the link.",
    ofClick: (row) => row.ad,
    ofSale: ({ link }) => link?.ad ?? null,
  },
  AD_PROGRAM: {
    ...idOf("PROGRAM"),
    label: "Program of the ad",
    phrase: "the program of the ad",
    description: "Id of the program that the ad belongs to.",
    untold: true,
    ofClick: (row) => row.program,
    ofSale: (row) => row.program,
  },
  LINK: {
    ...idOf("LINK"),
    label: "Link",
    phrase: "the link",
    description: "Id of the tracking link.",
    ofClick: (row) => row.link,
    ofSale: ({ link }) => link?.id ?? null,
  },
  LANDING_PAGE: {
    ...plain,
    label: "Landing page",
    phrase: "the landing page",
    description: "Where the link leads.",
    commas: true,
    ofClick: (row) => row.landingPage,
    ofSale: null,
  },
  TRAFFIC_SOURCE: {
    ...choice(trafficSources),
    label: "Traffic source",
    phrase: "the traffic source",
    description:
      "Class of the site the visitor came from: DIRECT, SEARCH, SOCIAL, VIDEO, MESSAGING, EMAIL, " +
      "ASSISTANT or CONTENT.",
    ofClick: (row) => trafficSourceOf(row.referrerHost),
  },
  REFERRER_DOMAIN: {
    ...word,
    label: "Referring domain",
    phrase: "the referring domain",
    description: "Host of the page the visitor came from.",
    hint: "A domain alone, such as example.com",
    gate: hostGate,
    ofClick: (row) => row.referrerHost,
    ofSale: null,
  },
  REFERRER_URL: {
    ...plain,
    label: "Referring address",
    phrase: "the referring address",
    description: "Address of the page the visitor came from.",
    commas: true,
    ofClick: (row) => row.referrer,
    ofSale: null,
  },
  SHARED_ID: {
    ...free,
    label: "Shared ID",
    phrase: "the Shared ID",
    description: "Shared ID of the link; with case.",
    ofClick: (row) => row.sharedId,
    ofSale: ({ link }) => link?.sharedId ?? null,
  },
  SUB_ID1: subId(0),
  SUB_ID2: subId(1),
  SUB_ID3: subId(2),
  PARAM: {
    ...free,
    label: "Link parameter",
    phrase: "the parameter “{name}”",
    description: "A custom parameter of the link, by its name.",
    // By name: rules.ts looks it up in the parameters.
    ofClick: () => null,
    ofSale: null,
  },
  PARTNER_GROUP: {
    ...idOf("PARTNER_GROUP"),
    label: "Partner group",
    phrase: "the partner’s group",
    description: "Ids of the groups in which the brand has the partner.",
    many: true,
    seenBy: "BRAND",
    untold: true,
    ofClick: (row) => row.partnerGroups,
    ofSale: (row) => row.partnerGroups,
  },
  PARTNER_VALUE1: partnerValue(0, " Where it is asked for and not known, the click is not paid."),
  PARTNER_VALUE2: partnerValue(1),
  PARTNER_VALUE3: partnerValue(2),
  MEDIA_PROPERTY: {
    ...idOf("MEDIA_PROPERTY"),
    label: "Media property",
    phrase: "the media property",
    description: "Id of the partner's site, app or channel that the link is for.",
    ofClick: (row) => row.mediaProperty,
    ofSale: ({ link }) => link?.mediaProperty ?? null,
  },
  WEEKDAY: {
    ...choice(["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]),
    label: "Weekday",
    phrase: "the weekday",
    description: "Day of the week in the brand's zone, such as MONDAY.",
    untold: true,
    ofClick: (row, zone) => localTime(row.at, zone).weekday,
  },
  HOUR: {
    ...plain,
    label: "Hour",
    phrase: "the hour",
    description: "Hour of the day in the brand's zone, 0 to 23.",
    hint: "0 to 23, in the brand’s time zone",
    kind: "NUMBER",
    choices: Array.from({ length: 24 }, (_, hour) => String(hour)),
    operators: ofNumbers,
    gate: hourGate,
    untold: true,
    ofClick: (row, zone) => localTime(row.at, zone).hour,
    ofSale: null,
  },
  ITEM_SKU: {
    ...word,
    ...told("sku"),
    label: "Item SKU",
    phrase: "the item’s SKU",
    description: "SKU or ASIN of the item; sales alone, as all that follow.",
  },
  ITEM_SKU_LIST: {
    ...listOf("SKU"),
    label: "List of item SKUs",
    phrase: "the list of SKUs",
    description: "Ids of exception lists that hold the item's SKU.",
  },
  ITEM_CATEGORY: {
    ...word,
    ...told("category"),
    label: "Item category",
    phrase: "the item’s category",
    description: "Category of the item.",
    commas: true,
  },
  ITEM_CATEGORY_LIST: {
    ...listOf("CATEGORY"),
    label: "List of item categories",
    phrase: "the list of categories",
    description: "Ids of exception lists that hold the item's category.",
  },
  PROMO_CODE: {
    ...word,
    ...told("promoCode"),
    label: "Promo code",
    phrase: "the promo code",
    description: "Promo code of the order.",
  },
  PROMO_CODE_LIST: {
    ...listOf("PROMO_CODE"),
    label: "List of promo codes",
    phrase: "the list of promo codes",
    description: "Ids of exception lists that hold the order's promo code.",
  },
  ORDER_TOTAL: {
    ...plain,
    label: "Order total",
    phrase: "the order’s total",
    description: "What the order came to; not known where a report row holds several orders.",
    hint: "A number, such as 49.90",
    kind: "NUMBER",
    operators: ofNumbers,
    gate: amountGate,
    ofClick: null,
    // Of a row of several orders nothing tells what one of them came to.
    ofSale: ({ orders, amount }) => (orders === 1n ? formatMicros(amount) : null),
  },
  CURRENCY: {
    ...word,
    label: "Currency",
    phrase: "the currency",
    description: "Currency of the sale.",
    hint: "Three letters, such as USD",
    kind: "CODE",
    operators: ofWholes,
    gate: currencyGate,
    ofClick: null,
    ofSale: (row) => row.currency,
  },
  CUSTOMER_STATUS: {
    ...word,
    ...told("customerStatus"),
    label: "Customer status",
    phrase: "the customer’s status",
    description: "Status of the customer, such as NEW.",
  },
  CUSTOMER_COUNTRY: {
    ...country,
    ...told("customerCountry"),
    label: "Customer country",
    phrase: "the customer’s country",
    description: "Country of the customer, ISO 3166-1.",
    hint: "Two letters, such as US",
  },
  CUSTOMER_REGION: {
    ...word,
    ...told("customerRegion"),
    label: "Customer region",
    phrase: "the customer’s region",
    description: "Region of the customer.",
    commas: true,
    place: "region",
  },
  CUSTOMER_CITY: {
    ...word,
    ...told("customerCity"),
    label: "Customer city",
    phrase: "the customer’s city",
    description: "City of the customer.",
    commas: true,
    place: "city",
  },
  CUSTOMER_POSTCODE: {
    ...word,
    ...told("customerPostcode"),
    label: "Customer postcode",
    phrase: "the customer’s postcode",
    description: "Postcode of the customer.",
  },
} as const satisfies Record<string, VariableRecord>;
export type RuleVariable = keyof typeof records;
export const ruleVariables = Object.keys(records) as RuleVariable[];
export const isVariable = (text: string): text is RuleVariable => Object.hasOwn(records, text);

/** What terms of an older version look at and nothing tells any more: no event has it. */
const gone = (variable: string): VariableRecord => ({
  ...free,
  label: variable,
  phrase: `the ${variable.toLowerCase().replaceAll("_", " ")}`,
  description: "",
  ofClick: null,
  ofSale: null,
});
export const recordOf = (variable: RuleVariable): VariableRecord =>
  isVariable(variable) ? records[variable] : gone(variable);

/** Those that events of this kind can have: first what they alone tell. */
export const variablesOf = (event: EventKind): RuleVariable[] => {
  const [own, other] =
    event === "SALE" ? (["ofSale", "ofClick"] as const) : (["ofClick", "ofSale"] as const);
  const had = ruleVariables.filter((variable) => recordOf(variable)[own] !== null);
  if (event !== "SALE") return had;
  const isShared = (variable: RuleVariable) => recordOf(variable)[other] !== null;
  return [...had.filter((variable) => !isShared(variable)), ...had.filter(isShared)];
};
/** What sales alone tell. */
export const isOfSales = (variable: RuleVariable): boolean => recordOf(variable).ofClick === null;
export const isHiddenFrom = (side: Side, variable: RuleVariable): boolean => {
  const { seenBy } = recordOf(variable);
  return seenBy !== "BOTH" && seenBy !== side;
};
export const isOneSides = (variable: RuleVariable): boolean => recordOf(variable).seenBy !== "BOTH";
/** A list's values are ids of the brand's lists that hold what the sale names. */
export const isListVariable = (variable: RuleVariable): boolean => recordOf(variable).list !== null;
/** Whether a variable's values are compared without case. */
export const foldOf = (variable: RuleVariable): boolean => recordOf(variable).folds;
/** What is a number: 150 is 150.00, whatever compares them. */
export const isOfNumbers = (variable: RuleVariable): boolean =>
  recordOf(variable).kind === "NUMBER";

/**
 * Wall-clock time by quarter of an hour, which no zone's offset divides; clicks come nearly in
 * order and zones are few.
 */
const recentTimes = new Map<string, { quarter: number; weekday: string; hour: string }>();
function localTime(at: Instant, zone: string): { weekday: string; hour: string } {
  const quarter = Math.floor(at / quarterHourMs);
  const recent = recentTimes.get(zone);
  if (recent?.quarter === quarter) return recent;
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const weekday = records.WEEKDAY.choices[local.dayOfWeek - 1] ?? "";
  const found = { quarter, weekday, hour: String(local.hour) };
  recentTimes.set(zone, found);
  return found;
}
