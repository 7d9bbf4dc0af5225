/** How much of the limits is used in their running periods, read from what accounting stored, and how fast. */
import { now, type Context } from "../context.ts";
import { nobody } from "../accounting/counters.ts";
import { Account } from "../accounts/account.entity.ts";
import { calendarsAt } from "../accounts/accounts.ts";
import { ownRows, shownRows, shownVersions } from "../auth/scope-filter.ts";
import { Contract } from "../contracts/contract.entity.ts";
import { addDays, calendarPeriod, dateOf, historyAt, type CalendarHistory, type Instant, type Period } from "../domain/calendar.ts";
import { currencyOf } from "../domain/limit-book.ts";
import { maxAt, weeklyStart, windowsOf } from "../domain/limits.ts";
import { formatMicros } from "../domain/money.ts";
import { paceOf } from "../domain/pace.ts";
import { limitNamed, limitText, programLimitId, termsFromJson, type Limit, type Terms } from "../domain/terms.ts";
import { findProgram } from "../programs/programs.ts";
import { EventType, type Program } from "../programs/program.entity.ts";
import type { EventTypeKind } from "../programs/program.types.ts";
import type { LimitKindValue, LimitResetValue, LimitScopeValue } from "../terms/payout.types.ts";
import { TermsVersion } from "../terms/terms.entity.ts";
import type { LimitPause, LimitUsageView } from "./limit.types.ts";

/** A forecast is no amount that anybody is paid: whole cents say enough. */
const centMicros = 10_000n;
/** Days before today that say how fast a limit is used: seven of each weekday. */
const paceDays = 49;

/** One limit with whose use it counts. */
export interface Subject {
  limit: Limit;
  event: "CLICK" | "SALE";
  groupName: string | null;
  currency: string;
  /** null: all partners of the program. */
  contract: { id: string; partnerId: string; validity: Period } | null;
  /** From when a weekly limit counts that is new. */
  countsFrom: Instant | null;
}
export interface UsageGround {
  program: Program;
  calendar: CalendarHistory;
  now: Instant;
  /** Kinds of events that the program tracks now. */
  active: ReadonlySet<string>;
}

export async function groundOf(ctx: Context, programId: string): Promise<UsageGround | null> {
  const program = await findProgram(ctx, programId);
  if (!program) return null;
  const calendar = await calendarsAt(ctx, program.brandAccountId, now(ctx));
  const types = await ctx.em.find(EventType, { $and: [{ programId, state: "ACTIVE" }, shownRows(ctx.scope)] }, { refresh: true });
  const active = new Set(types.map(({ kind }) => kind));
  return { program, calendar, now: ctx.clock(), active };
}

/** Nothing counts while what the limit is about does not run. */
async function pauseOf(ctx: Context, { program, active }: UsageGround, { event, contract }: Subject): Promise<LimitPause | null> {
  if (!program.isActive()) return "PROGRAM" as LimitPause;
  if (!active.has(event)) return "EVENT_TYPE" as LimitPause;
  const partner = contract && (await ctx.em.findOne(Account, { id: contract.partnerId }));
  return partner && !partner.isActive() ? ("PARTNER" as LimitPause) : null;
}

const textOf = ({ limit }: Subject, amount: bigint): string => (limit.kind === "PAYOUT" ? formatMicros(amount) : String(amount));
/** One counter holds it: not one for each customer or event. */
export const ownUse = ({ limit }: Subject): boolean => limit.scope === "CONTRACT" || limit.scope === "PROGRAM";

/** Whose counter it is in limit_budget. */
export const budgetScope = ({ limit, contract }: Subject, programId: string): string =>
  contract === null ? programId : limit.reset === "CONTRACT" ? contract.id : contract.partnerId;

/** The last instant of a counter's key: a contract's whole life has none, since its end may be moved. */
export const endOf = ({ reset }: Limit, { end }: Period): string => (reset === "CONTRACT" || end === null ? "infinity" : new Date(end).toISOString());

/** Clicks: what accounting keeps of the period. */
async function usedClicks(ctx: Context, ground: UsageGround, subject: Subject, period: Period): Promise<bigint> {
  const { limit, contract, currency } = subject;
  const { program } = ground;
  const [row] = await ctx.em.execute<{ used: string }[]>(
    `select used::text from limit_budget where program_id = ? and partner_account_id = ? and scope_id = ? and limit_id = ? and currency = ? and window_start = ? and window_end = ?::timestamptz`,
    [program.id, contract?.partnerId ?? nobody, budgetScope(subject, program.id), limit.id, currencyOf(limit, currency), new Date(period.start), endOf(limit, period)],
  );
  return row ? BigInt(row.used) : paidClicks(ctx, ground, subject, period);
}

