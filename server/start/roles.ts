/**
 * What each ROLE runs. `all` is the supervisor of the three processes; every other role is one
 * process of its own.
 */
import { createBreakdownJob } from "../money/breakdowns/breakdown-job.ts";
import { createStatementJob } from "../money/ledger/statements.ts";
import { createSubmissionJob } from "../money/attribution/submission-job.ts";
import { createConversionJob } from "../money/attribution/conversion-job.ts";
import { createUploadJob } from "../money/attribution/upload-job.ts";
import { createBonusJob } from "../money/attribution/bonuses.ts";
import { connectionClients } from "../money/attribution/amazon-clients.ts";
import { createAttributionPoller } from "../money/attribution/poller.ts";
import { startSimulator } from "../money/attribution/simulator.ts";
import { createLetters } from "../partnership/notices/letter-job.ts";
import { createMailSender } from "../partnership/accounts/mail-sender.ts";
import { startWorker } from "../money/accounting/worker.ts";
import { createApp } from "./app.ts";
import { systemClock, uuidv7 } from "../platform/clock.ts";
import { createPool, silentMsOf } from "../platform/db/connection.ts";
import { checkLogin } from "../platform/db/migrate.ts";
import { WrongVariable, type Env } from "../platform/env.ts";
import { startHeartbeat } from "../platform/db/heartbeat.ts";
import { startLoop, type Job } from "../platform/loop.ts";
import { lookAtDomains } from "../partnership/link-domains/domain-job.ts";
import { startExports } from "./jobs/exports.ts";
import { createHealthReading } from "./jobs/health-figures.ts";
import { createReplays } from "./jobs/replays.ts";
import { createContractChanges } from "./jobs/contract-changes.ts";
import { createDomainNotices } from "./jobs/domain-notices.ts";
import { createAlerts } from "./jobs/alerts.ts";
import { createHoldNotices } from "./jobs/hold-notices.ts";
import { createVerifications } from "./jobs/verifications.ts";
import { createLimitNotices } from "./jobs/limit-notices.ts";
import { createLog, type Log } from "../platform/log.ts";
import type pg from "pg";
import { supervise, type Running } from "./supervisor.ts";
import { startTracker } from "../tracking/redirect/server.ts";
import { mountPages } from "../platform/pages/pages.ts";

function databaseUrlOf(env: Env): string {
  if (!env.DATABASE_URL)
    throw new WrongVariable(
      `ROLE=${env.ROLE} needs DATABASE_URL: only ROLE=all owns the embedded database.`,
    );
  return env.DATABASE_URL;
}

async function startControl(env: Env): Promise<Running> {
  const log = createLog(env.LOG_LEVEL, env.ROLE);
  const withPages = env.ROLE !== "api";
  const app = await createApp({
    env,
    databaseUrl: databaseUrlOf(env),
    clock: systemClock,
    newId: uuidv7,
    log,
    ...(withPages ? { mountPages: (fastify) => mountPages(fastify, env) } : {}),
  });
  await app.listen(env.PORT);
  const exports = await startExports({
    env,
    databaseUrl: databaseUrlOf(env),
    clock: systemClock,
    newId: uuidv7,
    log,
  });
  return {
    close: async () => {
      await exports.close();
      await app.close();
    },
  };
}

function startedLater(start: () => Promise<Running>): Job {
  let running: Running | null = null;
  return { start: async () => void (running = await start()), stop: async () => running?.close() };
}

async function startReplays(databaseUrl: string, log: Log): Promise<Running> {
  const job = createReplays({ databaseUrl, clock: systemClock, newId: uuidv7, log });
  const loop = startLoop({ name: "replays", log, run: () => job.runOnce() });
  return {
    close: async () => {
      job.stop();
      await loop.stop();
      await job.close();
    },
  };
}

async function startVerifications(env: Env, databaseUrl: string, log: Log): Promise<Running> {
  const parts = { env, databaseUrl, clock: systemClock, newId: uuidv7, log };
  const job = await createVerifications(parts);
  const loop = startLoop({ name: "verifications", log, run: () => job.runOnce() });
  return {
    close: async () => {
      await loop.stop();
      await job.close();
    },
  };
}

/** The simulated reports, and who reads them. */
async function startAttribution(env: Env, pool: pg.Pool, log: Log): Promise<Running> {
  const simulator = await startSimulator({
    pool,
    clock: systemClock,
    log,
    port: env.SIMULATOR_PORT,
  });
  const poller = createAttributionPoller({
    pool,
    clientOf: connectionClients({
      pool,
      env: { ...env, simulatorUrl: simulator.url },
      clock: systemClock,
      log,
    }),
    clock: systemClock,
    newId: uuidv7,
    log,
    everyMs: env.ATTRIBUTION_POLL_SECONDS * 1000,
  });
  poller.start();
  return {
    close: async () => {
      await poller.stop();
      await simulator.stop();
    },
  };
}

