/**
 * Long forms of the tests that kill, stop and flood: minutes instead of seconds, on a database of
 * their own.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killRounds as killWorker } from "../money/kill-rounds.ts";
import { createPool } from "../../platform/db/connection.ts";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { manglings } from "../manglings/kinds.ts";
import { MangledBadly, runManglings } from "../manglings/mangling.ts";
import { runExactness } from "../seed/exactness.ts";
import { runCounters } from "../seed/counters.ts";
import { openModelGround, openModelPeople } from "../seed/contract-ground.ts";
import { runLoad } from "../seed/load.ts";
import { runMemory } from "../seed/memory.ts";
import { runShopStory } from "../seed/shop-story.ts";
import { readLargeFile } from "../seed/large-file.ts";
import { runReportStory } from "../seed/report-story.ts";
import { Stage } from "../../start/demo/stage.ts";
import { killRounds as killTracker } from "../tracking/kill-fixture.ts";
import { linkRows } from "../tracking/link-fixture.ts";
import { out, WrongUsage, type Command } from "../../start/commands/command.ts";

interface SoakWorld {
  /** A migrated database of one part alone. */
  url: string;
  /** Stops the database server for this long. */
  outage: (ms: number) => Promise<void>;
  folder: string;
  seed: number;
}

async function trackerKills({ url, folder, seed }: SoakWorld, rounds: number): Promise<boolean> {
  const rows = linkRows(url);
  const link = await rows.link(await rows.program());
  await rows.pool.end();
  const report = await killTracker({
    databaseUrl: url,
    journalDir: folder,
    path: link.path,
    rounds,
    seed,
  });
  out(
    `tracker killed ${rounds} times: ${report.acknowledged} clicks acknowledged, ` +
      `${report.lost} lost, ${report.twice} twice`,
  );
  return report.lost === 0 && report.twice === 0 && report.increasing;
}

async function workerKills({ url, folder, seed }: SoakWorld, rounds: number): Promise<boolean> {
  const [owner, worker] = [createPool(url, "owner"), createPool(url, "worker")];
  try {
    const result = await killWorker({
      databaseUrl: url,
      pool: owner,
      worker,
      journalDir: folder,
      rounds,
      seed,
    });
    out(
      `worker killed ${rounds} times: ${result.journaled} journalled, ${result.stored} ` +
        `stored, ${result.decided} decided, paid ${result.paid} of ${result.limit} micros`,
    );
    if (!result.verification.equal) out(`first difference: ${result.verification.firstDifference}`);
    return (
      result.journaled === result.stored &&
      result.stored === result.decided &&
      result.paid <= result.limit &&
      result.verification.equal
    );
  } finally {
    await owner.end();
    await worker.end();
  }
}

/**
 * Everything at once: kills, repeats, disorder and four limits; each number is counted in two ways.
 */
async function exactness(
  { url, folder, seed }: SoakWorld,
  clicks: number,
  rounds: number,
): Promise<boolean> {
  const [owner, worker] = [createPool(url, "owner"), createPool(url, "worker")];
  const kills = Math.ceil(rounds / 4);
  try {
    const { acknowledged, stored, decided, paid, limits, difference } = await runExactness({
      databaseUrl: url,
      owner,
      worker,
      folder,
      clicks,
      kills,
      seed,
    });
    out(
      `four workers killed ${kills} times each: ${acknowledged} clicks acknowledged, ` +
        `${stored} stored, ${decided} decided, ${paid} micros paid`,
    );
    for (const [limit, refused] of Object.entries(limits.met))
      out(`  ${limit}: ${refused} clicks refused that it had no room for`);
    out(
      `  limits exceeded: ${limits.exceeded.length}, clicks refused although there was room: ` +
        `${limits.refusedWithRoom.length}, first difference: ${difference ?? "none"}`,
    );
    const met = Object.values(limits.met).every((refused) => refused > 0);
    return (
      met &&
      acknowledged === stored &&
      stored === decided &&
      limits.exceeded.length === 0 &&
      limits.refusedWithRoom.length === 0 &&
      difference === null
    );
  } finally {
    await owner.end();
    await worker.end();
  }
}

const load = async (
  { url, folder, seed }: SoakWorld,
  requests: number,
  partners: number,
): Promise<boolean> =>
  (await runLoad({ ownerUrl: url, journalDir: folder, requests, partners, seed, say: out })).ok;

/**
 * The database is gone for 30 s while visitors keep clicking: every click is redirected, and priced
 * afterwards.
 */
