/** What a report says that is not booked yet, and in which turn it is booked. */
import { hash } from "node:crypto";
import { isMasked, sameTotals, type RowTotals } from "../../domain/attribution.ts";
import { dateEnd, type Instant } from "../../domain/calendar.ts";
import { traitsText } from "../../domain/sale-facts.ts";
import type { BookedRow } from "./conversion-rows.ts";
import type { NamedRow } from "./report-rows.ts";
import { ascending } from "../../domain/order.ts";

/**
 * The contract and the books of a sale are those of its date's last instant where Amazon cuts the
 * date.
 */
export const saleInstant = (date: string, zone: string): Instant => dateEnd(date, zone) - 1;

const idPart = (id: string): string => id.replaceAll("%", "%25").replaceAll("-", "%2D");
/**
 * Rows of one tag and date that name different products or customers are told apart by what they
 * name.
 */
const traitsPart = ({ traits }: NamedRow): string =>
  traits ? `-${hash("sha256", traitsText(traits), "hex").slice(0, 12)}` : "";
export const orderIdOf = (row: NamedRow): string => {
  const { campaignId, date, adGroupId, creativeId } = row.totals;
  const day = date.replaceAll("-", "");
  const tags = `${idPart(adGroupId)}-${idPart(creativeId)}${traitsPart(row)}`;
  return `AMZ-${campaignId}-${day}-${tags}`;
};

export interface News {
  row: NamedRow;
  at: Instant;
  known: BookedRow | undefined;
}

type SaleTotals = Pick<RowTotals, "orders" | "units" | "amount">;
export const isNothing = (totals: SaleTotals): boolean =>
  totals.orders === 0n && totals.units === 0n && totals.amount === 0n;
export const sameSale = (a: SaleTotals, b: SaleTotals): boolean =>
  a.orders === b.orders && a.units === b.units && a.amount === b.amount;
const shrinks = ({ row, known }: News): boolean =>
  known !== undefined && row.totals.orders <= known.orders && row.totals.amount <= known.amount;

/** What gives back to a limit comes before what takes from it; else oldest date first. */
const byTurn = (a: News, b: News): number =>
  Number(shrinks(b)) - Number(shrinks(a)) || a.at - b.at || ascending(a.row.key, b.row.key);

export function sortRows(
  rows: readonly NamedRow[],
  booked: Map<string, BookedRow>,
  startedAt: Instant,
  zone: string,
) {
  const news: News[] = [];
  const unchanged: string[] = [];
  let [stale, masked] = [0, 0];
  for (const row of rows) {
    const known = booked.get(row.key);
    if (known && known.asOf > startedAt) stale += 1;
    else if (known && sameTotals(known, row.totals)) unchanged.push(row.key);
    else if (known && isMasked(known, row.totals)) masked += 1;
    else news.push({ row, at: saleInstant(row.totals.date, zone), known });
  }
  return { news: news.toSorted(byTurn), unchanged, stale, masked };
}
