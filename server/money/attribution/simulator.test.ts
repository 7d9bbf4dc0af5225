import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { parseNoisyAmount } from "../../domain/attribution.ts";
import { tokenPath } from "../../domain/amazon-region.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import {
  reportPage,
  startReportService,
  type ReportService,
  type ServiceAnswer,
} from "../../testing/worlds/report-server.ts";
import {
  addClicks,
  addContract,
  addLink,
  addPartner,
  createSalesWorld,
  placeOrder,
  type SalesWorld,
} from "../../testing/worlds/sales-world.ts";
import { tickChannel } from "./sales-booking.ts";
import { commonClient } from "./amazon-clients.ts";
import { createAttributionPoller } from "./poller.ts";
import { isReported, noisyAmount, type HiddenCreatives } from "./simulated-report.ts";
import { commonRefreshToken } from "./simulator-peer.ts";
import { startSimulator, type Simulator } from "./simulator.ts";

const log = createLog("silent", "test");
let now = Date.parse("2026-06-20T12:00:00Z");
const clock = () => now;
let database: TestDatabase;
let owner: pg.Pool;
let worker: pg.Pool;
let simulator: Simulator;
let token: string;
let world: SalesWorld;
let firstSeq = 1;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createPool(database.url, "owner");
  worker = createPool(database.url, "worker");
  world = await createSalesWorld(owner, { name: "simu" });
  simulator = await startSimulator({ pool: worker, clock, log, port: 0 });
  const answer = await fetch(`${simulator.url}${tokenPath}`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: commonRefreshToken }),
  });
  token = ((await answer.json()) as { access_token: string }).access_token;
});
afterAll(async () => {
  await simulator.stop();
  await Promise.all([owner.end(), worker.end()]);
  await database.drop();
});

