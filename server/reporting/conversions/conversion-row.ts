/** A sale as the queries read it and as the API shows it. */
import { money } from "../../platform/api/money.ts";
import type { OutcomeValue } from "../clicks/click.types.ts";
import { saleStage } from "../../domain/payout-stage.ts";
import type { ConversionKind } from "../../domain/event-kinds.ts";
import type { ConversionSource } from "../../domain/submission.ts";
import type { SaleTraits } from "../../domain/rule-rows.ts";
import { reasonSentences, type ReasonCode } from "../../domain/reason.ts";
import { linkText } from "../../domain/trace-words.ts";
import type { ConversionState, ConversionView } from "./conversion.types.ts";

/** One row of conversion ⟕ account ⟕ tracking_link as the queries select it. */
export interface ConversionRow {
  id: string;
  kind: ConversionKind;
  event_type_code: string | null;
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
  not_split: boolean;
  source: ConversionSource;
  clicked_ms: string | null;
  state: ConversionState;
  outcome: OutcomeValue;
  reason: ReasonCode | null;
  leads: string;
  orders: string;
  units: string;
  amount_micros: string;
  payout_micros: string;
  would_pay_micros: string;
  currency: string;
  traits: SaleTraits | null;
  contract_id: string | null;
  terms_version_id: string | null;
  locks_ms: string | null;
  locked_ms: string | null;
  outside_of_terms: boolean;
  outside_approved_ms: string | null;
  modifications: number;
  modification_reason: string | null;
  reversal_reason: string | null;
  adjusted_payout_micros: string;
  created_ms: string;
  updated_ms: string;
}

export const ms = (column: string, name: string) =>
  `(extract(epoch from ${column}) * 1000)::bigint::text as ${name}`;
export const columns = `a.id,
  a.kind,
  (select e.code from event_type e where e.id = a.event_type_id) as event_type_code,
  a.order_id,
  a.date::text as date,
  ${ms("a.occurred_at", "occurred_ms")},
  a.program_id,
  a.brand_account_id,
  a.partner_account_id,
  p.name as partner_name,
  a.link_id,
  l.name as link_name,
  a.is_test,
  a.simulated,
  a.not_split,
  a.source,
  ${ms("a.clicked_at", "clicked_ms")},
  a.state,
  a.outcome,
  a.reason,
  a.leads::text as leads,
  a.orders::text as orders,
  a.units::text as units,
  a.amount_micros::text as amount_micros,
  a.payout_micros::text as payout_micros,
  a.would_pay_micros::text as would_pay_micros,
  a.currency,
  a.traits,
  a.contract_id,
  a.terms_version_id,
  ${ms("a.locks_at", "locks_ms")},
  ${ms("a.locked_at", "locked_ms")},
  a.outside_of_terms,
  ${ms("a.outside_approved_at", "outside_approved_ms")},
  a.modifications,
  a.modification_reason,
  a.reversal_reason,
  a.adjusted_payout_micros::text as adjusted_payout_micros,
  ${ms("a.created_at", "created_ms")},
  ${ms("a.updated_at", "updated_ms")}`;
export const joins = `from conversion a
    left join account p on p.id = a.partner_account_id
    left join tracking_link l on l.id = a.link_id`;

const dateOrNull = (at: string | null): Date | null => (at === null ? null : new Date(Number(at)));
export const waitsOutside = (row: ConversionRow): boolean =>
  row.outside_of_terms && row.outside_approved_ms === null && row.state === "PENDING";
/** The same in SQL. */
export const waitsOutsideSql =
  "a.outside_of_terms and a.outside_approved_at is null and a.state = 'PENDING'";

/** Its link in words. */
export const linkOf = (row: ConversionRow): string =>
  linkText({
    name: row.link_name,
    notSplit: row.not_split,
    isReported: row.source === "REPORT",
  });
export const conversionView = (row: ConversionRow): ConversionView => ({
  id: row.id,
  kind: row.kind,
  eventTypeCode: row.event_type_code,
  orderId: row.order_id,
  date: row.date,
  programId: row.program_id,
  partnerAccountId: row.partner_account_id,
  partnerName: row.partner_name,
  linkId: row.link_id,
  linkName: row.link_name,
  linkText: linkOf(row),
  notSplit: row.not_split,
  source: row.source,
  clickedAt: dateOrNull(row.clicked_ms),
  isTest: row.is_test,
  simulated: row.simulated,
  state: row.state,
  outcome: row.outcome,
  payoutStage: saleStage(row),
  reason: row.reason,
  reasonText: row.reason && reasonSentences[row.reason],
  leads: Number(row.leads),
  orders: Number(row.orders),
  units: Number(row.units),
  amount: money(BigInt(row.amount_micros), row.currency),
  payout: money(BigInt(row.payout_micros), row.currency),
  wouldPay:
    row.is_test || waitsOutside(row) ? money(BigInt(row.would_pay_micros), row.currency) : null,
  adjustment: money(BigInt(row.adjusted_payout_micros), row.currency),
  contractId: row.contract_id,
  locksAt: dateOrNull(row.locks_ms),
  lockedAt: dateOrNull(row.locked_ms),
  outsideOfTerms: row.outside_of_terms,
  outsideApprovedAt: dateOrNull(row.outside_approved_ms),
  modifications: row.modifications,
  modificationReason: row.modification_reason,
  reversalReason: row.reversal_reason,
  createdAt: new Date(Number(row.created_ms)),
  updatedAt: new Date(Number(row.updated_ms)),
});
