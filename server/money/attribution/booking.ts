/**
 * One change of a sale as rows to write: the conversion, its updates with their deltas, decisions,
 * transfers, day cells.
 */
import type { DecisionRecord } from "../ledger/posting.ts";
import type { UpdateActor, UpdateKind } from "../../domain/conversion.ts";
import type { Decision } from "../../domain/decide.ts";
import type { Micros } from "../../domain/money.ts";
import { cellSums, type Cell, type SaleWrites } from "./conversion-rows.ts";
import type { BookedConversion } from "./booked-conversions.ts";
import type { SalesBooking } from "./sales-booking.ts";
import { instantText } from "../../platform/db/copy.ts";

export interface Change {
  before: BookedConversion | null;
  after: BookedConversion;
  /** Null where nothing was priced anew. */
  decision: Decision | null;
  kind: UpdateKind;
  actor: UpdateActor;
  actorId?: string;
  /** A modification's reason or a reversal's disposition. */
  code?: string;
  comment?: string | null;
  /** After locking: booked beside the conversion, whose own figures stay. */
  adjustment?: { orders: bigint; amount: Micros; payout: Micros };
}

const timeOrNull = (at: number | null): string | null => (at === null ? null : instantText(at));

type Sums = Pick<BookedConversion, "leads" | "orders" | "units" | "amount" | "payout" | "wouldPay">;
const nothing: Sums = { leads: 0n, orders: 0n, units: 0n, amount: 0n, payout: 0n, wouldPay: 0n };
const difference = (a: Sums, b: Sums): Sums => ({
  leads: a.leads - b.leads,
  orders: a.orders - b.orders,
  units: a.units - b.units,
  amount: a.amount - b.amount,
  payout: a.payout - b.payout,
  wouldPay: a.wouldPay - b.wouldPay,
});

/** One update of a conversion: what changed, and under whose contract it is booked. */
interface Step {
  as: BookedConversion;
  delta: Sums;
  decision: Decision | null;
}

/**
 * Under another contract or partner the old booking is taken back whole and made anew: no ledger
 * line mixes two contracts.
 */
function stepsOf({ before, after, decision }: Change): Step[] {
  if (!before) return [{ as: after, delta: difference(after, nothing), decision }];
  if (before.contractId === after.contractId && before.partnerId === after.partnerId)
    return [{ as: after, delta: difference(after, before), decision }];
  return [
    { as: before, delta: difference(nothing, before), decision: null },
    { as: after, delta: difference(after, nothing), decision },
  ];
}

const cellOf = (booking: SalesBooking, conversion: BookedConversion, sums: Sums): Cell => ({
  date: conversion.date,
  kind: conversion.kind,
  brand_account_id: booking.program.brandAccountId,
  program_id: booking.program.id,
  partner_account_id: conversion.partnerId,
  contract_id: conversion.contractId,
  link_id: conversion.linkId,
  outcome: conversion.outcome,
  reason: conversion.reason,
  currency: conversion.currency,
  is_test: conversion.isTest,
  leads: sums.leads,
  orders: sums.orders,
  units: sums.units,
  amount_micros: sums.amount,
  payout_micros: sums.payout,
  would_pay_micros: sums.wouldPay,
});

/**
 * PostgreSQL refuses to change one row twice in a statement, so changes of one cell are added up
 * first.
 */
function addCell(cells: SaleWrites["cells"], change: Cell): void {
  const key = JSON.stringify(Object.values(change).filter((value) => typeof value !== "bigint"));
  const same = cells.get(key);
  if (!same) cells.set(key, change);
  else for (const sum of cellSums) same[sum] += change[sum];
}

function recordOf(
  { program, now }: SalesBooking,
  { as, delta, decision }: Step,
  subjectId: string,
): DecisionRecord {
  const { outcome, reason, contractId, termsVersionId } = as;
  const { groupId, rate, uses } = decision ?? { groupId: null, rate: null, uses: [] };
  // Stored amounts are the update's change, so that a conversion's decisions add up to its payout,
  // as its transfers do.
  const change: Decision = {
    outcome,
    reason,
    hidden: false,
    groupId,
    rate,
    amount: delta.payout,
    wouldPay: delta.wouldPay,
    currency: as.currency,
    contractId,
    termsVersionId,
    uses,
    boundBy: null,
  };
  const booked = as.partnerId !== null && contractId !== null && delta.payout !== 0n;
  return {
    brand: program.brandAccountId,
    occurredAt: as.at,
    subjectId,
    event: as.kind,
    partner: as.partnerId,
    program: program.id,
    link: as.linkId,
    isTest: as.isTest,
    counted: null,
    decision: change,
    epoch: 0n,
    recordedAt: now,
    booking: booked
      ? { change: delta.payout, partner: as.partnerId ?? "", contractId, currency: as.currency }
      : null,
  };
}

