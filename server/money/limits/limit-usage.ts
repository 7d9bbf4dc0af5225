/**
 * How much of the limits is used in their running periods, read from what accounting stored, and
 * how fast.
 */
import { now, type Context } from "../../platform/context.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { calendarsAt } from "../../partnership/accounts/accounts.ts";
import type { EventKind } from "../../domain/event-kinds.ts";
import { dateOf, type Period } from "../../domain/calendar.ts";
import {
  contractAt,
  type ContractInForce as DecidedUnder,
} from "../../domain/contract-in-force.ts";
import { hasMany, programLimitName, scopeRecords } from "../../domain/limit-scopes.ts";
import { maxAt, startShown, windowsOf } from "../../domain/limits.ts";
import { formatMicros } from "../../domain/money.ts";
import { paceOf } from "../../domain/pace.ts";
import { limitText, type Limit } from "../../domain/terms.ts";
import { markWeeklyStarts } from "../../domain/weekly-starts.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { EventType } from "../../partnership/programs/program.entity.ts";
import type { EventTypeKind } from "../../partnership/programs/program.types.ts";
import { contractsAround } from "./contracts-around.ts";
import {
  paidByDate,
  paidIn,
  unpaidIn,
  usedIn,
  type Ask,
  type Subject,
  type Unpaid,
  type UsageContext,
} from "./limit-reads.ts";
import type { LimitPause, LimitUsageView } from "./limit.types.ts";

/** A forecast is no amount that anybody is paid: whole cents say enough. */
const centMicros = 10_000n;
export async function usageContext(ctx: Context, programId: string): Promise<UsageContext | null> {
  const program = await findProgram(ctx, programId);
  if (!program) return null;
  const calendar = await calendarsAt(ctx, program.brandAccountId, now(ctx));
  const types = await ctx.em.find(EventType, { programId, state: "ACTIVE" }, { refresh: true });
  const active = new Set(types.map(({ kind }) => kind));
  return { program, calendar, now: ctx.clock(), active };
}

/** Nothing counts while what the limit is about does not run. */
function pauseOf(
  { program, active }: UsageContext,
  { event }: Subject,
  partner: Account | undefined,
): LimitPause | null {
  if (!program.isActive()) return "PROGRAM" as LimitPause;
  if (!active.has(event)) return "EVENT_TYPE" as LimitPause;
  return partner && !partner.isActive() ? ("PARTNER" as LimitPause) : null;
}

const textOf = ({ limit }: Subject, amount: bigint): string =>
  limit.kind === "PAYOUT" ? formatMicros(amount) : String(amount);
/** How full it is, can be shown: not of those that each customer or event has of its own. */
export const ownUse = ({ limit }: Subject): boolean => scopeRecords[limit.scope].isShown;

const always: Period = { start: 0, end: null };
type PeriodAsked = Pick<Subject, "limit" | "countsFrom"> & {
  contract: { validity: Period } | null;
};
/**
 * The running periods of a limit, none where it does not count yet: several for a while after the
 * brand changed its calendar. A contract's life ends as the contract does.
 */
export function periodsOf(
  { now: at, calendar }: UsageContext,
  { limit, contract, countsFrom }: PeriodAsked,
): Period[] {
  const validity = contract?.validity ?? always;
  const isLife = limit.reset === "CONTRACT" && contract !== null;
  const weeklyFrom = new Map(countsFrom === null ? [] : [[limit.id, countsFrom]]);
  const place = { at, calendar, contract: validity, weeklyFrom };
  return windowsOf(limit, place).map(({ start, end }) => ({
    start,
    end: isLife ? validity.end : end,
  }));
}

/**
 * Each running period of limits that one counter holds: not of those that each customer or event
 * has of its own.
 */
export const asksOf = (context: UsageContext, subjects: readonly Subject[]): Ask[] =>
  subjects
    .filter(ownUse)
    .flatMap((subject) => periodsOf(context, subject).map((period) => ({ subject, period })));

