import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuiltBudgets, rebuiltRefusals } from "../../../money/proofs/rebuilt.ts";
import { noticeKey } from "../../../start/jobs/limit-notices.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";

const read = (name: string) => readFileSync(new URL(`./${name}.sql`, import.meta.url), "utf8");
const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [brand, partner, program, contract] = [1, 2, 3, 4].map(id);
const name = "event, kind, scope, reset, group_id, currency";
const at = "2026-02-03T12:00:00Z";
const windowStart = Date.parse("2026-02-03T05:00:00Z");

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  for (const name of [
    "2026-11-23-0000-first-tables",
    "2026-11-26-0000-contracts-in-full",
    "2026-11-26-1000-life-of-sales",
    "2026-11-26-2000-terms-in-full",
    "2026-11-27-1000-partners-by-index",
    "2026-11-28-0000-limits-and-partner-values",
  ])
    await client.query(read(name));
  await client.query(
    "create table decision_2026_02 partition of decision for values from ('2026-02-01 " +
      "00:00+00') to ('2026-03-01 00:00+00')",
  );
  const use = (limitId: string, scope: string | null, max: number, before: number) => ({
    limitId,
    kind: /PAYOUT|CLICKS/.exec(limitId)?.[0],
    ...(scope === null ? {} : { scope }),
    windowStart,
    windowEnd: null,
    max: String(max),
    before: String(before),
    after: String(before),
  });
  const refused = (n: number, uses: object[], isTest = false) =>
    client.query(
      `insert into decision
        values (
          $1,
          $2,
          $3,
          'CLICK',
          $4,
          $5,
          null,
          $6,
          'UNPAID',
          'OVERLIMIT_CLICKS',
          'U',
          null,
          '0.0333',
          0,
          0,
          'USD',
          $7,
          $7,
          $8,
          1,
          1,
          $2
        )`,
      [brand, at, id(n), partner, program, isTest, contract, JSON.stringify(uses)],
    );
  const [daily, lifelong] = ["CLICK:CLICKS:CONTRACT:DAY", "CLICK:CLICKS:CONTRACT:CONTRACT"];
  await refused(10, [use(daily, "CONTRACT", 5, 5), use(lifelong, "CONTRACT", 90, 20)]);
  // The first engine knew contracts alone and did not say so.
  await refused(11, [use(daily, null, 5, 5)]);
  await refused(12, [use(daily, "CONTRACT", 5, 4), use(lifelong, "CONTRACT", 90, 90)]);
  await refused(13, [use("CLICK:CLICKS:CUSTOMER:DAY", "CUSTOMER", 1, 1)]);
  await refused(14, [use(daily, "CONTRACT", 5, 5)], true);
  await client.query(read("2026-11-29-5000-limit-refusals"));
  // Counters as they were: by limit and by the window's start alone, whatever the currency.
  const [monthly, customer] = ["CLICK:PAYOUT:CONTRACT:MONTH", "CLICK:CLICKS:CUSTOMER:DAY"];
  const paid = (n: number, currency: string, uses: object[]) =>
    client.query(
      `insert into decision
        values (
          $1,
          $2,
          $3,
          'CLICK',
          $4,
          $5,
          null,
          false,
          'PAID',
          null,
          'U',
          null,
          '0.10',
          100,
          0,
          $6,
          $7,
          $7,
          $8,
          1,
          1,
          $2
        )`,
      [brand, at, id(n), partner, program, currency, contract, JSON.stringify(uses)],
    );
  const taken = (
    limitId: string,
    scope: string,
    before: number,
    after: number,
    windowEnd: number | null,
  ) => ({
    ...use(limitId, scope, 500, before),
    after: String(after),
    windowEnd,
  });
  const end = Date.parse("2026-03-01T05:00:00Z");
  await paid(20, "JPY", [
    taken(monthly, "CONTRACT", 0, 300, end),
    taken(lifelong, "CONTRACT", 0, 1, end),
    taken(customer, "CUSTOMER", 0, 1, end),
  ]);
  await paid(21, "USD", [
    taken(monthly, "CONTRACT", 300, 400, end),
    taken(lifelong, "CONTRACT", 1, 2, null),
    taken("PROGRAM:CLICK:PAYOUT:CONTRACT:USD", "PROGRAM", 0, 100, null),
  ]);
  await client.query(
    "create table click_2026_02 partition of click for values from ('2026-02-01 00:00+00') to " +
      "('2026-03-01 00:00+00')",
  );
  await client.query("alter table click drop constraint if exists click_brand_account_id_fkey");
  const columns = (
    await client.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type
        from pg_attribute
        where attrelid = 'click'::regclass and attnum > 0 and attnotnull
        order by attnum`,
    )
  ).rows;
  const known: Record<string, string | undefined> = {
    brand_account_id: brand,
    clicked_at: at,
    id: id(20),
    partner_account_id: partner,
    program_id: program,
    visitor_hash: "ab".repeat(16),
  };
  const blank: Record<string, string> = {
    uuid: id(9),
    boolean: "false",
    "text[]": "{}",
    jsonb: "{}",
    "timestamp with time zone": at,
  };
  const values = columns.map(
    ({ name, type }) => known[name] ?? blank[type] ?? (type === "text" ? "USER" : "0"),
  );
  await client.query(
    `insert into click (${columns.map(({ name }) => name).join(", ")})
      values (${columns.map((_, i) => `$${i + 1}`).join(", ")})`,
    values,
  );
  await client.query(
    `insert into limit_budget (
        program_id,
        partner_account_id,
        scope_id,
        limit_id,
        window_start,
        window_end,
        brand_account_id,
        used,
        epoch
      )
      values ($1, $2, $2, $3, $4, null, $5, 400, 1)`,
    [program, partner, monthly, new Date(windowStart), brand],
  );
  await client.query(
    `insert into limit_event (
        program_id,
        partner_account_id,
        scope_id,
        limit_id,
        window_start,
        window_end,
        percent,
        brand_account_id,
        max,
        used,
        occurred_at,
        recorded_at
      )
      values (
        $1, $1, $1, 'PROGRAM:CLICK:PAYOUT:CONTRACT:USD', $2, null, 80, $3, 500, 400, $2, $2
      )`,
    [program, new Date(windowStart), brand],
  );
  await client.query(read("2026-11-29-6000-limit-counters-by-window"));
  await client.query(read("2026-11-29-7000-parked-items"));
  await client.query(
    `insert into limit_event (
        program_id,
        partner_account_id,
        scope_id,
        limit_id,
        currency,
        window_start,
        window_end,
        percent,
        brand_account_id,
        contract_id,
        max,
        used,
        occurred_at,
        recorded_at
      )
      values (
        $1, $2, $2, 'CLICK:PAYOUT:CONTRACT:MONTH:g1', 'EUR', $3, $3, 100, $4, $5, 5, 5, $3, $3
      )`,
    [program, partner, new Date(windowStart), brand, contract],
  );
  // Notices of both that could not be told.
  await client.query(
    `insert into parked_item (id, kind, subject, reason, detail, attempts, parked_at, tried_at)
      select
        gen_random_uuid(),
        'LIMIT_NOTICE',
        concat_ws(
          '/',
          program_id,
          partner_account_id,
          scope_id,
          limit_id,
          currency,
          extract(epoch from window_start),
          extract(epoch from window_end),
          percent
        ),
        'FAULT',
        '',
        1,
        now(),
        now()
      from limit_event`,
  );
  await client.query(read("2026-11-29-9400-limits-in-columns"));
  await client.query(read("2026-11-30-2500-unpaid-by-limits"));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("clicks that limits refused before are counted for them, as a rebuild would", async () => {
  const sums = "clicks::int as clicks, micros::int as micros";
  const facts = `scope_id as holder, ${name}, paid_in, ${sums}`;
  const { rows } = await client.query(
    `select ${facts}
      from limit_refusal
      order by reset desc`,
  );
  const ofClicks = {
    event: "CLICK",
    kind: "CLICKS",
    scope: "CONTRACT",
    group_id: "",
    currency: "",
    paid_in: "USD",
  };
  expect(rows).toEqual([
    { holder: partner, ...ofClicks, reset: "DAY", clicks: 2, micros: 66_600 },
    { holder: contract, ...ofClicks, reset: "CONTRACT", clicks: 1, micros: 33_300 },
  ]);
  const rebuilt = await client.query(
    `select ${facts}
      from (${rebuiltRefusals}) r
      order by reset desc`,
    [null],
  );
  expect(rebuilt.rows).toEqual(rows);
});

test("found 52: counters are found in the decisions, money by its currency", async () => {
  const keys = `scope_id, ${name}, used::text as used, window_end = 'infinity' as endless`;
  const { rows } = await client.query(
    `select ${keys}
      from limit_budget
      order by kind, scope, reset, currency`,
  );
  const click = { event: "CLICK", group_id: "" };
  const money = { ...click, kind: "PAYOUT", endless: false };
  expect(rows).toEqual([
    {
      ...click,
      kind: "CLICKS",
      scope: "CONTRACT",
      reset: "CONTRACT",
      scope_id: contract,
      currency: "",
      used: "2",
      endless: true,
    },
    {
      ...click,
      kind: "CLICKS",
      scope: "CUSTOMER",
      reset: "DAY",
      scope_id: "abababab-abab-abab-abab-abababababab",
      currency: "",
      used: "1",
      endless: false,
    },
    {
      ...money,
      scope: "CONTRACT",
      reset: "MONTH",
      scope_id: partner,
      currency: "JPY",
      used: "300",
    },
    {
      ...money,
      scope: "CONTRACT",
      reset: "MONTH",
      scope_id: partner,
      currency: "USD",
      used: "100",
    },
    {
      ...money,
      scope: "PROGRAM",
      reset: "CONTRACT",
      scope_id: program,
      currency: "USD",
      used: "100",
      endless: true,
    },
  ]);
  const rebuilt = await client.query<{ used: string }>(
    `select ${keys}
      from (${rebuiltBudgets}) b
      order by kind, scope, reset, currency`,
    [null],
  );
  expect(rebuilt.rows).toEqual(rows);
});

test("what limits are stands in columns, and notices put aside are found by them", async () => {
  const { rows } = await client.query(
    `select ${name}, window_end = 'infinity' as endless
      from limit_event
      order by scope desc`,
  );
  const money = { event: "CLICK", kind: "PAYOUT" };
  const own = { ...money, scope: "PROGRAM", reset: "CONTRACT", group_id: "", currency: "USD" };
  expect(rows).toEqual([
    { ...own, endless: true },
    {
      ...money,
      scope: "CONTRACT",
      reset: "MONTH",
      group_id: "g1",
      currency: "EUR",
      endless: false,
    },
  ]);
  const parked = await client.query(
    `select count(*)::int as found
      from parked_item p
      join limit_event e on p.subject = ${noticeKey}`,
  );
  expect(parked.rows).toEqual([{ found: 2 }]);
});
