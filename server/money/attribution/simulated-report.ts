/**
 * What the simulator reports: rows in the documented shape, from test orders and from stored
 * clicks.
 */
import { hash } from "node:crypto";
import type pg from "pg";
import {
  bonusMetric,
  minimumClicks,
  performanceMetrics,
  type Grouping,
} from "../../domain/attribution.ts";
import type { Micros } from "../../domain/money.ts";
import { traitsText } from "../../domain/sale-facts.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { ascending } from "../../domain/order.ts";
import type { ClickCount, ClickCounts } from "./simulated-clicks.ts";

export const reportMetrics = [...performanceMetrics, bonusMetric] as const;
export type ReportMetric = (typeof reportMetrics)[number];

export interface ReportRequest {
  advertiserIds: string[];
  /** YYYY-MM-DD in the marketplace's zone, both included. */
  startDate: string;
  endDate: string;
  metrics: ReportMetric[];
  groupBy: Grouping;
}

/** As one integrator was answered overnight in February 2024. */
export interface HiddenCreatives {
  /** How a row says that it is of no creative. */
  creativeId: "NULL" | "ABSENT";
  /** Of all rows by creative, 0 to 1. */
  share: number;
}
export interface ReportSource {
  pool: pg.Pool;
  clickCounts: ClickCounts;
  /** Null where creatives are told. */
  hidden: () => HiddenCreatives | null;
  /** Whether the seller takes part in the referral bonus. */
  bonus?: () => boolean;
}

/** A part of what was sold. */
export interface SoldPart {
  orders: number;
  units: number;
  amount: Micros;
}
const noPart = (): SoldPart => ({ orders: 0, units: 0, amount: 0n });
function addPart(to: SoldPart, part: SoldPart): void {
  to.orders += part.orders;
  to.units += part.units;
  to.amount += part.amount;
}
/** A number from 0 to below 1 that is the same for the same text. */
export const chanceOf = (text: string): number =>
  Number.parseInt(hash("sha256", text, "hex").slice(0, 8), 16) / 2 ** 32;
const centMicros = 10_000n;
/** So many of the orders, with their share of units and of whole cents. */
export function partOf(sold: SoldPart, orders: number): SoldPart {
  if (orders <= 0) return noPart();
  return {
    orders,
    units: Math.max(orders, Math.floor((sold.units * orders) / sold.orders)),
    amount: ((sold.amount * BigInt(orders)) / BigInt(sold.orders) / centMicros) * centMicros,
  };
}
const haloShare = 0.3;

export interface TagRow {
  advertiserId: string;
  date: string;
  campaignId: string;
  adGroupId: string;
  creativeId: string;
  clicks: number;
  orders: number;
  units: number;
  amount: Micros;
  /** Of them what is of the brand's other products. */
  halo: SoldPart;
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

export interface OrderRow extends TagKey {
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

/** A tag's group: the tag itself, its ad group, or its campaign. */
const groupOf = <T extends TagKey>(tag: T, groupBy: Grouping): T => ({
  ...tag,
  adGroupId: groupBy === "CAMPAIGN" ? "" : tag.adGroupId,
  creativeId: groupBy === "CREATIVE" ? tag.creativeId : "",
});
type Lifetime = Map<string, { clicks: number; hasTestOrder: boolean }>;
const lifeOf = (lifetimes: Lifetime, at: TagKey) => {
  const life = lifetimes.get(tagKey(at)) ?? { clicks: 0, hasTestOrder: false };
  lifetimes.set(tagKey(at), life);
  return life;
};

/**
 * What people who buy a promoted product buy of the brand besides. A test order is of the promoted
 * product alone.
 */
export function haloOf(order: OrderRow): SoldPart {
  if (order.isTest) return noPart();
  const sold = { orders: Number(order.orders), units: Number(order.units), amount: order.amount };
  const share = chanceOf(`halo|${keyOf(order)}`) * haloShare * 2;
  return partOf(sold, Math.floor(sold.orders * share));
}

/** All rows by tag and date, those that are hidden among them. */
function rowsByTag(clicks: readonly ClickCount[], orders: readonly OrderRow[]): TagRow[] {
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
      halo: noPart(),
      traits,
    };
    rows.set(key, row);
    return row;
  };
  for (const count of clicks) rowOf(count).clicks += count.clicks;
  for (const order of orders) {
    const row = rowOf(order);
    row.orders += Number(order.orders);
    row.units += Number(order.units);
    row.amount += order.amount;
    addPart(row.halo, haloOf(order));
  }
  return [...rows.values()];
}

/**
 * What a report in this grouping shows: each group by the clicks of its own lifetime, whatever its
 * parts have. Of a group with fewer only its tags with a test order are shown.
 */
