/**
 * The worker's part in reports that somebody sent: finds out what one would change by telling and
 * booking it without keeping it, and tells and books it once somebody says so. All of its state is
 * in the database, so it may end at any instant and run in several processes.
 */
import type pg from "pg";
import type { Grouping, ReportRow } from "../../domain/attribution.ts";
import type { RowFault } from "../../domain/report-table.ts";
import {
  keptFaults,
  keptPartners,
  type UploadHold,
  type UploadPartner,
  type UploadPreview,
  type UploadResult,
  type UploadSums,
} from "../../domain/report-upload.ts";
import { createLog } from "../../platform/log.ts";
import { alone, holdOn, isWaitedFor } from "../../platform/db/locks.ts";
import { isOutage } from "../../platform/db/outage.ts";
import { GaveWay, rehearse } from "../../platform/db/rehearsal.ts";
import { startLoop, type Job, type Loop } from "../../platform/loop.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { prepareDecisions } from "../ledger/posting.ts";
import { bookTold, type BookedTold } from "./conversions.ts";
import { saleInstant } from "./report-news.ts";
import { isHalfTold, readRuns, retryAfterMs } from "./report-runs.ts";
import { loadProgramContext, tickChannel } from "./sales-booking.ts";
import { tellReport, type Told } from "./telling.ts";

interface WaitingUpload {
  id: string;
  programId: string;
  advertiserId: string;
  simulated: boolean;
  grouping: Grouping;
  downloadedAt: number;
  state: "READING" | "BOOKING";
  attempts: number;
}
interface Upload extends WaitingUpload {
  rows: ReportRow[];
  numbers: number[];
}
const waitingSql = `
  select
    u.id,
    u.program_id as "programId",
    p.advertiser_id as "advertiserId",
    p.sales_source = 'SIMULATED' as simulated,
    u.grouping,
    (extract(epoch from u.downloaded_at) * 1000)::float8 as "downloadedAt",
    u.state,
    u.attempts
  from report_upload u
  join program p on p.id = u.program_id
  where u.state in ('READING', 'BOOKING')
    and u.id > $1
    and (u.next_try_at is null or u.next_try_at <= $2)
  order by u.id
  limit 1`;

/** Large: those of a file that has to wait are not read. */
async function withRows({ pool }: WorkerDeps, upload: WaitingUpload): Promise<Upload> {
  const { rows } = await pool.query<Pick<Upload, "rows" | "numbers">>(
    "select rows, numbers from report_upload where id = $1",
    [upload.id],
  );
  return { ...upload, ...(rows[0] ?? { rows: [], numbers: [] }) };
}

const tell = (deps: WorkerDeps, upload: Upload): Promise<Told> =>
  tellReport({
    ...deps,
    programId: upload.programId,
    advertiserId: upload.advertiserId,
    grouping: upload.grouping,
    simulated: upload.simulated,
    fromFile: true,
    rows: upload.rows,
    startedAt: upload.downloadedAt,
  });

/**
 * By ad group and date, which is what a partner earns by: what moves between an ad and what Amazon
 * does not split is taken from nobody.
 */
const movedSql = `
  with moved as (
    select
      u.partner_account_id,
      sum(u.delta_orders) as orders,
      sum(u.delta_amount_micros) as amount,
      sum(u.delta_payout_micros) as payout
    from conversion_update u
    join conversion v on v.id = u.conversion_id
    where u.id = any($1::uuid[]) and u.actor = 'AMAZON'
    group by u.partner_account_id, v.date, v.is_test
  )`;
const sums = `
  sum(orders)::text as orders,
  sum(amount)::text as amount,
  sum(payout)::text as payout,
  coalesce(-sum(orders) filter (where orders < 0), 0)::text as "ordersTaken",
  coalesce(-sum(amount) filter (where amount < 0), 0)::text as "amountTaken"`;
const partnersSql = `
  ${movedSql}
  select partner_account_id as "partnerId", ${sums}
  from moved
  group by 1
  order by sum(abs(amount)) desc, 1`;
const totalSql = `${movedSql} select ${sums} from moved`;
const holdSql = `
  select
    id,
    orders_booked::text as "ordersBooked",
    orders_taken::text as "ordersTaken",
    amount_taken_micros::text as "amountTaken"
  from attribution_hold
  where program_id = $1 and closed_at is null`;