interface Running {
  ask: Ask;
  used: bigint;
}
/** By limit, the running period of which most is used, which is the one that binds. */
function tightest(asks: readonly Ask[], used: (ask: Ask) => bigint): Map<Subject, Running> {
  const found = new Map<Subject, Running>();
  for (const ask of asks) {
    const known = found.get(ask.subject);
    const amount = used(ask);
    if (known === undefined || amount >= known.used) found.set(ask.subject, { ask, used: amount });
  }
  return found;
}

/**
 * What was paid in the running period whether or not the limit was there, of the period that paid
 * most; null where it does not count yet.
 */
export async function paidAlready(
  ctx: Context,
  context: UsageContext,
  subject: Subject,
): Promise<{ period: Period; used: bigint } | null> {
  const asks = periodsOf(context, subject).map((period) => ({ subject, period }));
  const found = tightest(asks, await paidIn(ctx, context, asks)).get(subject);
  return found ? { period: found.ask.period, used: found.used } : null;
}

/** In percent, to two digits; a limit of 0 is reached. */
export const share = (part: bigint, whole: bigint): number =>
  whole === 0n ? 100 : Number((part * 10_000n) / whole) / 100;

/**
 * How much is used of each limit and how fast, in their order; the statements are as many for one
 * as for a hundred.
 */
export async function usagesOf(
  ctx: Context,
  context: UsageContext,
  subjects: readonly Subject[],
): Promise<LimitUsageView[]> {
  if (subjects.length === 0) return [];
  const partnerIds = [...new Set(subjects.flatMap(({ contract }) => contract?.partnerId ?? []))];
  const partners = new Map(
    (await ctx.em.find(Account, { id: { $in: partnerIds } })).map((partner) => [
      partner.id,
      partner,
    ]),
  );
  const asks = asksOf(context, subjects);
  const running = tightest(asks, await usedIn(ctx, context, asks));
  const unpaid = await unpaidIn(
    ctx,
    context,
    [...running.values()].map(({ ask }) => ask),
  );
  // Who sees only own figures cannot tell how fast others use it.
  const isPaced = ({ event, contract }: Subject) =>
    event === "CLICK" && (contract !== null || ctx.scope.kind !== "PARTNER");
  const days = await paidByDate(
    ctx,
    context,
    [...running.keys()].filter((subject) => isPaced(subject) && hasDays(subject)),
  );
  return subjects.map((subject) => {
    const { contract } = subject;
    const base = unusedView(
      context,
      subject,
      contract ? partners.get(contract.partnerId) : undefined,
    );
    const one = running.get(subject);
    if (!one) return { ...base, ...waitingView(context, subject) };
    const window = windowView(context, subject, one, unpaid(one.ask));
    if (!isPaced(subject)) return { ...base, ...window };
    return {
      ...base,
      ...window,
      ...paceView(context, subject, one, hasDays(subject) ? days(subject) : new Map()),
    };
  });
}

/** Rollups know the days of whole contracts, not of groups or of whatever has its own counter. */
const hasDays = ({ groupName, limit }: Subject): boolean => groupName === null && !hasMany(limit);

/** Of a limit that does not count yet: nothing is used of the window with which it begins. */
function waitingView(context: UsageContext, subject: Subject) {
  const { countsFrom } = subject;
  if (countsFrom === null || countsFrom <= context.now) return null;
  if (!ownUse(subject)) return { countsFrom: new Date(countsFrom) };
  const end = periodsOf({ ...context, now: countsFrom }, subject).at(-1)?.end ?? null;
  return {
    used: "0",
    percent: 0,
    windowStart: new Date(countsFrom),
    windowEnd: end === null ? null : new Date(end),
    countsFrom: new Date(countsFrom),
  };
}

/** What is known of a limit before anything of it is used. */
function unusedView(context: UsageContext, subject: Subject, partner: Account | undefined) {
  const { limit, event, groupName, currency, contract } = subject;
  return {
    limitId: limit.id,
    text: limitText(limit, currency),
    event: event as EventTypeKind,
    groupName,
    kind: limit.kind,
    scope: limit.scope,
    reset: limit.reset,
    contractId: contract?.id ?? null,
    currency,
    max: textOf(subject, maxAt(limit, context.now, context.calendar)),
    used: null,
    percent: null,
    windowStart: null,
    windowEnd: null,
    countsFrom: null,
    elapsedPercent: null,
    expected: null,
    expectedPercent: null,
    reachedOn: null,
    unpaidClicks: 0,
    unpaid: [],
    paused: pauseOf(context, subject, partner),
  } satisfies LimitUsageView;
}

