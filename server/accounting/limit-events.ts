/** 80 % and 100 % of a limit: one event each a period, stored with the decision that reached it [D106]. */
import type pg from "pg";
import type { Instant } from "../domain/calendar.ts";
import type { LimitUse, Threshold } from "../domain/limits.ts";
import { nobody } from "./budgets.ts";
import type { RawClick } from "./raw-click.ts";

export interface Reached {
  click: RawClick;
  contractId: string;
  use: LimitUse;
  percent: Threshold;
}

/** Raising a limit and reaching it again in the same period is no second event. */
export async function storeLimitEvents(client: pg.ClientBase, reached: readonly Reached[], now: Instant): Promise<void> {
  if (reached.length === 0) return;
  const rows = reached.map(({ click, contractId, use, percent }) => {
    const isProgram = use.scope === "PROGRAM";
    return {
      program_id: click.program,
      partner_account_id: isProgram ? nobody : click.partner,
      scope_id: isProgram ? click.program : use.limitId.split(":")[3] === "CONTRACT" ? contractId : click.partner,
      limit_id: use.limitId,
      window_start: new Date(use.windowStart),
      window_end: use.windowEnd === null ? null : new Date(use.windowEnd),
      percent,
      brand_account_id: click.brand,
      contract_id: isProgram ? null : contractId,
      max: use.max.toString(),
      used: use.after.toString(),
      occurred_at: new Date(click.at),
      recorded_at: new Date(now),
    };
  });
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  await client.query(`insert into limit_event (${columns}) select ${columns} from json_populate_recordset(null::limit_event, $1) on conflict do nothing`, [JSON.stringify(rows)]);
}
