/**
 * Report rows → conversions. The one code path by which Amazon sales enter, whoever delivered the
 * report: every row is the newest total of its key, the difference to what is booked becomes an
 * update, a decision and a ledger transfer.
 */
import { hash } from "node:crypto";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import { readBookedRows, takenOrderIds, touchRows, type SaleWrites } from "./conversion-rows.ts";
import { readConversions, type BookedConversion } from "./booked-conversions.ts";
import { book } from "./booking.ts";
import {
  flush,
  inBooking,
  loadProgramContext,
  type SalesBooking,
  type ProgramContext,
} from "./sales-booking.ts";
import { isOutage } from "../../platform/db/outage.ts";
import {
  failureOf,
  isDue,
  openItems,
  park,
  unpark,
  type OpenItem,
} from "../../platform/db/parking.ts";
import { loadCredits, type Credit } from "./crediting.ts";
import { minorDigits } from "../../domain/values/currency.ts";
import { contractsBooked, contractsInForce, price, standingOf } from "./pricing.ts";
import { readRows, type NamedRow, type UnreadableRow } from "./report-rows.ts";
import { settle } from "./settling.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { saleInstant, orderIdOf, type News, isNothing, sameSale, sortRows } from "./report-news.ts";
import { restated } from "./restating.ts";

export interface BookReport extends Omit<WorkerDeps, "pool"> {
  programId: string;
  advertiserId: string;
  /** True for everything that came from the simulator. */
  simulated: boolean;
  rows: readonly unknown[];
  /** When the poll began: rows that a later poll has reported are left alone. */
  startedAt: Instant;
}

/**
 * `stale` rows came from an older poll than what is booked; `foreign` ones belong to other
 * campaigns of the advertiser.
 */
export interface BookedReport {
  booked: number;
  unchanged: number;
  stale: number;
  bad: number;
  firstFault: string | null;
  /** The bad ones, each with its reason. */
  unreadable: UnreadableRow[];
  foreign: number;
  /** Rows that tell nothing, or less than is hidden: nothing is booked for them. */
  masked: number;
  /** Rows that could be read and not be booked. */
  parked: number;
}

const time = (at: Instant): string => new Date(at).toISOString();

function writeRow(
  writes: SaleWrites,
  booking: SalesBooking,
  report: BookReport,
  { row, known }: News,
  credit: Credit,
): void {
  const { date, campaignId, adGroupId, creativeId, clickThroughs, orders, units, amount } =
    row.totals;
  const [brand, now, version] = [
    booking.program.brandAccountId,
    time(booking.now),
    (known?.version ?? 0) + 1,
  ];
  writes.rows.push({
    row_key: row.key,
    brand_account_id: brand,
    program_id: booking.program.id,
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
    currency: booking.marketplace.currency,
    simulated: report.simulated,
    version,
    first_seen_at: now,
    last_changed_at: now,
    as_of: time(report.startedAt),
  });
  writes.versions.push({
    row_key: row.key,
    version,
    brand_account_id: brand,
    body: row.body,
    seen_at: now,
  });
}

/** A sale that was never booked, credited but not yet priced. */
function newSale(
  booking: SalesBooking,
  report: BookReport,
  { row, at }: News,
  credit: Credit,
  orderId: string,
): BookedConversion {
  const { date, orders, units, amount } = row.totals;
  return {
    id: booking.newId(booking.now),
    rowKey: row.key,
    orderId,
    partnerId: credit.partner?.id ?? null,
    linkId: credit.linkId,
    date,
    at,
    isTest: credit.isTest,
    simulated: report.simulated,
    state: "PENDING",
    outcome: "UNPAID",
    reason: null,
    orders,
    units,
    amount,
    payout: 0n,
    wouldPay: 0n,
    currency: booking.marketplace.currency,
    contractId: null,
    termsVersionId: null,
    groupId: null,
    traits: row.traits,
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
  };
}

async function bookNews(booking: SalesBooking, report: BookReport, news: News[]): Promise<void> {
  const creditOf = await loadCredits(
    booking.client,
    booking.program,
    news.map(({ row }) => row),
    report.simulated,
  );
  const sales = await readConversions(booking.client, "a.row_key = any($1)", [
    news.map(({ row }) => row.key),
  ]);
  const byRow = new Map(sales.map((sale) => [sale.rowKey, sale]));
  const taken = await takenOrderIds(
    booking.client,
    news.filter(({ row }) => !byRow.has(row.key)).map(({ row }) => orderIdOf(row)),
  );
  const inForce = await contractsInForce(
    booking,
    news.map(({ row, at }) => ({
      partnerId: creditOf(row).partner?.id ?? null,
      linkId: creditOf(row).linkId,
      at,
      traits: row.traits,
    })),
  );
  const booked = await contractsBooked(
    booking,
    sales.filter(({ state }) => state === "APPROVED"),
  );
  for (const one of news) {
    const { row, known } = one;
    const credit = creditOf(row);
    writeRow(booking.writes, booking, report, one, credit);
    const before = byRow.get(row.key);
    // Clicks alone change no sale.
    if (before && known && sameSale(known, row.totals)) continue;
    if (before) {
      const change = restated({ booking, before, row, credit, inForce, booked });
      if (change) book(booking, change);
    } else if (!isNothing(row.totals)) {
      const orderId = orderIdOf(row);
      // The same tag and date under another advertiser: the advertiser's id tells the two apart.
      const sale = newSale(
        booking,
        report,
        one,
        credit,
        taken.has(orderId) ? `${orderId}-${report.advertiserId}` : orderId,
      );
      const standing = standingOf(booking, credit.partner?.active ?? false, undefined);
      book(booking, {
        before: null,
        ...price(booking, sale, { contract: inForce(sale), standing, before: null }),
        kind: "TRACKED",
        actor: "AMAZON",
      });
    }
  }
  await flush(booking);
}

