/**
 * Latency of the report at growing numbers of clicks, over the real API. The clicks are written by
 * SQL in one go, since only their number matters here; rollups are then built by the product's own
 * rebuild.
 */
import type pg from "pg";
import {
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  makeWorld,
  sign,
} from "../money/test-world.ts";
import { ensurePartitions } from "../../platform/db/partitions.ts";
import { rebuild } from "../../money/proofs/rebuild.ts";
import type { Context } from "../../platform/context.ts";
import { clicks } from "../../reporting/clicks/clicks.ts";
import { report, reportByPartner } from "../../reporting/reports/reports.ts";
import { GrainValue, type RangeInput } from "../../reporting/reports/report.types.ts";
import { insertDecidedClicks } from "./decided-clicks.ts";
import { onApp } from "./ground.ts";
import { timesOf, type Spread } from "./spread.ts";

export interface ReportBenchOptions {
  /** Clicks in all, ascending. */
  sizes?: number[];
  partners?: number;
  runs?: number;
}
/** Milliseconds on the server, without HTTP. */
export interface ReportRow extends Spread {
  name: string;
  clicks: number;
}

const days = 31;
const dayMs = 86_400_000;

interface ReportWorld {
  pool: pg.Pool;
  worker: pg.Pool;
  brand: string;
  user: string;
  program: string;
  /** One row a partner: its account, link and contract. */
  partners: { partner: string; contract: string; version: string }[];
}

async function makeGround(pool: pg.Pool, worker: pg.Pool, count: number): Promise<ReportWorld> {
  const world = await makeWorld(pool);
  const program = await makeProgram(world);
  const version = await makeTerms(world, program, clickTerms("0.01"));
  const partners = [];
  for (let i = 0; i < count; i++) {
    const partner = await makePartner(world);
    partners.push({
      partner,
      contract: await sign(world, { partner, program }, version, [0, null]),
      version,
    });
  }
  return { pool, worker, brand: world.brand, user: world.user, program, partners };
}

/**
 * Clicks spread evenly over the last 31 days and all partners; three of four unique and paid, the
 * rest duplicates.
 */
async function addClicks(ground: ReportWorld, from: number, to: number): Promise<void> {
  const end = Date.now();
  const start = end - (days - 1) * dayMs;
  for (const table of ["click", "decision"] as const)
    await ensurePartitions(ground.worker, table, [start, end]);
  const partners = ground.partners.map(({ partner }) => partner);
  const contracts = ground.partners.map(({ contract }) => contract);
  await ground.pool.query(insertDecidedClicks(), [
    start,
    end - start,
    partners,
    partners.length,
    contracts,
    from,
    to,
    ground.brand,
    ground.program,
    ground.partners[0]?.version,
  ]);
}

async function rowsOf(
  ctx: () => Context,
  ground: ReportWorld,
  clicksInAll: number,
  runs: number,
): Promise<ReportRow[]> {
  const range: RangeInput = { last: `${days}d`, from: null, to: null };
  const asked = {
    scope: { programId: ground.program },
    range,
    grain: GrainValue.DAY,
    timeZone: null,
    filter: null,
  };
  const questions: [string, () => Promise<unknown>][] = [
    ["pair report, 31 days by day", () => report(ctx(), asked)],
    [`by partner (${ground.partners.length}), 31 days by day`, () => reportByPartner(ctx(), asked)],
    [
      "first page of clicks",
      () => clicks(ctx(), ground.program, { first: 100, after: null }, null),
    ],
  ];
  const rows: ReportRow[] = [];
  for (const [name, ask] of questions)
    rows.push({ name, clicks: clicksInAll, ...(await timesOf(runs, ask)) });
  await ground.pool.query("update accounting_partition set last_seq = 0");
  const [[name, ask] = []] = questions;
  if (name && ask)
    rows.push({
      name: `${name}, while all wait`,
      clicks: clicksInAll,
      ...(await timesOf(runs, ask)),
    });
  return rows;
}

export async function benchReport({
  sizes = [100_000, 1_000_000],
  partners = 200,
  runs = 15,
}: ReportBenchOptions = {}): Promise<ReportRow[]> {
  return onApp(async ({ owner, worker, contextOf }) => {
    const ground = await makeGround(owner, worker, partners);
    const ctx = () => contextOf(ground);
    const rows: ReportRow[] = [];
    let made = 0;
    for (const size of sizes) {
      await addClicks(ground, made, size);
      made = size;
      await rebuild(worker, { write: true });
      // What is decided does not wait.
      await owner.query("update accounting_partition set last_seq = $1", [size]);
      await owner.query("analyze");
      rows.push(...(await rowsOf(ctx, ground, size, runs)));
    }
    return rows;
  });
}
