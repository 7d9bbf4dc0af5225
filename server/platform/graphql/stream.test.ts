import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { errorCodes } from "../../domain/codes.ts";
import { keyScopes } from "../auth/rights.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { openStream, type Stream } from "../../testing/worlds/stream.ts";
import { createWorld, run, type Ok, type World } from "../../testing/worlds/world.ts";

let world: World;
let brand: Client;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
});
afterAll(() => world?.close());
beforeEach(async () => {
  brand = await world.signIn(world.brandA.email);
});

const subscription = () =>
  `subscription { reportTick(programId: "${world.ax.program}") { programId } }`;
const tick = () => world.clicks(world.ax, [(world.clock.now += 1_000)]);
async function opened(credentials: Parameters<typeof openStream>[2]): Promise<Stream> {
  const stream = await openStream(world.url, subscription(), credentials);
  expect(await stream.next()).toEqual({ data: { reportTick: { programId: world.ax.program } } });
  return stream;
}

describe("a running stream ends at the next change once its right is gone, in silence", () => {
  test("session signed out", async () => {
    const stream = await opened({ cookie: brand.cookie() });
    const next = stream.next();
    await tick();
    expect(await next).toMatchObject({ data: { reportTick: { programId: world.ax.program } } });
    const last = stream.next();
    await brand.data("mutation { signOut { __typename } }");
    await tick();
    expect(await last).toBeNull();
  });

  test("key revoked", async () => {
    const made = await run<Ok & { secret: string; apiKey: { id: string } }>(
      brand,
      `createApiKey(input: { name: "K", scopes: [REPORTS_READ] })`,
      "CreateApiKeyOk",
      "secret apiKey { id }",
    );
    const stream = await opened({ key: made.secret });
    const last = stream.next();
    await run(brand, `revokeApiKey(id: "${made.apiKey.id}")`, "RevokeApiKeyOk", "__typename");
    await tick();
    expect(await last).toBeNull();
  });

  test("right taken away from a key that is still good for others", async () => {
    const key = await world.keyOf(world.brandA, ["reports:read"]);
    const stream = await opened({ key });
    const last = stream.next();
    await world.people.sql("update api_key set scopes = '{links:read}' where account_id = $1", [
      world.brandA.accountId,
    ]);
    await tick();
    expect(await last).toBeNull();
  });

  test("left idle: a stream alone keeps no session alive", async () => {
    const stream = await opened({ cookie: brand.cookie() });
    const started = world.clock.now;
    for (let minute = 10; minute <= 20; minute += 10) {
      const next = stream.next();
      world.clock.now = started + minute * 60_000;
      await tick();
      expect(await next, `${minute} minutes`).not.toBeNull();
    }
    const last = stream.next();
    world.clock.now = started + 31 * 60_000;
    await tick();
    expect(await last).toBeNull();
  });
});

test("one person holds at most 30 streams, another once one closes (found 120)", async () => {
  const key = await world.keyOf(world.brandA, keyScopes);
  const headers = { accept: "text/event-stream", authorization: `Bearer ${key}` };
  const open = async () => {
    const closing = new AbortController();
    const answer = await fetch(
      `${world.url}/graphql/stream?query=${encodeURIComponent(subscription())}`,
      { headers, signal: closing.signal },
    );
    return { status: answer.status, answer, close: () => closing.abort() };
  };
  const streams = await Promise.all(Array.from({ length: 32 }, open));
  const count = (wanted: number): number =>
    streams.filter(({ status }) => status === wanted).length;
  expect([count(200), count(429)]).toEqual([30, 2]);
  const refused = await streams.find(({ status }) => status === 429)?.answer.json();
  expect(refused).toMatchObject({ errors: [{ extensions: { code: "TOO_MANY_STREAMS" } }] });
  expect(errorCodes).toHaveProperty("TOO_MANY_STREAMS");
  // Others are not touched.
  const other = await openStream(world.url, subscription(), { cookie: brand.cookie() });
  expect(await other.next()).not.toBeNull();
  for (const { status, close } of streams) if (status === 200) close();
  await expect.poll(async () => (await open()).status).toBe(200);
});

describe("what the stream's address serves", () => {
  const ask = (method: string, headers: Record<string, string> = {}, query = "") =>
    fetch(`${world.url}/graphql/stream${query}`, { method, headers });

  test.each(["PUT", "DELETE", "PATCH", "OPTIONS"])(
    "%s is 405: no stream can be reserved",
    async (method) => {
      const answer = await ask(method, { "x-graphql-event-stream-token": "mine" });
      expect({ status: answer.status, allow: answer.headers.get("allow") }).toEqual({
        status: 405,
        allow: "GET, POST",
      });
      expect(await answer.json()).toMatchObject({
        errors: [{ extensions: { code: "BAD_REQUEST", requestId: expect.any(String) } }],
      });
    },
  );

  test("HEAD opens nothing", async () => {
    expect((await ask("HEAD", { accept: "text/event-stream" })).status).toBe(405);
  });

  test("any other accept is 406, with a token too", async () => {
    for (const method of ["GET", "POST"])
      expect(
        (await ask(method, { accept: "application/json", "x-graphql-event-stream-token": "mine" }))
          .status,
      ).toBe(406);
  });

  test("GET streams as POST does; deeply nested variables are refused", async () => {
    const key = await world.keyOf(world.brandA, keyScopes);
    const headers = { accept: "text/event-stream", authorization: `Bearer ${key}` };
    const closing = new AbortController();
    const answer = await fetch(
      `${world.url}/graphql/stream?query=${encodeURIComponent(subscription())}`,
      { headers, signal: closing.signal },
    );
    expect(answer.headers.get("content-type")).toMatch("text/event-stream");
    let text = "";
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? [])
      if ((text += chunk).includes("event: next")) break;
    expect(text).toContain(world.ax.program);
    closing.abort();
    const deep = encodeURIComponent(`{"a":${"[".repeat(100)}${"]".repeat(100)}}`);
    expect(
      (await ask("GET", headers, `?query=${encodeURIComponent(subscription())}&variables=${deep}`))
        .status,
    ).toBe(400);
    expect(await createClient(world.url, { key }).data("{ __typename }")).toBeTruthy();
  });
});