const headers = () => ({
  authorization: `Bearer ${token}`,
  "Amazon-Advertising-API-ClientId": "c",
  "Amazon-Advertising-API-Scope": "1",
});
const get = async (path: string, more: Record<string, string> = headers()) => {
  const answer = await fetch(simulator.url + path, { headers: more });
  return {
    status: answer.status,
    simulated: answer.headers.get("x-counterfoil-simulated"),
    body: (await answer.json()) as Record<string, unknown>,
  };
};
interface Report {
  reports: Record<string, string>[];
  size: number;
  cursorId: string;
  code: string;
  details: string;
}
const ask = async (request: Record<string, unknown>) => {
  const body = {
    advertiserIds: world.advertiserId,
    startDate: "20260601",
    endDate: "20260630",
    ...request,
  };
  const answer = await fetch(`${simulator.url}/attribution/report`, {
    method: "POST",
    headers: headers(),
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Report };
};
const click = async (
  link: { id: string; adId: string },
  partner: string,
  count: number,
  more: { sharedId?: string; robot?: boolean; at?: string } = {},
) => {
  await addClicks(owner, world, {
    linkId: link.id,
    adId: link.adId,
    partner,
    at: "2026-06-15T03:00:00Z",
    firstSeq,
    count,
    ...more,
  });
  firstSeq += count;
  now += 120_000;
};

test("an order is reported in shape: text, noise, no creative bonus [D136, D137]", async () => {
  const partner = await addPartner(owner, world, "partshape");
  const link = await addLink(owner, world, partner, { isTest: true, adCode: "adshape" });
  await placeOrder(owner, world, {
    link: link.id,
    partner: partner.code,
    creative: "adshape",
    date: "2026-06-10",
    amount: 191_960_000n,
  });
  const { status, body } = await ask({});
  expect(status).toBe(200);
  expect(body).toEqual({
    size: 1,
    cursorId: "",
    reports: [
      expect.objectContaining({
        date: "20260610",
        advertiserName: "Brand simu",
        campaignId: world.programCode,
        adGroupId: "partshape",
        creativeId: "adshape",
        "Click-throughs": "0",
        attributedTotalPurchases14d: "1",
        totalUnitsSold14d: "1",
        totalAttributedSales14d: "191.95999999999998",
      }),
    ],
  });
  expect(body.reports[0]).not.toHaveProperty("brb_bonus_amount");
  const byGroup = await ask({
    groupBy: "ADGROUP",
    metrics: "totalAttributedSales14d,brb_bonus_amount",
  });
  expect(byGroup.body.reports[0]).not.toHaveProperty("creativeId");
  expect(byGroup.body.reports[0]).toHaveProperty("brb_bonus_amount");
  expect((await ask({ startDate: "20260611" })).body.reports).toEqual([]);
});

test("nine clicks on a tag report nothing, the tenth shows all its days [D138]", async () => {
  const partner = await addPartner(owner, world, "parttags");
  const link = await addLink(owner, world, partner);
  const rows = async () =>
    (await ask({})).body.reports
      .filter((row) => row.adGroupId === "parttags")
      .map((row) => [row.date, row.creativeId, row["Click-throughs"]]);
  // 03:00 in UTC is still the day before in Los Angeles; robots are no click-throughs.
  await click(link, partner.id, 4);
  await click(link, partner.id, 5, { at: "2026-06-15T09:00:00Z" });
  await click(link, partner.id, 20, { robot: true });
  await click(link, partner.id, 9, { sharedId: "spring" });
  expect(await rows()).toEqual([]);
  await click(link, partner.id, 1);
  expect(await rows()).toEqual([
    ["20260614", world.adCode, "5"],
    ["20260615", world.adCode, "5"],
  ]);
  expect(isReported({ clicks: 9, hasTestOrder: false })).toBe(false);
  expect(isReported({ clicks: 10, hasTestOrder: false })).toBe(true);
  expect(isReported({ clicks: 0, hasTestOrder: true })).toBe(true);
});

test("a creative's clicks mask it alone: its ad group has its own", async () => {
  const partner = await addPartner(owner, world, "partmask");
  const link = await addLink(owner, world, partner, { adCode: "admask" });
  const rows = async (groupBy: string) =>
    (await ask({ groupBy })).body.reports
      .filter((row) => row.adGroupId === "partmask")
      .map((row) => [row.creativeId, row["Click-throughs"], row.attributedTotalPurchases14d]);
  for (const creative of ["one", "two"]) {
    await click(link, partner.id, creative === "one" ? 6 : 12, { sharedId: creative });
    await placeOrder(owner, world, {
      link: link.id,
      partner: partner.code,
      creative: `admask-${creative}`,
      date: "2026-06-14",
      amount: 3_000_000n,
    });
  }
  expect(await rows("CREATIVE")).toEqual([["admask-two", "12", "1"]]);
  expect(await rows("ADGROUP")).toEqual([[undefined, "18", "2"]]);
});

test("creatives that are not told are null or absent, with empty figures", async () => {
  const own = await startSimulator({
    pool: worker,
    clock,
    log,
    port: 0,
    hidden: () => hidden,
  });
  let hidden: HiddenCreatives | null = null;
  const sound = simulator;
  simulator = own;
  const { access_token: given } = (await (
    await fetch(`${own.url}${tokenPath}`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: commonRefreshToken }),
    })
  ).json()) as { access_token: string };
  const before = token;
  token = given;
  const all = (await ask({})).body.reports;
  const isTold = (row: Record<string, unknown>) => Boolean(row.creativeId);
  for (const creativeId of ["NULL", "ABSENT"] as const) {
    hidden = { creativeId, share: 0.5 };
    const some = (await ask({})).body.reports;
    const not = some.filter((row) => !isTold(row));
    expect([some.length, not.length > 0, some.some(isTold)]).toEqual([all.length, true, true]);
    for (const row of not)
      expect([row.creativeId, row["Click-throughs"]]).toEqual([
        creativeId === "NULL" ? null : undefined,
        "",
      ]);
    expect(
      (await ask({ groupBy: "ADGROUP" })).body.reports.every((row) => row["Click-throughs"]),
    ).toBe(true);
  }
  [simulator, token] = [sound, before];
  await own.stop();
});

test("the noise of every amount is rounded away exactly [D136]", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), (cents) => {
      expect(parseNoisyAmount(noisyAmount(BigInt(cents) * 10_000n), 2)).toBe(
        BigInt(cents) * 10_000n,
      );
    }),
  );
});

