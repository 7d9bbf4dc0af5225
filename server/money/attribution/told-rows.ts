/** The rows of Amazon's report as they were told last, as SQL. */
import type pg from "pg";
import type { Grouping, RowTotals, RunKind } from "../../domain/attribution.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { copyRows, updateRows, type RowOf } from "../../platform/db/rows.ts";

export interface KnownRow extends RowTotals {
  promotedOrders: bigint | null;
  promotedUnits: bigint | null;
  promotedAmount: bigint | null;
  bonus: bigint | null;
  rowKey: string;
  version: number;
  /** Told by the last complete run that asked for its date. */
  told: boolean;
  /** Its figures were told by a file alone. */
  fromFile: boolean;
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
        from_file as "fromFile",
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
  "from_file",
  "first_told_at",
  "last_changed_at",
  "as_of",
] as const;
const versionColumns = ["row_key", "version", "brand_account_id", "body", "seen_at"] as const;
/** What a later telling may change; the rest is what the row is of. */
const restated = {
  click_throughs: "bigint",
  orders: "bigint",
  units: "bigint",
  amount_micros: "bigint",
  promoted_orders: "bigint",
  promoted_units: "bigint",
  promoted_amount_micros: "bigint",
  bonus_micros: "bigint",
  currency: "text",
  simulated: "boolean",
  version: "integer",
  told: "boolean",
  from_file: "boolean",
  last_changed_at: "timestamptz",
  as_of: "timestamptz",
} as const;
type ToldRow = RowOf<(typeof rowColumns)[number]>;
export interface ToldWrites {
  /** Never told before. */
  fresh: ToldRow[];
  changed: ToldRow[];
  versions: RowOf<(typeof versionColumns)[number]>[];
  /** Ad groups and dates whose sales are other than they were. */
  news: Set<string>;
}
export const nothingTold = (): ToldWrites => ({
  fresh: [],
  changed: [],
  versions: [],
  news: new Set(),
});

export async function writeTold(
  client: pg.ClientBase,
  writes: ToldWrites,
  { programId, brandAccountId }: { programId: string; brandAccountId: string },
): Promise<void> {
  await copyRows(client, "report_row", rowColumns, writes.fresh);
  const columns = { key: { row_key: "text" }, columns: restated };
  await updateRows(client, "report_row", columns, writes.changed);
  await copyRows(client, "report_row_version", versionColumns, writes.versions);
  if (writes.news.size === 0) return;
  await client.query(
    `insert into report_news (ad_group_key, program_id, brand_account_id)
      select key, $2, $3
      from unnest($1::text[]) key
      on conflict do nothing`,
    [[...writes.news], programId, brandAccountId],
  );
}

/** SQL: a statement that finds rows as `turned`, whose ad groups are news. */
const turnedAreNews = `
  insert into report_news (ad_group_key, program_id, brand_account_id)
  select distinct ad_group_key, program_id, brand_account_id
  from turned
  where ad_group_key is not null
  on conflict do nothing`;

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
    `with turned as (
        select ad_group_key, program_id, brand_account_id
        from report_row
        where row_key = any($1) and as_of <= $3 and told <> $2
      ),
      noted as (${turnedAreNews})
      update report_row
      set as_of = $3, told = $2
      where row_key = any($1) and as_of <= $3`,
    [rowKeys, told, new Date(asOf)],
  );
};

/** Rows of which Amazon says what a file said: from then on they are its own. */
export const markConfirmed = async (
  client: pg.ClientBase,
  rowKeys: readonly string[],
): Promise<void> => {
  if (rowKeys.length === 0) return;
  await client.query("update report_row set from_file = false where row_key = any($1)", [rowKeys]);
};

export interface CompleteRun {
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
    `with turned as (
        update report_row
        set told = false
        where program_id = $1
          and grouping = $2
          and date between $3 and $4
          and as_of < $5
          and told
        returning ad_group_key, program_id, brand_account_id
      )
      ${turnedAreNews}`,
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
        select ad_group_key from report_news where program_id = $1
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
  fromFile: boolean;
  asOf: Instant;
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
        told,
        from_file as "fromFile",
        (extract(epoch from as_of) * 1000)::float8 as "asOf"
      from report_row
      where ad_group_key = any($1)
      order by ad_group_key, row_key`,
    [groupKeys],
  );
  return rows;
}

/** When a file was booked last; null: none was. */
export async function lastFileAt(pool: pg.Pool, programId: string): Promise<Instant | null> {
  const { rows } = await pool.query<{ at: Instant | null }>(
    `select (extract(epoch from max(booked_at)) * 1000)::float8 as at
      from report_upload
      where program_id = $1 and state = 'BOOKED'`,
    [programId],
  );
  return rows[0]?.at ?? null;
}

/** Of ad groups and dates, by their key, those of which a creative's row tells something. */
export async function groupsToldByAd(
  client: pg.ClientBase,
  groupKeys: readonly string[],
): Promise<Set<string>> {
  if (groupKeys.length === 0) return new Set();
  const { rows } = await client.query<{ key: string }>(
    `select distinct ad_group_key as key
      from report_row
      where ad_group_key = any($1)
        and grouping = 'CREATIVE'
        and (click_throughs <> 0 or orders <> 0 or units <> 0 or amount_micros <> 0)`,
    [groupKeys],
  );
  return new Set(rows.map(({ key }) => key));
}

export const cleanGroups = async (
  client: pg.ClientBase,
  groupKeys: readonly string[],
): Promise<void> => {
  if (groupKeys.length === 0) return;
  await client.query("delete from report_news where ad_group_key = any($1)", [groupKeys]);
};
