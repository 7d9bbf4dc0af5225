/** How many clicks each limit refused, added up per batch and stored with its decisions. */
import type pg from "pg";
import type { Decision } from "../domain/decide.ts";
import { counterOf } from "../domain/limit-book.ts";
import type { RawClick } from "./raw-click.ts";

interface Refusals {
  program: string;
  partner: string;
  scope: string;
  limitId: string;
  windowStart: Date;
  brand: string;
  clicks: number;
}

export class LimitRefusals {
  #sums = new Map<string, Refusals>();

  /** A limit for each customer or click is no one counter: what it refuses is told by its reason alone. */
  add(click: RawClick, { outcome, contractId, boundBy: use }: Decision): void {
    if (click.isTest || outcome !== "UNPAID" || contractId === null || use === null || use.scope === "CUSTOMER" || use.scope === "EVENT") return;
    const scope = counterOf(use, contractId, click);
    const key = `${click.program}${click.partner}${scope}${use.limitId}${use.windowStart}`;
    const sum = this.#sums.get(key);
    if (sum) sum.clicks += 1;
    else
      this.#sums.set(key, { program: click.program, partner: click.partner, scope, limitId: use.limitId, windowStart: new Date(use.windowStart), brand: click.brand, clicks: 1 });
  }

  async store(client: pg.ClientBase): Promise<void> {
    const sums = [...this.#sums.values()];
    if (sums.length === 0) return;
    await client.query(
      `insert into limit_refusal as r (program_id, partner_account_id, scope_id, limit_id, window_start, brand_account_id, clicks)
       select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::uuid[], $7::bigint[])
       on conflict (program_id, scope_id, limit_id, window_start, partner_account_id) do update set clicks = r.clicks + excluded.clicks`,
      [
        sums.map((s) => s.program),
        sums.map((s) => s.partner),
        sums.map((s) => s.scope),
        sums.map((s) => s.limitId),
        sums.map((s) => s.windowStart),
        sums.map((s) => s.brand),
        sums.map((s) => s.clicks),
      ],
    );
  }
}
