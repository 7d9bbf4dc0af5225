import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { errorCodes } from "../../domain/codes.ts";
import { keyScopes } from "../auth/rights.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { openStream, type Stream } from "../../testing/worlds/stream.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, run, type Ok } from "../../testing/worlds/steps.ts";

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
    const hour = 3_600_000;
    for (const hours of [4, 8]) {
      const next = stream.next();
      world.clock.now = started + hours * hour;
      await tick();
      expect(await next, `${hours} hours`).not.toBeNull();
    }
    const last = stream.next();
    world.clock.now = started + 12 * hour + 60_000;
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

describe("a value that stands in a document is refused at its place", () => {
  const nobody = "01930000-0000-7000-8000-000000000000";
  const ask = (document: string) => brand.post<Record<string, unknown>>(document);
  test.each([
    ["max: true", "not true", "input.max"],
    ["max: { a: 1 }", "not an object or a word", "input.max"],
    ["max: FOO", "not an object or a word", "input.max"],
    ["max: 5", "not a JSON number", "input.max"],
    ["max: null", "found null", "input.max"],
    ["", "was not provided", "input.max"],
    ['max: "5", kind: 7', "LimitKind", "input.kind"],
    ['max: "5", most: 7', "most", "input.most"],
  ])("a limit of { %s } is told what it is and where", async (given, sentence, path) => {
    const kind = given.includes("kind") ? "" : "kind: PAYOUT,";
    const answer = await ask(
      `mutation {
        setProgramLimit(
          input: { programId: "${nobody}", event: CLICK, ${kind} reset: MONTH, ${given} }
          idempotencyKey: "x"
        ) { __typename }
      }`,
    );
    const [first] = answer.errors;
    expect(first?.message).toContain(sentence);
    expect(first?.extensions.path?.join(".")).toBe(path);
  });
  test.each([
    ["2147483648", "a whole number from -2147483647 to 2147483647, not 2147483648"],
    ["1.5", "A Count is a whole number, not 1.5"],
    ["true", "A Count is a whole number, not true"],
  ])("%s orders are told what is wrong with them", async (orders, sentence) => {
    const { errors } = await ask(
      `mutation {
        dryRunSale(input: { programId: "${nobody}", amount: "1", orders: ${orders} }) {
          __typename
        }
      }`,
    );
    expect(errors[0]?.message).toContain(sentence);
    expect(errors[0]?.extensions.path).toEqual(["input", "orders"]);
  });
  test("an argument that is missing, or one of several that is none, is named", async () => {
    const paths = async (document: string) =>
      (await ask(document)).errors.map(({ extensions }) => extensions.path?.join("."));
    expect(await paths("{ program { id } }")).toEqual(["id"]);
    expect(
      await paths(`{
        clicks(programId: "${nobody}", filter: { partnerIds: ["${nobody}", null] }) {
          nodes { id }
        }
      }`),
    ).toEqual(["filter.partnerIds.1"]);
  });
  test.each([
    ["modifyConversion", `id: "${nobody}", reason: CONS_ERROR`, "amount", "1000000"],
    ["setProgramLimit", "event: CLICK, kind: PAYOUT, reset: MONTH", "max", "1000000000000"],
    ["setProgramLimit", "event: CLICK, kind: CLICKS, reset: MONTH", "max", "999999999"],
  ])("%s(%s) names its own bound of %s, however much is given", async (name, given, field, max) => {
    const program = name === "setProgramLimit" ? `programId: "${world.ax.program}",` : "";
    for (const more of ["0", "99999999", "0".repeat(40)]) {
      const { data } = await ask(
        `mutation {
          ${name}(
            input: { ${program} ${given}, ${field}: "${max}${more}" }
            idempotencyKey: "${intent()}"
          ) { ... on UserError { message path } }
        }`,
      );
      expect(data?.[name]).toMatchObject({
        message: expect.stringMatching(new RegExp(`(larger than|from 0 to) ${max}\\b`)) as string,
        path: ["input", field],
      });
    }
  });
  test("a word without quotes is no text", async () => {
    const answer = await ask(
      `{ report(scope: { programId: "${nobody}" }, range: {}, timeZone: UTC) { meta { start } } }`,
    );
    expect(answer.errors[0]).toMatchObject({
      message: "TimeZone is a text in quotes, not an object or a word",
      extensions: { code: "BAD_INPUT", path: ["timeZone"] },
    });
  });
});

test("a key is told that what signs people in and out is no key's [D199]", async () => {
  const client = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  const { status, errors } = await client.post("mutation { signOut { __typename } }");
  expect([status, errors[0]]).toEqual([
    403,
    expect.objectContaining({
      message:
        "Mutation.signOut is for people who sign in: no key may call it, whatever its scopes",
      extensions: expect.objectContaining({ code: "FORBIDDEN", right: null }) as unknown,
    }),
  ]);
});
