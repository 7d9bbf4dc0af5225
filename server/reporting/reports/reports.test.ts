/**
 * Chart, table and API are one set of figures: buckets sum to totals, totals are what SQL counts,
 * whatever is asked for.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createRandom } from "../../start/demo/random.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { openStream, type Stream, type StreamEvent } from "../../testing/worlds/stream.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";

let world: World;
let brand: Client;
let partner: Client;
let partnerKey: string;
let brandKey: string;

// Europe/Berlin: 29 March 2026 has 23 hours; America/New_York: 8 March 23 and 1 November 25.
const first = Date.parse("2026-03-01T00:00:00Z");
const hour = 3_600_000;
const countries = ["US", "DE", null] as const;
const devices = ["PHONE", "DESKTOP"] as const;

beforeAll(async () => {
  world = await createWorld({
    start: "2026-02-27T00:00:00Z",
    now: "2026-04-10T12:00:00Z",
    env: { RATE_LIMIT_PER_MINUTE: "100000000" },
  });
  brandKey = await world.keyOf(world.brandA, keyScopes);
  partnerKey = await world.keyOf(world.partnerX, readScopes);
  brand = createClient(world.url, { key: brandKey });
  partner = createClient(world.url, { key: partnerKey });
  const random = createRandom(7);
  const { ax, ay } = world;
  for (const pair of [ax, ay])
    for (let i = 0; i < 60; i++) {
      const at = first + Math.floor(random.next() * 39 * 24 * hour);
      const instants = Array.from(
        { length: 1 + random.below(4) },
        (_, n) => at + n * random.below(40) * 60_000,
      );
      await world.journalClicks(pair, instants, {
        country: countries[random.below(3)] ?? null,
        device: devices[random.below(2)] ?? "PHONE",
        robot: random.chance(0.1),
        test: random.chance(0.15),
        ...(random.chance(0.5) ? { visitor: `visitor-${random.below(20)}` } : {}),
      });
    }
  for (const pair of [ax, ay])
    for (let day = 1; day <= 31; day += 3)
      await world.sale(pair, {
        date: `2026-03-${String(day).padStart(2, "0")}`,
        orders: day,
        amount: `${day * 10}.25`,
        test: day % 4 === 0,
      });
  await world.account();
}, 120_000);
afterAll(() => world?.close());

interface Clicks {
  raw: number;
  unique: number;
  /** Null for partners. */
  newVisitors: number | null;
  payable: number;
  paid: number;
  paidZero: number;
  unpaid: number;
}
interface Money {
  amount: string;
  currency: string;
}
interface Part {
  clicks: Clicks;
  sales: { orders: number; units: number; amount: Money[] } | null;
  payout: { clicks: Money[]; sales: Money[] };
}
interface Report {
  meta: {
    source: string;
    start: string;
    end: string;
    grain: string;
    timeZone: string;
    trackedSince: string | null;
    emptyReason: string | null;
    salesEmptyReason: string | null;
  };
  totals: Part & {
    sales: NonNullable<Part["sales"]>;
    reasons: { reason: string; clicks: number }[];
  };
  buckets: (Nulls<Part> & {
    key: string;
    start: string;
    end: string;
    isOpen: boolean;
    isPartial: boolean;
    salesState: string;
  })[];
  salesDays: { date: string; sales: NonNullable<Part["sales"]> }[];
}
type Nulls<T> = { [K in keyof T]: T[K] | null };
const figures = `clicks { raw unique newVisitors payable paid paidZero unpaid }
    sales { orders units amount { amount currency } }
    payout { clicks { amount currency } sales { amount currency } }`;
const asked = `
query ($p: ID!, $range: RangeInput!, $grain: Grain, $zone: TimeZone, $filter: ReportFilter) {
  report(scope: { programId: $p }, range: $range, grain: $grain, timeZone: $zone, filter: $filter) {
    meta { source start end grain timeZone trackedSince emptyReason salesEmptyReason }
    totals { ${figures} reasons { reason clicks } }
    buckets { key start end isOpen isPartial salesState ${figures} }
    salesDays { date sales { orders units amount { amount currency } } }
  }
}`;
const report = async (client: Client, variables: Record<string, unknown>): Promise<Report> =>
  (await client.data<{ report: Report }>(asked, { p: world.ax.program, ...variables })).report;

