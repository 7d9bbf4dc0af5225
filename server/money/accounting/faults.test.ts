import { afterAll, beforeAll, expect, test } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uuidv7 } from "../../platform/clock.ts";
import { createPool, inTransaction } from "../../platform/db/connection.ts";
import { startEmbeddedPostgres } from "../../platform/db/embedded-postgres.ts";
import { migrate } from "../../platform/db/migrate.ts";
import { accountBatch, Deposed, newMemory } from "./batch.ts";
import { killRounds } from "../../testing/money/kill-rounds.ts";
import { ownerLock } from "../../platform/db/locks.ts";
import { prepareDecisions } from "../ledger/posting.ts";
import { readClicks } from "./raw-click.ts";
import { createTestbed, decisions, silentLog, type Testbed } from "../../testing/money/testbed.ts";
import { writeJournal } from "../../testing/money/test-journal.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  makeWorld,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { verifyLedger } from "../proofs/verify-ledger.ts";
import { startWorker } from "./worker.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed("UTC")));
afterAll(() => bed.close());

async function limited(max: string) {
  const program = await makeProgram(bed.world);
  const partner = await makePartner(bed.world);
  await sign(
    bed.world,
    { partner, program },
    await makeTerms(
      bed.world,
      program,
      clickTerms("0.01", [{ kind: "CLICKS", reset: "DAY", max }]),
    ),
    [noon, null],
  );
  return { brand: bed.world.brand, partner, program };
}

test("a deposed owner's batch writes nothing [F15]", async () => {
  const p = await limited("5");
  await bed.ingest([clickRecord(p, noon)]);
  const { rows } = await bed.worker.query<{ epoch: bigint; last_seq: bigint }>(
    "update accounting_partition set epoch = epoch + 1 where number = 0 returning epoch, last_seq",
  );
  const { epoch = 0n, last_seq: cursor = 0n } = rows[0] ?? {};
  const clicks = await readClicks(bed.worker, 0, cursor, 10);
  await prepareDecisions(bed.worker, [noon]);
  await bed.worker.query("update accounting_partition set epoch = epoch + 1 where number = 0");
  const stale = inTransaction(bed.worker, (client) =>
    accountBatch(client, {
      number: 0,
      epoch,
      cursor,
      next: clicks.at(-1)?.seq ?? 0n,
      memory: newMemory(),
      clicks,
      now: noon,
      wereParked: false,
    }),
  );
  await expect(stale).rejects.toThrow(Deposed);
  expect(await decisions(bed.worker, p.program)).toEqual([]);
  await bed.account();
  expect(await decisions(bed.worker, p.program)).toHaveLength(1);
});

test("a budget changed behind the owner's back aborts the batch: no overspending", async () => {
  const p = await limited("3");
  const accounting = bed.newAccounting();
  await bed.ingest([clickRecord(p, noon)]);
  await accounting.runOnce();
  await bed.owner.query("update limit_budget set used = 3 where program_id = $1", [p.program]);
  await bed.ingest([clickRecord(p, noon + 1)]);
  await expect(accounting.runOnce()).rejects.toThrow(/budget was changed/);
  await accounting.runOnce();
  expect((await decisions(bed.worker, p.program)).map((row) => row.reason)).toEqual([
    null,
    "OVERLIMIT_CLICKS",
  ]);
  await bed.owner.query("update limit_budget set used = 1 where program_id = $1", [p.program]);
  await accounting.close();
});

