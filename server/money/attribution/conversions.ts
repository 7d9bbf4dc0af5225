/**
 * What Amazon told → conversions. The one code path by which Amazon sales enter, whoever delivered
 * the report: of each ad group and date its own row is the total, its creatives split it, and the
 * difference to what is booked becomes updates, decisions and ledger transfers.
 */
import { hash } from "node:crypto";
import { readBookedRows, takenOrderIds } from "./conversion-rows.ts";
import { readConversions, unpriced, type BookedConversion } from "./booked-conversions.ts";
import { book } from "./booking.ts";
import {
  flush,
  inBooking,
  loadProgramContext,
  type SalesBooking,
  type ProgramContext,
} from "./sales-booking.ts";
import { instantText } from "../../platform/db/copy.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { failureOf, isDue, openItems, park, unpark } from "../../platform/db/parking.ts";
import { closePassed, mayBook } from "./breaker.ts";
import { loadCredits, type Credit } from "./crediting.ts";
import { contractsBooked, contractsInForce, price, standingOf } from "./pricing.ts";
import { settle, type Settled } from "./settling.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { saleInstant, orderIdOf, type News, isNothing, sortGroups } from "./report-news.ts";
import { restated } from "./restating.ts";
import { cleanGroups, dirtyGroups, readGroupRows, type DirtyGroup } from "./told-rows.ts";

/** Rows that changed, ad groups and dates that wait for what is told next, or are parked. */
export interface BookedTold {
  booked: number;
  waiting: number;
  parked: number;
  /** Ad groups and dates of a report that is held whole. */
  held: number;
}
const nothing: BookedTold = { booked: 0, waiting: 0, parked: 0, held: 0 };

function writeRow(booking: SalesBooking, { row, known }: News, credit: Credit): void {
  const { date, campaignId, adGroupId, creativeId } = row.tag;
  const { orders, units, amount } = row.totals;
  const now = instantText(booking.now);
  const { fresh, changed } = booking.writes.rows;
  (known ? changed : fresh).push({
    row_key: row.key,
    brand_account_id: booking.program.brandAccountId,
    program_id: booking.program.id,
    partner_account_id: credit.partner?.id ?? null,
    link_id: credit.linkId,
    advertiser_id: row.advertiserId,
    date,
    campaign_id: campaignId,
    ad_group_id: adGroupId,
    creative_id: creativeId,
    orders,
    units,
    amount_micros: amount,
    currency: booking.marketplace.currency,
    simulated: row.simulated,
    first_seen_at: now,
    last_changed_at: now,
  });
}

/** Amazon tells of no leads. */
const ofReports = { kind: "SALE", eventType: null } as const;
/** A sale that was never booked, credited but not yet priced. */
function newSale(
  booking: SalesBooking,
  { row, at }: News,
  credit: Credit,
  orderId: string,
): BookedConversion {
  const { date } = row.tag;
  const { orders, units, amount } = row.totals;
  return unpriced({
    id: booking.newId(booking.now),
    ...ofReports,
    leads: 0n,
    rowKey: row.key,
    orderId,
    partnerId: credit.partner?.id ?? null,
    linkId: credit.linkId,
    date,
    at,
    isTest: credit.isTest,
    simulated: row.simulated,
    notSplit: row.notSplit,
    source: "REPORT",
    clickedAt: null,
    orders,
    units,
    amount,
    currency: booking.marketplace.currency,
    traits: row.traits,
  });
}