const micros = (moneys: readonly Money[]): bigint =>
  moneys.reduce((sum, { amount }) => sum + BigInt(Math.round(Number(amount) * 1_000_000)), 0n);
const clickKeys = [
  "raw",
  "unique",
  "newVisitors",
  "payable",
  "paid",
  "paidZero",
  "unpaid",
] as const;

interface Filter {
  mode: "LIVE" | "TEST" | "BOTH";
  partnerIds?: string[];
  countries?: string[];
  devices?: string[];
  linkIds?: string[];
  outcomes?: string[];
}
interface Counted extends Record<(typeof clickKeys)[number], number | null> {
  payout: bigint;
}
/** The same figures straight from clicks and decisions, by the report's own instants. */
async function counted(
  meta: Report["meta"],
  filter: Filter,
  partnerId: string | null,
): Promise<Counted> {
  const [row] = await world.people.sql<Record<string, string>>(
    `select
        count(*) as raw,
        count(*) filter (where d.classification = 'U') as unique,
        case when $10::uuid is null then count(*) filter (where d.new_visitor) end as "newVisitors",
        count(*) filter (where d.outcome in ('PAID', 'PAID_ZERO')) as payable,
        count(*) filter (where d.outcome = 'PAID') as paid,
        count(*) filter (where d.outcome = 'PAID_ZERO') as "paidZero",
        count(*) filter (where d.outcome = 'UNPAID') as unpaid,
        coalesce(sum(d.amount_micros), 0) as payout
      from click c
      join decision d on d.subject_id = c.id
      where c.program_id = $1
        and c.clicked_at >= $2
        and c.clicked_at < $3
        and ($4::bool is null or c.is_test = $4)
        and ($5::uuid[] is null or c.partner_account_id = any($5))
        and ($6::text[] is null or coalesce(c.country, 'n/a') = any($6))
        and ($7::text[] is null or c.device = any($7))
        and ($8::uuid[] is null or c.link_id = any($8))
        and ($9::text[] is null or d.outcome = any($9))
        and ($10::uuid is null or c.partner_account_id = $10)`,
    [
      world.ax.program,
      meta.start,
      meta.end,
      filter.mode === "BOTH" ? null : filter.mode === "TEST",
      filter.partnerIds ?? null,
      filter.countries ?? null,
      filter.devices ?? null,
      filter.linkIds ?? null,
      filter.outcomes ?? null,
      partnerId,
    ],
  );
  return {
    ...Object.fromEntries(
      clickKeys.map((key) => [key, row?.[key] === null ? null : Number(row?.[key])]),
    ),
    payout: BigInt(row?.payout ?? 0),
  } as Counted;
}

const day = fc
  .integer({ min: 0, max: 45 })
  .map((n) => new Date(first + n * 24 * hour).toISOString().slice(0, 10));
const pair = (): Pair[] => [world.ax, world.ay];
const someOf = <T>(values: () => readonly T[]) =>
  fc.option(
    fc.integer({ min: 1, max: 3 }).map((mask) => values().filter((_, i) => (mask >> i) & 1)),
    { nil: undefined, freq: 2 },
  );

