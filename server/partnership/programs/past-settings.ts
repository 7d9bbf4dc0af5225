/**
 * Settings that clicks are judged by from an instant on. What held until now is kept: clicks of its
 * time are judged and explained by it, whenever they are.
 */
import type { EntityManager } from "@mikro-orm/postgresql";
import { actorId, now, type Context } from "../../platform/context.ts";
import { hold } from "../../platform/db/locks.ts";
import type { Program } from "./program.entity.ts";

/** Tables of what held until an instant, each with its columns. */
const pastTables = {
  program_risk_filter: ["risk_filter"],
  program_unique_window: ["minutes", "type"],
} as const;
type PastTable = keyof typeof pastTables;

/** Keeps the values that hold until now; two changes of one instant stand a millisecond apart. */
export async function keepPast<T extends PastTable>(
  ctx: Context,
  tx: EntityManager,
  program: Program,
  table: T,
  values: Readonly<Record<(typeof pastTables)[T][number], string | number>>,
): Promise<void> {
  // Accounting holds this lock shared while it decides a batch: none judges by the old value what
  // is clicked after the instant.
  await hold(tx, "CONTRACTS", program.id);
  const columns: readonly (typeof pastTables)[T][number][] = pastTables[table];
  await tx.execute(
    `
      insert into ${table} (program_id, until, brand_account_id, changed_by, ${columns.join(", ")})
      select
        ?,
        greatest(
          ?::timestamptz,
          (select max(until) + interval '1 millisecond' from ${table} where program_id = ?)
        ),
        ?,
        ?,
        ${columns.map(() => "?").join(", ")}`,
    [
      program.id,
      now(ctx),
      program.id,
      program.brandAccountId,
      actorId(ctx),
      ...columns.map((column) => values[column]),
    ],
  );
}
