/**
 * The embedded database, kept running: if it ends by itself it is started again, on the same port,
 * with growing waits and without end. What stops it (a full disk, no memory) may pass, and nobody
 * else dies of it meanwhile.
 */
import { setTimeout as delay } from "node:timers/promises";
import {
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from "./embedded-postgres.ts";

/** Before the first, second, … attempt in a row; then always the last. */
export const restartMs = [250, 1_000, 4_000, 15_000] as const;
/** A start after a crash replays what was written, which takes as long as it takes. */
const recoveryMs = 600_000;

export interface KeptOptions extends EmbeddedOptions {
  /** A line for people. */
  say: (line: string) => void;
  waits?: readonly number[];
}
export type KeptPostgres = Pick<EmbeddedPostgres, "url" | "port" | "stop">;

export async function keepEmbedded({
  say,
  waits = restartMs,
  ...options
}: KeptOptions): Promise<KeptPostgres> {
  let server = await startEmbeddedPostgres(options);
  const { url, port } = server;
  const stopping = new AbortController();

  async function startAgain(): Promise<void> {
    let told = "";
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      await delay(waits[Math.min(attempt, waits.length - 1)], undefined, {
        signal: stopping.signal,
      });
      try {
        server = await startEmbeddedPostgres({
          ...options,
          port,
          readyMs: recoveryMs,
          signal: stopping.signal,
        });
        return say("The embedded database runs again.");
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (why !== told && !stopping.signal.aborted)
          say(`${why}. It is tried again, with growing waits.`);
        told = why;
      }
    }
  }
  const keeping = (async () => {
    for (;;) {
      await server.ended;
      if (stopping.signal.aborted) return;
      say("The embedded database ended; it is restarted. Redirects go on, pricing follows.");
      await startAgain().catch((error: unknown) => {
        if (!stopping.signal.aborted) throw error;
      });
    }
  })();

  return {
    url,
    port,
    stop: async () => {
      stopping.abort();
      await server.stop();
      await keeping;
    },
  };
}