interface Rows {
  deps: WorkerDeps;
  context: ProgramContext;
  report: BookReport;
}
type Counts = Pick<BookedReport, "booked" | "unchanged" | "stale" | "masked" | "parked">;

async function bookTogether(
  { deps, context, report }: Rows,
  named: readonly NamedRow[],
): Promise<Counts> {
  const { zone } = context.marketplace;
  const instants = named
    .filter(({ totals }) => !isNothing(totals))
    .map(({ totals }) => saleInstant(totals.date, zone));
  return inBooking(deps, context, instants, async (booking) => {
    await settle(booking);
    const rowKeys = named.map(({ key }) => key);
    const { news, unchanged, stale, masked } = sortRows(
      named,
      await readBookedRows(booking.client, rowKeys),
      report.startedAt,
      zone,
    );
    await touchRows(booking.client, unchanged, report.startedAt);
    if (news.length > 0) await bookNews(booking, report, news);
    return { booked: news.length, unchanged: unchanged.length, stale, masked, parked: 0 };
  });
}

/**
 * Halves what cannot be booked together until the rows that cannot be booked at all are alone;
 * those are parked.
 */
async function bookApart(rows: Rows, named: readonly NamedRow[]): Promise<Counts> {
  try {
    return await bookTogether(rows, named);
  } catch (error) {
    if (isOutage(error)) throw error;
    const [first] = named;
    if (named.length === 1 && first) {
      const { id: programId, brandAccountId: accountId } = rows.context.program;
      await park(
        rows.deps.pool,
        rows.deps,
        { kind: "REPORT_ROW", subject: rowSubject(programId, first.key), accountId, programId },
        failureOf(error),
      );
      return { booked: 0, unchanged: 0, stale: 0, masked: 0, parked: 1 };
    }
    const half = Math.ceil(named.length / 2);
    const [a, b] = [
      await bookApart(rows, named.slice(0, half)),
      await bookApart(rows, named.slice(half)),
    ];
    return {
      booked: a.booked + b.booked,
      unchanged: a.unchanged + b.unchanged,
      stale: a.stale + b.stale,
      masked: a.masked + b.masked,
      parked: a.parked + b.parked,
    };
  }
}

/** A row's key may be long, and of two programs the same. */
const rowSubject = (programId: string, key: string): string =>
  `${programId}/${hash("sha256", key, "hex").slice(0, 32)}`;

/**
 * Books a report, or a part of one. Delivering it again changes nothing. A row that cannot be
 * booked is parked and keeps no other waiting: it is tried again with what a later poll says of it.
 */
export async function bookReport(
  pool: WorkerDeps["pool"],
  report: BookReport,
): Promise<BookedReport> {
  const context = await loadProgramContext(pool, report.programId);
  const { zone, currency } = context.marketplace;
  const lastDate = addDays(dateOf(report.clock(), zone), 1);
  const { named, unreadable, foreign, masked } = readRows(
    {
      advertiserId: report.advertiserId,
      campaignId: context.program.code,
      minorDigits: minorDigits(currency),
      lastDate,
    },
    report.rows,
  );
  const counts = {
    bad: unreadable.length,
    firstFault: unreadable[0]?.fault ?? null,
    unreadable,
    foreign,
    masked,
  };
  const deps: WorkerDeps = { pool, clock: report.clock, newId: report.newId, log: report.log };
  const open =
    named.length === 0 ? new Map<string, OpenItem>() : await openItems(pool, "REPORT_ROW");
  const itemOf = ({ key }: NamedRow) => open.get(rowSubject(report.programId, key));
  const tried = named.filter((row) => isDue(itemOf(row), report.clock()));
  const left = named.length - tried.length;
  if (tried.length === 0) return { booked: 0, unchanged: 0, stale: 0, ...counts, parked: left };
  let done: Counts;
  try {
    done = await bookTogether({ deps, context, report }, tried);
  } catch (error) {
    if (isOutage(error)) throw error;
    // What fails without any row is the program's own, and is not the rows' fault.
    await inBooking(deps, context, [], settle);
    done = await bookApart({ deps, context, report }, tried);
  }
  if (done.parked === 0)
    await unpark(
      pool,
      deps,
      "REPORT_ROW",
      tried.flatMap((row) => itemOf(row)?.subject ?? []),
    );
  return { ...counts, ...done, masked: masked + done.masked, parked: done.parked + left };
}
