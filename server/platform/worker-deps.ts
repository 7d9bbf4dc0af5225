import type pg from "pg";
import type { Clock, NewId } from "./clock.ts";
import type { Log } from "./log.ts";

/** What the worker's jobs need. */
export interface WorkerDeps {
  /** Writes as the worker. */
  pool: pg.Pool;
  clock: Clock;
  newId: NewId;
  log: Log;
}
