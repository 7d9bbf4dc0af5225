/** A report that a brand sends in a file: over real HTTP, tried and booked by the worker's job. */
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { strToU8, zipSync } from "fflate";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createPool } from "../../platform/db/connection.ts";
import { holdOn } from "../../platform/db/locks.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import { reportPage, startReportService } from "../../testing/worlds/report-server.ts";
import { bookTold } from "../attribution/conversions.ts";
import { createAttributionPoller } from "../attribution/poller.ts";
import { createReportClient } from "../attribution/report-client.ts";
import { tellReport } from "../attribution/telling.ts";
import { runUploads, type WaysGiven } from "../attribution/upload-job.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";
import { maxReportBytes } from "./report-uploads.ts";

let world: World;
let brand: Client;
let worker: pg.Pool;
let brandKey: string;
beforeAll(async () => {
  world = await createWorld({ now: "2026-11-12T12:00:00Z" });
  worker = createPool(world.people.url, "worker", 4);
  brandKey = await world.keyOf(world.brandA, keyScopes);
  brand = createClient(world.url, { key: brandKey });
});
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

const header = [
  "date",
  "campaignId",
  "adGroupId",
  "Click-throughs",
  "attributedTotalPurchases14d",
  "totalUnitsSold14d",
  "totalAttributedSales14d",
];
interface Sale {
  date: string;
  orders: number;
  amount: string;
  clicks?: number;
}
const rowOf = ({ date, orders, amount, clicks = 50 }: Sale): string[] => [
  date,
  world.ax.programCode,
  world.ax.partnerCode,
  `${clicks}`,
  `${orders}`,
  `${orders}`,
  amount,
];
const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.join(",")}\n`).join("");
const fileOf = (...sales: Sale[]): string => csv([header, ...sales.map(rowOf)]);

interface Answer {
  status: number;
  id?: string;
  errors?: { message: string; extensions: { code: string; path?: string[] } }[];
}
async function send(
  body: string | Uint8Array<ArrayBuffer>,
  {
    key,
    program = world.ax.program,
    more = "",
  }: { key?: string; program?: string; more?: string } = {},
): Promise<Answer> {
  const response = await fetch(
    `${world.url}/files/report?name=report.csv&programId=${program}${more}`,
    {
      method: "POST",
      headers: {
        authorization: `Bearer ${key ?? brandKey}`,
        "content-type": "application/octet-stream",
      },
      body,
    },
  );
  return { status: response.status, ...((await response.json()) as object) };
}
const deps = () => ({
  pool: worker,
  clock: () => world.clock.now,
  newId: world.people.deps.newId,
  log: world.people.deps.log,
});
const work = (given: WaysGiven = new Map()) => runUploads(deps(), given);

const sums = "orders amount { amount } payout { amount } ordersTaken amountTaken { amount }";
const fields = `
  id state grouping rowCount faultCount
  faults { row column fault fix }
  preview {
    startDate endDate changed unchanged stale foreign masked waiting
    hold { ordersBooked ordersTaken amountTaken { amount } }
    total { ${sums} }
    partnerCount
    partners { partnerName sums { ${sums} } }
  }`;
interface Sums {
  orders: number;
  amount: { amount: string };
  payout: { amount: string };
  ordersTaken: number;
}
interface Upload {
  id: string;
  state: string;
  grouping: string;
  rowCount: number;
  faultCount: number;
  faults: { row: number; column: string; fault: string; fix: string }[];
  preview: {
    changed: number;
    unchanged: number;
    masked: number;
    stale: number;
    waiting: number;
    hold: { ordersBooked: number; ordersTaken: number } | null;
    total: Sums;
    partnerCount: number;
    partners: { partnerName: string; sums: Sums }[];
  } | null;
}
const look = async (id: string, client = brand): Promise<Upload | null> =>
  (
    await client.data<{ reportUpload: Upload | null }>(
      `{ reportUpload(id: "${id}") { ${fields} } }`,
    )
  ).reportUpload;
/** Sent, and tried by the worker. */
async function ready(body: string | Uint8Array<ArrayBuffer>, more = ""): Promise<Upload> {
  const { id, errors } = await send(body, { more });
  if (!id) throw new Error(JSON.stringify(errors));
  expect((await look(id))?.state).toBe("READING");
  await work();
  return (await look(id)) ?? expect.fail("no upload");
}
const booking = (id: string) => `bookReportUpload(id: "${id}", idempotencyKey: "${intent()}")`;
async function book(id: string): Promise<string> {
  const made = await run<{ __typename: string; reportUpload: Upload }>(
    brand,
    booking(id),
    "BookReportUploadOk",
    "reportUpload { id state }",
  );
  expect(made.reportUpload.state).toBe("BOOKING");
  await work();
  return (await look(id))?.state ?? "";
}
/** Everything that money depends on, to see that nothing moved. */
const books = async () => ({
  ...(
    await worker.query<Record<string, unknown>>(
      `select
          (select count(*) from conversion) as conversions,
          (select coalesce(sum(orders), 0) from conversion) as orders,
          (select count(*) from conversion_update) as updates,
          (select count(*) from decision) as decisions,
          (select count(*) from ledger_transfer) as transfers,
          (select count(*) from report_row_version) as versions,
          (select count(*) from parked_item where done_at is null) as parked,
          (select count(*) from attribution_hold where closed_at is null) as holds`,
    )
  ).rows[0],
});
const expectBooks = async () =>
  expect((await verifyLedger(worker, { program: world.ax.program })).firstDifference).toBeNull();

test("a file is tried by the code that books it, booked whole, and twice is once", async () => {
  const before = await books();
  const file = fileOf(
    { date: "2026-11-04", orders: 2, amount: '"$1,191.95"' },
    { date: "2026-11-05", orders: 0, amount: "0.0" },
  );
  const tried = await ready(file);
  expect(tried).toMatchObject({ state: "READY", grouping: "ADGROUP", rowCount: 2, faultCount: 0 });
  const payout = tried.preview?.total.payout.amount ?? "";
  expect(Number(payout)).toBeGreaterThan(0);
  expect(tried.preview).toMatchObject({
    startDate: "2026-11-04",
    endDate: "2026-11-05",
    changed: 2,
    unchanged: 0,
    hold: null,
    total: { orders: 2, amount: { amount: "1191.95" }, ordersTaken: 0 },
    partnerCount: 1,
    partners: [{ partnerName: "Partner X", sums: { orders: 2, payout: { amount: payout } } }],
  });
  expect(await books()).toEqual(before);
  expect(await book(tried.id)).toBe("BOOKED");
  const [booked] = await world.people.sql<{ orders: string; payout: string }>(
    "select orders, payout_micros / 1000000.0 as payout from conversion where program_id = $1",
    [world.ax.program],
  );
  expect([Number(booked?.orders), Number(booked?.payout)]).toEqual([2, Number(payout)]);
  await expectBooks();
  const after = await books();
  const again = await ready(file);
  expect(again.preview).toMatchObject({ changed: 0, unchanged: 2, total: { orders: 0 } });
  expect(await book(again.id)).toBe("BOOKED");
  expect(await books()).toEqual(after);
  expect(await refusal(brand, booking(again.id))).toMatchObject({ code: "ILLEGAL_TRANSITION" });
});

test("a workbook says what its CSV says, and what is taken back is told before", async () => {
  const sheet = (rows: string[][]) =>
    rows
      .map((cells) => `<row>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join("")}</row>`)
      .join("");
  const parts = {
    "xl/workbook.xml": '<workbook><sheets><sheet name="R" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${sheet([
      header,
      rowOf({ date: "2026-11-04", orders: 1, amount: "600.00" }),
    ])}</sheetData></worksheet>`,
  };
  const zipped = zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  );
  const tried = await ready(zipped);
  expect(tried.preview).toMatchObject({
    total: { orders: -1, amount: { amount: "-591.95" }, ordersTaken: 1 },
    hold: null,
  });
  // Of a file that was made before Amazon told something else, that stays.
  const old = await ready(zipped, "&downloadedAt=2026-11-12T11:00:00Z");
  expect(old.preview).toMatchObject({ stale: 1, total: { orders: 0 } });
  expect(await book(tried.id)).toBe("BOOKED");
  await expectBooks();
});

