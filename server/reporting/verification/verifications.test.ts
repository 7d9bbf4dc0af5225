/** Partners are verified through the real tracker, journal, accounting and reports. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createTrackedWorld, type TrackedWorld } from "../../testing/worlds/tracked-world.ts";
import { bookTold } from "../../money/attribution/conversions.ts";
import { tellReport } from "../../money/attribution/telling.ts";
import { bookPair } from "../../testing/money/report-pair.ts";
import { createPool } from "../../platform/db/connection.ts";
import { freePort } from "../../platform/db/embedded-postgres.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import { inline, intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";

let tracked: TrackedWorld;
let world: TrackedWorld["world"];
let [brand, otherBrand, partnerX, partnerY]: Client[] = [];
const of = (client: Client | undefined): Client => client ?? expect.fail("not signed in");

beforeAll(async () => {
  tracked = await createTrackedWorld();
  ({ world } = tracked);
  brand = await world.signIn(world.brandA.email);
  otherBrand = await world.signIn(world.brandB.email);
  partnerX = await world.signIn(world.partnerX.email);
  partnerY = await world.signIn(world.partnerY.email);
}, 120_000);
afterAll(() => tracked?.close());

interface Row {
  partnerAccountId: string;
  partnerName: string;
  result: string;
  sentence: string;
  changed: string[];
  verifiedBy: string | null;
  orderNumber: string | null;
  clickId: string | null;
  clicks: number;
  checks: { key: string; state: string; cause: string | null; fix: string | null }[];
  link: { id: string; url: string; destination: string } | null;
}
const rowFields = `partnerAccountId partnerName result sentence changed verifiedBy orderNumber
  clickId clicks checks { key state cause fix } link { id url destination }`;
interface Board {
  counts: {
    total: number;
    verified: number;
    waiting: number;
    needsYou: number;
    notStarted: number;
  };
  clicksOnly: boolean;
  salesSource: string;
  run: { id: string; partners: number } | null;
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const board = async (client: Client, programId: string, more = ""): Promise<Board | null> =>
  (
    await client.data<{ board: Board | null }>(
      `{ board: verificationBoard(programId: "${programId}" ${more}) {
        counts { total verified waiting needsYou notStarted } clicksOnly salesSource
        run { id partners } nodes { ${rowFields} } pageInfo { hasNextPage endCursor }
      } }`,
    )
  ).board;
const rowOf = async (pair: Pair): Promise<Row> => {
  const found = await board(of(brand), pair.program);
  return (
    found?.nodes.find(({ partnerAccountId }) => partnerAccountId === pair.partner.accountId) ??
    expect.fail("no row")
  );
};
const checkOf = async (pair: Pair, key: string) =>
  (await rowOf(pair)).checks.find((check) => check.key === key) ?? expect.fail(key);
const states = ({ checks }: Row): Record<string, string> =>
  Object.fromEntries(checks.map(({ key, state }) => [key, state]));

const start = (pair: Pair, scope: string, more: object = {}) =>
  run<Ok & { run: { id: string; partners: number } }>(
    of(brand),
    `startVerification(input: { programId: "${pair.program}", scope: ${scope}, ` +
      `${inline(more).slice(1, -1)} }, idempotencyKey: "${intent()}")`,
    "VerificationRunOk",
    "run { id partners }",
  );
const click = (pair: Pair, clicks: number, more = "") =>
  run<Ok & { redirected: number; failed: number }>(
    of(brand),
    `makeTestClicks(input: { programId: "${pair.program}", partnerIds: ` +
      `["${pair.partner.accountId}"], clicks: ${clicks} ${more} }, idempotencyKey: "${intent()}")`,
    "MakeTestClicksOk",
    "redirected failed withoutLink",
  );
const recheck = (pair: Pair) =>
  run(
    of(brand),
    `recheckVerification(programId: "${pair.program}")`,
    "RecheckVerificationOk",
    "changed",
  );
const clickAndLook = async (pair: Pair, clicks: number, more = ""): Promise<void> => {
  world.clock.now += 1_000;
  expect(await click(pair, clicks, more)).toMatchObject({ redirected: clicks, failed: 0 });
  await tracked.takeClicks();
  await recheck(pair);
};
/** One order of a day by the partner's test ad group, as Amazon writes it. */
const soldBy = (pair: Pair, date: string, clicks: number) => ({
  date,
  advertiserName: "Brand A",
  publisher: "P",
  campaignId: pair.programCode,
  adGroupId: `${pair.partnerCode}-test`,
  "Click-throughs": String(clicks),
  attributedTotalPurchases14d: "1",
  totalUnitsSold14d: "1",
  totalAttributedSales14d: "25.00",
});
/** Tells an order on the partner's test ad group, as Amazon does. */
async function tellSale(pair: Pair, clicks: number): Promise<void> {
  const pool = createPool(world.people.url, "worker", 1);
  world.clock.now += 1_000;
  try {
    await bookPair({
      pool,
      programId: pair.program,
      advertiserId: `SIM${pair.programCode}`,
      simulated: true,
      rows: [{ ...soldBy(pair, "20261102", clicks), creativeId: pair.testAdCode }],
      startedAt: world.clock.now,
      clock: () => world.clock.now,
      newId: world.people.deps.newId,
      log: world.people.deps.log,
    });
  } finally {
    await pool.end();
  }
}
const recordOrder = (pair: Pair, number: string) =>
  `recordTestOrder(programId: "${pair.program}", partnerId: "${pair.partner.accountId}", ` +
  `orderNumber: "${number}", idempotencyKey: "${intent()}")`;

