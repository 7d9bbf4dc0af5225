/**
 * Rows of Amazon's report told and booked per second, new, restated and unchanged, against the same
 * rows put into a plain table in statements of a page each; and a file of as many, tried and
 * booked.
 */
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { Grouping } from "../../domain/attribution.ts";
import { addDays } from "../../domain/calendar.ts";
import { bookTold } from "../../money/attribution/conversions.ts";
import { runUploads } from "../../money/attribution/upload-job.ts";
import { tellReport } from "../../money/attribution/telling.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool, inTransaction } from "../../platform/db/connection.ts";
import { productSettings } from "../../platform/db/embedded-postgres.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { createLog } from "../../platform/log.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import {
  addContract,
  addPartner,
  createSalesWorld,
  type SalesWorld,
} from "../worlds/sales-world.ts";
import { onDatabase } from "./ground.ts";

export interface FileRow {
  rows: number;
  /** Rows a second. */
  previewed: number;
  booked: number;
  /** That a report of Amazon's waits behind the preview, at most. */
  waitedSeconds: number;
}
export interface BookingRow {
  name: string;
  rows: number;
  /** Rows a second. */
  ours: number;
  rival: number;
  goal: string;
  met: boolean;
}

const dates = Array.from({ length: 20 }, (_, n) => addDays("2026-05-20", n));
const creatives = 4;
const pageRows = 5_000;
const goal = 5_000;

const rowsFor =
  (world: SalesWorld) => (date: string, partner: string, orders: number, creativeId?: string) => ({
    date: date.replaceAll("-", ""),
    advertiserName: "Brand",
    publisher: "P",
    campaignId: world.programCode,
    adGroupId: partner,
    ...(creativeId === undefined ? {} : { creativeId }),
    "Click-throughs": String(20 * orders),
    attributedTotalPurchases14d: String(orders),
    totalUnitsSold14d: String(orders),
    totalAttributedSales14d: String(orders * 12),
  });
/** The rows of both groupings; `round` changes what they tell. */
function reportOf(world: SalesWorld, partners: readonly string[], round: number) {
  const row = rowsFor(world);
  const days = partners.flatMap((partner) => dates.map((date) => ({ partner, date })));
  const each = 1 + round;
  return {
    ADGROUP: days.map(({ partner, date }) => row(date, partner, (creatives + 1) * each)),
    CREATIVE: days.flatMap(({ partner, date }) =>
      Array.from({ length: creatives }, (_, n) => row(date, partner, each, `ad${n}`)),
    ),
  };
}
type Report = ReturnType<typeof reportOf>;

const pagesOf = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / pageRows) }, (_, n) =>
    rows.slice(n * pageRows, (n + 1) * pageRows),
  );
async function perSecond(rows: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return rows / ((performance.now() - started) / 1_000);
}

async function book(desk: WorkerDeps, world: SalesWorld, report: Report): Promise<number> {
  for (const grouping of ["ADGROUP", "CREATIVE"] satisfies Grouping[])
    for (const rows of pagesOf(report[grouping]))
      await tellReport({
        ...desk,
        programId: world.program,
        advertiserId: world.advertiserId,
        grouping,
        simulated: false,
        rows,
        startedAt: desk.clock(),
      });
  return (await bookTold(desk, world.program)).booked;
}

async function rival(owner: pg.Pool, report: Report): Promise<void> {
  for (const rows of [...pagesOf(report.ADGROUP), ...pagesOf(report.CREATIVE)])
    await owner.query("insert into rival_row select * from jsonb_array_elements($1)", [
      JSON.stringify(rows),
    ]);
}

/** Days before the reports': every row of the file is a sale. */
const fileDays = 100;
interface Sent {
  id: string;
  rows: number;
}
async function sendFile(
  owner: pg.Pool,
  world: SalesWorld,
  partners: readonly string[],
): Promise<Sent> {
  const days = Array.from({ length: fileDays }, (_, n) => addDays("2026-05-19", -n));
  const row = rowsFor(world);
  const rows = partners.flatMap((partner) => days.map((date) => row(date, partner, 3)));
  const id = uuidv7();
  await owner.query(
    `insert into report_upload (
        id, brand_account_id, program_id, file_name, file_hash, file_bytes, grouping, row_count,
        rows, numbers, unused_columns, downloaded_at, faults, fault_count, state, created_by,
        created_at
      )
      values (
        $1, $2, $3, 'report.csv', 'x', 1, 'ADGROUP', $4, $5, $6, '[]', '2026-06-20T12:30:00Z', '[]',
        0, 'READING', $7, now()
      )`,
    [
      id,
      world.brand,
      world.program,
      rows.length,
      JSON.stringify(rows),
      JSON.stringify(rows.map((_, n) => n + 2)),
      world.user,
    ],
  );
  return { id, rows: rows.length };
}

