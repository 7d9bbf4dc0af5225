/**
 * What terms may hold: groups, restrictions, limits, locking, schedule, windows, leads; by edition
 * and kind of program.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editions, entitlements, features, isEntitled } from "../../domain/entitlement.ts";
import { clauseNames } from "../../domain/clauses.ts";
import { defaultNumbers } from "../../domain/number-clauses.ts";
import { diffTerms } from "../../domain/terms-diff.ts";
import { termsFromJson, type Terms } from "../../domain/terms.ts";
import { createPool } from "../../platform/db/connection.ts";
import { differenceLine } from "../notices/letters.ts";
import { termsText } from "./terms-text.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  enableCpc,
  inline,
  intent,
  makeProgram,
  makeTerms,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
});
afterAll(() => world?.close());

const country = (operator: string, ...values: string[]) => ({
  variable: "COUNTRY",
  operator,
  values,
});
const group = (name: string, rate: string, ...rules: object[]) => ({ name, rate, rules });
const click = (more: object = {}) => ({
  event: "CLICK",
  rate: "0.05",
  limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }],
  ...more,
});
const create = (eventPayouts: object[], more: object = {}, program = world.ax.program) =>
  `createTerms(programId: "${program}", input: ` +
  `${inline({ name: "Terms", currency: "USD", eventPayouts, ...more })}, ` +
  "idempotencyKey: " +
  `"${intent()}")`;
const latest = async (call: string, fields: string): Promise<Record<string, unknown>> =>
  (
    await run<Ok & { terms: { latest: Record<string, unknown> } }>(
      brand,
      call,
      "SaveTermsOk",
      `terms { latest { ${fields} } }`,
    )
  ).terms.latest;

const groupId = /^g-[0-9a-f]{12}$/;
const everything = `currency noticeDays maxReturnPercent
  customTerms { name kind text fileId }
  eventPayouts {
    event level rate
    amount { amount }
    remainder
    groups { id rank name rate amount { amount } rules { variable name operator values } }
    restrictions { id name hideZeroRows rules { variable operator values } }
    limits { id kind reset maxClicks maxConversions maxPayout { amount } }
    locking { openEnded period months days }
    schedule { period months days dayOfMonth }
  }`;

test("all that the form knows is stored and read back", async () => {
  const full = click({
    groups: [
      group("US phones", "0.20", country("IS", "US"), {
        variable: "DEVICE",
        operator: "IS",
        values: ["PHONE"],
      }),
      group("A campaign", "0.10", {
        variable: "PARAM",
        name: "camp",
        operator: "IN",
        values: ['a, "b, c"'],
      }),
    ],
    restrictions: [
      {
        name: "No robots' browser",
        hideZeroRows: true,
        rules: [{ variable: "BROWSER", operator: "IS", values: ["UC_BROWSER"] }],
      },
    ],
    limits: [
      { kind: "CLICKS", reset: "DAY", max: "100" },
      { kind: "PAYOUT", reset: "QUARTER", max: "50.5" },
    ],
    remainder: "PAY_REMAINDER",
    schedule: { period: "WEEK", days: 3 },
  });
  const sale = {
    event: "SALE",
    rate: "8%",
    level: "ITEM",
    limits: [{ kind: "CONVERSIONS", reset: "MONTH", max: "7" }],
    locking: { period: "MONTH", months: 1, days: 2 },
  };
  const more = {
    noticeDays: 3,
    maxReturnPercent: 20,
    customTerms: [{ name: "Ours", kind: "SEO", text: " No doorway pages. " }],
  };
  const found = await latest(create([full, sale], more), everything);
  const exists = (text: string) => ({ amount: text });
  expect(found).toEqual({
    currency: "USD",
    noticeDays: 3,
    maxReturnPercent: 20,
    customTerms: [{ name: "Ours", kind: "SEO", text: "No doorway pages.", fileId: null }],
    eventPayouts: [
      {
        event: "CLICK",
        level: "CLICK",
        rate: "0.05",
        amount: exists("0.05"),
        remainder: "PAY_REMAINDER",
        groups: [
          {
            id: expect.stringMatching(groupId),
            rank: 1,
            name: "US phones",
            rate: "0.20",
            amount: exists("0.20"),
            rules: [
              { variable: "COUNTRY", name: null, operator: "IS", values: ["US"] },
              { variable: "DEVICE", name: null, operator: "IS", values: ["PHONE"] },
            ],
          },
          {
            id: expect.stringMatching(groupId),
            rank: 2,
            name: "A campaign",
            rate: "0.10",
            amount: exists("0.10"),
            rules: [{ variable: "PARAM", name: "camp", operator: "IN", values: ["a", "b, c"] }],
          },
        ],
        restrictions: [
          {
            id: "r1",
            name: "No robots' browser",
            hideZeroRows: true,
            rules: [{ variable: "BROWSER", operator: "IS", values: ["UC_BROWSER"] }],
          },
        ],
        limits: [
          {
            id: "CLICK:CLICKS:CONTRACT:DAY",
            kind: "CLICKS",
            reset: "DAY",
            maxClicks: 100,
            maxConversions: null,
            maxPayout: null,
          },
          {
            id: "CLICK:PAYOUT:CONTRACT:QUARTER",
            kind: "PAYOUT",
            reset: "QUARTER",
            maxClicks: null,
            maxConversions: null,
            maxPayout: exists("50.50"),
          },
        ],
        locking: null,
        schedule: { period: "WEEK", months: 0, days: 3, dayOfMonth: null },
      },
      {
        event: "SALE",
        level: "ITEM",
        rate: "8%",
        amount: null,
        remainder: "PAY_ZERO",
        groups: [],
        restrictions: [],
        limits: [
          {
            id: "SALE:CONVERSIONS:CONTRACT:MONTH",
            kind: "CONVERSIONS",
            reset: "MONTH",
            maxClicks: null,
            maxConversions: 7,
            maxPayout: null,
          },
        ],
        locking: { openEnded: false, period: "MONTH", months: 1, days: 2 },
        schedule: { period: "MONTH", months: 0, days: 15, dayOfMonth: null },
      },
    ],
  });
});

test("a version gives itself back as input, which says the same; to the brand alone", async () => {
  const groups = [
    group("Ours", "0.20", country("IN", "US", "CA"), {
      variable: "PARAM",
      name: "camp",
      operator: "IS",
      values: ['"a, b"'],
    }),
  ];
  const sale = {
    event: "SALE",
    rate: "4%",
    limits: [{ kind: "PAYOUT", reset: "DAY", max: "5.5", weekendMax: "7" }],
    locking: { openEnded: true },
    bonus: { kind: "PAST_EACH_TIER", basis: "REVENUE", tiers: [{ from: "200", rate: "6%" }] },
  };
  const custom = { customTerms: [{ name: "Ours", kind: "SEO", text: "No doorway pages." }] };
  const read = `id asInput ${everything}`;
  const first = await latest(create([click({ groups }), sale], custom), read);
  const saved = await brand.data<{
    result: { terms: { latest: { id: string; asInput: { eventPayouts: object[] } } } };
  }>(
    `mutation ($programId: ID!, $input: TermsInput!, $key: String!) {
      result: createTerms(programId: $programId, input: $input, idempotencyKey: $key) {
        ... on UserError { message path }
        ... on SaveTermsOk { terms { latest { ${read} } } }
      }
    }`,
    {
      programId: world.ax.program,
      input: { ...(first.asInput as object), name: "Again" },
      key: intent(),
    },
  );
  const again = saved.result.terms.latest;
  // New terms give their groups ids of their own.
  const plain = (version: object) =>
    JSON.stringify({ ...version, id: "" }).replaceAll(/g-[0-9a-f]{12}/g, "g");
  expect(plain(again)).toBe(plain(first));
  expect(again.asInput.eventPayouts).toHaveLength(2);
  const partner = await world.signIn(world.partnerX.email);
  const theirs = await partner.data<{ terms: { latest: { asInput: null; currency: string } } }>(
    `{ terms(id: "${world.ax.terms}") { latest { asInput currency } } }`,
  );
  expect(theirs.terms.latest).toEqual({ asInput: null, currency: "USD" });
});

test("brand, partner, branded link, mail and command line read the same sentences", async () => {
  const sale = {
    event: "SALE",
    rate: "4%",
    limits: [{ kind: "CONVERSIONS", reset: "DAY", max: "5", weekendMax: "7" }],
    bonus: { kind: "PAST_EACH_TIER", basis: "REVENUE", tiers: [{ from: "200", rate: "6%" }] },
  };
  const payouts = [
    click({
      groups: [group("Ours", "0.20", country("IN", "US", "CA"))],
      restrictions: [{ name: "Not there", rules: [country("IS", "DE")], hideZeroRows: true }],
      limits: [{ kind: "PAYOUT", reset: "MONTH", max: "99.5" }],
      remainder: "PAY_REMAINDER",
    }),
    sale,
  ];
  const says = "sentences { part clause event text }";
  type Says = { sentences: { part: string; clause: string; text: string }[] };
  const saved = await run<Ok & { terms: { id: string; latest: { id: string } & Says } }>(
    brand,
    create(payouts, { noticeDays: 2, maxReturnPercent: 20, referralWindowDays: 7, trialDays: 7 }),
    "SaveTermsOk",
    `terms { id latest { id ${says} } }`,
  );
  const { id, latest: version } = saved.terms;
  const read = version.sentences.map(({ text }) => text);
  const clauses = new Set(version.sentences.map(({ clause }) => clause));
  // Level, order of groups and event types are said by the sentences of what they are part of.
  expect(clauses).toEqual(
    new Set(
      clauseNames.filter(
        (name) => !["LEVEL", "PAYOUT_GROUP_RANK", "EVENT_TYPE", "CUSTOM_TERMS"].includes(name),
      ),
    ),
  );
  const opened = await run<Ok & { terms: { linkCode: string } }>(
    brand,
    `openTermsLink(id: "${id}", idempotencyKey: "${intent()}")`,
    "SaveTermsOk",
    "terms { linkCode }",
  );
  const anybody = await world.signIn(world.partnerY.email);
  const { publicTerms } = await anybody.data<{ publicTerms: Says }>(
    `{ publicTerms(code: "${opened.terms.linkCode}") { ${says} } }`,
  );
  expect(publicTerms.sentences).toEqual(version.sentences);
  const pool = createPool(world.people.url, "worker", 1);
  try {
    expect((await termsText(pool, version.id))?.slice(1)).toEqual(read);
    const partner = await world.signIn(world.partnerX.email);
    const asked = `{ contracts(first: 1) { nodes { id version { ${says} } } } }`;
    const signed = (
      await partner.data<{ contracts: { nodes: { id: string; version: Says }[] } }>(asked)
    ).contracts.nodes[0];
    expect(signed?.version.sentences.length).toBeGreaterThan(3);
    expect((await termsText(pool, signed?.id ?? ""))?.slice(1)).toEqual(
      signed?.version.sentences.map(({ text }) => text),
    );
    expect(await termsText(pool, world.ax.program)).toBeNull();
  } finally {
    await pool.end();
  }
  // A mail tells of each sentence that differs, in its words.
  const [body] = await world.people.sql<{ body: unknown }>(
    "select body from terms_version where id = $1",
    [version.id],
  );
  const after = termsFromJson(body?.body);
  const before: Terms = { ...after, eventPayouts: [], ...defaultNumbers };
  const lines = diffTerms({ ...before, currency: "EUR" }, after)
    .map(differenceLine)
    .join(" ");
  for (const text of read) expect(lines).toContain(text.slice(0, -1));
});

describe("refusals name the faulty rule by its path", () => {
  const ok = country("IS", "US");
  const faults: [string, object, string, string[]][] = [
    [
      "an empty list of values [D82]",
      { groups: [group("A", "1", ok), group("B", "1", ok, country("IN"))] },
      "BAD_RULE",
      ["groups", "1", "rules", "1", "values"],
    ],
    [
      "an open quote [D82]",
      { restrictions: [{ name: "R", rules: [country("IS", '"US')] }] },
      "BAD_RULE",
      ["restrictions", "0", "rules", "0", "values", "0"],
    ],
    [
      "a parameter without a name [D82]",
      { groups: [group("A", "1", { variable: "PARAM", operator: "EXISTS" })] },
      "BAD_RULE",
      ["groups", "0", "rules", "0", "name"],
    ],
    ["a group without a rule", { groups: [group("A", "1")] }, "BAD_RULE", ["groups", "0", "rules"]],
    [
      "a group without a payout [D21]",
      { groups: [group("A", " ", ok)] },
      "BAD_RATE",
      ["groups", "0", "rate"],
    ],
    [
      "a group with a share of a click [D21, D23]",
      { groups: [group("A", "5%", ok)] },
      "BAD_RATE",
      ["groups", "0", "rate"],
    ],
    [
      "two groups of one rank [D22]",
      {
        groups: [
          { ...group("A", "1", ok), rank: 3 },
          { ...group("B", "1", ok), rank: 3 },
        ],
      },
      "BAD_RANK",
      ["groups"],
    ],
    ["a locking period for clicks", { locking: { days: 30 } }, "BAD_LOCKING", ["locking"]],
    [
      "payment on the 31st",
      { schedule: { dayOfMonth: 31 } },
      "BAD_SCHEDULE",
      ["schedule", "dayOfMonth"],
    ],
  ];
  test.each(faults)("%s", async (_name, more, code, path) => {
    expect(await refusal(brand, create([click(more)]))).toMatchObject({
      __typename: "InvalidInput",
      code,
      path: ["input", "eventPayouts", "0", ...path],
    });
  });

  test("a variable or operator that is none fails the schema, with where [D82]", async () => {
    const input = {
      name: "T",
      currency: "USD",
      eventPayouts: [
        click({
          groups: [group("A", "1", { variable: "MOON", operator: "IS", values: ["full"] })],
        }),
      ],
    };
    const answer = await brand.post(
      `mutation ($p: ID!, $input: TermsInput!) {
        createTerms(programId: $p, input: $input, idempotencyKey: "moon") { __typename }
      }`,
      {
        p: world.ax.program,
        input,
      },
    );
    expect(answer).toMatchObject({
      status: 400,
      errors: [
        { message: expect.stringContaining('"input.eventPayouts[0].groups[0].rules[0].variable"') },
      ],
    });
  });
});

interface Group {
  id: string;
  rank: number;
  name: string;
}
const groupsIn = async (call: string): Promise<Group[]> => {
  const found = await latest(call, "eventPayouts { groups { id rank name } }");
  return (found.eventPayouts as { groups: Group[] }[])[0]?.groups ?? [];
};

test("ranks become 1, 2, 3 in order, and a group keeps its id when moved [D22]", async () => {
  const { id: program } = await makeProgram(brand, "Program of ranks");
  const terms = await makeTerms(brand, program, "Ranked", [
    click({ groups: [{ ...group("Late", "0.1", country("IS", "US")), rank: 7 }] }),
  ]);
  const [late] = await groupsIn(
    `setTermsRestricted(id: "${terms}", restricted: false, idempotencyKey: "${intent()}")`,
  );
  const groups = [
    { ...group("Late", "0.1", country("IS", "US")), rank: 40, id: late?.id },
    { ...group("Early", "0.2", country("IS", "CA")), rank: 7 },
  ];
  const moved = await groupsIn(
    `saveTermsVersion(id: "${terms}", input: ` +
      `${inline({ name: "Ranked", currency: "USD", eventPayouts: [click({ groups })] })}, ` +
      `idempotencyKey: "${intent()}")`,
  );
  expect(moved).toEqual([
    { id: expect.stringMatching(groupId), rank: 1, name: "Early" },
    { id: late?.id, rank: 2, name: "Late" },
  ]);
});

test("found 53: a group's identity is made once, and leads to no other's counters", async () => {
  const { id: program } = await makeProgram(brand, "Program of identities");
  const own = (of: object[]) =>
    inline({ name: "Identities", currency: "USD", eventPayouts: [click({ groups: of })] });
  const us = group("US", "0.1", country("IS", "US"));
  const create1 = (of: object[]) =>
    `createTerms(programId: "${program}", input: ${own(of)}, idempotencyKey: "${intent()}")`;
  const [first] = await groupsIn(create1([us]));
  const [other] = await groupsIn(create1([us]));
  const [claimed] = await groupsIn(create1([{ ...us, id: first?.id }]));
  expect(new Set([first?.id, other?.id, claimed?.id]).size).toBe(3);
  const saved = await run<Ok & { terms: { id: string } }>(
    brand,
    create1([us]),
    "SaveTermsOk",
    "terms { id latest { eventPayouts { groups { id } } } }",
  );
  const next = (of: object[]) =>
    groupsIn(
      `saveTermsVersion(id: "${saved.terms.id}", input: ${own(of)}, idempotencyKey: "${intent()}")`,
    );
  // Another one is new; when it comes back with its id it is itself again; an id of other terms is
  // none of these.
  const ca = group("CA", "0.1", country("IS", "CA"));
  const au = group("AU", "0.1", country("IS", "AU"));
  const [replaced] = await next([ca]);
  const [again] = await next([{ ...ca, id: replaced?.id }]);
  const [foreign] = await next([{ ...au, id: first?.id }]);
  expect([
    replaced?.id === again?.id,
    foreign?.id === first?.id,
    foreign?.id === replaced?.id,
  ]).toEqual([true, false, false]);
  const [back] = await next([{ ...ca, id: replaced?.id }]);
  expect(back?.id).toBe(replaced?.id);
  // A copy has the same groups, so that a running period goes on under it.
  const [copied] = await groupsIn(
    `copyTerms(id: "${saved.terms.id}", name: "Copy", idempotencyKey: "${intent()}")`,
  );
  expect(copied?.id).toBe(replaced?.id);
});

test("what the author should know comes back with the version", async () => {
  const groups = [
    group("Sub", "0.1", { variable: "SUB_ID2", operator: "EXISTS" }),
    group("Not US", "0.1", country("IS_NOT", "US")),
  ];
  const short = { event: "SALE", rate: "8%", locking: { days: 10 } };
  expect(await latest(create([click({ groups }), short]), "warnings")).toEqual({
    warnings: ["LOCKING_TOO_SHORT", "GEO_MAY_BE_UNKNOWN", "SUB_ID_RULE"],
  });
});

test("found 56: what nothing keeps is not promised; older terms stay readable", async () => {
  const sale = { event: "SALE", rate: "8%" };
  // They are no part of the API: none of them can be sent.
  for (const [field, value] of [
    ["creditPolicy", "FIRST_REFERRER"],
    ["referralWindowDays", "30"],
  ] as const) {
    const sent = `{ event: SALE, rate: "8%", ${field}: ${value} }`;
    const answer = await brand.post(
      `mutation { createTerms(programId: "${world.ax.program}", input: { name: "T", ` +
        `currency: USD, eventPayouts: [${sent}] }, idempotencyKey: "${intent()}") ` +
        "{ __typename } }",
    );
    expect(JSON.stringify(answer)).toContain(field);
  }
  for (const variable of ["REGION", "CITY"])
    for (const operator of ["IS", "IS_NOT"]) {
      const where = group("Where", "0.1", { variable, operator, values: ["Texas"] });
      const answer = await brand.post(
        `mutation { ${create([click({ groups: [where] }), sale])} { __typename } }`,
      );
      expect(answer.errors[0]?.message).toContain(
        `Enum "RuleVariable" cannot represent non-enum value: "${variable}".`,
      );
    }
  const id = await world.people.sql<{ id: string }>(
    "select id from terms_version where terms_id = $1",
    [world.ax.terms],
  );
  const before = await world.people.sql<{ body: object }>(
    "select body from terms_version where id = $1",
    [id[0]?.id],
  );
  await world.people.sql(
    `update terms_version
      set body = jsonb_set(body, '{eventPayouts,0,groups}', $2::jsonb)
      where id = $1`,
    [
      id[0]?.id,
      JSON.stringify([
        {
          id: "g1",
          name: "Old",
          rank: 0,
          rate: { kind: "AMOUNT", micros: "1000" },
          limits: [],
          rules: [{ variable: "REGION", name: null, operator: "IS", values: ["Texas"] }],
        },
      ]),
    ],
  );
  const { terms } = await brand.data<{
    terms: {
      latest: { eventPayouts: { groups: { rules: { variable: null; sentence: string }[] }[] }[] };
    };
  }>(
    `{
      terms(id: "${world.ax.terms}") {
        latest { eventPayouts { groups { rules { variable sentence } } } }
      }
    }`,
  );
  expect(terms.latest.eventPayouts[0]?.groups[0]?.rules[0]).toEqual({
    variable: null,
    sentence: "the region is Texas",
  });
  await world.people.sql("update terms_version set body = $2::jsonb where id = $1", [
    id[0]?.id,
    JSON.stringify(before[0]?.body),
  ]);
});

describe("editions", () => {
  test("the one table of features [D5]", () => {
    const all = ["CPC", "PAYOUT_GROUPS", "EXCEPTION_LISTS", "PERFORMANCE_BONUS", "GATEWAY"];
    expect(features).toEqual(all);
    expect(entitlements).toEqual({
      STARTER: [],
      ESSENTIALS: ["CPC", "PAYOUT_GROUPS"],
      PRO: all,
      ENTERPRISE: all,
    });
    for (const edition of editions)
      for (const feature of features)
        expect(isEntitled(edition, feature), `${edition} ${feature}`).toBe(
          entitlements[edition].includes(feature),
        );
  });

  test.each(editions)(
    "%s gets what the table says, and a refusal that names the feature otherwise [D4, D5]",
    async (edition) => {
      const account = await world.people.signUp("BRAND", `Brand of ${edition}`, "PRO");
      const [client, operator] = [
        await world.signIn(account.email),
        await world.signIn(world.operatorEmail),
      ];
      await enableCpc(client, operator);
      const { id: program } = await makeProgram(client, "Program");
      await run(
        operator,
        `setEdition(accountId: "${account.accountId}", edition: ${edition})`,
        "SetEditionOk",
        "account { edition }",
      );
      const uses = {
        CPC: [[click()], ["input", "eventPayouts", "0", "event"]],
        PAYOUT_GROUPS: [
          [
            {
              event: "SALE",
              rate: "1%",
              groups: [
                group("US", "2%", { variable: "CUSTOMER_COUNTRY", operator: "IS", values: ["US"] }),
              ],
            },
          ],
          ["input", "eventPayouts", "0", "groups"],
        ],
      } as const;
      for (const [feature, [payouts, path]] of Object.entries(uses) as [
        keyof typeof uses,
        (typeof uses)[keyof typeof uses],
      ][]) {
        const answer = await refusal(client, create([...payouts], {}, program));
        if (entitlements[edition].includes(feature))
          expect(answer.__typename, feature).toBe("SaveTermsOk");
        else
          expect(answer).toMatchObject({
            __typename: "NotEntitled",
            code: "EDITION_NOT_ENTITLED",
            message: expect.stringContaining(feature),
            path,
          });
      }
    },
  );
});

describe("a copy", () => {
  test("has every payout, group, limit and clause; the source stays [D19]", async () => {
    const restriction = { name: "No FR", rules: [country("IS", "FR")] };
    const full = click({
      groups: [group("US", "0.2", country("IS", "US"))],
      restrictions: [restriction],
      schedule: { dayOfMonth: 15 },
    });
    const source = await makeTerms(
      brand,
      world.ax.program,
      "Source",
      [full, { event: "SALE", rate: "8%" }],
      {
        customTerms: [{ name: "Clause", text: "Be kind." }],
        noticeDays: 5,
      },
    );
    const read = async (id: string) =>
      (
        await brand.data<{
          terms: { latest: object; state: string; labels: string[]; versions: object[] };
        }>(`{ terms(id: "${id}") { state labels latest { ${everything} } versions { number } } }`)
      ).terms;
    const before = await read(source);
    const copy = (more: string) =>
      `copyTerms(id: "${source}", name: "Copy"${more}, idempotencyKey: "${intent()}")`;
    const { terms } = await run<Ok & { terms: { id: string } }>(
      brand,
      copy(""),
      "SaveTermsOk",
      "terms { id }",
    );
    const copied = await read(terms.id);
    expect(copied).toEqual({ ...before, state: "DRAFT", versions: [{ number: 1 }] });
    const input = inline({
      name: "Copy",
      currency: "USD",
      eventPayouts: [{ event: "SALE", rate: "1%" }],
    });
    await run(
      brand,
      `saveTermsVersion(id: "${terms.id}", input: ${input}, idempotencyKey: "${intent()}")`,
      "SaveTermsOk",
      "terms { id }",
    );
    expect(await read(source)).toEqual(before);
    expect((await read(terms.id)).latest).not.toEqual(before.latest);
    expect(await refusal(brand, copy(", versionNumber: 9"))).toMatchObject({
      code: "NOT_FOUND",
      path: ["versionNumber"],
    });
    expect(await refusal(brand, copy(", versionNumber: 1, asDraft: false"))).toMatchObject({
      __typename: "SaveTermsOk",
    });
  });
});