test("buckets sum to totals, totals to a count, under any view [D173, D174, D182]", async () => {
  const filter = fc.record({
    mode: fc.constantFrom("LIVE", "TEST", "BOTH" as const),
    partnerIds: someOf(() => pair().map(({ partner: of }) => of.accountId)),
    countries: someOf(() => ["US", "n/a"]),
    devices: someOf(() => ["PHONE", "DESKTOP"]),
    linkIds: someOf(() => pair().map(({ link }) => link)),
    outcomes: someOf(() => ["PAID", "UNPAID"]),
  });
  const zone = fc.constantFrom(
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
  );
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(day, day),
      fc.constantFrom("HOUR", "DAY", "WEEK", "MONTH", "MINUTE_15", "MINUTE_5"),
      zone,
      filter,
      fc.boolean(),
      async (days, grain, timeZone, chosen, asPartner) => {
        const [from = "", until = ""] = days.toSorted();
        const to = grain === "HOUR" || grain.startsWith("MINUTE") ? from : until;
        const given = Object.fromEntries(
          Object.entries(chosen).filter(([, value]) => value !== undefined),
        ) as unknown as Filter;
        const answer = await report(asPartner ? partner : brand, {
          range: { from, to },
          grain,
          zone: timeZone,
          filter: given,
        });
        const { totals, buckets, salesDays } = answer;
        const direct = await counted(
          answer.meta,
          given,
          asPartner ? world.partnerX.accountId : null,
        );
        for (const key of clickKeys) {
          expect(
            buckets.reduce((sum, bucket) => sum + (bucket.clicks?.[key] ?? 0), 0),
            `sum of ${key}`,
          ).toBe(totals.clicks[key] ?? 0);
          expect(totals.clicks[key], key).toBe(direct[key]);
        }
        expect(micros(totals.payout.clicks)).toBe(direct.payout);
        expect(buckets.reduce((sum, bucket) => sum + micros(bucket.payout?.clicks ?? []), 0n)).toBe(
          direct.payout,
        );
        expect(totals.clicks.paid + totals.clicks.paidZero + totals.clicks.unpaid).toBe(
          totals.clicks.raw,
        );
        for (const { clicks } of [totals, ...buckets])
          if (clicks)
            expect(
              clicks.raw >= clicks.unique &&
                clicks.unique >= clicks.payable &&
                clicks.unique >= (clicks.newVisitors ?? 0) &&
                (clicks.newVisitors === null) === asPartner,
            ).toBe(true);
        for (const [i, bucket] of buckets.entries())
          expect(bucket.end).toBe(buckets[i + 1]?.start ?? answer.meta.end);
        const parts =
          salesDays.length > 0
            ? salesDays.map(({ sales }) => sales)
            : buckets.map(({ sales }) => sales);
        expect(parts.reduce((sum, sales) => sum + (sales?.orders ?? 0), 0)).toBe(
          totals.sales.orders,
        );
        expect(parts.reduce((sum, sales) => sum + micros(sales?.amount ?? []), 0n)).toBe(
          micros(totals.sales.amount),
        );
      },
    ),
    { numRuns: 60, seed: 20261123 },
  );
}, 60_000);

test("what a report says was earned is what the ledger moved [D176]", async () => {
  const moved = (event: string, partnerId: string | null) =>
    world.people.sql<{ currency: string; micros: string }>(
      `select
          currency,
          sum(case when debit = 'BRAND_BUDGET' then amount_micros else -amount_micros end)::text
            as micros
        from ledger_transfer
        where program_id = $1
          and event = $2
          and 'BRAND_BUDGET' in (debit, credit)
          and ($3::uuid is null or partner_account_id = $3)
        group by currency
        order by currency`,
      [world.ax.program, event, partnerId],
    );
  for (const [client, partnerId] of [
    [brand, null],
    [partner, world.partnerX.accountId],
  ] as const) {
    const { payout } = (await report(client, { range: { from: "2026-02-27", to: "2026-04-10" } }))
      .totals;
    for (const [told, event] of [
      [payout.clicks, "CLICK"],
      [payout.sales, "SALE"],
    ] as const) {
      const ledger = await moved(event, partnerId);
      expect(ledger.length).toBeGreaterThan(0);
      expect(
        told.map((money) => ({ currency: money.currency, micros: String(micros([money])) })),
      ).toEqual(ledger);
    }
  }
});