const stateOf = async (owner: pg.Pool, { id }: Sent): Promise<string> =>
  (await owner.query<{ state: string }>("select state from report_upload where id = $1", [id]))
    .rows[0]?.state ?? "";

/** How long whoever books waits for a file that has been tried for a while, in seconds. */
async function waitBehind(desk: WorkerDeps, world: SalesWorld, afterMs: number): Promise<number> {
  const trying = runUploads(desk, new Map());
  await delay(afterMs);
  const since = performance.now();
  await inTransaction(desk.pool, (client) => holdOn(client, "SALES", world.program));
  const waited = (performance.now() - since) / 1_000;
  await trying;
  return waited;
}
/** In the middle of its telling, and of its booking. */
const tries = [1_000, 2_500, 5_000, 7_500, 10_000];

/** A file is tried and booked in the same program. */
async function measureFile(
  owner: pg.Pool,
  desk: WorkerDeps,
  { world, partners }: { world: SalesWorld; partners: readonly string[] },
): Promise<FileRow> {
  const file = await sendFile(owner, world, partners);
  let waitedSeconds = 0;
  for (const afterMs of tries)
    if ((await stateOf(owner, file)) === "READING")
      waitedSeconds = Math.max(waitedSeconds, await waitBehind(desk, world, afterMs));
  await owner.query("update report_upload set state = 'READING' where id = $1", [file.id]);
  const previewed = await perSecond(file.rows, async () => {
    await runUploads(desk, new Map());
  });
  await owner.query("update report_upload set state = 'BOOKING' where id = $1", [file.id]);
  const booked = await perSecond(file.rows, async () => {
    await runUploads(desk, new Map());
  });
  const state = await stateOf(owner, file);
  if (state !== "BOOKED") throw new Error(`the file is ${state}`);
  return { rows: file.rows, previewed, booked, waitedSeconds };
}

async function measure(
  owner: pg.Pool,
  desk: WorkerDeps,
  size: number,
): Promise<{ reports: BookingRow[]; file: FileRow }> {
  await owner.query("create table rival_row (body jsonb not null)");
  const world = await createSalesWorld(owner, { name: "bench", advertiserId: "REALbench" });
  const partners = Array.from({ length: size }, (_, n) => `part${n}`);
  for (const code of partners) {
    const partner = await addPartner(owner, world, code);
    await addContract(owner, world, partner, { startsAt: "2026-01-01T00:00:00Z", saleRate: "10%" });
  }
  const done: BookingRow[] = [];
  for (const [name, round, news] of [
    ["new", 0, true],
    ["restated", 1, true],
    ["unchanged", 1, false],
  ] as const) {
    const report = reportOf(world, partners, round);
    // As the database does by itself after a while.
    await owner.query("analyze");
    const rows = report.ADGROUP.length + report.CREATIVE.length;
    let booked = 0;
    const ours = await perSecond(rows, async () => {
      booked = await book(desk, world, report);
    });
    // Of each ad group its creatives, and what they leave.
    const expected = news ? rows : 0;
    if (booked !== expected) throw new Error(`${booked} rows booked of ${expected}`);
    const other = await perSecond(rows, () => rival(owner, report));
    done.push({ name, rows, ours, rival: other, goal: `${goal}/s`, met: ours >= goal });
  }
  return { reports: done, file: await measureFile(owner, desk, { world, partners }) };
}

export const benchBooking = (partners = 1_000): ReturnType<typeof measure> =>
  onDatabase(async (url) => {
    const [owner, pool] = [createPool(url, "owner"), createPool(url, "worker")];
    let now = Date.parse("2026-06-20T12:00:00Z");
    const log = createLog("silent", "bench");
    try {
      return await measure(owner, { pool, clock: () => (now += 1), newId: uuidv7, log }, partners);
    } finally {
      await owner.end();
      await pool.end();
    }
  }, productSettings);
