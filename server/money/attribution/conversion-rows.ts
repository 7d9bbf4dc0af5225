/**
 * The sale tables as SQL: rows as booked so far, and the writing of many changes in a few
 * statements.
 */
import type pg from "pg";
import type { SaleTotals } from "../../domain/ad-group-split.ts";
import { copyRows, insertRows, updateRows, type RowOf } from "../../platform/db/rows.ts";

/** A row as it was booked last. */
export interface BookedRow extends SaleTotals {
  rowKey: string;
}

export async function readBookedRows(
  client: pg.ClientBase | pg.Pool,
  rowKeys: readonly string[],
): Promise<Map<string, BookedRow>> {
  const { rows } = await client.query<BookedRow>(
    `select row_key as "rowKey", orders, units, amount_micros as amount
      from attribution_row
      where row_key = any($1)`,
    [rowKeys],
  );
  return new Map(rows.map((row) => [row.rowKey, row]));
}

/** Which of these order ids another row already carries. */
export async function takenOrderIds(
  client: pg.ClientBase,
  orderIds: string[],
): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(
    "select order_id as id from conversion where order_id = any($1) and source = 'REPORT'",
    [orderIds],
  );
  return new Set(rows.map(({ id }) => id));
}

const rowColumns = [
  "row_key",
  "brand_account_id",
  "program_id",
  "partner_account_id",
  "link_id",
  "advertiser_id",
  "date",
  "campaign_id",
  "ad_group_id",
  "creative_id",
  "orders",
  "units",
  "amount_micros",
  "currency",
  "simulated",
  "first_seen_at",
  "last_changed_at",
] as const;
const rebooked = {
  partner_account_id: "uuid",
  link_id: "uuid",
  orders: "bigint",
  units: "bigint",
  amount_micros: "bigint",
  currency: "text",
  simulated: "boolean",
  last_changed_at: "timestamptz",
} as const;
const conversionColumns = [
  "id",
  "kind",
  "event_type_id",
  "row_key",
  "order_id",
  "brand_account_id",
  "partner_account_id",
  "program_id",
  "link_id",
  "date",
  "occurred_at",
  "is_test",
  "simulated",
  "not_split",
  "source",
  "clicked_at",
  "state",
  "outcome",
  "reason",
  "leads",
  "orders",
  "units",
  "amount_micros",
  "payout_micros",
  "would_pay_micros",
  "currency",
  "contract_id",
  "terms_version_id",
  "group_id",
  "traits",
  "updates",
  "locks_at",
  "locked_at",
  "decided_by",
  "outside_of_terms",
  "outside_approved_at",
  "outside_approved_by",
  "modifications",
  "modification_reason",
  "reversal_reason",
  "adjusted_orders",
  "adjusted_amount_micros",
  "adjusted_payout_micros",
  "created_at",
  "updated_at",
] as const;
/** What a change may change; a lead is in the currency of its contract. */
const changing = {
  partner_account_id: "uuid",
  link_id: "uuid",
  is_test: "boolean",
  state: "text",
  outcome: "text",
  reason: "text",
  leads: "bigint",
  orders: "bigint",
  units: "bigint",
  amount_micros: "bigint",
  payout_micros: "bigint",
  would_pay_micros: "bigint",
  currency: "text",
  contract_id: "uuid",
  terms_version_id: "uuid",
  group_id: "text",
  updates: "integer",
  locks_at: "timestamptz",
  locked_at: "timestamptz",
  decided_by: "uuid",
  outside_of_terms: "boolean",
  outside_approved_at: "timestamptz",
  outside_approved_by: "uuid",
  modifications: "integer",
  modification_reason: "text",
  reversal_reason: "text",
  adjusted_orders: "bigint",
  adjusted_amount_micros: "bigint",
  adjusted_payout_micros: "bigint",
  updated_at: "timestamptz",
} as const;
const updateColumns = [
  "id",
  "conversion_id",
  "brand_account_id",
  "partner_account_id",
  "number",
  "delta_leads",
  "delta_orders",
  "delta_units",
  "delta_amount_micros",
  "delta_payout_micros",
  "outcome",
  "reason",
  "kind",
  "state",
  "actor",
  "actor_id",
  "code",
  "comment",
  "adjusted_orders",
  "adjusted_amount_micros",
  "adjusted_payout_micros",
  "at",
] as const;
const cellColumns = [
  "date",
  "kind",
  "brand_account_id",
  "program_id",
  "partner_account_id",
  "contract_id",
  "link_id",
  "outcome",
  "reason",
  "currency",
  "is_test",
] as const;
export const cellSums = [
  "leads",
  "orders",
  "units",
  "amount_micros",
  "payout_micros",
  "would_pay_micros",
] as const;
const allCellColumns = [...cellColumns, ...cellSums];

type CellKey = RowOf<(typeof cellColumns)[number]>;
export type Cell = CellKey & Record<(typeof cellSums)[number], bigint>;

interface Written<C extends string> {
  /** Never booked before. */
  fresh: RowOf<C>[];
  changed: RowOf<C>[];
}
export interface SaleWrites {
  rows: Written<(typeof rowColumns)[number]>;
  conversions: Written<(typeof conversionColumns)[number]>;
  updates: RowOf<(typeof updateColumns)[number]>[];
  /** Signed changes, one per cell. */
  cells: Map<string, Cell>;
}

export const noWrites = (): SaleWrites => ({
  rows: { fresh: [], changed: [] },
  conversions: { fresh: [], changed: [] },
  updates: [],
  cells: new Map(),
});

/** In the order of their references, inside the caller's transaction. */
export async function writeSales(client: pg.ClientBase, writes: SaleWrites): Promise<void> {
  const { rows, conversions, updates } = writes;
  await copyRows(client, "attribution_row", rowColumns, rows.fresh);
  const row = { key: { row_key: "text" }, columns: rebooked };
  await updateRows(client, "attribution_row", row, rows.changed);
  await copyRows(client, "conversion", conversionColumns, conversions.fresh);
  const conversion = { key: { id: "uuid" }, columns: changing };
  await updateRows(client, "conversion", conversion, conversions.changed);
  await copyRows(client, "conversion_update", updateColumns, updates);
  await writeCells(client, [...writes.cells.values()]);
}

async function writeCells(client: pg.ClientBase, all: readonly Cell[]): Promise<void> {
  const cells = all.filter((cell) => cellSums.some((sum) => cell[sum] !== 0n));
  const sums = cellSums.map((sum) => `${sum} = sales_daily.${sum} + excluded.${sum}`).join(", ");
  // A program is one brand's.
  const key = cellColumns.filter((column) => column !== "brand_account_id").join(", ");
  await insertRows(
    client,
    "sales_daily",
    allCellColumns,
    cells,
    `on conflict (${key}) do update set ${sums}`,
  );
  // A cell that everything was taken out of again is none: rebuilding from the conversions would
  // not make it.
  const taken = cells.filter((cell) => cellSums.some((sum) => cell[sum] < 0n));
  if (taken.length === 0) return;
  await client.query(
    `delete
      from sales_daily
      where program_id = any($1::uuid[])
        and date = any($2::date[])
        and ${cellSums.map((sum) => `${sum} = 0`).join(" and ")}`,
    [
      [...new Set(taken.map((cell) => cell.program_id))],
      [...new Set(taken.map(({ date }) => date))],
    ],
  );
}
