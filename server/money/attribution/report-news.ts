/** What is told of an ad group's sales and is not booked yet, and in which turn it is booked. */
import { hash } from "node:crypto";
import { noSale, splitAdGroup, type SaleTotals } from "../../domain/ad-group-split.ts";
import type { RowTag } from "../../domain/attribution.ts";
import { dateEnd, type Instant } from "../../domain/calendar.ts";
import { ascending } from "../../domain/order.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { traitsText } from "../../domain/sale-facts.ts";
import type { Marketplace } from "../../domain/tracking.ts";
import { minorDigits } from "../../domain/values/currency.ts";
import type { BookedRow } from "./conversion-rows.ts";
import type { GroupRow } from "./told-rows.ts";

/** A row as it is to be booked: a creative's, or what is left of its ad group. */
export interface SaleRow {
  /** A creative's own key; that of the ad group for what is left of it. */
  key: string;
  advertiserId: string;
  tag: RowTag;
  totals: SaleTotals;
  traits: SaleTraits | null;
  /** What Amazon did not split by creative: its partner is known, its link is not. */
  notSplit: boolean;
  simulated: boolean;
}

/**
 * The contract and the books of a sale are those of its date's last instant where Amazon cuts the
 * date.
 */
export const saleInstant = (date: string, zone: string): Instant => dateEnd(date, zone) - 1;

const idPart = (id: string): string => id.replaceAll("%", "%25").replaceAll("/", "%2F");
/**
 * Rows of one tag and date that name different products or customers are told apart by what they
 * name.
 */
const traitsPart = ({ traits }: SaleRow): string =>
  traits ? `/${hash("sha256", traitsText(traits), "hex").slice(0, 12)}` : "";
/** As people read it; only a creative's has a slash, so none is called as what is not split. */
export const orderIdOf = (row: SaleRow): string => {
  const { campaignId, date, adGroupId, creativeId } = row.tag;
  const of = `AMZ-${campaignId}-${date.replaceAll("-", "")}-${idPart(adGroupId)}`;
  return row.notSplit ? `${of}-not-split` : `${of}/${idPart(creativeId)}${traitsPart(row)}`;
};

export interface News {
  row: SaleRow;
  at: Instant;
  known: BookedRow | undefined;
}

export const isNothing = (totals: SaleTotals): boolean => sameSale(totals, noSale);
export const sameSale = (a: SaleTotals, b: SaleTotals): boolean =>
  a.orders === b.orders && a.units === b.units && a.amount === b.amount;
const shrinks = ({ row, known }: News): boolean =>
  known !== undefined && row.totals.orders <= known.orders && row.totals.amount <= known.amount;

/** What gives back to a limit comes before what takes from it; else oldest date first. */
const byTurn = (a: News, b: News): number =>
  Number(shrinks(b)) - Number(shrinks(a)) || a.at - b.at || ascending(a.row.key, b.row.key);

const tagOf = ({ date, campaignId, adGroupId, creativeId }: GroupRow): RowTag => ({
  date,
  campaignId,
  adGroupId,
  creativeId,
});

/** The rows of one ad group and date as they are to be booked; null: they wait. */
function rowsOf(told: readonly GroupRow[], currency: string): SaleRow[] | null {
  const adGroup = told.find(({ grouping }) => grouping === "ADGROUP");
  const creatives = told.filter(({ grouping }) => grouping === "CREATIVE");
  const split = splitAdGroup(
    adGroup?.told ? adGroup : null,
    creatives.map((row) => ({ key: row.rowKey, totals: row, fresh: row.told })),
    10n ** BigInt(6 - minorDigits(currency)),
    // What is told of a creative since is newer than the person's word.
    adGroup?.fromFile === true && creatives.every(({ asOf }) => asOf <= adGroup.asOf),
  );
  if ("waits" in split || !adGroup) return null;
  const totals = new Map(split.books.map((booked) => [booked.key, booked.totals]));
  const rowOf = (row: GroupRow, sale: SaleTotals): SaleRow => ({
    key: row.rowKey,
    advertiserId: row.advertiserId,
    tag: tagOf(row),
    totals: { orders: sale.orders, units: sale.units, amount: sale.amount },
    traits: row.traits,
    notSplit: row.grouping === "ADGROUP",
    simulated: row.simulated,
  });
  return [
    ...creatives.map((row) => rowOf(row, totals.get(row.rowKey) ?? noSale)),
    rowOf(adGroup, split.rest),
  ];
}

interface Sorted {
  news: News[];
  /** Ad groups and dates that wait: what Amazon tells next of them is looked at anew. */
  waiting: number;
}
/** Of whole ad groups. */
export function sortGroups(
  told: readonly GroupRow[],
  booked: ReadonlyMap<string, BookedRow>,
  { zone, currency }: Pick<Marketplace, "zone" | "currency">,
): Sorted {
  const sorted: Sorted = { news: [], waiting: 0 };
  for (const rows of Map.groupBy(told, ({ adGroupKey }) => adGroupKey).values()) {
    const sales = rowsOf(rows, currency);
    if (sales === null) {
      sorted.waiting += 1;
      continue;
    }
    for (const row of sales) {
      const known = booked.get(row.key);
      const { date } = row.tag;
      if (!sameSale(known ?? noSale, row.totals))
        sorted.news.push({ row, at: saleInstant(date, zone), known });
    }
  }
  sorted.news.sort(byTurn);
  return sorted;
}
