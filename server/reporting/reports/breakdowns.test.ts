/**
 * However clicks are grouped, the rows and the rest are the report's total under the same filter,
 * and each row opens to exactly its clicks: of what is folded, marked, cut and read one by one.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldWaiting } from "../../money/breakdowns/fold.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { reasonSentences, type ReasonCode } from "../../domain/reason.ts";
import { createPool } from "../../platform/db/connection.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import { dimensionNames } from "../../platform/db/click-dimensions.ts";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createRandom } from "../../start/demo/random.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";

const hour = 3_600_000;
const first = Date.parse("2026-03-05T00:00:00Z");
let world: World;
let brand: Client;
let partner: Client;
let folding: WorkerDeps;
let hoursFolded: ReadonlySet<number>;
/** Of partner X; Y is in none. */
let bothGroups: string;
/** However lately it was marked. */
const whenever = -1_000 * 24 * hour;
let folded = Date.parse("2026-03-20T13:20:00Z");

const referrers = ["blog.example", "www.google.com", "t.co", null];
const sharedIds = ["spring", "summer", null];
async function clickAround(seed: number, count: number, from: number, to: number): Promise<void> {
  const random = createRandom(seed);
  const oneOf = <T>(values: readonly T[]): T => values[random.below(values.length)] as T;
  for (const pair of [world.ax, world.ay])
    for (let i = 0; i < count; i++) {
      const at = from + Math.floor(random.next() * (to - from));
      const instants = [at, at + 1 + random.below(90) * 60_000].filter((each) => each < to);
      await world.journalClicks(pair, instants, {
        country: oneOf(["US", "DE", "MX", null]),
        device: oneOf(["PHONE", "DESKTOP", "TABLET"]),
        referrerHost: oneOf(referrers),
        sharedId: oneOf(sharedIds),
        subIds: [oneOf(["a", "b"]), null, null],
        robot: random.chance(0.1),
        test: random.chance(0.15),
        risk: random.chance(0.1) ? ["DATA_CENTRE"] : [],
        ...(random.chance(0.5) ? { visitor: `visitor-${random.below(9)}` } : {}),
      });
    }
}

beforeAll(async () => {
  world = await createWorld({
    start: "2026-03-01T00:00:00Z",
    now: "2026-03-22T12:00:00Z",
    env: { RATE_LIMIT_PER_MINUTE: "100000000" },
  });
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  partner = createClient(world.url, { key: await world.keyOf(world.partnerX, readScopes) });
  const made = await world.people.sql(
    `with made as (
        insert into partner_group (id, brand_account_id, name, created_at)
        select uuidv7(), $1, name, now() from unnest(array['Tents', 'Creators']) name
        returning id
      )
      insert into partner_group_member (group_id, partner_account_id, brand_account_id, added_at)
      select id, $2, $1, now() from made
      returning group_id`,
    [world.brandA.accountId, world.partnerX.accountId],
  );
  bothGroups = made
    .map(({ group_id: id }) => String(id))
    .toSorted()
    .join("+");
  const { log, newId } = world.people.deps;
  folding = { pool: createPool(world.people.url, "worker", 2), clock: () => folded, log, newId };
  await clickAround(1, 60, first, world.clock.now);
  await clickAround(4, 12, Date.parse("2026-03-20T04:00:00Z"), Date.parse("2026-03-20T10:00:00Z"));
  for (const pair of [world.ax, world.ay])
    for (const day of ["07", "12", "21"])
      await world.sale(pair, { date: `2026-03-${day}`, orders: Number(day), amount: "100.25" });
  await world.account();
  await foldWaiting(folding, whenever);
  const hoursSql = "select hours from click_breakdown_period where program_id = $1";
  const { rows } = await folding.pool.query(hoursSql, [world.ax.program]);
  hoursFolded = new Set(rows.map(({ hours }) => Number(hours)));
  // Late ones, into dates that are folded, into the hour that is not, and after.
  await clickAround(2, 2, Date.parse("2026-03-09T00:00:00Z"), Date.parse("2026-03-11T00:00:00Z"));
  await clickAround(3, 6, folded - hour, world.clock.now);
  await world.account();
}, 120_000);
afterAll(async () => {
  await folding?.pool.end();
  await world?.close();
});

