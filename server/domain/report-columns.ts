/**
 * Which column of a table is which figure of Amazon's report: by the name that the API gives it,
 * or as people see it in Amazon's console.
 */
import type { Grouping, ReportRow } from "./attribution.ts";
import { saleTraits, type SaleTrait } from "./rule-rows.ts";

type Field = keyof ReportRow | SaleTrait;
/** What a file may say of where it is from. */
type Place = "advertiserId" | "marketplace" | "currency";
export type Column = Field | Place;

/** As they are compared: small letters and digits, without the 14 days that all figures are of. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, "")
    .replaceAll("_", "")
    .replaceAll(/14d(?:ays?)?/g, "");

/** The likelier name first. */
const names: Partial<Record<Column, readonly string[]>> = {
  date: ["date"],
  advertiserName: ["advertisername", "advertiser"],
  publisher: ["publisher", "publishername"],
  campaignId: ["campaignid", "campaign"],
  adGroupId: ["adgroupid", "adgroup"],
  creativeId: ["creativeid", "adid", "creative"],
  "Click-throughs": ["clickthroughs", "clicks"],
  attributedDetailPageViewsClicks14d: ["attributeddetailpageviewsclicks", "detailpageviews", "dpv"],
  attributedAddToCartClicks14d: ["attributedaddtocartclicks", "addtocart", "atc"],
  attributedPurchases14d: ["attributedpurchases", "purchases"],
  unitsSold14d: ["unitssold"],
  attributedSales14d: ["attributedsales", "productsales", "sales"],
  attributedTotalDetailPageViewsClicks14d: [
    "attributedtotaldetailpageviewsclicks",
    "totaldetailpageviews",
    "totaldpv",
  ],
  attributedTotalAddToCartClicks14d: [
    "attributedtotaladdtocartclicks",
    "totaladdtocart",
    "totalatc",
  ],
  attributedTotalPurchases14d: ["attributedtotalpurchases", "totalpurchases"],
  totalUnitsSold14d: ["totalunitssold"],
  totalAttributedSales14d: ["totalattributedsales", "totalproductsales", "totalsales"],
  advertiserId: ["advertiserid"],
  marketplace: ["marketplace", "countrycode", "country"],
  currency: ["currencycode", "currency"],
};
/** By product: told apart, and never booked. */
const ofProducts = ["asin", "productasin", "trackedasin", "productname", "productasintype"];

/** Each figure that is booked: with one of its columns, or not at all. */
const figures: readonly (readonly [what: string, anyOf: readonly Column[]])[] = [
  ["the click-throughs", ["Click-throughs"]],
  ["the orders", ["attributedTotalPurchases14d", "attributedPurchases14d"]],
  ["the units", ["totalUnitsSold14d", "unitsSold14d"]],
  ["the sales amount", ["totalAttributedSales14d", "attributedSales14d"]],
];
const needed: typeof figures = [
  ["the date", ["date"]],
  ["the campaign", ["campaignId"]],
  ...figures,
];

export interface FoundColumns {
  at: ReadonlyMap<Column, number>;
  /** The last place of one. */
  last: number;
  grouping: Grouping;
  /** Names of columns that say nothing here. */
  unused: string[];
}
export type ColumnsFault = { fault: string };

const shown = (names: readonly string[]): string =>
  names
    .filter((name) => name !== "")
    .slice(0, 12)
    .map((name) => JSON.stringify(name.slice(0, 60)))
    .join(", ");

/** Whether a row of cells names the columns: a date, and something to be dated. */
export function isHeader(cells: readonly string[]): boolean {
  const found = new Set(cells.map(plain));
  return (
    found.has("date") &&
    (names.campaignId ?? []).concat(names["Click-throughs"] ?? []).some((name) => found.has(name))
  );
}

export function findColumns(header: readonly string[]): FoundColumns | ColumnsFault {
  const plains = header.map(plain);
  if (plains.some((name) => ofProducts.includes(name)))
    return {
      fault:
        "This is a report by product, which is shown and never booked: send the performance report",
    };
  const at = new Map<Column, number>();
  for (const [column, all] of Object.entries(names) as [Column, readonly string[]][]) {
    const name = all.find((each) => plains.includes(each));
    if (name === undefined) continue;
    const place = plains.indexOf(name);
    if (plains.lastIndexOf(name) !== place)
      return { fault: `The column ${shown([header[place] ?? ""])} stands twice: leave one out` };
    at.set(column, place);
  }
  for (const trait of saleTraits) if (header.includes(trait)) at.set(trait, header.indexOf(trait));
  const missing = needed.find(([, anyOf]) => !anyOf.some((column) => at.has(column)));
  if (missing)
    return {
      fault:
        `This file has no column for ${missing[0]} (${missing[1].join(" or ")}). It has ` +
        `${shown(header)}. Download the performance report again with all of its metrics`,
    };
  if (at.has("creativeId") && !at.has("adGroupId"))
    return {
      fault:
        "This file names creatives without their ad groups (adGroupId), which no partner can be " +
        "found by: download it with both",
    };
  const used = new Set(at.values());
  const finer: Grouping = at.has("adGroupId") ? "ADGROUP" : "CAMPAIGN";
  return {
    at,
    last: Math.max(...used),
    grouping: at.has("creativeId") ? "CREATIVE" : finer,
    unused: header.filter((name, place) => name.trim() !== "" && !used.has(place)),
  };
}
