import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { createTestDatabase } from "../worlds/database.ts";
import { runExactness } from "./exactness.ts";

test(
  "[D92] [D93] [D105] [F1–F3] [F12] 64 connections, four workers killed again and again, each " +
    "click delivered three times out of order, four limits: exact",
  { timeout: 120_000 },
  async () => {
    const database = await createTestDatabase();
    const [owner, worker] = [
      createPool(database.url, "owner", 4),
      createPool(database.url, "worker", 4),
    ];
    const folder = mkdtempSync(join(tmpdir(), "counterfoil-exact-"));
    const clicks = 1_600;
    const result = await runExactness({
      databaseUrl: database.url,
      owner,
      worker,
      folder,
      clicks,
      kills: 2,
      seed: 7,
    });
    expect(result).toMatchObject({
      acknowledged: clicks,
      stored: clicks,
      decided: clicks,
      difference: null,
      limits: { exceeded: [], refusedWithRoom: [] },
    });
    expect(result.paid > 0n).toBe(true);
    // Demand passed every one of the four.
    expect(Math.min(...Object.values(result.limits.met))).toBeGreaterThan(0);
    await owner.end();
    await worker.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  },
);
