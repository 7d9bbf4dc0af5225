/** Sales as booked from attribution reports: lists, and one with its history and its decision. */
import { refusedInput } from "../../platform/api/bad-input.ts";
import { page, type Key, type Page, type PageArgs } from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { Account } from "../../partnership/accounts/account.entity.ts";
import { contractOf } from "../clicks/traces.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { returnsLeft, returnsText, type ReturnShare } from "../../domain/conversion.ts";
import { gateDate } from "../../domain/values/place-and-time.ts";
import { payableDate } from "../../domain/locking.ts";
import { refuse } from "../../domain/result.ts";
import { saleTraits } from "../../domain/rule-rows.ts";
import { payoutOf } from "../../domain/terms.ts";
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
import type { ConversionDetailView, ConversionFilter, ConversionView } from "./conversion.types.ts";
import { type UpdateRow, updateView } from "./conversion-updates.ts";
import { type Judged, traceOf } from "./conversion-trace.ts";

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
  if (filter?.kinds) add("a.kind = any(?::text[])", pgArray(filter.kinds));
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

/**
 * When the payout falls due by the contract's schedule: from the lock, or from the date on which it
 * will lock. What earns nothing never falls due.
 */
function payableAtOf(row: ConversionRow, { contract, calendar }: Judged): Date | null {
  const schedule = contract && payoutOf(contract.terms, row.kind)?.schedule;
  const locked = row.locked_ms ?? row.locks_ms;
  const isPaid = row.outcome === "PAID" && row.state !== "REVERSED" && !waitsOutside(row);
  return schedule && locked !== null && isPaid
    ? new Date(payableDate(schedule, Number(locked), calendar.zone))
    : null;
}

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
        delta_leads::text as delta_leads,
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