const counts = "raw unique newVisitors payable hidden paid paidZero unpaid filtered";
const money = "{ amount currency }";
const figures = `clicks { ${counts} }
  sales { orders units discardedOrders amount ${money} discardedAmount ${money} }
  leads { leads discardedLeads }
  payout { clicks ${money} sales ${money} leads ${money} }`;
interface Figures {
  clicks: Record<string, number | null>;
  sales: { orders: number; units: number; discardedOrders: number } | null;
  payout: { clicks: Amount[]; sales: Amount[] };
  measures: { share: string | null; conversionRate: string | null; cpc: Amount[] };
}
interface Amount {
  amount: string;
  currency: string;
}
interface Breakdown {
  source: string;
  groups: number;
  rows: {
    values: { dimension: string; value: string; label: string }[];
    figures: Figures;
    opens: { field: string; values: string[] }[] | null;
  }[];
  rest: Figures | null;
  total: Figures;
}
type Filter = Record<string, unknown>;
interface Asked {
  range: object;
  zone: string | null;
  filter: Filter;
}
const variables = ({ range, zone, filter }: Asked) => ({
  p: world.ax.program,
  range,
  zone,
  filter,
});
const asking = "($p: ID!, $range: RangeInput!, $zone: TimeZone, $filter: ReportFilter";
const scoped = "scope: { programId: $p }, range: $range, timeZone: $zone, filter: $filter";
const measuresShown = `measures { share conversionRate cpc ${money} }`;
async function breakdown(
  client: Client,
  asked: Asked & { by: readonly string[]; first?: number; order?: string },
): Promise<Breakdown> {
  const { by, first: few = 3, order = "RAW" } = asked;
  const { reportBreakdown } = await client.data<{ reportBreakdown: Breakdown }>(
    `query ${asking}, $by: [ClickDimension!]!, $n: Int!, $sort: BreakdownSort!) {
      reportBreakdown(${scoped}, by: $by, first: $n, sort: $sort) {
        source
        groups
        rows {
          values { dimension value label }
          figures { ${figures} ${measuresShown} }
          opens { field values }
        }
        rest { ${figures} }
        total { ${figures} ${measuresShown} }
      }
    }`,
    { ...variables(asked), by, n: few, sort: { measure: order } },
  );
  return reportBreakdown;
}
async function totals(client: Client, asked: Asked): Promise<Omit<Figures, "measures">> {
  const { report } = await client.data<{ report: { totals: Figures } }>(
    `query ${asking}) { report(${scoped}) { totals { ${figures} } } }`,
    variables(asked),
  );
  return report.totals;
}

const micros = (amounts: readonly Amount[]): bigint =>
  amounts.reduce((sum, { amount }) => sum + BigInt(Math.round(Number(amount) * 1_000_000)), 0n);
function sum(parts: readonly (Figures | null)[]) {
  const known = parts.filter((part) => part !== null);
  const of = (pick: (part: Figures) => number | null) =>
    known.reduce((total, part) => total + (pick(part) ?? 0), 0);
  return {
    clicks: counts.split(" ").map((name) => of(({ clicks }) => clicks[name] ?? null)),
    sales: ["orders", "units", "discardedOrders"].map((name) =>
      of(({ sales }) => sales?.[name as "orders"] ?? null),
    ),
    payout: [
      micros(known.flatMap(({ payout }) => payout.clicks)),
      micros(known.flatMap(({ payout }) => payout.sales)),
    ],
  };
}

