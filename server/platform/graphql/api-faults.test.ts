/**
 * What a client that knows HTTP alone gets from the API (found 30 to 35, 37, 67, 68, 117), by bare
 * fetch.
 */
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp, type App } from "../../start/app.ts";
import { keyScopes } from "../auth/rights.ts";
import { readEnv } from "../env.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent } from "../../testing/worlds/steps.ts";

let world: World;
/** Two API processes over one database, with a limit that can be reached. */
let apps: App[];
let urls: string[];
const logged: string[] = [];
const perMinute = 30_000;
let readmeKey: string;
let fullKey: string;

beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  const log = pino({ level: "warn" }, { write: (line: string) => void logged.push(line) });
  const parts = {
    env: readEnv({ NODE_ENV: "production", RATE_LIMIT_PER_MINUTE: String(perMinute) }),
    databaseUrl: world.people.url,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log,
  };
  apps = await Promise.all([createApp(parts), createApp(parts)]);
  urls = await Promise.all(apps.map((app) => app.listen(0)));
  readmeKey = await world.keyOf(world.brandA, ["reports:read", "clicks:read"]);
  fullKey = await world.keyOf(world.brandA, keyScopes);
});
afterAll(async () => {
  await Promise.all((apps ?? []).map((app) => app.close()));
  await world?.close();
});

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  data: Record<string, unknown> | null | undefined;
  errors: { message: string; extensions: { code: string; path?: string[]; requestId?: string } }[];
}
interface Sent {
  key?: string;
  url?: string | undefined;
  headers?: Record<string, string>;
  method?: string;
}
async function send(
  body: string | Buffer<ArrayBuffer> | null,
  { key, url = world.url, headers = {}, method = "POST" }: Sent = {},
  path = "/graphql",
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === null ? {} : { "content-type": "application/json" }),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...headers,
    },
    body,
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  const { data, errors = [] } = (isJson && text !== "" ? JSON.parse(text) : {}) as Partial<Answer>;
  return { status: response.status, headers: response.headers, text, data, errors };
}
const ask = (query: string, sent: Sent = {}, more: object = {}): Promise<Answer> =>
  send(JSON.stringify({ query, ...more }), { key: fullKey, ...sent });
const codesOf = ({ errors }: Answer): string[] => errors.map(({ extensions }) => extensions.code);

describe("keys and their scopes [found 30]", () => {
  test("README's example key reads programs, and with their ids reports and clicks", async () => {
    const { data } = await ask("{ programs { nodes { id } } }", { key: readmeKey });
    const [program] = (data as { programs: { nodes: { id: string }[] } }).programs.nodes;
    const read = await ask(
      `{
        report(scope: { programId: "${program?.id}" }, range: {}) { totals { clicks { raw } } }
        clicks(programId: "${program?.id}") { nodes { id } }
      }`,
      {
        key: readmeKey,
      },
    );
    expect({
      status: read.status,
      errors: read.errors,
      keys: Object.keys(read.data ?? {}),
    }).toEqual({ status: 200, errors: [], keys: ["report", "clicks"] });
    expect((await ask("{ contracts { nodes { id } } }", { key: readmeKey })).status).toBe(403);
  });
  test("scopes are an enum, of which each value says what it opens", async () => {
    const { data } = await ask(
      '{ __type(name: "ApiKeyScope") { kind enumValues { name description } } }',
    );
    const type = data?.__type as {
      kind: string;
      enumValues: { name: string; description: string }[];
    };
    expect(type.kind).toBe("ENUM");
    expect(type.enumValues.find(({ name }) => name === "CLICKS_READ")?.description).toBe(
      "Reads clicks and the decision of each.",
    );
  });
});