describe("a range is one thing, whatever it is cut into", () => {
  const grains = ["MINUTE_5", "MINUTE_15", "HOUR", "DAY", "WEEK", "MONTH"];
  const zones = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
  ];
  const dates = fc.tuple(day, fc.integer({ min: 0, max: 40 })).map(([from, more]) => {
    const to = new Date(Date.parse(from) + more * 24 * hour).toISOString().slice(0, 10);
    return { from, to };
  });
  const preset = fc
    .constantFrom(
      "today",
      "yesterday",
      "wtd",
      "last-week",
      "mtd",
      "qtd",
      "ytd",
      "last-month",
      "12m",
      "3h",
      "6h",
      "7h",
      "24h",
      "47h",
      "9d",
      "40d",
    )
    .map((last) => ({ last }));

  test("[D173] found 2: totals by hour, day, week and month are the same", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(dates, preset),
        fc.constantFrom(...zones),
        fc.boolean(),
        async (range, zone, asPartner) => {
          const client = asPartner ? partner : brand;
          const answers: Report[] = [];
          const refusals: unknown[] = [];
          for (const grain of grains) {
            const answer = await client.post<{ report: Report }>(asked, {
              p: world.ax.program,
              range,
              grain,
              zone,
              filter: { mode: "BOTH" },
            });
            // Refused where the grain is too fine for the range.
            if (answer.data?.report) answers.push(answer.data.report);
            else refusals.push(answer.errors);
          }
          const [whole] = answers;
          if (!whole) throw new Error(`no grain for ${JSON.stringify(refusals)}`);
          expect(answers.length).toBeGreaterThanOrEqual(3);
          const spans = answers.map(({ meta: { start, end }, buckets }) => [
            start,
            end,
            buckets[0]?.start,
            buckets.at(-1)?.end,
          ]);
          for (const span of spans)
            expect(span).toEqual([
              whole.meta.start,
              whole.meta.end,
              whole.meta.start,
              whole.meta.end,
            ]);
          for (const { totals, meta } of answers) expect(totals, meta.grain).toEqual(whole.totals);
        },
      ),
      { numRuns: 24, seed: 20261129 },
    );
  }, 60_000);
});

test("rollups and raw rows give the same answer to the same question [D182]", async () => {
  const links = [world.ax, world.ay].flatMap(({ link, testLink }) => [link, testLink]);
  for (const client of [brand, partner])
    for (const grain of ["DAY", "WEEK"])
      for (const zone of ["Europe/Berlin", "Asia/Kathmandu"]) {
        const range = { from: "2026-03-01", to: "2026-04-09" };
        const rolled = await report(client, { range, grain, zone, filter: { mode: "BOTH" } });
        // Every link there is: the same rows, but only the raw tables know links.
        const raw = await report(client, {
          range,
          grain,
          zone,
          filter: { mode: "BOTH", linkIds: links },
        });
        expect([rolled.meta.source, raw.meta.source]).toEqual(["ROLLUP", "RAW"]);
        expect(rolled.totals.clicks.raw).toBeGreaterThan(50);
        expect({ ...raw, meta: null }).toEqual({ ...rolled, meta: null });
      }
});

test("by partner: partners' figures sum to the report's, in any zone [D174]", async () => {
  for (const timeZone of ["Europe/Berlin", "America/New_York"])
    for (const mode of ["LIVE", "TEST", "BOTH"]) {
      const variables = {
        range: { from: "2026-03-01", to: "2026-04-09" },
        grain: "DAY",
        zone: timeZone,
        filter: { mode },
      };
      const whole = await report(brand, variables);
      const { rows } = await brand.data<{
        rows: (Part & { clickSpark: (number | null)[]; salesSpark: (number | null)[] })[];
      }>(
        `query (
          $p: ID!,
          $range: RangeInput!,
          $grain: Grain,
          $zone: TimeZone,
          $filter: ReportFilter
        ) {
          rows: reportByPartner(
            scope: { programId: $p },
            range: $range,
            grain: $grain,
            timeZone: $zone,
            filter: $filter
          ) {
            ${figures} clickSpark salesSpark
          }
        }`,
        { p: world.ax.program, ...variables },
      );
      for (const key of clickKeys)
        expect(
          rows.reduce((sum, row) => sum + (row.clicks[key] ?? 0), 0),
          key,
        ).toBe(whole.totals.clicks[key]);
      expect(
        whole.buckets.map((_, i) => rows.reduce((sum, row) => sum + (row.clickSpark[i] ?? 0), 0)),
      ).toEqual(whole.buckets.map((bucket) => bucket.clicks?.raw ?? 0));
      expect(
        whole.buckets.map((_, i) => rows.reduce((sum, row) => sum + (row.salesSpark[i] ?? 0), 0)),
      ).toEqual(whole.buckets.map((bucket) => bucket.sales?.orders ?? 0));
    }
});

