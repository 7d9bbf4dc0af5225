/** Random days at both sides: whatever comes, causes sum to differences and rows to totals. */
import { parse } from "csv-parse/sync";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bookTold } from "../../money/attribution/conversions.ts";
import { tellReport } from "../../money/attribution/telling.ts";
import type { Grouping } from "../../domain/attribution.ts";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createRandom } from "../../start/demo/random.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";

let world: World;
let worker: pg.Pool;
let brand: Client;
let brandKey: string;
let partner: Client;

const hour = 3_600_000;
/** Clocks go forward on 8 March in Los Angeles. */
const dates = Array.from({ length: 8 }, (_, i) => `2026-03-${String(i + 5).padStart(2, "0")}`);
const [from = "", to = ""] = [dates[0], dates.at(-1)];

interface Causes {
  cause: string;
  clicks?: number;
  orders?: number;
  amount?: { amount: string };
}
interface Side {
  atAmazon: number | null;
  here: number;
  difference: number;
  robots?: number;
  amountAtAmazon?: { amount: string } | null;
  amountHere?: { amount: string };
  causes: Causes[];
}
interface Row {
  key: string;
  kind: string;
  partnerId: string | null;
  clicks: Side;
  sales: Side;
}
interface Answer {
  source: string;
  sentence: string;
  clicks: Side;
  sales: Side;
  rows: { nodes: Row[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
const clickFields = "atAmazon here difference robots causes { cause clicks }";
const saleFields = `atAmazon here difference amountAtAmazon { amount } amountHere { amount }
  causes { cause orders amount { amount } }`;
const both = `clicks { ${clickFields} } sales { ${saleFields} }`;
const queryOf = (input: string, more = "") => `{
    reconciliation(input: { ${input} }, first: 100${more}) {
      source sentence ${both}
      rows { nodes { key kind partnerId ${both} } pageInfo { hasNextPage endCursor } }
    }
  }`;
const read = async (by: string, more = "", since = from, until = to): Promise<Answer> => {
  const input = `programId: "${world.ax.program}", from: "${since}", to: "${until}", by: ${by}`;
  const { reconciliation } = await brand.data<{ reconciliation: Answer | null }>(
    queryOf(input + more),
  );
  if (!reconciliation) throw new Error("nothing is reconciled");
  return reconciliation;
};

const micros = (decimal: string | undefined): number => Math.round(Number(decimal ?? "0") * 1e6);
const causeOf = ({ causes }: Side, cause: string): number => {
  const found = causes.find((one) => one.cause === cause);
  return found?.clicks ?? found?.orders ?? 0;
};
function expectExact(side: Side): void {
  expect(side.difference).toBe((side.atAmazon ?? 0) - side.here);
  const sum = side.causes.reduce((all, { clicks, orders }) => all + (clicks ?? orders ?? 0), 0);
  expect(sum).toBe(side.difference);
  if (!side.amountHere) return;
  const amounts = side.causes.reduce((all, { amount }) => all + micros(amount?.amount), 0);
  expect(amounts).toBe(micros(side.amountAtAmazon?.amount) - micros(side.amountHere.amount));
}
/** Of rows, as one side; causes by name. */
const sumOf = (sides: readonly Side[]) => {
  const causes: Record<string, number> = {};
  for (const side of sides)
    for (const one of side.causes)
      causes[one.cause] = (causes[one.cause] ?? 0) + (one.clicks ?? one.orders ?? 0);
  return {
    atAmazon: sides.reduce((sum, { atAmazon }) => sum + (atAmazon ?? 0), 0),
    here: sides.reduce((sum, { here }) => sum + here, 0),
    causes: Object.fromEntries(Object.entries(causes).filter(([, value]) => value !== 0)),
  };
};
const rowsAddUp = ({ rows, clicks, sales }: Answer): void => {
  for (const row of rows.nodes) {
    expectExact(row.clicks);
    expectExact(row.sales);
  }
  expectExact(clicks);
  expectExact(sales);
  expect(sumOf(rows.nodes.map((row) => row.clicks))).toEqual(sumOf([clicks]));
  expect(sumOf(rows.nodes.map((row) => row.sales))).toEqual(sumOf([sales]));
};

interface ToldRow {
  date: string;
  campaign?: string;
  adGroup?: string;
  creative?: string;
  clicks: number;
  orders?: number;
}
async function tell(grouping: Grouping, rows: readonly ToldRow[]): Promise<void> {
  const { clock, people } = world;
  clock.now += 1_000;
  await tellReport({
    pool: worker,
    clock: () => clock.now,
    newId: people.deps.newId,
    log: people.deps.log,
    programId: world.ax.program,
    advertiserId: `SIM${world.ax.programCode}`,
    grouping,
    simulated: true,
    startedAt: clock.now,
    rows: rows.map(({ date, campaign, adGroup, creative, clicks, orders = 0 }) => ({
      date: date.replaceAll("-", ""),
      advertiserName: "B",
      publisher: "P",
      campaignId: campaign ?? world.ax.programCode,
      ...(adGroup === undefined ? {} : { adGroupId: adGroup }),
      ...(creative === undefined ? {} : { creativeId: creative }),
      "Click-throughs": String(clicks),
      attributedTotalPurchases14d: String(orders),
      totalUnitsSold14d: String(orders),
      totalAttributedSales14d: `${orders * 10}.25`,
    })),
  });
}

/** Clicks of all kinds, some at hours that are another day at the profile. */
async function makeClicks(pair: Pair, days: readonly string[], seed: number): Promise<void> {
  const random = createRandom(seed);
  for (const date of days)
    for (let i = 0; i < 3; i++) {
      const at = Date.parse(`${date}T00:00:00Z`) + Math.floor(random.next() * 24 * hour);
      const instants = Array.from({ length: 1 + random.below(4) }, (_, n) => at + n * 60_000);
      await world.journalClicks(pair, instants, {
        robot: random.chance(0.2),
        test: random.chance(0.2),
        ...(random.chance(0.2) ? { risk: ["NO_GESTURE"] } : {}),
        ...(random.chance(0.5) ? { visitor: `visitor-${random.below(9)}` } : {}),
      });
    }
}

beforeAll(async () => {
  world = await createWorld({
    start: "2026-02-27T00:00:00Z",
    now: "2026-03-12T20:00:00Z",
    env: { RATE_LIMIT_PER_MINUTE: "100000000" },
  });
  worker = createPool(world.people.url, "worker");
  brandKey = await world.keyOf(world.brandA, keyScopes);
  brand = createClient(world.url, { key: brandKey });
  partner = createClient(world.url, { key: await world.keyOf(world.partnerX, readScopes) });
  await world.people.sql("update account set time_zone = 'America/New_York' where id = $1", [
    world.brandA.accountId,
  ]);
  await makeClicks(world.ax, dates, 3);
  // Partner Y stays under 10 clicks.
  await world.journalClicks(
    world.ay,
    [0, 1, 2].map((i) => Date.parse("2026-03-07T20:00:00Z") + i * hour),
  );
  await world.account();
  const random = createRandom(5);
  const groups = dates.flatMap((date) => [
    { date, adGroup: world.ax.partnerCode, clicks: 3 + random.below(9), orders: random.below(4) },
    { date, adGroup: `${world.ax.partnerCode}-test`, clicks: random.below(3), orders: 1 },
  ]);
  await tell("ADGROUP", [
    ...groups,
    { date: "2026-03-06", adGroup: "nobodyofours", clicks: 2, orders: 1 },
  ]);
  await tell(
    "CREATIVE",
    groups.map(({ clicks, orders, ...row }, i) => ({
      ...row,
      creative: row.adGroup.endsWith("-test") ? world.ax.testAdCode : world.ax.adCode,
      clicks: Math.max(0, clicks - (i % 3)),
      orders: Math.max(0, orders - (i % 2)),
    })),
  );
  // Partner Y can have sold 2 with its 3 clicks, and neither 9 nor fewer than none.
  const more: Record<string, number> = { "2026-03-06": 9, "2026-03-08": -1 };
  const ordersOn = (day: string): number =>
    (more[day] ?? 2) +
    groups.reduce((sum, { date, orders }) => sum + (date === day ? orders : 0), 0) +
    (day === "2026-03-06" ? 1 : 0);
  // The campaign of 10 March is not told.
  await tell(
    "CAMPAIGN",
    dates
      .filter((date) => date !== "2026-03-10")
      .flatMap((date) => [
        { date, clicks: 20 + random.below(5), orders: ordersOn(date) },
        { date, campaign: "otherintegrator", clicks: random.below(4), orders: 1 },
      ]),
  );
  await bookTold(
    {
      pool: worker,
      clock: () => world.clock.now,
      newId: world.people.deps.newId,
      log: world.people.deps.log,
    },
    world.ax.program,
  );
}, 120_000);
afterAll(async () => {
  await worker?.end();
  await world?.close();
});

describe("[D150] causes sum to the difference, and rows to the total", () => {
  test.each(["DAY", "PARTNER"])("by %s", async (by) => {
    const answer = await read(by);
    rowsAddUp(answer);
    expect(answer.clicks.here).toBeGreaterThan(0);
    for (const cause of ["DUPLICATE", "TEST", "TIME_ZONE", "OTHER_TAGS", "LATE", "NOT_EXPLAINED"])
      expect([cause, causeOf(answer.clicks, cause)]).not.toEqual([cause, 0]);
    for (const cause of ["TEST", "MASKED", "GROUPINGS", "OTHER_TAGS"])
      expect([cause, causeOf(answer.sales, cause)]).not.toEqual([cause, 0]);
    expect(causeOf(answer.sales, "NOT_EXPLAINED")).toBe(0);
  });

  test("by day and by partner say the same, also of each day by itself", async () => {
    const [byDay, byPartner] = [await read("DAY"), await read("PARTNER")];
    expect(sumOf([byPartner.clicks])).toEqual(sumOf([byDay.clicks]));
    expect(sumOf([byPartner.sales])).toEqual(sumOf([byDay.sales]));
    expect(byDay.rows.nodes.map(({ key }) => key)).toEqual(dates.toReversed());
    for (const row of byDay.rows.nodes) {
      const opened = await read("PARTNER", "", row.key, row.key);
      expect([row.key, sumOf([opened.clicks])]).toEqual([row.key, sumOf([row.clicks])]);
      expect([row.key, sumOf([opened.sales])]).toEqual([row.key, sumOf([row.sales])]);
    }
  });

  test("by link of a partner; its figures are the partner's", async () => {
    const { rows } = await read("PARTNER");
    const row = rows.nodes.find(({ partnerId }) => partnerId === world.partnerX.accountId);
    const links = await read("LINK", `, partnerId: "${world.partnerX.accountId}"`);
    rowsAddUp(links);
    expect(links.rows.nodes.map(({ kind }) => kind).sort()).toEqual(["LINK", "LINK", "NOT_SPLIT"]);
    expect([
      links.clicks.atAmazon,
      links.clicks.here,
      links.sales.atAmazon,
      links.sales.here,
    ]).toEqual([row?.clicks.atAmazon, row?.clicks.here, row?.sales.atAmazon, row?.sales.here]);
    for (const cause of ["DUPLICATE", "RISKY", "TEST", "TIME_ZONE"])
      expect(causeOf(links.clicks, cause)).toBe(causeOf(row?.clicks ?? links.clicks, cause));
  });
});

test("our side is what reports say, repeats and robots apart", async () => {
  const { clicks } = await read("DAY");
  const { report } = await brand.data<{ report: { totals: { clicks: Record<string, number> } } }>(
    `{
      report(
        scope: { programId: "${world.ax.program}" },
        range: { from: "${from}", to: "${to}" }
      ) { totals { clicks { unique } } }
    }`,
  );
  expect(clicks.here).toBe(report.totals.clicks.unique);
  expect(clicks.robots).toBeGreaterThan(0);
  expect(causeOf(clicks, "ROBOT")).toBe(0);
});

test("risky clicks that a strict filter sent on without a tag are not expected there", async () => {
  const { people } = world;
  const filter = (word: string) =>
    people.sql("update program set risk_filter = $2 where id = $1", [world.ax.program, word]);
  const tagged = await read("DAY");
  const risky = causeOf(tagged.clicks, "RISKY");
  expect(risky).toBeGreaterThan(0);
  await filter("STRICT");
  const strict = await read("DAY");
  expect(causeOf(strict.clicks, "RISKY")).toBe(0);
  rowsAddUp(strict);
  expect(strict.clicks.difference).toBe(tagged.clicks.difference);
  // They were sent on by the filter of their own time.
  await people.sql(
    `insert into program_risk_filter (program_id, until, brand_account_id, risk_filter)
      values ($1, '2026-04-01', $2, 'MODERATE')`,
    [world.ax.program, world.brandA.accountId],
  );
  expect(causeOf((await read("PARTNER")).clicks, "RISKY")).toBe(risky);
  await filter("MODERATE");
});

test("a partner under 10 clicks is not told, which is no zero, and is counted above", async () => {
  const { rows } = await read("PARTNER", "", "2026-03-07", "2026-03-07");
  const hidden = rows.nodes.find(({ partnerId }) => partnerId === world.partnerY.accountId);
  expect(hidden?.clicks).toMatchObject({ atAmazon: null, here: 3, difference: -3 });
  expect(causeOf(hidden?.clicks as Side, "MASKED")).toBe(-3);
  const above = rows.nodes.find(({ kind }) => kind === "UNDER_TEN");
  expect(causeOf(above?.clicks as Side, "MASKED")).toBe(3);
  expect(above?.clicks.here).toBe(0);
});

test("what no partner under 10 clicks can have sold is of reports that disagree", async () => {
  const rowsOn = async (day: string) => {
    const { rows, sentence } = await read("PARTNER", "", day, day);
    const ordersOf = (kind: string, cause: string): number => {
      const row = rows.nodes.find((one) => one.kind === kind);
      return row ? causeOf(row.sales, cause) : 0;
    };
    return {
      hidden: ordersOf("UNDER_TEN", "MASKED"),
      odd: ordersOf("GROUPINGS", "GROUPINGS"),
      sentence,
    };
  };
  expect(await rowsOn("2026-03-07")).toMatchObject({ hidden: 2, odd: 0 });
  expect(await rowsOn("2026-03-06")).toMatchObject({ hidden: 0, odd: 9 });
  const { sentence, ...rows } = await rowsOn("2026-03-08");
  expect(rows).toEqual({ hidden: 0, odd: -1 });
  expect(sentence).toContain("−1 where Amazon's reports by campaign and by ad group disagree");
  expect(sentence).not.toContain("of partners under 10");
});

test("what is told and held is not booked, and says so", async () => {
  await world.people.sql(
    `insert into attribution_hold (
        id, brand_account_id, program_id, start_date, end_date, orders_booked, orders_taken,
        amount_taken_micros, currency, row_count, rows, held_at, measured_at
      )
      values (gen_random_uuid(), $1, $2, $3, $4, 9, 6, 0, 'USD', 1, '[]', now(), now())`,
    [world.brandA.accountId, world.ax.program, from, to],
  );
  const before = await read("DAY");
  const row = { date: "2026-03-06", adGroup: world.ax.partnerCode, clicks: 30, orders: 50 };
  await tell("ADGROUP", [row]);
  const answer = await read("DAY");
  rowsAddUp(answer);
  expect(causeOf(answer.sales, "HELD")).toBeGreaterThan(0);
  expect(answer.sales.here).toBe(before.sales.here);
  expect(answer.sentence).toContain("of a report that is held");
});

describe("what cannot be asked", () => {
  const refusedBy = async (input: string) => {
    const { errors } = await brand.post(queryOf(`programId: "${world.ax.program}", ${input}`));
    return errors[0]?.extensions;
  };
  test.each([
    ["more than 92 days", 'from: "2026-01-01", to: "2026-04-03"', "RANGE_TOO_LONG", "to"],
    ["an end before its start", 'from: "2026-03-02", to: "2026-03-01"', "BAD_RANGE", "to"],
    ["links of nobody", 'from: "2026-03-01", to: "2026-03-01", by: LINK', "BAD_INPUT", "partnerId"],
  ])("%s", async (_words, input, code, field) => {
    expect(await refusedBy(input)).toMatchObject({ code, path: ["input", field] });
  });

  test("a partner, and another brand, find nothing", async () => {
    const input = `programId: "${world.ax.program}", from: "${from}", to: "${to}"`;
    expect(await partner.data(queryOf(input))).toEqual({ reconciliation: null });
    const key = await world.keyOf(world.brandB, keyScopes);
    const other = createClient(world.url, { key });
    expect(await other.data(queryOf(input))).toEqual({ reconciliation: null });
  });
});

describe("as a file", () => {
  const fileOf = async (
    query: string,
  ): Promise<{ status: number; headers: Headers; text: string }> => {
    const response = await fetch(`${world.url}/files/reconciliation/${world.ax.program}?${query}`, {
      headers: { authorization: `Bearer ${brandKey}` },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const tableIn = (
    text: string,
  ): { head: string[][]; rows: Record<string, string | undefined>[] } => {
    const [head = "", body = ""] = text.split("\r\n\r\n");
    const [columns = [], ...lines] = parse(body, { bom: true });
    const rows = lines.map((line) => Object.fromEntries(columns.map((name, n) => [name, line[n]])));
    return { head: parse(head, { relax_column_count: true }), rows };
  };
  const X = (): string => world.partnerX.accountId;

  const ways: [string, () => string, () => Promise<Answer>][] = [
    ["by day", () => `by=day`, () => read("DAY")],
    ["by partner", () => `by=PARTNER`, () => read("PARTNER")],
    ["by link", () => `by=LINK&partnerId=${X()}`, () => read("LINK", `, partnerId: "${X()}"`)],
  ];
  test.each(ways)("%s it holds what the page shows, its verdict and definitions", async (...of) => {
    const [, query, ask] = of;
    const [file, answer] = [await fileOf(`from=${from}&to=${to}&${query()}`), await ask()];
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const { head, rows } = tableIn(file.text);
    expect(head).toContainEqual(["Verdict", answer.sentence]);
    expect(head.find(([name]) => name === "Clicks MASKED")?.[1]).toMatch(/until it has 10 clicks/);
    const sides = [...answer.rows.nodes, { kind: "TOTAL", ...answer }];
    expect(rows.map((row) => row.Row)).toEqual(sides.map(({ kind }) => kind));
    for (const [n, { clicks, sales }] of sides.entries()) {
      const row = rows[n] ?? {};
      const told = (value: number | null) => (value === null ? "" : String(value));
      expect(row).toMatchObject({
        "Click-throughs at Amazon": told(clicks.atAmazon),
        "Difference of clicks": String(clicks.difference),
        "Orders here": String(sales.here),
        "Amount here": sales.amountHere?.amount,
      });
      for (const { cause, clicks: count } of clicks.causes)
        expect(row[`Clicks ${cause}`]).toBe(String(count));
      for (const { cause, orders, amount } of sales.causes)
        expect([row[`Orders ${cause}`], row[`Amount ${cause}`]]).toEqual([
          String(orders),
          amount?.amount,
        ]);
    }
    const sum = rows.slice(0, -1).reduce((all, row) => all + Number(row["Unique clicks here"]), 0);
    expect(String(sum)).toBe(rows.at(-1)?.["Unique clicks here"]);
  });

  test("a name that is a formula is a text there", async () => {
    const name = '=HYPERLINK("http://x")';
    const [account] = await world.people.sql<{ name: string }>(
      "select name from account where id = $1",
      [X()],
    );
    const call = (other: string) =>
      world.people.sql("update account set name = $2 where id = $1", [X(), other]);
    await call(name);
    const { rows } = tableIn((await fileOf(`from=${from}&to=${to}&by=PARTNER`)).text);
    await call(account?.name ?? "");
    expect(rows.map(({ Partner }) => Partner)).toContain(`'${name}`);
  });

  test.each([
    ["from=2026-03-01&to=2026-02-30", 400, "BAD_DATE", ["to"]],
    ["from=2026-03-02&to=2026-03-01", 400, "BAD_RANGE", ["to"]],
    ["from=2026-03-01&to=2026-03-02&by=WEEK", 400, "BAD_INPUT", ["by"]],
    ["from=2026-03-01&to=2026-03-02&by=LINK", 400, "BAD_INPUT", ["partnerId"]],
  ])("%s is refused by the parameter's name", async (query, status, code, path) => {
    const answer = await fileOf(query);
    const { errors } = JSON.parse(answer.text) as { errors: { extensions: object }[] };
    expect({ status: answer.status, ...errors[0]?.extensions }).toMatchObject({
      status,
      code,
      path,
    });
  });
});

test("a program without a source compares with nothing", async () => {
  await world.people.sql("update program set sales_source = 'NONE' where id = $1", [
    world.bx.program,
  ]);
  const key = await world.keyOf(world.brandB, keyScopes);
  const other = createClient(world.url, { key });
  await world.clicks(world.bx, [Date.parse("2026-03-07T20:00:00Z")]);
  const input = `programId: "${world.bx.program}", from: "${from}", to: "${to}"`;
  const { reconciliation: answer } = await other.data<{ reconciliation: Answer }>(queryOf(input));
  rowsAddUp(answer);
  expect(answer).toMatchObject({ source: "NONE", clicks: { atAmazon: null, here: 1 } });
  expect(causeOf(answer.clicks, "UNMEASURED")).toBe(-1);
});