describe("cost and limits [found 31]", () => {
  const large = `{
    a: clicks(programId: "${"0".repeat(8)}-0000-0000-0000-000000000000", first: 100) {
      nodes { ${Array.from({ length: 12 }, (_, i) => `f${i}: id`).join(" ")} }
    }
    b: programs(first: 100) { nodes { eventTypes { id kind code name state } } }
  }`;
  test("what is refused costs a point, whichever process refuses it", async () => {
    const key = await world.keyOf(world.brandA, keyScopes);
    const first = await ask(large, { key, url: urls[0] });
    const cost = perMinute - Number(first.headers.get("ratelimit-remaining"));
    expect(cost).toBeGreaterThan(3_000);
    let last = first;
    let times = 1;
    while (last.status === 200) {
      times += 1;
      last = await ask(large, { key, url: urls[times % 2] });
    }
    expect([last.status, codesOf(last)]).toEqual([429, ["RATE_LIMITED"]]);
    expect(times).toBe(Math.floor(perMinute / cost) + 1);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    const small = await ask("{ viewer { kind } }", { key, url: urls[0] });
    expect([small.status, small.headers.get("ratelimit-limit")]).toEqual([200, String(perMinute)]);
    expect(Number(small.headers.get("ratelimit-remaining"))).toBeLessThan(cost);
  });
  test("every answer says what is left", async () => {
    const answers = [
      await ask("{ viewer { kind } }"),
      await ask("{ nothing }"),
      await ask("{"),
      await send("{", { key: fullKey }),
      await ask("{ viewer { kind } }", { key: "cf_live_wrong" }),
      await ask("{ viewer { kind } }", { headers: { "content-type": "text/plain" } }),
      await send(null, { method: "GET" }),
      await send(null, { method: "PUT" }, "/graphql/stream"),
      await send(
        JSON.stringify({ query: "{ viewer { kind } }" }),
        { key: fullKey, headers: { accept: "text/event-stream" } },
        "/graphql/stream",
      ),
    ];
    expect(
      answers.map(({ headers }) => [
        headers.has("ratelimit-limit"),
        headers.has("ratelimit-remaining"),
        headers.has("ratelimit-reset"),
      ]),
    ).toEqual(answers.map(() => [true, true, true]));
  });
});

describe("HTTP statuses [found 32]", () => {
  test("an answer with data is a success, whatever of it is missing", async () => {
    const answer = await ask(
      `{
        viewer { kind }
        report(scope: { programId: "${world.ax.program}" }, range: { last: "soon" }) {
          totals { clicks { raw } }
        }
      }`,
    );
    expect({ status: answer.status, data: answer.data, codes: codesOf(answer) }).toEqual({
      status: 200,
      data: { viewer: { kind: "KEY" }, report: null },
      codes: ["BAD_RANGE"],
    });
  });
  test("401 says how to sign in; methods other than POST are 405 in JSON", async () => {
    for (const answer of [
      await ask("{ viewer { kind } }", { key: "cf_live_wrong" }),
      await send(JSON.stringify({ query: "{ programs { nodes { id } } }" })),
    ])
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([
        401,
        'Bearer realm="Counterfoil"',
      ]);
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const answer = await send(null, { method });
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "POST"]);
      if (method !== "HEAD") expect(codesOf(answer)).toEqual(["BAD_REQUEST"]);
    }
  });
});

