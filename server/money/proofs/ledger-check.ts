/** The ledger replayed under the terms as they were, program by program, for the command line. */
import type pg from "pg";
import { inTransaction } from "../../platform/db/connection.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { StoredCheck } from "../replay/result.ts";
import { runReplay } from "../replay/run-replay.ts";
import { windowOf } from "../replay/upkeep.ts";

export interface LedgerCheckOf {
  days: number;
  /** null: all programs. */
  program: string | null;
  now: Instant;
}

/** `pool` acts as the worker. One snapshot for each program, so it may run beside the worker. */
export async function replayLedger(
  pool: pg.Pool,
  { days, program, now }: LedgerCheckOf,
): Promise<{ program: string; check: StoredCheck }[]> {
  const { rows } = await pool.query<{ id: string; brand: string; zone: string }>(
    `select p.id, p.brand_account_id as brand, a.time_zone as zone
      from program p
      join account a on a.id = p.brand_account_id
      where $1::uuid is null or p.id = $1
      order by p.id`,
    [program],
  );
  const checks: { program: string; check: StoredCheck }[] = [];
  for (const { id, brand, zone } of rows) {
    const everything = {
      partnerId: null,
      terms: null,
      versionId: null,
      versionNumber: 0,
      contractIds: null,
      partnerIds: null,
      onTermsId: null,
      unsigned: false,
      againstBefore: false,
      attempts: 1,
    };
    const { result } = await inTransaction(pool, async (client) => {
      await client.query(
        "set transaction isolation level repeatable read read only; set local " +
          "cursor_tuple_fraction = 1",
      );
      return runReplay(
        client,
        { id, brandId: brand, programId: id, ...everything, ...windowOf(days, now, zone) },
        async () => {},
      );
    });
    if (result.check) checks.push({ program: id, check: result.check });
  }
  return checks;
}
