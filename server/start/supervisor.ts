/**
 * ROLE=all: owns the embedded database, migrates, seeds the demo world on the first run, and keeps
 * three processes alive: control plane (API and dashboard), tracker, worker. One that dies is
 * restarted and told in one line; the others go on.
 */
import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { databaseRoles, type DatabaseRole } from "../platform/db/connection.ts";
import { productSettings } from "../platform/db/embedded-postgres.ts";
import { keepEmbedded, restartMs } from "../platform/db/kept-postgres.ts";
import { checkDatabase, migrate } from "../platform/db/migrate.ts";
import { childVariables, type Env, type Role } from "../platform/env.ts";
import { createLog } from "../platform/log.ts";
import { checkPort } from "../platform/ports.ts";
import { isSeeded, seedDemo, type DemoSignIns } from "./demo/world.ts";
import { systemClock } from "../platform/clock.ts";

/** What a role has started. */
export interface Running {
  close(): Promise<void>;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`${line}\n`);
const readyMs = 60_000;
const stopMs = 12_000;
const calmMs = 30_000;

interface Database {
  ownerUrl: string;
  /** The login a role's process uses. */
  urlFor(role: DatabaseRole): string;
  stop(): Promise<void>;
}

/** Gives the two roles of the embedded database a login each, with a password of this run alone. */
async function openLogins(ownerUrl: string): Promise<(role: DatabaseRole) => string> {
  const passwords = {
    api: randomBytes(24).toString("hex"),
    worker: randomBytes(24).toString("hex"),
  };
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const role of ["api", "worker"] as const)
      await client.query(`alter role ${databaseRoles[role]} login password '${passwords[role]}'`);
  } finally {
    await client.end();
  }
  return (role) => {
    const url = new URL(ownerUrl);
    url.username = databaseRoles[role];
    url.password = passwords[role];
    return url.href;
  };
}

async function openDatabase(env: Env): Promise<Database> {
  if (env.DATABASE_URL) {
    const url = env.DATABASE_URL;
    await checkDatabase(url);
    await migrate(url);
    return { ownerUrl: url, urlFor: () => url, stop: async () => {} };
  }
  say("Starting the embedded PostgreSQL …");
  const server = await keepEmbedded({
    folder: join(env.DATA_DIR, "postgres"),
    settings: productSettings,
    say: warn,
  });
  try {
    await migrate(server.url);
    return {
      ownerUrl: server.url,
      urlFor: await openLogins(server.url),
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface Child {
  ready: Promise<void>;
  stop(): Promise<void>;
}

/** Keeps one role's process alive until stop(). */
function keepAlive(
  role: Extract<Role, "control" | "tracker" | "worker">,
  variables: Record<string, string>,
): Child {
  const ready = Promise.withResolvers<void>();
  let current: ChildProcess | null = null;
  let stopping = false;
  let deaths = 0;
  let pause: NodeJS.Timeout | undefined;

  const launch = (): void => {
    const startedAt = Date.now();
    let ended = false;
    const again = (how: string): void => {
      if (stopping || ended) return;
      ended = true;
      deaths = Date.now() - startedAt > calmMs ? 0 : deaths;
      const wait = restartMs[Math.min(deaths++, restartMs.length - 1)] ?? 0;
      warn(`The ${role} process ${how}; it is restarted in ${wait} ms, the others go on.`);
      pause = setTimeout(launch, wait);
    };
    try {
      current = fork(fileURLToPath(new URL("../main.js", import.meta.url)), [], {
        env: childVariables({ ...variables, ROLE: role }),
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        detached: true,
      });
    } catch (error) {
      return again(`cannot be started (${error instanceof Error ? error.message : String(error)})`);
    }
    current.on("message", (message) => {
      if (message === "ready") ready.resolve();
    });
    const { pid } = current;
    // One that could not be spawned has an error and no exit.
    current.on(
      "error",
      (error) => pid === undefined && again(`cannot be started (${error.message})`),
    );
    current.on("exit", (code, signal) => again(`ended (${signal ?? `code ${code}`})`));
  };
  launch();
  return {
    ready: ready.promise,
    stop: async () => {
      stopping = true;
      clearTimeout(pause);
      const child = current;
      if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), stopMs);
      await exited;
      clearTimeout(late);
    },
  };
}

async function untilReady(children: Child[]): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(new Error("The processes were not ready within a minute; see the lines above.")),
    readyMs,
  );
  await Promise.race([Promise.all(children.map((child) => child.ready)), late.promise]);
  clearTimeout(timer);
}

function announce(env: Env, signIns: DemoSignIns | null): void {
  say("");
  say(`  Dashboard     ${env.publicUrl}`);
  say(`  GraphQL       ${env.publicUrl}/graphql`);
  say(`  Tracker       ${env.trackerUrl}`);
  if (signIns) {
    say("");
    say(`  Demo sign-ins, password ${signIns.password}`);
    for (const { email, what } of signIns.people) say(`    ${email.padEnd(28)}${what}`);
    say("  Sales of the demo are simulated; nothing of it has run against Amazon.");
  }
  say("");
  say("  Ctrl+C stops everything; the data stays.");
}

export async function supervise(env: Env): Promise<Running> {
  for (const [port, variable] of [
    [env.PORT, "PORT"],
    [env.TRACKER_PORT, "TRACKER_PORT"],
    [env.WORKER_PORT, "WORKER_PORT"],
    [env.SIMULATOR_PORT, "SIMULATOR_PORT"],
  ] as const)
    await checkPort(env.HOST, port, variable);
  const log = createLog(env.LOG_LEVEL, "supervisor");
  const database = await openDatabase(env);
  const children: Child[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop()));
    await database.stop();
  };
  try {
    const seed = { env, ownerUrl: database.ownerUrl, log, clock: systemClock, say };
    const signIns = env.withDemo
      ? ((await isSeeded(database.ownerUrl)) ?? (await seedDemo(seed)))
      : null;
    const common = { NODE_ENV: env.NODE_ENV };
    children.push(keepAlive("tracker", { ...common, DATABASE_URL: database.urlFor("worker") }));
    children.push(keepAlive("worker", { ...common, DATABASE_URL: database.urlFor("worker") }));
    children.push(keepAlive("control", { ...common, DATABASE_URL: database.urlFor("api") }));
    say("Starting tracker, worker and control plane …");
    await untilReady(children);
    announce(env, signIns);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