describe("subscriptions [found 33]", () => {
  const subscription = (programId: string) =>
    `subscription { reportTick(programId: "${programId}") { programId } }`;
  const stream = (
    query: string,
    accept: string,
    url = world.url,
    key = fullKey,
  ): Promise<Response> =>
    fetch(`${url}/graphql/stream`, {
      method: "POST",
      headers: { "content-type": "application/json", accept, authorization: `Bearer ${key}` },
      body: JSON.stringify({ query }),
    });
  test("Accept is parsed", async () => {
    for (const accept of [
      "text/event-stream, */*;q=0.1",
      "Text/Event-Stream;charset=utf-8",
      "application/json, text/event-stream",
    ]) {
      const answer = await stream(subscription(world.bx.program), accept);
      expect([accept, answer.status, answer.headers.get("content-type")]).toEqual([
        accept,
        200,
        "text/event-stream; charset=utf-8",
      ]);
      await answer.text();
    }
    for (const accept of ["application/json", "text/event-stream;q=0"])
      expect((await stream(subscription(world.ax.program), accept)).status).toBe(406);
  });
  test("a foreign program or replay is refused like an unknown one, without a log", async () => {
    logged.length = 0;
    const key = await world.keyOf(world.brandA, keyScopes);
    for (const id of [world.bx.program, "01930000-0000-7000-8000-000000000000"]) {
      const replay = `subscription { replayProgress(id: "${id}") { state } }`;
      for (const query of [subscription(id), replay]) {
        const text = await (await stream(query, "text/event-stream", urls[0], key)).text();
        expect(text).toMatch(/event: next\ndata: .*"code":"NOT_FOUND"[\s\S]*event: complete/);
      }
    }
    for (const query of [
      "subscription {",
      "{ viewer { kind } }",
      subscription("no id"),
      "subscription { nothing }",
    ])
      expect(await (await stream(query, "text/event-stream", urls[0], key)).text()).toMatch(
        /"code":"(BAD_|GRAPHQL_)/,
      );
    expect(logged).toEqual([]);
  });
  const asking = "query ($p: ID!) { program(id: $p) { id } }";
  const watching = "subscription ($p: ID!) { reportTick(programId: $p) { programId } }";
  /** What both addresses answer to a body that is the same but for its document. */
  async function answers(body: (query: string) => string) {
    const key = await world.keyOf(world.brandA, keyScopes);
    logged.length = 0;
    const [plain, events] = await Promise.all([
      send(body(asking), { key, url: urls[0] }),
      send(
        body(watching),
        { key, url: urls[0], headers: { accept: "text/event-stream" } },
        "/graphql/stream",
      ),
    ]);
    const told = /^data: (.+)$/m.exec(events.text)?.[1];
    const streamed = told ? (JSON.parse(told) as Pick<Answer, "errors">).errors : events.errors;
    const shown = (errors: Answer["errors"]) =>
      errors.map(({ message, extensions: { requestId: _id, ...rest } }) => [message, rest]);
    expect(shown(streamed)).toEqual(shown(plain.errors));
    for (const { headers } of [plain, events])
      expect(headers.get("ratelimit-limit")).toBe(String(perMinute));
    expect(logged).toEqual([]);
    return {
      code: codesOf(plain)[0],
      path: plain.errors[0]?.extensions.path,
      status: plain.status,
    };
  }
  test.each([
    ['{"p":"x"}', "p"],
    ['{"p":5}', "p"],
    ['{"p":{}}', "p"],
    ["{}", "p"],
    ["null", "p"],
  ])("variables %s are bad input at both addresses", async (variables, path) => {
    const query = (text: string) => `{"query":${JSON.stringify(text)},"variables":${variables}}`;
    expect(await answers(query)).toEqual({ code: "BAD_INPUT", path: [path], status: 400 });
  });
  test.each([
    ["{}", ["query"]],
    ['{"query":5}', ["query"]],
    ['{"query":""}', ["query"]],
    ["[]", undefined],
    ["[{}]", undefined],
    ["5", undefined],
    ["null", undefined],
    ["nothing", undefined],
    ["", undefined],
    ['{"query":"{ a }","variables":5}', ["variables"]],
    ['{"query":"{ a }","variables":"x"}', ["variables"]],
    ['{"query":"{ a }","variables":[]}', ["variables"]],
    ['{"query":"{ a }","extensions":5}', ["extensions"]],
    ['{"query":"{ a }","operationName":5}', ["operationName"]],
  ])("the body %s is no request at either address", async (body, path) => {
    expect(await answers(() => body)).toEqual({ code: "BAD_REQUEST", path, status: 400 });
  });
  test("an address with parts that are none is refused as a body is", async () => {
    for (const parts of [
      "",
      "query=",
      "query=a&query=b",
      "query=a&variables=5",
      "query=a&variables={",
    ])
      expect(
        codesOf(
          await send(
            null,
            { key: fullKey, method: "GET", headers: { accept: "text/event-stream" } },
            `/graphql/stream?${parts}`,
          ),
        ),
        parts,
      ).toEqual(["BAD_REQUEST"]);
  });
  test("a document of several operations is told to name one, at both addresses", async () => {
    const both = (query: string) => `${query.replace(" ", " One")} ${query.replace(" ", " Two")}`;
    const named = (name: string) => (query: string) =>
      JSON.stringify({ query: both(query), operationName: name });
    for (const name of ["", "Three"])
      expect(await answers(named(name))).toEqual({
        code: "BAD_REQUEST",
        path: ["operationName"],
        status: 400,
      });
    const { errors } = await send(named("")(asking), { key: fullKey });
    expect(errors[0]?.message).toContain("holds several operations: name the one to run");
  });
  test("a subscription at /graphql is told where it belongs", async () => {
    const answer = await ask(subscription(world.ax.program));
    expect([answer.status, codesOf(answer), answer.errors[0]?.message]).toEqual([
      400,
      ["BAD_REQUEST"],
      expect.stringContaining("/graphql/stream"),
    ]);
  });
});

