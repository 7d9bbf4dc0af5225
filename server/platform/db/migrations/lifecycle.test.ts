import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { simulatedTemplate } from "../../../domain/attribution-tag.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";

const read = (name: string) => readFileSync(new URL(`./${name}.sql`, import.meta.url), "utf8");
const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;

let database: TestDatabase;
let client: pg.Client;
/**
 * The first release's tables with sales in them, in a schema emptied for it; then the step that
 * moves rows.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  await client.query(read("2026-11-23-0000-first-tables"));
  await client.query("set timezone = 'UTC'");
  const at = "2026-01-01";
  await client.query(
    `insert into account
      values (
        '${id(1)}', 'BRAND', 'B', 'b', 'PRO', 'America/New_York', 'USD', 'ACTIVE', null, '${at}'
      )`,
  );
  await client.query(
    `insert into app_user values ('${id(2)}', 'a@example.com', 'A', 'x', '${at}')`,
  );
  await client.query(
    `insert into program (
        id,
        brand_account_id,
        code,
        name,
        type,
        state,
        marketplace,
        landing_page,
        advertiser_id,
        publisher_id,
        accounting_partition,
        created_at
      )
      values (
        '${id(3)}', '${id(1)}', 'p', 'P', 'SELLER', 'ACTIVE', 'US', 'x', 'A', 'P', 0, '${at}'
      )`,
  );
  await client.query(
    `insert into template_terms
      values ('${id(4)}', '${id(1)}', '${id(3)}', 'T', '{}', 'ACTIVE', 'USD', '${at}')`,
  );
  const body = (sale: object) =>
    JSON.stringify({ schema: 1, currency: "USD", eventPayouts: [{ event: "SALE", ...sale }] });
  const version = (n: number, sale: object) =>
    client.query("insert into terms_version values ($1, $2, $3, $4, $5, '', true, $6, $7)", [
      id(n),
      id(4),
      id(1),
      n,
      body(sale),
      id(2),
      at,
    ]);
  await version(10, {});
  await version(11, { locking: { kind: "AFTER", period: "MONTH", months: 1, days: 15 } });
  await version(12, { locking: { kind: "OPEN_ENDED" } });
  const sale = async (
    n: number,
    terms: number | null,
    more: { state?: string; test?: boolean; updates?: number } = {},
  ) => {
    const { state = "PENDING", test = false, updates = 1 } = more;
    await client.query(
      `insert into attribution_row
        values (
          '${n}',
          '${id(1)}',
          '${id(3)}',
          null,
          null,
          'A',
          '2026-01-31',
          'c',
          'g',
          '${n}',
          1,
          1,
          1,
          1,
          'USD',
          false,
          1,
          '${at}',
          '${at}',
          '${at}'
        )`,
    );
    await client.query(
      `insert into action
        values (
          $1,
          $2,
          $2,
          $3,
          null,
          $4,
          null,
          '2026-01-31',
          '2026-02-01T07:59:59.999Z',
          $5,
          false,
          $6,
          $7,
          null,
          1,
          1,
          1,
          0,
          0,
          'USD',
          null,
          $8,
          $9,
          $10,
          '2026-03-01'
        )`,
      [
        id(100 + n),
        String(n),
        id(1),
        id(3),
        test,
        state,
        "PAID_ZERO",
        terms === null ? null : id(terms),
        updates,
        at,
      ],
    );
    for (let number = 1; number <= updates; number++)
      await client.query(
        `insert into action_update
          values ($1, $2, $3, null, $4, 0, 0, 0, 0, 'PAID_ZERO', null, $5)`,
        [id(1_000 + n * 10 + number), id(100 + n), id(1), number, at],
      );
  };
  await sale(1, 10, { updates: 2 });
  await sale(2, 11);
  await sale(3, 12);
  await sale(4, 10, { test: true });
  await sale(5, null);
  await sale(6, 10, { state: "REVERSED", updates: 3 });
  await client.query("create table ledger_transfer_2026_02 (like ledger_transfer including all)");
  await client.query(
    `alter table ledger_transfer attach partition ledger_transfer_2026_02 for
      values
      from ('2026-02-01') to ('2026-03-01')`,
  );
  await client.query(read("2026-11-26-1000-life-of-sales"));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("sales that were booked before get the locking date that new ones get", async () => {
  const { rows } = await client.query("select order_id, locks_at from action order by 1");
  expect(
    rows.map(({ locks_at: locks }: { locks_at: Date | null }) => locks?.toISOString() ?? null),
  ).toEqual([
    // A month and two days after 31 January's day, but not before 30 days have passed in New York
    // since it ended in Los Angeles.
    "2026-03-04T05:00:00.000Z",
    "2026-03-16T04:00:00.000Z",
    null,
    null,
    null,
    null,
  ]);
});

test("their updates say how they came to be, and stay append-only", async () => {
  const { rows } = await client.query<{ kind: string; state: string }>(
    `select u.kind, u.state
      from action_update u
      join action a on a.id = u.action_id
      order by a.order_id, u.number`,
  );
  expect(rows.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "TRACKED PENDING",
    "RESTATED PENDING",
    ...Array.from({ length: 4 }, () => "TRACKED PENDING"),
    "TRACKED PENDING",
    "RESTATED PENDING",
    "REVERSED REVERSED",
  ]);
  await expect(client.query("update action_update set kind = 'RESTATED'")).rejects.toThrow(
    /append-only/,
  );
});

test("months that exist already take adjustments too", async () => {
  const transfer = `insert into ledger_transfer
      values (
        '2026-02-03',
        gen_random_uuid(),
        $1,
        $2,
        $2,
        $2,
        $2,
        'BRAND_COST',
        'PARTNER_PAYABLE',
        1,
        'USD',
        now()
      )`;
  await client.query(transfer, ["ADJUSTMENT", id(1)]);
  await expect(client.query(transfer, ["OTHER", id(1)])).rejects.toThrow(
    /ledger_transfer_event_check/,
  );
});

test("[D127] simulated programs get the simulator's template, others none", async () => {
  await client.query(
    `insert into program
      select
        '${id(5)}',
        brand_account_id,
        'q',
        name,
        type,
        state,
        marketplace,
        landing_page,
        unique_window_minutes,
        unique_window_type,
        risk_filter,
        'SIMq',
        'counterfoil',
        accounting_partition,
        created_at
      from program`,
  );
  await client.query(read("2026-11-29-9960-attribution-templates"));
  const { rows } = await client.query<{ template: string | null }>(
    "select attribution_template as template from program order by code",
  );
  expect(rows.map(({ template }) => template)).toEqual([
    null,
    simulatedTemplate("SIMq", "counterfoil"),
  ]);
});