/**
 * What clicks of the period were paid, whether or not the limit was there: with so much a new one begins. Rollups know no
 * groups; the limit of a group that is new begins with nothing.
 */
export async function paidClicks(ctx: Context, { program }: UsageGround, { limit, contract, currency }: Subject, period: Period): Promise<bigint> {
  if (limitNamed(limit.id).groupId !== null || (contract !== null && limit.reset === "CONTRACT")) return 0n;
  const [row] = await ctx.em.execute<{ used: string }[]>(
    `select coalesce(sum(${limit.kind === "PAYOUT" ? "payout_micros" : "clicks"}), 0)::text as used from click_rollup
     where program_id = ? and level = ? and not is_test and outcome = 'PAID' and bucket >= ? and bucket < ?::timestamptz and ${ctx.scope.tenantColumn()} = ?
       and (?::uuid is null or partner_account_id = ?) and (? = '' or currency = ?)`,
    [
      program.id,
      contract === null ? "P" : "C",
      new Date(period.start),
      endOf(limit, period),
      ctx.scope.requireAccountId(),
      ...[1, 2].map(() => contract?.partnerId ?? null),
      ...[1, 2].map(() => currencyOf(limit, currency)),
    ],
  );
  return BigInt(row?.used ?? "0");
}

/** Sales: what those of the period were paid, as pricing counts it. */
async function usedSales(ctx: Context, { program }: UsageGround, { limit, contract, currency }: Subject, period: Period): Promise<bigint> {
  const where = ["a.program_id = ?", "a.payout_micros + a.adjusted_payout_micros > 0", "a.outside_approved_at is null"];
  const values: unknown[] = [program.id];
  const add = (sql: string, ...more: unknown[]) => {
    where.push(sql);
    values.push(...more);
  };
  if (limit.kind === "PAYOUT") add("a.currency = ?", currency);
  if (contract !== null && limit.reset === "CONTRACT") add("a.contract_id = ?", contract.id);
  else
    add("a.occurred_at >= ? and (?::timestamptz is null or a.occurred_at < ?)", new Date(period.start), ...[1, 2].map(() => (period.end === null ? null : new Date(period.end))));
  if (contract !== null) add("a.partner_account_id = ?", contract.partnerId);
  const { groupId } = limitNamed(limit.id);
  if (groupId !== null) add("a.group_id = ?", groupId);
  const sum = limit.kind === "PAYOUT" ? "a.payout_micros + a.adjusted_payout_micros" : "a.orders + a.adjusted_orders";
  const [row] = await ctx.em.execute<{ used: string }[]>(`select coalesce(sum(${sum}), 0)::text as used from action a where ${where.join(" and ")}`, values);
  return BigInt(row?.used ?? "0");
}

/** What was paid on each date before today, of clicks; rollups know no groups, so a group's own limit has no pace. */
async function byDate(ctx: Context, ground: UsageGround, { limit, contract, currency }: Subject): Promise<Map<string, bigint>> {
  const today = dateOf(ground.now, ground.calendar.zone);
  const sum = limit.kind === "PAYOUT" ? "sum(payout_micros)" : "sum(clicks) filter (where outcome = 'PAID')";
  const rows = await ctx.em.execute<{ date: string; used: string }[]>(
    `select to_char(bucket at time zone 'UTC', 'YYYY-MM-DD') as date, coalesce(${sum}, 0)::text as used from click_rollup
     where program_id = ? and level = 'D' and not is_test and bucket >= ?::timestamptz and bucket < ?::timestamptz and ${ctx.scope.tenantColumn()} = ?
       and (?::uuid is null or partner_account_id = ?) and (currency is null or currency = ?) group by 1`,
    [
      ground.program.id,
      `${addDays(today, -paceDays)}T00:00:00Z`,
      `${today}T00:00:00Z`,
      ctx.scope.requireAccountId(),
      contract?.partnerId ?? null,
      contract?.partnerId ?? null,
      currency,
    ],
  );
  return new Map(rows.map(({ date, used }) => [date, BigInt(used)]));
}

