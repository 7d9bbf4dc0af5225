import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import { createBlackHole } from "../../testing/worlds/black-hole.ts";
import { freePort } from "../../platform/db/embedded-postgres.ts";
import { createTestbed, silentLog, type Testbed } from "../../testing/money/testbed.ts";
import { writeJournal } from "../../testing/money/test-journal.ts";
import {
  clickRecord,
  clickTerms,
  makePartner,
  makeProgram,
  makeTerms,
  noon,
  sign,
} from "../../testing/money/test-world.ts";
import { startWorker } from "./worker.ts";

let bed: Testbed;
beforeAll(async () => (bed = await createTestbed("UTC")));
afterAll(() => bed.close());

test("a journaled click is priced, its listeners are told, and health says so", async () => {
  const p = {
    brand: bed.world.brand,
    program: await makeProgram(bed.world),
    partner: await makePartner(bed.world),
  };
  await sign(bed.world, p, await makeTerms(bed.world, p.program, clickTerms("0.01")), [noon, null]);
  const listener = await bed.owner.connect();
  const ticks: { program: string | undefined; at: number }[] = [];
  listener.on(
    "notification",
    ({ channel, payload }) =>
      channel === "report_tick" && ticks.push({ program: payload, at: performance.now() }),
  );
  await listener.query("listen report_tick");
  const healthPort = await freePort();
  const worker = await startWorker({
    env: { journalDir: bed.dir, HOST: "127.0.0.1" },
    databaseUrl: bed.url,
    clock: () => noon,
    newId: uuidv7,
    log: silentLog,
    healthPort,
  });

  for (let i = 0; i < 5; i++) {
    await writeJournal(bed.dir, [clickRecord(p, noon + i)]);
    await worker.idle();
  }
  await expect.poll(() => ticks.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  expect(new Set(ticks.map((tick) => tick.program))).toEqual(new Set([p.program]));
  expect((ticks[1]?.at ?? 0) - (ticks[0]?.at ?? 0)).toBeGreaterThan(500);

  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${healthPort}${path}`);
    return { status: response.status, body: await response.json() };
  };
  expect(await get("/healthz")).toEqual({ status: 200, body: { ok: true } });
  expect(await get("/readyz")).toEqual({
    status: 200,
    body: {
      ready: true,
      unaccountedClicks: 0,
      parkedClicks: 0,
      journalBytes: 0,
      partitions: [0, 1, 2, 3],
    },
  });
  expect((await get("/other")).status).toBe(404);
  await worker.close();
  await expect(fetch(`http://127.0.0.1:${healthPort}/healthz`)).rejects.toThrow("fetch failed");
  listener.release(true);
});

test("what was journaled before close is accounted before it ends", async () => {
  const p = {
    brand: bed.world.brand,
    program: await makeProgram(bed.world),
    partner: await makePartner(bed.world),
  };
  const worker = await startWorker({
    env: { journalDir: bed.dir, HOST: "127.0.0.1" },
    databaseUrl: bed.url,
    clock: () => noon,
    newId: uuidv7,
    log: silentLog,
  });
  await writeJournal(
    bed.dir,
    Array.from({ length: 500 }, (_, i) => clickRecord(p, noon + i)),
  );
  await worker.close();
  const { rows } = await bed.worker.query(
    "select count(*)::int as n, min(reason) as reason from decision where program_id = $1",
    [p.program],
  );
  expect(rows[0]).toEqual({ n: 500, reason: "CONTRACT_NOT_FOUND" });
});

test("found 111: a worker whose database swallows bytes gives up and tries again", async () => {
  const p = {
    brand: bed.world.brand,
    program: await makeProgram(bed.world),
    partner: await makePartner(bed.world),
  };
  const hole = await createBlackHole(bed.url);
  const dir = await mkdtemp(join(tmpdir(), "counterfoil-journal-"));
  const worker = await startWorker({
    env: { journalDir: dir, HOST: "127.0.0.1" },
    databaseUrl: hole.url,
    clock: () => noon,
    newId: uuidv7,
    log: silentLog,
    silentMs: 300,
  });
  const decided = async () =>
    (
      await bed.worker.query<{ n: number }>(
        "select count(*)::int as n from decision where program_id = $1",
        [p.program],
      )
    ).rows[0]?.n;
  await writeJournal(dir, [clickRecord(p, noon)]);
  await worker.idle();
  hole.swallows = true;
  await writeJournal(dir, [clickRecord(p, noon + 1)]);
  await expect.poll(async () => (await worker.readiness()).ready, { timeout: 30_000 }).toBe(false);
  expect(await decided()).toBe(1);
  hole.swallows = false;
  await expect.poll(decided, { timeout: 30_000 }).toBe(2);
  await worker.close();
  await hole.close();
  await rm(dir, { recursive: true });
});