const filterAll = { mode: "BOTH" };
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { freq: 3 });
const filters = () =>
  fc
    .record({
      mode: fc.constantFrom("LIVE", "TEST", "BOTH"),
      partnerIds: maybe(some([world.partnerX.accountId, world.partnerY.accountId])),
      linkIds: maybe(some([world.ax.link, world.ay.link, world.ax.testLink])),
      countries: maybe(some(["US", "DE", "n/a"])),
      devices: maybe(some(["PHONE", "DESKTOP"])),
      sharedIds: maybe(some(["spring", "n/a"])),
      referrers: maybe(some(["t.co", "n/a"])),
      trafficSources: maybe(some(["SOCIAL", "SEARCH", "DIRECT", "n/a"])),
      partnerGroups: maybe(some([bothGroups, "n/a"])),
      outcomes: maybe(some(["PAID", "UNPAID"])),
      reasons: maybe(some(["DUPLICATE_CLICK", "TEST_CLICK", "FILTERED_RISK"])),
      weekdays: maybe(some([1, 2, 6, 7])),
      hours: maybe(some([0, 5, 12, 13, 22])),
    })
    // Two dimensions at most, so that groups hold something and kept rows are asked.
    .chain(({ mode, ...rest }) =>
      fc.shuffledSubarray(Object.keys(rest), { maxLength: 2 }).map((names) => ({
        mode,
        ...Object.fromEntries(names.map((name) => [name, rest[name as keyof typeof rest]])),
      })),
    );
const ranges = fc.constantFrom<object>(
  { last: "31d" },
  { last: "24h" },
  { last: "7d" },
  { from: "2026-03-06", to: "2026-03-21" },
  { from: "2026-03-09", to: "2026-03-09" },
);
const zones = fc.constantFrom(null, "UTC", "Asia/Kolkata", "Pacific/Auckland");
const isFor = (side: string, name: string): boolean =>
  side === "BRAND" ? !name.startsWith("SUB_ID") : name !== "PARTNER_GROUP";
const filterFor = (side: string, { partnerGroups, ...others }: Filter): Filter =>
  side === "BRAND" && partnerGroups ? { ...others, partnerGroups } : others;
const brandsDimensions = dimensionNames.filter((name) => isFor("BRAND", name));
const groupings = (names: readonly string[]) =>
  fc.shuffledSubarray([...names], { minLength: 1, maxLength: 2 });

test("[D174] rows and rest are the total under any filter, range, zone and grouping", async () => {
  expect(hoursFolded).toEqual(new Set([1, 3, 6, 12, 24, 96, 384]));
  const sources = new Set<string>();
  const asked = fc.record({
    side: fc.constantFrom("BRAND", "PARTNER"),
    by: groupings(dimensionNames),
    filter: filters(),
    range: ranges,
    zone: zones,
    order: fc.constantFrom("RAW", "UNIQUE", "PAYABLE", "PAID"),
    first: fc.constantFrom(1, 3, 100),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ side, by: names, filter, ...of }) => {
      const client = side === "BRAND" ? brand : partner;
      const rest = { ...of, filter: filterFor(side, filter) };
      const own = names.filter((name) => isFor(side, name));
      const by = own.length > 0 ? own : ["COUNTRY"];
      const found = await breakdown(client, { ...rest, by });
      sources.add(`${side} ${found.source}`);
      const total = await totals(client, rest);
      const expected = sum([total as Figures]);
      if (found.total.sales === null) {
        expected.sales = [0, 0, 0];
        expected.payout[1] = 0n;
      }
      expect(sum([found.total])).toEqual(expected);
      expect(sum([...found.rows.map((row) => row.figures), found.rest])).toEqual(expected);
      expect(found.rows.length).toBe(Math.min(found.groups, rest.first));
      const ranked = found.rows.map((row) => row.figures.clicks[rest.order.toLowerCase()] ?? 0);
      expect(ranked).toEqual([...ranked].sort((a, b) => b - a));
    }),
    { numRuns: 80, seed: 14 },
  );
  expect([...sources].sort()).toEqual([
    "BRAND DECISIONS",
    "BRAND KEPT",
    "BRAND TIMES",
    "PARTNER DECISIONS",
    "PARTNER KEPT",
    "PARTNER TIMES",
  ]);
});

