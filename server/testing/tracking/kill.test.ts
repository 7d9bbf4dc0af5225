import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createTestDatabase } from "../worlds/database.ts";
import { killRounds } from "./kill-fixture.ts";
import { linkRows } from "./link-fixture.ts";

test(
  "[D132, F1] kill -9 under load loses no acknowledged click and leaves none twice",
  { timeout: 120_000 },
  async () => {
    const database = await createTestDatabase();
    const journalDir = mkdtempSync(join(tmpdir(), "kill-"));
    const rows = linkRows(database.url);
    const link = await rows.link(await rows.program());
    await rows.pool.end();
    const report = await killRounds({
      databaseUrl: database.url,
      journalDir,
      path: link.path,
      rounds: 5,
      seed: 7,
    });
    expect(report).toMatchObject({ lost: 0, twice: 0, increasing: true });
    expect(report.acknowledged).toBeGreaterThan(1000);
    await database.drop();
    rmSync(journalDir, { recursive: true, force: true });
  },
);
