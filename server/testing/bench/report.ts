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

const clickedAt = `date_trunc(
        'milliseconds',
        to_timestamp(($1::float8 + (n::bigint * 7919 % 1000003) / 1000003.0 * $2::float8) / 1000)
      )`;
const insertDecidedClicks = `with
        made as materialized (
          select
            n,
            gen_random_uuid() as id,
            ${clickedAt} as at,
            ($3::uuid[])[1 + n % $4] as partner,
            ($5::uuid[])[1 + n % $4] as contract
          from generate_series($6::int, $7::int - 1) n
        ),
        clicked as (
          insert into click (
            brand_account_id,
            clicked_at,
            id,
            ingest_seq,
            accounting_partition,
            partner_account_id,
            program_id,
            ad_id,
            link_id,
            is_test,
            program_active,
            partner_active,
            ad_active,
            robot,
            risk,
            gesture,
            device,
            os,
            browser,
            user_agent,
            landing_page,
            destination_host,
            warnings,
            list_versions,
            visitor_hash,
            tracker_id,
            tracker_seq,
            recorded_at,
            country
          )
          select
            $8,
            at,
            id,
            n + 1,
            0,
            partner,
            $9,
            $9,
            partner,
            false,
            true,
            true,
            true,
            false,
            '{}',
            'USER',
            'PHONE',
            'IOS',
            'SAFARI',
            'Mozilla/5.0',
            'https://www.amazon.com/dp/B0',
            'www.amazon.com',
            '{}',
            'bench',
            md5(n::text),
            'bench',
            n,
            at,
            'US'
          from made
        )
      insert into decision (
        brand_account_id,
        occurred_at,
        subject_id,
        event,
        partner_account_id,
        program_id,
        link_id,
        is_test,
        outcome,
        reason,
        classification,
        rate,
        amount_micros,
        would_pay_micros,
        currency,
        contract_id,
        terms_version_id,
        uses,
        engine_version,
        epoch,
        recorded_at
      )
      select
        $8,
        at,
        id,
        'CLICK',
        partner,
        $9,
        partner,
        false,
        case when n % 4 = 0 then 'UNPAID' else 'PAID' end,
        case when n % 4 = 0 then 'DUPLICATE_CLICK' end,
        case when n % 4 = 0 then 'D' else 'U' end,
        '0.01',
        case when n % 4 = 0 then 0 else 10000 end,
        0,
        'USD',
        contract,
        $10,
        '[]',
        1,
        1,
        at
      from made`;
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
  await ground.pool.query(insertDecidedClicks, [
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
