/**
 * What was used of each limit, kept in memory between batches. The stored row decides: it is changed only from the very
 * value that was assumed, so a stale memory aborts the batch and can never overspend.
 */
import type pg from "pg";
import type { Calendar, Instant, Period } from "../domain/calendar.ts";
import type { ContractInForce } from "../domain/decide.ts";
import { periodOf, type LimitUse } from "../domain/limits.ts";
import { scopesOf, type Scoped } from "../domain/limit-book.ts";
import { limitsOf, payoutOf, type Limit } from "../domain/terms.ts";

interface Budget {
  program: string;
  /** `nobody` for a program's own limit. */
  partner: string;
  scope: string;
  limitId: string;
  window: Period;
  brand: string;
  used: bigint;
  /** As in the database; null when there is no row yet. */
  stored: bigint | null;
}
/** Who takes from limits: a click, under a contract. */
export interface Taker extends Scoped {
  brand: string;
  at: Instant;
}

const keptMax = 200_000;
export const nobody = "00000000-0000-0000-0000-000000000000";

/** A visitor's hash has as many digits as an id. */
const idOfHash = (hash: string): string => hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const idsOf = (limit: Limit, contractId: string, taker: Taker): string[] => {
  const scopes = scopesOf(limit, contractId, taker);
  return limit.scope === "CUSTOMER" ? scopes.map(idOfHash) : scopes;
};
const partnerOf = (limit: Limit, partner: string): string => (limit.scope === "PROGRAM" ? nobody : partner);

const keyOf = (program: string, partner: string, scope: string, limitId: string, windowStart: Instant): string => `${program}${partner}${scope}${limitId}${windowStart}`;

const mostUsed = (budgets: readonly Budget[]): bigint => budgets.reduce((most, { used }) => (used > most ? used : most), 0n);

export class StaleBudget extends Error {}

export class Budgets {
  #kept = new Map<string, Budget>();
  #changed = new Set<Budget>();

  /** Names the budgets a click may take from and that have to be loaded first. */
  want(taker: Taker, contract: ContractInForce, calendar: Calendar, programLimits: readonly Limit[], missing: Map<string, Budget>): void {
    const payout = payoutOf(contract.terms, "CLICK");
    if (!payout) return;
    const place = { at: taker.at, calendar, contract: contract.validity };
    for (const limit of [...limitsOf(payout), ...programLimits]) {
      const window = periodOf(limit, place);
      if (window === null) continue;
      for (const scope of idsOf(limit, contract.contractId, taker)) {
        const partner = partnerOf(limit, taker.partner);
        const key = keyOf(taker.program, partner, scope, limit.id, window.start);
        if (this.#kept.has(key) || missing.has(key)) continue;
        missing.set(key, { program: taker.program, partner, scope, limitId: limit.id, window, brand: taker.brand, used: 0n, stored: null });
      }
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

  #find(taker: Taker, contractId: string, limit: Limit, windowStart: Instant): Budget[] {
    return idsOf(limit, contractId, taker).map((scope) => {
      const budget = this.#kept.get(keyOf(taker.program, partnerOf(limit, taker.partner), scope, limit.id, windowStart));
      if (!budget) throw new Error(`The budget of ${limit.id} in program ${taker.program} was not loaded`);
      return budget;
    });
  }

  used(taker: Taker, contractId: string, limit: Limit, windowStart: Instant): bigint {
    return mostUsed(this.#find(taker, contractId, limit, windowStart));
  }

  /** Takes what a paid click used of its limits, which are among `limits`. */
  take(taker: Taker, contractId: string, limits: readonly Limit[], uses: readonly LimitUse[]): void {
    for (const use of uses) {
      const limit = limits.find(({ id }) => id === use.limitId);
      if (!limit) throw new Error(`Budgets.take: ${use.limitId} is no limit of this click`);
      if (use.after > use.max) throw new Error(`Limit ${use.limitId} of contract ${contractId} would be exceeded`);
      if (limit.scope === "EVENT") continue;
      const budgets = this.#find(taker, contractId, limit, use.windowStart);
      if (mostUsed(budgets) !== use.before) throw new Error(`Limit ${use.limitId}: the use before does not continue the budget`);
      for (const budget of budgets) {
        budget.used = use.after;
        this.#changed.add(budget);
      }
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
