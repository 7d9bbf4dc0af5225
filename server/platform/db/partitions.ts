/** Monthly partitions of the append-only tables, made when the first row of a month arrives. */
import type pg from "pg";
import { inTransaction } from "./connection.ts";
import type { Instant } from "../../domain/calendar.ts";
import { partitionsLock } from "./locks.ts";

export type PartitionedTable = "click" | "link_request" | "decision" | "ledger_transfer";

const known = new WeakMap<pg.Pool, Set<string>>();

/** What is known of one is known of the other: both lead to the same database. */
export function knowTogether(pool: pg.Pool, other: pg.Pool): void {
  const names = known.get(pool) ?? new Set();
  known.set(pool, names);
  known.set(other, names);
}

interface Month {
  year: number;
  /** 0 = January. */
  month: number;
}
const edge = ({ year, month }: Month): string => new Date(Date.UTC(year, month, 1)).toISOString();

async function make(
  pool: pg.Pool,
  table: PartitionedTable,
  name: string,
  { year, month }: Month,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [partitionsLock]);
    const { rows } = await client.query<{ present: boolean }>(
      "select to_regclass($1) is not null as present",
      [name],
    );
    if (rows[0]?.present) return;
    // ATTACH, unlike CREATE … PARTITION OF, does not lock readers of the parent out.
    await client.query(`create table ${name} (like ${table} including all)`);
    // Its maker owns it, and would hold every right.
    await client.query(`revoke update, delete, truncate on ${name} from current_user`);
    await client.query(
      `alter table ${table} attach partition ${name} for
        values
        from ('${edge({ year, month })}') to ('${edge({ year, month: month + 1 })}')`,
    );
  });
}

/**
 * Call it before the transaction that writes the rows: each missing partition is made in a short
 * transaction of its own.
 */
export async function ensurePartitions(
  pool: pg.Pool,
  table: PartitionedTable,
  instants: Iterable<Instant>,
): Promise<void> {
  let names = known.get(pool);
  if (!names) known.set(pool, (names = new Set()));
  let start = 0;
  let end = 0;
  for (const at of instants) {
    if (at >= start && at < end) continue;
    const date = new Date(at);
    const month = { year: date.getUTCFullYear(), month: date.getUTCMonth() };
    start = Date.UTC(month.year, month.month, 1);
    end = Date.UTC(month.year, month.month + 1, 1);
    const digits = [String(month.year).padStart(4, "0"), String(month.month + 1).padStart(2, "0")];
    const name = [table, ...digits].join("_");
    if (names.has(name)) continue;
    await make(pool, table, name, month);
    names.add(name);
  }
}
