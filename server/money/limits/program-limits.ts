/**
 * A program's own limits, over all its partners together: set, replaced, removed; accounting obeys
 * from its next batch on.
 */
import { eventRecords, type EventKind } from "../../domain/event-kinds.ts";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { badInput, refusedInput } from "../../platform/api/bad-input.ts";
import { answer, mutation } from "../../platform/mutation.ts";
import {
  InvalidInput,
  isRefusal,
  NotFound,
  Conflict,
  type IdempotencyKeyReused,
  type UserError,
} from "../../platform/api/refusal.ts";
import { actorId, now, type Context } from "../../platform/context.ts";
import { startShown, weeklyStart } from "../../domain/limits.ts";
import { formatMicros } from "../../domain/money.ts";
import { storefrontOf } from "../../domain/tracking.ts";
import { parseLimit } from "../../domain/limit-input.ts";
import { unitOf } from "../../domain/limit-scopes.ts";
import { limitText, type Limit } from "../../domain/terms.ts";
import { gateCurrency } from "../../domain/values/currency.ts";
import { Program } from "../../partnership/programs/program.entity.ts";
import { usageContext, paidAlready, programSubject, usagesOf } from "./limit-usage.ts";
import {
  ProgramLimitsOk,
  type LimitEventView,
  type LimitUsageView,
  type ProgramLimitInput,
  type ProgramLimitPreviewView,
  type ProgramLimitView,
} from "./limit.types.ts";
import { limitOf, type NameRow } from "./limit-sql.ts";
import { ProgramLimit } from "./program-limit.entity.ts";
import { hold } from "../../platform/db/locks.ts";

/** Those in force; a partner sees what the brand shares. */
export async function programLimits(ctx: Context, programId: string): Promise<ProgramLimitView[]> {
  const context = await usageContext(ctx, programId);
  if (!context) return [];
  const rows = await ctx.em.find(
    ProgramLimit,
    { programId, endedAt: null },
    { orderBy: { event: "asc", kind: "asc", createdAt: "asc", id: "asc" }, refresh: true },
  );
  const usages = await usagesOf(ctx, context, rows.map(programSubject));
  return rows.map((row, at) => {
    const text = (amount: bigint) =>
      row.kind === "PAYOUT" ? formatMicros(amount) : String(amount);
    const weekendMax = row.weekendMax == null ? null : text(row.weekendMax);
    return {
      id: row.id,
      usage: usages[at] as LimitUsageView,
      max: text(row.max),
      weekendMax,
      shared: row.shared,
      createdAt: row.createdAt,
    };
  });
}

/** Why a limit on money of this currency would never stop anything; null: it may. */
async function idleBecause(
  tx: EntityManager,
  program: Program,
  event: EventKind,
  currency: string,
): Promise<string | null> {
  if (event === "SALE") {
    const sells = storefrontOf(program)?.currency ?? currency;
    return sells === currency
      ? null
      : `The program's sales are reported and paid in ${sells}: a limit in ${currency} would ` +
          `never stop one. Set it in ${sells}`;
  }
  const rows = await tx.execute<{ currency: string }[]>(
    `select distinct v.body ->> 'currency' as currency
     from terms_version v
     join template_terms t on t.id = v.terms_id
     where t.program_id = ? and v.body @> ?::jsonb
     order by 1`,
    [program.id, JSON.stringify({ eventPayouts: [{ event }] })],
  );
  const paid = rows.map((row) => row.currency);
  const { many } = eventRecords[event];
  return paid.length === 0 || paid.includes(currency)
    ? null
    : `No terms of this program pay for ${many.toLowerCase()} in ${currency}: the limit would ` +
        `never stop one. ` +
        `Set it in ${paid.join(" or ")}, or save terms in ${currency} first`;
}

export type ProgramLimitAsked = Pick<
  ProgramLimitInput,
  "programId" | "event" | "kind" | "reset" | "currency"
>;
/**
 * The currency a limit is kept under, if it may be set in that which was asked for. Counts have
 * none of their own: theirs is the one under which they began.
 */
async function currencyOf(
  tx: EntityManager,
  program: Program,
  brand: Account,
  event: EventKind,
  { kind, currency }: ProgramLimitAsked,
): Promise<string | InvalidInput> {
  const at = ["input", "currency"];
  if (kind !== "PAYOUT")
    return currency == null
      ? brand.currency
      : new InvalidInput(
          "BAD_LIMIT",
          `A limit that counts ${unitOf(kind, event)}s has no currency: leave ${currency} out`,
          at,
        );
  const gated = gateCurrency(currency ?? brand.currency, ...at);
  if (!gated.ok) return InvalidInput.of(gated);
  const idle = await idleBecause(tx, program, event, gated.value);
  return idle === null ? gated.value : new InvalidInput("BAD_LIMIT", idle, at);
}

