/** Sales as booked from attribution reports, and the simulated order that verifies a test link. */
import { badInput } from "../api/bad-input.ts";
import { decodeCursor, pageOf, type Page } from "../api/connection.ts";
import { once } from "../api/idempotency.ts";
import { money } from "../api/money.ts";
import { Conflict, InvalidInput, isRefusal, NotFound, type IdempotencyKeyReused } from "../api/refusal.ts";
import { Account } from "../accounts/account.entity.ts";
import { ownRows } from "../auth/scope-filter.ts";
import { contractOf, ledgerStep, stepView } from "../clicks/traces.ts";
import type { OutcomeValue } from "../clicks/click.types.ts";
import { actorId, now, type Context } from "../context.ts";
import { pgArray } from "../db/array.ts";
import { dateOf, isReportDate } from "../domain/calendar.ts";
import { explain } from "../domain/decide.ts";
import { parseDecimal } from "../domain/money.ts";
import { reasonSentences, type ReasonCode } from "../domain/reason.ts";
import { marketplaceOf } from "../domain/tracking.ts";
import { Ad, TrackingLink } from "../links/link.entity.ts";
import { Program } from "../programs/program.entity.ts";
import { PlaceTestOrderOk, type ActionDetailView, type ActionFilter, type ActionState, type ActionUpdateView, type ActionView, type PlaceTestOrderInput } from "./action.types.ts";

interface ActionRow {
  id: string;
  order_id: string;
  date: string;
  occurred_ms: string;
  program_id: string;
  brand_account_id: string;
  partner_account_id: string | null;
  partner_name: string | null;
  link_id: string | null;
  link_name: string | null;
  is_test: boolean;
  simulated: boolean;
  state: ActionState;
  outcome: OutcomeValue;
  reason: ReasonCode | null;
  orders: string;
  units: string;
  amount_micros: string;
  payout_micros: string;
  would_pay_micros: string;
  currency: string;
  contract_id: string | null;
  terms_version_id: string | null;
  created_ms: string;
  updated_ms: string;
}

const ms = (column: string, name: string) => `(extract(epoch from ${column}) * 1000)::bigint::text as ${name}`;
const columns = `a.id, a.order_id, a.date::text as date, ${ms("a.occurred_at", "occurred_ms")}, a.program_id, a.brand_account_id, a.partner_account_id, p.name as partner_name,
  a.link_id, l.name as link_name, a.is_test, a.simulated, a.state, a.outcome, a.reason, a.orders::text as orders, a.units::text as units, a.amount_micros::text as amount_micros,
  a.payout_micros::text as payout_micros, a.would_pay_micros::text as would_pay_micros, a.currency, a.contract_id, a.terms_version_id,
  ${ms("a.created_at", "created_ms")}, ${ms("a.updated_at", "updated_ms")}`;
const joins = "from action a left join account p on p.id = a.partner_account_id left join tracking_link l on l.id = a.link_id";

const actionView = (row: ActionRow): ActionView => ({
  id: row.id,
  orderId: row.order_id,
  date: row.date,
  programId: row.program_id,
  partnerAccountId: row.partner_account_id,
  partnerName: row.partner_name,
  linkId: row.link_id,
  linkName: row.link_name,
  isTest: row.is_test,
  simulated: row.simulated,
  state: row.state,
  outcome: row.outcome,
  reason: row.reason,
  reasonText: row.reason && reasonSentences[row.reason],
  orders: Number(row.orders),
  units: Number(row.units),
  amount: money(BigInt(row.amount_micros), row.currency),
  payout: money(BigInt(row.payout_micros), row.currency),
  wouldPay: row.is_test ? money(BigInt(row.would_pay_micros), row.currency) : null,
  contractId: row.contract_id,
  createdAt: new Date(Number(row.created_ms)),
  updatedAt: new Date(Number(row.updated_ms)),
});