describe("days of 23 and 25 hours", () => {
  test.each([
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-10-25", "Europe/Berlin", 25],
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-03-10", "Europe/Berlin", 24],
  ])("%s in %s has %i hours [D181]", async (date, zone, hours) => {
    const whole = await report(brand, { range: { from: date, to: date }, grain: "DAY", zone });
    expect((Date.parse(whole.meta.end) - Date.parse(whole.meta.start)) / hour).toBe(hours);
    expect(
      (await report(brand, { range: { from: date, to: date }, grain: "HOUR", zone })).buckets,
    ).toHaveLength(hours);
  });

  test("clicks at 23:59:59 and 00:00:00 are in different days [D181]", async () => {
    for (const [date, next, zone, midnight] of [
      ["2026-03-29", "2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00Z"],
      ["2026-03-08", "2026-03-09", "America/New_York", "2026-03-09T04:00:00Z"],
    ] as const) {
      const before = await report(brand, { range: { from: date, to: next }, grain: "DAY", zone });
      await world.clicks(world.ax, [Date.parse(midnight) - 1_000, Date.parse(midnight)]);
      const after = await report(brand, { range: { from: date, to: next }, grain: "DAY", zone });
      expect(
        after.buckets.map(
          (bucket, i) => (bucket.clicks?.raw ?? 0) - (before.buckets[i]?.clicks?.raw ?? 0),
        ),
      ).toEqual([1, 1]);
    }
  });
});

test("366 days work, 367 are refused, as are over 400 buckets [D171]", async () => {
  const code = async (range: object, more: object = {}) =>
    (await brand.post(asked, { p: world.ax.program, range, ...more })).errors[0]?.extensions.code ??
    "OK";
  expect(await code({ from: "2025-04-10", to: "2026-04-10" })).toBe("OK");
  expect(await code({ from: "2025-04-09", to: "2026-04-10" })).toBe("RANGE_TOO_LONG");
  expect(await code({ last: "366d" })).toBe("OK");
  expect(await code({ last: "367d" })).toBe("RANGE_TOO_LONG");
  expect(await code({ last: "30d" }, { grain: "HOUR" })).toBe("BAD_GRAIN");
  for (const range of [{ from: "2026-02-30", to: "2026-03-01" }, { from: "x" }])
    expect(await code(range), JSON.stringify(range)).toBe("BAD_DATE");
  for (const range of [
    { from: "2026-03-02", to: "2026-03-01" },
    { last: "soon" },
    { last: "7d", from: "2026-03-02" },
  ])
    expect(await code(range), JSON.stringify(range)).toBe("BAD_RANGE");
  expect(await code({ last: "7d" }, { zone: "Mars/Olympus" })).toBe("BAD_TIME_ZONE");
});

test("clicks and sales of a test link stand together, as test alone [D170, D169]", async () => {
  const range = { from: "2026-03-01", to: "2026-04-09" };
  const test = await report(brand, {
    range,
    filter: { mode: "TEST", linkIds: [world.ax.testLink] },
  });
  expect(test.totals.clicks.raw).toBeGreaterThan(0);
  expect(test.totals.sales.orders).toBeGreaterThan(0);
  expect([...test.totals.payout.clicks, ...test.totals.payout.sales]).toEqual([]);
  expect(test.totals.reasons).toContainEqual(expect.objectContaining({ reason: "TEST_CLICK" }));
  const live = await report(brand, {
    range,
    filter: { mode: "LIVE", linkIds: [world.ax.testLink] },
  });
  expect([live.totals.clicks.raw, live.totals.sales.orders]).toEqual([0, 0]);
});

test("sales within 48 hours are labelled as arriving, older ones as settled [D147]", async () => {
  const { buckets } = await report(brand, {
    range: { from: "2026-04-06", to: "2026-04-12" },
    grain: "DAY",
    zone: "Europe/Berlin",
  });
  expect(buckets.map(({ salesState }) => salesState)).toEqual([
    "SETTLED",
    "SETTLED",
    "ARRIVING",
    "ARRIVING",
    "ARRIVING",
    "NONE_EXPECTED",
    "NONE_EXPECTED",
  ]);
});