test("pages end with an empty cursor and hold every row once [D135]", async () => {
  const partner = await addPartner(owner, world, "partpage");
  const link = await addLink(owner, world, partner, { isTest: true, adCode: "adpage" });
  for (let i = 0; i < 7; i++)
    await placeOrder(owner, world, {
      link: link.id,
      partner: partner.code,
      creative: `c${i}`,
      date: "2026-06-11",
      amount: 1_000_000n,
    });
  const whole = (await ask({})).body.reports;
  const paged: unknown[] = [];
  let cursorId = "";
  do {
    const { body } = await ask({ count: 2, cursorId });
    expect(body.size).toBe(body.reports.length);
    paged.push(...body.reports);
    cursorId = body.cursorId;
  } while (cursorId);
  expect(paged).toEqual(whole);
  // As a service that takes fewer rows than its papers say.
  simulator.switches.maxCount = 2_500;
  const read: unknown[] = [];
  const answer = await commonClient(simulator.url, clock, log).readReport(
    {
      advertiserId: world.advertiserId,
      grouping: "CREATIVE",
      startDate: "2026-06-01",
      endDate: "2026-06-30",
    },
    ({ rows }) => Promise.resolve(void read.push(...rows)),
  );
  simulator.switches.maxCount = 5_000;
  expect([answer, read.length]).toEqual([{ ok: true, rows: whole.length }, whole.length]);
});

test("bad input, also a count over 5,000, is 400 with code and details [D135]", async () => {
  const bad = [
    { count: 5_001 },
    { count: 0 },
    { startDate: "2026-06-01" },
    { startDate: "20261301" },
    { startDate: "20260701" },
    { startDate: "20200101" },
    { metrics: "nonsense" },
    { groupBy: "KEYWORD" },
    { reportType: "KEYWORDS" },
    { reportType: "PRODUCTS", startDate: "20260101" },
    { reportType: "PRODUCTS", metrics: "Click-throughs" },
    { groupBy: "CREATIVE", metrics: "brb_bonus_amount" },
    { advertiserIds: "A1REAL" },
    { advertiserIds: "" },
    { cursorId: "!" },
  ];
  for (const request of bad) {
    const { status, body } = await ask(request);
    expect([request, status]).toEqual([request, 400]);
    expect(body).toEqual({ code: "INVALID_ARGUMENT", details: expect.any(String) });
  }
});

test("token and both headers are required; a token ends after its hour", async () => {
  for (const missing of [
    "authorization",
    "Amazon-Advertising-API-ClientId",
    "Amazon-Advertising-API-Scope",
  ]) {
    const given = Object.fromEntries(
      Object.entries(headers()).filter(([name]) => name !== missing),
    );
    expect(await get("/attribution/advertisers", given)).toMatchObject({
      status: 401,
      simulated: "yes",
      body: { code: "UNAUTHORIZED" },
    });
  }
  expect(await get("/attribution/advertisers")).toMatchObject({
    simulated: "yes",
    body: { advertisers: [{ advertiserId: "SIMsimu", advertiserName: "Brand simu" }] },
  });
  expect((await get("/attribution/publishers")).body).toMatchObject({
    publishers: [{ id: "PUB1", macroEnabled: false }],
  });
  const tags = (await get("/attribution/tags/nonMacroTemplateTag?publisherIds=PUB1")).body;
  expect(tags).toEqual({
    SIMsimu: {
      PUB1: expect.stringContaining(
        "maas=maas_adg_api_SIMsimu_static_PUB1_1&ref_=aa_maas&tag=maas&aa_campaignid=",
      ),
    },
  });
  expect((await get("/attribution/tags/nonMacroTemplateTag")).status).toBe(400);
  expect((await get("/nothing")).status).toBe(404);
});

test("a placed order wakes the poller and is booked as simulated [D142, D169]", async () => {
  const other = await createSalesWorld(owner, { name: "poll" });
  const partner = await addPartner(owner, other, "partpoll");
  await addContract(owner, other, partner, { startsAt: "2026-01-01T00:00:00Z", saleRate: "10%" });
  const link = await addLink(owner, other, partner, { isTest: true, adCode: "adpoll" });
  const poller = createAttributionPoller({
    pool: worker,
    clientOf: () => commonClient(simulator.url, clock, log),
    clock,
    newId: uuidv7,
    log,
    everyMs: 600_000,
  });
  const listener = await worker.connect();
  const ticks: string[] = [];
  const ticked = Promise.withResolvers<void>();
  listener.on("notification", ({ payload = "" }) => {
    ticks.push(payload);
    if (payload === other.program) ticked.resolve();
  });
  await listener.query(`listen ${tickChannel}`);
  poller.start();
  // The 30th day back is still asked for, the 31st no more.
  await placeOrder(owner, other, {
    link: link.id,
    partner: partner.code,
    creative: "adpoll",
    date: "2026-05-21",
    amount: 5_000_000n,
  });
  await placeOrder(owner, other, {
    link: link.id,
    partner: partner.code,
    creative: "adpoll",
    date: "2026-05-20",
    amount: 5_000_000n,
  });
  await owner.query("select pg_notify('simulated_order', $1)", [other.program]);
  await ticked.promise;
  await poller.stop();
  listener.release(true);
  const { rows } = await owner.query(
    `select date, is_test, simulated, payout_micros, would_pay_micros, reason
      from conversion
      where program_id = $1`,
    [other.program],
  );
  expect(rows).toEqual([
    {
      date: "2026-05-21",
      is_test: true,
      simulated: true,
      payout_micros: 0n,
      would_pay_micros: 500_000n,
      reason: "TEST_ACTION",
    },
  ]);
});

