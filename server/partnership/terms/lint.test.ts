/**
 * The linter through the API: what is typed, what exists, what saving refuses, and values with
 * their clicks.
 */
import { readFileSync } from "node:fs";
import { buildSchema, getNamedType, isInputObjectType, type GraphQLInputType } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import {
  inline,
  intent,
  makeProgram,
  makeTerms,
  propose,
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

const rule = (variable: string, operator: string, ...values: string[]) => ({
  variable,
  operator,
  values,
});
const group = (name: string, rate: string, ...rules: object[]) => ({ name, rate, rules });
const us = rule("COUNTRY", "IS", "US");
const phone = rule("DEVICE", "IS", "PHONE");
const input = (more: object) => ({
  name: "Terms",
  currency: "USD",
  eventPayouts: [
    {
      event: "CLICK",
      rate: "0.05",
      limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }],
      ...more,
    },
  ],
});
const dead = { groups: [group("US", "0.10", us), group("US phones", "0.20", us, phone)] };

interface Found {
  lintTerms: {
    findings: {
      code: string;
      path: string;
      severity: string;
      related: string[];
      message: string;
      example: { variable: string; values: string[] }[] | null;
      groupId: string | null;
    }[];
    warnings: string[];
  } | null;
}
const lint = async (
  of: object,
  client = brand,
  termsId: string | null = null,
): Promise<Found["lintTerms"]> =>
  (
    await client.data<Found>(
      `query ($p: ID!, $input: TermsInput!, $termsId: ID) {
        lintTerms(programId: $p, input: $input, termsId: $termsId) {
          findings { code path severity related message groupId example { variable values } }
          warnings
        }
      }`,
      { p: world.ax.program, input: of, termsId },
    )
  ).lintTerms;
interface Saved {
  id: string;
  latest: { eventPayouts: { groups: { id: string }[] }[] };
}
const savedFields = "id latest { eventPayouts { groups { id } } }";
const groupIdsOf = ({ latest }: Saved): string[] =>
  latest.eventPayouts.flatMap(({ groups }) => groups.map(({ id }) => id));
const codes = async (of: object) =>
  (await lint(of))?.findings.map(({ code, path }) => `${code} ${path}`);
const create = (of: object, asDraft = false) =>
  `createTerms(programId: "${world.ax.program}", input: ${inline(of)}, asDraft: ${asDraft}, ` +
  `idempotencyKey: "${intent()}")`;

test("while typing: what cannot be read and what can never be, each at its row", async () => {
  const found = await lint(
    input({ ...dead, restrictions: [{ name: "Not yet", rules: [rule("COUNTRY", "IN")] }] }),
  );
  expect(found?.findings).toMatchObject([
    {
      code: "BAD_RULE",
      severity: "ERROR",
      path: "eventPayouts.0.restrictions.0.rules.0.values",
      example: null,
    },
    {
      code: "NEVER_REACHED",
      severity: "ERROR",
      path: "eventPayouts.0.groups.1",
      related: ["eventPayouts.0.groups.0"],
      message:
        "Group 2 (US phones) is never reached: group 1 (US) takes everything that it could take. " +
        "Move it up, change it or remove it",
      example: [
        { variable: "COUNTRY", values: ["US"] },
        { variable: "DEVICE", values: ["PHONE"] },
      ],
    },
  ]);
  expect(found?.warnings).toEqual(["NO_SALE_EVENT_TYPE"]);
});

test("a value of another kind is told, whatever else the draft has wrong before it", async () => {
  const draft = { ...input({ rate: 5 }), name: "" };
  const { errors } = await brand.post(
    `{
      lintTerms(programId: "${world.ax.program}", input: ${inline(draft)}) { findings { code } }
    }`,
  );
  expect(errors).toMatchObject([
    { extensions: { code: "BAD_INPUT", path: ["input", "eventPayouts", "0", "rate"] } },
  ]);
});