test("a file that takes back too much is held whole, as a report told", async () => {
  const sale = (orders: number) =>
    fileOf({ date: "2026-11-06", orders, amount: `${orders * 10}.00` });
  expect(await book((await ready(sale(20))).id)).toBe("BOOKED");
  const before = await books();
  const tried = await ready(sale(2));
  expect(tried.preview).toMatchObject({
    hold: { ordersTaken: 18 },
    total: { orders: 0, ordersTaken: 0 },
  });
  expect(await books()).toEqual(before);
  expect(await book(tried.id)).toBe("HELD");
  expect(await books()).toMatchObject({ orders: before.orders, transfers: before.transfers });
  // Another is held with it, until somebody decides or Amazon tells something else.
  expect(await book((await ready(sale(20))).id)).toBe("BOOKED");
  expect((await look(tried.id))?.state).toBe("BOOKED");
  await expectBooks();
  // What is held later is held by itself: what was booked stays so.
  const later = await ready(sale(1));
  expect(await book(later.id)).toBe("HELD");
  expect((await look(tried.id))?.state).toBe("BOOKED");
  expect(await book((await ready(sale(20))).id)).toBe("BOOKED");
  expect((await look(later.id))?.state).toBe("BOOKED");
});

test("what a file splits among ads is taken back from nobody", async () => {
  const whole = { date: "2026-11-09", orders: 10, amount: "100.00" };
  expect(await book((await ready(fileOf(whole))).id)).toBe("BOOKED");
  const at = header.indexOf("Click-throughs");
  const creatives = (ads: readonly [ad: string, Sale][]) =>
    csv([
      header.toSpliced(at, 0, "creativeId"),
      ...ads.map(([ad, sale]) => rowOf(sale).toSpliced(at, 0, ad)),
    ]);
  const tried = await ready(creatives([["anAd", { ...whole, orders: 4, amount: "40.00" }]]));
  expect(tried).toMatchObject({ grouping: "CREATIVE", faultCount: 0 });
  const stays = { orders: 0, amount: { amount: "0.00" }, ordersTaken: 0 };
  expect(tried.preview).toMatchObject({
    changed: 1,
    total: { ...stays, amountTaken: { amount: "0.00" } },
    partners: [{ partnerName: "Partner X", sums: stays }],
  });
  expect(await book(tried.id)).toBe("BOOKED");
  await expectBooks();
});

