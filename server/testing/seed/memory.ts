/**
 * Whether memory stays where it was under steady clicks: tracker and worker in this process, with a
 * clock that runs ahead so that windows and caches turn over many times.
 */
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { systemClock, type Clock } from "../../platform/clock.ts";
import { runLoad } from "./load.ts";

/** Hours of clicks pass in each hour. */
const clockSpeed = 12;
const ratePerSecond = 150;
/** What the last quarter may hold more than the second: noise of batches under way. */
const spare = { share: 1.15, bytes: 16_000_000 };

/** What is still reachable. */
function liveBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/**
 * Nothing grows: the most of the last quarter is no more than that of the second, when all windows
 * were full once.
 */
export function isFlat(samples: readonly number[]): boolean {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) throw new RangeError("isFlat: at least four samples");
  const most = (from: number, to?: number): number => Math.max(...samples.slice(from, to));
  return most(samples.length - quarter) <= most(quarter, 2 * quarter) * spare.share + spare.bytes;
}

export interface MemoryOptions {
  ownerUrl: string;
  journalDir: string;
  seed: number;
  minutes: number;
  say: (line: string) => void;
}

/** Resolves with whether memory stayed and every click was counted. */
export async function runMemory({
  ownerUrl,
  journalDir,
  seed,
  minutes,
  say,
}: MemoryOptions): Promise<boolean> {
  const started = systemClock();
  const clock: Clock = () => started + (systemClock() - started) * clockSpeed;
  const samples: number[] = [];
  const everyMs = Math.max((minutes * 60_000) / 40, 1_000);
  const meanwhile = async (): Promise<void> => {
    while (systemClock() - started < minutes * 60_000) {
      await delay(everyMs);
      samples.push(liveBytes());
      say(
        `${Math.round((systemClock() - started) / 60_000)} min: ` +
          `${Math.round((samples.at(-1) ?? 0) / 1e6)} MB`,
      );
    }
  };
  const requests = Math.round(ratePerSecond * 60 * minutes);
  const { ok } = await runLoad({
    ownerUrl,
    journalDir,
    requests,
    partners: 50,
    seed,
    ratePerSecond,
    meanwhile,
    clock,
    say,
  });
  return ok && isFlat(samples);
}
