/**
 * What the simulator tells by product: the page's own product for what is promoted, some others of
 * the brand for the rest. Of each ad group and date the sums are those that it reports otherwise.
 */
import { productMetrics, type ProductKind } from "../../domain/attributed-products.ts";
import { ascending } from "../../domain/order.ts";
import {
  chanceOf,
  noisyAmount,
  partOf,
  tagRows,
  type ReportRequest,
  type ReportSource,
  type SoldPart,
  type TagRow,
} from "./simulated-report.ts";

interface Product {
  asin: string;
  name: string;
}
/** What else the brand sells. */
const others: readonly Product[] = [
  { asin: "B0SIMHALO1", name: "Simulated accessory" },
  { asin: "B0SIMHALO2", name: "Simulated refill" },
  { asin: "B0SIMHALO3", name: "Simulated travel size" },
];
const newShare = 0.6;

const pagesSql = `
  select p.code as campaign, ad.code as ad, coalesce(ad.landing_page, p.landing_page) as page
  from program p
  join ad on ad.program_id = p.id
  where p.advertiser_id = any($1)`;
const asinIn = (page: string): string | null =>
  /\/(?:dp|gp\/product)\/([0-9A-Z]{10})(?:[/?#]|$)/.exec(page)?.[1] ?? null;

/** The product that an ad promotes; a Store's first one where its page is of none. */
async function promotedBy(
  { pool }: ReportSource,
  advertiserIds: readonly string[],
): Promise<(row: TagRow) => Product> {
  const { rows } = await pool.query<{ campaign: string; ad: string; page: string }>(pagesSql, [
    advertiserIds,
  ]);
  const pages = new Map(rows.map(({ campaign, ad, page }) => [`${campaign}/${ad}`, page]));
  return ({ campaignId, creativeId }) => {
    const [ad = ""] = creativeId.split(/[-_]/);
    const asin = asinIn(pages.get(`${campaignId}/${ad}`) ?? "") ?? "B0SIMSTORE";
    return { asin, name: `Simulated product ${asin}` };
  };
}

interface ProductRow extends Pick<TagRow, "date" | "campaignId" | "adGroupId"> {
  product: Product;
  kind: ProductKind;
  sold: SoldPart;
  toNew: SoldPart;
}
const keyOf = ({ date, campaignId, adGroupId, product, kind }: ProductRow): string =>
  [date, campaignId, adGroupId, product.asin, kind].join("|");

function soldIn(row: TagRow, promoted: Product): ProductRow[] {
  const { date, campaignId, adGroupId, creativeId, halo } = row;
  const other = others[Math.floor(chanceOf(`${date}|${creativeId}`) * others.length)] ?? promoted;
  const whole = { orders: row.orders, units: row.units, amount: row.amount };
  const own = {
    orders: whole.orders - halo.orders,
    units: whole.units - halo.units,
    amount: whole.amount - halo.amount,
  };
  const of = (product: Product, kind: ProductKind, sold: SoldPart): ProductRow => {
    const share = chanceOf(`new|${date}|${creativeId}|${kind}`) * newShare;
    const toNew = partOf(sold, Math.floor(sold.orders * share));
    return { date, campaignId, adGroupId, product, kind, sold, toNew };
  };
  return [of(promoted, "PROMOTED", own), of(other, "HALO", halo)].filter(
    ({ sold }) => sold.orders > 0,
  );
}

const sum = (a: SoldPart, b: SoldPart): SoldPart => ({
  orders: a.orders + b.orders,
  units: a.units + b.units,
  amount: a.amount + b.amount,
});
const figuresOf = ({ sold, toNew }: ProductRow): string[] => [
  `${sold.orders}`,
  `${sold.units}`,
  noisyAmount(sold.amount),
  `${toNew.orders}`,
  `${toNew.units}`,
  noisyAmount(toNew.amount),
];
const nothing = ["0", "0", "0.0", "0", "0", "0.0"];

/** Rows as Amazon writes them, keyed and in their order: a cursor names the last that was sent. */
export async function simulatedProducts(
  source: ReportSource,
  request: Omit<ReportRequest, "metrics" | "groupBy">,
): Promise<{ key: string; row: Record<string, string> }[]> {
  const promoted = await promotedBy(source, request.advertiserIds);
  const rows = new Map<string, ProductRow>();
  for (const tag of await tagRows(source, { ...request, metrics: [], groupBy: "ADGROUP" }))
    for (const product of soldIn(tag, promoted(tag))) {
      const known = rows.get(keyOf(product));
      rows.set(
        keyOf(product),
        known
          ? {
              ...known,
              sold: sum(known.sold, product.sold),
              toNew: sum(known.toNew, product.toNew),
            }
          : product,
      );
    }
  return [...rows]
    .sort(([a], [b]) => ascending(a, b))
    .map(([key, row]) => {
      const { date, campaignId, adGroupId, product, kind } = row;
      const figures =
        kind === "PROMOTED" ? [...figuresOf(row), ...nothing] : [...nothing, ...figuresOf(row)];
      return {
        key,
        row: {
          date: date.replaceAll("-", ""),
          publisher: "Counterfoil simulator",
          campaignId,
          adGroupId,
          productAsin: product.asin,
          productName: product.name,
          productConversionType: kind === "PROMOTED" ? "Promoted" : "Brand Halo",
          ...Object.fromEntries(productMetrics.map((metric, at) => [metric, figures[at] ?? "0"])),
        },
      };
    });
}