const always: Period = { start: 0, end: null };
/** The running periods of a limit: several for a while after the brand changed its calendar. A contract's life ends as the contract does. */
export function periodsOf({ now: at, calendar }: UsageGround, { limit, contract }: Pick<Subject, "limit"> & { contract: { validity: Period } | null }): Period[] {
  const validity = contract?.validity ?? always;
  const isLife = limit.reset === "CONTRACT" && contract !== null;
  return windowsOf(limit, { at, calendar, contract: validity }).map(({ start, end }) => ({ start, end: isLife ? validity.end : end }));
}

/** What was used of a limit in one of the periods that hold the ground's instant. */
export const usedIn = (ctx: Context, ground: UsageGround, subject: Subject, period: Period): Promise<bigint> =>
  subject.event === "CLICK" ? usedClicks(ctx, ground, subject, period) : usedSales(ctx, ground, subject, period);

/** The running period of which most is used, which is the one that binds; null where each customer or event has its own. */
async function tightest(ctx: Context, ground: UsageGround, subject: Subject): Promise<{ period: Period; used: bigint } | null> {
  let found: { period: Period; used: bigint } | null = null;
  for (const period of ownUse(subject) ? periodsOf(ground, subject) : []) {
    const used = await usedIn(ctx, ground, subject, period);
    if (found === null || used >= found.used) found = { period, used };
  }
  return found;
}

/** What was paid in the running period whether or not the limit was there, of the period that paid most; null where it does not count yet. */
export async function paidAlready(ctx: Context, ground: UsageGround, subject: Subject): Promise<{ period: Period; used: bigint } | null> {
  if (subject.countsFrom !== null && subject.countsFrom > ground.now) return null;
  let found: { period: Period; used: bigint } | null = null;
  for (const period of periodsOf(ground, subject)) {
    const used = subject.event === "CLICK" ? await paidClicks(ctx, ground, subject, period) : await usedSales(ctx, ground, subject, period);
    if (found === null || used >= found.used) found = { period, used };
  }
  return found;
}

/** Clicks of the period that this very limit refused; a partner's own alone. */
async function unpaidClicks(ctx: Context, { program }: UsageGround, subject: Subject, period: Period): Promise<number> {
  const [row] = await ctx.em.execute<{ clicks: string }[]>(
    `select coalesce(sum(clicks), 0)::text as clicks from limit_refusal
     where program_id = ? and scope_id = ? and limit_id = ? and currency = ? and window_start = ? and window_end = ?::timestamptz and ${ctx.scope.tenantColumn()} = ?`,
    [
      program.id,
      budgetScope(subject, program.id),
      subject.limit.id,
      currencyOf(subject.limit, subject.currency),
      new Date(period.start),
      endOf(subject.limit, period),
      ctx.scope.requireAccountId(),
    ],
  );
  return Number(row?.clicks ?? "0");
}

/** In percent, to two digits; a limit of 0 is reached. */
export const share = (part: bigint, whole: bigint): number => (whole === 0n ? 100 : Number((part * 10_000n) / whole) / 100);

export async function usageOf(ctx: Context, ground: UsageGround, subject: Subject): Promise<LimitUsageView> {
  const { limit, event, groupName, currency, contract, countsFrom } = subject;
  const { calendar, now: at } = ground;
  const max = maxAt(limit, at, calendar);
  const base = {
    limitId: limit.id,
    text: limitText(limit, currency),
    event: event as EventTypeKind,
    groupName,
    kind: limit.kind as LimitKindValue,
    scope: limit.scope as LimitScopeValue,
    reset: limit.reset as LimitResetValue | null,
    contractId: contract?.id ?? null,
    currency,
    max: textOf(subject, max),
    used: null,
    percent: null,
    windowStart: null,
    windowEnd: null,
    countsFrom: countsFrom !== null && countsFrom > at ? new Date(countsFrom) : null,
    elapsedPercent: null,
    expected: null,
    expectedPercent: null,
    reachedOn: null,
    unpaidClicks: 0,
    paused: await pauseOf(ctx, ground, subject),
  } satisfies LimitUsageView;
  const running = await tightest(ctx, ground, subject);
  if (running === null) return base;
  const { period, used } = running;
  const window = {
    used: textOf(subject, used),
    percent: share(used, max),
    windowStart: new Date(period.start),
    windowEnd: period.end === null ? null : new Date(period.end),
    unpaidClicks: event === "CLICK" ? await unpaidClicks(ctx, ground, subject, period) : 0,
  };
  // Who sees only own figures cannot tell how fast others use it.
  if (event === "SALE" || (contract === null && ctx.scope.kind === "PARTNER")) return { ...base, ...window };
  const days = groupName === null ? await byDate(ctx, ground, subject) : new Map<string, bigint>();
  const first = [...days.keys()].toSorted()[0];
  const knownSince = first ?? dateOf(at, calendar.zone);
  const pace = paceOf({ period, now: at, zone: calendar.zone, used, max, byDate: days, knownSince });
  return {
    ...base,
    ...window,
    elapsedPercent: pace.elapsed === null ? null : Math.round(pace.elapsed * 1_000) / 10,
    expected: pace.expected === null ? null : textOf(subject, limit.kind === "PAYOUT" ? pace.expected - (pace.expected % centMicros) : pace.expected),
    expectedPercent: pace.expected === null ? null : share(pace.expected, max),
    reachedOn: pace.reachedOn,
  };
}

