/** The rows of Amazon's report as they were told last, as SQL. */
import type pg from "pg";
import type { Grouping, RowTotals, RunKind } from "../../domain/attribution.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { insertRows } from "../../platform/db/rows.ts";

export interface KnownRow extends RowTotals {
  promotedOrders: bigint | null;
  promotedUnits: bigint | null;
  promotedAmount: bigint | null;
  bonus: bigint | null;
  rowKey: string;
  version: number;
  /** Told by the last complete run that asked for its date. */
  told: boolean;
  /** When the newest question that it answered was asked. */
  asOf: Instant;
}

export async function readKnownRows(
  client: pg.ClientBase,
  rowKeys: readonly string[],
): Promise<Map<string, KnownRow>> {
  const { rows } = await client.query<KnownRow>(
    `select
        row_key as "rowKey",
        version,
        told,
        (extract(epoch from as_of) * 1000)::float8 as "asOf",
        click_throughs as "clickThroughs",
        orders,
        units,
        amount_micros as amount,
        promoted_orders as "promotedOrders",
        promoted_units as "promotedUnits",
        promoted_amount_micros as "promotedAmount",
        bonus_micros as bonus
      from report_row
      where row_key = any($1)`,
    [rowKeys],
  );
  return new Map(rows.map((row) => [row.rowKey, row]));
}

const rowColumns = [
  "row_key",
  "grouping",
  "brand_account_id",
  "program_id",
  "advertiser_id",
  "date",
  "campaign_id",
  "ad_group_id",
  "creative_id",
  "ad_group_key",
  "traits",
  "click_throughs",
  "orders",
  "units",
  "amount_micros",
  "promoted_orders",
  "promoted_units",
  "promoted_amount_micros",
  "bonus_micros",
  "currency",
  "simulated",
  "version",
  "told",
  "dirty",
  "first_told_at",
  "last_changed_at",
  "as_of",
] as const;
const versionColumns = ["row_key", "version", "brand_account_id", "body", "seen_at"] as const;
type RowOf<C extends string> = Record<C, string | number | bigint | boolean | null | object>;
export interface ToldWrites {
  rows: RowOf<(typeof rowColumns)[number]>[];
  versions: RowOf<(typeof versionColumns)[number]>[];
}

const kept: readonly string[] = ["row_key", "grouping", "first_told_at", "dirty"];
const newest = rowColumns
  .filter((column) => !kept.includes(column))
  .map((column) => `${column} = excluded.${column}`)
  .concat("dirty = report_row.dirty or excluded.dirty")
  .join(", ");

export async function writeTold(client: pg.ClientBase, writes: ToldWrites): Promise<void> {
  await insertRows(
    client,
    "report_row",
    rowColumns,
    writes.rows,
    `on conflict (row_key) do update set ${newest}`,
  );
  await insertRows(client, "report_row_version", versionColumns, writes.versions);
}

/**
 * Rows that say what they said, or came back hidden: both keep what they were told last. Where that
 * is other than a moment ago, their ad group changes.
 */
export const markTold = async (
  client: pg.ClientBase,
  rowKeys: readonly string[],
  told: boolean,
  asOf: Instant,
): Promise<void> => {
  if (rowKeys.length === 0) return;
  await client.query(
    `update report_row
      set as_of = $3, told = $2, dirty = dirty or (told <> $2 and ad_group_key is not null)
      where row_key = any($1) and as_of <= $3`,
    [rowKeys, told, new Date(asOf)],
  );
};

interface CompleteRun {
  programId: string;
  grouping: RunKind;
  /** YYYY-MM-DD, both included. */
  startDate: string;
  endDate: string;
  beganAt: Instant;
}
/** What a complete run did not tell is hidden since. */
export const hideUntold = async (
  client: pg.ClientBase | pg.Pool,
  { programId, grouping, startDate, endDate, beganAt }: CompleteRun,
): Promise<void> => {
  await client.query(
    `update report_row
      set told = false, dirty = dirty or ad_group_key is not null
      where program_id = $1
        and grouping = $2
        and date between $3 and $4
        and as_of < $5
        and told`,
    [programId, grouping, startDate, endDate, new Date(beganAt)],
  );
};

export interface DirtyGroup {
  key: string;
  date: string;
  /** Of the ad group and its creatives. */
  rows: number;
  hasSales: boolean;
}
/** Ad groups and dates of which something was told since they were looked at, oldest first. */
export async function dirtyGroups(
  client: pg.ClientBase | pg.Pool,
  programId: string,
): Promise<DirtyGroup[]> {
  const { rows } = await client.query<DirtyGroup>(
    `select
        ad_group_key as key,
        min(date) as date,
        count(*)::int as rows,
        bool_or(orders <> 0 or units <> 0 or amount_micros <> 0) as "hasSales"
      from report_row
      where ad_group_key in (
        select ad_group_key from report_row where program_id = $1 and dirty
      )
      group by 1
      order by 2, 1`,
    [programId],
  );
  return rows;
}

export interface GroupRow {
  rowKey: string;
  adGroupKey: string;
  grouping: Exclude<Grouping, "CAMPAIGN">;
  advertiserId: string;
  date: string;
  campaignId: string;
  adGroupId: string;
  creativeId: string;
  traits: SaleTraits | null;
  orders: bigint;
  units: bigint;
  amount: bigint;
  simulated: boolean;
  told: boolean;
}
export async function readGroupRows(
  client: pg.ClientBase | pg.Pool,
  groupKeys: readonly string[],
): Promise<GroupRow[]> {
  const { rows } = await client.query<GroupRow>(
    `select
        row_key as "rowKey",
        ad_group_key as "adGroupKey",
        grouping,
        advertiser_id as "advertiserId",
        date,
        campaign_id as "campaignId",
        ad_group_id as "adGroupId",
        creative_id as "creativeId",
        traits,
        orders,
        units,
        amount_micros as amount,
        simulated,
        told
      from report_row
      where ad_group_key = any($1)
      order by ad_group_key, row_key`,
    [groupKeys],
  );
  return rows;
}

export const cleanGroups = async (
  client: pg.ClientBase,
  groupKeys: readonly string[],
): Promise<void> => {
  if (groupKeys.length === 0) return;
  await client.query("update report_row set dirty = false where ad_group_key = any($1) and dirty", [
    groupKeys,
  ]);
};