test("beside a reading that is half told it waits, and is booked after it", async () => {
  const { id } = await ready(fileOf({ date: "2026-11-07", orders: 3, amount: "30.00" }));
  await world.people.sql(
    `insert into attribution_run (
        program_id, grouping, brand_account_id, began_at, start_date, end_date, cursor_id, rows_read
      )
      values ($1, 'ADGROUP', $2, now(), '2026-11-01', '2026-11-12', 'page 2', 5)`,
    [world.ax.program, world.brandA.accountId],
  );
  const before = await books();
  expect(await book(id)).toBe("BOOKING");
  // Also by a worker that begins anew.
  await work();
  expect(await books()).toMatchObject({ orders: before.orders, transfers: before.transfers });
  // Nor is it told again and again meanwhile.
  expect((await books()).versions).toBe(before.versions);
  await world.people.sql("delete from attribution_run where program_id = $1", [world.ax.program]);
  await work();
  expect((await look(id))?.state).toBe("BOOKED");
  expect(Number((await books()).orders)).toBe(Number(before.orders) + 3);
  await expectBooks();
});

test("a file is tried after whoever tells just now, and stops nobody half-way", async () => {
  const { id = "" } = await send(fileOf({ date: "2026-11-07", orders: 4, amount: "40.00" }));
  const teller = await worker.connect();
  await teller.query("begin");
  await holdOn(teller, "SALES", world.ax.program);
  const trying = work();
  await expect
    .poll(async () => {
      const { rows } = await teller.query(
        `select count(*)::int as waiting
          from pg_locks l
          join pg_database d on d.oid = l.database and d.datname = current_database()
          where l.locktype = 'advisory' and not l.granted`,
      );
      return rows as unknown[];
    })
    .toEqual([{ waiting: 1 }]);
  await teller.query("update report_row set told = told where program_id = $1", [world.ax.program]);
  await teller.query("rollback");
  teller.release();
  await trying;
  expect((await look(id))?.state).toBe("READY");
});

