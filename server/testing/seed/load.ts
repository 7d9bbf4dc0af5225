/**
 * Many requests over many partners, through tracker and accounting at once; then everything is
 * counted against everything.
 */
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { startWorker } from "../../money/accounting/worker.ts";
import { verifyLedger, type Verification } from "../../money/proofs/verify-ledger.ts";
import { systemClock, uuidv7, type Clock } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog, type Log } from "../../platform/log.ts";
import { startTracker } from "../../tracking/redirect/server.ts";
import { seedLoadWorld, type LoadWorld, type LoadWorldOptions } from "./load-world.ts";
import { sendTraffic } from "../../start/demo/traffic.ts";

interface LoadOptions extends LoadWorldOptions {
  /** Empty folder for the tracker's journal. */
  journalDir: string;
  requests: number;
  seed: number;
  say: (line: string) => void;
  /** Requests under way at a time. */
  sockets?: number;
  /** 0, the default, sends as fast as answers come. */
  ratePerSecond?: number;
  /**
   * Runs beside the requests, e.g. to stop the database for a while; pricing is waited for after
   * both.
   */
  meanwhile?: () => Promise<void>;
  clock?: Clock;
  log?: Log;
}
interface LoadCheck {
  check: string;
  found: string;
  wanted: string;
  ok: boolean;
}
interface LoadResult {
  ok: boolean;
  checks: LoadCheck[];
  perSecond: number;
  figures: LoadFigures;
}

type Sent = Awaited<ReturnType<typeof sendTraffic>>;

async function sendAndAccount(options: LoadOptions, world: LoadWorld): Promise<Sent> {
  const {
    ownerUrl,
    journalDir,
    requests,
    seed,
    sockets = 64,
    ratePerSecond = 0,
    meanwhile = async () => {},
    clock = systemClock,
    say,
  } = options;
  const { log = createLog("error", "load") } = options;
  const env = readEnv({
    NODE_ENV: "test",
    JOURNAL_DIR: journalDir,
    TRACKER_PORT: "0",
    TRUSTED_PROXIES: "127.0.0.1",
  });
  const parts = { env, databaseUrl: ownerUrl, clock, newId: uuidv7, log };
  const tracker = await startTracker(parts);
  const worker = await startWorker(parts).catch(async (error: unknown) => {
    await tracker.close();
    throw error;
  });
  let said = 0;
  const onProgress = (answered: number): void => {
    const tenth = Math.floor((answered / requests) * 10);
    if (tenth > said && requests >= 10_000) say(`${(said = tenth) * 10} % of ${requests} requests`);
  };
  try {
    const baseUrl = `http://127.0.0.1:${tracker.port}`;
    // It listens before its links are loaded, and answers 503 until then.
    while ((await fetch(`${baseUrl}/readyz`)).status !== 200) await delay(20);
    const [sent] = await Promise.all([
      sendTraffic({
        baseUrl,
        seed,
        count: requests,
        ratePerSecond,
        links: world.links,
        sockets,
        clock,
        onProgress,
      }),
      meanwhile(),
    ]);
    await worker.idle();
    return sent;
  } finally {
    await tracker.close();
    await worker.close();
  }
}

interface LoadFigures {
  raw: bigint;
  unique: bigint;
  payable: bigint;
  /** Micros. */
  decided: bigint;
  posted: bigint;
  /** The payout-limited partner's. */
  limitedPaid: bigint;
  limitedRefused: bigint;
  /**
   * Most paid clicks of the click-limited partner on one day of the brand, and clicks refused for
   * it.
   */
  clicksOfDay: bigint;
  clicksRefused: bigint;
}