type TellingJob =
  | typeof createContractChanges
  | typeof createLimitNotices
  | typeof createHoldNotices
  | typeof createAlerts
  | typeof createLetters;
/** A job that runs again and again, and tells people what it did. */
async function startTelling(
  name: string,
  create: TellingJob,
  { env, databaseUrl, log }: { env: Env; databaseUrl: string; log: Log },
): Promise<Running> {
  const telling = { clock: systemClock, newId: uuidv7, publicUrl: env.publicUrl };
  const job = await create({ databaseUrl, log, telling });
  const loop = startLoop({ name, log, run: () => job.runOnce() });
  return {
    close: async () => {
      await loop.stop();
      await job.close();
    },
  };
}

/** What it counts, and that the process lives: stopped last, so that it tells of the others. */
function startHealth(env: Env, databaseUrl: string, log: Log): Promise<Running> {
  const pool = createPool(databaseUrl, "worker", 2, silentMsOf.worker);
  const heartbeat = startHeartbeat({ pool, role: "worker", clock: systemClock, newId: uuidv7 });
  const run = createHealthReading({ pool, clock: systemClock, env });
  const loop = startLoop({ name: "health", log, run });
  return Promise.resolve({
    close: async () => {
      await loop.stop();
      await heartbeat.stop();
      await pool.end();
    },
  });
}

/** Beside a process that has no jobs. */
function withHeartbeat(running: Running, env: Env, role: "api" | "worker"): Running {
  const pool = createPool(databaseUrlOf(env), role, 1, silentMsOf[role]);
  const heartbeat = startHeartbeat({ pool, role: env.ROLE, clock: systemClock, newId: uuidv7 });
  return {
    ...running,
    close: async () => {
      await running.close();
      await heartbeat.stop();
      await pool.end();
    },
  };
}

function startDomains(env: Env, pool: pg.Pool, log: Log): Promise<Running> {
  const run = () => lookAtDomains({ pool, clock: systemClock, env });
  const loop = startLoop({ name: "domains of links", log, run });
  return Promise.resolve({ close: () => loop.stop() });
}

function workerJobs(env: Env, databaseUrl: string): Job[] {
  const log = createLog(env.LOG_LEVEL, "worker");
  const pool = createPool(databaseUrl, "worker", 4, silentMsOf.worker);
  const deps = { pool, clock: systemClock, newId: uuidv7, log };
  const started = [
    () => startAttribution(env, pool, log),
    () => startTelling("contract changes", createContractChanges, { env, databaseUrl, log }),
    () => startTelling("notices of limits", createLimitNotices, { env, databaseUrl, log }),
    () => startTelling("alerts", createAlerts, { env, databaseUrl, log }),
    () => startTelling("notices of held reports", createHoldNotices, { env, databaseUrl, log }),
    () => startTelling("notices of lost domains", createDomainNotices, { env, databaseUrl, log }),
    () => startTelling("letters", createLetters, { env, databaseUrl, log }),
    () => startReplays(databaseUrl, log),
    () => startVerifications(env, databaseUrl, log),
  ].map(startedLater);
  return [
    ...started,
    createConversionJob(deps),
    createSubmissionJob(deps),
    createUploadJob(deps),
    createStatementJob(deps),
    createBonusJob(deps),
    createBreakdownJob(deps),
    createMailSender({ ...deps, env }),
    startedLater(() => startDomains(env, pool, log)),
    startedLater(() => startHealth(env, databaseUrl, log)),
    { start: () => {}, stop: () => pool.end() },
  ];
}

/** The worker with all of its jobs; who calls has looked at the login. */
export function startWorkerRole(env: Env): Promise<Running> {
  const databaseUrl = databaseUrlOf(env);
  const log = createLog(env.LOG_LEVEL, "worker");
  return startWorker({
    env,
    databaseUrl,
    clock: systemClock,
    newId: uuidv7,
    log,
    jobs: workerJobs(env, databaseUrl),
    healthPort: env.WORKER_PORT,
  });
}

/** As which database role a process works; `all` looks at the database itself. */
const databaseRoleOf = {
  tracker: "worker",
  worker: "worker",
  control: "api",
  api: "api",
  web: "api",
} as const;

export async function startRole(env: Env): Promise<Running> {
  if (env.ROLE !== "all") await checkLogin(databaseUrlOf(env), databaseRoleOf[env.ROLE]);
  switch (env.ROLE) {
    case "all":
      return supervise(env);
    case "tracker":
      return withHeartbeat(
        await startTracker({
          env,
          databaseUrl: databaseUrlOf(env),
          clock: systemClock,
          newId: uuidv7,
          log: createLog(env.LOG_LEVEL, "tracker"),
        }),
        env,
        "worker",
      );
    case "worker":
      return startWorkerRole(env);
    case "control":
    case "api":
    case "web":
      return withHeartbeat(await startControl(env), env, "api");
  }
}
