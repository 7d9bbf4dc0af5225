import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setTimeout as delay } from "node:timers/promises";
import { createPool } from "../../platform/db/connection.ts";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../worlds/database.ts";
import { runLoad } from "./load.ts";
import { seedLoadWorld } from "./load-world.ts";

let database: TestDatabase;
const journalDir = mkdtempSync(join(tmpdir(), "counterfoil-load-"));
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(journalDir, { recursive: true, force: true });
});

test("3,000 requests, 20 partners: none lost [D91, D92, D93, D102, D103, D105]", async () => {
  const lines: string[] = [];
  const result = await runLoad({
    ownerUrl: database.url,
    journalDir,
    partners: 20,
    requests: 3_000,
    seed: 1,
    say: (line) => lines.push(line),
    log: createLog("silent", "test"),
  });
  expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(result.ok).toBe(true);
  const { raw, unique, payable, limitedPaid } = result.figures;
  expect(raw > unique && unique > payable && payable > 0n).toBe(true);
  // 41 clicks at $0.12 and the $0.08 that are left.
  expect(limitedPaid).toBe(5_000_000n);
  expect(lines).toHaveLength(result.checks.length + 1);
});

test("a load world has a link and a contract per partner and a brand of its own", async () => {
  const world = await seedLoadWorld({
    ownerUrl: database.url,
    partners: 7,
    payoutLimit: "1.50",
    clickLimitPerDay: "3",
  });
  expect(new Set(world.links.map(({ path }) => path)).size).toBe(7);
  expect([world.payoutLimited.limitMicros, world.clickLimited.limitClicks]).toEqual([
    1_500_000n,
    3n,
  ]);
  const pool = createPool(database.url, "owner", 1);
  const { rows } = await pool.query(
    `select
        (select count(*)::int from contract where program_id = $1) as contracts,
        (select count(*)::int from tracking_link where program_id = $1) as links`,
    [world.programId],
  );
  await pool.end();
  expect(rows).toEqual([{ contracts: 7, links: 7 }]);
  await expect(seedLoadWorld({ ownerUrl: database.url, partners: 1 })).rejects.toThrow("2 or more");
  await expect(
    seedLoadWorld({ ownerUrl: database.url, partners: 2, rate: "dear" }),
  ).rejects.toThrow("seedLoadWorld");
});

test(
  "the database is stopped under load: every click is redirected meanwhile and priced afterwards " +
    "[D132, F4, F5]",
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "counterfoil-outage-"));
    const options = { folder: join(folder, "postgres"), settings: ["fsync=off"] };
    let server = await startEmbeddedPostgres(options);
    await migrate(server.url);
    const { port } = server;
    const meanwhile = async (): Promise<void> => {
      await delay(1_000);
      await server.stop();
      await delay(2_000);
      server = await startEmbeddedPostgres({ ...options, port });
    };
    const result = await runLoad({
      ownerUrl: server.url,
      journalDir: join(folder, "journal"),
      partners: 10,
      requests: 2_500,
      ratePerSecond: 500,
      seed: 2,
      meanwhile,
      say: () => {},
      log: createLog("silent", "test"),
    });
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    expect(result.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(result.figures.raw > 1_000n).toBe(true);
  },
);