interface Asked {
  event: EventKind;
  limit: Limit;
  currency: string;
}
/**
 * The limit that is asked for, as it may be set, or the refusal: the same before and at saving. Its
 * fields are those of a limit of terms; which of them fit together is decided there.
 */
async function readAsked(
  tx: EntityManager,
  program: Program,
  brand: Account,
  input: ProgramLimitAsked & Pick<ProgramLimitInput, "max" | "weekendMax">,
): Promise<Asked | InvalidInput> {
  const { event, kind, reset, max, weekendMax } = input;
  const currency = await currencyOf(tx, program, brand, event, input);
  if (isRefusal(currency)) return currency;
  const draft = { kind, scope: "CONTRACT" as const, reset, max, weekendMax };
  const parsed = parseLimit({ event, currency }, draft, "input");
  return parsed.ok
    ? { event, limit: { ...parsed.value, scope: "PROGRAM" }, currency }
    : new InvalidInput(
        parsed.code,
        parsed.message,
        parsed.path.flatMap((part) => part.split(".")),
      );
}

/** What makes it the same limit, with the one in force. */
async function inForce(
  tx: EntityManager,
  program: Program,
  { event, limit, currency }: Asked,
): Promise<{ same: Same; before: ProgramLimit | null }> {
  const named = {
    programId: program.id,
    event,
    kind: limit.kind,
    reset: limit.reset ?? "CONTRACT",
  };
  const before = await tx.findOne(
    ProgramLimit,
    {
      ...named,
      ...(limit.kind === "PAYOUT" ? { currency } : {}),
      brandAccountId: program.brandAccountId,
      endedAt: null,
    },
    { refresh: true },
  );
  return { same: { ...named, currency: before?.currency ?? currency }, before };
}
type Same = Pick<ProgramLimit, "programId" | "event" | "kind" | "reset" | "currency">;

async function setLocked(
  ctx: Context,
  tx: EntityManager,
  input: ProgramLimitInput,
): Promise<string | UserError> {
  const program = await tx.findOne(Program, {
    id: input.programId,
    brandAccountId: ctx.scope.requireAccountId(),
  });
  if (!program) return NotFound.of("program", "input", "programId");
  const brand = await tx.findOneOrFail(Account, { id: program.brandAccountId });
  const asked = await readAsked(tx, program, brand, input);
  if (isRefusal(asked)) return asked;
  const { limit } = asked;
  // One setting at a time: two at once would both end the one before and the second would meet the
  // first.
  await hold(tx, "PROGRAM_LIMITS", program.id);
  const { same, before } = await inForce(tx, program, asked);
  if (before) Object.assign(before, { endedAt: now(ctx), endedBy: actorId(ctx) });
  await tx.flush();
  const calendar = { zone: brand.timeZone, yearStartMonth: brand.financialYearStart };
  const fresh = limit.reset === "WEEK" ? new Date(weeklyStart(ctx.clock(), calendar)) : now(ctx);
  return tx.create(ProgramLimit, {
    id: ctx.newId(ctx.clock()),
    brandAccountId: program.brandAccountId,
    ...same,
    max: limit.max,
    weekendMax: limit.weekendMax,
    shared: input.shared,
    // An edited limit goes on counting; one that waits for its Monday goes on waiting.
    countsFrom: before?.countsFrom ?? fresh,
    createdBy: actorId(ctx),
    createdAt: now(ctx),
  }).id;
}

/**
 * With what a limit would begin if it were set now: its period counts what it already paid. Null
 * for who is not the program's brand.
 */