test("a restarted simulator refuses a token once; polls book once [D148, D139]", async () => {
  const client = commonClient(simulator.url, clock, log);
  const poller = createAttributionPoller({
    pool: worker,
    clientOf: () => client,
    clock,
    newId: uuidv7,
    log,
    everyMs: 1_000,
  });
  await poller.pollOnce();
  const port = Number(new URL(simulator.url).port);
  await simulator.stop();
  const { rows } = await owner.query("select id from tracking_link where is_test limit 1");
  await placeOrder(owner, world, {
    link: rows[0].id,
    partner: "partshape",
    creative: "later",
    date: "2026-06-12",
    amount: 9_000_000n,
  });
  expect(await poller.pollOnce()).toBe(0);
  simulator = await startSimulator({ pool: worker, clock, log, port });
  expect(await poller.pollOnce()).toBe(1);
  expect(await poller.pollOnce()).toBe(0);
});

test("[D149] products and the bonus are told beside sales, and never booked", async () => {
  const other = await createSalesWorld(owner, { name: "prod" });
  const partner = await addPartner(owner, other, "partprod");
  await addContract(owner, other, partner, { startsAt: "2026-01-01T00:00:00Z", saleRate: "10%" });
  const link = await addLink(owner, other, partner, { adCode: "adprod" });
  await owner.query(
    "update ad set landing_page = 'https://www.amazon.com/dp/B0ABCDEFGH' where id = $1",
    [link.adId],
  );
  await addClicks(owner, other, {
    linkId: link.id,
    adId: link.adId,
    partner: partner.id,
    at: "2026-06-15T03:00:00Z",
    firstSeq: (firstSeq += 100),
    count: 12,
  });
  now += 120_000;
  const tag = { link: link.id, partner: partner.code, creative: "adprod" };
  for (const date of ["2026-06-10", "2026-06-11", "2026-06-12"])
    await placeOrder(owner, other, { ...tag, date, amount: 1_234_560_000n, orders: 40 });
  const poller = createAttributionPoller({
    pool: worker,
    clientOf: ({ id }) => (id === other.program ? commonClient(simulator.url, clock, log) : null),
    clock,
    newId: uuidv7,
    log,
    everyMs: 600_000,
  });
  const told = async () =>
    (
      await owner.query(
        `select
            grouping,
            sum(orders)::int as orders,
            sum(amount_micros)::bigint as amount,
            sum(promoted_orders)::int as promoted,
            sum(promoted_amount_micros)::bigint as "promotedAmount",
            sum(bonus_micros)::bigint as bonus
          from report_row
          where program_id = $1
          group by 1
          order by 1`,
        [other.program],
      )
    ).rows;
  await poller.pollOnce();
  const { rows: products } = await owner.query(
    `select
        kind,
        sum(orders)::int as orders,
        sum(amount_micros)::bigint as amount,
        sum(new_orders)::int as "newOrders",
        array_agg(distinct asin order by asin) as asins
      from report_product
      where program_id = $1
      group by 1
      order by 1 desc`,
    [other.program],
  );
  const [promoted, halo] = products;
  expect(promoted).toMatchObject({ kind: "PROMOTED", asins: ["B0ABCDEFGH"] });
  expect(halo.orders).toBeGreaterThan(0);
  expect([promoted.orders + halo.orders, promoted.amount + halo.amount]).toEqual([
    120,
    3_703_680_000n,
  ]);
  expect(promoted.newOrders).toBeGreaterThan(0);
  expect(promoted.newOrders).toBeLessThan(promoted.orders);
  const sums = {
    orders: 120,
    amount: 3_703_680_000n,
    promoted: promoted.orders,
    promotedAmount: promoted.amount,
  };
  const bonus = 370_360_000n;
  expect(await told()).toMatchObject([
    { grouping: "ADGROUP", ...sums, bonus: expect.toSatisfy((of) => of >= bonus) },
    { grouping: "CAMPAIGN", ...sums, bonus: expect.toSatisfy((of) => of >= bonus) },
    { grouping: "CREATIVE", bonus: null },
  ]);
  const booked = async () =>
    (
      await owner.query(
        `select sum(orders)::int as orders, sum(amount_micros)::bigint as amount
          from conversion
          where program_id = $1`,
        [other.program],
      )
    ).rows;
  expect(await booked()).toEqual([{ orders: 120, amount: 3_703_680_000n }]);
  // A seller who takes part no more is told none, and keeps what was told of the same sales.
  const before = await told();
  simulator.switches.bonus = false;
  expect(await poller.pollOnce()).toBe(0);
  simulator.switches.bonus = true;
  expect(await told()).toEqual(before);
  // What is returned leaves the products too: both tables tell the same orders.
  now += 120_000;
  const returned = { date: "2026-06-12", amount: -1_203_690_000n, orders: -39 };
  await placeOrder(owner, other, { ...tag, ...returned });
  await poller.pollOnce();
  const left = await owner.query(
    `select sum(orders)::int as orders, sum(amount_micros)::bigint as amount
      from report_product where program_id = $1`,
    [other.program],
  );
  const stays = { orders: 81, amount: 2_499_990_000n };
  expect(left.rows).toEqual([stays]);
  expect(await told()).toMatchObject([{ grouping: "ADGROUP", ...stays }, {}, {}]);
  expect(await booked()).toEqual([{ orders: 120, amount: 3_703_680_000n }]);
});

