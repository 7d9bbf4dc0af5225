/** Sales as booked from attribution reports: lists, and one with its history and its decision. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import { page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { money } from "../../platform/api/money.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { calendarsOf } from "../../partnership/accounts/accounts.ts";
import { contractOf, explained, ledgerStep, type Explained } from "../clicks/traces.ts";
import type { DecisionTraceView, OutcomeValue } from "../clicks/click.types.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import {
  returnsLeft,
  returnsText,
  type ReturnShare,
  type UpdateActor,
  type UpdateKind,
} from "../../domain/conversion.ts";
import type { Calendar, CalendarHistory } from "../../domain/calendar.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import type { DecideInput } from "../../domain/decide.ts";
import type { ContractInForce } from "../../domain/contract-in-force.ts";
import { isOverLimit, type SaleEvent } from "../../domain/payable-event.ts";
import { payableDate } from "../../domain/locking.ts";
import { refuse } from "../../domain/result.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import { hasRules } from "../../domain/rule-facts.ts";
import { saleTraits } from "../../domain/rule-rows.ts";
import type { Facts } from "../../domain/rules.ts";
import { saleFactsOf } from "../../domain/sale-facts.ts";
import {
  asksAgain,
  asThen,
  calendarsThen,
  takenBy,
  usesFromJson,
  type StoredUse,
} from "../../domain/stored-use.ts";
import { usageIn } from "../../domain/limits.ts";
import { payoutOf } from "../../domain/terms.ts";
import { noted, type TraceRow } from "../../domain/trace-rows.ts";
import { listsHolding } from "../../partnership/lists/lists.ts";
import {
  conversionView,
  columns,
  joins,
  ms,
  waitsOutside,
  waitsOutsideSql,
  type ConversionRow,
} from "./conversion-row.ts";
import { requestsOf, returnSharesOf } from "./conversion-requests.ts";
import type {
  ConversionDetailView,
  ConversionFilter,
  ConversionState,
  ConversionUpdateView,
  ConversionView,
  UpdateActorValue,
  UpdateKindValue,
} from "./conversion.types.ts";

function whereOf(
  ctx: Context,
  programId: string,
  filter: Partial<ConversionFilter> | null,
): { sql: string[]; values: unknown[] } {
  const where = {
    sql: ["a.program_id = ?", `a.${ctx.scope.tenantColumn()} = ?`],
    values: [programId, ctx.scope.requireAccountId()] as unknown[],
  };
  const add = (sql: string, ...values: unknown[]) => {
    where.sql.push(sql);
    where.values.push(...values);
  };
  if (filter?.from && filter.to && filter.to < filter.from)
    throw refusedInput(refuse("BAD_RANGE", "The range ends before it starts", "filter", "to"));
  for (const [field, operator] of [
    ["from", ">="],
    ["to", "<="],
  ] as const) {
    const date = filter?.[field];
    if (!date) continue;
    const gated = gateDate(date, "filter", field);
    if (!gated.ok) throw refusedInput(gated);
    add(`a.date ${operator} ?::date`, date);
  }
  if (filter?.partnerIds) add("a.partner_account_id = any(?::uuid[])", pgArray(filter.partnerIds));
  if (filter?.linkIds) add("a.link_id = any(?::uuid[])", pgArray(filter.linkIds));
  if (filter?.outcomes) add("a.outcome = any(?::text[])", pgArray(filter.outcomes));
  if (filter?.isTest != null) add("a.is_test = ?", filter.isTest);
  if (filter?.states) add("a.state = any(?::text[])", pgArray(filter.states));
  if (filter?.outsideOfTerms != null)
    add(filter.outsideOfTerms ? `(${waitsOutsideSql})` : `not (${waitsOutsideSql})`);
  if (filter?.locksFrom) add("a.locks_at >= ?", filter.locksFrom);
  if (filter?.locksBefore) add("a.locks_at < ?", filter.locksBefore);
  return where;
}

const byDate: Key<ConversionRow, [date: string, id: string]> = {
  of: ({ date, id }) => [date, id],
  parts: [(date) => gateDate(date).ok, isId],
};
/** Newest date first. */
export async function conversions(
  ctx: Context,
  programId: string,
  asked: PageArgs,
  filter: Partial<ConversionFilter> | null,
): Promise<Page<ConversionView>> {
  const where = whereOf(ctx, programId, filter);
  const rows = (after: [date: string, id: string] | null, limit: number) =>
    ctx.em.execute<ConversionRow[]>(
      `select ${columns} ${joins}
        where ${where.sql.join(" and ")}
          ${after ? "and (a.date, a.id) < (?::date, ?::uuid)" : ""}
        order by a.date desc, a.id desc
        limit ?`,
      [...where.values, ...(after ?? []), limit],
    );
  return page(rows, asked, byDate, (shown) => shown.map(conversionView));
}

