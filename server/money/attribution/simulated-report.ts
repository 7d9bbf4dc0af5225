/**
 * What the simulator reports: rows in the documented shape, from test orders and from stored
 * clicks.
 */
import type pg from "pg";
import { minimumClicks, performanceMetrics } from "../../domain/attribution.ts";
import type { Micros } from "../../domain/money.ts";
import { traitsText } from "../../domain/sale-facts.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { ascending } from "../../domain/order.ts";
import type { ClickCounts } from "./simulated-clicks.ts";

const bonusMetric = "brb_bonus_amount";
export const reportMetrics = [...performanceMetrics, bonusMetric] as const;
export type ReportMetric = (typeof reportMetrics)[number];
export const reportGroups = ["CAMPAIGN", "ADGROUP", "CREATIVE"] as const;
type ReportGroup = (typeof reportGroups)[number];

export interface ReportRequest {
  advertiserIds: string[];
  /** YYYY-MM-DD in the marketplace's zone, both included. */
  startDate: string;
  endDate: string;
  metrics: ReportMetric[];
  groupBy: ReportGroup;
}

export interface ReportSource {
  pool: pg.Pool;
  clickCounts: ClickCounts;
}

interface TagRow {
  advertiserId: string;
  date: string;
  campaignId: string;
  adGroupId: string;
  creativeId: string;
  clicks: number;
  orders: number;
  units: number;
  amount: Micros;
  /** What test orders name; such orders are rows of their own. Amazon names nothing here. */
  traits: SaleTraits | null;
}
type TagKey = Pick<TagRow, "advertiserId" | "campaignId" | "adGroupId" | "creativeId">;
const keyOf = (row: TagKey & Pick<TagRow, "date" | "traits">): string =>
  `${row.date}|${tagKey(row)}${row.traits ? `|${traitsText(row.traits)}` : ""}`;
const tagKey = (row: TagKey): string =>
  [row.advertiserId, row.campaignId, row.adGroupId, row.creativeId].join("|");

/**
 * Amazon shows a tag from its tenth click on, and then all its days [D138]. In test mode that
 * threshold is simulated away.
 */
export const isReported = (tag: { clicks: number; hasTestOrder: boolean }): boolean =>
  tag.hasTestOrder || tag.clicks >= minimumClicks;

/**
 * As Amazon sends amounts: a float one step beside the amount, e.g. "191.95999999999998" for
 * 191.96. Exact after rounding.
 */
export const noisyAmount = (amount: Micros): string =>
  String((Number(amount) / 1_000_000) * (1 - Number.EPSILON));

interface OrderRow extends TagKey {
  date: string;
  orders: bigint;
  units: bigint;
  amount: Micros;
  isTest: boolean;
  traits: SaleTraits | null;
}
const readOrders = async (pool: pg.Pool, advertiserIds: string[]): Promise<OrderRow[]> => {
  const { rows } = await pool.query<OrderRow>(
    `select
        o.advertiser_id as "advertiserId",
        o.date,
        o.campaign_id as "campaignId",
        o.ad_group_id as "adGroupId",
        o.creative_id as "creativeId",
        sum(o.orders) as orders,
        sum(o.units) as units,
        sum(o.amount_micros)::bigint as amount,
        bool_or(l.is_test) as "isTest",
        o.traits
      from simulated_order o
      join tracking_link l on l.id = o.link_id
      where o.advertiser_id = any($1)
      group by 1, 2, 3, 4, 5, o.traits`,
    [advertiserIds],
  );
  return rows;
};