test("each row opens to exactly its clicks, in the report and the log [D174]", async () => {
  const asked = { range: { last: "31d" }, zone: null, filter: { mode: "LIVE" } };
  for (const by of [...brandsDimensions.map((name) => [name]), ["COUNTRY", "REASON"]]) {
    const { rows, groups } = await breakdown(brand, { ...asked, by, first: 100 });
    expect([
      by,
      groups > (by[0] === "MEDIA_PROPERTY" ? 0 : 1) || by[0] === "TERMS_VERSION",
    ]).toEqual([by, true]);
    for (const { values, figures: own, opens } of rows.slice(0, 4)) {
      if (!opens) {
        expect([values[0]?.value, own.clicks.raw]).toEqual(["n/a", 0]);
        continue;
      }
      const numbers = ["weekdays", "hours"];
      const filter = Object.fromEntries(
        opens.map(({ field, values: of }) => [
          field,
          numbers.includes(field) ? of.map(Number) : of,
        ]),
      );
      const total = await totals(brand, { ...asked, filter: { mode: "LIVE", ...filter } });
      expect([values, total.clicks]).toEqual([values, own.clicks]);
      const { clicks } = await brand.data<{ clicks: { nodes: unknown[] } }>(
        `query ($p: ID!, $filter: ClickFilter) {
          clicks(programId: $p, first: 100, filter: $filter) { nodes { id } }
        }`,
        {
          p: world.ax.program,
          filter: { ...filter, isTest: false, includeHidden: true },
        },
      );
      const { raw, filtered } = own.clicks;
      expect([values, clicks.nodes.length]).toEqual([
        values,
        Math.min((raw ?? 0) + (filtered ?? 0), 100),
      ]);
    }
  }
});

