/**
 * One page of the verification board of a brand with 5,000 partners: each with a test link, a run,
 * clicks and a sale of its own, beside 90 days of live clicks and rows of report.
 */
import { ensurePartitions } from "../../platform/db/partitions.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createTestLinks, startVerification } from "../../reporting/verification/starting.ts";
import {
  CreateTestLinksOk,
  VerificationRunOk,
} from "../../reporting/verification/verification-changes.types.ts";
import { verificationBoard } from "../../reporting/verification/verifications.ts";
import { expectOk, Stage } from "../../start/demo/stage.ts";
import { seedManyContracts, type ManyContracts } from "../seed/many-contracts.ts";
import { onDatabase } from "./ground.ts";
import { timesOf, type Spread } from "./spread.ts";

/** Milliseconds on the server, without HTTP. */
export interface VerificationBench extends Spread {
  partners: number;
  goal: number;
  met: boolean;
}

const dayMs = 86_400_000;
const days = 90;
const testClicks = 15;
const goalMs = 200;

/** Clicks of every partner: of its test link since the run, and one live click a day before. */
const clicksSql = `insert into click (
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
    country,
    landing_page,
    destination_host,
    warnings,
    list_versions,
    visitor_hash,
    tracker_id,
    tracker_seq,
    recorded_at
  )
  select
    l.brand_account_id,
    $2::timestamptz + make_interval(secs => n) * $4::int,
    gen_random_uuid(),
    n,
    0,
    l.partner_account_id,
    l.program_id,
    l.ad_id,
    l.id,
    $5,
    true,
    true,
    true,
    false,
    '{}',
    'USER',
    'DESKTOP',
    'Windows',
    'Chrome',
    'agent',
    'US',
    'https://www.amazon.com/dp/B0MANYMANY',
    'www.amazon.com',
    '{}',
    '',
    'visitor',
    'tracker',
    n,
    now()
  from tracking_link l
  cross join generate_series(1, $3::int) n
  where l.program_id = $1`;

const rowsSql = `insert into report_row (
    row_key,
    grouping,
    brand_account_id,
    program_id,
    advertiser_id,
    date,
    campaign_id,
    ad_group_id,
    creative_id,
    ad_group_key,
    click_throughs,
    orders,
    units,
    amount_micros,
    currency,
    simulated,
    version,
    told,
    first_told_at,
    last_changed_at,
    as_of
  )
  select
    a.code || '/' || n || '/' || test,
    'ADGROUP',
    l.brand_account_id,
    l.program_id,
    'SIM',
    current_date - n,
    'campaign',
    a.code || test,
    '',
    a.code || '/' || n || '/' || test,
    12,
    1,
    1,
    25000000,
    'USD',
    true,
    1,
    true,
    now(),
    now(),
    now()
  from tracking_link l
  join account a on a.id = l.partner_account_id
  cross join generate_series(1, $2::int) n
  cross join unnest(array['', '-test']) test
  where l.program_id = $1 and (test = '' or n = 1)`;

async function fill(stage: Stage, { brand, programId }: ManyContracts): Promise<void> {
  const ctx = () => stage.as(brand);
  expectOk(
    await createTestLinks(ctx(), { programId, partnerIds: null }, stage.key()),
    CreateTestLinksOk,
  );
  expectOk(
    await startVerification(
      ctx(),
      { programId, scope: "ALL", partnerIds: null, country: null, device: "DESKTOP" },
      stage.key(),
    ),
    VerificationRunOk,
  );
  const now = stage.time.now;
  const instants = Array.from({ length: days + 2 }, (_, day) => now - (day - 1) * dayMs);
  await ensurePartitions(stage.worker, "click", instants);
  const { owner } = stage;
  await owner.query(clicksSql, [programId, new Date(now), testClicks, 1, true]);
  await owner.query(clicksSql, [programId, new Date(now), days, -dayMs / 1_000, false]);
  await owner.query(rowsSql, [programId, days]);
  await owner.query("vacuum analyze");
}

async function readPage(stage: Stage, many: ManyContracts): Promise<void> {
  const board = await verificationBoard(stage.as(many.brand), many.programId, null, {
    first: 50,
    after: null,
  });
  if (board?.counts.total !== many.partners || board.nodes[0]?.clicks !== testClicks)
    throw new Error(`the board does not show what is there: ${JSON.stringify(board?.counts)}`);
}

export const benchVerification = (partners = 5_000, rounds = 15): Promise<VerificationBench> =>
  onDatabase(async (ownerUrl) => {
    const stage = await Stage.open({
      env: readEnv(),
      ownerUrl,
      log: createLog("silent", "bench"),
      startsAt: Date.now(),
      password: "not used by anyone",
    });
    try {
      const many = await seedManyContracts(stage, partners);
      await fill(stage, many);
      const times = await timesOf(rounds, () => readPage(stage, many));
      return { partners, ...times, goal: goalMs, met: times.median <= goalMs };
    } finally {
      await stage.close();
    }
  });