describe("codes [found 34]", () => {
  test("each fault has a code of its own, and every code stands in one enum", async () => {
    const { data } = await ask('{ __type(name: "ErrorCode") { enumValues { name } } }');
    const known = (data as { __type: { enumValues: { name: string }[] } }).__type.enumValues.map(
      ({ name }) => name,
    );
    const codeOf = async (range: string, more = ""): Promise<string | undefined> =>
      codesOf(
        await ask(
          `{
            report(scope: { programId: "${world.ax.program}" }, range: { ${range} }${more}) {
              totals { clicks { raw } }
            }
          }`,
        ),
      )[0];
    const codes = [
      await codeOf('from: "2024-01-01", to: "2026-01-01"'),
      await codeOf('last: "soon"'),
      await codeOf('last: "30d"', ", grain: MINUTE_5"),
      await codeOf('from: "x"'),
    ];
    expect(codes).toEqual(["RANGE_TOO_LONG", "BAD_RANGE", "BAD_GRAIN", "BAD_DATE"]);
    const variable = await ask(
      "query ($id: ID!) { program(id: $id) { id } }",
      {},
      { variables: { id: 7 } },
    );
    expect(codesOf(variable)).toEqual(["BAD_INPUT"]);
    expect(known).toEqual(
      expect.arrayContaining([...codes, "BAD_INPUT", "RATE_LIMITED", "FORBIDDEN"]),
    );
  });
});

test('a cursor "" is none, and is refused as one of another list is [D201]', async () => {
  for (const list of ["programs", "partners", "contracts"]) {
    const answer = await ask(`{ ${list}(after: "") { nodes { id } } }`);
    expect(answer.errors[0]?.extensions).toMatchObject({ code: "BAD_CURSOR", path: ["after"] });
    expect((await ask(`{ ${list}(after: null) { nodes { id } } }`)).errors).toEqual([]);
  }
});

describe("closed sets [found 1, 35]", () => {
  const clicks = (filter: string) =>
    ask(`{ clicks(programId: "${world.ax.program}", filter: { ${filter} }) { nodes { id } } }`);
  test("an unknown device, country or currency is told, as is a doubled range", async () => {
    expect((await clicks("devices: [Banana]")).errors[0]?.message).toContain(
      'Value "Banana" does not exist in "DeviceType" enum',
    );
    expect((await clicks('countries: ["us"]')).errors).toEqual([]);
    expect((await clicks('countries: ["uk"]')).errors[0]).toMatchObject({
      message: '"uk" is not how ISO 3166 writes it: use GB',
      extensions: { code: "BAD_COUNTRY", path: ["filter", "countries", "0"] },
    });
    expect((await clicks('countries: ["US", "n/a"], devices: [PHONE]')).errors).toEqual([]);
    expect(
      codesOf(
        await ask(
          `{
            statementLines(
              programId: "01930000-0000-7000-8000-000000000000",
              filter: { currency: "udt" }
            ) {
              nodes { __typename }
            }
          }`,
        ),
      ),
    ).toEqual(["BAD_CURRENCY"]);
    expect(
      codesOf(
        await ask(
          `{
            report(
              scope: { programId: "${world.ax.program}" },
              range: { last: "7d", from: "2026-01-01" }
            ) {
              totals { clicks { raw } }
            }
          }`,
        ),
      ),
    ).toEqual(["BAD_RANGE"]);
  });
  test("a currency in which nobody is paid is refused at its field, everywhere", async () => {
    const refusal = async (mutation: string) =>
      (await ask(`mutation { result: ${mutation} { ... on UserError { code path } } }`)).data
        ?.result;
    for (const currency of ["UDS", "BTC", "XAU", "XTS", "BGN"]) {
      const limit =
        `setProgramLimit(input: { programId: "${world.ax.program}", event: CLICK, kind: ` +
        `PAYOUT, reset: DAY, max: "10", currency: "${currency}" }, idempotencyKey: ` +
        `"${intent()}")`;
      expect(await refusal(limit), currency).toEqual({
        code: "BAD_CURRENCY",
        path: ["input", "currency"],
      });
      const dryRun =
        `dryRunSale(input: { programId: "${world.ax.program}", amount: "10", currency: ` +
        `"${currency}" })`;
      expect(await refusal(dryRun), currency).toEqual({
        code: "BAD_CURRENCY",
        path: ["input", "currency"],
      });
      const signUp =
        `signUp(input: { kind: BRAND, accountName: "A", name: "A", email: ` +
        `"a${currency}@b.example", password: "long enough 1", timeZone: "UTC", currency: ` +
        `"${currency}" })`;
      const signed = await send(
        JSON.stringify({
          query: `mutation { result: ${signUp} { ... on UserError { code path } } }`,
        }),
      );
      expect(signed.data?.result, currency).toEqual({
        code: "BAD_CURRENCY",
        path: ["input", "currency"],
      });
    }
  });
});

