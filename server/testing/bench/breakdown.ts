/**
 * A report's clicks by each of their dimensions at growing numbers of clicks, of 200 partners with
 * 5,000 links, 60 countries, 2,000 referrers and 5,000 shared ids a day; and how fast clicks are
 * folded. The clicks are written by SQL in one go, since only what they are like matters here.
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
import { foldWaiting } from "../../money/breakdowns/fold.ts";
import { rebuiltRollup, zonesOfRollups } from "../../money/proofs/rebuilt.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { rollupColumns } from "../../platform/db/click-counts.ts";
import { createLog } from "../../platform/log.ts";
import { dimensionNames } from "../../platform/db/click-dimensions.ts";
import { ensurePartitions } from "../../platform/db/partitions.ts";
import { reportBreakdown } from "../../reporting/reports/breakdowns.ts";
import { insertDecidedClicks, type ClickSql } from "./decided-clicks.ts";
import { onApp, type BenchApp } from "./ground.ts";
import { spreadOf, timesOfEach, type Spread } from "./spread.ts";

export interface BreakdownBenchOptions {
  /** Clicks at last; before them a tenth of them. */
  clicks?: number;
  runs?: number;
}
export interface BreakdownRow {
  name: string;
  clicks: number;
  /** Milliseconds on the server, without HTTP. */
  ms: Spread;
  goal: string;
  met: boolean;
}

const [days, partnerCount, linkCount] = [31, 200, 5_000];
const dayMs = 86_400_000;
const mostMs = 150;
const mostGrowth = 1.5;
/** Each partner has as many links; what is rare is much rarer than what is common. */
const likeness: ClickSql = {
  link: `md5('link' || p || '-' || n / ${partnerCount} % ${linkCount / partnerCount})`,
  country: "'C' || (60 * power(random(), 3))::int",
  device: "(array['PHONE', 'DESKTOP', 'TABLET'])[1 + floor(3 * power(random(), 2))::int]",
  referrer:
    "case when random() < 0.7 then 'site' || p else 'host' || (2000 * power(random(), 3))::int end",
  sharedId: `'s' || p || '-' || extract(doy from at)::int * 5 + n / ${partnerCount} % 25`,
};

interface Ground {
  brand: string;
  user: string;
  program: string;
  version: string;
  partners: string[];
  contracts: string[];
}
/** A brand with 200 partners under contract. */
export async function makeGround(pool: pg.Pool): Promise<Ground> {
  const world = await makeWorld(pool);
  const program = await makeProgram(world);
  const version = await makeTerms(world, program, clickTerms("0.01"));
  const [partners, contracts]: [string[], string[]] = [[], []];
  for (let i = 0; i < partnerCount; i++) {
    const partner = await makePartner(world);
    partners.push(partner);
    contracts.push(await sign(world, { partner, program }, version, [0, null]));
  }
  return { brand: world.brand, user: world.user, program, version, partners, contracts };
}

const slice = 500_000;
/** Decided ones of the last month, by their numbers. */
export async function addClicks(
  { owner, worker }: BenchApp,
  { brand, program, version, partners, contracts }: Ground,
  from: number,
  to: number,
): Promise<void> {
  const end = Date.now();
  const start = end - (days - 1) * dayMs;
  for (const table of ["click", "decision"] as const)
    await ensurePartitions(worker, table, [start, end]);
  for (let at = from; at < to; at += slice)
    await owner.query(insertDecidedClicks(likeness), [
      start,
      end - start,
      partners,
      partners.length,
      contracts,
      at,
      Math.min(at + slice, to),
      brand,
      program,
      version,
    ]);
}
/** As accounting leaves it behind. */
async function account({ owner, worker }: BenchApp, program: string): Promise<void> {
  const client = await worker.connect();
  try {
    await client.query("delete from click_rollup where program_id = $1", [program]);
    await client.query(
      `insert into rollup_zone (program_id, zone)
        select p.id, a.time_zone
        from program p
        join account a on a.id = p.brand_account_id
        where p.id = $1
        on conflict do nothing`,
      [program],
    );
    const zones = await zonesOfRollups(client);
    await client.query(
      `insert into click_rollup (${rollupColumns})
        select ${rollupColumns} from (${rebuiltRollup(zones)}) r`,
      [program],
    );
    await client.query(
      `insert into click_breakdown_mark (program_id, quarter, brand_account_id, marked_at)
        select distinct program_id, bucket, brand_account_id, now()
        from click_rollup
        where program_id = $1 and level = 'P'
        on conflict (program_id, quarter) do update
        set touches = click_breakdown_mark.touches + 1`,
      [program],
    );
  } finally {
    client.release();
  }
  await owner.query("analyze");
}

const groupings = dimensionNames.filter((name) => !name.startsWith("SUB_ID"));

export async function benchBreakdown({
  clicks = 1_000_000,
  runs = 15,
}: BreakdownBenchOptions = {}): Promise<BreakdownRow[]> {
  return onApp(async (app) => {
    const ground = await makeGround(app.owner);
    const rows: BreakdownRow[] = [];
    const before = new Map<string, number>();
    let made = 0;
    for (const size of [Math.ceil(clicks / 10), clicks]) {
      await addClicks(app, ground, made, size);
      made = size;

      await account(app, ground.program);

      const startedAt = performance.now();
      const log = createLog("silent", "bench");
      await foldWaiting({ pool: app.worker, clock: systemClock, newId: uuidv7, log }, 0);
      const folding = spreadOf([performance.now() - startedAt]);
      rows.push({ name: "all folded", clicks: size, ms: folding, goal: "none", met: true });

      await app.owner.query("vacuum analyze click_breakdown");
      const works = new Map(
        groupings.map((name) => [
          name,
          () =>
            reportBreakdown(app.contextOf(ground), {
              scope: { programId: ground.program },
              range: { last: `${days}d`, from: null, to: null },
              timeZone: null,
              filter: null,
              by: [name],
              first: 10,
              sort: { measure: "raw", of: "VALUE", ascending: false },
            }),
        ]),
      );
      for (const [name, ms] of await timesOfEach(runs, works)) {
        const growth = ms.median / (before.get(name) ?? ms.median);
        before.set(name, ms.median);
        rows.push({
          name: `by ${name}`,
          clicks: size,
          ms,
          goal: `at most ${mostMs} ms and ${mostGrowth} times: ${growth.toFixed(2)} times`,
          met: ms.median <= mostMs && growth <= mostGrowth,
        });
      }
    }
    return rows;
  });
}
