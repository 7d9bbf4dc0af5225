/**
 * Report rows → actions. The one code path by which Amazon sales enter, whoever delivered the report: every row is the
 * newest total of its key, the difference to what is booked becomes an update, a decision and a ledger transfer.
 */
import type pg from "pg";
import { loadPrograms, type ProgramFacts } from "../accounting/catalog.ts";
import { prepareDecisions, storeDecisions, type DecisionRecord } from "../accounting/posting.ts";
import type { Clock, NewId } from "../clock.ts";
import { inTransaction } from "../db/connection.ts";
import { sameTotals } from "../domain/attribution.ts";
import { addDays, dateEnd, dateOf, type Instant } from "../domain/calendar.ts";
import type { Decision } from "../domain/decide.ts";
import { marketplaceOf, type Marketplace } from "../domain/tracking.ts";
import { readBooked, takenOrderIds, touchRows, writeSales, type ActionState, type BookedRow, type SaleWrites } from "./action-rows.ts";
import { addChange, noWrites, rowWrites, type Booking } from "./booking.ts";
import { decideSale, loadCredits, standingOf, type Credits } from "./crediting.ts";
import { minorDigits } from "./currency.ts";
import { readRows, type NamedRow } from "./report-rows.ts";

export interface BookReport {
  programId: string;
  advertiserId: string;
  /** True for everything that came from the simulator. */
  simulated: boolean;
  rows: readonly unknown[];
  /** When the poll began: rows that a later poll has reported are left alone. */
  startedAt: Instant;
  clock: Clock;
  newId: NewId;
}

/** `stale` rows came from an older poll than what is booked; `foreign` ones belong to other campaigns of the advertiser. */
export interface BookedReport {
  booked: number;
  unchanged: number;
  stale: number;
  bad: number;
  firstFault: string | null;
  foreign: number;
}

interface Place {
  program: ProgramFacts;
  marketplace: Marketplace;
}

async function loadPlace(pool: pg.Pool, programId: string): Promise<Place> {
  const client = await pool.connect();
  try {
    const program = (await loadPrograms(client, [programId])).get(programId);
    const marketplace = program && marketplaceOf(program.marketplace);
    if (!program || !marketplace) throw new Error(`bookReport: no program ${programId} with a known marketplace`);
    return { program, marketplace };
  } finally {
    client.release();
  }
}

/** The contract and the books of a sale are those of its date's last instant where Amazon cuts the date. */
const saleInstant = (date: string, zone: string): Instant => dateEnd(date, zone) - 1;

const idPart = (id: string): string => id.replaceAll("%", "%25").replaceAll("-", "%2D");
const orderIdOf = ({ totals }: NamedRow): string => `AMZ-${totals.campaignId}-${totals.date.replaceAll("-", "")}-${idPart(totals.adGroupId)}-${idPart(totals.creativeId)}`;

interface Change {
  row: NamedRow;
  at: Instant;
  booked: BookedRow | undefined;
}

function sortRows(rows: readonly NamedRow[], booked: Map<string, BookedRow>, startedAt: Instant, zone: string) {
  const changes: Change[] = [];
  const unchanged: string[] = [];
  let stale = 0;
  for (const row of rows) {
    const known = booked.get(row.key);
    if (known && known.asOf > startedAt) stale += 1;
    else if (known && sameTotals(known, row.totals)) unchanged.push(row.key);
    else changes.push({ row, at: saleInstant(row.totals.date, zone), booked: known });
  }
  return { changes, unchanged, stale };
}

const isNothing = (totals: { orders: bigint; units: bigint; amount: bigint }): boolean => totals.orders === 0n && totals.units === 0n && totals.amount === 0n;