test("a file that is tried lets others book before it, and goes through in the end", async () => {
  const { id = "" } = await send(fileOf({ date: "2026-11-07", orders: 5, amount: "50.00" }));
  const given: WaysGiven = new Map();
  const waiting = async () => {
    const { rows } = await worker.query<{ waiting: number }>(
      `select count(*)::int as waiting
        from pg_locks l
        join pg_database d on d.oid = l.database and d.datname = current_database()
        where l.locktype = 'advisory' and not l.granted`,
    );
    return rows[0]?.waiting;
  };
  /** The file waits for a first one, and a second one for the file. */
  const tryBetween = async () => {
    const [first, second] = [await worker.connect(), await worker.connect()];
    await first.query("begin");
    await second.query("begin");
    await holdOn(first, "SALES", world.ax.program);
    const trying = work(given);
    await expect.poll(waiting).toBe(1);
    const booking = holdOn(second, "SALES", world.ax.program);
    await expect.poll(waiting).toBe(2);
    await first.query("rollback");
    const done = await trying;
    await booking;
    await second.query("rollback");
    first.release();
    second.release();
    return [done, given.get(id), (await look(id))?.state];
  };
  for (const times of [1, 2, 3]) expect(await tryBetween()).toEqual([0, times, "READING"]);
  expect(await tryBetween()).toEqual([1, undefined, "READY"]);
});

test("rows that cannot be read are named, and nothing of their file is booked", async () => {
  const before = await books();
  const tried = await ready(
    csv([
      header,
      rowOf({ date: "2026-11-04", orders: 9, amount: "900.00" }),
      rowOf({ date: "04/11/2026", orders: 9, amount: "900.00" }),
      rowOf({ date: "2031-01-01", orders: 9, amount: "900.00" }),
      rowOf({ date: "2026-11-05", orders: -3, amount: "900.00" }),
      // It is this date already elsewhere.
      rowOf({ date: "2026-11-13", orders: 1, amount: "900.00" }),
      rowOf({ date: "2026-11-05", orders: 3_000_000_000, amount: "900.00" }),
    ]),
  );
  expect(tried.faultCount).toBe(5);
  expect(tried.faults.map(({ row, column }) => [row, column])).toEqual([
    [3, "date"],
    [4, "date"],
    [5, "attributedTotalPurchases14d"],
    [6, "date"],
    [7, "attributedTotalPurchases14d"],
  ]);
  expect(tried.faults[4]?.fault).toContain('"3000000000" is more than the 1,000,000,000');
  expect(await refusal(brand, booking(tried.id))).toMatchObject({
    code: "BAD_FILE",
    message:
      "5 rows of this file cannot be read, so nothing of it is booked: mend them, and send the " +
      "file again",
  });
  expect(await books()).toEqual(before);
});

test("what is no report of this program is refused in one sentence, and kept nowhere", async () => {
  const whole = fileOf({ date: "2026-11-04", orders: 1, amount: "10.00" });
  const count = async () =>
    (await world.people.sql<{ count: string }>("select count(*) from report_upload"))[0]?.count;
  const before = await count();
  const faults = await Promise.all(
    [
      whole.replaceAll(world.ax.programCode, world.bx.programCode),
      whole.replace("totalUnitsSold14d,", ""),
      `${whole}"2026-11-05,`,
      // 10.00 was cut to 10.
      whole.slice(0, -4),
      csv([
        [...header, "currency"],
        [...rowOf({ date: "2026-11-04", orders: 1, amount: "1" }), "EUR"],
      ]),
      csv([
        [...header, "marketplace"],
        [...rowOf({ date: "2026-11-04", orders: 1, amount: "1" }), "DE"],
      ]),
      "PK\u0003\u0004",
    ].map(async (file) => {
      const { status, errors } = await send(file);
      return [status, errors?.[0]?.extensions.code, errors?.[0]?.message];
    }),
  );
  expect(faults.map(([status, code]) => [status, code])).toEqual(
    faults.map(() => [400, "BAD_FILE"]),
  );
  expect(new Set(faults.map(([, , message]) => message)).size).toBe(faults.length);
  // Refused by its length, before anything of it is read.
  const bytes = 2 * 1024 ** 3;
  const asked = request(`${world.url}/files/report?programId=${world.ax.program}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${brandKey}`,
      "content-type": "text/csv",
      "content-length": bytes,
    },
  });
  asked.on("error", () => {});
  asked.flushHeaders();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(413);
  asked.destroy();
  const { status, errors } = await send(new Uint8Array(maxReportBytes + 1));
  expect([status, errors?.[0]?.message]).toEqual([
    413,
    "A report has at most 32 MB: send it in parts, by date",
  ]);
  expect(await count()).toBe(before);
});

