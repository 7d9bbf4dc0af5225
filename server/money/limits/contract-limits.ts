/**
 * Limits of all contracts in force of a program, nearest first or by what they left unpaid. What is
 * near is worked out for all; the pace for the page that is read.
 */
import { searched } from "../../partnership/accounts/accounts.ts";
import { isText, page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import type { Instant, Period } from "../../domain/calendar.ts";
import { currencyOf, hasMany } from "../../domain/limit-scopes.ts";
import { maxAt } from "../../domain/limits.ts";
import type { Limit } from "../../domain/terms.ts";
import { weeklyLookBackMs } from "../../domain/weekly-starts.ts";
import { versionsOf } from "./contracts-around.ts";
import { nameRow } from "./limit-sql.ts";
import { endOf, type Subject, type UsageContext } from "./limit-reads.ts";
import {
  usageContext,
  ownUse,
  periodsOf,
  share,
  subjectsBetween,
  subjectsOf,
  usagesOf,
  type Holder,
} from "./limit-usage.ts";
import { ascending } from "../../domain/order.ts";
import type { ContractLimitOrder } from "./limit-orders.ts";
import type { ContractLimitView, LimitUsageView } from "./limit.types.ts";

export interface ContractRow {
  id: string;
  partner: string;
  name: string;
  version: string;
  starts: string;
  ends: string | null;
}
export interface Ranked extends Subject {
  contract: Holder;
  partnerName: string;
  windowStart: number;
  windowEnd: number | null;
  percent: number;
  /** What it left unpaid, micros of all currencies together: for the order alone. */
  unpaid: bigint;
}

/** Conditions on `c` of contract_in_force and its partner `a`. */
const inForce = (
  ctx: Context,
  { program, now }: UsageContext,
  search: string | null,
): { sql: string; values: unknown[] } => ({
  sql: `c.program_id = ?
      and c.${ctx.scope.tenantColumn()} = ?
      and c.starts_at <= ?
      and c.until > ?
      and (?::text is null or strpos(lower(a.name), lower(?::text)) > 0)`,
  values: [program.id, ctx.scope.requireAccountId(), new Date(now), new Date(now), search, search],
});

export async function contractsInForce(
  ctx: Context,
  context: UsageContext,
  search: string | null,
): Promise<ContractRow[]> {
  const { sql, values } = inForce(ctx, context, search);
  const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint::text`;
  return ctx.em.execute<ContractRow[]>(
    `select
        c.id,
        c.partner_account_id as partner,
        a.name,
        c.terms_version_id as version,
        ${ms("c.starts_at")} as starts,
        ${ms("c.ends_at")} as ends
      from contract_in_force c
      join account a on a.id = c.partner_account_id
      where ${sql}`,
    values,
  );
}

/** Running periods, cut once for all contracts but those whose period is their own life. */
function runningPeriods(context: UsageContext): (limit: Limit, contract: Holder) => Period[] {
  const known = new Map<string | null, Period[]>();
  return (limit, contract) =>
    limit.reset === "CONTRACT"
      ? periodsOf(context, { limit, contract, countsFrom: null })
      : known.getOrInsertComputed(limit.reset, () =>
          periodsOf(context, { limit, contract, countsFrom: null }),
        );
}

/** Of contracts that are so young that a weekly limit of theirs may wait, from when it counts. */
async function weeklyStarts(
  ctx: Context,
  context: UsageContext,
  rows: readonly ContractRow[],
): Promise<(contract: string, limit: Limit) => Instant | null> {
  const young = rows.filter(({ starts }) => Number(starts) > context.now - weeklyLookBackMs);
  const between = await subjectsBetween(
    ctx,
    context,
    young.map(({ partner }) => partner),
  );
  const starts = new Map(
    [...between.values()]
      .flat()
      .map(({ contract, limit, countsFrom }) => [`${contract?.id} ${limit.id}`, countsFrom]),
  );
  return (contract, limit) => starts.get(`${contract} ${limit.id}`) ?? null;
}

/** Every limit of every contract that one counter holds, with nothing used yet. */
async function unranked(
  ctx: Context,
  context: UsageContext,
  search: string | null,
): Promise<Ranked[]> {
  const periods = runningPeriods(context);
  const rows = await contractsInForce(ctx, context, search);
  const versions = await versionsOf(
    ctx,
    rows.map(({ version }) => version),
  );
  const startOf = await weeklyStarts(ctx, context, rows);
  return rows.flatMap(({ id, partner, name, version, starts, ends }) => {
    const of = versions.get(version);
    const contract: Holder = {
      id,
      partnerId: partner,
      validity: { start: Number(starts), end: ends === null ? null : Number(ends) },
    };
    return (of ? subjectsOf(contract, of) : []).filter(ownUse).flatMap((subject) => {
      const countsFrom = startOf(id, subject.limit);
      const waits = countsFrom !== null && countsFrom > context.now;
      const running = waits ? [{ start: countsFrom, end: null }] : periods(subject.limit, contract);
      return running.map(({ start, end }) => ({
        ...subject,
        countsFrom,
        contract,
        partnerName: name,
        windowStart: start,
        windowEnd: end,
        percent: 0,
        unpaid: 0n,
      }));
    });
  });
}

/** Names a counter besides whose it is; "" is a period of the contract's own. */
const windowOf = ({ limit, windowStart, windowEnd }: Ranked): [start: string, end: string] =>
  limit.reset === "CONTRACT"
    ? ["", "infinity"]
    : [new Date(windowStart).toISOString(), endOf(limit, { start: windowStart, end: windowEnd })];
const keyOf = (one: Ranked): string =>
  [one.limit.id, currencyOf(one.limit, one.currency), ...windowOf(one)].join(" ");

/** Of a limit that has several counters the fullest tells how full, and all what it refused. */
const keptSums = {
  used: { table: "limit_budget", sum: "max(b.used)" },
  unpaid: { table: "limit_refusal", sum: "sum(b.micros)" },
} as const;
/**
 * What accounting keeps of the running periods, of all contracts by each limit's id: one look-up by
 * the whole key for each that may be.
 */
async function keptOfClicks(
  ctx: Context,
  context: UsageContext,
  search: string | null,
  limits: readonly Ranked[],
  { table, sum }: (typeof keptSums)[keyof typeof keptSums],
): Promise<(one: Ranked) => bigint> {
  const named = [...new Map(limits.map((one) => [keyOf(one), one])).values()];
  const { sql, values } = inForce(ctx, context, search);
  const rows = await ctx.em.execute<{ contract: string; n: number; kept: string }[]>(
    `select c.id as contract, k.n::int as n, (${sum})::text as kept
      from contract_in_force c
      join account a on a.id = c.partner_account_id
      cross join unnest(
        ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
        ?::boolean[], ?::text[], ?::text[], ?::text[]
      )
      with ordinality k (
        event, kind, scope, reset, group_id, has_many, currency, start, until, n
      )
      join ${table} b
        on b.program_id = c.program_id
        and b.partner_account_id = c.partner_account_id
        and b.event = k.event
        and b.kind = k.kind
        and b.scope = k.scope
        and b.reset = k.reset
        and b.group_id = k.group_id
        and b.currency = k.currency
        and (
          k.has_many or b.scope_id = case k.start when '' then c.id else c.partner_account_id end
        )
        and b.window_start = coalesce(nullif(k.start, '')::timestamptz, c.starts_at)
        and b.window_end = k.until::timestamptz
      where ${sql}
      group by 1, 2`,
    [
      ...(["event", "kind", "scope", "reset", "group_id"] as const).map((column) =>
        pgArray(named.map(({ limit }) => nameRow(limit)[column])),
      ),
      pgArray(named.map(({ limit }) => String(hasMany(limit)))),
      pgArray(named.map(({ limit, currency }) => currencyOf(limit, currency))),
      ...[0, 1].map((side) => pgArray(named.map((one) => windowOf(one)[side] ?? ""))),
      ...values,
    ],
  );
  const kept = new Map(
    rows.map((row) => [`${row.contract} ${keyOf(named[row.n - 1] as Ranked)}`, BigInt(row.kept)]),
  );
  return (one) => kept.get(`${one.contract.id} ${keyOf(one)}`) ?? 0n;
}

/**
 * What the conversions of one kind were paid in one period: by contract where its life is the
 * period, else by
 * partner, and by group, "" for all; orders of all currencies, money of each.
 */
async function salesOf(
  ctx: Context,
  { program }: UsageContext,
  { limit, windowStart, windowEnd }: Ranked,
): Promise<(owner: string, one: Ranked) => bigint> {
  const owner = limit.reset === "CONTRACT" ? "contract_id" : "partner_account_id";
  const within = limit.reset === "CONTRACT" ? "true" : "occurred_at >= ? and occurred_at < ?";
  const rows = await ctx.em.execute<
    {
      owner: string;
      group_id: string | null;
      currency: string | null;
      micros: string;
      count: string;
    }[]
  >(
    `select
        ${owner} as owner,
        case grouping(group_id) when 1 then '' else group_id end as group_id,
        currency,
        sum(payout_micros)::text as micros,
        sum(conversions)::text as count
      from paid_conversion
      where program_id = ?
        and kind = ?
        and ${ctx.scope.tenantColumn()} = ?
        and ${within}
      group by grouping sets (
        (${owner}, group_id, currency), (${owner}, currency), (${owner}, group_id), (${owner})
      )`,
    [
      program.id,
      limit.event,
      ctx.scope.requireAccountId(),
      ...(limit.reset === "CONTRACT"
        ? []
        : [new Date(windowStart), new Date(windowEnd ?? 8.64e15)]),
    ],
  );
  const sums = new Map(
    rows.map((row) => [`${row.owner}:${row.group_id ?? "default"}:${row.currency ?? ""}`, row]),
  );
  return (id, { limit, currency }) => {
    const sum = sums.get(`${id}:${limit.groupId ?? ""}:${currencyOf(limit, currency)}`);
    return BigInt((limit.kind === "PAYOUT" ? sum?.micros : sum?.count) ?? "0");
  };
}

/** The order goes on by ids, so that a page can follow another. */
interface Standing {
  unpaid: bigint;
  percent: number;
  limit: { id: string };
  contract: { id: string };
}
const byNearness = (a: Standing, b: Standing): number =>
  b.percent - a.percent ||
  ascending(a.contract.id, b.contract.id) ||
  ascending(a.limit.id, b.limit.id);
const orders: Record<ContractLimitOrder, (a: Standing, b: Standing) => number> = {
  NEAREST: byNearness,
  UNPAID: (a, b) => Number(b.unpaid - a.unpaid) || byNearness(a, b),
};

/** All that one counter holds, nearest first. */
export async function ranked(
  ctx: Context,
  context: UsageContext,
  search: string | null,
): Promise<Ranked[]> {
  const limits = await unranked(ctx, context, search);
  const clicks = limits.filter(({ event }) => event === "CLICK");
  const used = await keptOfClicks(ctx, context, search, clicks, keptSums.used);
  for (const one of clicks)
    one.percent = share(used(one), maxAt(one.limit, context.now, context.calendar));
  const periods = new Map<string, Awaited<ReturnType<typeof salesOf>>>();
  for (const one of limits.filter(({ event }) => event !== "CLICK")) {
    const { limit, contract } = one;
    const period =
      limit.reset === "CONTRACT"
        ? limit.event
        : `${limit.event} ${one.windowStart} ${one.windowEnd}`;
    const sums = periods.get(period) ?? (await salesOf(ctx, context, one));
    periods.set(period, sums);
    const owner = limit.reset === "CONTRACT" ? contract.id : contract.partnerId;
    one.percent = share(sums(owner, one), maxAt(limit, context.now, context.calendar));
  }
  return onePerLimit(limits.toSorted(byNearness));
}

/** The same, those first that left most unpaid. */
async function byUnpaid(
  ctx: Context,
  context: UsageContext,
  search: string | null,
  limits: readonly Ranked[],
): Promise<Ranked[]> {
  const clicks = limits.filter(({ event }) => event === "CLICK");
  const unpaid = await keptOfClicks(ctx, context, search, clicks, keptSums.unpaid);
  for (const one of clicks) one.unpaid = unpaid(one);
  return limits.toSorted(orders.UNPAID);
}

/** Of several running periods of a limit the nearest stands for it. */
function onePerLimit(limits: readonly Ranked[]): Ranked[] {
  const seen = new Set<string>();
  return limits.filter(({ contract, limit }) => {
    const key = `${contract.id} ${limit.id}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** In their order, with as many statements for a hundred as for one. */
async function viewsOf(
  ctx: Context,
  context: UsageContext,
  rows: readonly Ranked[],
): Promise<ContractLimitView[]> {
  const usages = await usagesOf(ctx, context, rows);
  return rows.map(({ contract, partnerName }, at) => ({
    contractId: contract.id,
    partnerId: contract.partnerId,
    partnerName,
    usage: usages[at] as LimitUsageView,
  }));
}

type Place = [unpaid: string, percent: string, limitId: string, contractId: string];
const byPlace: Key<Ranked, Place> = {
  of: ({ unpaid, percent, limit, contract }) => [
    String(unpaid),
    String(percent),
    limit.id,
    contract.id,
  ],
  parts: [(text) => /^\d{1,20}$/.test(text), (text) => Number.isFinite(Number(text)), isText, isId],
};
export async function contractLimits(
  ctx: Context,
  programId: string,
  asked: PageArgs,
  { search, order = "NEAREST" }: { search: string | null; order?: ContractLimitOrder },
): Promise<Page<ContractLimitView>> {
  const name = searched(search);
  const context = await usageContext(ctx, programId);
  const all = async (): Promise<Ranked[]> => {
    if (!context) return [];
    const nearest = await ranked(ctx, context, name);
    return order === "NEAREST" ? nearest : byUnpaid(ctx, context, name, nearest);
  };
  // Figures move between two pages, so the place is found again by the order, not by the limit.
  const rows = async (after: Place | null, limit: number) => {
    const found = await all();
    const place = after && {
      unpaid: BigInt(after[0]),
      percent: Number(after[1]),
      limit: { id: after[2] },
      contract: { id: after[3] },
    };
    const rest = place ? found.filter((one) => orders[order](one, place) > 0) : found;
    return rest.slice(0, limit);
  };
  return page(rows, asked, byPlace, (shown) => (context ? viewsOf(ctx, context, shown) : []));
}
