/** Tells every few seconds that this process lives, and how its loops are. */
import type pg from "pg";
import { beats as ofProcess, type Beats } from "../beats.ts";
import type { Clock, NewId } from "../clock.ts";

const everyMs = 5_000;

interface HeartbeatParts {
  pool: Pick<pg.Pool, "query">;
  role: string;
  clock: Clock;
  newId: NewId;
  beats?: Beats;
}
export interface Heartbeat {
  /** Once, now. */
  tell(): Promise<void>;
  /** Tells that the process ends by itself, and no more. */
  stop(): Promise<void>;
}
/** While the database is away nothing is told, which says enough. */
export function startHeartbeat(parts: HeartbeatParts): Heartbeat {
  const { pool, role, clock, newId, beats = ofProcess } = parts;
  const [instance, startedAt] = [newId(clock()), clock()];
  let told: Promise<void> = Promise.resolve();
  const tell = async (stoppedAt: number | null = null): Promise<void> => {
    const at = (ms: number | null) => (ms === null ? null : new Date(ms));
    await pool.query("select tell_heartbeat($1, $2, $3, $4, $5, $6)", [
      instance,
      role,
      at(startedAt),
      at(clock()),
      at(stoppedAt),
      JSON.stringify(beats.all()),
    ]);
  };
  const timer = setInterval(() => {
    told = tell().catch(() => {});
  }, everyMs);
  timer.unref();
  told = tell().catch(() => {});
  return {
    tell,
    stop: async () => {
      clearInterval(timer);
      await told;
      await tell(clock()).catch(() => {});
    },
  };
}
