/**
 * What brands granted to inquiries besides their sales: posted once each, as a bonus of the
 * contract, under the lock of the program's sales.
 */
import { postingReason } from "../../domain/inquiry.ts";
import type { Micros } from "../../domain/money.ts";
import { insertRows } from "../../platform/db/rows.ts";
import { isOneOf, type SalesBooking } from "./sales-booking.ts";

/** SQL: granted, and not posted; `q` is the inquiry. */
export const isUnposted = `q.grant_kind = 'BONUS'
    and not exists (select from inquiry_posting p where p.inquiry_id = q.id)`;

interface Grant {
  inquiry: string;
  partner: string;
  contract: string;
  amount: Micros;
  currency: string;
  answer: string;
}
const grantsSql = `
  select
    q.id as inquiry,
    q.partner_account_id as partner,
    q.contract_id as contract,
    q.granted_micros as amount,
    q.currency,
    q.answer
  from inquiry q
  where q.program_id = $1 and ${isOneOf("q.partner_account_id", 2)} and ${isUnposted}
  order by q.closed_at, q.id`;
const columns = [
  "id",
  "inquiry_id",
  "brand_account_id",
  "partner_account_id",
  "program_id",
  "contract_id",
  "amount_micros",
  "currency",
  "reason",
  "posted_at",
] as const;

/** Resolves with the number of postings. */
export async function postInquiries(booking: SalesBooking): Promise<number> {
  const { client, program, whose, now } = booking;
  const { rows: grants } = await client.query<Grant>(grantsSql, [
    program.id,
    whose.only,
    whose.without,
  ]);
  const rows = grants.map(({ inquiry, partner, contract, amount, currency, answer }) => {
    const id = booking.newId(now);
    booking.transfers.push({
      brand: program.brandAccountId,
      occurredAt: now,
      subjectId: id,
      event: "BONUS",
      program: program.id,
      booking: { change: amount, partner, contractId: contract, currency },
      recordedAt: now,
    });
    return {
      id,
      inquiry_id: inquiry,
      brand_account_id: program.brandAccountId,
      partner_account_id: partner,
      program_id: program.id,
      contract_id: contract,
      amount_micros: amount,
      currency,
      reason: postingReason(inquiry, answer),
      posted_at: new Date(now).toISOString(),
    };
  });
  await insertRows(client, "inquiry_posting", columns, rows);
  return rows.length;
}