/** What the action becomes with the newest totals; null while there is no sale to speak of. */
function nextAction(
  { program, marketplace }: Place,
  { row, at, booked }: Change,
  credits: Credits,
): { action: Omit<ActionState, "id" | "orderId" | "updates">; decision: Decision | null } | null {
  const { orders, units, amount } = row.totals;
  const before = booked?.action ?? null;
  const totals = { orders, units, amount };
  if (isNothing(totals)) {
    // Nothing is left of it [D166]. It keeps the reason it had: a rate of 0 is not why it pays nothing now.
    if (!before) return null;
    const { id: _id, orderId: _orderId, updates: _updates, ...rest } = before;
    return { action: { ...rest, ...totals, payout: 0n, wouldPay: 0n, state: before.state === "APPROVED" ? "APPROVED" : "REVERSED" }, decision: null };
  }
  const credit = credits.creditOf(row);
  const contract = credit.partner && credits.contractAt(credit.partner.id, at);
  const standing = credit.partner && standingOf(program, credit.partner, before?.reason);
  const decision = decideSale({ program, credit, contract, standing, at, currency: marketplace.currency, totals });
  const { outcome, reason, amount: payout, wouldPay, contractId, termsVersionId } = decision;
  const action = {
    partnerId: credit.partner?.id ?? null,
    linkId: credit.linkId,
    isTest: credit.isTest,
    outcome,
    reason,
    ...totals,
    payout,
    wouldPay,
    currency: marketplace.currency,
    contractId,
    termsVersionId,
    state: before?.state === "APPROVED" ? ("APPROVED" as const) : ("PENDING" as const),
  };
  return { action, decision };
}

async function book(client: pg.ClientBase, report: BookReport, place: Place, changes: Change[]): Promise<void> {
  const { program, marketplace } = place;
  const credits = await loadCredits(client, program, changes, report.simulated);
  const taken = await takenOrderIds(
    client,
    changes.filter(({ booked }) => !booked?.action).map(({ row }) => orderIdOf(row)),
  );
  const now = report.clock();
  const writes: SaleWrites = noWrites();
  const decisions: DecisionRecord[] = [];
  for (const change of changes) {
    const { row, at, booked } = change;
    const booking: Booking = { program, report, row, at, now, currency: marketplace.currency, version: (booked?.version ?? 0) + 1 };
    rowWrites(writes, booking, credits.creditOf(row));
    const next = nextAction(place, change, credits);
    if (!next) continue;
    const before = booked?.action ?? null;
    const orderId = orderIdOf(row);
    // The same tag and date under another advertiser: the advertiser's id tells the two apart.
    const names = before ?? { id: report.newId(now), orderId: taken.has(orderId) ? `${orderId}-${report.advertiserId}` : orderId, updates: 0 };
    const action = { ...next.action, id: names.id, orderId: names.orderId, updates: names.updates };
    decisions.push(...addChange(writes, booking, { before, action, decision: next.decision }));
  }
  await writeSales(client, writes);
  await storeDecisions(client, decisions);
}

/** Books a report, or a part of one, in one transaction. Delivering it again changes nothing. */
export async function bookReport(pool: pg.Pool, report: BookReport): Promise<BookedReport> {
  const place = await loadPlace(pool, report.programId);
  const { zone, currency } = place.marketplace;
  const lastDate = addDays(dateOf(report.clock(), zone), 1);
  const { named, ...counts } = readRows({ advertiserId: report.advertiserId, campaignId: place.program.code, minorDigits: minorDigits(currency), lastDate }, report.rows);
  if (named.length === 0) return { booked: 0, unchanged: 0, stale: 0, ...counts };
  await prepareDecisions(
    pool,
    named.filter(({ totals }) => !isNothing(totals)).map(({ totals }) => saleInstant(totals.date, zone)),
  );
  return inTransaction(pool, async (client) => {
    // One report of a program at a time, in all processes: no row is booked twice.
    await client.query("select pg_advisory_xact_lock(hashtextextended('attribution ' || $1, 0))", [report.programId]);
    const booked = await readBooked(
      client,
      named.map(({ key }) => key),
    );
    const { changes, unchanged, stale } = sortRows(named, booked, report.startedAt, zone);
    await touchRows(client, unchanged, report.startedAt);
    if (changes.length > 0) await book(client, report, place, changes);
    return { booked: changes.length, unchanged: unchanged.length, stale, ...counts };
  });
}