const outage = async ({ url, folder, seed, outage: stopFor }: SoakWorld): Promise<boolean> => {
  const meanwhile = async (): Promise<void> => {
    await delay(5_000);
    await stopFor(30_000);
  };
  return (
    await runLoad({
      ownerUrl: url,
      journalDir: folder,
      requests: 30_000,
      partners: 20,
      seed,
      ratePerSecond: 600,
      meanwhile,
      log: createLog("silent", "soak"),
      say: out,
    })
  ).ok;
};

const memory = ({ url, folder, seed }: SoakWorld, minutes: number): Promise<boolean> =>
  runMemory({ ownerUrl: url, journalDir: folder, seed, minutes, say: out });

/**
 * Random lives of contracts against a reference, thousands of steps with a clock that runs through
 * years.
 */
async function contracts({ url, seed }: SoakWorld): Promise<boolean> {
  // Property testing is a tool of development; an installation without it runs the other parts.
  const { runContractModel } = await import("../seed/contract-model.ts");
  const stage = await Stage.open({
    env: readEnv(),
    ownerUrl: url,
    log: createLog("silent", "soak"),
    startsAt: Date.parse("2026-02-01T15:00:00Z"),
    password: "not used by anyone",
  });
  try {
    const people = await openModelPeople(stage);
    const done = await runContractModel(() => openModelGround(stage, people), {
      seed,
      runs: 14,
      commands: 400,
    });
    out(
      `contracts: ${done.commands} steps, ${done.refused} refused, the reference agrees after each`,
    );
    return done.commands >= 2_000;
  } finally {
    await stage.close();
  }
}

/** Limits while everything that they hang on is changed at random moments. */
async function counters(ground: SoakWorld, runs: number): Promise<boolean> {
  const { failure, ...done } = await runCounters(ground, runs);
  out(
    `counters: ${done.runs} runs, ${done.changes} changes, ${done.clicks} clicks and ` +
      `${done.sales} sales, ${done.bound} of them refused or cut by a limit`,
  );
  if (failure !== null) out(`  ${failure}`);
  return failure === null;
}

/** Amazon's reports on bad days, over 60 days: the ledger must be that of one clean run. */
async function reports({ url, seed }: SoakWorld, runs: number): Promise<boolean> {
  const [owner, pool] = [createPool(url, "owner", 4), createPool(url, "worker", 4)];
  const clock = { now: 0 };
  const log = createLog("silent", "soak");
  const desk = { pool, clock: () => clock.now, newId: uuidv7, log };
  const sums = { pages: 0, failures: 0, kills: 0, held: 0 };
  let failure: string | null = null;
  try {
    for (let run = 0; run < runs && failure === null; run++) {
      const story = { seed: seed + run, name: `run${run}`, rounds: 8, pageRows: 8, kills: 0.4 };
      const done = await runReportStory(
        { owner, desk, clock },
        { ...story, sizes: [1, 9, 10, 500] },
      );
      sums.pages += done.pages;
      sums.failures += done.failures;
      sums.kills += done.kills;
      sums.held += done.held;
      if (done.difference !== null) failure = `seed ${story.seed}: ${done.difference}`;
    }
  } finally {
    await owner.end();
    await pool.end();
  }
  out(
    `reports: ${sums.pages} pages, ${sums.failures} refused, ${sums.kills} workers killed, ` +
      `${sums.held} reports held`,
  );
  if (failure !== null) out(`  ${failure}`);
  return failure === null;
}

/** A shop's orders shuffled, repeated and late: sales and ledger must be those of a clean run. */
async function conversions({ url, seed }: SoakWorld, runs: number): Promise<boolean> {
  const [owner, pool] = [createPool(url, "owner", 4), createPool(url, "worker", 4)];
  const clock = { now: 0 };
  const log = createLog("silent", "soak");
  const desk = { pool, clock: () => clock.now, newId: uuidv7, log };
  const sums = { rows: 0, sales: 0 };
  let failure: string | null = null;
  try {
    for (let run = 0; run < runs && failure === null; run++) {
      const story = { seed: seed + run, name: `shop${run}`, orders: 400, repeats: 5 };
      const done = await runShopStory({ owner, desk, clock }, story);
      sums.rows += done.rows;
      sums.sales += done.sales;
      if (done.difference !== null) failure = `seed ${story.seed}: ${done.difference}`;
    }
    if (failure === null) failure = await readLargeFile({ url, owner, desk, clock }, out);
  } finally {
    await owner.end();
    await pool.end();
  }
  out(`conversions: ${sums.rows} rows became ${sums.sales} sales as in a clean run`);
  if (failure !== null) out(`  ${failure}`);
  return failure === null;
}

