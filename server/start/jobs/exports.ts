/** Makes files beside the API, and as its database role: the rows are those that its walls show. */
import { MikroORM } from "@mikro-orm/postgresql";
import type { Clock, NewId } from "../../platform/clock.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { startLoop } from "../../platform/loop.ts";
import { expireExports, runExports } from "../../reporting/exports/export-runs.ts";
import { runSchedules } from "../../reporting/exports/schedule-runs.ts";
import { entities } from "../entities.ts";

/** Files that a process makes at once; of one account there are two, so others have their turn. */
const atOnce = 3;
const quietMs = 1_000;
const upkeepMs = 60_000;

export interface ExportParts {
  env: Env;
  databaseUrl: string;
  clock: Clock;
  newId: NewId;
  log: Log;
}

/** `databaseUrl` is opened as the API. */
export async function startExports(parts: ExportParts): Promise<{ close(): Promise<void> }> {
  const { databaseUrl, log, clock } = parts;
  const orm = await MikroORM.init(ormConfig(databaseUrl, "api", entities, silentMsOf.worker));
  const pool = createPool(databaseUrl, "api", atOnce + 1);
  const stop = new AbortController();
  const deps = { ...parts, orm, pool, stopping: stop.signal };
  let quietUntil = 0;
  let expiredAt = -Infinity;
  const run = async (): Promise<number> => {
    if (performance.now() < quietUntil) return 0;
    if (performance.now() - expiredAt > upkeepMs) {
      expiredAt = performance.now();
      await expireExports({ pool, clock });
      // As many as come at one hour, not only the first ones.
      while ((await runSchedules(deps)) > 0);
    }
    const taken = await runExports(deps);
    if (taken === 0) quietUntil = performance.now() + quietMs;
    return taken;
  };
  const loops = Array.from({ length: atOnce }, () => startLoop({ name: "exports", log, run }));
  return {
    close: async () => {
      stop.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
      await pool.end();
      await orm.close(true);
    },
  };
}
