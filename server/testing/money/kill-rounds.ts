/**
 * Kills a worker again and again while clicks arrive, then counts: nothing lost, nothing paid
 * twice, the limit met exactly.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import { createAccounting } from "../../money/accounting/accounting.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  makeWorld,
  noon,
  sign,
} from "./test-world.ts";
import { writeJournal } from "./test-journal.ts";
import { verifyLedger, type Verification } from "../../money/proofs/verify-ledger.ts";
import { startWorker } from "../../money/accounting/worker.ts";

export interface KillRoundsOptions {
  databaseUrl: string;
  /** Acts as the owner. */
  pool: pg.Pool;
  /** Acts as the worker. */
  worker: pg.Pool;
  journalDir: string;
  rounds: number;
  seed: number;
}
export interface KillRoundsResult {
  journaled: number;
  stored: number;
  decided: number;
  /** Micros. */
  paid: bigint;
  limit: bigint;
  verification: Verification;
}

const clicksPerWrite = 150;
const longestLifeMs = 700;

/** A worker in a process of its own, which ingests these journals; resolves when it has started. */
export async function startChild(
  databaseUrl: string,
  ...journalDirs: string[]
): Promise<ChildProcess> {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL(`worker-child${extension}`, import.meta.url)),
      databaseUrl,
      ...journalDirs,
    ],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  await Promise.race([
    once(child.stdout ?? child, "data"),
    once(child, "exit").then(([code]) =>
      Promise.reject(new Error(`The worker ended by itself: ${String(code)}`)),
    ),
  ]);
  return child;
}

async function openGround(pool: pg.Pool, seed: number) {
  const world = await makeWorld(pool, "UTC");
  const program = await makeProgram(world, { partition: seed % 4 });
  const signedUpTo = async (max: string): Promise<{ partner: string; terms: string }> => {
    const partner = await makePartner(world);
    const limits = [{ kind: "PAYOUT" as const, reset: "CONTRACT" as const, max }];
    const terms = await makeTerms(world, program, clickTerms("0.01", limits));
    await sign(world, { partner, program }, terms, [noon, null]);
    return { partner, terms };
  };
  const { partner } = await signedUpTo("10");
  // A partner whose clicks cannot be decided for the first half: they are parked, and worked off
  // while workers are killed.
  const { partner: parked, terms: unreadable } = await signedUpTo("1");
  const setSchema = (schema: number) =>
    pool.query(
      "update terms_version set body = jsonb_set(body, '{schema}', $2::text::jsonb) where id = $1",
      [unreadable, schema],
    );
  await setSchema(99);
  return { world, program, partner, parked, setSchema };
}

const tryParked = (pool: pg.Pool, program: string) =>
  pool.query(
    "update parked_item set next_try_at = tried_at where program_id = $1 and done_at is null",
    [program],
  );

/** Ingests and accounts what the killed workers left, parked clicks too. */
async function finish(
  {
    databaseUrl,
    pool,
    worker,
    journalDir,
  }: Pick<KillRoundsOptions, "databaseUrl" | "pool" | "worker" | "journalDir">,
  program: string,
): Promise<void> {
  const last = await startWorker({
    env: { journalDir, HOST: "127.0.0.1" },
    databaseUrl,
    clock: systemClock,
    newId: uuidv7,
    log: createLog("silent", "worker"),
  });
  await last.idle();
  await last.close();
  await tryParked(pool, program);
  const accounting = createAccounting({
    pool: worker,
    clock: systemClock,
    log: createLog("silent", "worker"),
    owner: "last",
  });
  while ((await accounting.runOnce()) > 0);
  await accounting.close();
}

export async function killRounds({
  databaseUrl,
  pool,
  worker,
  journalDir,
  rounds,
  seed,
}: KillRoundsOptions): Promise<KillRoundsResult> {
  const { world, program, partner, parked, setSchema } = await openGround(pool, seed);
  let state = seed;
  const random = (below: number) => (state = (state * 48_271 + 11) % 2_147_483_647) % below;
  const ids = new Set<string>();
  let at = noon;
  for (let round = 0; round < rounds; round++) {
    if (round === Math.floor(rounds / 2)) await setSchema(1);
    await tryParked(pool, program);
    const child = await startChild(databaseUrl, journalDir);
    const exited = once(child, "exit");
    const killed = delay(random(longestLifeMs)).then(() => child.kill("SIGKILL"));
    for (let write = 0; write < 6; write++) {
      const clicks = Array.from({ length: clicksPerWrite }, () =>
        clickRecord({ brand: world.brand, partner, program }, (at += 1), {
          part: seed % 4,
          robot: random(20) === 0,
        }),
      );
      const behind = Array.from({ length: 12 }, () =>
        clickRecord({ brand: world.brand, partner: parked, program }, (at += 1), {
          part: seed % 4,
        }),
      );
      for (const click of [...clicks, ...behind]) ids.add(click.id);
      // Some records arrive twice, as after a tracker's retry.
      await writeJournal(journalDir, [...clicks, ...behind, ...clicks.slice(0, random(20))]);
    }
    await killed;
    await exited;
  }
  await finish({ databaseUrl, pool, worker, journalDir }, program);
  const { rows } = await worker.query<{ stored: number; decided: number; paid: bigint }>(
    `select
        (select count(*)::int from click where program_id = $1) as stored,
        count(*)::int as decided,
        coalesce(sum(amount_micros), 0)::bigint as paid
      from decision
      where program_id = $1`,
    [program],
  );
  const { stored = 0, decided = 0, paid = 0n } = rows[0] ?? {};
  return {
    journaled: ids.size,
    stored,
    decided,
    paid,
    limit: 11_000_000n,
    verification: await verifyLedger(worker, { program }),
  };
}
