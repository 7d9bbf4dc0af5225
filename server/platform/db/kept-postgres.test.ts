/**
 * The embedded database on a disk that is full: a file system of its own, in memory, where the
 * machine lets one be mounted.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { createPool } from "./connection.ts";
import { keepEmbedded } from "./kept-postgres.ts";
import { isOutage } from "./outage.ts";

const mount = (folder: string): boolean =>
  spawnSync("mount", ["-t", "tmpfs", "-o", "size=160m,mode=700", "tmpfs", folder]).status === 0;
const probe = mkdtempSync(join(tmpdir(), "counterfoil-disk-"));
const canMount = process.platform === "linux" && mount(probe);
if (canMount) spawnSync("umount", [probe]);
rmSync(probe, { recursive: true });

/**
 * Fills the server's log alone: what has no room in a table is only refused, what has none in the
 * log ends the server.
 */
async function writeLog(url: string, megabytes: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    for (let n = 0; n < megabytes; n++)
      await client.query("select pg_logical_emit_message(true, 'fill', repeat('x', 1000000))");
  } finally {
    await client.end().catch(() => {});
  }
}

test.runIf(canMount)(
  "found 105: a disk that is full under the database ends nobody; it is started again with " +
    "growing waits, and heals when there is space",
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "counterfoil-disk-"));
    mount(folder);
    const said: string[] = [];
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on("unhandledRejection", note);
    const kept = await keepEmbedded({
      folder: join(folder, "postgres"),
      settings: ["fsync=off", "min_wal_size=32MB", "max_wal_size=48MB"],
      say: (line) => said.push(line),
      waits: [50, 200],
    });
    const pool = createPool(kept.url, "owner", 2);
    try {
      await pool.query("create table kept as select 1 as n");
      await pool.query("checkpoint");
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(
        join(folder, "filler"),
        Buffer.alloc(Math.max(bavail * bsize - 2 * 2 ** 20, 0)),
      );
      const failure = await writeLog(kept.url, 60).catch((error: unknown) => error);
      expect([failure, isOutage(failure)]).toEqual([expect.any(Error), true]);
      // A server without space for its log ends, and cannot come back for as long as there is none.
      await expect
        .poll(() => said.filter((line) => line.includes("tried again")).length, { timeout: 60_000 })
        .toBeGreaterThan(0);
      expect(said[1]).toMatch(
        new RegExp(
          String.raw`^The embedded database did not start: .*No space left on device\. ` +
            String.raw`It is tried again, with growing waits\.$`,
        ),
      );
      expect(said[0]).toBe(
        "The embedded database ended; it is restarted. Redirects go on, pricing follows.",
      );
      expect(isOutage(await pool.query("select 1").catch((error: unknown) => error))).toBe(true);
      rmSync(join(folder, "filler"));
      await expect
        .poll(
          () =>
            pool.query("select n from kept").then(
              ({ rows }) => rows,
              () => [],
            ),
          { timeout: 60_000 },
        )
        .toEqual([{ n: 1 }]);
      await expect.poll(() => said.at(-1)).toBe("The embedded database runs again.");
      expect(unhandled).toEqual([]);
    } finally {
      process.off("unhandledRejection", note);
      await pool.end();
      await kept.stop();
      spawnSync("umount", [folder]);
      rmSync(folder, { recursive: true });
    }
    expect(existsSync(folder)).toBe(false);
  },
);
