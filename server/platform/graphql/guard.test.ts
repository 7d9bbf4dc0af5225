/**
 * The guards in the production setting, over real HTTP: what would hurt is refused before it runs,
 * and the server goes on.
 */
import { gzipSync } from "node:zlib";
import { auditServer } from "graphql-http";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../start/app.ts";
import { keyScopes } from "../auth/rights.ts";
import { readEnv } from "../env.ts";
import { createLog } from "../log.ts";
import { createRandom } from "../../start/demo/random.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { inline } from "../../testing/worlds/steps.ts";
import { fieldsWithoutRight } from "../../start/schema.ts";

let world: World;
let key: string;
let client: Client;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  key = await world.keyOf(world.brandA, keyScopes);
  client = createClient(world.url, { key });
});
afterAll(() => world?.close());

interface Body {
  data?: unknown;
  errors?: { message: string; extensions: { code: string; requestId?: string } }[];
  extensions?: { cost: { points: number; remaining: number } };
}
interface Raw {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}
async function send(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  url = world.url,
): Promise<Raw> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...headers },
    body,
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Body) : {},
  };
}
const ask = (
  query: string,
  variables: Record<string, unknown> = {},
  more: object = {},
): Promise<Raw> => send(JSON.stringify({ query, variables, ...more }));

async function expectRefused(answer: Promise<Raw>, code: string, status = 400): Promise<void> {
  const raw = await answer;
  expect({
    status: raw.status,
    code: raw.body.errors?.[0]?.extensions.code,
    data: raw.body.data ?? null,
  }).toEqual({ status, code, data: null });
  expect(raw.body.errors?.[0]?.extensions.requestId).toMatch(/^[0-9a-f-]{36}$/);
}

