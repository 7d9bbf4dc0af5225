import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePartner, makeProgram, makeWorld } from "../../../testing/money/test-world.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/worlds/database.ts";
import { uuidv7 } from "../../clock.ts";
import { createPool } from "../connection.ts";

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

test("clicks that were decided before breakdowns were there wait to be folded", async () => {
  const id = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, "0")}`;
  await client.query(
    "drop table click_breakdown, click_breakdown_period, click_breakdown_mark cascade",
  );
  for (const [level, quarter, outcome] of [
    ["P", "12:00", "PAID"],
    ["P", "12:00", "UNPAID"],
    ["P", "12:15", "PAID"],
    ["C", "13:00", "PAID"],
  ])
    await client.query(
      `insert into click_rollup (
          bucket,
          level,
          brand_account_id,
          program_id,
          outcome,
          is_test,
          clicks,
          unique_clicks,
          payable_clicks,
          payout_micros
        )
        values ($1, $2, $3, $4, $5, false, 1, 1, 1, 0)`,
      [`2026-03-01T${quarter}:00Z`, level, id(1), id(2), outcome],
    );
  const sql = readFileSync(
    new URL("./2026-11-30-0740-click-breakdowns.sql", import.meta.url),
    "utf8",
  );
  await client.query(sql);
  const { rows } = await client.query(
    `select to_char(quarter at time zone 'UTC', 'HH24:MI') as quarter, program_id, brand_account_id
      from click_breakdown_mark
      order by 1`,
  );
  expect(rows).toEqual(
    ["12:00", "12:15"].map((quarter) => ({
      quarter,
      program_id: id(2),
      brand_account_id: id(1),
    })),
  );
});

test("what was folded before traffic sources were told is folded anew", async () => {
  await client.query("alter table click drop column traffic_source");
  await client.query("delete from click_breakdown_mark where quarter = '2026-03-01T12:15:00Z'");
  const marks = "select touches from click_breakdown_mark order by quarter";
  expect((await client.query(marks)).rows).toEqual([{ touches: "1" }]);
  await client.query(
    readFileSync(new URL("./2026-11-30-2200-traffic-sources.sql", import.meta.url), "utf8"),
  );
  expect((await client.query(marks)).rows).toEqual([{ touches: "2" }, { touches: "1" }]);
});

test("a paused link becomes one that the brand ended", async () => {
  const pool = createPool(database.url, "owner", 2);
  const world = await makeWorld(pool);
  const [program, partner] = [await makeProgram(world), await makePartner(world)];
  await client.query("drop view link_ending; drop table link_end, link_last_click");
  await client.query("drop function unfolded_quarters");
  await client.query("alter table tracking_link add column state text");
  const links: string[] = [];
  for (const state of ["PAUSED", "ACTIVE"]) {
    const [ad, link] = [uuidv7(), uuidv7()];
    links.push(link);
    await client.query(
      `insert into ad (id, brand_account_id, program_id, code, type, name, state, created_at)
        values ($1, $2, $3, $4, 'TEXT_LINK', 'Ad', 'ACTIVE', now())`,
      [ad, world.brand, program, ad.slice(-12)],
    );
    await client.query(
      `insert into tracking_link (
          id,
          brand_account_id,
          partner_account_id,
          program_id,
          ad_id,
          level,
          name,
          is_test,
          state,
          created_by,
          created_at
        )
        values ($1, $2, $3, $4, $5, 'AD', 'Link', false, $6, $7, now())`,
      [link, world.brand, partner, program, ad, state, world.user],
    );
  }
  for (const name of ["1200-ends-of-links", "1210-last-clicks-of-links"])
    await client.query(readFileSync(new URL(`./2026-11-30-${name}.sql`, import.meta.url), "utf8"));
  const { rows } = await client.query(
    `select e.link_id, e.account_id, e.after_clicks, s.ends_at <= now() as ended
      from link_end e
      join link_ending s on s.link_id = e.link_id`,
  );
  expect(rows).toEqual([
    { link_id: links[0], account_id: world.brand, after_clicks: null, ended: true },
  ]);
  await pool.end();
});

test("notices become lines: the unread ones of a kind, and what was read at once", async () => {
  const pool = createPool(database.url, "owner", 2);
  const world = await makeWorld(pool);
  await client.query(
    `alter table notice drop column group_id cascade;
      drop trigger joins_group on notice;
      drop table notice_group cascade;
      drop function join_notice_group, notice_subject;
      alter table notice add column read_at timestamptz(3);
      create policy own_account_reads_it on notice for update to counterfoil_api using (true)`,
  );
  for (const [kind, at, readAt] of [
    ["CONTRACT_ACCEPTED", "2026-03-01T10:00Z", "2026-03-02T00:00Z"],
    ["CONTRACT_ACCEPTED", "2026-03-01T11:00Z", "2026-03-02T00:00Z"],
    ["CONTRACT_ACCEPTED", "2026-03-03T10:00Z", null],
    ["CONTRACT_ACCEPTED", "2026-03-03T11:00Z", null],
    ["CONTRACT_DECLINED", "2026-03-03T12:00Z", null],
  ])
    await client.query(
      `insert into notice (id, account_id, kind, created_at, read_at)
        values ($1, $2, $3, $4, $5)`,
      [uuidv7(Date.parse(at ?? "")), world.brand, kind, at, readAt],
    );
  const file = new URL("./2026-11-30-1800-notice-groups.sql", import.meta.url);
  await client.query(readFileSync(file, "utf8"));
  const { rows } = await client.query(
    `select g.kind, g.count, count(n.id)::int as inside, g.read_at is null as unread
      from notice_group g
      join notice n on n.group_id = g.id
      group by g.id
      order by g.first_at`,
  );
  expect(rows).toEqual([
    { kind: "CONTRACT_ACCEPTED", count: 2, inside: 2, unread: false },
    { kind: "CONTRACT_ACCEPTED", count: 2, inside: 2, unread: true },
    { kind: "CONTRACT_DECLINED", count: 1, inside: 1, unread: true },
  ]);
  await pool.end();
});