/** Sales past a limit of their contract that wait for the brand's approval [D104]. */
export const outsideOfTermsConversions = (
  ctx: Context,
  programId: string,
  asked: PageArgs,
): Promise<Page<ConversionView>> => conversions(ctx, programId, asked, { outsideOfTerms: true });

interface UpdateRow {
  id: string;
  number: number;
  delta_orders: string;
  delta_units: string;
  delta_amount_micros: string;
  delta_payout_micros: string;
  adjusted_payout_micros: string;
  outcome: OutcomeValue;
  reason: ReasonCode | null;
  kind: UpdateKind;
  state: ConversionState;
  actor: UpdateActor;
  code: string | null;
  comment: string | null;
  at_ms: string;
}

/**
 * What the limits had used when the sale was last priced: with it the same decision is made again.
 */
async function pricedOf(
  ctx: Context,
  row: ConversionRow,
): Promise<{ uses: StoredUse[]; engineVersion: number; at: Date }> {
  const [priced] = await ctx.em.execute<
    { uses: StoredUse[]; engine_version: number; priced_ms: string }[]
  >(
    `select d.uses, d.engine_version, ${ms("d.recorded_at", "priced_ms")}
      from conversion_update u
      join decision d on d.brand_account_id = ? and d.occurred_at = ? and d.subject_id = u.id
      where u.conversion_id = ?
        and d.${ctx.scope.tenantColumn()} = ?
        and u.kind in ('TRACKED', 'RESTATED', 'REPRICED', 'MODIFIED', 'OUTSIDE_APPROVED')
      order by u.number desc
      limit 1`,
    [row.brand_account_id, new Date(Number(row.occurred_ms)), row.id, ctx.scope.requireAccountId()],
  );
  return {
    uses: priced?.uses ?? [],
    engineVersion: priced?.engine_version ?? 0,
    at: new Date(Number(priced?.priced_ms ?? row.occurred_ms)),
  };
}

function outsideOf(row: ConversionRow, uses: readonly StoredUse[]): Pick<SaleEvent, "outside"> {
  if (row.outside_approved_ms !== null) return { outside: { state: "APPROVED" } };
  return row.outside_of_terms && uses.length === 0 && isOverLimit(row.reason)
    ? { outside: { state: "HELD", reason: row.reason } }
    : {};
}