export async function tagRows(
  { pool, clickCounts }: ReportSource,
  { advertiserIds, startDate, endDate, groupBy }: ReportRequest,
): Promise<TagRow[]> {
  const [orders, clicks] = await Promise.all([
    readOrders(pool, advertiserIds),
    clickCounts.of(advertiserIds),
  ]);
  const [tags, groups]: [Lifetime, Lifetime] = [new Map(), new Map()];
  for (const count of clicks) {
    lifeOf(tags, count).clicks += count.clicks;
    lifeOf(groups, groupOf(count, groupBy)).clicks += count.clicks;
  }
  for (const order of orders) if (order.isTest) lifeOf(tags, order).hasTestOrder = true;
  return rowsByTag(clicks, orders).filter(
    (row) =>
      row.date >= startDate &&
      row.date <= endDate &&
      (isReported(lifeOf(groups, groupOf(row, groupBy))) || lifeOf(tags, row).hasTestOrder),
  );
}

function grouped(rows: TagRow[], groupBy: Grouping): TagRow[] {
  if (groupBy === "CREATIVE") return rows;
  const groups = new Map<string, TagRow>();
  for (const row of rows) {
    const at = { ...groupOf(row, groupBy), halo: { ...row.halo }, traits: null };
    const key = `${row.date}|${tagKey(at)}`;
    const group = groups.get(key);
    if (!group) groups.set(key, at);
    else {
      group.clicks += row.clicks;
      group.orders += row.orders;
      group.units += row.units;
      group.amount += row.amount;
      addPart(group.halo, row.halo);
    }
  }
  return [...groups.values()];
}

/** Total figures are those of promoted products and of the brand's others together [D149]. */
function metricText(row: TagRow, metric: ReportMetric): string {
  switch (metric) {
    case "Click-throughs":
    case "attributedDetailPageViewsClicks14d":
    case "attributedTotalDetailPageViewsClicks14d":
      return String(row.clicks);
    case "attributedAddToCartClicks14d":
    case "attributedTotalAddToCartClicks14d":
    case "attributedTotalPurchases14d":
      return String(row.orders);
    case "totalUnitsSold14d":
      return String(row.units);
    case "totalAttributedSales14d":
      return noisyAmount(row.amount);
    case "attributedPurchases14d":
      return String(row.orders - row.halo.orders);
    case "unitsSold14d":
      return String(row.units - row.halo.units);
    case "attributedSales14d":
      return noisyAmount(row.amount - row.halo.amount);
    case bonusMetric:
      return noisyAmount(row.amount / 10n);
  }
}

/** By the key, so that the same rows are hidden in every answer. */
const isHidden = (key: string, { share }: HiddenCreatives): boolean => chanceOf(key) < share;
const creativeOf = (
  row: TagRow,
  hidden: HiddenCreatives | null,
): { creativeId?: string | null } => {
  if (!hidden) return { creativeId: row.creativeId };
  return hidden.creativeId === "NULL" ? { creativeId: null } : {};
};

/**
 * Rows in the documented shape, keyed by `key` in their order: a cursor names the last key that was
 * sent.
 */
export async function simulatedReport(
  source: ReportSource,
  request: ReportRequest,
): Promise<{ key: string; row: Record<string, string | null> }[]> {
  const { rows: names } = await source.pool.query<{ id: string; name: string; isUs: boolean }>(
    `select p.advertiser_id as id, min(a.name) as name, bool_or(p.marketplace = 'US') as "isUs"
      from program p
      join account a on a.id = p.brand_account_id
      where p.advertiser_id = any($1)
      group by 1`,
    [request.advertiserIds],
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const enrolled = new Set(
    names.filter(({ isUs }) => isUs && (source.bonus?.() ?? true)).map(({ id }) => id),
  );
  const metricsOf = (row: TagRow): readonly ReportMetric[] =>
    enrolled.has(row.advertiserId)
      ? request.metrics
      : request.metrics.filter((metric) => metric !== bonusMetric);
  const hidden = request.groupBy === "CREATIVE" ? source.hidden() : null;
  const shaped = (key: string, row: TagRow) => {
    const hides = hidden && isHidden(key, hidden) ? hidden : null;
    return {
      date: row.date.replaceAll("-", ""),
      advertiserName: nameOf.get(row.advertiserId) ?? row.advertiserId,
      publisher: "Counterfoil simulator",
      campaignId: row.campaignId,
      ...(request.groupBy === "CAMPAIGN" ? {} : { adGroupId: row.adGroupId }),
      ...(request.groupBy === "CREATIVE" ? creativeOf(row, hides) : {}),
      ...row.traits,
      ...Object.fromEntries(
        metricsOf(row).map((metric) => [metric, hides ? "" : metricText(row, metric)]),
      ),
    };
  };
  return grouped(await tagRows(source, request), request.groupBy)
    .map((row) => ({ key: keyOf(row), row }))
    .sort((a, b) => ascending(a.key, b.key))
    .map(({ key, row }) => ({ key, row: shaped(key, row) }));
}
