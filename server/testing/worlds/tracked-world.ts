/** A world whose links are followed through a real tracker, and whose journal the worker reads. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVerifications, type Verifications } from "../../start/jobs/verifications.ts";
import { createPool } from "../../platform/db/connection.ts";
import { freePort } from "../../platform/db/embedded-postgres.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createIngest } from "../../tracking/ingest/ingest.ts";
import { startTracker } from "../../tracking/redirect/server.ts";
import { createWorld, type World } from "./world.ts";

export interface TrackedWorld {
  world: World;
  trackerUrl: string;
  /** Takes what the tracker wrote down, and decides it. */
  takeClicks(): Promise<void>;
  /** The worker's own look at verifications, as a job of its own. */
  verifications: Verifications;
  close(): Promise<void>;
}

export async function createTrackedWorld(): Promise<TrackedWorld> {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-tracked-"));
  const settings = { TRACKER_PORT: String(port), DATA_DIR: dir };
  const world = await createWorld({ env: settings });
  const { people } = world;
  const common = { databaseUrl: people.url, clock: () => world.clock.now };
  const env = readEnv({ NODE_ENV: "test", ...settings });
  const log = createLog("silent", "test");
  const tracker = await startTracker({ ...common, env, newId: people.deps.newId, log });
  const pool = createPool(people.url, "worker", 2);
  const ingest = createIngest({ pool, clock: common.clock, log, journalDirs: [env.journalDir] });
  const verifications = await createVerifications({
    ...common,
    env,
    newId: people.deps.newId,
    log,
  });
  return {
    world,
    trackerUrl: `http://127.0.0.1:${port}`,
    verifications,
    takeClicks: async () => {
      while ((await ingest.runOnce()) > 0);
      await world.account();
    },
    close: async () => {
      await verifications.close();
      await tracker.close();
      await pool.end();
      await world.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