describe("one partner after the other, by what really arrives", () => {
  test("before a run nothing is started, and nobody is asked for anything", async () => {
    const found = await board(of(brand), world.ax.program);
    expect(found).toMatchObject({
      counts: { total: 2, verified: 0, waiting: 0, needsYou: 0, notStarted: 2 },
      clicksOnly: false,
      salesSource: "SIMULATED",
      run: null,
    });
    expect(await refusal(of(brand), recordOrder(world.ax, "1"))).toMatchObject({
      code: "ILLEGAL_TRANSITION",
    });
  });

  test("[D192] a run waits for the click, then for ten, then for order and sale", async () => {
    const { run: began } = await start(world.ax, "ALL");
    expect(began.partners).toBe(2);
    expect(await checkOf(world.ax, "CLICK")).toMatchObject({
      state: "WAITING",
      cause: "OPEN_THE_LINK",
    });
    await clickAndLook(world.ax, 7);
    expect(await checkOf(world.ax, "ENOUGH_CLICKS")).toMatchObject({ cause: "BELOW_10_CLICKS" });
    await clickAndLook(world.ax, 3);
    const row = await rowOf(world.ax);
    expect(row).toMatchObject({ result: "WAITING", clicks: 10 });
    expect(states(row)).toMatchObject({
      CLICK_EVENT_TYPE: "PASSED",
      CONTRACT: "PASSED",
      EVENTS_IN_TERMS: "PASSED",
      LIMIT: "PASSED",
      RULES_PUBLISHED: "PASSED",
      TEST_LINK: "PASSED",
      REDIRECT: "PASSED",
      CLICK: "PASSED",
      CREDITED_PARTNER: "PASSED",
      DECISION: "PASSED",
      ENOUGH_CLICKS: "PASSED",
      ORDER: "WAITING",
      SALE: "WAITING",
      REPORTING: "WAITING",
    });
    await run(
      of(brand),
      recordOrder(world.ax, "111-2223334-5556667"),
      "RecordTestOrderOk",
      "verification { orderNumber }",
    );
    expect(await checkOf(world.ax, "SALE")).toMatchObject({
      state: "WAITING",
      cause: "CAMPAIGN_4_HOURS",
    });
    await tellSale(world.ax, 10);
    await recheck(world.ax);
    expect(await rowOf(world.ax)).toMatchObject({
      result: "VERIFIED",
      orderNumber: "111-2223334-5556667",
    });
  });

  test("[D194] the test clicks and the test sale show, and nothing of them was paid", async () => {
    const rows = await world.people.sql<{ reason: string; paid: string; would: string; n: number }>(
      `select d.reason, sum(d.amount_micros)::text as paid, max(d.would_pay_micros)::text as would,
        count(*)::int as n
        from decision d where d.program_id = $1 and d.event = 'CLICK' group by 1`,
      [world.ax.program],
    );
    expect(rows).toEqual([{ reason: "TEST_CLICK", paid: "0", would: "120000", n: 10 }]);
    const [paid] = await world.people.sql<{ n: number }>(
      "select count(*)::int as n from ledger_transfer where program_id = $1",
      [world.ax.program],
    );
    expect(paid?.n).toBe(0);
  });

  test("[D195] passing for one partner says nothing about another", async () => {
    expect(await rowOf(world.ay)).toMatchObject({ result: "WAITING", clicks: 0, verifiedBy: null });
    expect((await board(of(brand), world.ax.program))?.counts).toMatchObject({
      verified: 1,
      waiting: 1,
    });
  });

  test("a click comes from the country and device that were chosen", async () => {
    await clickAndLook(world.ay, 1, 'country: "DE", device: PHONE');
    const { clickId } = await rowOf(world.ay);
    const [row] = await world.people.sql<{ country: string; device: string; visitors: number }>(
      `select country, device, (select count(distinct visitor_hash)::int from click
        where link_id = c.link_id) as visitors from click c where id = $1`,
      [clickId],
    );
    expect(row).toMatchObject({ country: "DE", device: "PHONE", visitors: 1 });
  });

  test("[D193] an own link is named as such, and a click through ours turns it", async () => {
    world.clock.now += 1_000;
    await start(world.ay, "ONE", { partnerIds: [world.ay.partner.accountId] });
    // A second test link takes the place of the first, and its tag is used past the tracker.
    const { link } = await run<Ok & { link: { ad: { code: string } } }>(
      of(brand),
      `createTestLink(programId: "${world.ay.program}", partnerId: ` +
        `"${world.ay.partner.accountId}", idempotencyKey: "${intent()}")`,
      "TrackingLinkOk",
      "link { ad { code } }",
    );
    await tellSale({ ...world.ay, testAdCode: link.ad.code }, 0);
    await recheck(world.ay);
    expect(await rowOf(world.ay)).toMatchObject({
      result: "NEEDS_YOU",
      sentence: expect.stringMatching(/^An own link was used/) as string,
    });
    expect(await checkOf(world.ay, "CLICK")).toMatchObject({ cause: "OWN_LINK", fix: "SEND_LINK" });
    await run(
      of(brand),
      `remindPartners(input: { programId: "${world.ay.program}", partnerIds: ` +
        `["${world.ay.partner.accountId}"], comment: "Please use ours" }, idempotencyKey: ` +
        `"${intent()}")`,
      "RemindPartnersOk",
      "told",
    );
    const { notices } = await of(partnerY).data<{
      notices: { nodes: { kind: string; comment: string }[] };
    }>("{ notices(first: 1) { nodes { kind comment } } }");
    expect(notices.nodes[0]).toMatchObject({ kind: "VERIFICATION_ASKED" });
    expect(notices.nodes[0]?.comment).toContain((await rowOf(world.ay)).link?.url);
    world.clock.now += 1_000;
    await click(world.ay, 10);
    await tracked.takeClicks();
    // Nobody has the page open: the worker finds it, and tells the brand that the run is over.
    expect(await tracked.verifications.runOnce()).toBeGreaterThan(0);
    expect(await rowOf(world.ay)).toMatchObject({ result: "VERIFIED" });
    const { notices: told } = await of(brand).data<{
      notices: { nodes: { kind: string; comment: string }[] };
    }>("{ notices(first: 1) { nodes { kind comment } } }");
    expect(told.nodes[0]).toEqual({
      kind: "VERIFICATION_DONE",
      comment: "1 of 1 partner is verified.",
    });
  });
});

