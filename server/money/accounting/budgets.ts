/**
 * What was used of each limit, kept in memory between batches. The stored row decides: it is
 * changed only from the very value that was assumed, so a stale memory aborts the batch and can
 * never overspend.
 *
 * A counter is the sum of what was paid in its window (domain/limits.ts). Where the limit was there
 * from the window's first instant on, all of it was asked, and the counter follows by itself. Where
 * it was not (terms with another limit before, a limit of the program set in mid-month, a calendar
 * that was changed), the counter is young: it begins with what the decisions say was paid, and what
 * comes late for instants before `since` is added to it without being asked.
 */
import type pg from "pg";
import type { CalendarHistory, Instant, LimitWindow, Period } from "../../domain/calendar.ts";
import type { AskedIn, ContractInForce, Decision } from "../../domain/decide.ts";
import { windowsOf, type LimitUse } from "../../domain/limits.ts";
import { currencyOf, scopesOf, type Scoped } from "../../domain/limit-book.ts";
import { limitNamed, limitsOf, payoutOf, type Limit } from "../../domain/terms.ts";
import { nobody, type CounterKey } from "../../domain/counters.ts";
import { paidBefore } from "./paid-before.ts";
import type { ProgramLimit } from "./catalog.ts";

interface Budget extends CounterKey {
  used: bigint;
  /** As in the database; null when there is no row yet. */
  stored: bigint | null;
  /**
   * Everything that was paid before, as far as it counts, is in `used`; -Infinity where all of it
   * was asked.
   */
  since: Instant;
  /**
   * Before which something may have been paid that did not ask; above `since` the counter is summed
   * up again.
   */
  asked: Instant;
}
/** Who takes from limits: a click, under a contract. */
export interface Taker extends Scoped {
  brand: string;
  at: Instant;
}

const keptMax = 200_000;

/** A visitor's hash has as many digits as an id. */
const idOfHash = (hash: string): string =>
  hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const idsOf = (limit: Limit, contractId: string, taker: Taker): string[] => {
  const scopes = scopesOf(limit, contractId, taker);
  return limit.scope === "CUSTOMER" ? scopes.map(idOfHash) : scopes;
};
const partnerOf = (limit: Limit, partner: string): string =>
  limit.scope === "PROGRAM" ? nobody : partner;

const keyOf = ({
  program,
  partner,
  scope,
  limitId,
  currency,
  window,
}: Omit<CounterKey, "brand">): string =>
  `${program}${partner}${scope}${limitId}${currency}${window.start}${window.end === null ? "" : `-${window.end}`}`;

const mostUsed = (budgets: readonly Budget[]): bigint =>
  budgets.reduce((most, { used }) => (used > most ? used : most), 0n);

export class StaleBudget extends Error {}

const always: AskedIn = { start: -Infinity, end: Infinity };
/**
 * Before which something may have been paid in the window that did not ask: for good where other
 * terms follow in it.
 */
function askedAfter({ start, end }: AskedIn, window: LimitWindow): Instant {
  const last = window.end ?? Infinity;
  const first = Math.max(start, window.since);
  if (end < last) return last;
  if (first > window.start) return first;
  return -Infinity;
}

/** Which limits a click asks. */
export interface Asking {
  contract: ContractInForce;
  calendar: CalendarHistory;
  programLimits: readonly ProgramLimit[];
}

export class Budgets {
  #kept = new Map<string, Budget>();
  /** Those of #kept that count what did not ask, by program and partner. */
  #young = new Map<string, Budget[]>();
  #changed = new Set<Budget>();

  /** Names the budgets a click may take from and that have to be loaded first. */
  want(
    taker: Taker,
    { contract, calendar, programLimits }: Asking,
    missing: Map<string, Budget>,
  ): void {
    const payout = payoutOf(contract.terms, "CLICK");
    if (!payout) return;
    const place = { at: taker.at, calendar, contract: contract.validity };
    const add = (limit: Limit, asks: AskedIn): void => {
      if (limit.scope === "EVENT") return;
      const currency = currencyOf(limit, contract.terms.currency);
      for (const window of windowsOf(limit, place))
        for (const scope of idsOf(limit, contract.contractId, taker)) {
          const { program, brand } = taker;
          const key = keyOf({
            program,
            partner: partnerOf(limit, taker.partner),
            scope,
            limitId: limit.id,
            currency,
            window,
          });
          const asked = askedAfter(asks, window);
          const known = missing.get(key) ?? this.#kept.get(key);
          if (known === undefined)
            missing.set(key, {
              program,
              partner: partnerOf(limit, taker.partner),
              scope,
              limitId: limit.id,
              currency,
              window,
              brand,
              used: 0n,
              stored: null,
              since: -Infinity,
              asked,
            });
          else if (asked > known.asked) {
            known.asked = asked;
            if (asked > known.since) missing.set(key, known);
          }
        }
    };
    for (const limit of limitsOf(payout)) add(limit, contract.limitsAsked?.get(limit.id) ?? always);
    for (const limit of programLimits) add(limit, { start: limit.countsFrom, end: Infinity });
  }

