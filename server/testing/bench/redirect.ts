/**
 * The durable redirect against a bare `node:http` 302, in alternating rounds on the same machine:
 * only the ratios count. Goals: throughput ≥ 0.75, CPU per request ≤ 1.3, p99 ≤ 3 (performance
 * facts, section 1).
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LoadOrder, LoadResult } from "./redirect-load.ts";

export interface Row {
  name: string;
  median: number;
  min: number;
  max: number;
  unit: string;
  /** In words, e.g. "≥ 0.75"; empty for a figure without one. */
  goal: string;
  met: boolean;
}
export interface RedirectBenchOptions {
  rounds?: number;
  seconds?: number;
  connections?: number;
  links?: number;
  /** Requests per second of the open loop. */
  rate?: number;
  /** Where the journal is written: must be a disk, not memory, for the figure to mean anything. */
  folder?: string;
}

const source = fileURLToPath(import.meta.url);
/** Where the children's code lies: a loader of TypeScript around it would be measured too. */
function compiledFolder(): string {
  if (!source.endsWith(".ts")) return dirname(source);
  const root = join(dirname(source), "..", "..", "..");
  const out = join(root, "dist", "bench");
  const tsc = join(
    dirname(createRequire(import.meta.url).resolve("typescript/package.json")),
    "bin",
    "tsc",
  );
  const { status, stdout } = spawnSync(
    process.execPath,
    [tsc, "-p", root, "--outDir", out, "--noCheck"],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`The benchmark could not be compiled: ${stdout}`);
  return join(out, "server", "testing", "bench");
}
const pinned = availableParallelism() > 1 && spawnSync("taskset", ["-V"]).status === 0;

function child(core: number, file: string, ...args: string[]): ChildProcess {
  const command = [process.execPath, "--expose-gc", file, ...args];
  const [program = "", ...rest] = pinned ? ["taskset", "-c", String(core), ...command] : command;
  return spawn(program, rest, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}
async function ask<T>(process: ChildProcess, message: object): Promise<T> {
  const answer = once(process, "message");
  process.send(message);
  return (await answer)[0] as T;
}

interface Measured {
  perSecond: number;
  cpuMicros: number;
  p50Ms: number;
  p99Ms: number;
  tableBytes: number;
}

async function measure(
  mode: "bare" | "ours",
  options: Required<RedirectBenchOptions> & { code: string },
): Promise<Measured> {
  const dir = mkdtempSync(join(options.folder, "bench-journal-"));
  const server = child(
    0,
    join(options.code, "redirect-server.js"),
    mode,
    String(options.links),
    dir,
  );
  const [{ port, bytes }] = (await once(server, "message")) as [{ port: number; bytes: number }];
  const load = child(1, join(options.code, "redirect-load.js"));
  try {
    const order: LoadOrder = {
      port,
      connections: options.connections,
      links: options.links,
      seconds: options.seconds,
      rate: 0,
    };
    await ask<LoadResult>(load, { ...order, seconds: Math.min(2, options.seconds) });
    const before = await ask<{ cpuMicros: number }>(server, {});
    const closed = await ask<LoadResult>(load, order);
    const after = await ask<{ cpuMicros: number }>(server, {});
    const open = await ask<LoadResult>(load, { ...order, rate: options.rate });
    if (closed.wrong + open.wrong > 0)
      throw new Error(`${closed.wrong + open.wrong} answers were no redirect`);
    return {
      perSecond: closed.answers / closed.seconds,
      cpuMicros: (after.cpuMicros - before.cpuMicros) / closed.answers,
      p50Ms: open.p50Ms,
      p99Ms: open.p99Ms,
      tableBytes: bytes,
    };
  } finally {
    for (const process of [server, load]) {
      process.disconnect();
      await once(process, "exit");
    }
    rmSync(dir, { recursive: true, force: true });
  }
}

function row(
  name: string,
  values: number[],
  unit: string,
  goal: [">=" | "<=", number] | null,
): Row {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? NaN;
  const met = goal === null || (goal[0] === ">=" ? median >= goal[1] : median <= goal[1]);
  const words = goal === null ? "" : `${goal[0] === ">=" ? "≥" : "≤"} ${goal[1]}`;
  return { name, median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN, unit, goal: words, met };
}

function rowsOf(
  bare: readonly Measured[],
  ours: readonly Measured[],
  { rate, links }: { rate: number; links: number },
): Row[] {
  const ratios = (of: (m: Measured) => number) =>
    ours.map((m, round) => of(m) / of(bare[round] ?? m));
  return [
    row(
      "redirect: throughput, ours / bare",
      ratios((m) => m.perSecond),
      "×",
      [">=", 0.75],
    ),
    row(
      "redirect: CPU per request, ours / bare",
      ratios((m) => m.cpuMicros),
      "×",
      ["<=", 1.3],
    ),
    row(
      `redirect: p99 at ${rate}/s, ours / bare`,
      ratios((m) => m.p99Ms),
      "×",
      ["<=", 3],
    ),
    row(
      "redirect: requests per second, ours",
      ours.map((m) => m.perSecond),
      "1/s",
      null,
    ),
    row(
      "redirect: requests per second, bare",
      bare.map((m) => m.perSecond),
      "1/s",
      null,
    ),
    row(
      `redirect: p50 at ${rate}/s, ours`,
      ours.map((m) => m.p50Ms),
      "ms",
      null,
    ),
    row(
      `redirect: p99 at ${rate}/s, ours`,
      ours.map((m) => m.p99Ms),
      "ms",
      null,
    ),
    row(
      `redirect: memory of ${links} links`,
      ours.map((m) => m.tableBytes / 1e6),
      "MB",
      links === 1_000_000 ? ["<=", 300] : null,
    ),
  ];
}

export async function benchRedirect(given: RedirectBenchOptions = {}): Promise<Row[]> {
  const options = {
    rounds: 5,
    seconds: 5,
    connections: 256,
    links: 1_000_000,
    rate: 2_000,
    folder: tmpdir(),
    ...given,
    code: compiledFolder(),
  };
  const [bare, ours]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < options.rounds; round++) {
    bare.push(await measure("bare", options));
    ours.push(await measure("ours", options));
  }
  return rowsOf(bare, ours, options);
}
