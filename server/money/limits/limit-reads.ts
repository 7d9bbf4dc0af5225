/**
 * What is stored about the use of limits, read for any number of them at once: the statements do
 * not grow with the limits.
 */
import { money, type Money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  addDays,
  dateOf,
  type CalendarHistory,
  type Instant,
  type Period,
} from "../../domain/calendar.ts";
import type { EventKind } from "../../domain/event-kinds.ts";
import type { CounterKey } from "../../domain/counters.ts";
import { currencyOf, hasMany, noClick, nobody, takersOf } from "../../domain/limit-scopes.ts";
import type { Limit } from "../../domain/terms.ts";
import type { Program } from "../../partnership/programs/program.entity.ts";
import { counterColumns, counterRow, keyTypes, takersSql, type KeyColumn } from "./limit-sql.ts";

/** Days before today that say how fast a limit is used: seven of each weekday. */
const paceDays = 49;

/** One limit with whose use it counts. */
export interface Subject {
  limit: Limit;
  event: EventKind;
  groupName: string | null;
  currency: string;
  /** null: all partners of the program. */
  contract: { id: string; partnerId: string; validity: Period } | null;
  /** From when a weekly limit counts that is new. */
  countsFrom: Instant | null;
}
export interface UsageContext {
  program: Program;
  calendar: CalendarHistory;
  now: Instant;
  /** Kinds of events that the program tracks now. */
  active: ReadonlySet<string>;
}
/** A limit in one of its periods. */
export interface Ask {
  subject: Subject;
  period: Period;
}

/**
 * The last instant of a counter's key: a contract's whole life has none, since its end may be
 * moved.
 */
export const endOf = ({ reset }: Limit, { end }: Period): string =>
  reset === "CONTRACT" || end === null ? "infinity" : new Date(end).toISOString();

const isLife = ({ limit, contract }: Subject): boolean =>
  contract !== null && limit.reset === "CONTRACT";

/** The counter that holds it; of a scope that has several, any of the partner's. */
function counterOf({ subject, period }: Ask, { program }: UsageContext): CounterKey {
  const { limit, contract, currency } = subject;
  const partner = contract?.partnerId ?? nobody;
  const taker = { ...noClick, program: program.id, partner };
  const [own = nobody] = hasMany(limit) ? [] : takersOf(limit, contract?.id ?? nobody, taker);
  return {
    program: program.id,
    partner,
    scopeId: own,
    limit,
    currency: currencyOf(limit, currency),
    window: { start: period.start, end: limit.reset === "CONTRACT" ? null : period.end },
  };
}
interface Column {
  name: string;
  type: string;
  of: (ask: Ask, context: UsageContext) => string;
}
/** What statements know of a limit `k`: its counter, and whose contract it is in. */
const columns: readonly Column[] = [
  ...counterColumns.map((name) => ({
    name,
    type: keyTypes[name],
    of: (ask: Ask, context: UsageContext) => counterRow(counterOf(ask, context))[name],
  })),
  { name: "contract_id", type: "uuid", of: ({ subject }) => subject.contract?.id ?? nobody },
  { name: "has_many", type: "boolean", of: ({ subject }) => String(hasMany(subject.limit)) },
];
/** That row `t` is of the counter `k`, or of one of them where the limit has several. */
const sameCounters = (t: string): string =>
  counterColumns.map((column) => sameColumn(t, column)).join("\n        and ");
function sameColumn(t: string, column: KeyColumn): string {
  const same = `${t}.${column} = k.${column}`;
  if (column === "scope_id") return `(k.has_many or ${same})`;
  // A refusal names the partner of the click, also where the limit is the whole program's.
  return column === "partner_account_id" && t === "r"
    ? `(k.partner_account_id = '${nobody}' or ${same})`
    : same;
}
const keysSql = `unnest(${columns.map(({ type }) => `?::${type}[]`).join(", ")})
  with ordinality k (${columns.map(({ name }) => name).join(", ")}, n)`;
const keysOf = (context: UsageContext, asks: readonly Ask[]): string[] =>
  columns.map(({ of }) => pgArray(asks.map((ask) => of(ask, context))));

/** `amount`: SQL of one number for the limit `k`, or of null. */
async function readInto(
  ctx: Context,
  context: UsageContext,
  into: Map<Ask, bigint>,
  asks: readonly Ask[],
  amount: string,
  values: readonly unknown[],
): Promise<void> {
  if (asks.length === 0) return;
  const rows = await ctx.em.execute<{ n: number; amount: string | null }[]>(
    `select k.n::int as n, (${amount})::text as amount from ${keysSql}`,
    [...values, ...keysOf(context, asks)],
  );
  for (const row of rows)
    if (row.amount !== null) into.set(asks[row.n - 1] as Ask, BigInt(row.amount));
}

