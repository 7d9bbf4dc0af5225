/**
 * Replays: past clicks decided again per second, in memory alone and from the database to the
 * result, with what the reading takes of it. Rules and limits as in the replay's own tests: three
 * groups, a restriction, four limits, one of the program.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { createAccounting } from "../../money/accounting/accounting.ts";
import { createIngest } from "../../tracking/ingest/ingest.ts";
import {
  clickRecord,
  makePartner,
  makeProgram,
  makeTerms,
  makeWorld,
  sign,
} from "../money/test-world.ts";
import { writeJournal } from "../money/test-journal.ts";
import { createPool, inTransaction } from "../../platform/db/connection.ts";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { Replay } from "../../domain/replay.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { createLog } from "../../platform/log.ts";
import { loadSnapshot } from "../../money/replay/snapshot.ts";
import { pastClicks, type Past } from "../../money/replay/past-clicks.ts";
import { createRandom } from "../../start/demo/random.ts";
import { asked, click, day, firstDay, rulesAndLimits } from "../money/past-world.ts";
import { runReplay } from "../../money/replay/run-replay.ts";

export interface ReplayBenchOptions {
  clicks?: number;
  partners?: number;
  rounds?: number;
}
export interface ReplayBenchRow {
  name: string;
  /** Clicks a second. */
  median: number;
  min: number;
  max: number;
  goal: string;
  met: boolean;
}

const log = createLog("silent", "bench");
const coreGoal = 200_000;
const countries = ["US", "CA", "DE", "GB", "FR", "NL", null] as const;
const devices = ["PHONE", "DESKTOP", "TABLET"] as const;
const payout = {
  ...rulesAndLimits,
  limits: [
    { kind: "CLICKS" as const, reset: "DAY" as const, max: "400" },
    { kind: "PAYOUT" as const, reset: "WEEK" as const, max: "120" },
    ...(rulesAndLimits.limits?.slice(2) ?? []),
  ],
};

interface Pools {
  owner: pg.Pool;
  worker: pg.Pool;
  folder: string;
}
async function makePast(
  { owner, worker, folder }: Pools,
  { clicks, partners }: Required<ReplayBenchOptions>,
): Promise<{ brand: string; program: string }> {
  const world = await makeWorld(owner);
  const program = await makeProgram(world);
  const version = await makeTerms(world, program, click(payout));
  const ids: string[] = [];
  for (let n = 0; n < partners; n += 1) {
    const partner = await makePartner(world);
    await sign(world, { partner, program }, version, [0, null]);
    ids.push(partner);
  }
  const { next } = createRandom(1);
  const start = day(firstDay, 0);
  const spanMs = 10 * 86_400_000;
  const records = Array.from({ length: clicks }, (_, i) =>
    clickRecord(
      { brand: world.brand, partner: ids[i % ids.length] ?? "", program },
      start + Math.floor((i / clicks) * spanMs),
      {
        country: countries[Math.floor(next() * countries.length)] ?? null,
        device: devices[Math.floor(next() * devices.length)] ?? "DESKTOP",
        visitor: Math.floor(next() * clicks)
          .toString(16)
          .padStart(32, "0"),
      },
    ),
  );
  await writeJournal(folder, records);
  const clock = () => start + spanMs;
  const ingest = createIngest({ pool: worker, clock, log, journalDirs: [folder] });
  while ((await ingest.runOnce()) > 0);
  const accounting = createAccounting({ pool: worker, clock, log, owner: "bench" });
  while ((await accounting.runOnce()) > 0);
  await accounting.close();
  await owner.query("analyze");
  return { brand: world.brand, program };
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1_000);
}
/** By processor time, since others may share the machine. */
function perCoreSecond(count: number, work: () => void): number {
  const started = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(started);
  return count / ((user + system) / 1_000_000);
}
const rowOf = (name: string, speeds: number[], goal: number | null): ReplayBenchRow => {
  const sorted = speeds.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return {
    name,
    median,
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    goal: goal === null ? "" : `at least ${goal}`,
    met: goal === null || median >= goal,
  };
};

async function measure(
  { worker }: Pools,
  where: { brand: string; program: string },
  { clicks, rounds }: Required<ReplayBenchOptions>,
): Promise<ReplayBenchRow[]> {
  const draft = parseTerms(click({ ...payout, rate: "0.03" }));
  if (!draft.ok) throw new Error(draft.message);
  const question = asked(where, { terms: draft.value });
  const snapshot = <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
    inTransaction(worker, async (client) => {
      await client.query(
        "set transaction isolation level repeatable read read only; set local " +
          "cursor_tuple_fraction = 1",
      );
      return work(client);
    });
  const core: number[] = [];
  const reading: number[] = [];
  const whole: number[] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const events: Past[] = [];
    const read = await perSecond(clicks, () =>
      snapshot(async (client) => {
        for await (const slice of pastClicks(
          client,
          question,
          await loadSnapshot(client, question),
        ))
          events.push(...slice);
      }),
    );
    if (events.length !== clicks) throw new Error(`${events.length} of ${clicks} clicks were read`);
    const { plan } = await snapshot((client) => loadSnapshot(client, question));
    const decided = perCoreSecond(clicks, () => {
      const replay = new Replay(plan);
      for (const { click: past } of events) replay.click(past);
      if (replay.tally.total.clicks !== clicks) throw new Error("clicks were left out");
    });
    const done = await perSecond(clicks, () =>
      snapshot((client) => runReplay(client, question, async () => {})),
    );
    if (round === 0) continue;
    core.push(decided);
    reading.push(read);
    whole.push(done);
  }
  return [
    rowOf("clicks decided again in memory, per second of one core", core, coreGoal),
    rowOf("clicks read in the ledger's order, with their facts and decisions", reading, null),
    rowOf("from the database to the result", whole, null),
  ];
}

export async function benchReplay(options: ReplayBenchOptions = {}): Promise<ReplayBenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-bench-replay-"));
  const server = await startEmbeddedPostgres({ folder: join(folder, "database") });
  const [owner, worker] = [createPool(server.url, "owner", 4), createPool(server.url, "worker", 8)];
  const settings = { clicks: 100_000, partners: 50, rounds: 5, ...options };
  try {
    await migrate(server.url);
    const pools = { owner, worker, folder: join(folder, "journal") };
    return await measure(pools, await makePast(pools, settings), settings);
  } finally {
    await Promise.all([owner.end(), worker.end()]);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