test("every figure carries a sum of counts that is more than 32 bits hold", async () => {
  const dates = ["2026-10-06", "2026-10-07", "2026-10-08"];
  const file = fileOf(
    ...dates.map((date) => ({ date, orders: 1_000_000_000, amount: "500.00", clicks: 1e9 })),
  );
  const tried = await ready(file);
  expect(tried.preview?.total).toMatchObject({ orders: 3_000_000_000 });
  expect(await book(tried.id)).toBe("BOOKED");
  const { program } = world.ax;
  const within = 'from: "2026-10-06", to: "2026-10-08"';
  const answer = await brand.data(
    `{
      report(scope: { programId: "${program}" }, range: { ${within} }) {
        totals { sales { orders units } }
      }
      reconciliation(input: { programId: "${program}", ${within} }) {
        clicks { atAmazon difference }
        sales { atAmazon here }
      }
    }`,
  );
  expect(answer).toMatchObject({
    report: { totals: { sales: { orders: 3_000_000_000, units: 3_000_000_000 } } },
    reconciliation: {
      clicks: { atAmazon: 3_000_000_000 },
      sales: { atAmazon: 3_000_000_000, here: 3_000_000_000 },
    },
  });
  await expectBooks();
});

test("the largest amounts that rows can tell are told on, held and put right", async () => {
  const dates = Array.from({ length: 28 }, (_, at) => `2026-09-${String(at + 1).padStart(2, "0")}`);
  const of = (orders: number, amount: string) =>
    fileOf(...dates.map((date) => ({ date, orders, amount, clicks: 1e9 })));
  const beyond = await ready(of(1_000_000_000, "999999999999.00"));
  expect([beyond.faultCount, beyond.faults[0]?.fault]).toEqual([
    28,
    '"999999999999.00" is more than the 1,000,000,000 that one row can tell',
  ]);
  expect(await book((await ready(of(1_000_000_000, "999999999.00"))).id)).toBe("BOOKED");
  const range = 'range: { from: "2026-09-01", to: "2026-09-28" }';
  const { amazonReport } = await brand.data<{ amazonReport: unknown }>(
    `{ amazonReport(programId: "${world.ax.program}", ${range}) {
      total { sold { orders amount { amount } } payout { amount } }
    } }`,
  );
  expect(amazonReport).toMatchObject({
    total: { sold: { orders: 28_000_000_000, amount: { amount: "27999999972.00" } } },
  });
  expect(await book((await ready(of(1, "10.00"))).id)).toBe("HELD");
  const holds = await world.people.sql(
    "select amount_taken_micros::text as taken from attribution_hold where closed_at is null",
  );
  expect(holds).toEqual([{ taken: "27999999692000000" }]);
  // Told again as it was, so that nothing waits.
  expect(await book((await ready(of(1_000_000_000, "999999999.00"))).id)).toBe("BOOKED");
  await expectBooks();
});