/**
 * What clicks of the period were paid, whether or not the limit was there: with so much a new one
 * begins. Rollups know no groups; the limit of a group that is new begins with nothing.
 */
async function readPaidClicks(
  ctx: Context,
  context: UsageContext,
  into: Map<Ask, bigint>,
  asks: readonly Ask[],
): Promise<void> {
  const counted = asks.filter(
    ({ subject }) => subject.limit.groupId === null && !isLife(subject) && !hasMany(subject.limit),
  );
  for (const isProgram of [true, false])
    await readInto(
      ctx,
      context,
      into,
      counted.filter(({ subject }) => (subject.contract === null) === isProgram),
      `select coalesce(sum(case k.kind when 'PAYOUT' then r.payout_micros else r.clicks end), 0)
        from click_rollup r
        where r.program_id = ?
          and r.level = ?
          and not r.is_test
          and r.outcome = 'PAID'
          and r.bucket >= k.window_start
          and r.bucket < k.window_end
          and r.${ctx.scope.tenantColumn()}
            = ? ${isProgram ? "" : "and r.partner_account_id = k.partner_account_id"}
          and (k.kind <> 'PAYOUT' or r.currency = k.currency)`,
      [context.program.id, isProgram ? "P" : "C", ctx.scope.requireAccountId()],
    );
}

/**
 * The same of limits that have several counters, of the fullest: from the decisions, which alone
 * know whose each was.
 */
async function readFullest(
  ctx: Context,
  context: UsageContext,
  into: Map<Ask, bigint>,
  asks: readonly Ask[],
): Promise<void> {
  await readInto(
    ctx,
    context,
    into,
    asks.filter(({ subject }) => hasMany(subject.limit)),
    `select coalesce(max(t.used), 0)
      from (
        select sum(case k.kind when 'PAYOUT' then d.amount_micros else 1 end) as used
        from decision d
        join click c
          on c.brand_account_id = d.brand_account_id
          and c.clicked_at = d.occurred_at
          and c.id = d.subject_id
        cross join lateral unnest(${takersSql("k", "d", "c")}) e (scope_id)
        where d.brand_account_id = ?
          and d.program_id = ?
          and d.partner_account_id = k.partner_account_id
          and d.occurred_at >= k.window_start
          and d.occurred_at < k.window_end
          and d.event = 'CLICK'
          and not d.is_test
          and d.outcome = 'PAID'
          and (k.kind <> 'PAYOUT' or d.currency = k.currency)
          and (k.group_id = '' or d.group_id = k.group_id)
        group by e.scope_id
      ) t`,
    [context.program.brandAccountId, context.program.id],
  );
}

/** Conversions: what those of the period were paid, as pricing counts it. */
async function readPaidSales(
  ctx: Context,
  context: UsageContext,
  into: Map<Ask, bigint>,
  asks: readonly Ask[],
): Promise<void> {
  const within = "a.occurred_at >= k.window_start and a.occurred_at < k.window_end";
  const shapes = [
    { has: (subject: Subject) => subject.contract === null, where: within },
    {
      has: (subject: Subject) => subject.contract !== null && !isLife(subject),
      where: `a.partner_account_id = k.partner_account_id and ${within}`,
    },
    {
      has: isLife,
      where: "a.partner_account_id = k.partner_account_id and a.contract_id = k.contract_id",
    },
  ];
  for (const { has, where } of shapes)
    await readInto(
      ctx,
      context,
      into,
      asks.filter(({ subject }) => has(subject)),
      `select coalesce(
          sum(
            case k.kind
              when 'PAYOUT' then a.payout_micros
              else a.conversions
            end
          ),
          0
        )
        from paid_conversion a
        where a.program_id = ?
          and a.kind = k.event
          and ${where}
          and (k.kind <> 'PAYOUT' or a.currency = k.currency)
          and (k.group_id = '' or a.group_id = k.group_id)`,
      [context.program.id],
    );
}

const split = (asks: readonly Ask[]): [clicks: Ask[], conversions: Ask[]] => [
  asks.filter(({ subject }) => subject.event === "CLICK"),
  asks.filter(({ subject }) => subject.event !== "CLICK"),
];

/** What was paid in each, whether or not the limit was there. */
export async function paidIn(
  ctx: Context,
  context: UsageContext,
  asks: readonly Ask[],
): Promise<(ask: Ask) => bigint> {
  const [clicks, sales] = split(asks);
  const found = new Map<Ask, bigint>();
  await readPaidClicks(ctx, context, found, clicks);
  await readFullest(ctx, context, found, clicks);
  await readPaidSales(ctx, context, found, sales);
  return (ask) => found.get(ask) ?? 0n;
}

/**
 * What was used of each: of clicks what accounting keeps, and what was paid where it keeps nothing
 * yet.
 */