// Counted from the clicks and decisions themselves, not from the budgets that guard them.
const figuresSql = `
  select
    (select count(*) from click where program_id = $1) as raw,
    count(*) filter (where classification = 'U') as unique,
    count(*) filter (where outcome in ('PAID', 'PAID_ZERO')) as payable,
    coalesce(sum(amount_micros), 0)::bigint as decided,
    (
      select coalesce(sum(amount_micros), 0)::bigint
      from ledger_transfer
      where program_id = $1 and credit = 'PARTNER_PAYABLE'
    ) as posted,
    coalesce(sum(amount_micros) filter (where partner_account_id = $2), 0)::bigint as "limitedPaid",
    count(*) filter (
      where partner_account_id = $2 and reason = 'OVERLIMIT_PAYOUT'
    ) as "limitedRefused",
    count(*) filter (
      where partner_account_id = $3 and reason = 'OVERLIMIT_CLICKS'
    ) as "clicksRefused",
    (
      select coalesce(max(n), 0)::bigint
      from (
        select count(*) as n
        from decision
        where program_id = $1 and partner_account_id = $3 and outcome = 'PAID'
        group by (occurred_at at time zone 'America/New_York')::date
      ) days
    ) as "clicksOfDay"
  from decision
  where program_id = $1`;

async function count(
  pool: pg.Pool,
  { programId, payoutLimited, clickLimited }: LoadWorld,
): Promise<LoadFigures> {
  const { rows } = await pool.query<LoadFigures>(figuresSql, [
    programId,
    payoutLimited.partnerId,
    clickLimited.partnerId,
  ]);
  if (!rows[0]) throw new Error("runLoad: no figures");
  return rows[0];
}

function checksOf(
  sent: Sent,
  figures: LoadFigures,
  world: LoadWorld,
  verification: Verification,
): LoadCheck[] {
  const same = (check: string, found: bigint | number, wanted: bigint | number): LoadCheck => ({
    check,
    found: String(found),
    wanted: String(wanted),
    ok: BigInt(found) === BigInt(wanted),
  });
  const atLeast = (check: string, found: bigint, least: bigint): LoadCheck => ({
    check,
    found: String(found),
    wanted: `≥ ${least}`,
    ok: found >= least,
  });
  const { raw, unique, payable, decided, posted } = figures;
  return [
    same("requests without an answer", sent.unanswered, 0),
    same(
      "clicks, repeats and robots not redirected",
      sent.sent.CLICK + sent.sent.DUPLICATE + sent.sent.ROBOT - sent.redirectedGets,
      0,
    ),
    same("GETs answered 302 = raw clicks", raw, sent.redirectedGets),
    atLeast("raw ≥ unique clicks", raw, unique),
    atLeast("unique ≥ payable clicks", unique, payable),
    same("ledger = decisions, micros", posted, decided),
    same(
      "tight payout limit, reached to the micro",
      figures.limitedPaid,
      world.payoutLimited.limitMicros,
    ),
    atLeast("clicks refused for it", figures.limitedRefused, 1n),
    same(
      "tight click limit, most paid clicks a day",
      figures.clicksOfDay,
      world.clickLimited.limitClicks,
    ),
    atLeast("clicks refused for it", figures.clicksRefused, 1n),
    {
      check: "verify-ledger",
      found: verification.firstDifference ?? "equal",
      wanted: "equal",
      ok: verification.equal,
    },
  ];
}

function printTable(say: (line: string) => void, checks: readonly LoadCheck[]): void {
  const widths = (["check", "found", "wanted"] as const).map((key) =>
    Math.max(...checks.map((each) => each[key].length)),
  );
  for (const { ok, check, found, wanted } of checks)
    say(
      `${ok ? "ok    " : "BROKEN"}  ${check.padEnd(widths[0] ?? 0)}  ` +
        `${found.padStart(widths[1] ?? 0)}  ${wanted.padStart(widths[2] ?? 0)}`,
    );
}

/**
 * Makes a load world in a migrated database, sends the requests, prices them and prints a table of
 * what must hold.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const world = await seedLoadWorld(options);
  const sent = await sendAndAccount(options, world);
  const pool = createPool(options.ownerUrl, "worker", 2);
  try {
    const figures = await count(pool, world);
    const checks = checksOf(
      sent,
      figures,
      world,
      await verifyLedger(pool, { program: world.programId }),
    );
    options.say(
      `${options.requests} requests over ${options.partners} partners, ${sent.perSecond} a ` +
        `second; unique ${figures.unique}, payable ${figures.payable}`,
    );
    printTable(options.say, checks);
    return { ok: checks.every(({ ok }) => ok), checks, perSecond: sent.perSecond, figures };
  } finally {
    await pool.end();
  }
}