  async load(client: pg.ClientBase, missing: ReadonlyMap<string, Budget>): Promise<void> {
    if (this.#kept.size + missing.size > keptMax && this.#kept.size > 0)
      throw new StaleBudget("More budgets than are kept: start over with the batch's own");
    if (missing.size === 0) return;
    await readStored(
      client,
      [...missing].filter(([key]) => !this.#kept.has(key)).map(([, budget]) => budget),
    );
    const unsummed = [...missing.values()].filter(({ since, asked }) => asked > since);
    if (unsummed.length > 0) await this.#sumUp(client, unsummed);
    for (const [key, budget] of missing) this.#keep(key, budget);
  }

  /**
   * What is summed up again is found in the decisions, which hold all that was paid until this
   * batch.
   */
  async #sumUp(client: pg.ClientBase, budgets: readonly Budget[]): Promise<void> {
    const paid = await paidBefore(client, budgets);
    for (const [i, budget] of budgets.entries()) {
      const { used, until } = paid[i] ?? { used: 0n, until: -Infinity };
      budget.used = used;
      budget.since = Math.max(budget.asked, until);
      if (used > 0n) this.#changed.add(budget);
    }
  }

  #keep(key: string, budget: Budget): void {
    if (this.#kept.get(key) === budget && budget.since === -Infinity) return;
    this.#kept.set(key, budget);
    if (budget.since === -Infinity) return;
    const owner = `${budget.program}${budget.partner}`;
    const young = this.#young.get(owner);
    if (!young) this.#young.set(owner, [budget]);
    else if (!young.includes(budget)) young.push(budget);
  }

  /** Young counters that clicks from `from` on may add to without asking, of these programs. */
  async loadYoung(
    client: pg.ClientBase,
    programs: readonly string[],
    from: Instant,
  ): Promise<void> {
    for (const row of await readYoung(client, programs, from)) {
      const key = keyOf(row);
      if (!this.#kept.has(key)) this.#keep(key, { ...row, asked: row.since });
    }
  }

  #find(taker: Taker, under: ContractInForce, limit: Limit, window: Period): Budget[] {
    const currency = currencyOf(limit, under.terms.currency);
    return idsOf(limit, under.contractId, taker).map((scope) => {
      const budget = this.#kept.get(
        keyOf({
          program: taker.program,
          partner: partnerOf(limit, taker.partner),
          scope,
          limitId: limit.id,
          currency,
          window,
        }),
      );
      if (!budget)
        throw new Error(`The budget of ${limit.id} in program ${taker.program} was not loaded`);
      return budget;
    });
  }

