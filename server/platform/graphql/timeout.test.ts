import { MikroORM } from "@mikro-orm/postgresql";
import Fastify from "fastify";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool, sessionOptions } from "../db/connection.ts";
import { entities } from "../../start/entities.ts";
import { ormConfig } from "../db/orm.config.ts";
import type { Log } from "../log.ts";
import { createClient } from "../../testing/worlds/client.ts";
import { createPeople, type People } from "../../testing/worlds/people.ts";
import { createBlackHole } from "../../testing/worlds/black-hole.ts";
import { callDeadlineMs, mountGraphql } from "./http.ts";
import { buildApiSchema } from "../../start/schema.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people?.close());

test("statements of requests may take 10 seconds; the worker's take what they need", async () => {
  expect(await people.deps.orm.em.fork().execute("show statement_timeout")).toEqual([
    { statement_timeout: "10s" },
  ]);
  for (const [role, limit] of [
    ["api", "10s"],
    ["worker", "0"],
  ] as const) {
    const pool = createPool(people.url, role, 1);
    expect((await pool.query("show statement_timeout")).rows).toEqual([
      { statement_timeout: limit },
    ]);
    await pool.end();
  }
});

test("a statement that takes too long is cancelled, masked; the next is served", async () => {
  const brand = await people.signUp("BRAND", "Slow");
  const key = await people.key(brand, ["account:read"]);
  const orm = await MikroORM.init({
    ...ormConfig(people.url, "api", entities),
    driverOptions: { options: sessionOptions("api", 200) },
  });
  const app = Fastify();
  await mountGraphql(app, { ...people.deps, orm }, buildApiSchema());
  const client = createClient(await app.listen({ port: 0, host: "127.0.0.1" }), {
    key: key.secret,
  });
  const blocker = new pg.Client({ connectionString: people.url });
  await blocker.connect();
  try {
    await blocker.query("begin");
    await blocker.query("lock table partnership in access exclusive mode");
    const { data, errors } = await client.post("{ partners(first: 1) { nodes { id } } }");
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^Internal error\. Quote .+ to support\.$/),
        extensions: { code: "INTERNAL_SERVER_ERROR" },
      },
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/timeout|cancel|statement|57014/i);
    await blocker.query("rollback");
    expect(await client.data("{ partners(first: 1) { nodes { id } } }")).toEqual({
      partners: { nodes: [] },
    });
  } finally {
    await blocker.end();
    await app.close();
    await orm.close(true);
  }
});

test.each(["query", "mutation"])(
  "a client that leaves: of a %s what only reads is cancelled in the database (found 69)",
  async (kind) => {
    const brand = await people.signUp("BRAND", `Leaving a ${kind}`);
    const key = await people.key(brand, ["terms:read", "terms:write"]);
    const logged: unknown[] = [];
    const app = Fastify();
    await mountGraphql(
      app,
      {
        ...people.deps,
        log: Object.assign(Object.create(people.deps.log), {
          error: (...of: unknown[]) => logged.push(of),
        }) as Log,
      },
      buildApiSchema(),
    );
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    const blocker = new pg.Client({ connectionString: people.url });
    await blocker.connect();
    const waiting = async (): Promise<number> =>
      (
        await people.sql(
          `select
            from pg_stat_activity
            where datname = current_database()
              and wait_event_type = 'Lock'
              and query ~* 'template_terms'`,
        )
      ).length;
    const query =
      kind === "query"
        ? '{ terms(id: "01a19b7d-90e0-7e0a-b27d-2bbc83f6d801") { name } }'
        : `mutation {
          activateTerms(id: "01a19b7d-90e0-7e0a-b27d-2bbc83f6d801", idempotencyKey: "leaving") {
            __typename
          }
        }`;
    try {
      await blocker.query("begin");
      await blocker.query("lock table template_terms in access exclusive mode");
      const leaving = new AbortController();
      const asked = fetch(`${url}/graphql`, {
        method: "POST",
        signal: leaving.signal,
        headers: { "content-type": "application/json", authorization: `Bearer ${key.secret}` },
        body: JSON.stringify({ query }),
      });
      await expect.poll(waiting).toBe(1);
      leaving.abort();
      await expect(asked).rejects.toThrow("aborted");
      if (kind === "query") {
        // Long before a statement's time is over; who blocks it still does.
        await expect.poll(waiting, { timeout: 5_000 }).toBe(0);
        expect(logged).toEqual([]);
      } else expect(await waiting()).toBe(1);
      await blocker.query("rollback");
      await expect.poll(waiting).toBe(0);
      expect(
        await createClient(url, { key: key.secret }).data(
          '{ terms(id: "01a19b7d-90e0-7e0a-b27d-2bbc83f6d801") { name } }',
        ),
      ).toEqual({ terms: null });
    } finally {
      await blocker.end();
      await app.close();
    }
  },
);

test("found 111: while the database swallows bytes calls end with typed errors", async () => {
  expect(callDeadlineMs).toBeLessThan(10_000);
  const brand = await people.signUp("BRAND", "Hole");
  const key = await people.key(brand, ["account:read"]);
  const hole = await createBlackHole(people.url);
  const orm = await MikroORM.init(ormConfig(hole.url, "api", entities));
  const app = Fastify();
  await mountGraphql(app, { ...people.deps, orm }, buildApiSchema(), 3_000);
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const client = createClient(url, { key: key.secret });
  const ask = () => client.post("{ partners(first: 1) { nodes { id } } }");
  const codesOf = async (count: number) => {
    const answers = await Promise.all(Array.from({ length: count }, ask));
    return new Set(
      answers.map(
        ({ errors }) =>
          (errors?.[0] as { extensions?: { code?: string } } | undefined)?.extensions?.code ??
          "answered",
      ),
    );
  };
  try {
    expect(await codesOf(5)).toEqual(new Set(["answered"]));
    hole.swallows = true;
    // More than the pool has connections: those that wait for one end in time too.
    expect(await codesOf(14)).toEqual(new Set(["DATABASE_UNAVAILABLE"]));
    hole.swallows = false;
    await expect.poll(() => codesOf(14), { timeout: 20_000 }).toEqual(new Set(["answered"]));
    await expect.poll(() => hole.open(), { timeout: 20_000 }).toBeLessThanOrEqual(10);
  } finally {
    await app.close();
    // Waits for every connection that was taken out: none is lost.
    await orm.close(true);
    await hole.close();
  }
});
