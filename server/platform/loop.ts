/**
 * Runs one job for ever: again at once while there is work, on a signal or after a pause when there
 * is none.
 */
import { beats, type Beats } from "./beats.ts";
import type { Log } from "./log.ts";
import { Signal } from "./signal.ts";

export interface Loop {
  wake(): void;
  /** Resolves when a round that began after this call found no work and did not fail. */
  quiet(): Promise<void>;
  failing(): boolean;
  /** Ends after the round that is running. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  log: Log;
  /** Resolves with the amount of work that was done. */
  run: () => Promise<number>;
  /** After a round that did work. */
  onWork?: () => void;
  /** Where it says how it is; default: of this process. */
  among?: Beats;
}

const idleMs = 200;
const firstPauseMs = 50;
const longestPauseMs = 2_000;

export function startLoop({ name, log, run, onWork, among = beats }: LoopOptions): Loop {
  const beat = among.start(name);
  const signal = new Signal();
  let waiters: { since: number; resolve: () => void }[] = [];
  let rounds = 0;
  let pauseMs = 0;
  let stopped = false;

  async function round(): Promise<void> {
    rounds += 1;
    const began = rounds;
    try {
      const done = await beat.round(run);
      if (pauseMs > 0) log.info({ job: name }, "working again");
      pauseMs = 0;
      if (done > 0) return onWork?.();
      const ready = waiters.filter((waiter) => waiter.since < began);
      waiters = waiters.filter((waiter) => waiter.since >= began);
      for (const waiter of ready) waiter.resolve();
      if (!stopped) await signal.wait(idleMs);
    } catch (error) {
      // One line when it stops and one when it works again, however long it takes.
      if (pauseMs === 0)
        log.error({ job: name, err: error }, "stopped; trying again until it works");
      pauseMs = Math.min(Math.max(pauseMs * 2, firstPauseMs), longestPauseMs);
      if (!stopped) await signal.wait(pauseMs);
    }
  }

  const ended = (async () => {
    while (!stopped) await round();
  })();

  return {
    wake: () => {
      if (pauseMs === 0) signal.raise();
    },
    quiet: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiters.push({ since: rounds, resolve });
      signal.raise();
      return promise;
    },
    failing: () => pauseMs > 0,
    async stop() {
      stopped = true;
      signal.raise();
      await ended;
      beat.stopped();
    },
  };
}

/**
 * Runs beside the click path, e.g. the sales poller or the mail sender; looks after its own
 * retries.
 */
export interface Job {
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
}