  used(taker: Taker, under: ContractInForce, limit: Limit, window: Period): bigint {
    return mostUsed(this.#find(taker, under, limit, window));
  }

  /**
   * Takes what a paid click used of its limits, which are among `limits`; young counters that it
   * did not ask count it too.
   */
  take(taker: Taker, under: ContractInForce, limits: readonly Limit[], decision: Decision): void {
    const asked = new Set<Budget>();
    for (const use of decision.uses) {
      const limit = limits.find(({ id }) => id === use.limitId);
      if (!limit) throw new Error(`Budgets.take: ${use.limitId} is no limit of this click`);
      if (use.after > use.max)
        throw new Error(`Limit ${use.limitId} of contract ${under.contractId} would be exceeded`);
      if (limit.scope === "EVENT") continue;
      const budgets = this.#find(taker, under, limit, windowOf(use));
      if (mostUsed(budgets) !== use.before)
        throw new Error(`Limit ${use.limitId}: the use before does not continue the budget`);
      for (const budget of budgets) {
        asked.add(budget);
        this.#add(budget, use.after - use.before);
      }
    }
    for (const owner of [`${taker.program}${taker.partner}`, `${taker.program}${nobody}`])
      for (const budget of this.#young.get(owner) ?? [])
        if (taker.at < budget.since && !asked.has(budget) && counts(budget, taker, decision))
          this.#add(budget, budget.currency === "" ? 1n : decision.amount);
  }

  #add(budget: Budget, more: bigint): void {
    budget.used += more;
    this.#changed.add(budget);
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

const windowOf = ({ windowStart, windowEnd }: LimitUse): Period => ({
  start: windowStart,
  end: windowEnd,
});

/** Whether a paid click is one of those that a counter counts. */
function counts(
  { scope, limitId, currency, window }: Budget,
  taker: Taker,
  decision: Decision,
): boolean {
  if (taker.at < window.start || (window.end !== null && taker.at >= window.end)) return false;
  const named = limitNamed(limitId);
  if (
    named.scope === "CUSTOMER" &&
    ![taker.visitor, taker.visitorPrevious].some(
      (hash) => hash !== null && idOfHash(hash) === scope,
    )
  )
    return false;
  return (
    (named.groupId === null || named.groupId === decision.groupId) &&
    (currency === "" || currency === decision.currency)
  );
}

const instantOrNone = (at: Instant | null): string =>
  at === null ? "infinity" : new Date(at).toISOString();
const keyColumns = (budgets: readonly CounterKey[]): unknown[] => [
  budgets.map((b) => b.program),
  budgets.map((b) => b.partner),
  budgets.map((b) => b.scope),
  budgets.map((b) => b.limitId),
  budgets.map((b) => b.currency),
  budgets.map((b) => new Date(b.window.start)),
  budgets.map((b) => instantOrNone(b.window.end)),
];
const keyTypes = `$1::uuid[],
    $2::uuid[],
    $3::uuid[],
    $4::text[],
    $5::text[],
    $6::timestamptz[],
    $7::timestamptz[]`;
const sameKey = `b.program_id = w.program
    and b.partner_account_id = w.partner
    and b.scope_id = w.scope
    and b.limit_id = w.limit_id
    and b.currency = w.currency
    and b.window_start = w.start
    and b.window_end = w.until`;
const sinceColumn = "(extract(epoch from b.since) * 1000)::float8 as since";

async function readStored(client: pg.ClientBase, wanted: readonly Budget[]): Promise<void> {
  const { rows } = await client.query<{ n: number; used: bigint; since: number | null }>(
    `select w.n::int as n, b.used, ${sinceColumn}
      from unnest(${keyTypes})
      with ordinality w (program, partner, scope, limit_id, currency, start, until, n)
      join limit_budget b on ${sameKey}`,
    keyColumns(wanted),
  );
  for (const { n, used, since } of rows) {
    const budget = wanted[n - 1];
    if (budget) Object.assign(budget, { used, stored: used, since: since ?? -Infinity });
  }
}

type YoungRow = Omit<Budget, "window" | "asked"> & { start: number; until: number | null };
async function readYoung(
  client: pg.ClientBase,
  programs: readonly string[],
  from: Instant,
): Promise<Omit<Budget, "asked">[]> {
  const { rows } = await client.query<YoungRow>({
    name: "young_budgets",
    text: `select
        b.program_id as program,
        b.partner_account_id as partner,
        b.scope_id as scope,
        b.limit_id as "limitId",
        b.currency,
        b.brand_account_id as brand,
        b.used,
        b.used as stored,
        ${sinceColumn},
        (extract(epoch from b.window_start) * 1000)::float8 as start,
        (extract(epoch from nullif(b.window_end, 'infinity')) * 1000)::float8 as until
      from limit_budget b
      where b.program_id = any($1::uuid[]) and b.since > $2`,
    values: [programs, new Date(from)],
  });
  return rows.map(({ start, until, ...budget }) => ({ ...budget, window: { start, end: until } }));
}

const sinceOrNull = ({ since }: Budget): Date | null =>
  since === -Infinity ? null : new Date(since);

async function insert(
  client: pg.ClientBase,
  budgets: readonly Budget[],
  epoch: bigint,
): Promise<void> {
  await client.query(
    `insert into limit_budget (
        program_id,
        partner_account_id,
        scope_id,
        limit_id,
        currency,
        window_start,
        window_end,
        used,
        brand_account_id,
        since,
        epoch
      )
      select *, $11::bigint
      from unnest(${keyTypes}, $8::bigint[], $9::uuid[], $10::timestamptz[])`,
    [
      ...keyColumns(budgets),
      budgets.map((b) => b.used),
      budgets.map((b) => b.brand),
      budgets.map(sinceOrNull),
      epoch,
    ],
  );
}

async function update(
  client: pg.ClientBase,
  budgets: readonly Budget[],
  epoch: bigint,
): Promise<void> {
  const { rowCount } = await client.query(
    `update limit_budget b
      set used = w.used, epoch = $11, since = w.since
      from unnest(${keyTypes}, $8::bigint[], $9::bigint[], $10::timestamptz[]) w (
        program, partner, scope, limit_id, currency, start, until, used, expected, since
      )
      where ${sameKey} and b.used = w.expected and b.epoch <= $11`,
    [
      ...keyColumns(budgets),
      budgets.map((b) => b.used),
      budgets.map((b) => b.stored),
      budgets.map(sinceOrNull),
      epoch,
    ],
  );
  if (rowCount !== budgets.length)
    throw new StaleBudget("A budget was changed by someone else since it was read");
}