describe("a pass is bound to what it was made under", () => {
  const row = () => rowOf(world.ax);
  test("another destination, and back again", async () => {
    const links = `links: { ids: ["${world.ax.testLink}"] }`;
    const change = (name: string, input: string, ok: string) =>
      run(
        of(brand),
        `${name}(input: { ${input} }, idempotencyKey: "${intent()}")`,
        ok,
        "__typename",
      );
    await change("endLinks", `${links}, ending: {}`, "EndLinksOk");
    expect(await checkOf(world.ax, "TEST_LINK")).toMatchObject({ cause: "LINK_ENDED" });
    await change("reopenLinks", links, "ReopenLinksOk");
    expect(await row()).toMatchObject({ result: "VERIFIED", changed: [] });
    await world.people.sql("update program set landing_page = $2 where id = $1", [
      world.ax.program,
      "https://www.amazon.com/dp/B0OTHEROTH",
    ]);
    expect(await row()).toMatchObject({ result: "NEEDS_YOU", changed: ["DESTINATION"] });
    expect((await row()).sentence).toBe("Check again: where the link leads changed");
    await world.people.sql("update program set landing_page = $2 where id = $1", [
      world.ax.program,
      "https://www.amazon.com/dp/B0TESTTEST",
    ]);
    expect(await row()).toMatchObject({ result: "VERIFIED" });
  });

  test("checked again, it takes a new click and a new sale", async () => {
    world.clock.now += 1_000;
    await start(world.ax, "ONE", { partnerIds: [world.ax.partner.accountId] });
    expect(await row()).toMatchObject({ result: "WAITING", changed: [], clickId: null });
    await clickAndLook(world.ax, 1);
    expect(await checkOf(world.ax, "REDIRECT")).toMatchObject({ state: "PASSED" });
    expect(await checkOf(world.ax, "SALE")).toMatchObject({ cause: "ORDER_NOT_PLACED" });
  });
});

