/**
 * What rules of payout groups and restrictions look at: one record a variable. Enum and sentences
 * of the API, parser, evaluation, linter, editor, dry run and what each side may see derive from
 * it, so that a new variable is a record here and nothing else.
 */
import { quarterHourMs, type Instant } from "./calendar.ts";
import type { ConversionKind, EventKind } from "./event-kinds.ts";
import { devices } from "./click-fields.ts";
import { formatMicros } from "./money.ts";
import {
  amountGate,
  currencyGate,
  hostGate,
  hostPartGate,
  hourGate,
  languagePartGate,
} from "./rule-gates.ts";
import { ofNumbers, ofWholes } from "./rule-operators.ts";
import {
  choice,
  country,
  free,
  idOf,
  listOf,
  partnerValue,
  plain,
  subId,
  told,
  word,
  type VariableRecord,
} from "./rule-variable-kinds.ts";
import type { Side } from "./sides.ts";
import { trafficSourceOf, trafficSources } from "./traffic-source.ts";
import { gateLanguage } from "./values/language.ts";

/** What has items and an amount. */
const ofOrders: readonly ConversionKind[] = ["SALE"];

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
    partGate: languagePartGate,
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
    partGate: hostPartGate,
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
  EVENT_TYPE: {
    ...word,
    conversions: ["LEAD"],
    label: "Event type",
    phrase: "the event type",
    description: "Code of the lead's event type; leads alone.",
    hint: "The code of one of the program’s event types of leads",
    ofClick: null,
    ofSale: (row) => row.eventType,
  },
  ITEM_SKU: {
    ...word,
    ...told("sku"),
    conversions: ofOrders,
    label: "Item SKU",
    phrase: "the item’s SKU",
    description: "SKU or ASIN of the item; conversions alone, as all that follow.",
  },
  ITEM_SKU_LIST: {
    ...listOf("SKU"),
    conversions: ofOrders,
    label: "List of item SKUs",
    phrase: "the list of SKUs",
    description: "Ids of exception lists that hold the item's SKU.",
  },
  ITEM_CATEGORY: {
    ...word,
    ...told("category"),
    conversions: ofOrders,
    label: "Item category",
    phrase: "the item’s category",
    description: "Category of the item.",
    commas: true,
  },
  ITEM_CATEGORY_LIST: {
    ...listOf("CATEGORY"),
    conversions: ofOrders,
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
    conversions: ofOrders,
    label: "Order total",
    phrase: "the order’s total",
    description: "What the order came to; not known where a report row holds several orders.",
    hint: "A number, such as 49.90",
    kind: "NUMBER",
    operators: ofNumbers,
    gate: amountGate,
    shape: /^(?!-.*[1-9])/,
    // Which is a mistake in a number, and no sign that it ends: it is refused whole.
    commas: true,
    ofClick: null,
    // Of a row of several orders nothing tells what one of them came to.
    ofSale: ({ orders, amount }) => (orders === 1n ? formatMicros(amount) : null),
  },
  CURRENCY: {
    ...word,
    conversions: ofOrders,
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

/** Whether events of this kind can have it. */
export function isToldOf(event: EventKind, variable: RuleVariable): boolean {
  const { ofClick, ofSale, conversions } = recordOf(variable);
  return event === "CLICK" ? ofClick !== null : ofSale !== null && conversions.includes(event);
}
/** Those that events of this kind can have: first what they alone tell. */
export const variablesOf = (event: EventKind): RuleVariable[] => {
  const had = ruleVariables.filter((variable) => isToldOf(event, variable));
  if (event === "CLICK") return had;
  const isShared = (variable: RuleVariable) => isToldOf("CLICK", variable);
  return [...had.filter((variable) => !isShared(variable)), ...had.filter(isShared)];
};
/** What no click tells. */
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