test("[found 94] test clicks tell what they would earn, however they are grouped", async () => {
  const asked = { p: world.ax.program, filter: { mode: "TEST" } };
  const wouldPay = `wouldPay ${money}`;
  const found = await brand.data<{
    report: {
      totals: { payout: { clicks: Amount[] }; wouldPay: { clicks: Amount[] } };
      buckets: { wouldPay: { clicks: Amount[] } | null }[];
    };
    partners: { wouldPay: { clicks: Amount[] } }[];
    byLink: { rows: { figures: { measures: { wouldPay: Amount[] } } }[] };
    byHour: { rows: { figures: { measures: { wouldPay: Amount[] } } }[] };
    clicks: { nodes: { wouldPay: Amount | null }[]; pageInfo: { hasNextPage: boolean } };
  }>(
    `query ($p: ID!, $filter: ReportFilter) {
      report(scope: { programId: $p }, range: { last: "31d" }, filter: $filter) {
        totals { payout { clicks ${money} } wouldPay { clicks ${money} } }
        buckets { wouldPay { clicks ${money} } }
      }
      partners: reportByPartner(
        scope: { programId: $p }, range: { last: "31d" }, filter: $filter
      ) { wouldPay { clicks ${money} } }
      byLink: reportBreakdown(
        scope: { programId: $p }, range: { last: "31d" }, filter: $filter, by: [LINK], first: 50
      ) { rows { figures { measures { ${wouldPay} } } } }
      byHour: reportBreakdown(
        scope: { programId: $p }, range: { last: "31d" }, filter: $filter, by: [HOUR], first: 50
      ) { rows { figures { measures { ${wouldPay} } } } }
      clicks(programId: $p, first: 100, filter: { isTest: true }) {
        nodes { ${wouldPay} }
        pageInfo { hasNextPage }
      }
    }`,
    asked,
  );
  expect(found.clicks.pageInfo.hasNextPage).toBe(false);
  const all = micros(found.clicks.nodes.flatMap((click) => click.wouldPay ?? []));
  expect(all).toBeGreaterThan(0n);
  expect(micros(found.report.totals.payout.clicks)).toBe(0n);
  expect(micros(found.report.totals.wouldPay.clicks)).toBe(all);
  for (const parts of [found.report.buckets, found.partners])
    expect(micros(parts.flatMap((part) => part.wouldPay?.clicks ?? []))).toBe(all);
  for (const { rows } of [found.byLink, found.byHour])
    expect(micros(rows.flatMap((row) => row.figures.measures.wouldPay))).toBe(all);
  const filter = JSON.stringify({ range: { last: "31d" }, by: ["LINK"], filter: asked.filter });
  const query = new URLSearchParams({ programId: asked.p, table: "BREAKDOWN", filter });
  const authorization = `Bearer ${await world.keyOf(world.brandA, readScopes)}`;
  const address = `${world.url}/files/export?format=JSON_LINES&${query.toString()}`;
  const file = await fetch(address, { headers: { authorization } });
  const filed = [...(await file.text()).matchAll(/"wouldPay":"([0-9.]+)","share/g)];
  const amounts = filed.map(([, amount = ""]) => ({ amount, currency: "USD" }));
  expect(micros(amounts), "[found 91] as its file has it").toBe(all);
});

test("names are told, and measures follow from what is shown", async () => {
  const asked = { range: { last: "31d" }, zone: null, filter: { mode: "LIVE" } };
  const { rows, total } = await breakdown(brand, { ...asked, by: ["PARTNER"] });
  const names = rows.map(({ values }) => values[0]?.label);
  expect(new Set(names)).toEqual(new Set(["Partner X", "Partner Y"]));
  const groups = await breakdown(brand, { ...asked, by: ["PARTNER_GROUP"] });
  expect(new Set(groups.rows.map(({ values }) => values[0]?.label))).toEqual(
    new Set(["Creators + Tents", "In no group"]),
  );
  await expect(breakdown(partner, { ...asked, by: ["PARTNER_GROUP"] })).rejects.toThrow(
    /which no partner sees/,
  );
  for (const { figures: own } of rows) {
    const { raw, unique } = own.clicks;
    const six = (value: number) => Number(value.toFixed(6));
    expect(Number(own.measures.share)).toBe(six((raw ?? 0) / (total.clicks.raw ?? 0)));
    expect(Number(own.measures.conversionRate)).toBe(six((own.sales?.orders ?? 0) / (unique ?? 0)));
  }
  const labels = async (by: string) => {
    const { rows } = await breakdown(brand, { ...asked, by: [by], first: 100 });
    return rows.map(({ values }) => [values[0]?.value ?? "", values[0]?.label] as const);
  };
  const versions = (await labels("TERMS_VERSION")).map(([, label]) => label);
  expect(new Set(versions)).toEqual(new Set(["Terms A-X, version 1", "Terms A-Y, version 1"]));
  for (const [reason, label] of await labels("REASON"))
    expect(label).toBe(reason === "n/a" ? "Paid" : reasonSentences[reason as ReasonCode]);
});

test("[D177] [D178] a partner's groups are its own, and sub ids are nobody else's", async () => {
  const asked = { range: { last: "31d" }, zone: null, filter: { mode: "BOTH" } };
  const { rows } = await breakdown(partner, { ...asked, by: ["PARTNER"], first: 100 });
  expect(rows.map(({ values }) => values[0]?.value)).toEqual([world.partnerX.accountId]);
  expect(rows[0]?.figures.clicks.newVisitors).toBeNull();
  const own = await breakdown(partner, { ...asked, by: ["SUB_ID1"] });
  expect(new Set(own.rows.map(({ values }) => values[0]?.value))).toEqual(new Set(["a", "b"]));
  const refused = async (by: string, filter: string) => {
    const [error] = (
      await brand.post(
        `{
          reportBreakdown(
            scope: { programId: "${world.ax.program}" }
            range: { last: "7d" }
            by: [${by}]
            filter: { ${filter} }
          ) { groups }
        }`,
      )
    ).errors;
    return [error?.extensions.code, error?.extensions.path];
  };
  expect(await refused("SUB_ID1", "")).toEqual(["BAD_INPUT", ["by"]]);
  expect(await refused("COUNTRY", 'subId1: ["a"]')).toEqual(["BAD_INPUT", ["filter", "subId1"]]);
  expect(await refused("COUNTRY, COUNTRY", "")).toEqual(["BAD_INPUT", ["by"]]);
  expect(await refused("", "")).toEqual(["BAD_INPUT", ["by"]]);
  for (const list of ["clicks", "report"]) {
    const args =
      list === "clicks"
        ? `programId: "${world.ax.program}"`
        : `scope: { programId: "${world.ax.program}" }, range: { last: "7d" }`;
    const body = list === "clicks" ? "nodes { id }" : "totals { clicks { raw } }";
    const [error] = (
      await brand.post(`{ ${list}(${args}, filter: { subId2: ["x"] }) { ${body} } }`)
    ).errors;
    expect(error?.extensions).toMatchObject({ code: "BAD_INPUT", path: ["filter", "subId2"] });
  }
});

test("what would read too many clicks one by one is refused, with the way out", async () => {
  await world.people.sql(
    `insert into click_rollup
      select
        (jsonb_populate_record(
          r,
          '{"bucket": "2025-06-05 12:00:00Z", "clicks": 1000001, "currency": "EUR"}'
        )).*
      from click_rollup r
      where level = 'P' and program_id = $1
      limit 1`,
    [world.ax.program],
  );
  const ask = async (by: string) => {
    const { errors } = await brand.post(
      `{
        reportBreakdown(
          scope: { programId: "${world.ax.program}" }
          range: { from: "2025-06-01", to: "2025-06-30" }
          by: [${by}]
        ) { groups }
      }`,
    );
    return errors?.[0] && [errors[0].extensions.code, errors[0].extensions.path, errors[0].message];
  };
  expect(await ask("COUNTRY")).toBeUndefined();
  expect(await ask("COUNTRY, DEVICE")).toEqual([
    "RANGE_TOO_LONG",
    ["range"],
    expect.stringContaining("the range holds 1000001: choose a shorter one"),
  ]);
  await world.people.sql(
    `insert into click_breakdown_mark
      select program_id, bucket, brand_account_id, 1, now()
      from click_rollup
      where program_id = $1 and bucket < '2026-01-01'`,
    [world.ax.program],
  );
  expect(await ask("COUNTRY")).toEqual([
    "RANGE_TOO_LONG",
    ["range"],
    expect.stringContaining("1000001 clicks of the range are still being added up"),
  ]);
  for (const table of ["click_breakdown_mark where quarter", "click_rollup where bucket"])
    await world.people.sql(`delete from ${table} < '2026-01-01'`);
});

test("[D182] what comes late is counted at once, before and after it is folded", async () => {
  const asked = {
    range: { from: "2026-03-10", to: "2026-03-10" },
    zone: null,
    filter: { mode: "LIVE" },
    by: ["COUNTRY"],
    first: 100,
  };
  const seen = async () => {
    const { source, total, rows } = await breakdown(brand, asked);
    expect(source).toBe("KEPT");
    const us = rows.find(({ values }) => values[0]?.value === "US");
    expect(rows.length).toBeLessThan(100);
    return [total.clicks.raw ?? 0, us?.figures.clicks.raw ?? 0] as const;
  };
  const [all, us] = await seen();
  await world.clicks(world.ax, [Date.parse("2026-03-10T20:00:00Z")], { country: "US" });
  expect(await seen()).toEqual([all + 1, us + 1]);
  folded = world.clock.now;
  await foldWaiting(folding, whenever);
  expect(await seen()).toEqual([all + 1, us + 1]);
  const proof = await verifyLedger(folding.pool, { program: world.ax.program });
  expect(proof.firstDifference).toBeNull();
});

interface Change {
  measure: string;
  currency: string | null;
  now: string | null;
  before: string | null;
  difference: string | null;
  ratio: string | null;
}
interface Period {
  start: string;
  end: string;
  clicksUntil: string | null;
  salesUntil: string | null;
}
type Bucket = { clicks: Figures["clicks"] | null; start: string; end: string };
interface Compared {
  report: {
    meta: { timeZone: string; start: string; end: string };
    totals: Figures;
    buckets: Bucket[];
    compared: { period: Period; totals: Figures; buckets: Bucket[]; changes: Change[] };
  };
  reportBreakdown: {
    source: string;
    compared: Period;
    rows: {
      values: { value: string }[];
      figures: Figures;
      before: Figures;
      changes: Change[];
    }[];
    rest: Figures | null;
    restBefore: Figures | null;
    total: Figures;
    totalBefore: Figures;
    totalChanges: Change[];
  };
}
const changed = "{ measure currency now before difference ratio }";
const period = "{ start end clicksUntil salesUntil }";
const compare = (client: Client, asked: Asked, more: object) =>
  client.data<Compared>(
    `query ${asking}, $compare: CompareInput!, $by: [ClickDimension!]!, $sort: BreakdownSort,
      $grain: Grain) {
      report(${scoped}, compare: $compare, grain: $grain) {
        meta { timeZone start end }
        totals { ${figures} }
        buckets { start end clicks { raw } }
        compared {
          period ${period}
          totals { ${figures} }
          buckets { start end clicks { raw } }
          changes ${changed}
        }
      }
      reportBreakdown(${scoped}, compare: $compare, by: $by, first: 4, sort: $sort) {
        source
        compared ${period}
        rows { values { value } figures { ${figures} } before { ${figures} } changes ${changed} }
        rest { ${figures} }
        restBefore { ${figures} }
        total { ${figures} }
        totalBefore { ${figures} }
        totalChanges ${changed}
      }
    }`,
    { ...variables(asked), grain: "HOUR", ...more },
  );
const dateIn = (zone: string, instant: string, ms = 0): string =>
  Temporal.Instant.fromEpochMilliseconds(Date.parse(instant) + ms)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
const changeOf = (changes: readonly Change[], measure: string) =>
  changes.find((each) => each.measure === measure);

test("[D172] the other period is as long, and both are what they are by themselves", async () => {
  const kinds = fc.constantFrom<object>(
    { with: "PREVIOUS" },
    { with: "SAME_WEEKDAYS" },
    { with: "LAST_YEAR" },
  );
  const asked = fc.record({
    side: fc.constantFrom("BRAND", "PARTNER"),
    by: fc.constantFrom(["PARTNER"], ["COUNTRY"], ["HOUR"], ["DEVICE", "REASON"], ["LINK"]),
    filter: filters(),
    range: fc.constantFrom<object>(
      { last: "today" },
      { last: "7d" },
      { last: "24h" },
      { from: "2026-03-15", to: "2026-03-19" },
      { from: "2026-03-22", to: "2026-03-24" },
    ),
    zone: zones,
    compare: kinds,
  });
  let settled = 0;
  await fc.assert(
    fc.asyncProperty(asked, async ({ side, by, compare: kind, filter, ...of }) => {
      const client = side === "BRAND" ? brand : partner;
      const rest = { ...of, filter: filterFor(side, filter) };
      const { report, reportBreakdown: found } = await compare(client, rest, { by, compare: kind });
      const { meta, compared } = report;
      const zone = meta.timeZone;
      const [from, to] = [
        dateIn(zone, compared.period.start),
        dateIn(zone, compared.period.end, -1),
      ];
      const isOfHours = "last" in rest.range && rest.range.last === "24h";
      const days = (start: string, end: string) =>
        Temporal.PlainDate.from(dateIn(zone, start)).until(dateIn(zone, end)).days;
      const length = ({ start, end }: { start: string; end: string }) =>
        isOfHours ? Date.parse(end) - Date.parse(start) : days(start, end);
      expect(length(compared.period)).toBe(length(meta));
      expect(Date.parse(compared.period.end)).toBeLessThanOrEqual(Date.parse(meta.start));
      expect(compared.buckets.length).toBe(report.buckets.length);
      const alone = isOfHours
        ? compared.totals
        : ((await totals(client, { ...rest, range: { from, to } })) as Figures);
      expect(sum([compared.totals])).toEqual(sum([alone]));
      const rawIn = (buckets: readonly Bucket[]) =>
        buckets.reduce((all, { clicks }) => all + (clicks?.raw ?? 0), 0);
      expect(rawIn(compared.buckets)).toBe(alone.clicks.raw);
      const known = (figures: Figures) =>
        found.total.sales === null
          ? { ...figures, sales: null, payout: { ...figures.payout, sales: [] } }
          : figures;
      expect(sum([found.totalBefore])).toEqual(sum([known(alone)]));
      expect(sum([...found.rows.map(({ before }) => before), found.restBefore])).toEqual(
        sum([known(alone)]),
      );
      expect(found.compared).toEqual(compared.period);
      const { clicksUntil, salesUntil } = compared.period;
      const raw = changeOf(compared.changes, "RAW");
      expect(changeOf(found.totalChanges, "RAW")).toEqual(raw);
      if (clicksUntil === null) expect(raw).toBeUndefined();
      else {
        const until = report.buckets.filter(({ end }) => end <= clicksUntil);
        const now = rawIn(until);
        const before = rawIn(compared.buckets.slice(0, until.length));
        expect(raw).toMatchObject({
          now: `${now}`,
          before: `${before}`,
          difference: `${now - before}`,
        });
      }
      const orders = changeOf(compared.changes, "ORDERS");
      if (salesUntil === null) expect(orders).toBeUndefined();
      else if (!isOfHours) {
        settled++;
        const own = await totals(client, {
          ...rest,
          range: { from: dateIn(zone, meta.start), to: salesUntil },
        });
        expect(orders?.now).toBe(`${own.sales?.orders}`);
        if (found.total.sales) expect(changeOf(found.totalChanges, "ORDERS")).toEqual(orders);
      }
    }),
    { numRuns: 24, seed: 172 },
  );
  expect(settled).toBeGreaterThan(3);
});

test("[D172] a period that is longer, to come or of hours is refused, with the fix", async () => {
  const refused = async (range: string, with_: string) => {
    const { errors } = await brand.post(
      `{
        report(scope: { programId: "${world.ax.program}" }, range: { ${range} }, compare: {
          ${with_}
        }) { totals { clicks { raw } } }
      }`,
    );
    return errors?.[0] && [errors[0].extensions.code, errors[0].extensions.path, errors[0].message];
  };
  const range = 'from: "2026-03-10", to: "2026-03-12"';
  expect(await refused(range, 'with: CUSTOM, from: "2026-03-01", to: "2026-03-04"')).toEqual([
    "UNEQUAL_RANGES",
    ["compare", "to"],
    "The range has 3 days and the other period 4: let it end on 2026-03-03",
  ]);
  expect(
    await refused(range, 'with: CUSTOM, from: "2026-03-01", to: "2026-03-03"'),
  ).toBeUndefined();
  expect(await refused(range, 'with: CUSTOM, from: "2026-03-01"')).toBeUndefined();
  const codes = async (asked: string, with_: string) => (await refused(asked, with_))?.slice(0, 2);
  expect(await codes(range, "with: CUSTOM")).toEqual(["BAD_RANGE", ["compare", "from"]]);
  expect(await codes(range, 'with: CUSTOM, from: "2026-03-21", to: "2026-03-23"')).toEqual([
    "BAD_RANGE",
    ["compare", "to"],
  ]);
  expect(await codes(range, 'with: PREVIOUS, from: "2026-03-01"')).toEqual([
    "BAD_RANGE",
    ["compare", "from"],
  ]);
  expect(await codes('last: "24h"', 'with: CUSTOM, from: "2026-03-01", to: "2026-03-01"')).toEqual([
    "BAD_RANGE",
    ["compare"],
  ]);
});

test("groups are put in order by any figure, and by what fell most", async () => {
  const measures = ["RAW", "UNPAID", "ORDERS", "AMOUNT", "PAYOUT", "CPC", "EPC", "SHARE", "ROAS"];
  const asked = { range: { from: "2026-03-15", to: "2026-03-19" }, zone: null, filter: filterAll };
  for (const measure of measures)
    for (const of of ["VALUE", "CHANGE"])
      for (const ascending of [false, true]) {
        const { reportBreakdown: found } = await compare(brand, asked, {
          by: ["LINK"],
          compare: { with: "PREVIOUS" },
          sort: { measure, of, ascending },
        });
        const keys = found.rows.flatMap(({ changes }) => {
          const one = changeOf(changes, measure);
          const key = of === "VALUE" ? one?.now : one?.difference;
          return key === null || key === undefined ? [] : [Number(key)];
        });
        expect(found.rows.length, measure).toBeGreaterThan(1);
        expect([measure, of, keys]).toEqual([
          measure,
          of,
          keys.toSorted((a, b) => (ascending ? a - b : b - a)),
        ]);
      }
  const { errors } = await brand.post(
    `{
      reportBreakdown(scope: { programId: "${world.ax.program}" }, range: { last: "7d" }
        by: [LINK], sort: { of: CHANGE }) { groups }
    }`,
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT", path: ["sort", "of"] });
});
