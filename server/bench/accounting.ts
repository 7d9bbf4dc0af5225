/**
 * Clicks decided and stored per second against one conditional UPDATE per click over 8 connections, on one server with
 * default durability. The rival only takes budget; ours also stores decision, transfer, rollups and cursor.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createAccounting } from "../accounting/accounting.ts";
import { createIngest } from "../accounting/ingest.ts";
import { clickRecord, clickTerms, makePartner, makeProgram, makeTerms, makeWorld, noon } from "../accounting/test-world.ts";
import { writeJournal } from "../accounting/test-journal.ts";
import { uuidv7 } from "../clock.ts";
import { createPool } from "../db/connection.ts";
import { startEmbeddedPostgres } from "../db/embedded-postgres.ts";
import { migrate } from "../db/migrate.ts";
import { createLog } from "../log.ts";

export interface BenchAccountingOptions {
  rounds?: number;
  /** Of ours, per round. */
  clicks?: number;
  /** Of the rival, per round. */
  rivalClicks?: number;
}
export interface Row {
  name: string;
  /** Medians, per second. */
  ours: number;
  rival: number;
  /** Ours by the rival of the same round. */
  ratio: { median: number; min: number; max: number };
}

const connections = 8;
const programs = 50;
const partners = 100;
const log = createLog("silent", "bench");

interface Parties {
  brand: string;
  partner: string;
  program: string;
  part: number;
}
interface Bench {
  owner: pg.Pool;
  worker: pg.Pool;
  folder: string;
  /** Advances, so that every round's clicks are newer. */
  at: number;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** 50 programs × 100 partners under contract, with limits nobody reaches. */
async function populate({ owner }: Bench): Promise<Parties[]> {
  const world = await makeWorld(owner);
  const ids = await Promise.all(Array.from({ length: partners }, () => makePartner(world)));
  const parties: Parties[] = [];
  for (let i = 0; i < programs; i++) {
    const part = i % 4;
    const program = await makeProgram(world, { partition: part });
    const version = await makeTerms(world, program, clickTerms("0.01", [{ kind: "PAYOUT", reset: "DAY", max: "1000000" }]));
    await owner.query(
      `insert into contract (id, brand_account_id, partner_account_id, program_id, terms_version_id, decision, proposed_by_account_id, proposed_by, proposed_at, starts_at)
       select w.id, $3, w.partner, $4, $5, 'SIGNED', $3, $6, now(), $7 from unnest($1::uuid[], $2::uuid[]) w (id, partner)`,
      [ids.map(() => uuidv7()), ids, world.brand, program, version, world.user, new Date(noon)],
    );
    parties.push(...ids.map((partner) => ({ brand: world.brand, partner, program, part })));
  }
  await owner.query("create table rival_budget (id int primary key, used bigint not null, max bigint not null)");
  await owner.query("insert into rival_budget select n, 0, 1000000000000 from generate_series(0, 4999) n");
  await owner.query("analyze");
  return parties;
}

/** Ingests and accounts `count` clicks; resolves with the seconds of each. */
async function ours(bench: Bench, parties: readonly Parties[], count: number): Promise<{ ingest: number; account: number }> {
  const dir = await mkdtemp(join(bench.folder, "journal-"));
  const records = Array.from({ length: count }, (_, i) => {
    const { part, ...where } = parties[(i * 7919) % parties.length] ?? parties[0] ?? { part: 0, brand: "", partner: "", program: "" };
    return clickRecord(where, (bench.at += 1), { part });
  });
  await writeJournal(dir, records);
  const clock = () => bench.at;
  const ingest = createIngest({ pool: bench.worker, clock, log, journalDirs: [dir] });
  const ingestSeconds = await seconds(async () => {
    while ((await ingest.runOnce()) > 0);
  });
  const accounting = createAccounting({ pool: bench.worker, clock, log, owner: "bench" });
  const accountSeconds = await seconds(async () => {
    while ((await accounting.runOnce()) > 0);
  });
  await accounting.close();
  await rm(dir, { recursive: true });
  return { ingest: ingestSeconds, account: accountSeconds };
}

/** One conditional UPDATE per click, each its own transaction. */
async function rival(pool: pg.Pool, budgets: number, count: number): Promise<number> {
  let next = 0;
  const one = async () => {
    const client = await pool.connect();
    while (next < count) {
      const id = (next++ * 7919) % budgets;
      await client.query({ name: "rival", text: "update rival_budget set used = used + $2 where id = $1 and used + $2 <= max", values: [id, 10_000] });
    }
    client.release();
  };
  return seconds(async () => void (await Promise.all(Array.from({ length: connections }, one))));
}

async function measure(bench: Bench, name: string, parties: readonly Parties[], { rounds = 3, clicks = 60_000, rivalClicks = 4_000 }: BenchAccountingOptions): Promise<Row[]> {
  const rival8 = createPoolOf(bench);
  const accounting: number[] = [];
  const whole: number[] = [];
  const rivals: number[] = [];
  // The first round fills caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const times = await ours(bench, parties, clicks);
    const rivalSeconds = await rival(rival8, parties.length, rivalClicks);
    if (round === 0) continue;
    accounting.push(clicks / times.account);
    whole.push(clicks / (times.account + times.ingest));
    rivals.push(rivalClicks / rivalSeconds);
  }
  await rival8.end();
  const row = (label: string, speeds: number[]): Row => {
    const ratios = speeds.map((speed, i) => speed / (rivals[i] ?? 1));
    return { name: `${name}, ${label}`, ours: median(speeds), rival: median(rivals), ratio: { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) } };
  };
  return [row("accounting", accounting), row("ingest and accounting", whole)];
}

const createPoolOf = (bench: Bench): pg.Pool => createPool(bench.owner.options.connectionString ?? "", "owner", connections);

export async function benchAccounting(options: BenchAccountingOptions = {}): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-bench-"));
  const server = await startEmbeddedPostgres({ folder });
  try {
    await migrate(server.url);
    const bench: Bench = { owner: createPool(server.url, "owner", connections), worker: createPool(server.url, "worker", 10), folder, at: noon };
    const parties = await populate(bench);
    const rows = await measure(bench, "5,000 contracts", parties, options);
    rows.push(...(await measure(bench, "one hot contract", parties.slice(0, 1), options)));
    await bench.owner.end();
    await bench.worker.end();
    return rows;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