test("found 81: what clicks can earn at most in the month is said while typing", async () => {
  const asked = async (of: object, contracts: number) =>
    (
      await brand.data<{ lintTerms: object }>(
        `query ($p: ID!, $input: TermsInput!, $n: Count!) {
          lintTerms(programId: $p, input: $input, contracts: $n) {
            clickMonthMax { amount currency } clickMonthTogether { amount currency }
          }
        }`,
        { p: world.ax.program, input: of, n: contracts },
      )
    ).lintTerms;
  const monthly = {
    ...input({}),
    eventPayouts: [
      { event: "CLICK", rate: "0.05", limits: [{ kind: "PAYOUT", reset: "MONTH", max: "500" }] },
    ],
  };
  expect(await asked(monthly, 258)).toEqual({
    clickMonthMax: { amount: "500.00", currency: "USD" },
    clickMonthTogether: { amount: "129000.00", currency: "USD" },
  });
  const unlimited = {
    ...monthly,
    eventPayouts: [{ event: "CLICK", rate: "0.05", limits: [] }],
    acknowledgeNoLimit: true,
  };
  expect(await asked(unlimited, 258)).toEqual({ clickMonthMax: null, clickMonthTogether: null });
});

test("found 4: sales in a currency the program does not sell in are refused there", async () => {
  const euros = { ...input({}), currency: "EUR", acknowledgeNoLimit: true };
  const sale = (rate: string) => ({
    ...euros,
    eventPayouts: [...euros.eventPayouts, { event: "SALE", rate, limits: [] }],
  });
  expect((await lint(sale("8%")))?.findings[0]).toMatchObject({
    code: "CURRENCY_NEVER_SOLD",
    path: "currency",
    related: ["eventPayouts.1.rate"],
  });
  expect(await refusal(brand, create(sale("8%")))).toMatchObject({
    __typename: "InvalidInput",
    code: "CURRENCY_NEVER_SOLD",
    path: ["input", "currency"],
  });
  expect((await refusal(brand, create(sale("0")))).__typename).toBe("SaveTermsOk");
  // It sells in the currency of its connected profile.
  const reports = (currency: string | null) =>
    world.people.sql("update program set report_currency = $1 where id = $2", [
      currency,
      world.ax.program,
    ]);
  await reports("EUR");
  expect((await lint(sale("8%")))?.findings.map(({ code }) => code)).not.toContain(
    "CURRENCY_NEVER_SOLD",
  );
  await reports(null);
});

test("ids are looked up in the own program alone", async () => {
  const ids = (...rules: object[]) =>
    input({ groups: rules.map((each, i) => group(`G${i}`, "0.05", each)) });
  expect(
    await codes(
      ids(
        rule("AD", "IS", world.ax.ad),
        rule("LINK", "IN", world.ay.link),
        rule("AD_PROGRAM", "IS", world.ax.program),
      ),
    ),
  ).not.toContainEqual(expect.stringMatching(/^UNKNOWN_ID/));
  expect(
    await codes(
      ids(
        rule("AD", "IS", world.bx.ad),
        rule("LINK", "IS", "my link"),
        rule("PARTNER_GROUP", "IS_NOT", world.ax.ad),
      ),
    ),
  ).toEqual(
    expect.arrayContaining([0, 1, 2].map((at) => `UNKNOWN_ID eventPayouts.0.groups.${at}.rules.0`)),
  );
});

test("the linter, saving, a dry run and a draft name one fault by one code", async () => {
  const sale = (of: object) => ({
    ...input({}),
    eventPayouts: [{ event: "SALE", rate: "5%", groups: [of] }],
  });
  const nowhere = "01930000-0000-7000-8000-000000000000";
  for (const [of, code] of [
    [input({ groups: [group("G", "0.10", rule("COUNTRY", "IS", "U\u200bS"))] }), "BAD_TEXT"],
    [input({ groups: [group("\u200b", "0.10", us)] }), "BAD_NAME"],
    [input({ restrictions: [{ name: "\u202e", rules: [us] }] }), "BAD_NAME"],
    [sale(group("G", "6%", rule("ITEM_SKU_LIST", "IS", nowhere))), "UNKNOWN_ID"],
    [input({ groups: [group("G", "0.10", rule("AD", "IS", nowhere))] }), "UNKNOWN_ID"],
  ] as const) {
    expect((await lint(of))?.findings.map((found) => found.code)).toEqual([code]);
    expect(await refusal(brand, create(of))).toMatchObject({ __typename: "InvalidInput", code });
    const tried = inline({ programId: world.ax.program, amount: "10.00", draft: of });
    expect(await refusal(brand, `dryRunSale(input: ${tried})`)).toMatchObject({ code });
  }
  const unlisted = sale(group("G", "6%", rule("ITEM_SKU_LIST", "IS", nowhere)));
  expect(await refusal(brand, create(unlisted, true))).toMatchObject({
    code: "UNKNOWN_ID",
    message:
      `This condition can never be read: there is no list with the id ${nowhere}. ` +
      "Choose another or remove it",
  });
});

