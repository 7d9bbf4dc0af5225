/** What a statement line holds, by date and kind: few rows, however many entries. */
import type { Program } from "../../partnership/programs/program.entity.ts";
import type { Context } from "../../platform/context.ts";
import { localDate, zoneTable } from "../../platform/db/local-date.ts";
import type { LedgerEvent } from "../../domain/ledger.ts";
import { conditionsOf, spansOf } from "./entry-conditions.ts";

export interface EntryDay {
  currency: string;
  date: string;
  event: LedgerEvent;
  entries: number;
  /** By how much they change what the partner is owed. */
  micros: bigint;
}
/** Of one partner and statement month; the sums of the line of its currency. */
export async function entryDays(
  ctx: Context,
  program: Program,
  { partnerId, month, zone }: { partnerId: string; month: string; zone: string },
): Promise<EntryDay[]> {
  const filter = { partnerIds: [partnerId], month };
  const spans = await spansOf(ctx, program, filter, zone);
  const { sql, values } = conditionsOf(
    ctx,
    { programId: program.id, filter, zone, after: null, limit: 0, ...spans },
    { at: "effective_at", id: "subject_id", entry: "p" },
  );
  const rows = await ctx.em.execute<(Omit<EntryDay, "micros"> & { micros: string })[]>(
    `select
        p.currency,
        ${localDate("p.effective_at", "o")}::text as date,
        p.event,
        count(*)::int as entries,
        sum(
          case p.credit when 'PARTNER_PAYABLE' then p.amount_micros else -p.amount_micros end
        )::text as micros
      from ledger_transfer p
      cross join ${zoneTable([zone])} o
      where ${sql}
      group by 1, 2, 3
      order by 1, 2, 3`,
    values,
  );
  return rows.map(({ micros, ...row }) => ({ ...row, micros: BigInt(micros) }));
}