test("an empty name is said to be empty, and a long one how long it may be", async () => {
  const said = async (name: string) =>
    (
      await ask(
        `mutation {
          result: createPartnerGroup(name: ${JSON.stringify(name)}, idempotencyKey: "${intent()}") {
            ... on UserError { code path message }
          }
        }`,
      )
    ).data?.result;
  const fault = { code: "BAD_NAME", path: ["name"] };
  for (const name of ["", "  ", "\u00a0"])
    expect(await said(name), name).toEqual({
      ...fault,
      message: "A name is empty: it has at least one character",
    });
  expect(await said("n".repeat(201))).toEqual({
    ...fault,
    message: "A name has 1 to 100 characters, not 201",
  });
});

test("names and searches take a text for the same however it is typed [found 5]", async () => {
  const group = async (name: string) =>
    (
      await ask(
        `mutation {
          result: createPartnerGroup(name: "${name}", idempotencyKey: "${intent()}") {
            ... on PartnerGroupOk { group { id name } } ... on UserError { code }
          }
        }`,
      )
    ).data?.result as { group?: { name: string }; code?: string };
  expect((await group("\u00a0Ku\u0308che\u2003Bad ")).group?.name).toBe("K\u00fcche Bad");
  expect((await group("K\u00fcche Bad")).code).toBe("NAME_TAKEN");
  await world.people.sql("update account set name = $2 where id = $1", [
    world.partnerX.accountId,
    "K\u00fcche Deals",
  ]);
  const found = await ask('{ partners(search: "ku\u0308che\u00a0d") { nodes { id } } }');
  expect(found.data?.partners).toEqual({ nodes: [{ id: world.partnerX.accountId }] });
  const odd = await ask(
    `{
      clicks(programId: "${world.ax.program}", filter: { from: "0001-01-01T00:00:00Z" }) {
        nodes { id }
      }
    }`,
  );
  expect(odd.errors[0]?.extensions).toMatchObject({ code: "BAD_DATE", path: ["filter", "from"] });
});