describe("size of an operation [D203]", () => {
  const nested = (levels: number) =>
    `{ __type(name: "Query") { ${"ofType { ".repeat(levels)} name ${"} ".repeat(levels)} } }`;
  test("100 levels deep", () => expectRefused(ask(nested(100)), "TOO_DEEP"));
  test("100 levels deep through fragments", async () => {
    const fragments = Array.from(
      { length: 50 },
      (_, i) => `fragment F${i} on __Type { ofType { ...F${i + 1} } }`,
    ).join(" ");
    await expectRefused(
      ask(`{ __type(name: "Query") { ...F0 } } ${fragments} fragment F50 on __Type { name }`),
      "TOO_DEEP",
    );
  });
  test("inline fragments nested 100 times neither hurt nor hide a field", () =>
    expectRefused(
      ask(
        `{
          ${"... on Query { ".repeat(100)}
          report(scope: { programId: "${world.ax.program}" }, range: {}) {
            buckets { clicks { raw } } nothing
          }
          ${"} ".repeat(100)}
        }`,
      ),
      "GRAPHQL_VALIDATION_FAILED",
    ));
  test("500 aliases", () =>
    expectRefused(
      ask(`{ ${Array.from({ length: 500 }, (_, i) => `a${i}: __typename`).join(" ")} }`),
      "GRAPHQL_PARSE_FAILED",
    ));
  test("41 aliases, few enough tokens", () =>
    expectRefused(
      ask(`{ viewer { ${Array.from({ length: 41 }, (_, i) => `a${i}: kind`).join(" ")} } }`),
      "TOO_MANY_ALIASES",
    ));
  test("21 root fields, also through a fragment", async () => {
    const many = Array.from({ length: 21 }, (_, i) => `a${i}: __typename`).join(" ");
    await expectRefused(ask(`{ ${many} }`), "TOO_MANY_FIELDS");
    await expectRefused(ask(`{ ...F } fragment F on Query { ${many} }`), "TOO_MANY_FIELDS");
  });
  test("1,001 tokens", () =>
    expectRefused(ask(`{ ${"__typename ".repeat(1001)} }`), "GRAPHQL_PARSE_FAILED"));
  test("21 directives", () =>
    expectRefused(
      ask(
        `{
          viewer {
            ${Array.from({ length: 21 }, (_, i) => `a${i}: kind @include(if: true)`).join(" ")}
          }
        }`,
      ),
      "TOO_MANY_DIRECTIVES",
    ));
  test("a fragment bomb of 2^30 fields", async () => {
    const fragments = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i + 1} on Viewer { ...F${i} ...F${i} }`,
    ).join(" ");
    await expectRefused(
      ask(`{ viewer { ...F30 } } fragment F0 on Viewer { kind } ${fragments}`),
      "COST_EXCEEDED",
    );
  });
  test("cost: conditions of terms are paid for, wherever they stand (found 104)", async () => {
    const cost = async (query: string, variables: Record<string, unknown> = {}): Promise<number> =>
      (await ask(query, variables)).body.extensions?.cost.points ?? 0;
    const terms = (conditions: number, length: number) => ({
      name: "T",
      currency: "USD",
      eventPayouts: [
        {
          event: "CLICK",
          rate: "0.10",
          limits: [],
          groups: Array.from({ length: conditions }, (_, i) => ({
            name: `G${i}`,
            rate: "0.10",
            rules: [
              { variable: "REFERRER_URL", operator: "MATCHES", values: ["a".repeat(length)] },
            ],
          })),
        },
      ],
    });
    const linting = (input: string): string =>
      `lintTerms(programId: "${world.ax.program}", input: ${input}) { findings { code } } }`;
    const byVariable = `query ($t: TermsInput!) { ${linting("$t")}`;
    const none = await cost(byVariable, { t: terms(0, 0) });
    expect(await cost(byVariable, { t: terms(1, 200) })).toBe(none + 10 + 20);
    expect(await cost(byVariable, { t: terms(100, 200) })).toBe(none + 3_000);
    expect(await cost(`{ ${linting(inline(terms(2, 10)))}`)).toBe(none + 22);
  });
  test("cost: rows are multiplied through lists", async () => {
    const everything = `id
      version { eventPayouts { limits { id maxPayout { amount } } amount { amount } } }
      events { kind at comment }`;
    await expectRefused(
      ask(
        `{ ${"abcdefgh"
          .split("")
          .map((a) => `${a}: contracts(first: 100) { nodes { ${everything} } }`)
          .join(" ")} }`,
      ),
      "COST_EXCEEDED",
    );
  });
});

describe("page size [D201, D203]", () => {
  const cases: [string, string, Record<string, unknown>][] = [
    ["by literal", "{ programs(first: 1000000) { nodes { id } } }", {}],
    ["by variable", "query ($n: Int!) { programs(first: $n) { nodes { id } } }", { n: 1_000_000 }],
    [
      "by a variable's default",
      "query ($n: Int! = 1000000) { programs(first: $n) { nodes { id } } }",
      {},
    ],
    [
      "by a default under a name that every object has",
      "query ($constructor: Int! = 1000000) { programs(first: $constructor) { nodes { id } } }",
      {},
    ],
    [
      "in a fragment",
      "{ ...F } fragment F on Query { programs(first: 1000000) { nodes { id } } }",
      {},
    ],
    [
      "in nested fragments, by variable",
      `query ($n: Int = 1000000) { ... on Query { ...F } }
      fragment F on Query { ...G }
      fragment G on Query { programs(first: $n) { nodes { id } } }`,
      {},
    ],
    ["0", "{ programs(first: 0) { nodes { id } } }", {}],
    ["negative", "{ programs(first: -1) { nodes { id } } }", {}],
    ["101", "{ programs(first: 101) { nodes { id } } }", {}],
  ];
  test.each(cases)("%s", (_name, query, variables) =>
    expectRefused(ask(query, variables), "BAD_INPUT"),
  );
  test("100 is allowed, in each of the ways", async () => {
    expect((await ask("{ programs(first: 100) { nodes { id } } }")).status).toBe(200);
    expect(
      (
        await ask(
          "query ($constructor: Int! = 100) { programs(first: $constructor) { nodes { id } } }",
        )
      ).body.errors,
    ).toBeUndefined();
  });
});

describe("the body", () => {
  const small = JSON.stringify({ query: "{ __typename }" });
  test("over 100 kB: the bound, what was sent, and the fix", async () => {
    const large = JSON.stringify({
      query: "{ __typename }",
      variables: { pad: "x".repeat(101_000) },
    });
    await expectRefused(send(large), "BODY_TOO_LARGE", 413);
    expect((await send(large)).body.errors?.[0]?.message).toBe(
      "A request's body has at most 100,000 bytes, not 101,049: send less at once, " +
        "in several requests",
    );
  });
  test("compressed is refused, not inflated", async () =>
    expect(
      (
        await send(
          new Uint8Array(
            gzipSync(JSON.stringify({ query: "{ __typename }", pad: "x".repeat(5_000_000) })),
          ),
          { "content-encoding": "gzip" },
        )
      ).status,
    ).toBe(415));
  test("nested 5,000 deep", () =>
    expectRefused(
      send(`{"query":"{ __typename }","variables":{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}}`),
      "BAD_REQUEST",
    ));
  test("batched", async () => {
    const answer = await send(`[${small},${small}]`);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('"__typename"');
  });
  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
  ])('of content type "%s" [CSRF]', async (type) => {
    expect((await send(small, { "content-type": type })).status).toBe(415);
  });
  test("in another charset", async () => {
    for (const charset of ["utf-7", "utf-16le", "iso-8859-1"])
      await expectRefused(
        send(small, { "content-type": `application/json; charset=${charset}` }),
        "BAD_REQUEST",
        415,
      );
    expect(
      (await send(small, { "content-type": 'application/json; charset="UTF-8"' })).status,
    ).toBe(200);
  });
  test("that is no JSON, or no object", async () => {
    for (const body of [
      "{",
      "null",
      "1",
      '"x"',
      "{}",
      '{"query":1}',
      '{"query":""}',
      '{"query":{}}',
    ])
      expect((await send(body)).status, body).toBe(400);
  });
  test("variables of the wrong type are a client's fault", async () => {
    for (const variables of ["x", [], 1, true])
      expect(
        (await send(JSON.stringify({ query: "{ __typename }", variables }))).status,
        JSON.stringify(variables),
      ).toBe(400);
    for (const n of ["x", null, {}, [1], 1.5, 1e100, true])
      expect(
        (await ask("query ($n: Int!) { programs(first: $n) { nodes { id } } }", { n })).status,
        JSON.stringify(n),
      ).toBe(400);
    expect(
      (await ask("query ($id: ID!) { program(id: $id) { id } }", { id: "1 or 1=1" })).status,
    ).toBe(400);
  });
  test("with text that cannot be stored", async () => {
    for (const text of ["a\0b", "\ud800"])
      await expectRefused(
        ask(
          `mutation ($r: Name!) {
            createAd(
              input: { programId: "01930000-0000-7000-8000-000000000000", name: $r },
              idempotencyKey: "r"
            ) {
              __typename
            }
          }`,
          { r: text },
        ),
        "BAD_INPUT",
      );
    await expectRefused(
      ask(
        String.raw`{
          clicks(
            programId: "01930000-0000-7000-8000-000000000000",
            filter: { countries: ["\u0000"] }
          ) {
            nodes { id }
          }
        }`,
      ),
      "BAD_INPUT",
    );
  });
  test("a wrong operation name", async () => {
    expect(
      (await ask("query A { __typename } query B { __typename }", {}, { operationName: "C" }))
        .status,
    ).toBe(400);
    expect((await ask("query A { __typename } query B { __typename }")).status).toBe(400);
  });
});

test("values at the ends of their types are refused or absent, never our error", async () => {
  const { program } = world.ax;
  const scope = `scope: { programId: "${program}" }`;
  const cursor = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString("base64url");
  for (const query of [
    `{ click(id: "ffffffff-ffff-7fff-bfff-ffffffffffff") { click { id } } }`,
    `{ click(id: "00000000-0000-0000-0000-000000000000") { click { id } } }`,
    `{ report(${scope}, range: { from: "0000-01-01", to: "0000-01-02" }) { meta { start } } }`,
    `{ report(${scope}, range: { from: "9999-12-31", to: "9999-12-31" }) { meta { start } } }`,
    `{ report(${scope}, range: { last: "9999d" }) { meta { start } } }`,
    `{ report(${scope}, range: {}, timeZone: "+05:45") { meta { start } } }`,
    `{ report(${scope}, range: {}, timeZone: "../../etc/passwd") { meta { start } } }`,
    `{ clicks(programId: "${program}", after: "${cursor("1", "x")}") { nodes { id } } }`,
    `{
      clicks(
        programId: "${program}",
        after: "${cursor("999999999999999", "01930000-0000-7000-8000-000000000000")}"
      ) {
        nodes { id }
      }
    }`,
    `{
      clicks(
        programId: "${program}",
        after: "${cursor("9999999999999", "01930000-0000-7000-8000-000000000000")}"
      ) {
        nodes { id }
      }
    }`,
    `{ clicks(programId: "${program}", after: "not a cursor") { nodes { id } } }`,
    `{
      clicks(programId: "${program}", filter: { from: "0000-01-01T00:00:00Z" }) { nodes { id } }
    }`,
    `{ clicks(programId: "${program}", filter: { to: "9999-12-31T23:59:59Z" }) { nodes { id } } }`,
    `{
      clicks(programId: "${program}", filter: { countries: ["\\\\", "\\"", "{}", "NULL"] }) {
        nodes { id }
      }
    }`,
    `{
      conversions(
        programId: "${program}",
        after: "${cursor("2026-11-02", "------------------------------------")}"
      ) {
        nodes { id }
      }
    }`,
    `{ conversions(programId: "${program}", filter: { from: "9999-12-31" }) { nodes { id } } }`,
    `{ programs(after: "${cursor("x")}") { nodes { id } } }`,
    `{ contracts(after: "${cursor("x")}") { nodes { id } } }`,
    `{ trackingLinks(after: "${cursor("x")}") { nodes { id } } }`,
    `{ termsList(after: "${cursor("' or 1=1")}") { nodes { id } } }`,
    `mutation {
      setEventTypeState(id: "${program}", state: ACTIVE, idempotencyKey: "") { __typename }
    }`,
    `mutation {
      setEventTypeState(id: "${program}", state: ACTIVE, idempotencyKey: "${"k".repeat(256)}") {
        __typename
      }
    }`,
    `mutation {
      placeTestOrder(
        input: { linkId: "${world.ax.testLink}", amount: "9999999999999999999" },
        idempotencyKey: "big"
      ) {
        __typename
      }
    }`,
    `mutation {
      placeTestOrder(
        input: { linkId: "${world.ax.testLink}", amount: "999999999999.99" },
        idempotencyKey: "big2"
      ) {
        __typename
      }
    }`,
    `mutation {
      createTerms(
        programId: "${program}",
        input: {
          name: "T",
          currency: "USD",
          eventPayouts: [
            {
              event: CLICK,
              rate: "999999999999",
              limits: [{ kind: CLICKS, reset: DAY, max: "999999999999" }]
            }
          ]
        },
        idempotencyKey: "t1"
      ) {
        __typename
      }
    }`,
    `mutation {
      createTerms(
        programId: "${program}",
        input: {
          name: "T",
          currency: "USD",
          eventPayouts: [
            { event: CLICK, rate: "1", limits: [{ kind: CLICKS, reset: DAY, max: "999999999" }] }
          ]
        },
        idempotencyKey: "t2"
      ) {
        ... on SaveTermsOk { terms { latest { eventPayouts { limits { maxClicks } } } } }
      }
    }`,
    `mutation {
      proposeContract(
        input: {
          termsId: "${world.ax.terms}",
          partnerId: "${world.partnerX.accountId}",
          startsAt: "9999-12-31T23:59:59Z"
        },
        idempotencyKey: "p1"
      ) {
        __typename
      }
    }`,
    `mutation {
      proposeContract(
        input: {
          termsId: "${world.ax.terms}",
          partnerId: "${world.partnerX.accountId}",
          startsAt: "0000-01-01T00:00:00Z"
        },
        idempotencyKey: "p2"
      ) {
        __typename
      }
    }`,
  ]) {
    const answer = await ask(query);
    expect({
      query,
      status: answer.status < 500,
      errors:
        answer.body.errors?.filter(
          ({ extensions }) => extensions.code === "INTERNAL_SERVER_ERROR",
        ) ?? [],
    }).toEqual({
      query,
      status: true,
      errors: [],
    });
  }
});

describe("who asks", () => {
  test("GET runs nothing", async () => {
    const response = await fetch(`${world.url}/graphql?query=%7B__typename%7D`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain('"__typename"');
  });
  test("introspection: not for nobody, also not through a fragment; for a key, yes", async () => {
    for (const query of [
      "{ __schema { types { name } } }",
      '{ __type(name: "Query") { name } }',
      "{ ...F } fragment F on Query { __schema { types { name } } }",
      "{ ... on Query { ... { __schema { queryType { name } } } } }",
    ]) {
      const answer = await createClient(world.url).post(query);
      expect(answer, query).toMatchObject({
        status: 401,
        data: null,
        errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
      });
    }
    expect(
      (await client.data<{ __schema: { types: unknown[] } }>("{ __schema { types { name } } }"))
        .__schema.types.length,
    ).toBeGreaterThan(50);
  });
  test("a typing error does not tell the schema's names", async () =>
    expect(
      (await createClient(world.url).post("{ viewe { kind } }")).errors[0]?.message,
    ).not.toContain("viewer"));
  test("a wrong key is unauthenticated, a missing right forbidden, named [D198]", async () => {
    expect(
      await createClient(world.url, { key: `${key}x` }).post("{ viewer { kind } }"),
    ).toMatchObject({ status: 401, errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
    expect(await client.post("{ outbox { nodes { id } } }")).toMatchObject({
      status: 403,
      errors: [
        { extensions: { code: "FORBIDDEN", right: "outbox:read", grantedByRoles: ["OPERATOR"] } },
      ],
    });
  });
  test("a cookie that comes with another site's Origin is refused, our own is not", async () => {
    const cookie = (await world.signIn(world.brandA.email)).cookie() ?? "";
    const withOrigin = (origin: string) =>
      fetch(`${world.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie, origin },
        body: JSON.stringify({ query: "{ viewer { kind } }" }),
      });
    for (const origin of [
      "https://evil.example",
      "null",
      `${world.url}.evil.example`,
      world.url.replace("127.0.0.1", "127.0.0.2"),
    ])
      expect(await (await withOrigin(origin)).json(), origin).toMatchObject({
        errors: [{ extensions: { code: "FORBIDDEN" } }],
      });
    expect((await withOrigin("https://evil.example")).status).toBe(403);
    expect((await withOrigin(world.url)).status).toBe(200);
  });
  test("the answer tells its cost, what is left and its request id [D200, D205]", async () => {
    const answer = await ask("{ programs(first: 10) { nodes { id } } }");
    expect(answer.body.extensions?.cost.points).toBe(1 + 10 * 2);
    expect(Number(answer.headers.get("ratelimit-remaining"))).toBe(
      answer.body.extensions?.cost.remaining,
    );
    expect(answer.headers.get("ratelimit-limit")).toBe("100000000");
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });
});

test("a used-up allowance is 429 with seconds to wait, for that one alone [D200]", async () => {
  const app = await createApp({
    env: readEnv({ NODE_ENV: "production", RATE_LIMIT_PER_MINUTE: "50" }),
    databaseUrl: world.people.url,
    clock: () => world.clock.now,
    newId: world.people.deps.newId,
    log: createLog("silent", "test"),
  });
  try {
    const url = await app.listen(0);
    // The account is shared by all processes, so this principal is one that spent nothing
    // elsewhere.
    const own = { authorization: `Bearer ${await world.keyOf(world.brandA, keyScopes)}` };
    const body = JSON.stringify({ query: "{ programs(first: 12) { nodes { id } } }" });
    expect((await send(body, own, url)).headers.get("ratelimit-remaining")).toBe("25");
    expect((await send(body, own, url)).status).toBe(200);
    const spent = await send(body, own, url);
    expect(spent.status).toBe(429);
    expect(spent.body.errors?.[0]?.extensions.code).toBe("RATE_LIMITED");
    expect(Number(spent.headers.get("retry-after"))).toBeGreaterThan(0);
    const other = createClient(url, { key: await world.keyOf(world.brandA, keyScopes) });
    expect((await other.post("{ viewer { kind } }")).status).toBe(200);
  } finally {
    await app.close();
  }
});

test("GraphQL over HTTP as its specification says: no audit fails that MUST hold", async () => {
  // Some audits introspect, which needs a key.
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${key}` },
    });
  const results = await auditServer({ url: `${world.url}/graphql`, fetchFn });
  const failed = results.flatMap((result) =>
    result.status === "error" ? [`${result.id} ${result.name}: ${result.reason}`] : [],
  );
  const warned = results.filter((result) => result.status === "warn").map((result) => result.name);
  expect(results.length).toBeGreaterThan(50);
  expect(failed).toEqual([]);
  expect(warned.length, warned.join("; ")).toBeLessThanOrEqual(3);
});

test("3,000 mutated documents: none is answered with an error of ours [D203]", async () => {
  const { below } = createRandom(20261123);
  const seeds = [
    `query A($n: Int = 3) {
      programs(first: $n) { nodes { id name eventTypes { kind } } pageInfo { endCursor } }
    }`,
    `{
      report(scope: { programId: "${world.ax.program}" }, range: { last: "3d" }, grain: DAY) {
        meta { source } totals { clicks { raw } } buckets { key }
      }
    }`,
    `{
      clicks(
        programId: "${world.ax.program}",
        first: 5,
        filter: { countries: ["US", "n/a"], isTest: false }
      ) {
        nodes { id reason }
      }
    }`,
    `fragment F on Contract { id state version { number } }
      query { contracts(filter: { states: [ACTIVE] }) { nodes { ...F } } }`,
    `mutation {
      setAdState(id: "${world.ax.ad}", state: ACTIVE) {
        __typename ... on UserError { code path }
      }
    }`,
    `{
      viewer { kind @include(if: true) rights }
      trackingLink(id: "${world.ax.link}") { url ad { code } }
    }`,
  ].map((text) => text.match(/"[^"]*"|\w+|\.\.\.|\S/g) ?? []);
  const junk = [
    "{",
    "}",
    "(",
    ")",
    '"',
    '""',
    "$n",
    "@skip(if: false)",
    "...",
    "1e999",
    "-1",
    "null",
    "\u{1f600}",
    "\\u0000",
    "first: 101",
    "__typename",
    "#",
    ":",
    "!",
    "[",
    "fragment F on F { ...F }",
  ];
  const mutant = (): string => {
    const tokens = [...(seeds[below(seeds.length)] ?? [])];
    for (let i = 0; i <= below(3); i++) {
      const at = below(tokens.length);
      const change = below(4);
      if (change === 0) tokens.splice(at, 1);
      else if (change === 1) tokens.splice(at, 0, junk[below(junk.length)] ?? "");
      else if (change === 2) tokens.splice(at, 1, tokens[below(tokens.length)] ?? "");
      else tokens.splice(at, 0, ...tokens.slice(at, at + below(6)));
    }
    return tokens.join(" ");
  };
  const broken: string[] = [];
  let left = 3_000;
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      while (left-- > 0) {
        const query = mutant();
        const { status, body } = await ask(query);
        if (
          status >= 500 ||
          body.errors?.some(({ extensions }) => extensions.code === "INTERNAL_SERVER_ERROR")
        )
          broken.push(`${status} ${query} ${JSON.stringify(body.errors)}`);
      }
    }),
  );
  expect(broken).toEqual([]);
}, 180_000);

test("a field that names no right is found, and keeps the schema from building", () => {
  expect(
    fieldsWithoutRight(
      buildSchema("type Query { open: String, inner: Inner } type Inner { secret: Int }"),
    ),
  ).toEqual(["Query.open", "Query.inner", "Inner.secret"]);
});

test("an unexpected error is masked with the request's id; the rest goes on [D205]", async () => {
  await world.people.sql("drop table sales_daily cascade");
  const answer = await ask(
    `{
      report(scope: { programId: "${world.ax.program}" }, range: {}) { totals { clicks { raw } } }
    }`,
  );
  expect(answer.body.errors?.[0]).toMatchObject({
    message: `Internal error. Quote ${answer.headers.get("x-request-id")} to support.`,
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId: answer.headers.get("x-request-id") },
  });
  expect(answer.text).not.toMatch(/sales_daily|relation|select|\.ts/);
  expect((await client.data<{ viewer: { kind: string } }>("{ viewer { kind } }")).viewer.kind).toBe(
    "KEY",
  );
});
