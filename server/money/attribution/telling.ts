/**
 * What Amazon tells is kept as it was told, whoever delivered it: the newest totals of each row,
 * and every version. What comes back hidden changes no totals. Booking is another step.
 */
import type pg from "pg";
import {
  isMasked,
  isNone,
  rowKey,
  sameTotals,
  type Grouping,
  type MaskedBut,
} from "../../domain/attribution.ts";
import { addDays, dateOf, type Instant } from "../../domain/calendar.ts";
import { minorDigits } from "../../domain/values/currency.ts";
import { inTransaction } from "../../platform/db/connection.ts";
import { instantText } from "../../platform/db/copy.ts";
import { holdOn } from "../../platform/db/locks.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { sameSale } from "./report-news.ts";
import { readRows, type NamedRow, type UnreadableRow } from "./report-rows.ts";
import { loadProgramContext, type ProgramContext } from "./sales-booking.ts";
import {
  groupsToldByAd,
  markConfirmed,
  markTold,
  nothingTold,
  readKnownRows,
  writeTold,
  type KnownRow,
  type ToldWrites,
} from "./told-rows.ts";

export interface ToldReport extends WorkerDeps {
  programId: string;
  advertiserId: string;
  grouping: Grouping;
  /** True for everything that came from the simulator. */
  simulated: boolean;
  /** Sent in a file by a person who saw what it changes, instead of read from Amazon. */
  fromFile?: boolean;
  rows: readonly unknown[];
  /** When the rows were asked for: what a later question was answered is left alone. */
  startedAt: Instant;
}

/** Rows of one delivery; `repeated` ones were replaced by a later one of their key. */
export interface Told {
  changed: number;
  unchanged: number;
  stale: number;
  repeated: number;
  /** Of other campaigns of the advertiser. */
  foreign: number;
  /** Hidden by Amazon: neither zero nor returned. */
  masked: number;
  bad: number;
  firstFault: string | null;
  /** The bad ones, each with its reason. */
  unreadable: UnreadableRow[];
}

interface Kept {
  context: ProgramContext;
  report: ToldReport;
}
function keep(
  { context, report }: Kept,
  writes: ToldWrites,
  { row, known }: { row: NamedRow; known: KnownRow | undefined },
): void {
  const { tag, totals } = row;
  const now = instantText(report.clock());
  const version = (known?.version ?? 0) + 1;
  const { id: programId, brandAccountId } = context.program;
  const adGroupKey =
    report.grouping === "CAMPAIGN" ? null : rowKey(report.advertiserId, "ADGROUP", tag);
  // Click-throughs move no sale.
  if (adGroupKey !== null && !(known?.told && sameSale(known, totals))) writes.news.add(adGroupKey);
  (known ? writes.changed : writes.fresh).push({
    row_key: row.key,
    grouping: report.grouping,
    brand_account_id: brandAccountId,
    program_id: programId,
    advertiser_id: report.advertiserId,
    date: tag.date,
    campaign_id: tag.campaignId,
    ad_group_id: tag.adGroupId,
    creative_id: tag.creativeId,
    ad_group_key: adGroupKey,
    traits: row.traits,
    click_throughs: totals.clickThroughs,
    orders: totals.orders,
    units: totals.units,
    amount_micros: totals.amount,
    promoted_orders: row.besides.promoted?.orders ?? null,
    promoted_units: row.besides.promoted?.units ?? null,
    promoted_amount_micros: row.besides.promoted?.amount ?? null,
    bonus_micros: row.besides.bonus,
    currency: context.marketplace.currency,
    simulated: report.simulated,
    version,
    told: true,
    from_file: report.fromFile ?? false,
    first_told_at: now,
    last_changed_at: now,
    as_of: instantText(report.startedAt),
  });
  writes.versions.push({
    row_key: row.key,
    version,
    brand_account_id: brandAccountId,
    body: row.body,
    seen_at: now,
  });
}

/** What stands besides and is not told, as in most files, is as it was told of the same sales. */
const saysTheSame = (known: KnownRow, { totals, besides: { bonus, promoted } }: NamedRow) =>
  sameTotals(known, totals) &&
  (bonus === null || known.bonus === bonus) &&
  (promoted === null ||
    (known.promotedOrders === promoted.orders &&
      known.promotedUnits === promoted.units &&
      known.promotedAmount === promoted.amount));

