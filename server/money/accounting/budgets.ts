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
import {
  isCounted,
  underOf,
  type CounterKey,
  type LimitCounters,
  type Paid,
  type Under,
} from "../../domain/counters.ts";
import type { AskedIn, ContractInForce } from "../../domain/contract-in-force.ts";
import {
  currencyOf,
  hasMany,
  holderOf,
  nobody,
  scopeRecords,
  takersOf,
  type NamedLimit,
  type Scoped,
} from "../../domain/limit-scopes.ts";
import { windowsOf } from "../../domain/limits.ts";
import { limitsOf, payoutOf, type Limit } from "../../domain/terms.ts";
import {
  counterArrays,
  counterColumns,
  counterKey,
  counterValues,
  limitOf,
  sameCounter,
  type NameRow,
} from "../limits/limit-sql.ts";
import type { ProgramLimit } from "./catalog.ts";
import { paidBefore } from "./paid-before.ts";

interface Budget extends CounterKey {
  brand: string;
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

const idsOf = (limit: NamedLimit, contractId: string, taker: Taker): string[] => {
  const ids = takersOf(limit, contractId, taker);
  return hasMany(limit) ? ids.map(idOfHash) : ids;
};

const keyOf = ({ program, partner, scopeId, limit, currency, window }: CounterKey): string =>
  `${program}${partner}${scopeId}${limit.id}${currency}${window.start}` +
  (window.end === null ? "" : `-${window.end}`);

/** The counters of a limit in a window that an event takes from. */
const countersOf = (
  limit: NamedLimit,
  window: Period,
  { contractId, currency }: Under,
  taker: Taker,
): CounterKey[] =>
  idsOf(limit, contractId, taker).map((scopeId) => ({
    program: taker.program,
    partner: holderOf(limit, taker.partner),
    scopeId,
    limit,
    currency: currencyOf(limit, currency),
    window,
  }));

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

export class Budgets implements LimitCounters<Taker> {
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
    const under = underOf(contract);
    const add = (limit: Limit, asks: AskedIn): void => {
      for (const window of windowsOf(limit, place))
        for (const counter of countersOf(limit, window, under, taker)) {
          const key = keyOf(counter);
          const asked = askedAfter(asks, window);
          const known = missing.get(key) ?? this.#kept.get(key);
          if (known === undefined)
            missing.set(key, {
              ...counter,
              brand: taker.brand,
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

  #find(limit: NamedLimit, window: Period, under: Under, taker: Taker): Budget[] {
    return countersOf(limit, window, under, taker).map((counter) => {
      const budget = this.#kept.get(keyOf(counter));
      if (!budget)
        throw new Error(`The budget of ${limit.id} in program ${taker.program} was not loaded`);
      return budget;
    });
  }

  used(limit: NamedLimit, window: Period, under: Under, taker: Taker): bigint {
    return mostUsed(this.#find(limit, window, under, taker));
  }

  /** Young counters that the click did not ask count it too. */
  take(paid: Paid, under: Under, taker: Taker): void {
    const asked = new Set<Budget>();
    for (const use of paid.uses) {
      if (use.after > use.max)
        throw new Error(`Limit ${use.limitId} of contract ${under.contractId} would be exceeded`);
      if (scopeRecords[use.scope].each === null) continue;
      const window = { start: use.windowStart, end: use.windowEnd };
      const budgets = this.#find({ ...use, id: use.limitId }, window, under, taker);
      if (mostUsed(budgets) !== use.before)
        throw new Error(`Limit ${use.limitId}: the use before does not continue the budget`);
      for (const budget of budgets) {
        asked.add(budget);
        this.#add(budget, use.after - use.before);
      }
    }
    for (const owner of [`${taker.program}${taker.partner}`, `${taker.program}${nobody}`])
      for (const budget of this.#young.get(owner) ?? [])
        if (
          taker.at < budget.since &&
          !asked.has(budget) &&
          isCounted(budget, taker.at, paid) &&
          idsOf(budget.limit, under.contractId, taker).includes(budget.scopeId)
        )
          this.#add(budget, budget.limit.kind === "PAYOUT" ? paid.amount : 1n);
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

const sinceColumn = "(extract(epoch from b.since) * 1000)::float8 as since";

async function readStored(client: pg.ClientBase, wanted: readonly Budget[]): Promise<void> {
  const { rows } = await client.query<{ n: number; used: bigint; since: number | null }>(
    `select w.n::int as n, b.used, ${sinceColumn}
      from unnest(${counterArrays})
      with ordinality w (${counterKey}, n)
      join limit_budget b on ${sameCounter("b", "w")}`,
    counterValues(wanted),
  );
  for (const { n, used, since } of rows) {
    const budget = wanted[n - 1];
    if (budget) Object.assign(budget, { used, stored: used, since: since ?? -Infinity });
  }
}

interface YoungRow
  extends NameRow, Pick<Budget, "program" | "partner" | "scopeId" | "brand" | "currency"> {
  used: bigint;
  since: number;
  start: number;
  until: number | null;
}
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
        b.scope_id as "scopeId",
        b.event,
        b.kind,
        b.scope,
        b.reset,
        b.group_id,
        b.currency,
        b.brand_account_id as brand,
        b.used,
        ${sinceColumn},
        (extract(epoch from b.window_start) * 1000)::float8 as start,
        (extract(epoch from nullif(b.window_end, 'infinity')) * 1000)::float8 as until
      from limit_budget b
      where b.program_id = any($1::uuid[]) and b.since > $2`,
    values: [programs, new Date(from)],
  });
  return rows.map((row) => {
    const { program, partner, scopeId, brand, currency, used, since, start, until } = row;
    return {
      program,
      partner,
      scopeId,
      limit: limitOf(row),
      currency,
      window: { start, end: until },
      brand,
      used,
      stored: used,
      since,
    };
  });
}

const sinceOrNull = ({ since }: Budget): Date | null =>
  since === -Infinity ? null : new Date(since);

const keys = counterColumns.length;
async function insert(
  client: pg.ClientBase,
  budgets: readonly Budget[],
  epoch: bigint,
): Promise<void> {
  await client.query(
    `insert into limit_budget (${counterKey}, used, brand_account_id, since, epoch)
      select *, $${keys + 4}::bigint
      from unnest(
        ${counterArrays}, $${keys + 1}::bigint[], $${keys + 2}::uuid[], $${keys + 3}::timestamptz[]
      )`,
    [
      ...counterValues(budgets),
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
      set used = w.used, epoch = $${keys + 4}, since = w.since
      from unnest(
        ${counterArrays},
        $${keys + 1}::bigint[],
        $${keys + 2}::bigint[],
        $${keys + 3}::timestamptz[]
      ) w (${counterKey}, used, expected, since)
      where ${sameCounter("b", "w")} and b.used = w.expected and b.epoch <= $${keys + 4}`,
    [
      ...counterValues(budgets),
      budgets.map((b) => b.used),
      budgets.map((b) => b.stored),
      budgets.map(sinceOrNull),
      epoch,
    ],
  );
  if (rowCount !== budgets.length)
    throw new StaleBudget("A budget was changed by someone else since it was read");
}