describe("what can never be is not saved", () => {
  test("new, next or modified terms are refused at the row; a draft is kept", async () => {
    const refused = { code: "NEVER_REACHED", path: ["input", "eventPayouts", "0", "groups", "1"] };
    expect(await refusal(brand, create(input(dead)))).toMatchObject({
      __typename: "InvalidInput",
      ...refused,
    });
    const active = await makeTerms(brand, world.ax.program, "Active", input({}).eventPayouts);
    expect(
      await refusal(
        brand,
        `saveTermsVersion(id: "${active}", input: ${inline(input(dead))}, idempotencyKey: ` +
          `"${intent()}")`,
      ),
    ).toMatchObject(refused);

    const { terms } = await run<Ok & { terms: Saved }>(
      brand,
      create(input(dead), true),
      "SaveTermsOk",
      `terms { ${savedFields} }`,
    );
    const activate = () => `activateTerms(id: "${terms.id}", idempotencyKey: "${intent()}")`;
    expect(await refusal(brand, activate())).toMatchObject({
      __typename: "Conflict",
      code: "NEVER_REACHED",
      path: ["eventPayouts", "0", "groups", "1"],
    });
    const ids = groupIdsOf(terms);
    const groups = dead.groups.map((each, i) => ({ ...each, id: ids[i] })).toReversed();
    const mended = inline(input({ groups }));
    await run(
      brand,
      `saveTermsVersion(id: "${terms.id}", input: ${mended}, idempotencyKey: "${intent()}")`,
      "SaveTermsOk",
      "terms { id }",
    );
    expect(await refusal(brand, activate())).toMatchObject({ __typename: "SaveTermsOk" });
  });

  test("found 53: with ranks out of the list's order the row is the draft's", async () => {
    const [first, second] = dead.groups;
    const list = "01a14ddf-d7d8-7bda-b093-19b16427c516";
    const never = {
      groups: [
        { ...second, rank: 9 },
        { ...first, rank: 3 },
      ],
    };
    const [typed] = (await lint(input(never)))?.findings ?? [];
    expect(typed).toMatchObject({ code: "NEVER_REACHED", path: "eventPayouts.0.groups.0" });
    expect(await refusal(brand, create(input(never)))).toMatchObject({
      code: "NEVER_REACHED",
      path: ["input", "eventPayouts", "0", "groups", "0"],
      message: typed?.message,
    });
    const unknown = group("Listed", "9%", rule("ITEM_SKU_LIST", "IN", list));
    const sale = {
      event: "SALE",
      rate: "8%",
      limits: [],
      groups: [
        { ...unknown, rank: 2 },
        { ...group("Large", "7%", rule("ORDER_TOTAL", "GT", "100")), rank: 1 },
      ],
    };
    expect(await refusal(brand, create({ ...input({}), eventPayouts: [sale] }))).toMatchObject({
      code: "UNKNOWN_ID",
      path: ["input", "eventPayouts", "0", "groups", "0", "rules", "0", "values"],
    });
  });

  test("warnings and hints do not stand in the way", async () => {
    const doubtful = input({ groups: [group("Not US", "0.5", rule("COUNTRY", "IS_NOT", "US"))] });
    expect(await codes(doubtful)).toEqual([
      "PLACE_MAY_BE_UNKNOWN eventPayouts.0.groups.0.rules.0",
      "HIGH_RATE eventPayouts.0.groups.0.rate",
    ]);
    expect(await refusal(brand, create(doubtful))).toMatchObject({ __typename: "SaveTermsOk" });
  });
});