test("a file above the truth is mended by a file, and by what Amazon tells", async () => {
  const date = "2026-10-20";
  const total = async () => {
    const [row] = await world.people.sql<{ orders: string }>(
      "select sum(orders) as orders from conversion where program_id = $1 and date = $2",
      [world.ax.program, date],
    );
    return Number(row?.orders);
  };
  const sent = async (clicks: number, orders: number) => {
    const { id, preview } = await ready(
      fileOf({ date, clicks, orders, amount: `${orders * 10}.00` }),
    );
    expect(await book(id)).toBe("BOOKED");
    return [preview?.changed, preview?.masked, preview?.total.ordersTaken, await total()];
  };
  /** A reading of Amazon. */
  const read = async (clicks: number, orders: number) => {
    const { changed, masked } = await tellReport({
      ...deps(),
      programId: world.ax.program,
      advertiserId: `SIM${world.ax.programCode}`,
      grouping: "ADGROUP",
      simulated: true,
      rows: [
        {
          date: date.replaceAll("-", ""),
          campaignId: world.ax.programCode,
          adGroupId: world.ax.partnerCode,
          "Click-throughs": `${clicks}`,
          attributedTotalPurchases14d: `${orders}`,
          totalUnitsSold14d: `${orders}`,
          totalAttributedSales14d: `${orders * 10}`,
        },
      ],
      startedAt: (world.clock.now += 1_000),
    });
    await bookTold(deps(), world.ax.program);
    return [changed, masked, await total()];
  };
  expect(await sent(500, 5)).toEqual([1, 0, 0, 5]);
  expect(await sent(30, 4)).toEqual([1, 0, 1, 4]);
  expect(await read(0, 0), "zeros of Amazon's own hide").toEqual([0, 1, 4]);
  expect(await sent(0, 0), "what a file told, another takes back").toEqual([1, 0, 4, 0]);
  expect(await read(20, 3)).toEqual([1, 0, 3]);
  // From here on Amazon told it, and hides it.
  expect(await read(11, 2)).toEqual([0, 1, 3]);
  expect(await sent(0, 0), "zeros are how Amazon hides").toEqual([0, 1, 0, 3]);
  // What Amazon says as a file said it is Amazon's own too.
  expect(await sent(19, 2)).toEqual([1, 0, 1, 2]);
  expect(await read(19, 2)).toEqual([0, 0, 2]);
  expect(await read(11, 1)).toEqual([0, 1, 2]);
  await expectBooks();
});

test("a file by partner is the partner's day, whatever rows by ad told before", async () => {
  const date = "2026-10-22";
  const at = header.indexOf("Click-throughs");
  const sold = async () =>
    (
      await world.people.sql<{ orders: string; split: boolean }>(
        `select orders::int as orders, not not_split as split
          from conversion
          where program_id = $1 and date = $2 and orders <> 0
          order by not_split desc`,
        [world.ax.program, date],
      )
    ).map(({ orders, split }) => [orders, split]);
  const byAd = async (orders: number) =>
    ready(
      csv([
        header.toSpliced(at, 0, "creativeId"),
        rowOf({ date, orders, amount: `${orders * 10}.00`, clicks: 20 }).toSpliced(at, 0, "anAd"),
      ]),
    );
  const whole = (orders: number, clicks: number) =>
    ready(fileOf({ date, orders, clicks, amount: `${orders * 10}.00` }));
  expect(await book((await whole(5, 31)).id)).toBe("BOOKED");
  expect(await book((await byAd(2)).id)).toBe("BOOKED");
  expect(await sold()).toEqual([
    [3, false],
    [2, true],
  ]);
  world.clock.now += 1_000;
  const mended = await whole(1, 31);
  expect(mended.preview).toMatchObject({ changed: 1, waiting: 0, total: { orders: -4 } });
  expect(await book(mended.id)).toBe("BOOKED");
  expect(await sold()).toEqual([[1, false]]);
  world.clock.now += 1_000;
  const more = await byAd(3);
  expect(more.preview, "newer rows by ad wait for their partner's").toMatchObject({ waiting: 1 });
  expect(await book(more.id)).toBe("BOOKED");
  expect(await sold()).toEqual([[1, false]]);
  world.clock.now += 1_000;
  const zeros = await whole(0, 0);
  expect(zeros.preview, "with rows by ad, zeros hide").toMatchObject({ changed: 0, masked: 1 });
  expect(await book((await whole(0, 5)).id)).toBe("BOOKED");
  expect(await sold()).toEqual([]);
  await expectBooks();
});