const windowView = (
  context: UsageContext,
  subject: Subject,
  { ask: { period }, used }: Running,
  unpaid: Unpaid,
) => ({
  used: textOf(subject, used),
  percent: share(used, maxAt(subject.limit, context.now, context.calendar)),
  windowStart: startShown(period.start),
  windowEnd: period.end === null ? null : new Date(period.end),
  unpaidClicks: unpaid.clicks,
  unpaid: unpaid.amounts,
});

function paceView(
  { now: at, calendar }: UsageContext,
  subject: Subject,
  { ask: { period }, used }: Running,
  byDate: Map<string, bigint>,
) {
  const max = maxAt(subject.limit, at, calendar);
  const knownSince = [...byDate.keys()].toSorted()[0] ?? dateOf(at, calendar.zone);
  const { elapsed, expected, reachedOn } = paceOf({
    period,
    now: at,
    zone: calendar.zone,
    used,
    max,
    byDate,
    knownSince,
  });
  return {
    elapsedPercent: elapsed === null ? null : Math.round(elapsed * 1_000) / 10,
    expected:
      expected === null
        ? null
        : textOf(
            subject,
            subject.limit.kind === "PAYOUT" ? expected - (expected % centMicros) : expected,
          ),
    expectedPercent: expected === null ? null : share(expected, max),
    reachedOn,
  };
}

/** A contract in force as limits see it. */
export interface Holder {
  id: string;
  partnerId: string;
  validity: Period;
}
/** The limits of its terms, each with whose use it counts and from when. */
export function subjectsOf(
  contract: Holder,
  { terms, weeklyFrom }: Pick<DecidedUnder, "terms" | "weeklyFrom">,
): Subject[] {
  return terms.eventPayouts.flatMap(({ event, groups, limits }) => {
    const subject = (limit: Limit, groupName: string | null): Subject => ({
      limit,
      event,
      groupName,
      currency: terms.currency,
      contract,
      countsFrom: weeklyFrom?.get(limit.id) ?? null,
    });
    return [
      ...limits.map((limit) => subject(limit, null)),
      ...groups.flatMap((group) => group.limits.map((limit) => subject(limit, group.name))),
    ];
  });
}

/**
 * By partner, all limits of its contract in force with a program, in the order of the terms;
 * nothing of partners without one.
 */
export async function subjectsBetween(
  ctx: Context,
  context: UsageContext,
  partnerIds: readonly string[],
): Promise<Map<string, Subject[]>> {
  const signed = await contractsAround(ctx, context, partnerIds);
  return new Map(
    [...signed].flatMap(([partnerId, list]) => {
      markWeeklyStarts(list, context.calendar);
      const contract = contractAt(list, context.now);
      if (!contract) return [];
      const { contractId: id, validity } = contract;
      return [[partnerId, subjectsOf({ id, partnerId, validity }, contract)] as const];
    }),
  );
}

/**
 * The limits of the contract in force between a partner and a program, in the order of the terms;
 * none without a contract.
 */
export async function limitUsage(
  ctx: Context,
  programId: string,
  partnerId: string,
): Promise<LimitUsageView[]> {
  const context = await usageContext(ctx, programId);
  if (!context) return [];
  const subjects = await subjectsBetween(ctx, context, [partnerId]);
  return usagesOf(ctx, context, subjects.get(partnerId) ?? []);
}

export const programSubject = (row: {
  event: EventKind;
  kind: Limit["kind"];
  reset: NonNullable<Limit["reset"]>;
  max: bigint;
  weekendMax?: bigint | null | undefined;
  currency: string;
  countsFrom: Date;
}): Subject => ({
  limit: {
    ...programLimitName(row),
    max: row.max,
    weekendMax: row.weekendMax ?? null,
  },
  event: row.event,
  groupName: null,
  currency: row.currency,
  contract: null,
  countsFrom: row.countsFrom.getTime(),
});
