/**
 * What all limits together let clicks cost in the running month: each partner's contract has its
 * limits for itself. What is spent of it, and what can still come.
 */
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { calendarPeriod, dateOf, type Instant, type LimitWindow } from "../../domain/calendar.ts";
import {
  clickBound,
  monthShape,
  roomIn,
  type Bound,
  type MonthShape,
  type Running,
} from "../../domain/exposure.ts";
import { ascending } from "../../domain/order.ts";
import { limitText, type Limit, type Terms } from "../../domain/terms.ts";
import { contractsInForce, type ContractRow } from "./contract-limits.ts";
import { versionsOf } from "./contracts-around.ts";
import { usedIn, type Subject, type UsageContext } from "./limit-reads.ts";
import { asksOf, programSubject, subjectsBetween, usageContext } from "./limit-usage.ts";
import type { ExposedPartnerView, LimitExposureView } from "./limit.types.ts";
import { ProgramLimit } from "./program-limit.entity.ts";

/** One contract that pays for clicks: what its limits allow, null = nothing bounds it. */
interface Exposed {
  row: ContractRow;
  terms: Terms;
  /** In the whole month. */
  bound: Bound | null;
  /** In what is left of it. */
  left: Bound | null;
}

/** What is used of each limit in its running period, the fullest where it has several. */
async function usedOf(
  ctx: Context,
  context: UsageContext,
  subjects: readonly Subject[],
): Promise<(subject: Subject) => bigint> {
  const asks = asksOf(context, subjects);
  const used = await usedIn(ctx, context, asks);
  const most = new Map<Subject, bigint>();
  for (const ask of asks) {
    const amount = used(ask);
    if (amount > (most.get(ask.subject) ?? 0n)) most.set(ask.subject, amount);
  }
  return (subject) => most.get(subject) ?? 0n;
}

function runningOf(
  { now, calendar }: UsageContext,
  subjects: readonly Subject[],
  used: (subject: Subject) => bigint,
  ends: Instant | null,
): Running {
  const date = (at: Instant) => dateOf(at, calendar.zone);
  const of = new Map(subjects.map((subject) => [subject.limit.id, subject]));
  return {
    today: date(now),
    // An end is half-open: what ends at midnight ends with the day before.
    until: ends === null ? null : date(ends - 1),
    used: ({ id }: Limit) => {
      const subject = of.get(id);
      return subject ? used(subject) : 0n;
    },
    countsFrom: ({ id }: Limit) => {
      const from = of.get(id)?.countsFrom ?? null;
      return from === null ? null : date(from);
    },
  };
}

async function exposedContracts(
  ctx: Context,
  context: UsageContext,
  shape: MonthShape,
): Promise<Exposed[]> {
  const rows = await contractsInForce(ctx, context, null);
  const versions = await versionsOf(
    ctx,
    rows.map(({ version }) => version),
  );
  const between = await subjectsBetween(
    ctx,
    context,
    rows.map(({ partner }) => partner),
  );
  const ofClicks = (partner: string) =>
    (between.get(partner) ?? []).filter(({ event }) => event === "CLICK");
  const used = await usedOf(
    ctx,
    context,
    rows.flatMap(({ partner }) => ofClicks(partner)),
  );
  return rows.flatMap((row) => {
    const terms = versions.get(row.version)?.terms;
    if (!terms?.eventPayouts.some(({ event }) => event === "CLICK")) return [];
    const ends = row.ends === null ? null : Number(row.ends);
    const running = runningOf(context, ofClicks(row.partner), used, ends);
    const bound = clickBound(terms, shape);
    return [{ row, terms, bound, left: clickBound(terms, shape, running) }];
  });
}

