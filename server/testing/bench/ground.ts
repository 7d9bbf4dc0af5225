/** What benches of the server stand on. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { rightsOfMember } from "../../platform/auth/rights.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { createContext, type Context } from "../../platform/context.ts";
import { createPool } from "../../platform/db/connection.ts";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createApp } from "../../start/app.ts";

/** A migrated database of its own, which is gone afterwards. */
export async function onDatabase<T>(
  work: (url: string) => Promise<T>,
  settings: string[] = [],
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-bench-"));
  const server = await startEmbeddedPostgres({ folder, settings });
  try {
    await migrate(server.url);
    return await work(server.url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

export interface BenchApp {
  /** Of the database. */
  url: string;
  owner: pg.Pool;
  worker: pg.Pool;
  /** A request of the brand's analyst, without HTTP. */
  contextOf: (who: { brand: string; user: string }) => Context;
}
/** The API on a database with memory enough for much that is written in one go. */
export const onApp = <T>(work: (app: BenchApp) => Promise<T>): Promise<T> =>
  onDatabase(
    async (url) => {
      const [owner, worker] = [createPool(url, "owner", 2), createPool(url, "worker", 2)];
      const app = await createApp({
        env: readEnv({ NODE_ENV: "test" }),
        databaseUrl: url,
        clock: systemClock,
        newId: uuidv7,
        log: createLog("silent", "bench"),
      });
      const rights = rightsOfMember("BRAND", "ANALYST");
      const sessionId = uuidv7();
      const client = { address: "127.0.0.1", userAgent: "bench" };
      const contextOf: BenchApp["contextOf"] = ({ brand, user: userId }) => {
        const account = { id: brand, kind: "BRAND", role: "ANALYST" } as const;
        const viewer = {
          kind: "PERSON",
          userId,
          sessionId,
          isConfirmed: true,
          account,
          rights,
        } as const;
        return createContext(app.deps, { viewer, requestId: "bench", client });
      };
      try {
        return await work({ url, owner, worker, contextOf });
      } finally {
        await app.close();
        await owner.end();
        await worker.end();
      }
    },
    ["shared_buffers=512MB", "synchronous_commit=off", "max_wal_size=4GB"],
  );
