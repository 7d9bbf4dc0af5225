/**
 * What was used of each limit, kept in memory between batches. The stored row decides: it is changed only from the very
 * value that was assumed, so a stale memory aborts the batch and can never overspend.
 */
import type pg from "pg";
import { limitWindow, type Instant, type Period } from "../domain/calendar.ts";
import type { ContractInForce } from "../domain/decide.ts";
import type { LimitUse } from "../domain/limits.ts";
import { payoutOf, type Limit } from "../domain/terms.ts";

interface Budget {
  program: string;
  partner: string;
  scope: string;
  limitId: string;
  window: Period;
  brand: string;
  used: bigint;
  /** As in the database; null when there is no row yet. */
  stored: bigint | null;
}
export interface Asker {
  brand: string;
  partner: string;
  program: string;
  at: Instant;
}

const keptMax = 200_000;

/** A limit over a contract's life counts per contract; one with a calendar period goes on under the partner's next contract. */
export const scopeOf = (limit: Limit, contractId: string, partner: string): string => (limit.reset === "CONTRACT" ? contractId : partner);

const keyOf = (program: string, scope: string, limitId: string, windowStart: Instant): string => `${program}${scope}${limitId}${windowStart}`;

export class StaleBudget extends Error {}

export class Budgets {
  #kept = new Map<string, Budget>();
  #changed = new Set<Budget>();

  /** Names the budgets a click may take from; true when one of them has to be loaded first. */
  want(asker: Asker, contract: ContractInForce, zone: string, missing: Map<string, Budget>): void {
    for (const limit of payoutOf(contract.terms, "CLICK")?.limits ?? []) {
      const window = limitWindow(limit.reset, asker.at, zone, contract.validity);
      const scope = scopeOf(limit, contract.contractId, asker.partner);
      const key = keyOf(asker.program, scope, limit.id, window.start);
      if (this.#kept.has(key) || missing.has(key)) continue;
      missing.set(key, { program: asker.program, partner: asker.partner, scope, limitId: limit.id, window, brand: asker.brand, used: 0n, stored: null });
    }
  }

  async load(client: pg.ClientBase, missing: ReadonlyMap<string, Budget>): Promise<void> {
    if (this.#kept.size + missing.size > keptMax && this.#kept.size > 0) throw new StaleBudget("More budgets than are kept: start over with the batch's own");
    if (missing.size === 0) return;
    const wanted = [...missing.values()];
    const { rows } = await client.query<{ n: number; used: bigint }>(
      `select w.n::int as n, b.used from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) with ordinality w (program, partner, scope, limit_id, start, n)
       join limit_budget b on b.program_id = w.program and b.partner_account_id = w.partner and b.scope_id = w.scope and b.limit_id = w.limit_id and b.window_start = w.start`,
      [wanted.map((b) => b.program), wanted.map((b) => b.partner), wanted.map((b) => b.scope), wanted.map((b) => b.limitId), wanted.map((b) => new Date(b.window.start))],
    );
    for (const { n, used } of rows) {
      const budget = wanted[n - 1];
      if (budget) budget.used = budget.stored = used;
    }
    for (const [key, budget] of missing) this.#kept.set(key, budget);
  }

  #find(program: string, scope: string, limitId: string, windowStart: Instant): Budget {
    const budget = this.#kept.get(keyOf(program, scope, limitId, windowStart));
    if (!budget) throw new Error(`The budget of ${limitId} in program ${program} was not loaded`);
    return budget;
  }

  used(program: string, partner: string, contract: ContractInForce, limit: Limit, windowStart: Instant): bigint {
    return this.#find(program, scopeOf(limit, contract.contractId, partner), limit.id, windowStart).used;
  }

  /** Takes what a paid click used of its limits; `uses` stand in the order of the payout's limits. */
  take(program: string, partner: string, contract: ContractInForce, uses: readonly LimitUse[]): void {
    const limits = payoutOf(contract.terms, "CLICK")?.limits ?? [];
    for (const [i, use] of uses.entries()) {
      const limit = limits[i];
      if (limit?.id !== use.limitId) throw new Error("Budgets.take: uses do not follow the limits");
      if (use.after > use.max) throw new Error(`Limit ${use.limitId} of contract ${contract.contractId} would be exceeded`);
      const budget = this.#find(program, scopeOf(limit, contract.contractId, partner), use.limitId, use.windowStart);
      if (budget.used !== use.before) throw new Error(`Limit ${use.limitId}: the use before does not continue the budget`);
      budget.used = use.after;
      this.#changed.add(budget);
    }
  }

  async store(client: pg.ClientBase, epoch: bigint): Promise<void> {
    const changed = [...this.#changed];
    this.#changed.clear();
    const fresh = changed.filter((budget) => budget.stored === null);
    const known = changed.filter((budget) => budget.stored !== null);
    if (fresh.length > 0) await insert(client, fresh, epoch);
    if (known.length > 0) await update(client, known, epoch);
    for (const budget of changed) budget.stored = budget.used;
  }
}

const keyColumns = (budgets: readonly Budget[]): unknown[] => [
  budgets.map((b) => b.program),
  budgets.map((b) => b.partner),
  budgets.map((b) => b.scope),
  budgets.map((b) => b.limitId),
  budgets.map((b) => new Date(b.window.start)),
  budgets.map((b) => b.used),
];

async function insert(client: pg.ClientBase, budgets: readonly Budget[], epoch: bigint): Promise<void> {
  await client.query(
    `insert into limit_budget (program_id, partner_account_id, scope_id, limit_id, window_start, used, window_end, brand_account_id, epoch)
     select *, $9::bigint from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bigint[], $7::timestamptz[], $8::uuid[])`,
    [...keyColumns(budgets), budgets.map((b) => (b.window.end === null ? null : new Date(b.window.end))), budgets.map((b) => b.brand), epoch],
  );
}

async function update(client: pg.ClientBase, budgets: readonly Budget[], epoch: bigint): Promise<void> {
  const { rowCount } = await client.query(
    `update limit_budget b set used = w.used, epoch = $8
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bigint[], $7::bigint[]) w (program, partner, scope, limit_id, start, used, expected)
     where b.program_id = w.program and b.partner_account_id = w.partner and b.scope_id = w.scope and b.limit_id = w.limit_id and b.window_start = w.start
       and b.used = w.expected and b.epoch <= $8`,
    [...keyColumns(budgets), budgets.map((b) => b.stored), epoch],
  );
  if (rowCount !== budgets.length) throw new StaleBudget("A budget was changed by someone else since it was read");
}
