/**
 * Raw clicks beside their decisions, read from the append-only tables under the scope's row-level
 * security.
 */
import { Account } from "../../partnership/accounts/account.entity.ts";
import { findProgram } from "../../partnership/programs/programs.ts";
import { valueJoins } from "../../platform/db/click-dimensions.ts";
import { refusedInput } from "../../platform/api/bad-input.ts";
import {
  isMillis,
  page,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { isId } from "../../domain/values/id.ts";
import { money } from "../../platform/api/money.ts";
import type { Context } from "../../platform/context.ts";
import { pgArray } from "../../platform/db/array.ts";
import { instantOfId } from "../../platform/clock.ts";
import { clickStage } from "../../domain/payout-stage.ts";
import { refuse } from "../../domain/result.ts";
import { reasonSentences } from "../../domain/reason.ts";
import { columns, joinsWith, shownFields, type ClickRow } from "./click-row.ts";
import type { ClickFilter } from "./click-filter.types.ts";
import type { ClickDetailView, ClickView, DecisionTraceView } from "./click.types.ts";
import { askedNames, dimensionConditions, type Condition } from "./dimension-conditions.ts";
import { traceOf } from "./trace.ts";

export function clickView(ctx: Context, row: ClickRow): ClickView {
  const amount = (micros: string | null) =>
    micros === null || row.currency === null ? null : money(BigInt(micros), row.currency);
  return {
    id: row.id,
    clickedAt: new Date(Number(row.at_ms)),
    programId: row.program_id,
    partnerAccountId: row.partner_account_id,
    partnerName: row.partner_name ?? "",
    linkId: row.link_id,
    linkName: row.link_name ?? "",
    ...shownFields(row, ctx.scope.kind),
    classification: row.classification,
    outcome: row.outcome,
    payoutStage: clickStage(row.outcome),
    reason: row.reason,
    reasonText: row.reason && reasonSentences[row.reason],
    hidden: row.hidden ?? false,
    amount: amount(row.amount_micros),
    wouldPay: row.is_test ? amount(row.would_pay_micros) : null,
    contractId: row.contract_id,
    termsVersion: row.version_number,
  };
}

const anyOf = (
  column: string,
  values: readonly string[] | null | undefined,
  type = "text",
): Condition[] =>
  values ? [{ sql: `${column} = any(?::${type}[])`, values: [pgArray(values)] }] : [];

/**
 * Without those that a restriction leaves out of reports [D79]; what is not decided yet is shown.
 */
const shown: Condition[] = [{ sql: "d.hidden is not true", values: [] }];

const within = (column: string, { from, to }: ClickFilter): Condition[] => [
  ...(from ? [{ sql: `${column} >= ?`, values: [from] }] : []),
  ...(to ? [{ sql: `${column} < ?`, values: [to] }] : []),
];

function conditionsOf(ctx: Context, filter: ClickFilter | null): Condition[] {
  if (!filter) return shown;
  if (filter.from && filter.to && filter.to < filter.from)
    throw refusedInput(refuse("BAD_RANGE", "The range ends before it starts", "filter", "to"));
  return [
    ...within("c.clicked_at", filter),
    ...anyOf("c.partner_account_id", filter.partnerIds, "uuid"),
    ...anyOf("c.link_id", filter.linkIds, "uuid"),
    ...dimensionConditions(ctx, filter, { without: ["PARTNER", "LINK"] }),
    ...anyOf("d.outcome", filter.outcomes),
    ...(filter.includeHidden ? [] : shown),
    ...(filter.isTest == null ? [] : [{ sql: "c.is_test = ?", values: [filter.isTest] }]),
  ];
}

/** In which weekdays and hours are told. */
async function zoneOf(ctx: Context, programId: string, filter: ClickFilter | null) {
  if (filter?.timeZone) return filter.timeZone;
  if (!filter?.weekdays && !filter?.hours) return "UTC";
  const program = await findProgram(ctx, programId);
  const brand = program && (await ctx.em.findOne(Account, { id: program.brandAccountId }));
  return brand?.timeZone ?? "UTC";
}

/** A program's clicks beside their decisions, as the list and a file of them find them. */
export async function clickRows(
  ctx: Context,
  programId: string,
  filter: ClickFilter | null,
): Promise<Condition> {
  const where: Condition[] = [
    { sql: "c.program_id = ?", values: [programId] },
    { sql: `c.${ctx.scope.tenantColumn()} = ?`, values: [ctx.scope.requireAccountId()] },
    ...conditionsOf(ctx, filter),
  ];
  const zoned = valueJoins(askedNames(filter ?? {}), await zoneOf(ctx, programId, filter), {
    has: "cl",
  });
  // Said of the decisions, too: merged with the clicks of a day they were read from the first on.
  const decided = filter ? within("d.occurred_at", filter) : [];
  return {
    sql: `${joinsWith(decided.map(({ sql }) => `and ${sql}`).join(" "))} ${zoned}
        where ${where.map(({ sql }) => sql).join(" and ")}`,
    values: [...decided, ...where].flatMap(({ values }) => values),
  };
}
const byInstant: Key<ClickRow, [at: string, id: string]> = {
  of: (row) => [row.at_ms, row.id],
  parts: [isMillis, isId],
};
/** Newest first, keyset by (instant, id): stable while clicks arrive [D201]. */
export async function clicks(
  ctx: Context,
  programId: string,
  asked: PageArgs,
  filter: ClickFilter | null,
): Promise<Page<ClickView>> {
  const found = await clickRows(ctx, programId, filter);
  const rows = (after: [at: string, id: string] | null, limit: number) =>
    ctx.em.execute<ClickRow[]>(
      `select ${columns} ${found.sql}
          ${after ? "and (c.clicked_at, c.id) < (?, ?::uuid)" : ""}
        order by c.clicked_at desc, c.id desc
        limit ?`,
      [...found.values, ...(after ? [new Date(Number(after[0])), after[1]] : []), limit],
    );
  return page(rows, asked, byInstant, (shown) => shown.map((row) => clickView(ctx, row)));
}

const lastInstant = Date.UTC(9999, 0);

/**
 * The stored click of the scope. The id's own milliseconds lead to its partition; brands make it an
 * index read.
 */
export async function findClick(ctx: Context, id: string): Promise<ClickRow | null> {
  const own =
    ctx.scope.kind === "BRAND"
      ? "c.brand_account_id = ?"
      : `c.brand_account_id in (
          select brand_account_id from partnership where partner_account_id = ?
        )
          and c.partner_account_id = ?`;
  const accountId = ctx.scope.requireAccountId();
  // An id whose milliseconds lie outside of what a click's partition can hold is no click's.
  if (instantOfId(id) >= lastInstant) return null;
  const at = new Date(instantOfId(id));
  const [row] = await ctx.em.execute<ClickRow[]>(
    `select ${columns} ${joinsWith()} where c.id = ? and c.clicked_at = ? and ${own}`,
    [id, at, ...(ctx.scope.kind === "BRAND" ? [accountId] : [accountId, accountId])],
  );
  return row ?? null;
}

/** One click of the scope with its trace; that is null until it is decided. */
export async function tracedClick(
  ctx: Context,
  id: string,
): Promise<{ row: ClickRow; trace: DecisionTraceView | null } | null> {
  const row = await findClick(ctx, id);
  return row && { row, trace: await traceOf(ctx, row) };
}
export async function click(ctx: Context, id: string): Promise<ClickDetailView | null> {
  const found = await tracedClick(ctx, id);
  return found && { click: clickView(ctx, found.row), trace: found.trace };
}
