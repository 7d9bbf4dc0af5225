/**
 * Exactness under everything at once: 64 connections click through the real tracker, each click is
 * delivered three times and out of order to four workers that are killed again and again, and four
 * limits stand over every click. Afterwards what was paid is added up from the decisions alone and
 * held against each limit.
 */
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { startChild } from "../money/kill-rounds.ts";
import { rebuild } from "../../money/proofs/rebuild.ts";
import { writeJournal } from "../money/test-journal.ts";
import { makeTerms, makeWorld, sign, type World } from "../money/test-world.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { startWorker } from "../../money/accounting/worker.ts";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { readJournal, type JournalPosition } from "../../tracking/journal/journal-read.ts";
import type { TermsDraft } from "../../domain/terms-draft.ts";
import type { RequestRecord } from "../../domain/facts.ts";
import { formatMicros, type Micros } from "../../domain/money.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { linkRows } from "../tracking/link-fixture.ts";
import { startTracker, type Tracker } from "../../tracking/redirect/server.ts";
import { checkLimits, type LimitCheck, type Limits } from "./exactness-check.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";

export interface ExactnessOptions {
  databaseUrl: string;
  /** Acts as the owner. */
  owner: pg.Pool;
  /** Acts as the worker. */
  worker: pg.Pool;
  /** Holds the four journals. */
  folder: string;
  clicks: number;
  /** How often each of the four workers is killed. */
  kills: number;
  seed: number;
}
export interface ExactnessResult {
  /**
   * Clicks answered with 302, stored, and decided: the same number, if nothing was lost or counted
   * twice.
   */
  acknowledged: number;
  stored: number;
  decided: number;
  paid: Micros;
  limits: LimitCheck;
  /**
   * The first difference that verify-ledger and rebuild find; null when counters, ledger and
   * recomputation agree.
   */
  difference: string | null;
}

const connections = 64;
const workers = 4;
const partnersPerProgram = 2;
const pairs = workers * partnersPerProgram;
/**
 * Of a program's clicks, the first partner's: it meets the limit of its clicks before the program's
 * own is met.
 */
const busyShare = 0.6;
const slices = 8;
const longestLifeMs = 1_500;
/** Over the end of a day and of a month, all in UTC: a visitor has one hash a day. */
const firstAt = Date.UTC(2026, 9, 30, 12);
const spanDays = 2.5;
const agents = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like " +
    "Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
];

/** Limits that demand passes everywhere; those of money leave less than a price, or nothing. */
function limitsFor(clicks: number): Limits {
  const perPairAndDay = clicks / pairs / spanDays;
  const payout = (share: number): Micros =>
    ((BigInt(Math.round(perPairAndDay * share)) * 37_000n) / 10_000n) * 10_000n + 10_000n;
  return {
    customerPerDay: 3n,
    clicksPerDay: BigInt(Math.round(perPairAndDay * 0.5)),
    payoutPerMonth: payout(0.75),
    programPerDay: payout(0.95),
  };
}

interface SeedWorld {
  paths: string[];
  visitors: number;
  limits: Limits;
}

const termsOf = (limits: Limits): TermsDraft => ({
  currency: "USD",
  eventPayouts: [
    {
      event: "CLICK",
      rate: "0.03",
      groups: [
        {
          name: "Phones",
          rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }],
          rate: "0.05",
        },
      ],
      limits: [
        { kind: "CLICKS", reset: "DAY", max: String(limits.clicksPerDay) },
        { kind: "CLICKS", scope: "CUSTOMER", reset: "DAY", max: String(limits.customerPerDay) },
        { kind: "PAYOUT", reset: "MONTH", max: formatMicros(limits.payoutPerMonth) },
      ],
    },
  ],
});

/**
 * One program in each accounting partition, two partners in each, all four limits over every click.
 */
async function prepare({ databaseUrl, owner, clicks }: ExactnessOptions): Promise<SeedWorld> {
  const limits = limitsFor(clicks);
  const rows = linkRows(databaseUrl);
  const paths: string[] = [];
  const anyone = await makeWorld(owner, "UTC");
  for (let partition = 0; partition < workers; partition++) {
    const program = await rows.program();
    const world: World = { ...anyone, brand: program.brandId };
    await owner.query(
      "update program set accounting_partition = $2, unique_window_minutes = 1 where id = $1",
      [program.id, partition],
    );
    const event = `insert into event_type (
          id, brand_account_id, program_id, kind, code, name, state, created_at
        )
        values ($1, $2, $3, 'CLICK', 'CLICK', 'Click', 'ACTIVE', now())`;
    await owner.query(event, [uuidv7(), program.brandId, program.id]);
    await owner.query(
      `insert into program_limit (
          id,
          brand_account_id,
          program_id,
          event,
          kind,
          reset,
          max,
          currency,
          shared,
          counts_from,
          created_by,
          created_at
        )
        values ($1, $2, $3, 'CLICK', 'PAYOUT', 'DAY', $4, 'USD', false, $5, $6, $5)`,
      [uuidv7(), program.brandId, program.id, limits.programPerDay, new Date(0), world.user],
    );
    const version = await makeTerms(world, program.id, termsOf(limits));
    for (let i = 0; i < partnersPerProgram; i++) {
      const partner = await rows.account("PARTNER");
      await sign(world, { partner: partner.id, program: program.id }, version, [0, null]);
      paths.push(
        (await rows.link({ ...program, partnerId: partner.id, partnerCode: partner.code })).path,
      );
    }
  }
  await rows.pool.end();
  return { paths, visitors: Math.ceil(clicks / pairs / spanDays / 4), limits };
}

