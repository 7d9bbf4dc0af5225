/** Conversions as they are booked, whoever changes them next. */
import type pg from "pg";
import type { ConversionStanding, ConversionState, ReturnShare } from "../../domain/conversion.ts";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import type { Instant } from "../../domain/calendar.ts";
import type { Outcome } from "../../domain/decide.ts";
import type { Micros } from "../../domain/money.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import type { ConversionSource } from "../../domain/submission.ts";

export interface BookedConversion {
  id: string;
  kind: ConversionKind;
  /** Of a lead; null: of a sale. */
  eventType: { id: string; code: string } | null;
  rowKey: string;
  orderId: string;
  partnerId: string | null;
  linkId: string | null;
  /**
   * YYYY-MM-DD in the marketplace's zone; `at` is that date's last instant, or that of a submitted
   * order itself.
   */
  date: string;
  at: Instant;
  isTest: boolean;
  simulated: boolean;
  /** Of a partner's ad group; Amazon did not split it by creative. */
  notSplit: boolean;
  source: ConversionSource;
  /** The click that a submitted one is credited by; null: by another key, or by Amazon. */
  clickedAt: Instant | null;
  state: ConversionState;
  outcome: Outcome;
  reason: ReasonCode | null;
  /** Of a lead 1, or 0 of one that was taken back; of a sale 0. */
  leads: bigint;
  /** Of a lead 0, as are units and amount. */
  orders: bigint;
  units: bigint;
  amount: Micros;
  payout: Micros;
  wouldPay: Micros;
  currency: string;
  contractId: string | null;
  termsVersionId: string | null;
  /** The payout group that priced it; null = default payout, or none. */
  groupId: string | null;
  /** What its report row names of product and customer. */
  traits: SaleTraits | null;
  /** How many there are so far. */
  updates: number;
  locksAt: Instant | null;
  lockedAt: Instant | null;
  decidedBy: string | null;
  outsideOfTerms: boolean;
  outsideApprovedAt: Instant | null;
  outsideApprovedBy: string | null;
  modifications: number;
  modificationReason: string | null;
  reversalReason: string | null;
  /** Booked after locking, beside the locked figures. */
  adjustedOrders: bigint;
  adjustedAmount: Micros;
  adjustedPayout: Micros;
}

/** What a conversion has when nothing was decided, changed or adjusted. */
const untouched = {
  state: "PENDING",
  outcome: "UNPAID",
  reason: null,
  payout: 0n,
  wouldPay: 0n,
  contractId: null,
  termsVersionId: null,
  groupId: null,
  updates: 0,
  locksAt: null,
  lockedAt: null,
  decidedBy: null,
  outsideOfTerms: false,
  outsideApprovedAt: null,
  outsideApprovedBy: null,
  modifications: 0,
  modificationReason: null,
  reversalReason: null,
  adjustedOrders: 0n,
  adjustedAmount: 0n,
  adjustedPayout: 0n,
} as const satisfies Partial<BookedConversion>;
/** One that was never booked: what it is of, credited but not yet priced. */
export const unpriced = (of: Omit<BookedConversion, keyof typeof untouched>): BookedConversion => ({
  ...untouched,
  ...of,
});

const ms = (column: string, name: string) =>
  `(extract(epoch from a.${column}) * 1000)::float8 as "${name}"`;
const columns = `a.id,
  a.kind,
  (
    select jsonb_build_object('id', e.id, 'code', e.code)
    from event_type e
    where e.id = a.event_type_id
  ) as "eventType",
  a.row_key as "rowKey",
  a.order_id as "orderId",
  a.partner_account_id as "partnerId",
  a.link_id as "linkId",
  a.date,
  ${ms("occurred_at", "at")},
  a.is_test as "isTest",
  a.simulated,
  a.not_split as "notSplit",
  a.source,
  ${ms("clicked_at", "clickedAt")},
  a.state,
  a.outcome,
  a.reason,
  a.leads,
  a.orders,
  a.units,
  a.amount_micros as amount,
  a.payout_micros as payout,
  a.would_pay_micros as "wouldPay",
  a.currency,
  a.contract_id as "contractId",
  a.terms_version_id as "termsVersionId",
  a.group_id as "groupId",
  a.traits,
  a.updates,
  ${ms("locks_at", "locksAt")},
  ${ms("locked_at", "lockedAt")},
  a.decided_by as "decidedBy",
  a.outside_of_terms as "outsideOfTerms",
  ${ms("outside_approved_at", "outsideApprovedAt")},
  a.outside_approved_by as "outsideApprovedBy",
  a.modifications,
  a.modification_reason as "modificationReason",
  a.reversal_reason as "reversalReason",
  a.adjusted_orders as "adjustedOrders",
  a.adjusted_amount_micros as "adjustedAmount",
  a.adjusted_payout_micros as "adjustedPayout"`;

/**
 * `condition` speaks of `a`; oldest sale first, so that limits are used up in the order of the
 * sales.
 */
export async function readConversions(
  client: pg.ClientBase,
  condition: string,
  values: unknown[],
): Promise<BookedConversion[]> {
  const { rows } = await client.query<BookedConversion>(
    `select ${columns} from conversion a where ${condition} order by a.occurred_at, a.row_key`,
    values,
  );
  return rows;
}

/**
 * SQL: a change of the order was handed in and is not booked yet. What a file brings long after an
 * order's locking date may be the order and its return, which no batch between may part.
 */
const isToBeChanged = `exists (
        select
        from submitted_conversion r
        join conversion_submission s on s.id = r.submission_id
        where r.program_id = a.program_id
          and r.order_id = a.order_id
          and r.read -> 'eventType' ->> 'id' is not distinct from a.event_type_id::text
          and r.change is not null
          and r.state = 'QUEUED'
          and s.state in ('QUEUED', 'IN_PROGRESS')
      )`;

/**
 * SQL: pending sales that lock by the clock at $now. Those that wait outside of terms, or for a
 * change that was handed in, stay where they are.
 */
export const isDue = (now: string): string =>
  `a.state = 'PENDING'
      and a.locks_at <= ${now}
      and not a.is_test
      and (not a.outside_of_terms or a.outside_approved_at is not null)
      and not (a.source <> 'REPORT' and ${isToBeChanged})`;

export const standingOfConversion = (
  conversion: BookedConversion,
  returns: ReturnShare | null,
): ConversionStanding => ({
  kind: conversion.kind,
  state: conversion.state,
  isTest: conversion.isTest,
  outsideOfTerms: conversion.outsideOfTerms,
  outsideApproved: conversion.outsideApprovedAt !== null,
  hasTerms: conversion.contractId !== null && conversion.outcome !== "DISCARDED",
  modifications: conversion.modifications,
  returns,
});
