/**
 * The one code path by which decisions and ledger transfers are stored, for clicks and for sales.
 */
import type pg from "pg";
import type { Instant } from "../../domain/calendar.ts";
import { engineVersion, type Decision } from "../../domain/decide.ts";
import type { EventKind } from "../../domain/event-kinds.ts";
import { transferFor, type LedgerEvent } from "../../domain/ledger.ts";
import { usesToJson } from "../../domain/stored-use.ts";
import type { Micros } from "../../domain/money.ts";
import { rateText } from "../../domain/terms.ts";
import type { CountedClick } from "../../platform/db/click-counts.ts";
import {
  copyBoolean,
  copyInstant,
  copyRecordedAt,
  copyLines,
  copyText,
} from "../../platform/db/copy.ts";
import { ensurePartitions } from "../../platform/db/partitions.ts";
import { noteTransfer, type Posting } from "./seals.ts";

export interface DecisionRecord {
  brand: string;
  occurredAt: Instant;
  /** The click's id, or the conversion update's id. */
  subjectId: string;
  event: EventKind;
  partner: string | null;
  program: string;
  link: string | null;
  isTest: boolean;
  /** Clicks only. */
  counted: CountedClick | null;
  decision: Decision;
  /**
   * What is booked: for a click the amount, for a conversion the difference to what was booked
   * before. Null or 0 books nothing.
   */
  booking: { change: Micros; partner: string; contractId: string; currency: string } | null;
  /** Fencing epoch of the writer; 0 where none applies. */
  epoch: bigint;
  recordedAt: Instant;
}

const decisionColumns =
  "decision (brand_account_id, occurred_at, subject_id, event, partner_account_id, program_id, " +
  "link_id, is_test, outcome, reason, hidden, classification, new_visitor, group_id, rate, " +
  "amount_micros, would_pay_micros, currency, contract_id, terms_version_id, uses, " +
  "engine_version, epoch, recorded_at)";
const transferColumns =
  "ledger_transfer (effective_at, subject_id, event, brand_account_id, partner_account_id, " +
  "program_id, contract_id, debit, credit, amount_micros, currency, posted_at, batch_id)";

const orNull = (value: string | null): string => value ?? "\\N";

/** The COPY line of a decision. Ids, codes and numbers hold nothing to escape. */
export function decisionRow(record: DecisionRecord): string {
  const { counted, decision } = record;
  return (
    `${record.brand}\t${copyInstant(record.occurredAt)}\t${record.subjectId}\t` +
    `${record.event}\t${orNull(record.partner)}\t${record.program}\t` +
    `${orNull(record.link)}\t${copyBoolean(record.isTest)}\t${decision.outcome}\t` +
    `${orNull(decision.reason)}\t${copyBoolean(decision.hidden)}\t` +
    `${orNull(counted?.classification ?? null)}\t` +
    `${copyBoolean(counted?.newVisitor ?? false)}\t${copyText(decision.groupId)}\t` +
    `${decision.rate === null ? "\\N" : rateText(decision.rate)}\t${decision.amount}\t` +
    `${decision.wouldPay}\t${orNull(decision.currency)}\t${orNull(decision.contractId)}\t` +
    `${orNull(decision.termsVersionId)}\t${copyText(usesToJson(decision.uses))}\t` +
    `${engineVersion}\t${record.epoch}\t${copyRecordedAt(record.recordedAt)}`
  );
}

/**
 * What a transfer is made of. Approvals, adjustments and bonuses are transfers without a decision.
 */
export type TransferRecord = Pick<
  DecisionRecord,
  "brand" | "occurredAt" | "subjectId" | "program" | "booking" | "recordedAt"
> & { event: LedgerEvent };

/**
 * The text of the transfer that books a record, which is sealed and, with its posting, copied; null
 * when it books nothing.
 */
function transferText({
  brand,
  occurredAt,
  subjectId,
  program,
  booking,
  recordedAt,
  event,
}: TransferRecord): string | null {
  const transfer = booking && transferFor(event, booking.change);
  if (!booking || !transfer) return null;
  const { partner, contractId, currency } = booking;
  return (
    `${copyInstant(occurredAt)}\t${subjectId}\t${event}\t${brand}\t${partner}\t${program}\t` +
    `${contractId}\t${transfer.debit}\t${transfer.credit}\t${transfer.amount}\t` +
    `${currency}\t${copyRecordedAt(recordedAt)}`
  );
}

/** The COPY lines of what is booked; each is noted for its seal. */
function* transferRows(records: readonly TransferRecord[], posting: Posting): Generator<string> {
  for (const record of records) {
    const text = transferText(record);
    if (text === null || !record.booking) continue;
    noteTransfer(posting, record.booking, text);
    yield `${text}\t${posting.id}`;
  }
}

/** Makes the months' partitions; call it before the transaction in which storeDecisions runs. */
export async function prepareDecisions(pool: pg.Pool, instants: readonly Instant[]): Promise<void> {
  await ensurePartitions(pool, "decision", instants);
  await ensurePartitions(pool, "ledger_transfer", instants);
}

/**
 * Writes decisions and their transfers inside the caller's transaction, which seals the posting at
 * its end.
 */
export async function storeDecisions(
  client: pg.ClientBase,
  records: readonly DecisionRecord[],
  posting: Posting,
): Promise<void> {
  await copyLines(client, decisionColumns, Iterator.from(records).map(decisionRow));
  await storeTransfers(client, records, posting);
}

/** Writes transfers alone, inside the caller's transaction. */
export async function storeTransfers(
  client: pg.ClientBase,
  records: readonly TransferRecord[],
  posting: Posting,
): Promise<void> {
  await copyLines(client, transferColumns, transferRows(records, posting));
}