function whereOf(ctx: Context, programId: string, filter: ActionFilter | null): { sql: string[]; values: unknown[] } {
  const where = { sql: ["a.program_id = ?", `a.${ctx.scope.tenantColumn()} = ?`], values: [programId, ctx.scope.requireAccountId()] as unknown[] };
  const add = (sql: string, ...values: unknown[]) => {
    where.sql.push(sql);
    where.values.push(...values);
  };
  for (const [field, operator] of [
    ["from", ">="],
    ["to", "<="],
  ] as const) {
    const date = filter?.[field];
    if (!date) continue;
    if (!isReportDate(date)) throw badInput(`"${date.slice(0, 20)}" is not a date such as 2026-11-02`, "filter", field);
    add(`a.date ${operator} ?::date`, date);
  }
  if (filter?.partnerIds) add("a.partner_account_id = any(?::uuid[])", pgArray(filter.partnerIds));
  if (filter?.linkIds) add("a.link_id = any(?::uuid[])", pgArray(filter.linkIds));
  if (filter?.outcomes) add("a.outcome = any(?::text[])", pgArray(filter.outcomes));
  if (filter?.isTest != null) add("a.is_test = ?", filter.isTest);
  return where;
}

/** Newest date first. */
export async function actions(ctx: Context, programId: string, page: { first: number; after: string | null }, filter: ActionFilter | null): Promise<Page<ActionView>> {
  const cursor = decodeCursor(page.after, 2);
  if (!cursor.ok) throw badInput(cursor.message, ...cursor.path);
  const where = whereOf(ctx, programId, filter);
  if (cursor.value) {
    const [date, id] = cursor.value;
    if (!isReportDate(date ?? "")) throw badInput("This cursor does not belong to this list", "after");
    where.sql.push("(a.date, a.id) < (?::date, ?::uuid)");
    where.values.push(date, id);
  }
  const rows = await ctx.em.execute<ActionRow[]>(`select ${columns} ${joins} where ${where.sql.join(" and ")} order by a.date desc, a.id desc limit ?`, [
    ...where.values,
    page.first + 1,
  ]);
  return pageOf(rows, page.first, (row) => [row.date, row.id], actionView);
}

interface UpdateRow {
  id: string;
  number: number;
  delta_orders: string;
  delta_units: string;
  delta_amount_micros: string;
  delta_payout_micros: string;
  outcome: OutcomeValue;
  reason: ReasonCode | null;
  at_ms: string;
}

async function stepsOf(ctx: Context, row: ActionRow, lastUpdateId: string | undefined): Promise<ActionDetailView["steps"]> {
  const brand = await ctx.em.findOne(Account, { id: row.brand_account_id });
  const { steps } = explain({
    event: {
      kind: "SALE",
      at: Number(row.occurred_ms),
      isTest: row.is_test,
      orders: BigInt(row.orders),
      units: BigInt(row.units),
      amount: BigInt(row.amount_micros),
      currency: row.currency,
    },
    standing: {
      programActive: row.reason !== "PROGRAM_NOT_ACTIVE",
      partnerActive: row.reason !== "PARTNER_NOT_ACTIVE",
      adActive: true,
      eventTypeActive: row.reason !== "ACTIONTRACKER_NOT_ACTIVE",
    },
    contract: await contractOf(ctx, row.contract_id, row.terms_version_id),
    zone: brand?.timeZone ?? "UTC",
    usage: () => 0n,
  });
  const posting = lastUpdateId === undefined ? [] : [await ledgerStep(ctx, lastUpdateId, new Date(Number(row.occurred_ms)))];
  return [...steps, ...posting].map(stepView);
}

