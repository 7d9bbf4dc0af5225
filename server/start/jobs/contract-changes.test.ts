import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { modifyMany, outcomeOf, seedManyContracts } from "../../testing/seed/many-contracts.ts";
import { Stage } from "../demo/stage.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import { createContractChanges } from "./contract-changes.ts";

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
  stage = await Stage.open({
    env: readEnv({ NODE_ENV: "test" }),
    ownerUrl: database.url,
    log: createLog("silent", "test"),
    startsAt: Date.now(),
    password: "correct horse battery",
  });
});
afterAll(async () => {
  await stage?.close();
  await database?.drop();
});

const inDays = (days: number): string =>
  Temporal.Now.plainDateISO("America/New_York").add({ days }).toString();
const doneOf = async (id: string) =>
  (
    await stage.owner.query<{ done: number; state: string }>(
      "select done, state from contract_change where id = $1",
      [id],
    )
  ).rows[0];

test(
  "a change of many partners, killed again and again, is finished with each partner changed and " +
    "told exactly once",
  { timeout: 120_000 },
  async () => {
    const partners = 800;
    const many = await seedManyContracts(stage, partners);
    const id = await modifyMany(stage, many, inDays(3));
    expect(await doneOf(id)).toEqual({ done: 25, state: "APPLYING" });
    let kills = 0;
    let seen = 25;
    while ((await doneOf(id))?.state === "APPLYING") {
      const child = spawn(
        process.execPath,
        [
          ...process.execArgv,
          "--import",
          "tsx",
          fileURLToPath(new URL("../../testing/money/contract-changes-child.ts", import.meta.url)),
          database.url,
        ],
        {
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
      await once(child.stdout, "data");
      // Killed as soon as it has got on, which is in the middle of its next batch.
      const before = seen;
      await vi.waitUntil(
        async () =>
          (seen = (await doneOf(id))?.done ?? 0) > before ||
          (await doneOf(id))?.state !== "APPLYING",
        { timeout: 30_000, interval: 5 },
      );
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(1);
    expect(await outcomeOf(stage, many, id)).toEqual({
      once: partners,
      wrong: 0,
      notices: partners,
      mails: partners,
      events: 2 * partners,
      state: "SCHEDULED",
    });
  },
);

test("two workers at once change each partner once", { timeout: 60_000 }, async () => {
  const many = await seedManyContracts(stage, 500);
  const id = await modifyMany(stage, many, inDays(3));
  const open = () =>
    createContractChanges({
      databaseUrl: database.url,
      log: createLog("silent", "test"),
      telling: { clock: Date.now, newId: uuidv7, publicUrl: "http://127.0.0.1:3000" },
    });
  const jobs = [await open(), await open()];
  await Promise.all(
    jobs.map(async (job) => {
      while ((await doneOf(id))?.state === "APPLYING") await job.runOnce();
      await job.close();
    }),
  );
  expect(await outcomeOf(stage, many, id)).toMatchObject({
    once: 500,
    wrong: 0,
    notices: 500,
    mails: 500,
    events: 1_000,
  });
});