test("accounting owners that take each other's partitions never pay twice [F15]", async () => {
  const p = await limited("400");
  await bed.ingest(Array.from({ length: 600 }, (_, i) => clickRecord(p, noon + i)));
  const owners = [
    bed.newAccounting({ batchMin: 7, batchMax: 7 }),
    bed.newAccounting({ batchMin: 11, batchMax: 11 }),
  ];
  const left = async () =>
    (
      await bed.worker.query<{ n: number }>(
        `select count(*)::int n
          from click c
          left join decision d on d.subject_id = c.id
          where c.program_id = $1 and d.subject_id is null`,
        [p.program],
      )
    ).rows[0]?.n ?? 0;
  const run = async (owner: (typeof owners)[number]) => {
    // A lost session is an expected failure here: the owner claims again.
    while ((await left()) > 0) await owner.runOnce().catch(() => {});
  };
  // Cuts again once something was accounted since, so that a slow machine gets on too.
  const sabotage = async () => {
    for (let before = Infinity, waiting = await left(); waiting > 0; waiting = await left()) {
      if (waiting === before) continue;
      before = waiting;
      await bed.owner.query(
        `select pg_terminate_backend(pid)
          from pg_locks
          where locktype = 'advisory'
            and classid = $1
            and granted
            and database = (select oid from pg_database where datname = current_database())`,
        [ownerLock],
      );
    }
  };
  await Promise.all([...owners.map(run), sabotage()]);
  await Promise.all(owners.map((owner) => owner.close()));
  const rows = await decisions(bed.worker, p.program);
  expect(rows.filter((row) => row.outcome === "PAID")).toHaveLength(400);
  expect(rows).toHaveLength(600);
  expect((await verifyLedger(bed.worker)).firstDifference).toBeNull();
});

test("kill -9 of the worker: nothing lost, nothing paid twice, limits met [F2] [F3]", async () => {
  const journalDir = await mkdtemp(join(tmpdir(), "counterfoil-journal-"));
  const result = await killRounds({
    databaseUrl: bed.url,
    pool: bed.owner,
    worker: bed.worker,
    journalDir,
    rounds: 5,
    seed: 7,
  });
  expect(result.stored).toBe(result.journaled);
  expect(result.decided).toBe(result.journaled);
  expect(result.paid).toBe(result.limit);
  expect(result.verification.firstDifference).toBeNull();
  await rm(journalDir, { recursive: true });
}, 60_000);

test("after a database outage clicks are priced by their own instant [F4] [D69]", async () => {
  const folder = await mkdtemp(join(tmpdir(), "counterfoil-outage-"));
  const journalDir = join(folder, "journal");
  const settings = ["fsync=off"];
  let server = await startEmbeddedPostgres({ folder, settings });
  await migrate(server.url);
  const owner = createPool(server.url, "owner", 3);
  const world = await makeWorld(owner, "UTC");
  const p = {
    brand: world.brand,
    program: await makeProgram(world),
    partner: await makePartner(world),
  };
  await sign(world, p, await makeTerms(world, p.program, clickTerms("0.01")), [noon, noon + 100]);
  await sign(world, p, await makeTerms(world, p.program, clickTerms("0.02")), [noon + 100, null]);
  const jobs: string[] = [];
  const job = { start: () => void jobs.push("start"), stop: () => void jobs.push("stop") };
  const worker = await startWorker({
    env: { journalDir, HOST: "127.0.0.1" },
    databaseUrl: server.url,
    clock: () => noon,
    newId: uuidv7,
    log: silentLog,
    jobs: [job],
  });
  await writeJournal(journalDir, [clickRecord(p, noon)]);
  await worker.idle();
  await server.stop();
  await writeJournal(journalDir, [clickRecord(p, noon + 99), clickRecord(p, noon + 100)]);
  await expect.poll(async () => (await worker.readiness()).ready, { timeout: 30_000 }).toBe(false);
  server = await startEmbeddedPostgres({ folder, settings, port: server.port });
  await worker.idle();
  expect((await decisions(owner, p.program)).map((row) => row.amount)).toEqual([
    10_000n,
    10_000n,
    20_000n,
  ]);
  expect(await worker.readiness()).toMatchObject({
    ready: true,
    unaccountedClicks: 0,
    journalBytes: 0,
    partitions: [0, 1, 2, 3],
  });
  await worker.close();
  expect(jobs).toEqual(["start", "stop"]);
  await owner.end();
  await server.stop();
  await rm(folder, { recursive: true });
}, 90_000);
