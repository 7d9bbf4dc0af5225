import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";

const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const at = "2026-02-03T12:00:00Z";
const first = "2026-11-29-9900-conversions.sql";

let database: TestDatabase;
let client: pg.Client;
const rows = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows;
/** A row with what the test is about; what else must be there is made up by kind. */
async function put(table: string, given: Record<string, unknown>): Promise<void> {
  const { rows: needed } = await client.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type
      from information_schema.columns
      where table_name = $1 and is_nullable = 'NO' and column_default is null
        and is_generated = 'NEVER'`,
    [table],
  );
  const made: Record<string, unknown> = {
    uuid: id(1),
    text: "USD",
    date: "2026-02-03",
    boolean: false,
    jsonb: "{}",
    ARRAY: "{}",
    "timestamp with time zone": at,
  };
  const row = {
    ...Object.fromEntries(needed.map(({ name, type }) => [name, made[type] ?? 1])),
    ...given,
  };
  await client.query(
    `insert into ${table} (${Object.keys(row).join(", ")})
      values (${Object.keys(row)
        .map((_, i) => `$${i + 1}`)
        .join(", ")})`,
    Object.values(row),
  );
}

const use = { limitId: "SALE:ACTIONS:CONTRACT:MONTH", kind: "ACTIONS", max: "5" };
const limit = { id: use.limitId, kind: "ACTIONS", max: "5" };
const bonus = { kind: "ALL_ACTIONS", basis: "ACTIONS" };
// What people wrote is theirs: a group may be called so, and a rule may name such a value.
const named = { name: "ACTIONS", rules: ['"kind": "ACTIONS"', "SALE:ACTIONS:"] };

const later = "2026-03-03T12:00:00Z";
/** Contracts whose end a planned change, a person, or both have set. */
const ends = [
  { n: 21, expired_by: null, old_ends_at: null, state: "SCHEDULED", by: id(921) },
  { n: 22, expired_by: id(1), old_ends_at: null, state: "SCHEDULED", by: null },
  { n: 23, expired_by: id(1), old_ends_at: later, state: "SCHEDULED", by: id(923) },
  { n: 24, expired_by: null, old_ends_at: null, state: "APPLIED", by: null },
];
async function putEnd({ n, expired_by, old_ends_at, state }: (typeof ends)[number]): Promise<void> {
  const partner_account_id = id(n);
  const effective_at = "2026-02-20T12:00:00Z";
  await put("contract", {
    id: id(n),
    partner_account_id,
    decision: "SIGNED",
    starts_at: at,
    ends_at: effective_at,
    expired_by,
  });
  await put("contract_change", { id: id(900 + n), strategy: "MODIFY", state: "DRAFT" });
  await put("contract_change_partner", {
    change_id: id(900 + n),
    partner_account_id,
    state,
    plans: true,
    old_contract_id: id(n),
    old_ends_at,
    effective_at,
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("drop schema public cascade; create schema public");
  const read = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
  const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".sql"));
  const inOrder = files.toSorted();
  for (const name of inOrder.filter((name) => name < first)) await client.query(read(name));
  await client.query(
    "create table decision_2026_02 partition of decision for values from ('2026-02-01 " +
      "00:00+00') to ('2026-03-01 00:00+00')",
  );
  await client.query("set session_replication_role = replica");
  const unpaid = { outcome: "UNPAID", reason: "OVERLIMIT_ACTIONS" };
  await put("decision", { ...unpaid, event: "SALE", occurred_at: at, uses: JSON.stringify([use]) });
  await put("action", { ...unpaid, id: id(2), state: "PENDING", locks_at: at });
  await put("action_update", { ...unpaid, action_id: id(2), state: "PENDING" });
  const refused = { state: "REFUSED", refusal: "TEST_ACTION_NEVER_PAYS", booked_at: at };
  await put("action_request", { action_id: id(2), kind: "APPROVE", ...refused });
  await put("sales_daily", unpaid);
  await put("terms_version", { body: JSON.stringify({ limits: [limit], bonus, groups: [named] }) });
  const monthly = { event: "SALE", kind: "ACTIONS", reset: "MONTH" };
  const counter = { ...monthly, scope: "PROGRAM" };
  await put("limit_budget", counter);
  await put("limit_event", { ...counter, percent: 80 });
  await put("limit_refusal", counter);
  await put("program_limit", { ...monthly, currency: "USD" });
  await put("replay_move", {
    event: "SALE",
    uses: JSON.stringify([use]),
    reason_now: unpaid.reason,
    reason_then: "OVERLIMIT_PAYOUT",
  });
  const of = { kind: "LIMIT_NOTICE", reason: "UNEXPECTED" };
  await put("parked_item", { ...of, subject: "p/q/SALE/ACTIONS/PROGRAM/MONTH//USD/1/2/80" });
  await put("api_key", { scopes: ["clicks:read", "actions:write"] });
  for (const of of ends) await putEnd(of);
  await client.query("set session_replication_role = origin");
  for (const name of inOrder.filter((name) => name >= first)) await client.query(read(name));
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test("an action is called a conversion, in codes and stored terms too", async () => {
  expect(
    await rows(
      `select
          c.reason as sale,
          u.reason as update,
          r.kind as request,
          r.refusal,
          d.reason,
          d.uses,
          s.reason as day
        from conversion c
        join conversion_update u on u.conversion_id = c.id
        join conversion_request r on r.conversion_id = c.id
        cross join decision d
        cross join sales_daily s`,
    ),
  ).toEqual([
    {
      sale: "OVERLIMIT_CONVERSIONS",
      update: "OVERLIMIT_CONVERSIONS",
      request: "APPROVE",
      refusal: "TEST_CONVERSION_NEVER_PAYS",
      reason: "OVERLIMIT_CONVERSIONS",
      uses: [{ limitId: "SALE:CONVERSIONS:CONTRACT:MONTH", kind: "CONVERSIONS", max: "5" }],
      day: "OVERLIMIT_CONVERSIONS",
    },
  ]);
  expect(await rows("select body from terms_version")).toEqual([
    {
      body: {
        limits: [{ id: "SALE:CONVERSIONS:CONTRACT:MONTH", kind: "CONVERSIONS", max: "5" }],
        bonus: { kind: "ALL_CONVERSIONS", basis: "CONVERSIONS" },
        groups: [named],
      },
    },
  ]);
  expect(
    await rows(
      `select b.kind as budget, e.kind as event, r.kind as refusal, l.kind as setting, k.scopes
        from limit_budget b, limit_event e, limit_refusal r, program_limit l, api_key k`,
    ),
  ).toEqual([
    {
      budget: "CONVERSIONS",
      event: "CONVERSIONS",
      refusal: "CONVERSIONS",
      setting: "CONVERSIONS",
      scopes: ["clicks:read", "conversions:write"],
    },
  ]);
});
test("also what replays moved, and notices of limits that are parked", async () => {
  expect(await rows("select reason_now, reason_then, uses from replay_move")).toEqual([
    {
      reason_now: "OVERLIMIT_CONVERSIONS",
      reason_then: "OVERLIMIT_PAYOUT",
      uses: [{ limitId: "SALE:CONVERSIONS:CONTRACT:MONTH", kind: "CONVERSIONS", max: "5" }],
    },
  ]);
  expect(await rows("select subject from parked_item")).toEqual([
    { subject: "p/q/SALE/CONVERSIONS/PROGRAM/MONTH//USD/1/2/80" },
  ]);
});
test("no name in the database keeps the older word; what is fixed stays so", async () => {
  expect(
    await rows(
      `select relname from pg_class
          where relnamespace = 'public'::regnamespace and relname ~ '(^|_)actions?(_|$)'
        union all select conname from pg_constraint
          where connamespace = 'public'::regnamespace and conname ~ '(^|_)actions?(_|$)'
        union all select attname from pg_attribute
          where attrelid in (select oid from pg_class
              where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v'))
            and attname ~ '(^|_)actions?(_|$)'`,
    ),
  ).toEqual([]);
  await expect(client.query("update decision set reason = 'NO_CONTRACT'")).rejects.toThrow(
    /append-only/i,
  );
  await expect(client.query("update conversion_update set number = 9")).rejects.toThrow(
    /append-only/i,
  );
});

test("an end of a contract is its planned change's, unless a person set it since", async () => {
  expect(await rows("select id, ended_by_change_id as by from contract order by id")).toEqual(
    ends.map(({ n, by }) => ({ id: id(n), by })),
  );
});