test("found 53: a group of a version before that comes without its id is no new one", async () => {
  const limits = [{ kind: "CLICKS", reset: "DAY", max: "5" }];
  const phones = { ...group("US phones", "0.20", us, phone), limits };
  const { terms } = await run<Ok & { terms: Saved }>(
    brand,
    create(input({ groups: [phones] })),
    "SaveTermsOk",
    `terms { ${savedFields} }`,
  );
  const [id = ""] = groupIdsOf(terms);
  const save = (...groups: object[]) =>
    `saveTermsVersion(id: "${terms.id}", input: ${inline(input({ groups }))}, ` +
    `idempotencyKey: "${intent()}")`;
  const told = async (...groups: object[]) =>
    (await lint(input({ groups }), brand, terms.id))?.findings.map(
      ({ code, severity, path, groupId }) => [code, severity, path, groupId],
    );
  const row = "eventPayouts.0.groups.1";
  const gb = group("UK", "0.10", rule("COUNTRY", "IS", "GB"));
  const other = rule("COUNTRY", "IS", "DE");
  const same = [
    phones,
    // The same conditions in another order, under another name.
    { ...phones, name: "Mobile", rules: phones.rules.toReversed() },
    // The same name, however it is written.
    { ...phones, name: " us PHONES", rules: [other] },
    // An id of other terms is none of these.
    { ...phones, id: "g-0123456789ab" },
  ];
  for (const again of same) {
    const message = expect.stringContaining(`send the id ${id}`);
    const refused = { code: "GROUP_SENT_AGAIN", path: ["input", ...row.split("."), "id"], message };
    expect(await refusal(brand, save(gb, again))).toMatchObject(refused);
    expect(await told(gb, again)).toContainEqual(["GROUP_SENT_AGAIN", "ERROR", row, id]);
  }
  const doubtful = [
    { ...phones, name: "Germany", rules: [other] },
    // The group stays, and another asks what it asked.
    [
      { ...phones, id, rules: [other] },
      { ...phones, name: "Mobile" },
    ],
  ];
  for (const groups of doubtful)
    expect(await told(...[gb, groups].flat().slice(-2))).toContainEqual([
      "NEW_COUNT",
      "WARNING",
      row,
      id,
    ]);
  expect(await told(gb, { ...phones, id })).toEqual([]);
  const saved = { __typename: "SaveTermsOk" };
  expect(await refusal(brand, save({ ...phones, id, name: "Phones" }))).toMatchObject(saved);
  // It is known after a version without it, too.
  expect(await refusal(brand, save(gb))).toMatchObject(saved);
  expect(await refusal(brand, save(phones))).toMatchObject({ code: "GROUP_SENT_AGAIN" });
});

interface Values {
  ruleValues: {
    values: { value: string; label: string | null; clicks: number }[];
    lookedAt: number;
    isComplete: boolean;
  } | null;
}
const values = async (
  variable: string,
  search = "",
  more = "",
  client = brand,
): Promise<Values["ruleValues"]> =>
  (
    await client.data<Values>(
      `query ($s: Line!) {
        ruleValues(
          programId: "${world.ax.program}",
          event: CLICK,
          variable: ${variable},
          search: $s ${more}
        ) {
          values { value label clicks } lookedAt isComplete
        }
      }`,
      { s: search },
    )
  ).ruleValues;