const none: UploadSums = {
  orders: "0",
  amount: "0",
  payout: "0",
  ordersTaken: "0",
  amountTaken: "0",
};
const wholeSums = (sums: { [K in keyof UploadSums]: string | null } | undefined): UploadSums =>
  Object.fromEntries(
    Object.entries(none).map(([name, zero]) => [name, sums?.[name as keyof UploadSums] ?? zero]),
  ) as unknown as UploadSums;

/** What is open now is what all of it was held in. */
async function holdOf(
  pool: pg.Pool,
  programId: string,
  { held }: BookedTold,
): Promise<UploadHold | null> {
  if (held === 0) return null;
  return (await pool.query<UploadHold>(holdSql, [programId])).rows[0] ?? null;
}

interface Changes extends Pick<UploadPreview, "total" | "partners" | "partnerCount" | "hold"> {
  told: Told;
  result: BookedTold;
}
/** What is told already and not booked yet is none of the file's. */
const setAsideSql = "delete from report_news where program_id = $1";

function rehearseUpload(deps: WorkerDeps, upload: Upload, givesWay: boolean): Promise<Changes> {
  const { programId } = upload;
  const rehearsal = async (pool: pg.Pool): Promise<Changes> => {
    const ids: string[] = [];
    const newId: WorkerDeps["newId"] = (at) => {
      const id = deps.newId(at);
      ids.push(id);
      return id;
    };
    const rehearsed = { ...deps, pool, newId, log: createLog("silent", "worker") };
    // Before its rows, as whoever tells takes the two.
    await holdOn(pool, "SALES", programId);
    await pool.query(setAsideSql, [programId]);
    const told = await tell(rehearsed, upload);
    const result = await bookTold(rehearsed, programId);
    const { rows: partners } = await pool.query<UploadPartner>(partnersSql, [ids]);
    const { rows: totals } = await pool.query<UploadSums>(totalSql, [ids]);
    return {
      told,
      result,
      hold: await holdOf(pool, programId, result),
      total: wholeSums(totals[0]),
      partners: partners.slice(0, keptPartners),
      partnerCount: partners.length,
    };
  };
  return givesWay
    ? rehearse(deps.pool, rehearsal, (client) => isWaitedFor(client, "SALES", programId))
    : rehearse(deps.pool, rehearsal);
}

/** Those that the API could not see: the program's own bounds. */
function faultsOf(told: Told, { rows, numbers }: Upload): RowFault[] {
  const numberOf = new Map<unknown, number>(rows.map((row, at) => [row, numbers[at] ?? 0]));
  return told.unreadable.map(({ fault, row }) => ({
    row: numberOf.get(row) ?? 0,
    column: "",
    fault,
    fix: "Download the file again, and send it as it came",
  }));
}

const datesOf = (rows: readonly ReportRow[]): string[] =>
  [...new Set(rows.map(({ date }) => date))]
    .filter((date) => /^\d{8}$/.test(date))
    .toSorted()
    .map((date) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);

async function preview(deps: WorkerDeps, waiting: WaitingUpload, givesWay: boolean): Promise<void> {
  const upload = await withRows(deps, waiting);
  const { marketplace } = await loadProgramContext(deps.pool, upload.programId);
  const dates = datesOf(upload.rows);
  // Months are made for good: a rehearsal would keep others from making theirs.
  await prepareDecisions(deps.pool, [
    ...dates.flatMap((date) => {
      try {
        return [saleInstant(date, marketplace.zone)];
      } catch {
        return [];
      }
    }),
    deps.clock(),
  ]);
  const { told, result, ...changes } = await rehearseUpload(deps, upload, givesWay);
  const faults = faultsOf(told, upload);
  const found: UploadPreview = {
    startDate: dates[0] ?? null,
    endDate: dates.at(-1) ?? null,
    changed: told.changed,
    unchanged: told.unchanged,
    stale: told.stale,
    foreign: told.foreign,
    masked: told.masked,
    waiting: result.waiting,
    parked: result.parked,
    ...changes,
    faults: faults.slice(0, keptFaults),
    faultCount: faults.length,
  };
  await deps.pool.query(
    `update report_upload
      set state = 'READY', preview = $2, attempts = 0, next_try_at = null
      where id = $1 and state = 'READING'`,
    [upload.id, JSON.stringify(found)],
  );
}