interface PartyRow {
  ad: string | null;
  shared_id: string | null;
  media_property_id: string | null;
  partner_values: (string | null)[];
  partner_groups: string[];
}
/** What the rules of its terms tested; nothing where they have none. */
async function factsFor(
  ctx: Context,
  row: ConversionRow,
  contract: ContractInForce | null,
): Promise<{ facts: Facts } | object> {
  if (!contract || !hasRules(contract.terms, "SALE")) return {};
  const [party] = await ctx.em.execute<PartyRow[]>(
    `select
        l.ad_id as ad,
        l.shared_id,
        l.media_property_id,
        array[known.value1, known.value2, known.value3] as partner_values,
        coalesce(known.group_ids::text[], '{}') as partner_groups
      from conversion a
      left join tracking_link l on l.id = a.link_id
      left join lateral partner_profile_at(
        a.brand_account_id, a.partner_account_id, a.occurred_at
      ) known
        on true
      where a.id = ? and a.${ctx.scope.tenantColumn()} = ?`,
    [row.id, ctx.scope.requireAccountId()],
  );
  const lists = await listsHolding(
    ctx,
    contract.terms,
    row.traits,
    new Date(Number(row.occurred_ms)),
  );
  const link =
    row.link_id !== null && party?.ad
      ? {
          id: row.link_id,
          ad: party.ad,
          sharedId: party.shared_id,
          mediaProperty: party.media_property_id,
        }
      : null;
  const totals = {
    traits: row.traits,
    orders: BigInt(row.orders),
    amount: BigInt(row.amount_micros),
    currency: row.currency,
  };
  return {
    facts: saleFactsOf({
      ...totals,
      program: row.program_id,
      link,
      partnerValues: party?.partner_values ?? [],
      partnerGroups: party?.partner_groups ?? [],
      lists,
    }),
  };
}

interface Judged {
  contract: ContractInForce | null;
  calendar: Calendar;
  updates: readonly UpdateRow[];
}
/** Every posting of it: when it was tracked and changed, approved, adjusted. */
const postingsOf = (
  row: ConversionRow,
  updates: readonly UpdateRow[],
): { id: string; at: Date }[] =>
  updates.flatMap(({ id, kind, at_ms }) => [
    { id, at: new Date(Number(row.occurred_ms)) },
    ...(kind === "APPROVED" && row.locked_ms !== null
      ? [{ id, at: new Date(Number(row.locked_ms)) }]
      : []),
    ...(kind === "ADJUSTED" ? [{ id, at: new Date(Number(at_ms)) }] : []),
  ]);

const saleRows = (row: ConversionRow): TraceRow[] => [
  noted("Sale", row.order_id),
  noted(
    "Link",
    row.link_name === null
      ? "not named by the report"
      : `${row.link_name}${row.is_test ? ", a test link" : ""}`,
  ),
  noted("Partner", row.partner_name ?? "not named by the report"),
  noted("Date at the marketplace", row.date),
];

async function traceOf(
  ctx: Context,
  row: ConversionRow,
  { contract, updates }: Judged,
): Promise<DecisionTraceView> {
  const { uses, engineVersion, at } = await pricedOf(ctx, row);
  const facts = await factsFor(ctx, row, contract);
  const inputBy = (calendar: CalendarHistory): DecideInput => ({
    event: {
      kind: "SALE",
      at: Number(row.occurred_ms),
      isTest: row.is_test,
      orders: BigInt(row.orders),
      units: BigInt(row.units),
      amount: BigInt(row.amount_micros),
      currency: row.currency,
      ...facts,
      ...outsideOf(row, uses),
    },
    standing: {
      programActive: row.reason !== "PROGRAM_NOT_ACTIVE",
      partnerActive: row.reason !== "PARTNER_NOT_ACTIVE",
      adActive: true,
      eventTypeActive: row.reason !== "ACTIONTRACKER_NOT_ACTIVE",
    },
    ...asThen(contract, uses, Number(row.occurred_ms), calendar),
    calendar,
    usage: usageIn(usesFromJson(uses)),
  });
  const isAsTaken = ({ decision }: Explained): boolean =>
    decision.outcome === row.outcome &&
    decision.reason === row.reason &&
    String(decision.amount) === row.payout_micros;
  // Beside a change of the calendar it may have been priced by either.
  const { made } = await takenBy(
    calendarsThen(await calendarsOf(ctx, row.brand_account_id), at.getTime(), engineVersion),
    async (calendar) => explained(ctx, inputBy(calendar), { LINK: saleRows(row) }),
    (found) => isAsTaken(found) && asksAgain(found.decision.uses, uses),
  );
  return {
    steps: [...made.steps, await ledgerStep(ctx, postingsOf(row, updates))],
    limits: made.limits,
    engineVersion,
    // What was reversed is worth nothing any more and keeps the outcome that it had; nobody was
    // asked about a sale without a partner.
    consistent: row.state === "REVERSED" || row.partner_account_id === null || isAsTaken(made),
  };
}

