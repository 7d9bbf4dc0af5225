import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp, type App } from "../app.ts";
import { uuidv7 } from "../clock.ts";
import { readEnv } from "../env.ts";
import { createLog } from "../log.ts";
import { createClient } from "../test/client.ts";
import { createTestDatabase, type TestDatabase } from "../test/database.ts";

let database: TestDatabase;
let app: App;
let url: string;
beforeAll(async () => {
  database = await createTestDatabase();
  app = await createApp({ env: readEnv({ NODE_ENV: "test" }), databaseUrl: database.url, clock: Date.now, newId: uuidv7, log: createLog("warn", "test") });
  url = await app.listen(0);
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

test("a stranger sees who he is", async () => {
  const client = createClient(url);
  expect(await client.data("{ viewer { kind } }")).toEqual({ viewer: { kind: "ANONYMOUS" } });
});
