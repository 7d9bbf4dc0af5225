import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { openModelGround, openModelPeople } from "../../testing/seed/contract-ground.ts";
import { runContractModel } from "../../testing/seed/contract-model.ts";
import { Stage } from "../../start/demo/stage.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
  stage = await Stage.open({
    env: readEnv({ NODE_ENV: "test" }),
    ownerUrl: database.url,
    log: createLog("silent", "test"),
    startsAt: Date.parse("2026-02-01T15:00:00Z"),
    password: "correct horse battery",
  });
});
afterAll(async () => {
  await stage?.close();
  await database?.drop();
});

test(
  "whatever happens to contracts: one in force at any instant, no gap or overlap that was not " +
    "asked for, nothing changed in place, history explains each state [D55, D66]",
  { timeout: 240_000 },
  async () => {
    const people = await openModelPeople(stage);
    const done = await runContractModel(() => openModelGround(stage, people), {
      seed: 20261126,
      runs: 4,
      commands: 200,
    });
    expect(done.commands).toBeGreaterThan(100);
    expect(done.refused).toBeLessThan(done.commands);
  },
);
