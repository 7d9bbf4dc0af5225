/**
 * 80 % and 100 % of a limit: one event each a period, stored with the decision that reached it
 * [D106].
 */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";
import type { Under } from "../../domain/counters.ts";
import {
  currencyOf,
  holderOf,
  noClick,
  scopeRecords,
  takersOf,
  type Scoped,
} from "../../domain/limit-scopes.ts";
import { reachedBy, type LimitUse, type Threshold } from "../../domain/limits.ts";
import { counterRow } from "../limits/limit-sql.ts";
import type { DecisionRecord } from "../ledger/posting.ts";

/** A click, or a report's sale. */
interface Reacher extends Scoped {
  brand: string;
  at: Instant;
}
export interface Reached {
  by: Reacher;
  under: Under;
  use: LimitUse;
  percent: Threshold;
}

/**
 * What sales reached: a restated one counts anew beside the others, so that its limit is reached at
 * most once again, which is no event.
 */
export function reachedBySales(records: readonly DecisionRecord[], now: Instant): Reached[] {
  return records.flatMap(({ brand, partner, program, occurredAt, isTest, decision }) => {
    const { contractId, outcome, uses, currency } = decision;
    if (
      isTest ||
      outcome !== "PAID" ||
      contractId === null ||
      partner === null ||
      currency === null
    )
      return [];
    // A sale is dated by the end of its day, which may be still to come.
    const by = { ...noClick, brand, partner, program, at: Math.min(occurredAt, now) };
    return reachedBy(uses).map((each) => ({ by, under: { contractId, currency }, ...each }));
  });
}

/** Raising a limit and reaching it again in the same period is no second event. */
export async function storeLimitEvents(
  client: pg.ClientBase,
  reached: readonly Reached[],
  now: Instant,
): Promise<void> {
  if (reached.length === 0) return;
  const rows = reached.flatMap(({ by, under: { contractId, currency }, use, percent }) =>
    takersOf(use, contractId, by).map((scopeId) => ({
      ...counterRow({
        program: by.program,
        partner: holderOf(use, by.partner),
        scopeId,
        limit: { ...use, id: use.limitId },
        currency: currencyOf(use, currency),
        window: { start: use.windowStart, end: use.windowEnd },
      }),
      percent,
      brand_account_id: by.brand,
      contract_id: scopeRecords[use.scope].setIn === "PROGRAM" ? null : contractId,
      max: use.max.toString(),
      used: use.after.toString(),
      occurred_at: new Date(by.at),
      recorded_at: new Date(now),
    })),
  );
  const columns = Object.keys(rows[0] ?? {}).join(", ");
  await client.query(
    `insert into limit_event (${columns})
      select ${columns}
      from json_populate_recordset(null::limit_event, $1)
      on conflict do nothing`,
    [JSON.stringify(rows)],
  );
}