describe("the live signal", () => {
  const subscription = (program: string) =>
    `subscription { reportTick(programId: "${program}") { programId at } }`;
  interface Tick {
    at: string | null;
    completeness: { clicksUntil: string };
  }
  /** The next change: what only says that the connection lives is passed by. */
  async function change(stream: Stream): Promise<StreamEvent | null> {
    const event = await stream.next();
    const tick = event?.data?.["reportTick"] as Tick | undefined;
    return tick?.at === null ? change(stream) : event;
  }
  const within = <T>(promise: Promise<T>, ms: number): Promise<T | "SILENT"> =>
    Promise.race([promise, new Promise<"SILENT">((resolve) => setTimeout(resolve, ms, "SILENT"))]);

  test("ticks at once and after accounting; a partner hears of own figures alone", async () => {
    const [ofBrand, ofX] = [
      await openStream(world.url, subscription(world.ax.program), { key: brandKey }),
      await openStream(world.url, subscription(world.ax.program), { key: partnerKey }),
    ];
    try {
      for (const stream of [ofBrand, ofX])
        expect(await stream.next()).toMatchObject({
          data: { reportTick: { programId: world.ax.program } },
        });
      const [brandHears, partnerHears] = [change(ofBrand), change(ofX)];
      await world.clicks(world.ay, [world.clock.now - 1_000]);
      expect(await brandHears).toMatchObject({
        data: { reportTick: { programId: world.ax.program } },
      });
      // The brand's tick has come, so the partner's would have: a little time is enough to hear
      // nothing.
      expect(await within(partnerHears, 300)).toBe("SILENT");
      await world.clicks(world.ax, [world.clock.now - 500]);
      expect(await partnerHears).toMatchObject({
        data: { reportTick: { programId: world.ax.program } },
      });
    } finally {
      ofBrand.close();
      ofX.close();
    }
  });

  test("the first tick tells the brand, and no partner, when figures changed", async () => {
    const at = async (key: string): Promise<number> => {
      const stream = await openStream(world.url, subscription(world.ax.program), { key });
      const first = (await stream.next())?.data?.["reportTick"] as { at: string };
      stream.close();
      return Date.parse(first.at);
    };
    const listening = await openStream(world.url, subscription(world.ax.program), {
      key: brandKey,
    });
    await listening.next();
    const changed = (world.clock.now += 1_000);
    await world.clicks(world.ay, [changed]);
    await change(listening);
    listening.close();
    world.clock.now += 60_000;
    expect(await at(brandKey)).toBe(changed);
    expect(await at(partnerKey)).toBe(world.clock.now);
    world.clock.now -= 61_000;
  });

  test("found 80: without change it tells every few seconds how far it has read", async () => {
    const stream = await openStream(
      world.url,
      `subscription {
        reportTick(programId: "${world.ax.program}") {
          at completeness { clicksUntil waitingClicks }
        }
      }`,
      {
        key: partnerKey,
      },
    );
    await stream.next();
    const silent = (await stream.next())?.data?.["reportTick"] as Tick;
    stream.close();
    expect(silent.at).toBeNull();
    expect(Date.parse(silent.completeness.clicksUntil)).toBeLessThanOrEqual(world.clock.now);
  });

  test("foreign and unknown programs are absent, and the stream ends (found 33)", async () => {
    for (const program of [world.bx.program, "01930000-0000-7000-8000-000000000000"]) {
      const stream = await openStream(world.url, subscription(program), { key: brandKey });
      expect(await stream.next()).toMatchObject({
        errors: [{ extensions: { code: "NOT_FOUND" } }],
      });
      expect(await stream.next()).toBeNull();
    }
    const stranger = await openStream(world.url, subscription(world.ax.program));
    expect(await stranger.next()).toMatchObject({
      data: null,
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
    expect(await stranger.next()).toBeNull();
  });

  test("queries and bad documents are refused on the stream with their own code", async () => {
    for (const [query, code] of [
      ["{ viewer { kind } }", "BAD_REQUEST"],
      ["subscription {", "GRAPHQL_PARSE_FAILED"],
      ["subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"],
    ] as const) {
      const stream = await openStream(world.url, query, { key: brandKey });
      expect((await stream.next())?.errors?.[0]?.extensions.code, query).toBe(code);
    }
  });
});