function updateRow(
  booking: SalesBooking,
  change: Change,
  step: Step,
  names: { id: string; number: number },
): SaleWrites["updates"][number] {
  const { kind, actor, actorId = null, code = null, comment = null, adjustment } = change;
  return {
    ...names,
    conversion_id: change.after.id,
    brand_account_id: booking.program.brandAccountId,
    partner_account_id: step.as.partnerId,
    delta_leads: step.delta.leads,
    delta_orders: step.delta.orders,
    delta_units: step.delta.units,
    delta_amount_micros: step.delta.amount,
    delta_payout_micros: step.delta.payout,
    outcome: step.as.outcome,
    reason: step.as.reason,
    kind,
    state: step.as.state,
    actor,
    actor_id: actorId,
    code,
    comment,
    adjusted_orders: adjustment?.orders ?? 0n,
    adjusted_amount_micros: adjustment?.amount ?? 0n,
    adjusted_payout_micros: adjustment?.payout ?? 0n,
    at: instantText(booking.now),
  };
}

const conversionRow = (
  { program, now }: SalesBooking,
  conversion: BookedConversion,
): SaleWrites["conversions"]["fresh"][number] => ({
  id: conversion.id,
  kind: conversion.kind,
  event_type_id: conversion.eventType?.id ?? null,
  row_key: conversion.rowKey,
  order_id: conversion.orderId,
  brand_account_id: program.brandAccountId,
  partner_account_id: conversion.partnerId,
  program_id: program.id,
  link_id: conversion.linkId,
  date: conversion.date,
  occurred_at: instantText(conversion.at),
  is_test: conversion.isTest,
  simulated: conversion.simulated,
  not_split: conversion.notSplit,
  source: conversion.source,
  clicked_at: timeOrNull(conversion.clickedAt),
  state: conversion.state,
  outcome: conversion.outcome,
  reason: conversion.reason,
  leads: conversion.leads,
  orders: conversion.orders,
  units: conversion.units,
  amount_micros: conversion.amount,
  payout_micros: conversion.payout,
  would_pay_micros: conversion.wouldPay,
  currency: conversion.currency,
  contract_id: conversion.contractId,
  terms_version_id: conversion.termsVersionId,
  group_id: conversion.groupId,
  traits: conversion.traits,
  updates: conversion.updates,
  locks_at: timeOrNull(conversion.locksAt),
  locked_at: timeOrNull(conversion.lockedAt),
  decided_by: conversion.decidedBy,
  outside_of_terms: conversion.outsideOfTerms,
  outside_approved_at: timeOrNull(conversion.outsideApprovedAt),
  outside_approved_by: conversion.outsideApprovedBy,
  modifications: conversion.modifications,
  modification_reason: conversion.modificationReason,
  reversal_reason: conversion.reversalReason,
  adjusted_orders: conversion.adjustedOrders,
  adjusted_amount_micros: conversion.adjustedAmount,
  adjusted_payout_micros: conversion.adjustedPayout,
  created_at: instantText(now),
  updated_at: instantText(now),
});

/** Notes one change; a conversion is changed at most once between two flushes. */
export function book(booking: SalesBooking, change: Change): void {
  const { before, adjustment } = change;
  const after = adjustment
    ? {
        ...change.after,
        adjustedOrders: change.after.adjustedOrders + adjustment.orders,
        adjustedAmount: change.after.adjustedAmount + adjustment.amount,
        adjustedPayout: change.after.adjustedPayout + adjustment.payout,
      }
    : change.after;
  if (before) addCell(booking.writes.cells, cellOf(booking, before, difference(nothing, before)));
  addCell(booking.writes.cells, cellOf(booking, after, after));
  let { updates } = after;
  for (const step of stepsOf({ ...change, after })) {
    const id = booking.newId(booking.now);
    updates += 1;
    booking.writes.updates.push(updateRow(booking, change, step, { id, number: updates }));
    const record = recordOf(booking, step, id);
    if (step.decision || record.booking || step.delta.wouldPay !== 0n)
      booking.decisions.push(record);
    const held =
      after.partnerId === null || after.contractId === null
        ? null
        : { partner: after.partnerId, contractId: after.contractId, currency: after.currency };
    // After locking the sale's month may be paid already: the entry counts when it is made [D191].
    if (adjustment && held)
      booking.transfers.push({
        ...record,
        event: "ADJUSTMENT",
        occurredAt: booking.now,
        booking: { change: adjustment.payout, ...held },
      });
    // From the locking date on it is owed.
    if (before?.state === "PENDING" && after.state === "APPROVED" && held)
      booking.transfers.push({
        ...record,
        event: "APPROVAL",
        occurredAt: after.lockedAt ?? booking.now,
        booking: { change: after.payout, ...held },
      });
  }
  const { fresh, changed } = booking.writes.conversions;
  (before ? changed : fresh).push(conversionRow(booking, { ...after, updates }));
  booking.usage.move(before, after);
}