describe("who sees and who may", () => {
  const own = `verification(programId: "$P") { ${rowFields} }`;
  const ownOf = async (client: Client, programId: string) =>
    (await client.data<{ verification: Row | null }>(`{ ${own.replace("$P", programId)} }`))
      .verification;
  test("a partner reads its own row, without links and ways out, and no board", async () => {
    const [x, y] = [
      await ownOf(of(partnerX), world.ax.program),
      await ownOf(of(partnerY), world.ay.program),
    ];
    expect(x).toMatchObject({ partnerName: "Partner X", result: "WAITING", link: null });
    expect(y).toMatchObject({ partnerName: "Partner Y", result: "VERIFIED" });
    expect(y?.checks.every(({ fix }) => fix === null)).toBe(true);
    expect(await board(of(partnerX), world.ax.program)).toBeNull();
    const asked = await of(partnerX).data<{ verification: Row | null }>(
      `{ verification(programId: "${world.ax.program}", partnerId: ` +
        `"${world.partnerY.accountId}") { partnerName } }`,
    );
    expect(asked.verification?.partnerName).toBe("Partner X");
  });
  test("another brand finds nothing, and can do nothing", async () => {
    expect(await board(of(otherBrand), world.ax.program)).toBeNull();
    expect(
      await refusal(
        of(otherBrand),
        `createTestLinks(programId: "${world.ax.program}", idempotencyKey: "${intent()}")`,
      ),
    ).toMatchObject({ code: "NOT_FOUND" });
  });
  test("a refusal names the argument at fault, as each mutation has it", async () => {
    const { program } = world.ax;
    const stranger = `partnerIds: ["${world.brandB.accountId}"]`;
    const key = `idempotencyKey: "${intent()}"`;
    for (const [mutation, path] of [
      [`createTestLinks(programId: "${program}", ${stranger}, ${key})`, ["partnerIds"]],
      [`recheckVerification(programId: "${program}", ${stranger})`, ["partnerIds"]],
      [
        `makeTestClicks(input: { programId: "${program}", ${stranger} }, ${key})`,
        ["input", "partnerIds"],
      ],
    ] as const)
      expect(await refusal(of(brand), mutation)).toMatchObject({ code: "NOT_FOUND", path });
  });
  test("a stranger's word about the country is not believed", async () => {
    const [before] = await world.people.sql<{ url: string }>(
      `select '/c/' || a.code || '/' || ad.code || '/' || p.code as url
        from tracking_link l join account a on a.id = l.partner_account_id
        join ad on ad.id = l.ad_id join program p on p.id = l.program_id where l.id = $1`,
      [world.ax.testLink],
    );
    await fetch(`${tracked.trackerUrl}${before?.url}?p.verification=forged`, {
      redirect: "manual",
      headers: { "x-counterfoil-test-visitor": "v1.AAAA" },
    });
    await tracked.takeClicks();
    const rows = await world.people.sql<{ country: string | null }>(
      "select country from click where custom ->> 'verification' = 'forged'",
    );
    expect(rows).toEqual([{ country: null }]);
  });
});

test("a sale that Amazon does not split is the partner's, whose ad group it is", async () => {
  const pool = createPool(world.people.url, "worker", 1);
  const { ax } = world;
  world.clock.now += 1_000;
  const report = {
    pool,
    programId: ax.program,
    advertiserId: `SIM${ax.programCode}`,
    simulated: true,
    startedAt: world.clock.now,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
  };
  try {
    await tellReport({ ...report, grouping: "ADGROUP", rows: [soldBy(ax, "20261103", 11)] });
    await bookTold(report, ax.program);
  } finally {
    await pool.end();
  }
  expect(await checkOf(ax, "SALE")).toMatchObject({ state: "PASSED" });
  expect(await checkOf(ax, "REPORTING")).toMatchObject({ state: "PASSED" });
});

test("a tracker that is gone is asked once by each of eight, and is named", async () => {
  const { makeTestClicks } = await import("./test-clicks.ts");
  const ctx = await world.people.signedIn(world.brandA);
  world.clock.now += 1_000;
  await start(world.ax, "ONE", { partnerIds: [world.ax.partner.accountId] });
  const requests = async (): Promise<number> => {
    const [row] = await world.people.sql<{ n: number }>(
      "select count(*)::int as n from verification_request where status is null",
    );
    return row?.n ?? 0;
  };
  const before = await requests();
  world.clock.now += 1_000;
  const { ax } = world;
  const made = await makeTestClicks(
    { ...ctx, env: { ...ctx.env, trackerInternalUrl: `http://127.0.0.1:${await freePort()}` } },
    {
      programId: ax.program,
      partnerIds: [ax.partner.accountId],
      clicks: 10,
      country: null,
      device: "DESKTOP",
    },
    intent(),
  );
  expect(made).toMatchObject({ redirected: 0, failed: 10, withoutLink: 0 });
  expect((await requests()) - before).toBe(8);
  expect(await checkOf(ax, "REDIRECT")).toMatchObject({ state: "FAILED", cause: "NO_REDIRECT" });
});

