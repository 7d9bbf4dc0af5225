/**
 * By what clicks are grouped and filtered, each told once: its word in the address, the API's name
 * and the field of the API's filters. Words for people stand in the messages under
 * reporting.filters, by the same words.
 */
import type { ClickDimension, ReportFilter } from "../../gql/graphql.ts";
import { isId } from "../../lib/ids.ts";

export const devices = [
  "DESKTOP",
  "PHONE",
  "TABLET",
  "TV",
  "GAME",
  "WATCH",
  "CAR",
  "ROBOT",
  "UNKNOWN",
] as const;

/** What clicks have that lack it. */
export const noValue = "n/a";
const isIdOrNone = (text: string): boolean => isId(text) || text === noValue;
const isText = (text: string): boolean => text.length > 0 && text.length <= 500;
const isNumber = (first: number, last: number) => (text: string) =>
  /^\d{1,2}$/.test(text) && Number(text) >= first && Number(text) <= last;

interface Dimension {
  name: ClickDimension;
  field: keyof ReportFilter;
  isValid: (value: string) => boolean;
  /** Whose alone it is. */
  only?: "brand" | "partner";
  /** No sale knows it: by it, and filtered by it, sales are left out. */
  clicksOnly?: true;
  isNumber?: true;
}
export const dimensions = {
  partner: { name: "PARTNER", field: "partnerIds", isValid: isId, only: "brand" },
  group: {
    name: "PARTNER_GROUP",
    field: "partnerGroups",
    isValid: (text) => text === noValue || text.split("+").every(isId),
    only: "brand",
  },
  link: { name: "LINK", field: "linkIds", isValid: isId },
  ad: { name: "AD", field: "adIds", isValid: isId },
  media: { name: "MEDIA_PROPERTY", field: "mediaPropertyIds", isValid: isIdOrNone },
  shared: { name: "SHARED_ID", field: "sharedIds", isValid: isText, clicksOnly: true },
  country: {
    name: "COUNTRY",
    field: "countries",
    isValid: (text) => /^([A-Z]{2}|n\/a)$/.test(text),
    clicksOnly: true,
  },
  device: {
    name: "DEVICE",
    field: "devices",
    isValid: (text) => (devices as readonly string[]).includes(text),
    clicksOnly: true,
  },
  source: {
    name: "TRAFFIC_SOURCE",
    field: "trafficSources",
    // Which classes there are, the server alone says.
    isValid: (text) => /^([A-Z]{3,30}|n\/a)$/.test(text),
    clicksOnly: true,
  },
  referrer: { name: "REFERRER", field: "referrers", isValid: isText, clicksOnly: true },
  reason: {
    name: "REASON",
    field: "reasons",
    isValid: (text) => /^[A-Z][A-Z0-9_]{2,60}$/.test(text),
  },
  terms: {
    name: "TERMS_VERSION",
    field: "termsVersionIds",
    isValid: isIdOrNone,
    clicksOnly: true,
  },
  weekday: { name: "WEEKDAY", field: "weekdays", isValid: isNumber(1, 7), isNumber: true },
  hour: {
    name: "HOUR",
    field: "hours",
    isValid: isNumber(0, 23),
    isNumber: true,
    clicksOnly: true,
  },
  sub1: { name: "SUB_ID1", field: "subId1", isValid: isText, only: "partner", clicksOnly: true },
  sub2: { name: "SUB_ID2", field: "subId2", isValid: isText, only: "partner", clicksOnly: true },
  sub3: { name: "SUB_ID3", field: "subId3", isValid: isText, only: "partner", clicksOnly: true },
} as const satisfies Record<string, Dimension>;

export type DimensionWord = keyof typeof dimensions;
export const dimensionWords = Object.keys(dimensions) as DimensionWord[];
export const dimensionOf = (word: DimensionWord): Dimension => dimensions[word];

/** Those that a side may group by. */
export const dimensionsFor = (space: "brand" | "partner"): DimensionWord[] =>
  dimensionWords.filter((word) => (dimensionOf(word).only ?? space) === space);

type Values = Partial<Record<DimensionWord, readonly string[] | null>>;
/** The API's filter fields of what the address asks. */
export const dimensionFilter = (view: Values): Partial<ReportFilter> =>
  Object.fromEntries(
    dimensionWords.flatMap((word) => {
      const values = view[word];
      if (!values) return [];
      const { field, isNumber: isCounted } = dimensionOf(word);
      return [[field, isCounted ? values.map(Number) : values]];
    }),
  );

/**
 * What of the view shows a group alone: its own value, and for clicks without a reason those that
 * were paid. Null: no click is like it.
 */
export function openingOf(
  word: DimensionWord,
  value: string,
): Partial<Record<DimensionWord, string[]> & { decision: ["PAID"] }> | null {
  if (value === noValue && word === "reason") return { decision: ["PAID"] };
  return dimensionOf(word).isValid(value) ? { [word]: [value] } : null;
}
