/** Updates of sales as the ledger has them, in the order in which they were booked. */
import type { BookedConversion } from "../attribution/booked-conversions.ts";
import type { UpdateActor, UpdateKind } from "../../domain/conversion.ts";
import type { Instant } from "../../domain/calendar.ts";
import { isOverLimit } from "../../domain/payable-event.ts";

export interface Update extends Pick<BookedConversion, "outcome" | "reason" | "groupId"> {
  conversion: string;
  kind: UpdateKind;
  actor: UpdateActor;
  bookedAt: Instant;
  partner: string | null;
  contract: string | null;
  leads: bigint;
  orders: bigint;
  units: bigint;
  amount: bigint;
  payout: bigint;
  adjustedOrders: bigint;
  adjustedPayout: bigint;
}

/**
 * Of one report and instant: first sales whose contract changed, then what people asked for, then
 * what locks by the clock, then Amazon's rows, of which what shrinks comes first
 * (attribution/settling.ts, attribution/report-news.ts), or what a shop handed in, changes last
 * (attribution/submitted-changes.ts).
 */
export const updatesSql = `
  select
    u.conversion_id as conversion,
    u.kind,
    u.actor,
    (extract(epoch from u.at) * 1000)::float8 as "bookedAt",
    u.partner_account_id as partner,
    d.contract_id as contract,
    d.group_id as "groupId",
    u.outcome,
    u.reason,
    u.delta_leads as leads,
    u.delta_orders as orders,
    u.delta_units as units,
    u.delta_amount_micros as amount,
    u.delta_payout_micros as payout,
    u.adjusted_orders as "adjustedOrders",
    u.adjusted_payout_micros as "adjustedPayout"
  from conversion a
  join conversion_update u on u.conversion_id = a.id
  left join decision d
    on d.brand_account_id = a.brand_account_id
    and d.occurred_at = a.occurred_at
    and d.subject_id = u.id
  left join lateral (
    select r.requested_at, r.id
    from conversion_request r
    where r.conversion_id = a.id and r.booked_at = u.at
    limit 1
  ) r
    on u.actor = 'PERSON'
  where a.program_id = $1
    and not a.is_test
    and a.partner_account_id is not null
    and a.occurred_at >= $2
    and ($3::uuid[] is null or a.partner_account_id = any($3))
  order by
    u.at,
    case
      when u.kind = 'REPRICED' then 0
      when u.actor = 'PERSON' then 1
      when u.actor = 'SYSTEM' then 2
      when u.actor = 'SOURCE' and u.kind <> 'TRACKED' then 4
      else 3
    end,
    r.requested_at,
    r.id,
    (
      u.kind <> 'TRACKED'
        and u.delta_leads <= 0
        and u.delta_orders <= 0
        and u.delta_amount_micros <= 0
    ) desc,
    a.occurred_at,
    a.row_key,
    u.number`;

/** A sale before anything was booked of it. */
export const unbooked = (conversion: BookedConversion): BookedConversion => ({
  ...conversion,
  state: "PENDING",
  outcome: "UNPAID",
  reason: null,
  leads: 0n,
  orders: 0n,
  units: 0n,
  amount: 0n,
  payout: 0n,
  wouldPay: 0n,
  contractId: null,
  groupId: null,
  outsideOfTerms: false,
  outsideApprovedAt: null,
  outsideApprovedBy: null,
  adjustedOrders: 0n,
  adjustedPayout: 0n,
});

/** The sale as the ledger had it after an update. */
export function bookedAfter(before: BookedConversion, update: Update): BookedConversion {
  const { outcome, reason, kind, bookedAt } = update;
  const outsideApprovedAt = kind === "OUTSIDE_APPROVED" ? bookedAt : before.outsideApprovedAt;
  return {
    ...before,
    outcome,
    reason,
    outsideApprovedAt,
    outsideOfTerms: isOverLimit(reason) || outsideApprovedAt !== null,
    partnerId: update.partner,
    contractId: update.contract ?? before.contractId,
    groupId: isPriced(update) ? update.groupId : before.groupId,
    leads: before.leads + update.leads,
    orders: before.orders + update.orders,
    units: before.units + update.units,
    amount: before.amount + update.amount,
    payout: before.payout + update.payout,
    adjustedOrders: before.adjustedOrders + update.adjustedOrders,
    adjustedPayout: before.adjustedPayout + update.adjustedPayout,
  };
}
export const isPriced = ({ kind }: Pick<Update, "kind">): boolean =>
  kind === "TRACKED" ||
  kind === "RESTATED" ||
  kind === "REPRICED" ||
  kind === "MODIFIED" ||
  kind === "OUTSIDE_APPROVED";