describe("values with the clicks of the last 30 days", () => {
  beforeAll(async () => {
    const day = 86_400_000;
    const at = (days: number, n: number) =>
      Array.from({ length: n }, (_, i) => world.clock.now - days * day - i * 1_000);
    await world.clicks(world.ax, at(1, 3), {
      country: "DE",
      device: "PHONE",
      custom: { camp: "spring" },
    });
    await world.clicks(world.ay, at(2, 2), {
      country: "FR",
      device: "DESKTOP",
      referrerHost: "www.google.com",
    });
    await world.clicks(world.ax, at(3, 4), { country: "FR", device: "ROBOT", robot: true });
    await world.clicks(world.bx, at(1, 5), { country: "IT" });
  });

  test("most clicks first, then what brought none; robots do not count", async () => {
    const found = await values("COUNTRY");
    expect(found?.values.slice(0, 2)).toEqual([
      { value: "DE", label: "Germany", clicks: 3 },
      { value: "FR", label: "France", clicks: 2 },
    ]);
    expect(found).toMatchObject({ lookedAt: 5, isComplete: true });
    expect(found?.values).toHaveLength(20);
    expect((await values("COUNTRY", "ital"))?.values).toEqual([
      { value: "IT", label: "Italy", clicks: 0 },
    ]);
    expect((await values("COUNTRY", "us"))?.values[0]).toMatchObject({ value: "US" });
  });
  test("ids by their names, parameters by theirs, the derived as in pricing", async () => {
    expect((await values("LINK", "link"))?.values).toContainEqual({
      value: world.ax.link,
      label: expect.stringContaining("Link"),
      clicks: 3,
    });
    expect((await values("PARAM", "", ', name: "camp"'))?.values).toEqual([
      { value: "spring", label: null, clicks: 3 },
    ]);
    expect((await values("TRAFFIC_SOURCE", "sea"))?.values).toEqual([
      { value: "SEARCH", label: null, clicks: 2 },
    ]);
    expect((await values("DEVICE"))?.values.map(({ value }) => value)).toContain("WATCH");
  });
  test("signs of patterns are signs; sub ids stay the partner's own [D178]", async () => {
    expect((await values("LINK", "%"))?.values).toEqual([]);
    expect((await values("SUB_ID1"))?.values).toEqual([]);
    const [stranger, partner] = [
      await world.signIn(world.brandB.email),
      await world.signIn(world.partnerX.email),
    ];
    expect([await values("COUNTRY", "", "", stranger), await lint(input({}), stranger)]).toEqual([
      null,
      null,
    ]);
    await expect(values("COUNTRY", "", "", partner)).rejects.toThrow(/FORBIDDEN|right/);
    await expect(lint(input({}), partner)).rejects.toThrow(/FORBIDDEN|right/);
  });
});

interface Info {
  variable: string;
  label: string;
  seenBy: string;
  needsName: boolean;
  kind: string;
  operators: { operator: string; sentence: string }[];
}
test("every rule reads the same where it is offered, in terms and in a trace", async () => {
  const { ruleVariables } = await brand.data<{ ruleVariables: Info[] }>(
    `{
      ruleVariables(event: CLICK) {
        variable label kind seenBy needsName operators { operator sentence }
      }
    }`,
  );
  expect(ruleVariables[0]).toMatchObject({ variable: "COUNTRY", label: "Country", seenBy: "BOTH" });
  expect(ruleVariables.map(({ variable }) => variable)).not.toContain("REGION");
  const whole: Record<string, string> = {
    COUNTRY: "US",
    LANGUAGE: "en-US",
    DEVICE: "PHONE",
    TRAFFIC_SOURCE: "SEARCH",
    WEEKDAY: "MONDAY",
    REFERRER_DOMAIN: "example.com",
  };
  const offered = ruleVariables.flatMap(({ variable, kind, needsName, operators }) =>
    operators.map(({ operator, sentence }) => {
      const value = whole[variable] ?? "7";
      const one = /EXISTS/.test(operator) ? [] : [value];
      const values = operator === "BETWEEN" ? ["7", "9"] : one;
      return {
        isId: kind === "ID",
        rule: { variable, operator, values, ...(needsName ? { name: "camp" } : {}) },
        sentence: sentence
          .replace("{name}", "camp")
          .replace("{values}", operator === "BETWEEN" ? "7 and 9" : value),
      };
    }),
  );
  const sentences = offered.map(({ sentence }) => sentence);
  const groups = Array.from({ length: Math.ceil(offered.length / 3) }, (_, i) =>
    group(`G${i}`, "0.10", ...offered.slice(i * 3, i * 3 + 3).map((one) => one.rule)),
  );
  const of = input({ groups });
  const { saved } = await brand.data<{ saved: { terms: { id: string } } }>(
    `mutation ($p: ID!, $input: TermsInput!) {
      saved: createTerms(
        programId: $p, input: $input, asDraft: true, idempotencyKey: "${intent()}"
      ) {
        ... on SaveTermsOk { terms { id } }
        ... on UserError { message path }
      }
    }`,
    { p: world.ax.program, input: of },
  );
  expect(saved).toHaveProperty("terms");
  const { terms } = await brand.data<{
    terms: { latest: { eventPayouts: { groups: { rules: { sentence: string }[] }[] }[] } };
  }>(
    `{
      terms(id: "${saved.terms.id}") {
        latest { eventPayouts { groups { rules { sentence } } } }
      }
    }`,
  );
  expect(
    terms.latest.eventPayouts[0]?.groups.flatMap(({ rules }) => rules.map((one) => one.sentence)),
  ).toEqual(sentences);
  // One of each that needs no id that exists, in groups that none can take: all are tried.
  const never = { variable: "PARAM", name: "never", operator: "EXISTS", values: [] };
  const firsts = offered.filter(({ rule: one, isId }) => one.operator === "IS" && !isId);
  const draft = input({ groups: firsts.map((one, i) => group(`G${i}`, "0.10", never, one.rule)) });
  const facts = [{ variable: "PARTNER_VALUE1", values: ["7"] }];
  const { dryRunClick } = await brand.data<{
    dryRunClick: {
      trace: { steps: { step: string; rows: { conditions: { text: string }[] }[] }[] };
    };
  }>(
    `mutation ($input: DryRunClickInput!) {
      dryRunClick(input: $input) {
        ... on DryRunOk { trace { steps { step rows { conditions { text } } } } }
        ... on UserError { message path }
      }
    }`,
    { input: { programId: world.ax.program, draft, facts } },
  );
  expect(JSON.stringify(dryRunClick)).toContain("trace");
  const tried = dryRunClick.trace.steps.find(({ step }) => step === "GROUP")?.rows ?? [];
  expect(tried.flatMap(({ conditions }) => conditions.slice(1).map(({ text }) => text))).toEqual(
    firsts.map(({ sentence }) => sentence),
  );
});