/**
 * When the payout falls due by the contract's schedule: from the lock, or from the date on which it
 * will lock.
 */
function payableAtOf(row: ConversionRow, { contract, calendar }: Judged): Date | null {
  const schedule = contract && payoutOf(contract.terms, "SALE")?.schedule;
  const locked = row.locked_ms ?? row.locks_ms;
  return schedule && locked !== null && row.state !== "REVERSED" && !waitsOutside(row)
    ? new Date(payableDate(schedule, Number(locked), calendar.zone))
    : null;
}

const updateView = (update: UpdateRow, currency: string): ConversionUpdateView => ({
  number: update.number,
  kind: update.kind as UpdateKindValue,
  state: update.state,
  actor: update.actor as UpdateActorValue,
  code: update.code,
  comment: update.comment,
  deltaOrders: Number(update.delta_orders),
  deltaUnits: Number(update.delta_units),
  deltaAmount: money(BigInt(update.delta_amount_micros), currency),
  deltaPayout: money(BigInt(update.delta_payout_micros), currency),
  adjustment: money(BigInt(update.adjusted_payout_micros), currency),
  outcome: update.outcome,
  reason: update.reason,
  at: new Date(Number(update.at_ms)),
});

const returnsView = (share: ReturnShare | undefined): ConversionDetailView["returns"] =>
  share ? { ...share, left: returnsLeft(share), text: `${returnsText(share)}.` } : null;

/** One conversion of the scope with its changes, what was asked for, and its decision. */
export async function conversion(ctx: Context, id: string): Promise<ConversionDetailView | null> {
  const [row] = await ctx.em.execute<ConversionRow[]>(
    `select ${columns} ${joins} where a.id = ? and a.${ctx.scope.tenantColumn()} = ?`,
    [id, ctx.scope.requireAccountId()],
  );
  if (!row) return null;
  const updates = await ctx.em.execute<UpdateRow[]>(
    `select
        id,
        number,
        delta_orders::text as delta_orders,
        delta_units::text as delta_units,
        delta_amount_micros::text as delta_amount_micros,
        delta_payout_micros::text as delta_payout_micros,
        adjusted_payout_micros::text as adjusted_payout_micros,
        outcome,
        reason,
        kind,
        state,
        actor,
        code,
        comment,
        ${ms("at", "at_ms")}
      from conversion_update
      where conversion_id = ?
      order by number`,
    [id],
  );
  const brand = await ctx.em.findOne(Account, { id: row.brand_account_id });
  const judged = {
    contract: await contractOf(ctx, row.contract_id, row.terms_version_id),
    calendar: { zone: brand?.timeZone ?? "UTC", yearStartMonth: brand?.financialYearStart ?? 1 },
    updates,
  };
  const trace = await traceOf(ctx, row, judged);
  return {
    conversion: conversionView(row),
    traits:
      row.traits &&
      (Object.fromEntries(
        saleTraits.map((name) => [name, row.traits?.[name] ?? null]),
      ) as unknown as ConversionDetailView["traits"]),
    updates: updates.map((update) => updateView(update, row.currency)),
    requests: await requestsOf(ctx, row.id),
    returns: returnsView((await returnSharesOf(ctx.em, [row.id])).get(row.id)),
    payableAt: payableAtOf(row, judged),
    steps: trace.steps,
    trace,
  };
}