/** False: it waits for the end of a reading of Amazon's own. */
const bookUpload = async (deps: WorkerDeps, upload: WaitingUpload): Promise<boolean> =>
  (await alone(deps.pool, "REPORT", upload.programId, () => bookAlone(deps, upload))) ?? false;

async function bookAlone(deps: WorkerDeps, upload: WaitingUpload): Promise<boolean> {
  const { id, programId } = upload;
  if ((await readRuns(deps.pool, programId)).some(isHalfTold)) return false;
  await tell(deps, await withRows(deps, upload));
  const booked = await bookTold(deps, programId);
  const hold = await holdOf(deps.pool, programId, booked);
  const result: UploadResult = { ...booked, holdId: hold?.id ?? null };
  await deps.pool.query(
    `update report_upload
      set state = 'BOOKED', booked_at = $2, result = $3, rows = '[]', numbers = '[]'
      where id = $1 and state = 'BOOKING'`,
    [id, new Date(deps.clock()), JSON.stringify(result)],
  );
  await deps.pool.query("select pg_notify($1, $2)", [tickChannel, programId]);
  return true;
}

const attemptsMax = 3;
const failed =
  "This file could not be read to its end, and nothing of it was booked: send it again, and tell " +
  "the operator if it fails again.";

/**
 * What fails is tried again, later each time, and keeps no other waiting. What nobody asked to be
 * booked yet is given up in the end.
 */
async function noteFailure(deps: WorkerDeps, upload: WaitingUpload, error: unknown): Promise<void> {
  const { id, state } = upload;
  const attempts = upload.attempts + 1;
  const isOver = state === "READING" && attempts >= attemptsMax;
  const waitMs = retryAfterMs(attempts, { firstMs: 1_000, mostMs: 600_000, chance: Math.random() });
  deps.log.error({ err: error, upload: id }, "a report that was sent cannot be read or booked");
  await deps.pool.query(
    `update report_upload
      set attempts = $3, next_try_at = $4, state = $5, failure = $6
      where id = $1 and state = $2`,
    [
      id,
      state,
      attempts,
      new Date(deps.clock() + waitMs),
      isOver ? "FAILED" : state,
      isOver ? failed : null,
    ],
  );
}

const nextUpload = async (deps: WorkerDeps, after: string): Promise<WaitingUpload | undefined> =>
  (await deps.pool.query<WaitingUpload>(waitingSql, [after, new Date(deps.clock())])).rows[0];

const keptDays = 7;
const keptOfBrand = 20;
/** What nobody booked: by age, and of each brand the newest alone. */
const forgetSql = `
  delete from report_upload u
  using (
    select
      id,
      created_at,
      row_number() over (
        partition by brand_account_id order by created_at desc, id desc
      ) as newest
    from report_upload
    where state in ('READY', 'FAILED')
  ) old
  where u.id = old.id
    and u.state in ('READY', 'FAILED')
    and (
      old.newest > ${keptOfBrand}
      or old.created_at < $1::timestamptz - interval '${keptDays} days'
    )`;

/** How often a file that is tried lets others book before it, by its id. */
export type WaysGiven = Map<string, number>;
const waysMax = 3;

/**
 * Each that waits once, oldest first; resolves with the number of those that went on. A large file
 * takes a while to be tried: meanwhile nobody else books in its program, so it begins anew when
 * somebody waits for that, and goes through in the end.
 */
export async function runUploads(deps: WorkerDeps, given: WaysGiven): Promise<number> {
  let done = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const upload = await nextUpload(deps, after);
    if (!upload) break;
    after = upload.id;
    try {
      if (upload.state === "BOOKING") done += (await bookUpload(deps, upload)) ? 1 : 0;
      else {
        await preview(deps, upload, (given.get(upload.id) ?? 0) < waysMax);
        given.delete(upload.id);
        done += 1;
      }
    } catch (error) {
      if (isOutage(error)) throw error;
      if (error instanceof GaveWay) given.set(upload.id, (given.get(upload.id) ?? 0) + 1);
      else await noteFailure(deps, upload, error);
    }
  }
  if (done > 0) await deps.pool.query(forgetSql, [new Date(deps.clock())]);
  return done;
}

export function createUploadJob(deps: WorkerDeps): Job {
  let loop: Loop | null = null;
  const given: WaysGiven = new Map();
  const run = () => runUploads(deps, given);
  return {
    start: () => void (loop = startLoop({ name: "uploads", log: deps.log, run })),
    stop: () => loop?.stop(),
  };
}