export async function usedIn(
  ctx: Context,
  context: UsageContext,
  asks: readonly Ask[],
): Promise<(ask: Ask) => bigint> {
  const [clicks, sales] = split(asks);
  const found = new Map<Ask, bigint>();
  await readInto(
    ctx,
    context,
    found,
    clicks,
    `select max(b.used)
      from limit_budget b
      where ${sameCounters("b")}`,
    [],
  );
  const unknown = clicks.filter((ask) => !found.has(ask));
  await readPaidClicks(ctx, context, found, unknown);
  await readFullest(ctx, context, found, unknown);
  await readPaidSales(ctx, context, found, sales);
  return (ask) => found.get(ask) ?? 0n;
}

/** What a limit left unpaid. */
export interface Unpaid {
  clicks: number;
  /** What they would have earned, most first: a limit on clicks may bind terms of any currency. */
  amounts: Money[];
}
/** Clicks of each period that this very limit refused; a partner's own alone. */
export async function unpaidIn(
  ctx: Context,
  context: UsageContext,
  asks: readonly Ask[],
): Promise<(ask: Ask) => Unpaid> {
  const [clicks] = split(asks);
  const found = new Map<Ask, Unpaid>();
  if (clicks.length > 0) {
    const rows = await ctx.em.execute<
      { n: number; currency: string; clicks: string; micros: string }[]
    >(
      `select k.n::int as n, s.*
        from ${keysSql}
        cross join lateral (
          select
            r.paid_in as currency,
            sum(r.clicks)::text as clicks,
            sum(r.micros)::text as micros
          from limit_refusal r
          where ${sameCounters("r")}
            and r.${ctx.scope.tenantColumn()} = ?
          group by r.paid_in
        ) s
        order by s.micros::numeric desc, s.currency`,
      [...keysOf(context, clicks), ctx.scope.requireAccountId()],
    );
    for (const { n, currency, micros, ...row } of rows) {
      const one = found.getOrInsertComputed(clicks[n - 1] as Ask, () => ({
        clicks: 0,
        amounts: [],
      }));
      one.clicks += Number(row.clicks);
      one.amounts.push(money(BigInt(micros), currency));
    }
  }
  return (ask) => found.get(ask) ?? { clicks: 0, amounts: [] };
}

/**
 * What was paid on each date before today, of clicks; rollups know no groups, so a group's own
 * limit has no pace.
 */
export async function paidByDate(
  ctx: Context,
  context: UsageContext,
  subjects: readonly Subject[],
): Promise<(subject: Subject) => Map<string, bigint>> {
  const today = dateOf(context.now, context.calendar.zone);
  const keyOf = ({ contract, currency }: Subject) => `${contract?.partnerId ?? ""} ${currency}`;
  const dates = new Map<string, { date: string; micros: string; clicks: string }[]>();
  for (const isProgram of [true, false]) {
    const some = [
      ...new Map(
        subjects
          .filter(({ contract }) => (contract === null) === isProgram)
          .map((one) => [keyOf(one), one]),
      ).values(),
    ];
    if (some.length === 0) continue;
    const rows = await ctx.em.execute<
      { n: number; date: string; micros: string; clicks: string }[]
    >(
      `select k.n::int as n, d.*
        from unnest(?::uuid[], ?::text[])
        with ordinality k (partner_account_id, currency, n)
        cross join lateral (
          select
            to_char(r.bucket at time zone 'UTC', 'YYYY-MM-DD') as date,
            coalesce(sum(r.payout_micros), 0)::text as micros,
            coalesce(sum(r.clicks) filter (where r.outcome = 'PAID'), 0)::text as clicks
          from click_rollup r
          where r.program_id = ?
            and r.level = 'D'
            and not r.is_test
            and r.bucket >= ?::timestamptz
            and r.bucket < ?::timestamptz
            and r.${ctx.scope.tenantColumn()}
              = ? ${isProgram ? "" : "and r.partner_account_id = k.partner_account_id"}
            and (r.currency is null or r.currency = k.currency)
          group by 1
        ) d`,
      [
        pgArray(some.map(({ contract }) => contract?.partnerId ?? nobody)),
        pgArray(some.map(({ currency }) => currency)),
        context.program.id,
        `${addDays(today, -paceDays)}T00:00:00Z`,
        `${today}T00:00:00Z`,
        ctx.scope.requireAccountId(),
      ],
    );
    for (const { n, ...row } of rows)
      dates.getOrInsertComputed(keyOf(some[n - 1] as Subject), () => []).push(row);
  }
  return (subject) =>
    new Map(
      (dates.get(keyOf(subject)) ?? []).map(({ date, micros, clicks }) => [
        date,
        BigInt(subject.limit.kind === "PAYOUT" ? micros : clicks),
      ]),
    );
}
