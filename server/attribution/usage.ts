/**
 * What sales have used of their contract's limits. There is no counter: a limit's use is the sum of the sales it paid in its
 * window, read under the program's lock, so that restating a sale gives back what it used. What the brand approved past the
 * limits takes nothing from them.
 */
import type pg from "pg";
import { limitWindow, type Instant, type Period } from "../domain/calendar.ts";
import type { ContractInForce } from "../domain/decide.ts";
import type { Usage } from "../domain/limits.ts";
import { payoutOf, type Limit } from "../domain/terms.ts";
import type { BookedAction } from "./booked-actions.ts";

interface Window {
  partner: string;
  /** Limits over a contract's life count that contract's sales; calendar limits go on under the partner's next contract. */
  contract: string | null;
  start: Instant;
  end: Instant | null;
  orders: bigint;
  payout: bigint;
}
type Used = Pick<Window, "orders" | "payout">;

const nothing: Used = { orders: 0n, payout: 0n };
/** Only what is paid more than 0 uses a limit. */
function usedBy(action: BookedAction): Used {
  const payout = action.payout + action.adjustedPayout;
  return payout > 0n && action.outsideApprovedAt === null ? { orders: action.orders + action.adjustedOrders, payout } : nothing;
}

const holds = (window: Window, action: BookedAction): boolean =>
  action.partnerId === window.partner &&
  (window.contract === null ? action.at >= window.start && (window.end === null || action.at < window.end) : action.contractId === window.contract);

const keyOf = (partner: string, contract: string | null, period: Period): string => (contract === null ? `${partner} ${period.start} ${period.end}` : contract);

export interface Asking {
  partner: string;
  contract: ContractInForce;
  at: Instant;
}

export class SaleUsage {
  readonly #windows = new Map<string, Window>();
  readonly #byPartner = new Map<string, Window[]>();
  readonly #programId: string;
  readonly #zone: string;

  constructor(programId: string, zone: string) {
    this.#programId = programId;
    this.#zone = zone;
  }

  #window(limit: Limit, { partner, contract, at }: Asking): { key: string; window: Window } {
    const period = limitWindow(limit.reset, at, this.#zone, contract.validity);
    const contractId = limit.reset === "CONTRACT" ? contract.contractId : null;
    return { key: keyOf(partner, contractId, period), window: { partner, contract: contractId, start: period.start, end: period.end, ...nothing } };
  }

  /** Reads what the limits of these sales have used; what is booked afterwards is followed by move(). */
  async load(client: pg.ClientBase, asking: readonly Asking[]): Promise<void> {
    const missing = new Map<string, Window>();
    for (const ask of asking)
      for (const limit of payoutOf(ask.contract.terms, "SALE")?.limits ?? []) {
        const { key, window } = this.#window(limit, ask);
        if (!this.#windows.has(key)) missing.set(key, window);
      }
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const { rows } = await client.query<{ n: number } & Used>(
      `select w.n::int as n, coalesce(sum(a.orders + a.adjusted_orders), 0)::bigint as orders, coalesce(sum(a.payout_micros + a.adjusted_payout_micros), 0)::bigint as payout
       from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) with ordinality w (partner, contract, start, until, n)
       join action a on a.program_id = $1 and a.partner_account_id = w.partner and a.payout_micros + a.adjusted_payout_micros > 0 and a.outside_approved_at is null
         and case when w.contract is null then a.occurred_at >= w.start and (w.until is null or a.occurred_at < w.until) else a.contract_id = w.contract end
       group by 1`,
      [
        this.#programId,
        wanted.map(({ partner }) => partner),
        wanted.map(({ contract }) => contract),
        wanted.map(({ start }) => new Date(start)),
        wanted.map(({ end }) => (end === null ? null : new Date(end))),
      ],
    );
    for (const { n, orders, payout } of rows) Object.assign(wanted[n - 1] ?? {}, { orders, payout });
    for (const [key, window] of missing) {
      this.#windows.set(key, window);
      this.#byPartner.set(window.partner, [...(this.#byPartner.get(window.partner) ?? []), window]);
    }
  }

  /** For decide(): what others have used; what the sale itself used so far is its own to use again. */
  by(asking: Asking, before: BookedAction | null): Usage {
    return (limit) => {
      const window = this.#windows.get(this.#window(limit, asking).key);
      if (!window) throw new Error(`The use of ${limit.id} was not loaded`);
      const own = before && holds(window, before) ? usedBy(before) : nothing;
      return limit.kind === "PAYOUT" ? window.payout - own.payout : window.orders - own.orders;
    };
  }

  move(before: BookedAction | null, after: BookedAction): void {
    const partners = new Set([before?.partnerId, after.partnerId]);
    for (const window of [...partners].flatMap((partner) => this.#byPartner.get(partner ?? "") ?? [])) {
      const [old, fresh] = [before && holds(window, before) ? usedBy(before) : nothing, holds(window, after) ? usedBy(after) : nothing];
      window.orders += fresh.orders - old.orders;
      window.payout += fresh.payout - old.payout;
    }
  }
}