/** Values as the world leaves them; no database but where a kind makes its own. */
async function mangle(seed: number, runs: number, kinds: string[] | null): Promise<boolean> {
  const unknown = kinds?.find((kind) => !manglings.some(({ name }) => name === kind));
  if (unknown !== undefined)
    throw new WrongUsage(
      `--kinds takes ${manglings.map(({ name }) => name).join(", ")}, not "${unknown}".`,
    );
  const chosen = manglings.filter(({ name }) => kinds?.includes(name) ?? true);
  try {
    await runManglings(chosen, {
      seed,
      runs,
      done: (name, cases) => out(`  ${name}: ${cases} cases`),
    });
    return true;
  } catch (error) {
    if (!(error instanceof MangledBadly)) throw error;
    out(error.message);
    return false;
  }
}

const positive = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new WrongUsage(`--${name} is a whole number from 1 on, not "${text}".`);
  return value;
};

/** Each part on a database of its own, of one server for all. */
async function onDatabases(
  parts: [string, (ground: SoakWorld) => Promise<boolean>][],
  seed: number,
  tell: (name: string, held: boolean) => void,
): Promise<void> {
  if (parts.length === 0) return;
  const scratch = mkdtempSync(join(tmpdir(), "counterfoil-soak-"));
  const options = { folder: join(scratch, "postgres"), settings: ["max_connections=200"] };
  let server = await startEmbeddedPostgres(options);
  const stopFor = async (ms: number): Promise<void> => {
    const { port } = server;
    await server.stop();
    await delay(ms);
    server = await startEmbeddedPostgres({ ...options, port });
  };
  try {
    for (const [name, part] of parts) {
      const owner = createPool(server.url, "owner", 1);
      await owner.query(`create database soak_${name}`);
      await owner.end();
      const url = new URL(server.url);
      url.pathname = `/soak_${name}`;
      await migrate(url.href);
      tell(
        name,
        await part({
          url: url.href,
          folder: mkdtempSync(join(scratch, `${name}-`)),
          seed,
          outage: stopFor,
        }),
      );
    }
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

export const soakCommand: Command = {
  name: "soak",
  summary:
    "Kills, floods and verifies for minutes. [--rounds 50] [--requests 100000] [--partners 200] " +
    "[--seed 1] [--manglings 1000000] [--kinds links,queries,files,texts,amounts] [--counters " +
    "2000] [--reports 20] [--conversions 20] [--minutes 60] " +
    "[--only tracker,worker,exactness,contracts,counters,reports,conversions,outage,load,memory," +
    "manglings]",
  run: async (argv) => {
    const number = (fallback: string) => ({ type: "string", default: fallback }) as const;
    const { values } = parseArgs({
      args: argv,
      options: {
        rounds: number("50"),
        requests: number("100000"),
        partners: number("200"),
        seed: number("1"),
        manglings: number("1000000"),
        counters: number("2000"),
        reports: number("20"),
        conversions: number("20"),
        minutes: number("60"),
        kinds: { type: "string" },
        only: { type: "string" },
      },
    });
    const only = values.only?.split(",") ?? null;
    const wanted = (name: string): boolean => only?.includes(name) ?? true;
    const [rounds, requests, partners, seed] = (
      ["rounds", "requests", "partners", "seed"] as const
    ).map((name) => positive(name, values[name])) as [number, number, number, number];
    let good = true;
    const tell = (name: string, held: boolean): void => {
      out(`${held ? "held  " : "BROKEN"} ${name}`);
      good &&= held;
    };
    if (wanted("manglings"))
      tell(
        "manglings",
        await mangle(
          seed,
          positive("manglings", values.manglings),
          values.kinds?.split(",") ?? null,
        ),
      );
    const parts: [string, (ground: SoakWorld) => Promise<boolean>][] = [
      ["tracker", (ground) => trackerKills(ground, rounds)],
      ["worker", (ground) => workerKills(ground, rounds)],
      ["exactness", (ground) => exactness(ground, requests, rounds)],
      ["contracts", contracts],
      ["counters", (ground) => counters(ground, positive("counters", values.counters))],
      ["reports", (ground) => reports(ground, positive("reports", values.reports))],
      ["conversions", (ground) => conversions(ground, positive("conversions", values.conversions))],
      ["outage", outage],
      ["load", (ground) => load(ground, requests, partners)],
      ["memory", (ground) => memory(ground, positive("minutes", values.minutes))],
    ];
    await onDatabases(
      parts.filter(([name]) => wanted(name)),
      seed,
      tell,
    );
    return good ? 0 : 1;
  },
};