test("what the simulator told accuses nobody once sales come from Amazon", async () => {
  const source = (to: string) =>
    world.people.sql("update program set sales_source = $2 where id = $1", [world.ax.program, to]);
  await source("AMAZON");
  world.clock.now += 1_000;
  await start(world.ax, "ONE", { partnerIds: [world.ax.partner.accountId] });
  expect(await checkOf(world.ax, "CLICK")).toMatchObject({ cause: "OPEN_THE_LINK" });
  expect(await rowOf(world.ax)).toMatchObject({ result: "WAITING", clicks: 0 });
  await source("SIMULATED");
});

describe("many partners", () => {
  test("links for all in one go, once", async () => {
    const partners = 300;
    await world.people.sql(
      `with made as (
        insert into account (id, kind, name, code, time_zone, currency, created_at)
        select gen_random_uuid(), 'PARTNER', 'Many ' || n, 'many' || lpad(n::text, 4, '0'),
          'UTC', 'USD', now() from generate_series(1, $2::int) n returning id)
      insert into partnership select gen_random_uuid(), $1, id, now() from made`,
      [world.brandA.accountId, partners],
    );
    const make = () =>
      run<Ok & { created: number; kept: number }>(
        of(brand),
        `createTestLinks(programId: "${world.ax.program}", idempotencyKey: "${intent()}")`,
        "CreateTestLinksOk",
        "created kept",
      );
    expect(await make()).toMatchObject({ created: partners, kept: 2 });
    expect(await make()).toMatchObject({ created: 0, kept: partners + 2 });
  });

  test("a page of the board takes as many statements for 300 partners as for one", async () => {
    const { readBoard } = await import("./boards.ts");
    const { Program } = await import("../../partnership/programs/program.entity.ts");
    const ctx = await world.people.signedIn(world.brandA);
    const program = await ctx.em.findOneOrFail(Program, { id: world.ax.program });
    const statements = async (partnerIds: string[] | null): Promise<[number, number]> => {
      let count = 0;
      const em = new Proxy(ctx.em, {
        get: (target, name, receiver) => {
          if (name === "execute") count++;
          const value: unknown = Reflect.get(target, name, receiver);
          return typeof value === "function" ? (value.bind(target) as unknown) : value;
        },
      });
      const { rows } = await readBoard({ ...ctx, em }, program, partnerIds);
      return [count, rows.length];
    };
    const [one, all] = [await statements([world.partnerX.accountId]), await statements(null)];
    expect(one[1]).toBe(1);
    expect(all[1]).toBe(302);
    expect(all[0]).toBe(one[0]);
  });

  test("pages, filter and search", async () => {
    const first = await board(
      of(brand),
      world.ax.program,
      ', first: 100, filter: { search: "many" }',
    );
    expect(first?.nodes).toHaveLength(100);
    expect(first?.counts.total).toBe(302);
    const next = await board(
      of(brand),
      world.ax.program,
      `, first: 100, filter: { search: "many" }, after: "${first?.pageInfo.endCursor}"`,
    );
    expect(
      new Set([...(first?.nodes ?? []), ...(next?.nodes ?? [])].map((n) => n.partnerName)).size,
    ).toBe(200);
    const verified = await board(of(brand), world.ax.program, ", filter: { shown: VERIFIED }");
    expect(verified?.nodes.map(({ partnerName }) => partnerName)).toEqual(["Partner Y"]);
  });
});

test("the evidence is a file of its own brand's alone", async () => {
  const read = async (client: Client) => {
    const url = `${world.url}/files/verification/${world.ax.program}`;
    const response = await fetch(url, { headers: { cookie: client.cookie() ?? "" } });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await read(of(brand));
  expect(status).toBe(200);
  const lines = text.split("\r\n");
  expect(lines[0]).toMatch(/^Partner,Result,Verified at/);
  expect(lines.filter((line) => line.startsWith("Partner Y,VERIFIED,"))).toHaveLength(14);
  expect(text).toContain(",CREDITED_PARTNER,PASSED,");
  for (const client of [of(otherBrand), of(partnerX)])
    expect((await read(client)).status).toBe(404);
});