test("a busy port is told in one line", async () => {
  await expect(
    startSimulator({ pool: worker, clock, log, port: Number(new URL(simulator.url).port) }),
  ).rejects.toThrow(/^The port \d+ is in use\. Set SIMULATOR_PORT/);
});

const tokenAnswer: ServiceAnswer = {
  status: 200,
  body: { access_token: "token", expires_in: 3600 },
};
/**
 * A service that hands out tokens and gives these answers to reports by creative in turn; then
 * nothing but empty pages.
 */
const startFailing = (answers: ServiceAnswer[]) =>
  startReportService(({ path, body }) => {
    if (path === tokenPath) return tokenAnswer;
    return (body.groupBy === "CREATIVE" && answers.shift()) || reportPage("");
  });
/** The program of this world from the service there, every other one from the simulator. */
const clientsWith = (url: string) => {
  const [failing, sound] = [commonClient(url, clock, log), commonClient(simulator.url, clock, log)];
  return (program: { id: string }) => (program.id === world.program ? failing : sound);
};
const reportsOf = ({ asked }: ReportService) =>
  asked.filter(({ path }) => path !== tokenPath).map(({ body }) => body);

test("a stopped run goes on at its page; a failed program stops no other [D148]", async () => {
  const other = await createSalesWorld(owner, { name: "zeta" });
  const partner = await addPartner(owner, other, "partzeta");
  const link = await addLink(owner, other, partner, { isTest: true, adCode: "adzeta" });
  const service = await startFailing([
    reportPage("page 2"),
    { status: 500, body: { code: "500", details: "later" } },
    reportPage(""),
    { status: 0 },
  ]);
  const poller = createAttributionPoller({
    pool: worker,
    clientOf: clientsWith(service.url),
    clock,
    newId: uuidv7,
    log,
    everyMs: 1_000,
  });
  const booked: number[] = [];
  for (let i = 0; i < 4; i++) {
    await placeOrder(owner, other, {
      link: link.id,
      partner: partner.code,
      creative: `zeta${i}`,
      date: "2026-06-12",
      amount: 3_000_000n,
    });
    booked.push(await poller.pollOnce());
    if (i === 0) now += 86_400_000;
  }
  await service.close();
  const dates = { advertiserIds: "SIMsimu", startDate: "20260521", endDate: "20260620" };
  const nextDay = {
    advertiserIds: "SIMsimu",
    startDate: "20260522",
    endDate: "20260621",
    cursorId: "",
  };
  const byCreative = reportsOf(service).filter(({ groupBy }) => groupBy === "CREATIVE");
  expect(byCreative).toEqual(
    [
      { ...dates, cursorId: "" },
      { ...dates, cursorId: "page 2" },
      { ...dates, cursorId: "page 2" },
      nextDay,
      nextDay,
    ].map((asked) => expect.objectContaining(asked)),
  );
  expect(booked, "the other program's order in every round, the failing ones among them").toEqual([
    1, 1, 1, 1,
  ]);
});