interface Click {
  path: string;
  headers: Record<string, string>;
}

/** Presses `count` clicks over all connections; resolves with how many were answered with 302. */
async function press(
  port: number,
  agent: Agent,
  next: () => Click,
  count: number,
): Promise<number> {
  let [left, acknowledged] = [count, 0];
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const request = httpRequest({ agent, host: "127.0.0.1", port, ...next() }, (response) =>
        response.resume().once("end", () => resolve(response.statusCode ?? 0)),
      );
      request.once("error", reject).end();
      if ((await promise) === 302) acknowledged += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, one));
  return acknowledged;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const made = [...list];
  for (let i = made.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [made[i], made[j]] = [made[j] as T, made[i] as T];
  }
  return made;
}

/**
 * Everything new in the tracker's journal, delivered twice more, out of order, to the other
 * workers.
 */
async function deliverAgain(
  from: string,
  position: JournalPosition,
  others: readonly string[],
  random: Random,
): Promise<JournalPosition> {
  let at = position;
  const fresh: RequestRecord[] = [];
  for (;;) {
    const { records, next } = await readJournal(from, at, 5_000);
    if (records.length === 0) break;
    fresh.push(...records);
    at = next;
  }
  const parts = others.map((): RequestRecord[] => []);
  for (const record of shuffled([...fresh, ...fresh], random))
    parts[random.below(parts.length)]?.push(record);
  for (const [i, dir] of others.entries())
    if ((parts[i]?.length ?? 0) > 0) await writeJournal(dir, parts[i] ?? []);
  return at;
}

/** Starts one worker again and again; the last life is ended as hard as the ones before. */
async function liveAndDie(
  databaseUrl: string,
  journalDir: string,
  kills: number,
  random: Random,
): Promise<void> {
  for (let life = 0; life < kills; life++) {
    const child = await startChild(databaseUrl, journalDir);
    const exited = once(child, "exit");
    await delay(random.below(longestLifeMs));
    child.kill("SIGKILL");
    await exited;
  }
}

async function startReadyTracker(
  databaseUrl: string,
  journalDir: string,
  clock: () => number,
): Promise<Tracker> {
  const env = readEnv({
    TRACKER_PORT: "0",
    JOURNAL_DIR: journalDir,
    TRUSTED_PROXIES: "127.0.0.1",
    NODE_ENV: "test",
  });
  const tracker = await startTracker({
    env,
    databaseUrl,
    clock,
    newId: uuidv7,
    log: createLog("silent", "tracker"),
  });
  // It listens before its links are loaded, and answers 503 until then.
  while ((await fetch(`http://127.0.0.1:${tracker.port}/readyz`)).status !== 200) await delay(20);
  return tracker;
}

async function clickAndDeliver(
  options: ExactnessOptions,
  ground: SeedWorld,
  dirs: readonly string[],
  random: Random,
): Promise<number> {
  const { databaseUrl, clicks } = options;
  const [own = "", ...others] = dirs;
  let at = firstAt;
  const stepMs = Math.floor((spanDays * 86_400_000) / clicks);
  const next = (): Click => {
    at += stepMs;
    const visitor = random.below(ground.visitors);
    const address = `203.0.${113 + (visitor >> 8)}.${visitor & 255}`;
    return {
      path:
        ground.paths[
          random.below(workers) * partnersPerProgram + (random.chance(busyShare) ? 0 : 1)
        ] ?? "",
      headers: { "user-agent": agents[visitor % agents.length] ?? "", "x-forwarded-for": address },
    };
  };
  const tracker = await startReadyTracker(databaseUrl, own, () => at);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let acknowledged = 0;
  let position: JournalPosition = { segment: 0, byteOffset: 0 };
  for (let slice = 0; slice < slices; slice++) {
    acknowledged += await press(tracker.port, agent, next, Math.ceil(clicks / slices));
    position = await deliverAgain(own, position, others, random);
  }
  agent.destroy();
  await tracker.close();
  return acknowledged;
}

export async function runExactness(options: ExactnessOptions): Promise<ExactnessResult> {
  const { databaseUrl, worker, folder, kills, seed } = options;
  const ground = await prepare(options);
  const dirs = Array.from({ length: workers }, (_, i) => join(folder, `journal-${i}`));
  const [acknowledged] = await Promise.all([
    clickAndDeliver(options, ground, dirs, createRandom(seed)),
    ...dirs.map((dir, i) => liveAndDie(databaseUrl, dir, kills, createRandom(seed + i + 1))),
  ]);
  const parts = {
    env: { journalDir: dirs[0] ?? "", HOST: "127.0.0.1" },
    databaseUrl,
    journalDirs: dirs,
    clock: systemClock,
    newId: uuidv7,
  };
  const last = await startWorker({ ...parts, log: createLog("silent", "worker") });
  await last.idle();
  await last.close();
  const counted = await worker.query<{ stored: number; decided: number; paid: bigint }>(
    `select
        (select count(*)::int from click) as stored,
        count(*)::int as decided,
        coalesce(sum(amount_micros), 0)::bigint as paid
      from decision`,
  );
  const { stored = 0, decided = 0, paid = 0n } = counted.rows[0] ?? {};
  const verification = await verifyLedger(worker);
  const again = await rebuild(worker);
  const unequal = again.lines.find(({ equal }) => !equal);
  const difference =
    verification.firstDifference ??
    (unequal ? `${unequal.check}: ${unequal.left} against ${unequal.right}` : null);
  return {
    acknowledged,
    stored,
    decided,
    paid,
    limits: await checkLimits(worker, ground.limits),
    difference,
  };
}
