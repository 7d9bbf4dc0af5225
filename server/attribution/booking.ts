/** One row's change as rows to write: its newest totals, the action's updates with their deltas, decisions, day cells. */
import type { ProgramFacts } from "../accounting/catalog.ts";
import type { DecisionRecord } from "../accounting/posting.ts";
import type { NewId } from "../clock.ts";
import type { Instant } from "../domain/calendar.ts";
import type { Decision } from "../domain/decide.ts";
import type { ActionState, Cell, SaleWrites } from "./action-rows.ts";
import type { Credit } from "./crediting.ts";
import type { NamedRow } from "./report-rows.ts";

export interface Booking {
  program: ProgramFacts;
  report: { advertiserId: string; simulated: boolean; startedAt: Instant; newId: NewId };
  row: NamedRow;
  /** The last instant of the row's date in the marketplace's zone. */
  at: Instant;
  now: Instant;
  currency: string;
  version: number;
}

export const noWrites = (): SaleWrites => ({ rows: [], versions: [], actions: [], updates: [], cells: new Map() });

const time = (at: Instant): string => new Date(at).toISOString();

export function rowWrites(writes: SaleWrites, booking: Booking, credit: Credit): void {
  const { program, report, row, now, version } = booking;
  const { date, campaignId, adGroupId, creativeId, clickThroughs, orders, units, amount } = row.totals;
  const brand = program.brandAccountId;
  writes.rows.push({
    row_key: row.key,
    brand_account_id: brand,
    program_id: program.id,
    partner_account_id: credit.partner?.id ?? null,
    link_id: credit.linkId,
    advertiser_id: report.advertiserId,
    date,
    campaign_id: campaignId,
    ad_group_id: adGroupId,
    creative_id: creativeId,
    click_throughs: clickThroughs,
    orders,
    units,
    amount_micros: amount,
    currency: booking.currency,
    simulated: report.simulated,
    version,
    first_seen_at: time(now),
    last_changed_at: time(now),
    as_of: time(report.startedAt),
  });
  writes.versions.push({ row_key: row.key, version, brand_account_id: brand, body: row.body, seen_at: time(now) });
}

type Sums = Pick<ActionState, "orders" | "units" | "amount" | "payout" | "wouldPay">;
const nothing: Sums = { orders: 0n, units: 0n, amount: 0n, payout: 0n, wouldPay: 0n };
const difference = (a: Sums, b: Sums): Sums => ({
  orders: a.orders - b.orders,
  units: a.units - b.units,
  amount: a.amount - b.amount,
  payout: a.payout - b.payout,
  wouldPay: a.wouldPay - b.wouldPay,
});

/** One update of an action: what changed, and under whose contract it is booked. */
interface Step {
  as: ActionState;
  delta: Sums;
  decision: Decision | null;
}

/** Under another contract or partner the old booking is taken back whole and made anew: no ledger line mixes two contracts. */
function stepsOf(before: ActionState | null, action: ActionState, decision: Decision | null): Step[] {
  if (!before) return [{ as: action, delta: difference(action, nothing), decision }];
  if (before.contractId === action.contractId && before.partnerId === action.partnerId) return [{ as: action, delta: difference(action, before), decision }];
  return [
    { as: before, delta: difference(nothing, before), decision: null },
    { as: action, delta: difference(action, nothing), decision },
  ];
}

const cellOf = ({ program, row }: Booking, action: ActionState, sums: Sums): Cell => ({
  date: row.totals.date,
  brand_account_id: program.brandAccountId,
  program_id: program.id,
  partner_account_id: action.partnerId,
  contract_id: action.contractId,
  link_id: action.linkId,
  outcome: action.outcome,
  reason: action.reason,
  currency: action.currency,
  is_test: action.isTest,
  orders: sums.orders,
  units: sums.units,
  amount_micros: sums.amount,
  payout_micros: sums.payout,
});

/** PostgreSQL refuses to change one row twice in a statement, so changes of one cell are added up first. */
function addCell(cells: SaleWrites["cells"], change: Cell): void {
  const key = JSON.stringify(Object.values(change).filter((value) => typeof value !== "bigint"));
  const same = cells.get(key);
  if (!same) cells.set(key, change);
  else {
    same.orders += change.orders;
    same.units += change.units;
    same.amount_micros += change.amount_micros;
    same.payout_micros += change.payout_micros;
  }
}

function recordOf(booking: Booking, { as, delta, decision }: Step, subjectId: string): DecisionRecord {
  const { program, at, now } = booking;
  const { outcome, reason, contractId, termsVersionId } = as;
  const { groupId, rate, uses } = decision ?? { groupId: null, rate: null, uses: [] };
  // Stored amounts are the update's change, so that an action's decisions add up to its payout, as its transfers do.
  const change: Decision = { outcome, reason, groupId, rate, amount: delta.payout, wouldPay: delta.wouldPay, currency: as.currency, contractId, termsVersionId, uses };
  const booked = as.partnerId !== null && contractId !== null && delta.payout !== 0n;
  return {
    brand: program.brandAccountId,
    occurredAt: at,
    subjectId,
    event: "SALE",
    partner: as.partnerId,
    program: program.id,
    link: as.linkId,
    isTest: as.isTest,
    classification: null,
    decision: change,
    epoch: 0n,
    recordedAt: now,
    booking: booked ? { change: delta.payout, partner: as.partnerId ?? "", contractId, currency: as.currency } : null,
  };
}

/** Adds the action, its updates and its cells; returns the decisions to store with them. */
export function addChange(
  writes: SaleWrites,
  booking: Booking,
  { before, action, decision }: { before: ActionState | null; action: ActionState; decision: Decision | null },
): DecisionRecord[] {
  const { program, report, row, at, now } = booking;
  if (before) addCell(writes.cells, cellOf(booking, before, difference(nothing, before)));
  addCell(writes.cells, cellOf(booking, action, action));
  const records = stepsOf(before, action, decision).map((step) => {
    const id = report.newId(now);
    action.updates += 1;
    writes.updates.push({
      id,
      action_id: action.id,
      brand_account_id: program.brandAccountId,
      partner_account_id: step.as.partnerId,
      number: action.updates,
      delta_orders: step.delta.orders,
      delta_units: step.delta.units,
      delta_amount_micros: step.delta.amount,
      delta_payout_micros: step.delta.payout,
      outcome: step.as.outcome,
      reason: step.as.reason,
      at: time(now),
    });
    return recordOf(booking, step, id);
  });
  writes.actions.push({
    id: action.id,
    row_key: row.key,
    order_id: action.orderId,
    brand_account_id: program.brandAccountId,
    partner_account_id: action.partnerId,
    program_id: program.id,
    link_id: action.linkId,
    date: row.totals.date,
    occurred_at: time(at),
    is_test: action.isTest,
    simulated: report.simulated,
    state: action.state,
    outcome: action.outcome,
    reason: action.reason,
    orders: action.orders,
    units: action.units,
    amount_micros: action.amount,
    payout_micros: action.payout,
    would_pay_micros: action.wouldPay,
    currency: action.currency,
    contract_id: action.contractId,
    terms_version_id: action.termsVersionId,
    updates: action.updates,
    created_at: time(now),
    updated_at: time(now),
  });
  return records;
}