/** All visible rows by tag and date, in the order of their keys. */
async function tagRows(
  { pool, clickCounts }: ReportSource,
  request: ReportRequest,
): Promise<TagRow[]> {
  const [orders, clicks] = await Promise.all([
    readOrders(pool, request.advertiserIds),
    clickCounts.of(request.advertiserIds),
  ]);
  const tags = new Map<string, { clicks: number; hasTestOrder: boolean }>();
  const rows = new Map<string, TagRow>();
  const rowOf = (at: TagKey & { date: string; traits?: SaleTraits | null }): TagRow => {
    const { advertiserId, date, campaignId, adGroupId, creativeId, traits = null } = at;
    const key = keyOf({ ...at, traits });
    const row = rows.get(key) ?? {
      advertiserId,
      date,
      campaignId,
      adGroupId,
      creativeId,
      clicks: 0,
      orders: 0,
      units: 0,
      amount: 0n,
      traits,
    };
    rows.set(key, row);
    return row;
  };
  const tagOf = (at: TagKey) => {
    const tag = tags.get(tagKey(at)) ?? { clicks: 0, hasTestOrder: false };
    tags.set(tagKey(at), tag);
    return tag;
  };
  for (const count of clicks) {
    rowOf(count).clicks += count.clicks;
    tagOf(count).clicks += count.clicks;
  }
  for (const order of orders) {
    const row = rowOf(order);
    row.orders += Number(order.orders);
    row.units += Number(order.units);
    row.amount += order.amount;
    if (order.isTest) tagOf(order).hasTestOrder = true;
  }
  return [...rows.values()].filter(
    (row) =>
      row.date >= request.startDate &&
      row.date <= request.endDate &&
      isReported(tags.get(tagKey(row)) ?? { clicks: 0, hasTestOrder: false }),
  );
}

function grouped(rows: TagRow[], groupBy: ReportGroup): TagRow[] {
  if (groupBy === "CREATIVE") return rows;
  const groups = new Map<string, TagRow>();
  for (const row of rows) {
    const at = {
      ...row,
      creativeId: "",
      adGroupId: groupBy === "ADGROUP" ? row.adGroupId : "",
      traits: null,
    };
    const key = `${row.date}|${tagKey(at)}`;
    const group = groups.get(key);
    if (!group) groups.set(key, at);
    else {
      group.clicks += row.clicks;
      group.orders += row.orders;
      group.units += row.units;
      group.amount += row.amount;
    }
  }
  return [...groups.values()];
}

/**
 * Every test purchase is of the promoted product: promoted and total figures are equal, the halo is
 * nothing.
 */
function metricText(row: TagRow, metric: ReportMetric): string {
  switch (metric) {
    case "Click-throughs":
    case "attributedDetailPageViewsClicks14d":
    case "attributedTotalDetailPageViewsClicks14d":
      return String(row.clicks);
    case "attributedAddToCartClicks14d":
    case "attributedTotalAddToCartClicks14d":
    case "attributedPurchases14d":
    case "attributedTotalPurchases14d":
      return String(row.orders);
    case "unitsSold14d":
    case "totalUnitsSold14d":
      return String(row.units);
    case "attributedSales14d":
    case "totalAttributedSales14d":
      return noisyAmount(row.amount);
    case bonusMetric:
      return noisyAmount(row.amount / 10n);
  }
}

/**
 * Rows in the documented shape, keyed by `key` in their order: a cursor names the last key that was
 * sent.
 */
export async function simulatedReport(
  source: ReportSource,
  request: ReportRequest,
): Promise<{ key: string; row: Record<string, string> }[]> {
  const { rows: names } = await source.pool.query<{ id: string; name: string }>(
    `select p.advertiser_id as id, min(a.name) as name
      from program p
      join account a on a.id = p.brand_account_id
      where p.advertiser_id = any($1)
      group by 1`,
    [request.advertiserIds],
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const metrics = request.metrics.filter(
    (metric) => metric !== bonusMetric || request.groupBy !== "CREATIVE",
  );
  return grouped(await tagRows(source, request), request.groupBy)
    .map((row) => ({ key: keyOf(row), row }))
    .sort((a, b) => ascending(a.key, b.key))
    .map(({ key, row }) => ({
      key,
      row: {
        date: row.date.replaceAll("-", ""),
        advertiserName: nameOf.get(row.advertiserId) ?? row.advertiserId,
        publisher: "Counterfoil simulator",
        campaignId: row.campaignId,
        ...(request.groupBy === "CAMPAIGN" ? {} : { adGroupId: row.adGroupId }),
        ...(request.groupBy === "CREATIVE" ? { creativeId: row.creativeId } : {}),
        ...row.traits,
        ...Object.fromEntries(metrics.map((metric) => [metric, metricText(row, metric)])),
      },
    }));
}