/** A contract in force as limits see it. */
export interface Holder {
  id: string;
  partnerId: string;
  validity: Period;
}
/** The limits of its terms, each with whose use it counts; `earlier` is what was in force when the week began. */
export function subjectsOf(contract: Holder, terms: Terms, earlier: Terms | null, history: CalendarHistory): Subject[] {
  // As accounting has it: by the calendar of the contract's start.
  const calendar = historyAt(history, contract.validity.start);
  const known = new Set((earlier?.eventPayouts ?? []).flatMap((payout) => [...payout.limits, ...payout.groups.flatMap(({ limits }) => limits)]).map(({ id }) => id));
  return terms.eventPayouts.flatMap(({ event, groups, limits }) => {
    if (event === "LEAD") return [];
    const subject = (limit: Limit, groupName: string | null): Subject => ({
      limit,
      event,
      groupName,
      currency: terms.currency,
      contract,
      countsFrom: limit.reset === "WEEK" && !known.has(limit.id) ? weeklyStart(contract.validity.start, calendar) : null,
    });
    return [...limits.map((limit) => subject(limit, null)), ...groups.flatMap((group) => group.limits.map((limit) => subject(limit, group.name)))];
  });
}

const signedAt = (pair: object, at: Date) => ({ ...pair, decision: "SIGNED" as const, startsAt: { $lte: at }, $or: [{ endsAt: null }, { endsAt: { $gt: at } }] });

/** All limits of the contract in force between a partner and a program, in the order of the terms. */
export async function subjectsBetween(ctx: Context, ground: UsageGround, partnerId: string): Promise<Subject[]> {
  const pair = { programId: ground.program.id, partnerAccountId: partnerId };
  const contract = await ctx.em.findOne(Contract, { $and: [signedAt(pair, new Date(ground.now)), ownRows(ctx.scope)] }, { refresh: true });
  const version = contract && (await ctx.em.findOne(TermsVersion, { $and: [{ id: contract.termsVersionId }, shownVersions(ctx.scope)] }));
  if (!version) return [];
  const weekStart = new Date(calendarPeriod("WEEK", contract.startsAt.getTime(), historyAt(ground.calendar, contract.startsAt.getTime()).zone).start);
  const before = await ctx.em.findOne(Contract, { $and: [signedAt(pair, weekStart), ownRows(ctx.scope)] });
  const earlier = before && (await ctx.em.findOne(TermsVersion, { $and: [{ id: before.termsVersionId }, shownVersions(ctx.scope)] }));
  const holder = { id: contract.id, partnerId: contract.partnerAccountId, validity: contract.standing().validity };
  return subjectsOf(holder, termsFromJson(version.body), earlier && termsFromJson(earlier.body), ground.calendar);
}

/** The limits of the contract in force between a partner and a program, in the order of the terms; none without a contract. */
export async function limitUsage(ctx: Context, programId: string, partnerId: string): Promise<LimitUsageView[]> {
  const ground = await groundOf(ctx, programId);
  if (!ground) return [];
  const views: LimitUsageView[] = [];
  for (const subject of await subjectsBetween(ctx, ground, partnerId)) views.push(await usageOf(ctx, ground, subject));
  return views;
}

export const programSubject = (row: {
  event: "CLICK" | "SALE";
  kind: Limit["kind"];
  reset: NonNullable<Limit["reset"]>;
  max: bigint;
  weekendMax?: bigint | null | undefined;
  currency: string;
  countsFrom: Date;
}): Subject => ({
  limit: { id: programLimitId(row), kind: row.kind, scope: "PROGRAM", reset: row.reset, max: row.max, weekendMax: row.weekendMax ?? null },
  event: row.event,
  groupName: null,
  currency: row.currency,
  contract: null,
  countsFrom: row.countsFrom.getTime(),
});
