/**
 * The worker process: journals into the database, clicks into money, and the jobs that are handed
 * in. Survives outages.
 */
import { watch, type FSWatcher } from "node:fs";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import type pg from "pg";
import type { Clock, NewId } from "../../platform/clock.ts";
import { createPool, silentMsOf } from "../../platform/db/connection.ts";
import type { Env } from "../../platform/env.ts";
import type { Log } from "../../platform/log.ts";
import { createAccounting, type Accounting } from "./accounting.ts";
import { journalBytes, parkedClicks, unaccountedClicks } from "./backlog.ts";
import { serveHealth, type HealthServer, type Readiness } from "./health.ts";
import { createIngest } from "../../tracking/ingest/ingest.ts";
import { startLoop, type Loop, type Job } from "../../platform/loop.ts";

export interface WorkerOptions {
  env: Pick<Env, "journalDir" | "HOST">;
  databaseUrl: string;
  clock: Clock;
  newId: NewId;
  log: Log;
  /** Default: the one journal of env. */
  journalDirs?: string[];
  jobs?: Job[];
  /** How long to wait for the answer to a statement; default: two minutes. */
  silentMs?: number;
  /** 0 = no health server. */
  healthPort?: number;
}

export interface Worker {
  /** Resolves when all that was journaled before the call is ingested and accounted. */
  idle(): Promise<void>;
  readiness(): Promise<Readiness>;
  /** Finishes the batches that are running, accounts what is ingested, then ends. */
  close(): Promise<void>;
}

const poolSize = 10;
const drainMs = 5_000;

async function watchJournals(dirs: readonly string[], onChange: () => void): Promise<FSWatcher[]> {
  for (const dir of dirs) await mkdir(dir, { recursive: true });
  // Watching only shortens the wait; the loop looks again by itself, so a watcher that fails costs
  // latency alone.
  return dirs.map((dir) => watch(dir, onChange).on("error", () => {}));
}

async function drain(loops: readonly Loop[]): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, drainMs);
  for (const loop of loops) if (!loop.failing()) await Promise.race([loop.quiet(), late]);
  clearTimeout(timer);
}

interface Running {
  pool: pg.Pool;
  journalDirs: readonly string[];
  loops: readonly Loop[];
  accounting: Accounting;
}
/** Counts are null while the database does not answer. */
async function readinessOf({ pool, journalDirs, loops, accounting }: Running): Promise<Readiness> {
  const ready = !loops.some((loop) => loop.failing());
  const counts = await Promise.all([
    unaccountedClicks(pool),
    journalBytes(pool, journalDirs),
    parkedClicks(pool),
  ]).catch(() => null);
  return {
    ready: ready && counts !== null,
    unaccountedClicks: counts?.[0] ?? null,
    parkedClicks: counts?.[2] ?? null,
    journalBytes: counts?.[1] ?? null,
    partitions: accounting.held(),
  };
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { env, clock, newId, log, jobs = [], journalDirs = [env.journalDir] } = options;
  const pool = createPool(
    options.databaseUrl,
    "worker",
    poolSize,
    options.silentMs ?? silentMsOf.worker,
  );
  const ingest = createIngest({ pool, clock, log, journalDirs });
  const accounting = createAccounting({
    pool,
    clock,
    log,
    owner: `${hostname()}:${process.pid}:${newId()}`,
  });
  const accountLoop = startLoop({ name: "accounting", log, run: () => accounting.runOnce() });
  const ingestLoop = startLoop({
    name: "ingest",
    log,
    run: () => ingest.runOnce(),
    onWork: () => accountLoop.wake(),
  });
  const watchers = await watchJournals(journalDirs, () => ingestLoop.wake());

  const running = { pool, journalDirs, loops: [ingestLoop, accountLoop], accounting };
  const readiness = () => readinessOf(running);
  const health: HealthServer | null = options.healthPort
    ? await serveHealth(env.HOST, options.healthPort, readiness)
    : null;
  for (const job of jobs) await job.start();
  log.info({ journals: journalDirs.length }, "worker started");

  return {
    async idle() {
      await ingestLoop.quiet();
      // Another worker may hold partitions, so the database is asked, not this process.
      do await accountLoop.quiet();
      while ((await unaccountedClicks(pool)) > 0);
    },
    readiness,
    async close() {
      for (const job of jobs) await job.stop();
      for (const watcher of watchers) watcher.close();
      await drain(running.loops);
      await ingestLoop.stop();
      await accountLoop.stop();
      await accounting.close();
      await health?.close();
      await pool.end();
      log.info("worker ended");
    },
  };
}