/** One action of the scope with its changes and decision. */
export async function action(ctx: Context, id: string): Promise<ActionDetailView | null> {
  const [row] = await ctx.em.execute<ActionRow[]>(`select ${columns} ${joins} where a.id = ? and a.${ctx.scope.tenantColumn()} = ?`, [id, ctx.scope.requireAccountId()]);
  if (!row) return null;
  const updates = await ctx.em.execute<UpdateRow[]>(
    `select id, number, delta_orders::text as delta_orders, delta_units::text as delta_units, delta_amount_micros::text as delta_amount_micros,
      delta_payout_micros::text as delta_payout_micros, outcome, reason, ${ms("at", "at_ms")} from action_update where action_id = ? order by number`,
    [id],
  );
  const view = (update: UpdateRow): ActionUpdateView => ({
    number: update.number,
    deltaOrders: Number(update.delta_orders),
    deltaUnits: Number(update.delta_units),
    deltaAmount: money(BigInt(update.delta_amount_micros), row.currency),
    deltaPayout: money(BigInt(update.delta_payout_micros), row.currency),
    outcome: update.outcome,
    reason: update.reason,
    at: new Date(Number(update.at_ms)),
  });
  return { action: actionView(row), updates: updates.map(view), steps: await stepsOf(ctx, row, updates.at(-1)?.id) };
}

type PlaceRefusal = InvalidInput | NotFound | Conflict | IdempotencyKeyReused;

/** Tells the attribution simulator of an order through a test link; it is reported like any other, labelled simulated. */
export async function placeTestOrder(ctx: Context, input: PlaceTestOrderInput, idempotencyKey: string): Promise<PlaceTestOrderOk | PlaceRefusal> {
  const amount = parseDecimal(input.amount, "amount", 2);
  if (!amount.ok) return InvalidInput.of(amount, "input");
  if (amount.value <= 0n) return new InvalidInput("BAD_AMOUNT", "An order is worth more than 0", ["input", "amount"]);
  if (input.units < 1 || input.units > 100) return new InvalidInput("BAD_UNITS", "An order has 1 to 100 units", ["input", "units"]);
  const accountId = ctx.scope.requireAccountId();
  const result = await once(ctx.em, { accountId, key: idempotencyKey, operation: "placeTestOrder", input, at: now(ctx) }, async (tx) => {
    const link = await tx.findOne(TrackingLink, { $and: [{ id: input.linkId }, ownRows(ctx.scope)] });
    if (!link) return NotFound.of("link", "input", "linkId");
    if (!link.isTest) return new Conflict("NOT_A_TEST_LINK", "Test orders can be placed through test links only", ["input", "linkId"]);
    const program = await tx.findOneOrFail(Program, { id: link.programId });
    if (!program.isSimulated()) return new Conflict("NOT_SIMULATED", "This program reads real sales from Amazon: place a real order through the link", ["input", "linkId"]);
    const [ad, partner] = [await tx.findOneOrFail(Ad, { id: link.adId }), await tx.findOneOrFail(Account, { id: link.partnerAccountId })];
    const marketplace = marketplaceOf(program.marketplace);
    if (!marketplace) throw new Error(`program ${program.id} has unknown marketplace`);
    const id = ctx.newId(ctx.clock());
    await tx.execute(
      `insert into simulated_order (id, brand_account_id, partner_account_id, program_id, link_id, advertiser_id, date, campaign_id, ad_group_id, creative_id, orders, units, amount_micros, currency, placed_by, placed_at)
       values (?, ?, ?, ?, ?, ?, ?::date, ?, ?, ?, 1, ?, ?, ?, ?, ?)`,
      [
        id,
        link.brandAccountId,
        link.partnerAccountId,
        program.id,
        link.id,
        program.advertiserId,
        dateOf(ctx.clock(), marketplace.zone),
        program.code,
        partner.code,
        link.sharedId ?? ad.code,
        input.units,
        amount.value.toString(),
        marketplace.currency,
        actorId(ctx),
        now(ctx),
      ],
    );
    await tx.execute("select pg_notify('simulated_order', ?)", [program.id]);
    return id;
  });
  if (isRefusal(result)) return result;
  const [order] = await ctx.em.execute<{ id: string; link_id: string; date: string; units: number; amount: string; currency: string }[]>(
    "select id, link_id, date::text as date, units, amount_micros::text as amount, currency from simulated_order where id = ?",
    [result],
  );
  if (!order) throw new Error("simulated order not found after insert");
  return new PlaceTestOrderOk({ id: order.id, linkId: order.link_id, date: order.date, units: order.units, amount: money(BigInt(order.amount), order.currency), simulated: true });
}