test("a reading that says what it said is told again after a file was booked", async () => {
  const date = "2026-10-24";
  const { program, programCode, partnerCode } = world.ax;
  const service = await startReportService(({ body }) =>
    body.groupBy === "ADGROUP"
      ? reportPage("", {
          date: date.replaceAll("-", ""),
          campaignId: programCode,
          adGroupId: partnerCode,
          "Click-throughs": "50",
          attributedTotalPurchases14d: "1",
          totalUnitsSold14d: "1",
          totalAttributedSales14d: "10",
        })
      : reportPage(""),
  );
  const client = createReportClient({
    baseUrl: service.url,
    credentials: { clientId: "c", scope: "1" },
    token: () => Promise.resolve("t"),
    ...deps(),
  });
  const poller = createAttributionPoller({
    ...deps(),
    clock: () => world.clock.now,
    clientOf: ({ id }) => (id === program ? client : null),
    everyMs: 1_000,
  });
  const read = async () => {
    world.clock.now += 600_000;
    await poller.pollOnce();
    const [row] = await world.people.sql<{ orders: string }>(
      "select sum(orders) as orders from conversion where program_id = $1 and date = $2",
      [program, date],
    );
    return Number(row?.orders);
  };
  expect([await read(), await read()]).toEqual([1, 1]);
  expect(await book((await ready(fileOf({ date, orders: 5, amount: "50.00" }))).id)).toBe("BOOKED");
  expect(await read()).toBe(1);
  expect(await read()).toBe(1);
  await service.close();
  await expectBooks();
});

test("of what nobody books the newest are kept, for a week", async () => {
  const { id } = await ready(fileOf({ date: "2026-11-08", orders: 1, amount: "10.00" }));
  const columns = (
    await world.people.sql<{ name: string }>(
      `select column_name as name
        from information_schema.columns
        where table_name = 'report_upload' and column_name <> 'id'`,
    )
  ).map(({ name }) => name);
  await world.people.sql(
    `insert into report_upload (id, ${columns.join(", ")})
      select gen_random_uuid(), ${columns.join(", ")}
      from report_upload, generate_series(1, 30)
      where id = $1`,
    [id],
  );
  const unbooked = async () =>
    (
      await world.people.sql<{ state: string }>(
        "select state from report_upload where state in ('READY', 'FAILED')",
      )
    ).length;
  world.clock.now += 1_000;
  await ready(fileOf({ date: "2026-11-08", orders: 2, amount: "20.00" }));
  expect(await unbooked()).toBe(20);
  world.clock.now += 8 * 86_400_000;
  const last = await ready(fileOf({ date: "2026-11-08", orders: 3, amount: "30.00" }));
  expect([await unbooked(), last.state]).toEqual([1, "READY"]);
});

test("who may not, and whose program has no reports, is told so", async () => {
  const file = fileOf({ date: "2026-11-04", orders: 1, amount: "10.00" });
  const statusOf = async (key: string, program?: string) =>
    (await send(file, { key, ...(program ? { program } : {}) })).status;
  expect([
    await statusOf("nonsense"),
    await statusOf(await world.keyOf(world.brandA, readScopes)),
    await statusOf(await world.keyOf(world.partnerX, readScopes)),
    await statusOf(await world.keyOf(world.brandB, keyScopes)),
    await statusOf(brandKey, "nonsense"),
  ]).toEqual([401, 403, 403, 404, 400]);
  expect((await send(file, { more: "&downloadedAt=2027-01-01T00:00:00Z" })).errors).toMatchObject([
    { extensions: { code: "BAD_DATE" } },
  ]);
  const { id = "" } = await send(file);
  const other = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
  expect(await look(id, other)).toBeNull();
  expect(await refusal(other, booking(id))).toMatchObject({ code: "NOT_FOUND" });
  expect(await refusal(brand, booking(id))).toMatchObject({ code: "ILLEGAL_TRANSITION" });
  await work();
  await world.people.sql("update program set sales_source = 'NONE' where id = $1", [
    world.ax.program,
  ]);
  expect((await send(file)).errors).toMatchObject([
    { extensions: { code: "SIGN_IN_NEEDED" }, message: expect.stringContaining("not connected") },
  ]);
});