describe("bodies and documents", () => {
  const body = (name: string) =>
    JSON.stringify({ query: `{ partners(search: "${name}") { nodes { id } } }` });
  const latin = Buffer.from(body("J\u00fcrgen"), "latin1");
  test.each<[string, Buffer<ArrayBuffer>, string]>([
    ["Windows-1252", latin, "its byte 33 is FC"],
    ["UTF-16", Buffer.from(body("J\u00fcrgen"), "utf16le"), "it is in UTF-16"],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${body("a")}`, "utf16le"), "it is in UTF-16"],
    [
      "UTF-16, big endian",
      Buffer.from(body("a"), "utf16le").swap16(),
      "it is in UTF-16 (big endian)",
    ],
    [
      "a character cut off",
      Buffer.from(body("J\u00fc")).subarray(0, 33),
      "it is cut off in the middle of a character",
    ],
    [
      "half of a pair",
      Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xed, 0xa0, 0xbd])]),
      "its byte 12 is A0",
    ],
  ])(
    "a body in %s is refused at both addresses, not stored with U+FFFD",
    async (_what, sent, fault) => {
      for (const path of ["/graphql", "/graphql/stream"]) {
        const accept = path === "/graphql" ? "application/json" : "text/event-stream";
        const answer = await send(sent, { key: fullKey, headers: { accept } }, path);
        expect(answer.errors, path).toEqual([
          {
            message: `The body is not UTF-8: ${fault}. Send it in UTF-8`,
            extensions: { code: "BAD_ENCODING", requestId: answer.headers.get("x-request-id") },
          },
        ]);
        expect(answer.status).toBe(400);
      }
    },
  );
  const nobody = "01930000-0000-7000-8000-000000000000";
  const clicksFrom = `{
    clicks(programId: "${nobody}", filter: { from: ? }) { nodes { id } }
  }`;
  const order = `mutation {
    placeTestOrder(
      input: { linkId: "${nobody}", amount: ? },
      idempotencyKey: "by number"
    ) {
      __typename
    }
  }`;
  test.each<[string, string, unknown, string]>([
    ["{ program(id: ?) { id } }", "ID!", 7, "id"],
    ["{ program(id: ?) { id } }", "ID!", "7", "id"],
    ["{ partners(search: ?) { nodes { id } } }", "Line", 5, "search"],
    ["{ partners(search: ?) { nodes { id } } }", "Line", true, "search"],
    [clicksFrom, "DateTimeISO", 5, "filter.from"],
    [order, "Decimal!", 12.5, "input.amount"],
  ])(
    "in a document a value is taken as in a variable: %s %s %j",
    async (document, type, value, path) => {
      const written = await ask(document.replace("?", JSON.stringify(value)));
      const asked = document.replace("?", "$v");
      const sent = await ask(
        asked.startsWith("mutation")
          ? asked.replace("mutation", `mutation ($v: ${type})`)
          : `query ($v: ${type}) ${asked}`,
        {},
        { variables: { v: value } },
      );
      const [first] = written.errors;
      expect([first?.extensions.code, first?.extensions.path?.join(".")]).toEqual([
        "BAD_INPUT",
        path,
      ]);
      expect(codesOf(sent)).toEqual(["BAD_INPUT"]);
      expect(sent.errors[0]?.message.endsWith(first?.message ?? "none")).toBe(true);
    },
  );
  test('operationName "" is none, a BOM not of a body, a text no number [found 37]', async () => {
    expect((await ask("{ viewer { kind } }", {}, { operationName: "" })).status).toBe(200);
    expect(
      (await send(`\uFEFF${JSON.stringify({ query: "{ viewer { kind } }" })}`, { key: fullKey }))
        .status,
    ).toBe(200);
    const first = await ask(
      "query ($n: Int!) { programs(first: $n) { nodes { id } } }",
      {},
      { variables: { n: "10" } },
    );
    expect([first.status, first.errors[0]?.message]).toEqual([
      400,
      'first is a whole number from 1 to 100: got the text "10"',
    ]);
  });
  test("no guesses at what was meant, in variables either [found 67]", async () => {
    const filter = await ask(
      `query ($f: ClickFilter!) {
        clicks(programId: "${world.ax.program}", filter: $f) { nodes { id } }
      }`,
      {},
      { variables: { f: { countrie: ["US"] } } },
    );
    const mode = await ask(
      `mutation ($m: AdState!) {
        setAdState(id: "01930000-0000-7000-8000-000000000000", state: $m) { __typename }
      }`,
      {},
      { variables: { m: "ACTIV" } },
    );
    for (const { status, text } of [filter, mode]) {
      expect(status).toBe(400);
      expect(text).not.toMatch(/Did you mean|countries|ACTIVE/);
    }
  });
  test("fifty errors are told as a few [found 68]", async () => {
    const fields = Array.from({ length: 50 }, (_, i) => `nothing${i}`).join(" ");
    expect((await ask(`{ programs { nodes { ${fields} } } }`)).errors.length).toBeLessThanOrEqual(
      6,
    );
    const variables = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`v${i}`, {}]));
    const declared = Object.keys(variables).map((name) => `$${name}: ID`);
    const used = Object.keys(variables)
      .slice(0, 15)
      .map((name) => `${name}: program(id: $${name}) { id }`);
    expect(
      (
        await ask(
          `query (${declared.slice(0, 15).join(", ")}) { ${used.join(" ")} }`,
          {},
          { variables },
        )
      ).errors.length,
    ).toBeLessThanOrEqual(5);
  });
  test("a field 500 times below the root is refused as at the root [found 117]", async () => {
    for (const inner of ["id ".repeat(500), "... on Program { id } ".repeat(200)]) {
      const answer = await ask(`{ programs { nodes { ${inner} } } }`);
      expect([answer.status, codesOf(answer)[0]]).toEqual([
        400,
        expect.stringMatching(/TOO_MANY_FIELDS|GRAPHQL_PARSE_FAILED/),
      ]);
    }
    expect(codesOf(await ask(`{ programs { nodes { ${"id ".repeat(41)} } } }`))).toEqual([
      "TOO_MANY_FIELDS",
    ]);
    expect((await ask(`{ programs { nodes { ${"id ".repeat(40)} } } }`)).errors).toEqual([]);
  });
});