describe("no door to terms takes what another refuses", () => {
  let partner: Client;
  let program: string;
  let terms: string;
  let proposal: string;
  beforeAll(async () => {
    const key = await world.keyOf(world.partnerX, [...readScopes, "contracts:decide"]);
    partner = createClient(world.url, { key });
    ({ id: program } = await makeProgram(brand, "Doors"));
    terms = await makeTerms(brand, program, "Doors");
    proposal = await propose(brand, terms, world.partnerX.accountId);
  });

  const payoutsOf = (...rules: object[]) => [
    { event: "SALE", rate: "5%", limits: [], groups: [group("Door", "8%", ...rules)] },
  ];
  const draftOf = (eventPayouts: object[]) => ({ name: "Door", currency: "USD", eventPayouts });
  const key = () => `idempotencyKey: "${intent()}"`;
  const change = (eventPayouts: object[]) =>
    inline({
      strategy: "MODIFY",
      termsId: terms,
      effectiveOn: "2026-12-24",
      terms: draftOf(eventPayouts),
    });
  /** By the mutation that takes rules. */
  const doors: Record<string, (payouts: object[]) => Promise<{ code: string; path: string[] }>> = {
    createTerms: (payouts) =>
      refusal(
        brand,
        `createTerms(programId: "${program}", input: ${inline(draftOf(payouts))}, ` +
          `asDraft: false, ${key()})`,
      ),
    saveTermsVersion: (payouts) =>
      refusal(
        brand,
        `saveTermsVersion(id: "${terms}", input: ${inline(draftOf(payouts))}, ${key()})`,
      ),
    createCampaignTerms: (payouts) => {
      const dates = { firstDate: "2026-12-01", lastDate: "2026-12-31" };
      return refusal(
        brand,
        `createCampaignTerms(programId: "${program}", ` +
          `input: ${inline({ ...draftOf(payouts), ...dates })}, ${key()})`,
      );
    },
    proposeOwnTerms: (eventPayouts) =>
      refusal(
        partner,
        `proposeOwnTerms(programId: "${program}", input: ${inline({ eventPayouts })}, ${key()})`,
      ),
    counterContract: (eventPayouts) =>
      refusal(
        partner,
        `counterContract(id: "${proposal}", input: ${inline({ eventPayouts })}, ${key()})`,
      ),
    dryRunClick: (payouts) =>
      refusal(
        brand,
        `dryRunClick(input: ${inline({ programId: program, draft: draftOf(payouts) })})`,
      ),
    dryRunSale: (payouts) =>
      refusal(
        brand,
        "dryRunSale(input: " +
          `${inline({ programId: program, amount: "10", draft: draftOf(payouts) })})`,
      ),
    dryRunLead: (payouts) =>
      refusal(
        brand,
        `dryRunLead(input: ${inline({ programId: program, draft: draftOf(payouts) })})`,
      ),
    startReplay: (payouts) =>
      refusal(
        brand,
        `startReplay(input: ${inline({ programId: program, draft: draftOf(payouts) })}, ${key()})`,
      ),
    previewContractChange: (payouts) =>
      refusal(brand, `previewContractChange(input: ${change(payouts)})`),
    applyContractChange: (payouts) =>
      refusal(brand, `applyContractChange(input: ${change(payouts)}, ${key()})`),
  };
  /** What is only written down is looked at when it is used. */
  const desks = ["saveContractChangeDraft"];

  test("these are all doors there are", () => {
    const schema = buildSchema(readFileSync("schema.graphql", "utf8"));
    const takesRules = (type: GraphQLInputType, met = new Set<string>()): boolean => {
      const named = getNamedType(type);
      if (!isInputObjectType(named) || met.has(named.name)) return false;
      met.add(named.name);
      return (
        named.name === "RuleInput" ||
        Object.values(named.getFields()).some((field) => takesRules(field.type, met))
      );
    };
    const taking = Object.values(schema.getMutationType()?.getFields() ?? {})
      .filter(({ args }) => args.some(({ type }) => takesRules(type)))
      .map(({ name }) => name);
    expect(taking.toSorted()).toEqual([...Object.keys(doors), ...desks].toSorted());
  });

  const nobody = "00000000-0000-4000-8000-000000000000";
  test.each<[string, object[]]>([
    ["NEVER_TRUE", [rule("CURRENCY", "IS", "USD"), rule("CURRENCY", "IS", "EUR")]],
    ["UNKNOWN_ID", [rule("AD", "IS", nobody)]],
    ["BAD_RULE", [rule("CURRENCY", "IS", "BTC")]],
  ])("%s", async (code, rules) => {
    const answers = await Promise.all(
      Object.entries(doors).map(async ([door, open]) => [
        door,
        (await open(payoutsOf(...rules))).code,
      ]),
    );
    expect(answers).toEqual(Object.keys(doors).map((door) => [door, code]));
  });

  test("[D90] a limit of a thousandth of a dollar", async () => {
    const payouts = [
      { event: "SALE", rate: "5%", limits: [{ kind: "PAYOUT", reset: "DAY", max: "0.001" }] },
    ];
    const answers = await Promise.all(
      Object.entries(doors).map(async ([door, open]) => {
        const { code, path } = await open(payouts);
        return [door, code, path.slice(-4).join(".")];
      }),
    );
    const at = ["BAD_AMOUNT", "0.limits.0.max"];
    expect(answers).toEqual(Object.keys(doors).map((door) => [door, ...at]));
  });

  test("a copy that is no draft; a partner's offer may name what is its own", async () => {
    const bad = draftOf(payoutsOf(rule("CURRENCY", "IS", "USD"), rule("CURRENCY", "IS", "EUR")));
    const { terms: made } = await run<Ok & { terms: { id: string } }>(
      brand,
      `createTerms(programId: "${program}", input: ${inline(bad)}, asDraft: true, ${key()})`,
      "SaveTermsOk",
      "terms { id }",
    );
    const copy = (asDraft: boolean) =>
      refusal(brand, `copyTerms(id: "${made.id}", name: "Copy", asDraft: ${asDraft}, ${key()})`);
    expect(await copy(false)).toMatchObject({ code: "NEVER_TRUE" });
    expect(await copy(true)).toMatchObject({ __typename: "SaveTermsOk" });
    const [own] = await world.people.sql<{ id: string }>(
      "select id from ad where program_id = $1 limit 1",
      [program],
    );
    expect(
      await doors["proposeOwnTerms"]?.(payoutsOf(rule("AD", "IS", own?.id ?? nobody))),
    ).toMatchObject({ __typename: "ContractOk" });
  });
});
