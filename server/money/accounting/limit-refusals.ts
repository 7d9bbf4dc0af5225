/**
 * How many clicks each limit refused and what these would have earned, added up per batch and
 * stored with its decisions.
 */
import type pg from "pg";
import type { CounterKey } from "../../domain/counters.ts";
import type { Decision } from "../../domain/decide.ts";
import { currencyOf, scopeRecords, takersOf } from "../../domain/limit-scopes.ts";
import { priceOf } from "../../domain/terms.ts";
import { counterArrays, counterColumns, counterKey, counterValues } from "../limits/limit-sql.ts";
import type { RawClick } from "./raw-click.ts";

/** Of the counter, but with the partner of the clicks, also where it is the whole program's. */
interface Refusals extends CounterKey {
  brand: string;
  /** Currency of the terms: a limit on a number of clicks has none of its own. */
  paidIn: string;
  clicks: number;
  micros: bigint;
}
const keys = counterColumns.length;

export class LimitRefusals {
  #sums = new Map<string, Refusals>();

  /**
   * A limit of which no counter is shown is no one counter: what it refuses is told by its reason
   * alone.
   */
  add(click: RawClick, decision: Decision): void {
    const { outcome, contractId, currency, rate, boundBy: use } = decision;
    if (
      click.isTest ||
      outcome !== "UNPAID" ||
      contractId === null ||
      currency === null ||
      rate === null ||
      use === null ||
      !scopeRecords[use.scope].isShown
    )
      return;
    const micros = priceOf(rate, 1n, 0n);
    const money = currencyOf(use, currency);
    for (const scopeId of takersOf(use, contractId, click)) {
      const key =
        `${click.program}${click.partner}${scopeId}${use.limitId}${money}` +
        `${use.windowStart}-${use.windowEnd}${currency}`;
      const sum = this.#sums.get(key);
      if (sum) {
        sum.clicks += 1;
        sum.micros += micros;
      } else
        this.#sums.set(key, {
          program: click.program,
          partner: click.partner,
          scopeId,
          limit: { ...use, id: use.limitId },
          currency: money,
          window: { start: use.windowStart, end: use.windowEnd },
          brand: click.brand,
          paidIn: currency,
          clicks: 1,
          micros,
        });
    }
  }

  async store(client: pg.ClientBase): Promise<void> {
    const sums = [...this.#sums.values()];
    if (sums.length === 0) return;
    await client.query(
      `insert into limit_refusal as r (${counterKey}, brand_account_id, paid_in, clicks, micros)
        select *
        from unnest(
          ${counterArrays},
          $${keys + 1}::uuid[],
          $${keys + 2}::text[],
          $${keys + 3}::bigint[],
          $${keys + 4}::bigint[]
        )
        on conflict (${counterKey}, paid_in) do update
        set clicks = r.clicks + excluded.clicks, micros = r.micros + excluded.micros`,
      [
        ...counterValues(sums),
        sums.map((s) => s.brand),
        sums.map((s) => s.paidIn),
        sums.map((s) => s.clicks),
        sums.map((s) => s.micros),
      ],
    );
  }
}
