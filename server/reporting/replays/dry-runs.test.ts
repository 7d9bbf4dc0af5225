/**
 * Dry runs through the API: under a draft, a version, the contract in force; by brand and partner;
 * nothing is stored.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import {
  isHiddenFrom,
  isOfSales,
  type RuleVariable,
  ruleVariables,
} from "../../domain/rule-variables.ts";
import type { Side } from "../../domain/sides.ts";
import { createReplays } from "../../start/jobs/replays.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import { inline, intent, makeTerms, propose, run, type Ok } from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let x: Client;
let clickId: string;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  x = createClient(world.url, {
    key: await world.keyOf(world.partnerX, [...readScopes, "replays:run"]),
  });
  const at = world.clock.now - 5_000;
  const ids = await world.clicks(world.ax, [at, at + 1, at + 2], {
    country: "DE",
    device: "PHONE",
  });
  clickId = ids[0] ?? "";
}, 60_000);
afterAll(() => world?.close());

const terms = (payout: object = {}) => ({
  name: "Tried",
  currency: "USD",
  eventPayouts: [
    {
      event: "CLICK",
      rate: "0.12",
      groups: [
        {
          name: "Phones",
          rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }],
          rate: "0.20",
        },
      ],
      restrictions: [
        { name: "Germany", rules: [{ variable: "COUNTRY", operator: "IS", values: ["DE"] }] },
      ],
      limits: [{ kind: "CLICKS", reset: "DAY", max: "50" }],
      ...payout,
    },
  ],
});
interface Made {
  __typename: string;
  outcome: string;
  reason: string | null;
  amount: { amount: string } | null;
  groupName: string | null;
  untried: { name: string; variable: string; rule: string }[];
  trace: {
    steps: {
      step: string;
      verdict: string;
      seen: string;
      rows: { label: string; text: string; verdict: string }[];
    }[];
  };
  code: string;
  message: string;
  path: string[];
}
const fields = `__typename
  ... on DryRunOk {
    outcome reason reasonText
    amount { amount currency }
    wouldPay { amount }
    groupName termsName versionNumber
    untried { name variable rule }
    trace {
      consistent engineVersion
      limits { text before after }
      steps { step verdict seen reason rows { label text verdict conditions { text seen holds } } }
    }
  }
  ... on UserError { code message path }`;
const dry = async (
  client: Client,
  kind: "dryRunClick" | "dryRunSale",
  input: object,
): Promise<Made> =>
  (
    await client.data<{ made: Made }>(
      `mutation {
        made: ${kind}(input: ${inline({ programId: world.ax.program, ...input })}) { ${fields} }
      }`,
    )
  ).made;
const fact = (variable: string, ...values: string[]) => ({ variable, values });
const stored = async () =>
  (
    await world.people.sql(
      `select (select count(*) from decision) + (select count(*) from click) + (
          select count(*) from limit_budget
        ) as n`,
    )
  )[0];

test("a sale tells its total and currency, and a list whether it holds its item", async () => {
  const made = await brand.data<{ createExceptionList: { list: { id: string } } }>(
    `mutation {
      createExceptionList(
        input: { kind: SKU, name: "Summer", items: ["A-1"] },
        idempotencyKey: "summer"
      ) {
        ... on ExceptionListOk { list { id } }
      }
    }`,
  );
  const { id } = made.createExceptionList.list;
  const groups = [
    {
      name: "Summer",
      rules: [{ variable: "ITEM_SKU_LIST", operator: "IS", values: [id] }],
      rate: "20%",
    },
    {
      name: "Large",
      rules: [
        { variable: "ORDER_TOTAL", operator: "GT", values: ["100"] },
        { variable: "CURRENCY", operator: "IS", values: ["USD"] },
      ],
      rate: "10%",
    },
  ];
  const draft = {
    name: "Tried",
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate: "5%", groups, limits: [] }],
  };
  const run = (amount: string, ...facts: object[]) =>
    dry(brand, "dryRunSale", { draft, amount, facts });
  expect(await run("100.00")).toMatchObject({ groupName: null, amount: { amount: "5.00" } });
  expect(await run("100.01")).toMatchObject({ groupName: "Large" });
  const listed = await run("100.01", fact("ITEM_SKU", "a-1"));
  expect(listed).toMatchObject({ groupName: "Summer", amount: { amount: "20.002" } });
  const tried = JSON.stringify(listed.trace.steps.find(({ step }) => step === "GROUP")?.rows);
  expect(tried).toContain('"seen":"in it"');
  expect(tried).not.toContain(id);
});

test("a click under a draft: every step with what was seen, nothing stored [D85]", async () => {
  const before = await stored();
  const paid = await dry(brand, "dryRunClick", {
    draft: terms(),
    facts: [fact("COUNTRY", "US"), fact("DEVICE", "PHONE")],
  });
  expect(paid).toMatchObject({
    outcome: "PAID",
    reason: null,
    amount: { amount: "0.20" },
    groupName: "Phones",
  });
  const restricted = await dry(brand, "dryRunClick", {
    draft: terms(),
    facts: [fact("COUNTRY", "DE")],
  });
  expect(restricted).toMatchObject({
    outcome: "UNPAID",
    reason: "RESTRICTED",
    reasonText: "A payout restriction of the contract excludes it.",
    amount: { amount: "0.00" },
  });
  expect(restricted.trace.steps.map(({ step, verdict }) => `${step} ${verdict}`)).toContain(
    "RESTRICTIONS STOPPED",
  );
  expect(await dry(brand, "dryRunClick", { draft: terms(), isTest: true })).toMatchObject({
    outcome: "UNPAID",
    reason: "TEST_CLICK",
    wouldPay: { amount: "0.12" },
  });
  expect(await stored()).toEqual(before);
});

test("the contract in force, with what its limits have used", async () => {
  const made = await dry(brand, "dryRunClick", { partnerId: world.partnerX.accountId });
  expect(made).toMatchObject({
    outcome: "PAID",
    amount: { amount: "0.12" },
    termsName: "Terms A-X",
    versionNumber: 1,
  });
  expect(made.trace.steps.find(({ step }) => step === "LIMITS")?.rows).toMatchObject([
    {
      label: "Paid are at most 1000 clicks a day",
      text: "3 clicks used before, 4 clicks after",
      verdict: "YES",
    },
    {
      label: "Clicks earn at most 500.00 USD in all",
      text: "0.36 USD used before, 0.48 USD after",
      verdict: "YES",
    },
  ]);
  expect(await dry(brand, "dryRunClick", {})).toMatchObject({
    outcome: "UNPAID",
    reason: "CONTRACT_NOT_FOUND",
  });
});

test("terms tried on a former partner begin no trial anew, as no contract does", async () => {
  const draft = { ...terms({ restrictions: [] }), trialDays: 7 };
  const tried = async (days: number, of: object = { partnerId: world.partnerX.accountId }) => {
    const at = new Date(world.clock.now + days * 86_400_000).toISOString();
    return dry(brand, "dryRunClick", { ...of, draft, at });
  };
  const inTrial = { outcome: "UNPAID", reason: "IN_TRIAL" };
  expect(await tried(0)).toMatchObject(inTrial);
  expect(await tried(9)).toMatchObject({ outcome: "PAID" });
  const endsIn = (days: number | null) =>
    world.people.sql("update contract set ends_at = $1 where id = $2", [
      days === null ? null : new Date(world.clock.now + days * 86_400_000),
      world.ax.contract,
    ]);
  await endsIn(8);
  try {
    expect(await tried(9)).toMatchObject({ outcome: "PAID" });
    expect(await tried(9, {})).toMatchObject(inTrial);
  } finally {
    await endsIn(null);
  }
});

describe("[D95] a weekly limit that is new with the contract", () => {
  const partnerId = () => world.partnerX.accountId;
  const weekly = { limits: [{ kind: "CLICKS", reset: "WEEK", max: "2" }] };
  const limitInForce = async (change: string) => {
    await world.people.sql("alter table terms_version disable trigger user");
    await world.people.sql(
      `update terms_version
        set body = ${change}
        where id = (select terms_version_id from contract where id = $1)`,
      [world.ax.contract],
    );
    await world.people.sql("alter table terms_version enable trigger user");
  };
  test("binds no dry run before its Monday, as it binds no click", async () => {
    // Three of this week's two are paid; it counts from the next Monday of Berlin on.
    const before = world.clock.now;
    await limitInForce(
      `jsonb_insert(
        body,
        '{eventPayouts,0,limits,0}',
        '{"id": "CLICK:CLICKS:CONTRACT:WEEK", "kind": "CLICKS", "scope": "CONTRACT",
          "reset": "WEEK", "max": "2", "weekendMax": null}'
      )`,
    );
    try {
      const at = "2026-11-08T22:59:59.999Z";
      const monday = "2026-11-08T23:00:00.000Z";
      const asked = { partnerId: partnerId() };
      for (const input of [asked, { ...asked, clickId }, { ...asked, at }])
        expect(await dry(brand, "dryRunClick", input)).toMatchObject({ outcome: "PAID" });
      const draft = terms({ ...weekly, restrictions: [] });
      // A draft is tried in the contract's own time, or as a contract that begins with the click.
      for (const input of [
        asked,
        { ...asked, at },
        { partnerId: world.partnerY.accountId, at },
        {},
      ])
        expect(await dry(brand, "dryRunClick", { ...input, draft })).toMatchObject({
          outcome: "PAID",
          trace: { limits: [] },
        });
      for (const more of [{}, { draft }])
        expect(await dry(brand, "dryRunClick", { ...asked, ...more, at: monday })).toMatchObject({
          outcome: "PAID",
          trace: {
            limits: expect.arrayContaining([
              { text: "2 clicks a week", before: "0", after: "1" },
            ]) as object[],
          },
        });
      const usage = `limitUsage(programId: "${world.ax.program}", partnerId: "${partnerId()}")`;
      const waits = {
        text: "2 clicks a week",
        used: "0",
        percent: 0,
        windowStart: monday,
        windowEnd: "2026-11-15T23:00:00.000Z",
        countsFrom: monday,
      };
      const fields = "text used percent windowStart windowEnd countsFrom";
      const { limitUsage, contractLimits } = await brand.data<{
        limitUsage: object[];
        contractLimits: { nodes: { usage: object }[] };
      }>(
        `{
          ${usage} { ${fields} }
          contractLimits(programId: "${world.ax.program}", first: 9) {
            nodes { usage { ${fields} } }
          }
        }`,
      );
      expect(limitUsage[0]).toEqual(waits);
      // It is not the nearest, although more than it allows was paid this week.
      expect(contractLimits.nodes[0]?.usage).not.toEqual(waits);
      expect(contractLimits.nodes.map((node) => node.usage)).toContainEqual(waits);
      world.clock.now = Date.parse(monday);
      const counts = await brand.data<{ limitUsage: object[] }>(`{ ${usage} { ${fields} } }`);
      expect(counts.limitUsage[0]).toMatchObject({ used: "0", countsFrom: null });
    } finally {
      world.clock.now = before;
      await limitInForce("body #- '{eventPayouts,0,limits,0}'");
    }
  });
});

test("a click that did happen gives its facts; what stands beside replaces them", async () => {
  expect(await dry(brand, "dryRunClick", { clickId, draft: terms() })).toMatchObject({
    reason: "RESTRICTED",
  });
  expect(
    await dry(brand, "dryRunClick", { clickId, draft: terms(), facts: [fact("COUNTRY", "FR")] }),
  ).toMatchObject({ outcome: "PAID", groupName: "Phones" });
  expect(await dry(brand, "dryRunClick", { clickId })).toMatchObject({
    outcome: "PAID",
    groupName: null,
    amount: { amount: "0.12" },
  });
});

test.each([
  ["10.001", {}, '"10.001" has more decimals than USD, which has 2'],
  ["10.5", { currency: "JPY" }, '"10.5" has more decimals than JPY, which has none'],
  ["1,000", {}, '"1,000" may be 1000 or 1.000: write the one that is meant'],
])("[D90] no sale is worth %s with %j", async (amount, more, message) => {
  const { data } = await brand.post<{ made: object }>(
    `mutation ($input: DryRunSaleInput!) {
      made: dryRunSale(input: $input) { ... on UserError { code path message } }
    }`,
    {
      input: { programId: world.ax.program, orders: 1, facts: [], isTest: false, amount, ...more },
    },
  );
  expect(data?.made).toEqual({ code: "BAD_AMOUNT", path: ["input", "amount"], message });
});

test("[D90] without terms a sale is in the currency of the connected profile", async () => {
  const reports = (currency: string | null) =>
    world.people.sql("update program set report_currency = $1 where id = $2", [
      currency,
      world.ax.program,
    ]);
  await reports("JPY");
  expect(await dry(brand, "dryRunSale", { amount: "10.5" })).toMatchObject({
    code: "BAD_AMOUNT",
    message: '"10.5" has more decimals than JPY, which has none',
  });
  await reports(null);
});

test("a sale: its share, a currency other than the terms', missing sale terms", async () => {
  const sale = { partnerId: world.partnerX.accountId, amount: "200.00", orders: 2 };
  expect(await dry(brand, "dryRunSale", sale)).toMatchObject({
    outcome: "PAID",
    amount: { amount: "16.00" },
  });
  expect(await dry(brand, "dryRunSale", { ...sale, currency: "EUR" })).toMatchObject({
    outcome: "UNPAID",
    reason: "CURRENCY_MISMATCH",
  });
  expect(await dry(brand, "dryRunSale", { ...sale, draft: terms() })).toMatchObject({
    outcome: "DISCARDED",
    reason: "ACTIONTERMS_NOT_FOUND",
  });
});

describe("who may, and what is refused", () => {
  test("a partner tries its own contract, no draft, nobody else's", async () => {
    expect(await dry(x, "dryRunClick", {})).toMatchObject({
      outcome: "PAID",
      termsName: "Terms A-X",
    });
    expect(await dry(x, "dryRunClick", { draft: terms() })).toMatchObject({ code: "NOT_YOURS" });
    expect(await dry(x, "dryRunClick", { partnerId: world.partnerY.accountId })).toMatchObject({
      code: "NOT_FOUND",
      path: ["input", "partnerId"],
    });
  });
  test("what is wrong is named by its field", async () => {
    expect(await dry(brand, "dryRunClick", { draft: terms({ rate: "x" }) })).toMatchObject({
      path: ["input", "draft", "eventPayouts", "0", "rate"],
    });
    expect(
      await dry(brand, "dryRunClick", { facts: [fact("COUNTRY", "US"), fact("COUNTRY", "CA")] }),
    ).toMatchObject({
      code: "BAD_FACT",
      path: ["input", "facts", "1", "variable"],
    });
    expect(await dry(brand, "dryRunClick", { facts: [fact("PARAM", "1")] })).toMatchObject({
      code: "BAD_FACT",
      path: ["input", "facts", "0", "name"],
    });
    const unseen = { ...fact("PARAM", "1"), name: "constructor" };
    expect(await dry(brand, "dryRunClick", { facts: [unseen, unseen] })).toMatchObject({
      code: "BAD_FACT",
      path: ["input", "facts", "1", "variable"],
    });
    expect(await dry(brand, "dryRunClick", { clickId: world.ax.program })).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await dry(brand, "dryRunSale", { amount: "-1" })).toMatchObject({
      code: "BAD_AMOUNT",
      path: ["input", "amount"],
    });
    expect(await dry(brand, "dryRunClick", { at: "2060-01-01T00:00:00Z" })).toMatchObject({
      code: "BAD_INSTANT",
    });
  });
});

test.each<["dryRunClick" | "dryRunSale", object, [string, string], string]>([
  ["dryRunSale", { amount: "10" }, ["ORDER_TOTAL", "3"], '"amount" says the order’s total'],
  ["dryRunSale", { amount: "10", orders: 2 }, ["ORDER_TOTAL", "10"], "leave the fact ORDER_TOTAL"],
  ["dryRunSale", { amount: "10", currency: "USD" }, ["CURRENCY", "EUR"], 'set "currency"'],
  [
    "dryRunSale",
    { amount: "10" },
    ["CURRENCY", "EUR"],
    '"currency" says the currency of this sale',
  ],
  [
    "dryRunClick",
    { at: "2026-11-04T09:00:00Z" },
    ["HOUR", "3"],
    '"at" says the hour of this click',
  ],
  ["dryRunClick", { at: "2026-11-04T09:00:00Z" }, ["WEEKDAY", "MONDAY"], '"at" says the weekday'],
])("%s with %j beside the fact %j is refused", async (kind, event, [variable, value], message) => {
  const facts = [fact("SHARED_ID", "s"), fact(variable, value)];
  expect(await dry(brand, kind, { ...event, facts })).toMatchObject({
    code: "BAD_FACT",
    path: ["input", "facts", "1", "variable"],
    message: expect.stringContaining(message) as string,
  });
});

describe("a fact that no event has is refused by the gate of its variable", () => {
  test.each<["dryRunClick" | "dryRunSale", [string, string[], string?], string, string]>([
    ["dryRunClick", ["COUNTRY", ["XXX"]], "values.0", "XXX"],
    [
      "dryRunClick",
      ["COUNTRY", ["US", "DE"]],
      "values",
      "at most 1 of the country, and here are 2",
    ],
    ["dryRunClick", ["REFERRER_DOMAIN", ["https://x.com/"]], "values.0", "use x.com"],
    ["dryRunClick", ["DEVICE", ["Banana"]], "values.0", "is none of PHONE"],
    ["dryRunClick", ["HOUR", ["24"]], "values.0", "name one from 0 to 23"],
    ["dryRunClick", ["LANGUAGE", ["english"]], "values.0", "no language of BCP 47"],
    ["dryRunClick", ["AD", ["banner"]], "values.0", "is no id"],
    ["dryRunClick", ["ORDER_TOTAL", ["10"]], "variable", "A click never tells ORDER_TOTAL"],
    ["dryRunClick", ["PARAM", ["1"], "subId1"], "name", "look at SUB_ID1"],
    ["dryRunClick", ["SHARED_ID", ["x".repeat(2_001)]], "values.0", "at most 2000 characters"],
    ["dryRunSale", ["COUNTRY", ["US"]], "variable", "A sale never tells COUNTRY"],
    ["dryRunSale", ["ORDER_TOTAL", ["-5"]], "values.0", "is negative"],
    ["dryRunSale", ["ORDER_TOTAL", ["ten"]], "values.0", "is no number"],
    ["dryRunClick", ["PARTNER_GROUP", ["", "none"]], "values.1", "is no id"],
    ["dryRunSale", ["CURRENCY", ["BTC"]], "values.0", "BTC"],
    ["dryRunSale", ["CUSTOMER_COUNTRY", ["UK"]], "values.0", "use GB"],
  ])("%s: %j", async (kind, [variable, values, name], field, message) => {
    const given = { variable, values, ...(name ? { name } : {}) };
    const more = kind === "dryRunSale" ? { amount: "10" } : {};
    expect(await dry(brand, kind, { facts: [given], ...more })).toMatchObject({
      code: "BAD_FACT",
      message: expect.stringContaining(message) as string,
      path: ["input", "facts", "0", ...field.split(".")],
    });
  });

  test("what an event has is taken in the form in which it has it", async () => {
    const groups = [
      {
        name: "Site",
        rules: [
          { variable: "REFERRER_DOMAIN", operator: "IS", values: ["münchen.example"] },
          { variable: "COUNTRY", operator: "IS", values: ["DE"] },
        ],
        rate: "0.20",
      },
    ];
    expect(
      await dry(brand, "dryRunClick", {
        draft: terms({ groups, restrictions: [] }),
        facts: [fact("REFERRER_DOMAIN", "xn--mnchen-3ya.example."), fact("COUNTRY", "de")],
      }),
    ).toMatchObject({ groupName: "Site" });
  });
});

describe("what a side may not see, no rule that it tries may test (found 100, 101)", () => {
  const hiddenFrom = (side: Side, event: "CLICK" | "SALE"): RuleVariable[] =>
    ruleVariables.filter(
      (variable) =>
        isHiddenFrom(side, variable) &&
        (event === "SALE" ? !variable.startsWith("SUB_ID") : !isOfSales(variable)),
    );
  const exists = (variable: string) => ({
    name: `by ${variable}`,
    rules: [{ variable, operator: "EXISTS", values: [] }],
    rate: "0.20",
  });
  /**
   * Groups that ask for what is hidden come first: the first that could read anything would be
   * named.
   */
  const probing = (side: Side) => ({
    event: "CLICK",
    rate: "0.12",
    limits: [{ kind: "CLICKS", reset: "DAY", max: "50" }],
    groups: [...hiddenFrom(side, "CLICK"), "COUNTRY"].map(exists),
  });
  const list = async (kind: string, item: string): Promise<string> =>
    (
      await run<Ok & { list: { id: string } }>(
        brand,
        `createExceptionList(input: { kind: ${kind}, name: ` +
          `"${intent()}", items: ["${item}"] ` +
          `}, idempotencyKey: "${intent()}")`,
        "ExceptionListOk",
        "list { id }",
      )
    ).list.id;

  beforeAll(async () => {
    await world.people.sql(
      `insert into partner_profile (
          brand_account_id, partner_account_id, since, value1, value2, value3, group_ids
        )
        values ($1, $2, '2020-01-01', 'sv', 'sv', 'sv', array[$3::uuid])`,
      [world.brandA.accountId, world.partnerX.accountId, world.ax.program],
    );
    const [id = ""] = await world.clicks(world.ax, [world.clock.now - 4_000], {
      country: "FR",
      subIds: ["secret", "secret", "secret"],
    });
    clickId = id;
  });

  test("a brand's draft on a stored click: no letter of a sub id", async () => {
    const guess = (operator: string, value: string) => ({
      name: `${operator} ${value}`,
      rules: [{ variable: "SUB_ID1", operator, values: [value] }],
      rate: "0.20",
    });
    const groups = [
      guess("IS", "secret"),
      guess("STARTS_WITH", "se"),
      guess("MATCHES", "s*"),
      guess("CONTAINS", "e"),
    ];
    const tried = await dry(brand, "dryRunClick", {
      clickId,
      draft: terms({ groups, restrictions: [] }),
    });
    expect(tried).toMatchObject({ outcome: "PAID", groupName: null });
    expect(tried.untried.map(({ rule }) => rule)).toEqual([
      "Sub ID 1 is secret",
      "Sub ID 1 starts with se",
      "Sub ID 1 fits s*",
      "Sub ID 1 contains e",
    ]);
    const denied = {
      name: "Not s",
      rules: [{ variable: "SUB_ID1", operator: "IS_NOT", values: ["secret"] }],
      rate: "0.20",
    };
    expect(
      await dry(brand, "dryRunClick", {
        clickId,
        draft: terms({ groups: [denied], restrictions: [] }),
      }),
    ).toMatchObject({ groupName: "Not s" });
    const made = await dry(brand, "dryRunClick", {
      clickId,
      draft: terms({ groups, restrictions: [] }),
      facts: [fact("SUB_ID1", "some")],
    });
    expect(made).toMatchObject({ groupName: "MATCHES s*", untried: [] });
  });

  test("every variable of the other side: a dry run under draft or signed terms", async () => {
    const draft = { name: "Probe", currency: "USD", eventPayouts: [probing("BRAND")] };
    const tried = await dry(brand, "dryRunClick", { clickId, draft });
    expect(tried).toMatchObject({ groupName: "by COUNTRY" });
    expect(tried.untried.map(({ variable }) => variable)).toEqual(hiddenFrom("BRAND", "CLICK"));
    const termsId = await makeTerms(brand, world.ax.program, "Probe", [probing("PARTNER")]);
    const [version] = await world.people.sql<{ id: string }>(
      "select id from terms_version where terms_id = $1",
      [termsId],
    );
    await propose(brand, termsId, world.partnerX.accountId);
    const partners = await dry(x, "dryRunClick", {
      clickId,
      termsVersionId: version?.id ?? "",
      facts: [],
    });
    expect(partners).toMatchObject({ outcome: "PAID", groupName: "by COUNTRY" });
    expect(partners.untried.map(({ variable }) => variable)).toEqual(
      hiddenFrom("PARTNER", "CLICK"),
    );
    expect(
      await dry(brand, "dryRunClick", { clickId, termsVersionId: version?.id ?? "" }),
    ).toMatchObject({ groupName: `by ${hiddenFrom("PARTNER", "CLICK")[0]}`, untried: [] });
  });

  test("what a list holds a partner does not find out by naming things", async () => {
    const [sku, promo] = [await list("SKU", "A-9"), await list("PROMO_CODE", "SAVE")];
    const groups = [
      {
        name: "by sku",
        rules: [{ variable: "ITEM_SKU_LIST", operator: "IS", values: [sku] }],
        rate: "20%",
      },
      {
        name: "by promo code",
        rules: [{ variable: "PROMO_CODE_LIST", operator: "IS", values: [promo] }],
        rate: "20%",
      },
      ...hiddenFrom("PARTNER", "SALE")
        .filter((variable) => variable.startsWith("PARTNER_"))
        .map((variable) => ({ ...exists(variable), rate: "20%" })),
    ];
    const termsId = await makeTerms(brand, world.ax.program, "Lists", [
      { event: "SALE", rate: "5%", groups, limits: [] },
    ]);
    const [version] = await world.people.sql<{ id: string }>(
      "select id from terms_version where terms_id = $1",
      [termsId],
    );
    await propose(brand, termsId, world.partnerX.accountId);
    const sale = {
      termsVersionId: version?.id ?? "",
      amount: "100.00",
      facts: [fact("ITEM_SKU", "A-9"), fact("PROMO_CODE", "SAVE")],
    };
    const tried = await dry(x, "dryRunSale", sale);
    expect(tried).toMatchObject({ outcome: "PAID", groupName: null, amount: { amount: "5.00" } });
    expect(JSON.stringify(tried.trace)).not.toMatch(/"(in it|not in it)"/);
    expect(
      await dry(brand, "dryRunSale", { ...sale, partnerId: world.partnerX.accountId }),
    ).toMatchObject({ groupName: "by sku" });
  });

  test("replays of both sides, their moves and traces", async () => {
    const job = createReplays({
      databaseUrl: world.people.url,
      clock: () => world.clock.now,
      newId: world.people.deps.newId,
      log: world.people.deps.log,
      tellEveryMs: 0,
    });
    const fields = `replay { id }`;
    const answer = `{
      matrix { to { key groupName } events }
      untried { variable }
      moves { nodes { traceThen { steps { step rows { conditions { text seen holds } } } } } }
    }`;
    interface Answer {
      matrix: { to: { groupName: string | null }; events: number }[];
      untried: { variable: string }[];
      moves: { nodes: object[] };
    }
    const replay = async (client: Client, input: object): Promise<Answer> => {
      const { replay: asked } = await run<Ok & { replay: { id: string } }>(
        client,
        "startReplay(input: " +
          `${inline({ programId: world.ax.program, days: 1, ...input })}, ` +
          `idempotencyKey: "${intent()}")`,
        "ReplayOk",
        fields,
      );
      while ((await job.runOnce()) > 0);
      return (await client.data<{ replay: Answer }>(`{ replay(id: "${asked.id}") ${answer} }`))
        .replay;
    };
    try {
      const draft = { name: "Probe", currency: "USD", eventPayouts: [probing("BRAND")] };
      const brands = await replay(brand, { draft });
      expect(new Set(brands.matrix.map(({ to }) => to.groupName))).toEqual(new Set(["by COUNTRY"]));
      expect(brands.untried.map(({ variable }) => variable)).toEqual(hiddenFrom("BRAND", "CLICK"));
      expect(JSON.stringify(brands.moves)).toContain('"seen":"not tried","holds":false');
      expect(JSON.stringify(brands.moves)).not.toContain('Sub ID 1 is known","seen":"a value');
      const termsId = await makeTerms(brand, world.ax.program, "Probe of partners", [
        probing("PARTNER"),
      ]);
      const partners = await replay(x, {
        proposalId: await propose(brand, termsId, world.partnerX.accountId),
      });
      expect(new Set(partners.matrix.map(({ to }) => to.groupName))).toEqual(
        new Set(["by COUNTRY"]),
      );
      expect(partners.untried.map(({ variable }) => variable)).toEqual(
        hiddenFrom("PARTNER", "CLICK"),
      );
      expect(JSON.stringify(partners.moves)).toContain('"seen":"not tried","holds":false');
    } finally {
      await job.close();
    }
  });

  test("only values the brand may see are suggested; linter examples are made up", async () => {
    for (const variable of hiddenFrom("BRAND", "CLICK")) {
      const of = `programId: "${world.ax.program}", event: CLICK, variable: ${variable}`;
      const asked = `ruleValues(${of}) { values { value } lookedAt }`;
      expect(await brand.data(`{ ${asked} }`)).toEqual({ ruleValues: { values: [], lookedAt: 0 } });
    }
    const draft = {
      name: "Probe",
      currency: "USD",
      eventPayouts: [probing("BRAND"), probing("PARTNER")].slice(0, 1),
    };
    const linted = await brand.data(
      `{
        lintTerms(programId: "${world.ax.program}", input: ${inline(draft)}) {
          findings { example { variable values } }
        }
      }`,
    );
    expect(JSON.stringify(linted)).not.toContain("secret");
  });
});
