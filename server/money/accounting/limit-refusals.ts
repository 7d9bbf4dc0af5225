/** How many clicks each limit refused, added up per batch and stored with its decisions. */
import type pg from "pg";
import type { Decision } from "../../domain/decide.ts";
import { counterOf, currencyOf } from "../../domain/limit-book.ts";
import type { RawClick } from "./raw-click.ts";

interface Refusals {
  program: string;
  partner: string;
  scope: string;
  limitId: string;
  currency: string;
  windowStart: Date;
  windowEnd: string;
  brand: string;
  clicks: number;
}

export class LimitRefusals {
  #sums = new Map<string, Refusals>();

  /**
   * A limit for each customer or click is no one counter: what it refuses is told by its reason
   * alone.
   */
  add(click: RawClick, { outcome, contractId, currency, boundBy: use }: Decision): void {
    if (
      click.isTest ||
      outcome !== "UNPAID" ||
      contractId === null ||
      use === null ||
      use.scope === "CUSTOMER" ||
      use.scope === "EVENT"
    )
      return;
    const scope = counterOf(use, contractId, click);
    const money = currencyOf(use, currency ?? "");
    const key = `${click.program}${click.partner}${scope}${use.limitId}${money}${use.windowStart}-${use.windowEnd}`;
    const sum = this.#sums.get(key);
    if (sum) return void (sum.clicks += 1);
    const { program, partner, brand } = click;
    const windowEnd = use.windowEnd === null ? "infinity" : new Date(use.windowEnd).toISOString();
    this.#sums.set(key, {
      program,
      partner,
      scope,
      limitId: use.limitId,
      currency: money,
      windowStart: new Date(use.windowStart),
      windowEnd,
      brand,
      clicks: 1,
    });
  }

  async store(client: pg.ClientBase): Promise<void> {
    const sums = [...this.#sums.values()];
    if (sums.length === 0) return;
    await client.query(
      `insert into limit_refusal as r (
          program_id,
          partner_account_id,
          scope_id,
          limit_id,
          currency,
          window_start,
          window_end,
          brand_account_id,
          clicks
        )
        select *
        from unnest(
          $1::uuid[],
          $2::uuid[],
          $3::uuid[],
          $4::text[],
          $5::text[],
          $6::timestamptz[],
          $7::timestamptz[],
          $8::uuid[],
          $9::bigint[]
        )
        on conflict (
          program_id, scope_id, limit_id, currency, window_start, window_end, partner_account_id
        ) do update
        set clicks = r.clicks + excluded.clicks`,
      [
        sums.map((s) => s.program),
        sums.map((s) => s.partner),
        sums.map((s) => s.scope),
        sums.map((s) => s.limitId),
        sums.map((s) => s.currency),
        sums.map((s) => s.windowStart),
        sums.map((s) => s.windowEnd),
        sums.map((s) => s.brand),
        sums.map((s) => s.clicks),
      ],
    );
  }
}