async function bookNews(booking: SalesBooking, news: readonly News[]): Promise<void> {
  const creditOf = await loadCredits(
    booking.client,
    booking.program,
    news.map(({ row }) => row),
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
      ...ofReports,
    })),
  );
  const booked = await contractsBooked(
    booking,
    sales.filter(({ state }) => state === "APPROVED"),
  );
  for (const one of news) {
    const { row } = one;
    const credit = creditOf(row);
    writeRow(booking, one, credit);
    const before = byRow.get(row.key);
    if (before) {
      const change = restated({ booking, before, row, credit, inForce, booked });
      if (change) book(booking, change);
    } else if (!isNothing(row.totals)) {
      const orderId = orderIdOf(row);
      // The same tag and date under another advertiser: the advertiser's id tells the two apart.
      const sale = newSale(
        booking,
        one,
        credit,
        taken.has(orderId) ? `${orderId}-${row.advertiserId}` : orderId,
      );
      const standing = standingOf(booking, ofReports, credit.partner?.active ?? false, undefined);
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

interface Groups {
  deps: WorkerDeps;
  context: ProgramContext;
  /** Of the transaction before. */
  settled: Settled;
}

async function bookTogether(of: Groups, groups: readonly DirtyGroup[]): Promise<BookedTold> {
  const { deps, context } = of;
  const { marketplace } = context;
  const instants = groups
    .filter(({ hasSales }) => hasSales)
    .map(({ date }) => saleInstant(date, marketplace.zone));
  const { settled, ...done } = await inBooking(deps, context, instants, async (booking) => {
    const settled = await settle(booking, of.settled);
    const { client } = booking;
    const keys = groups.map(({ key }) => key);
    const told = await readGroupRows(client, keys);
    const booked = await readBookedRows(
      client,
      told.map(({ rowKey }) => rowKey),
    );
    const { news, waiting } = sortGroups(told, booked, marketplace);
    if (news.length > 0) await bookNews(booking, news);
    // Those that wait too: only what is told of them next can change what becomes of them.
    await cleanGroups(client, keys);
    return { ...nothing, booked: news.length, waiting, settled };
  });
  of.settled = settled;
  return done;
}

const sum = (a: BookedTold, b: BookedTold): BookedTold => ({
  booked: a.booked + b.booked,
  waiting: a.waiting + b.waiting,
  parked: a.parked + b.parked,
  held: a.held + b.held,
});

/**
 * Halves what cannot be booked together until the ad groups and dates that cannot be booked at all
 * are alone; those are parked.
 */
async function bookApart(of: Groups, groups: readonly DirtyGroup[]): Promise<BookedTold> {
  try {
    return await bookTogether(of, groups);
  } catch (error) {
    if (isOutage(error)) throw error;
    const [first] = groups;
    if (groups.length === 1 && first) {
      const { id: programId, brandAccountId: accountId } = of.context.program;
      await park(
        of.deps.pool,
        of.deps,
        { kind: "REPORT_ROW", subject: groupSubject(programId, first.key), accountId, programId },
        failureOf(error),
      );
      return { ...nothing, parked: 1 };
    }
    const half = Math.ceil(groups.length / 2);
    const before = await bookApart(of, groups.slice(0, half));
    return sum(before, await bookApart(of, groups.slice(half)));
  }
}

/** A row's key may be long, and of two programs the same. */
const groupSubject = (programId: string, key: string): string =>
  `${programId}/${hash("sha256", key, "hex").slice(0, 32)}`;

/** Rows of one transaction; an ad group and date is never cut. */
const batchRows = 5_000;
function batchesOf(groups: readonly DirtyGroup[]): DirtyGroup[][] {
  const batches: DirtyGroup[][] = [];
  let rows = 0;
  for (const group of groups) {
    const last = batches.at(-1);
    if (last && rows + group.rows <= batchRows) last.push(group);
    else {
      batches.push([group]);
      rows = 0;
    }
    rows += group.rows;
  }
  return batches;
}

async function bookBatch(of: Groups, batch: readonly DirtyGroup[]): Promise<BookedTold> {
  try {
    return await bookTogether(of, batch);
  } catch (error) {
    if (isOutage(error)) throw error;
    // What fails without any row is the program's own, and is not the rows' fault.
    await inBooking(of.deps, of.context, [], settle);
    return bookApart(of, batch);
  }
}

async function bookDirty(
  deps: WorkerDeps,
  programId: string,
  dirty: readonly DirtyGroup[],
): Promise<BookedTold> {
  const context = await loadProgramContext(deps.pool, programId);
  const of: Groups = { deps, context, settled: { under: null } };
  if (!(await mayBook(deps, of.context))) return { ...nothing, held: dirty.length };
  // What was dropped is no news any more.
  const groups = await dirtyGroups(deps.pool, programId);
  const open = await openItems(deps.pool, "REPORT_ROW");
  const tried = groups.filter(({ key }) =>
    isDue(open.get(groupSubject(programId, key)), deps.clock()),
  );
  let done = { ...nothing, parked: groups.length - tried.length };
  for (const batch of batchesOf(tried)) done = sum(done, await bookBatch(of, batch));
  return done;
}

/** What is parked of a program and not dirty any more was booked or dropped. */
async function unparkBooked(deps: WorkerDeps, programId: string): Promise<void> {
  const open = [...(await openItems(deps.pool, "REPORT_ROW")).keys()].filter(
    (subject) =>
      subject.startsWith(`${programId}/`) && !subject.startsWith(`${programId}/unreadable/`),
  );
  if (open.length === 0) return;
  const dirty = await dirtyGroups(deps.pool, programId);
  const left = new Set(dirty.map(({ key }) => groupSubject(programId, key)));
  await unpark(
    deps.pool,
    deps,
    "REPORT_ROW",
    open.filter((subject) => !left.has(subject)),
  );
}

/**
 * Books what was told of a program since it was booked last. Doing it again changes nothing. An ad
 * group and date that cannot be booked is parked and keeps no other waiting.
 */
export async function bookTold(deps: WorkerDeps, programId: string): Promise<BookedTold> {
  const dirty = await dirtyGroups(deps.pool, programId);
  const done = dirty.length === 0 ? nothing : await bookDirty(deps, programId, dirty);
  if (done.held > 0) return done;
  // Also where nothing is left: a worker may have been killed before.
  await closePassed(deps, programId);
  await unparkBooked(deps, programId);
  return done;
}