test("a grouping that fails keeps no other waiting; a new process goes on with it", async () => {
  const real = await createSalesWorld(owner, { name: "real", advertiserId: "REALreal" });
  const service = await startFailing([
    reportPage("page 2"),
    { status: 500, body: { code: "500", details: "later" } },
    { status: 500, body: { code: "500", details: "later" } },
  ]);
  const client = commonClient(service.url, clock, log);
  const poll = async () => {
    const poller = createAttributionPoller({
      pool: worker,
      clientOf: ({ id }) => (id === real.program ? client : null),
      clock,
      newId: uuidv7,
      log,
      everyMs: 1_000,
    });
    const at = now;
    await poller.pollOnce();
    const { rows } = await owner.query(
      `select
          grouping,
          cursor_id,
          failures,
          failure ->> 'details' as details,
          extract(epoch from due_at)::float8 * 1000 - $2 as wait,
          complete_at
        from attribution_run
        where program_id = $1 and grouping <> 'PRODUCTS'
        order by grouping`,
      [real.program, at],
    );
    return rows as { grouping: string; failures: number; wait: number }[];
  };
  const hourMs = 3_600_000;
  const done = { failures: 0, details: null, wait: 24 * hourMs, complete_at: new Date(now) };
  const first = await poll();
  expect(first).toMatchObject([
    { grouping: "ADGROUP", ...done },
    { grouping: "CAMPAIGN", ...done },
    { grouping: "CREATIVE", cursor_id: "page 2", failures: 1, details: "later", complete_at: null },
  ]);
  // At most one an hour, and longer with each failure.
  expect(first[2]?.wait).toBeGreaterThanOrEqual(1.5 * hourMs);
  const second = await poll();
  expect(second[2]).toMatchObject({ failures: 2, cursor_id: "page 2" });
  expect(second[2]?.wait).toBeGreaterThanOrEqual(2 * hourMs);
  expect((await poll())[2]).toMatchObject({ cursor_id: "", ...done });
  await service.close();
  const byCreative = reportsOf(service).filter(({ groupBy }) => groupBy === "CREATIVE");
  expect(byCreative.map(({ cursorId }) => cursorId)).toEqual(["", "page 2", "page 2", "page 2"]);
});

test("a lost database connection loses no order: every program is asked again", async () => {
  const service = await startFailing([]);
  const own = createPool(database.url, "worker");
  const poller = createAttributionPoller({
    pool: own,
    clientOf: clientsWith(service.url),
    clock,
    newId: uuidv7,
    log,
    everyMs: 600_000,
  });
  poller.start();
  const listening = `select pid
      from pg_stat_activity
      where query = 'listen simulated_order' and datname = current_database()`;
  await vi.waitFor(async () => expect((await owner.query(listening)).rowCount).toBe(1), {
    timeout: 30_000,
  });
  await vi.waitFor(() => expect(reportsOf(service).length).toBeGreaterThan(0), { timeout: 30_000 });
  const before = reportsOf(service).length;
  await owner.query(`select pg_terminate_backend(pid) from (${listening}) l`);
  await vi.waitFor(() => expect(reportsOf(service).length).toBeGreaterThan(before), {
    timeout: 30_000,
  });
  await poller.stop();
  await own.end();
  await service.close();
});

test("a profile that may not use Attribution is told to the operator, until it may", async () => {
  const other = await createSalesWorld(owner, { name: "deny" });
  const poller = createAttributionPoller({
    pool: worker,
    clientOf: ({ id }) => (id === other.program ? commonClient(simulator.url, clock, log) : null),
    clock,
    newId: uuidv7,
    log,
    everyMs: 1_000,
  });
  const told = async () => {
    now += 86_400_000;
    await poller.pollOnce();
    const { rows } = await owner.query(
      `select detail
        from parked_item
        where kind = 'REPORT' and program_id = $1 and done_at is null
        order by subject`,
      [other.program],
    );
    return rows.map(({ detail }) => detail as string);
  };
  const denied = (kind: string) =>
    expect.stringContaining(
      `The report by ${kind} stopped at the first page, answered with status 403`,
    ) as string;
  const kinds = ["ADGROUP", "CAMPAIGN", "CREATIVE", "PRODUCTS"];
  simulator.switches.failing = { "/attribution/report": 403 };
  expect(await told()).toEqual(kinds.map(denied));
  simulator.switches.failing = {};
  expect(await told()).toEqual([]);
});