/**
 * What each row may take back. A person's zeros are of what a file told alone, and of no partner's
 * day whose ads tell something: Amazon hides by zeros, and a file holds them as it downloads them.
 */
async function mendsOf(
  client: pg.ClientBase,
  { report: { grouping, fromFile = false } }: Kept,
  named: readonly NamedRow[],
  known: ReadonlyMap<string, KnownRow>,
): Promise<(row: NamedRow) => MaskedBut> {
  const isToldByFile = ({ key }: NamedRow): boolean => known.get(key)?.fromFile === true;
  const zeros = named.filter((row) => fromFile && isToldByFile(row) && isNone(row.totals));
  const keys = grouping === "ADGROUP" ? zeros.map(({ key }) => key) : [];
  const byAd = await groupsToldByAd(client, keys);
  const taken = new Set(zeros.filter(({ key }) => !byAd.has(key)));
  return (row) => {
    if (taken.has(row)) return "ALL";
    return fromFile || isToldByFile(row) ? "FIGURES" : null;
  };
}

type Stored = Pick<Told, "changed" | "unchanged" | "stale" | "masked">;

/** Rows of one statement each: a file may have a hundred thousand. */
const partRows = 5_000;
async function storePart(
  client: pg.ClientBase,
  kept: Kept,
  named: readonly NamedRow[],
): Promise<Stored> {
  const { context, report } = kept;
  const { startedAt, fromFile = false } = report;
  const known = await readKnownRows(
    client,
    named.map(({ key }) => key),
  );
  const mends = await mendsOf(client, kept, named, known);
  const writes = nothingTold();
  const [unchanged, masked]: [string[], string[]] = [[], []];
  let stale = 0;
  for (const row of named) {
    const before = known.get(row.key);
    if (before && before.asOf > startedAt) stale += 1;
    else if (before && saysTheSame(before, row)) unchanged.push(row.key);
    else if (before && isMasked(before, row.totals, mends(row))) masked.push(row.key);
    else keep(kept, writes, { row, known: before });
  }
  const { id: programId, brandAccountId } = context.program;
  await writeTold(client, writes, { programId, brandAccountId });
  await markTold(client, unchanged, true, startedAt);
  if (!fromFile) {
    const same = unchanged.filter((key) => known.get(key)?.fromFile);
    await markConfirmed(client, same);
  }
  await markTold(client, masked, false, startedAt);
  return {
    changed: writes.fresh.length + writes.changed.length,
    unchanged: unchanged.length,
    stale,
    masked: masked.length,
  };
}

/** Under the lock of the program's sales, so that nothing is booked of half a delivery. */
async function store(
  kept: Kept,
  named: readonly NamedRow[],
  hidden: readonly string[],
): Promise<Stored> {
  const { context, report } = kept;
  return inTransaction(report.pool, async (client) => {
    await holdOn(client, "SALES", context.program.id);
    const stored = { changed: 0, unchanged: 0, stale: 0, masked: 0 };
    for (let from = 0; from < named.length; from += partRows) {
      const part = await storePart(client, kept, named.slice(from, from + partRows));
      stored.changed += part.changed;
      stored.unchanged += part.unchanged;
      stored.stale += part.stale;
      stored.masked += part.masked;
    }
    await markTold(client, hidden, false, report.startedAt);
    return stored;
  });
}

/** Keeps a report, or a part of one. Telling it again changes nothing. */
export async function tellReport(report: ToldReport): Promise<Told> {
  const context = await loadProgramContext(report.pool, report.programId);
  const { zone, currency } = context.marketplace;
  const { named, unreadable, repeated, foreign, hidden } = readRows(
    {
      grouping: report.grouping,
      programId: report.programId,
      advertiserId: report.advertiserId,
      campaignId: context.program.code,
      minorDigits: minorDigits(currency),
      lastDate: addDays(dateOf(report.clock(), zone), 1),
    },
    report.rows,
  );
  const keys = new Set(named.map(({ key }) => key));
  const hiddenKeys = [...new Set(hidden)].filter(
    (key): key is string => key !== null && !keys.has(key),
  );
  const stored = await store({ context, report }, named, hiddenKeys);
  return {
    ...stored,
    masked: stored.masked + hidden.length,
    repeated,
    foreign,
    bad: unreadable.length,
    firstFault: unreadable[0]?.fault ?? null,
    unreadable,
  };
}
