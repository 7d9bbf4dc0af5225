import { MikroORM } from "@mikro-orm/postgresql";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { entities } from "../../start/entities.ts";
import { ormConfig } from "./orm.config.ts";
import { createTestDatabase, onServer, type TestDatabase } from "../../testing/worlds/database.ts";
import { createPool, inTransaction } from "./connection.ts";
import { copyRows, updateRows } from "./rows.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/**
 * Ends the connection's session on the server, as an outage does, and lets the socket's end arrive.
 */
async function cut(pid: number): Promise<void> {
  await onServer(database.url, `select pg_terminate_backend(${pid})`);
  await delay(50);
}

test("a break between two statements fails the next one, ends no process: pool", async () => {
  const pool = createPool(database.url, "worker", 1);
  const broken = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    await cut(rows[0]?.pid ?? 0);
    await client.query("select 1");
  });
  await expect(broken).rejects.toThrow(/terminat|not queryable/i);
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test("the same under the ORM", async () => {
  const orm = await MikroORM.init(ormConfig(database.url, "api", entities));
  const broken = orm.em.fork().transactional(async (tx) => {
    const [row] = await tx.execute<{ pid: number }[]>("select pg_backend_pid() as pid");
    await cut(row?.pid ?? 0);
    await tx.execute("select 1");
  });
  await expect(broken).rejects.toThrow(/terminat|not queryable/i);
  expect(await orm.em.fork().execute("select 1 as one")).toEqual([{ one: 1 }]);
  await orm.close(true);
});

test.each(["api", "worker"] as const)(
  "what the %s was told is stored is on disk, whatever the database's own default (found 118)",
  async (role) => {
    const asked = `select
          current_setting('synchronous_commit') as own,
          (select reset_val from pg_settings where name = 'synchronous_commit') as here`;
    const pool = createPool(database.url, role, 1);
    const orm = await MikroORM.init(ormConfig(database.url, role, entities));
    expect((await pool.query(asked)).rows).toEqual([{ own: "on", here: "on" }]);
    expect(await orm.em.fork().execute(asked)).toEqual([{ own: "on", here: "on" }]);
    await pool.end();
    await orm.close(true);
  },
);

test("found 111: a connection broken before the first word costs the pool no place", async () => {
  const orm = await MikroORM.init({
    ...ormConfig(database.url, "api", entities),
    pool: { min: 0, max: 1 },
  });
  for (let round = 0; round < 3; round++) {
    const [row] = await orm.em.fork().execute<{ pid: number }[]>("select pg_backend_pid() as pid");
    // The next word on the same connection meets its end, before the pool has heard of it.
    const ended = onServer(database.url, `select pg_terminate_backend(${row?.pid ?? 0})`);
    await Promise.allSettled([
      ended,
      ...Array.from({ length: 5 }, () =>
        orm.em.fork().transactional((tx) => tx.execute("select pg_sleep(0.01)")),
      ),
    ]);
  }
  expect(await orm.em.fork().execute("select 1 as one")).toEqual([{ one: 1 }]);
  await orm.close(true);
});

test("rows are copied and changed as they are, whatever they hold", async () => {
  const pool = createPool(database.url, "owner", 1);
  const row = (key: string, text: string | null, count: bigint | null, more: object | null) => ({
    key,
    text,
    count,
    more,
    flag: text === null,
  });
  const odd = ["", "NULL", "null", "\\N", "a\tb\nc\\", '{"x","y"}', "é漢 😀", "',$1"];
  const rows = odd.map((text, n) => row(`k"${n}\\`, text, 2n ** 62n, { text }));
  await inTransaction(pool, async (client) => {
    await client.query(
      "create temp table t (key text primary key, text text, count bigint, more jsonb, flag bool)",
    );
    const columns = ["key", "text", "count", "more", "flag"] as const;
    const read = async () =>
      (await client.query(`select ${columns.join()} from t order by 1`)).rows;
    await copyRows(client, "t", columns, rows);
    expect(await read()).toEqual(rows);
    const changing = { text: "text", count: "bigint", flag: "bool" };
    const turned = rows.map(({ key, more }, n) => ({
      ...row(key, odd.at(-n) ?? null, n % 2 === 0 ? null : -1n, more),
      flag: n % 2 === 0,
    }));
    await updateRows(client, "t", { key: { key: "text" }, columns: changing }, turned);
    expect(await read()).toEqual(turned);
    const gone = row("nobody", null, null, null);
    await expect(
      updateRows(client, "t", { key: { key: "text" }, columns: changing }, [gone]),
    ).rejects.toThrow("0 of 1 rows of t");
  });
  await pool.end();
});