export async function programLimitPreview(
  ctx: Context,
  asked: ProgramLimitAsked,
): Promise<ProgramLimitPreviewView | null> {
  const context = ctx.scope.kind === "BRAND" ? await usageContext(ctx, asked.programId) : null;
  if (!context) return null;
  const brand = await ctx.em.findOneOrFail(Account, { id: context.program.brandAccountId });
  const read = await readAsked(ctx.em, context.program, brand, {
    ...asked,
    max: "0",
    weekendMax: null,
  });
  if (isRefusal(read)) {
    const { code, message, path } = read;
    throw refusedInput({ ok: false, code, message, path: path.slice(1) });
  }
  const { limit } = read;
  const { same, before } = await inForce(ctx.em, context.program, read);
  const fresh = limit.reset === "WEEK" ? weeklyStart(context.now, context.calendar) : context.now;
  const countsFrom = before?.countsFrom ?? new Date(fresh);
  const paid = await paidAlready(ctx, context, programSubject({ ...same, max: 0n, countsFrom }));
  const used = paid?.used ?? 0n;
  return {
    used: limit.kind === "PAYOUT" ? formatMicros(used) : String(used),
    currency: same.currency,
    windowStart: paid && startShown(paid.period.start),
    windowEnd: paid && paid.period.end !== null ? new Date(paid.period.end) : null,
    countsFrom: paid ? null : countsFrom,
  };
}

const limitsShown = answer(ProgramLimitsOk, programLimits);

export async function setProgramLimit(
  ctx: Context,
  input: ProgramLimitInput,
  idempotencyKey: string,
): Promise<ProgramLimitsOk | InvalidInput | NotFound | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "setProgramLimit",
    { input, key: idempotencyKey },
    (tx) => setLocked(ctx, tx, input),
    () => limitsShown(ctx, input.programId),
  );
}

export async function removeProgramLimit(
  ctx: Context,
  id: string,
  idempotencyKey: string,
): Promise<ProgramLimitsOk | NotFound | Conflict | IdempotencyKeyReused> {
  return mutation(
    ctx,
    "removeProgramLimit",
    { input: { id }, key: idempotencyKey },
    async (tx) => {
      const row = await tx.findOne(
        ProgramLimit,
        { $and: [{ id }, ownBrand(ctx)] },
        { refresh: true },
      );
      if (!row) return NotFound.of("limit", "id");
      if (row.endedAt)
        return new Conflict("LIMIT_ENDED", "This limit was replaced or removed before", ["id"]);
      Object.assign(row, { endedAt: now(ctx), endedBy: actorId(ctx) });
      return row.programId;
    },
    limitsShown,
  );
}
const ownBrand = (ctx: Context) => ({ brandAccountId: ctx.scope.requireAccountId() });

const eventsMax = 100;
interface EventRow extends NameRow {
  /** Of the counter. */
  currency: string;
  /** Of the contract's terms; null for a program's own limit. */
  terms_currency: string | null;
  percent: number;
  partner: string;
  name: string | null;
  contract_id: string | null;
  max: string;
  used: string;
  occurred_at: Date;
  window_end: Date | null;
}
/** Thresholds that were reached, newest first; a partner's own alone. */
export async function limitEvents(
  ctx: Context,
  programId: string,
  first: number,
): Promise<LimitEventView[]> {
  if (first < 1 || first > eventsMax)
    throw badInput(`Between 1 and ${eventsMax} rows are read at once`, "first");
  const rows = await ctx.em.execute<EventRow[]>(
    `select
        e.event,
        e.kind,
        e.scope,
        e.reset,
        e.group_id,
        e.currency,
        e.percent,
        v.body ->> 'currency' as terms_currency,
        e.partner_account_id as partner,
        a.name,
        e.contract_id,
        e.max::text,
        e.used::text,
        e.occurred_at,
        e.window_end
      from limit_event e
      left join account a on a.id = e.partner_account_id
      left join contract c on c.id = e.contract_id
      left join terms_version v on v.id = c.terms_version_id
      where e.program_id = ? and e.${ctx.scope.tenantColumn()} = ?
      order by e.occurred_at desc, e.percent desc
      limit ?`,
    [programId, ctx.scope.requireAccountId(), first],
  );
  return rows.map((row): LimitEventView => {
    const limit = limitOf(row);
    const { kind } = limit;
    const currency = row.terms_currency ?? row.currency;
    const text = limitText({ ...limit, max: BigInt(row.max) }, currency);
    const amount = (units: string) => (kind === "PAYOUT" ? formatMicros(BigInt(units)) : units);
    return {
      limitId: limit.id,
      percent: row.percent,
      partnerId: row.contract_id === null ? null : row.partner,
      partnerName: row.name,
      contractId: row.contract_id,
      text,
      kind,
      currency,
      max: amount(row.max),
      used: amount(row.used),
      occurredAt: new Date(row.occurred_at),
      windowEnd: row.window_end === null ? null : new Date(row.window_end),
    };
  });
}