interface Cap {
  month: bigint;
  left: bigint;
}
/** By currency, what the program's own limits on payouts of clicks allow, and what is left. */
async function programCaps(
  ctx: Context,
  context: UsageContext,
  shape: MonthShape,
): Promise<Map<string, Cap>> {
  const rows = await ctx.em.find(
    ProgramLimit,
    { programId: context.program.id, endedAt: null, event: "CLICK", kind: "PAYOUT" },
    { refresh: true },
  );
  const subjects = rows.map(programSubject);
  const used = await usedOf(ctx, context, subjects);
  const caps = new Map<string, Cap>();
  for (const [currency, own] of Map.groupBy(subjects, (subject) => subject.currency)) {
    const limits = own.map(({ limit }) => limit);
    const month = roomIn(limits, 1n, shape, null);
    const left = roomIn(limits, 1n, shape, runningOf(context, own, used, null));
    if (month !== null) caps.set(currency, { month, left: left ?? 0n });
  }
  return caps;
}

/** By currency, what live clicks of the month earned so far, whatever contract they were under. */
async function spentInMonth(
  ctx: Context,
  { program, now, calendar }: UsageContext,
): Promise<Map<string, bigint>> {
  const { start }: Pick<LimitWindow, "start"> = calendarPeriod("MONTH", now, calendar.zone);
  const rows = await ctx.em.execute<{ currency: string; micros: string }[]>(
    `select currency, sum(payout_micros)::text as micros
      from click_rollup
      where program_id = ?
        and brand_account_id = ?
        and level = 'P'
        and bucket >= ?
        and not is_test
        and currency is not null
      group by 1`,
    [program.id, program.brandAccountId, new Date(start)],
  );
  return new Map(rows.map(({ currency, micros }) => [currency, BigInt(micros)]));
}

/** So many of those without a limit are named. */
const namedMax = 20;

function linesOf(contracts: readonly Exposed[], currency: string) {
  const bound = contracts.flatMap(({ bound: one }) => (one?.limit ? [one] : []));
  const byText = Map.groupBy(bound, ({ limit }) => limit && limitText(limit, currency));
  return [...byText]
    .map(([text, own]) => ({
      text: text ?? "",
      contracts: own.length,
      micros: own.reduce((sum, { amount }) => sum + amount, 0n),
    }))
    .toSorted((a, b) => ascending(b.micros, a.micros))
    .map(({ micros, ...line }) => ({ ...line, amount: money(micros, currency) }));
}

function viewOf(
  { month }: MonthShape,
  currency: string,
  contracts: readonly Exposed[],
  cap: Cap | undefined,
  spent: bigint,
): LimitExposureView {
  const sum = (of: "bound" | "left") =>
    contracts.reduce((all, contract) => all + (contract[of]?.amount ?? 0n), 0n);
  const unlimited = contracts.filter(({ left }) => left === null);
  const bounded = unlimited.length === 0 ? sum("left") : null;
  const named = unlimited.map(({ row: { partner, name } }): ExposedPartnerView => ({
    partnerId: partner,
    partnerName: name,
  }));
  const leftInAll = [bounded, cap?.left ?? null].reduce<bigint | null>(
    (least, one) => (one !== null && (least === null || one < least) ? one : least),
    null,
  );
  return {
    month,
    currency,
    contracts: contracts.length,
    unlimited: unlimited.length,
    unlimitedPartners: named
      .toSorted((a, b) => ascending(a.partnerName, b.partnerName))
      .slice(0, namedMax),
    amount: money(sum("bound"), currency),
    spent: money(spent, currency),
    left: money(sum("left"), currency),
    most: leftInAll === null ? null : money(spent + leftInAll, currency),
    programCap: cap === undefined ? null : money(cap.month, currency),
    lines: linesOf(contracts, currency),
  };
}

/**
 * One entry a currency, by its code. What others may cost is the brand's own affair: a partner
 * reads nothing.
 */
export async function clickExposure(ctx: Context, programId: string): Promise<LimitExposureView[]> {
  const context = ctx.scope.kind === "BRAND" ? await usageContext(ctx, programId) : null;
  if (!context) return [];
  const shape = monthShape(context.now, context.calendar);
  const contracts = await exposedContracts(ctx, context, shape);
  const caps = await programCaps(ctx, context, shape);
  const spent = await spentInMonth(ctx, context);
  return [...Map.groupBy(contracts, ({ terms }) => terms.currency)]
    .toSorted(([a], [b]) => ascending(a, b))
    .map(([currency, own]) =>
      viewOf(shape, currency, own, caps.get(currency), spent.get(currency) ?? 0n),
    );
}
