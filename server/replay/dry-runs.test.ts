/** Dry runs through the API: under a draft, a version, the contract in force; by brand and partner; nothing is stored. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../auth/rights.ts";
import { createClient, type Client } from "../test/client.ts";
import { createWorld, inline, readScopes, type World } from "../test/world.ts";

let world: World;
let brand: Client;
let x: Client;
let clickId: string;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  x = createClient(world.url, { key: await world.keyOf(world.partnerX, readScopes) });
  const at = world.clock.now - 5_000;
  const ids = await world.clicks(world.ax, [at, at + 1, at + 2], { country: "DE", device: "PHONE" });
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
      groups: [{ name: "Phones", rules: [{ variable: "DEVICE", operator: "IS", values: ["PHONE"] }], rate: "0.20" }],
      restrictions: [{ name: "Germany", rules: [{ variable: "COUNTRY", operator: "IS", values: ["DE"] }] }],
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
  trace: { steps: { step: string; verdict: string; seen: string; rows: { label: string; text: string; verdict: string }[] }[] };
  code: string;
  path: string[];
}
const fields = `__typename ... on DryRunOk { outcome reason reasonText amount { amount currency } wouldPay { amount } groupName termsName versionNumber
  trace { consistent engineVersion limits { text before after } steps { step verdict seen reason rows { label text verdict conditions { text seen holds } } } } } ... on UserError { code message path }`;
const dry = async (client: Client, kind: "dryRunClick" | "dryRunSale", input: object): Promise<Made> =>
  (await client.data<{ made: Made }>(`mutation { made: ${kind}(input: ${inline({ programId: world.ax.program, ...input })}) { ${fields} } }`)).made;
const fact = (variable: string, ...values: string[]) => ({ variable, values });
const stored = async () => (await world.people.sql("select (select count(*) from decision) + (select count(*) from click) + (select count(*) from limit_budget) as n"))[0];

test("a sale tells its own total and currency, and a list whether it holds what the sale names", async () => {
  const made = await brand.data<{ createExceptionList: { list: { id: string } } }>(
    `mutation { createExceptionList(input: { kind: SKU, name: "Summer", items: ["A-1"] }, idempotencyKey: "summer") { ... on ExceptionListOk { list { id } } } }`,
  );
  const { id } = made.createExceptionList.list;
  const groups = [
    { name: "Summer", rules: [{ variable: "ITEM_SKU_LIST", operator: "IS", values: [id] }], rate: "20%" },
    {
      name: "Large",
      rules: [
        { variable: "ORDER_TOTAL", operator: "GT", values: ["100"] },
        { variable: "CURRENCY", operator: "IS", values: ["USD"] },
      ],
      rate: "10%",
    },
  ];
  const draft = { name: "Tried", currency: "USD", eventPayouts: [{ event: "SALE", rate: "5%", groups, limits: [] }] };
  const run = (amount: string, ...facts: object[]) => dry(brand, "dryRunSale", { draft, amount, facts });
  expect(await run("100.00")).toMatchObject({ groupName: null, amount: { amount: "5.00" } });
  expect(await run("100.01")).toMatchObject({ groupName: "Large" });
  const listed = await run("100.01", fact("ITEM_SKU", "a-1"));
  expect(listed).toMatchObject({ groupName: "Summer", amount: { amount: "20.002" } });
  const tried = JSON.stringify(listed.trace.steps.find(({ step }) => step === "GROUP")?.rows);
  expect(tried).toContain('"seen":"in it"');
  expect(tried).not.toContain(id);
});

test("a click under a draft: every step with what was seen, and nothing is stored [D85]", async () => {
  const before = await stored();
  const paid = await dry(brand, "dryRunClick", { draft: terms(), facts: [fact("COUNTRY", "US"), fact("DEVICE", "PHONE")] });
  expect(paid).toMatchObject({ outcome: "PAID", reason: null, amount: { amount: "0.20" }, groupName: "Phones" });
  const restricted = await dry(brand, "dryRunClick", { draft: terms(), facts: [fact("COUNTRY", "DE")] });
  expect(restricted).toMatchObject({
    outcome: "UNPAID",
    reason: "RESTRICTED",
    reasonText: "A payout restriction of the contract excludes this click.",
    amount: { amount: "0.00" },
  });
  expect(restricted.trace.steps.map(({ step, verdict }) => `${step} ${verdict}`)).toContain("RESTRICTIONS STOPPED");
  expect(await dry(brand, "dryRunClick", { draft: terms(), isTest: true })).toMatchObject({ outcome: "UNPAID", reason: "TEST_CLICK", wouldPay: { amount: "0.12" } });
  expect(await stored()).toEqual(before);
});

test("the contract in force, with what its limits have used", async () => {
  const made = await dry(brand, "dryRunClick", { partnerId: world.partnerX.accountId });
  expect(made).toMatchObject({ outcome: "PAID", amount: { amount: "0.12" }, termsName: "Terms A-X", versionNumber: 1 });
  expect(made.trace.steps.find(({ step }) => step === "LIMITS")?.rows).toMatchObject([
    { label: "1000 clicks a day", text: "3 used before, 4 after", verdict: "YES" },
    { label: "500.00 USD in all", text: "0.36 USD used before, 0.48 USD after", verdict: "YES" },
  ]);
  expect(await dry(brand, "dryRunClick", {})).toMatchObject({ outcome: "UNPAID", reason: "CONTRACT_NOT_FOUND" });
});

test("a click that did happen gives its partner, instant and facts; what stands beside it replaces them", async () => {
  expect(await dry(brand, "dryRunClick", { clickId, draft: terms() })).toMatchObject({ reason: "RESTRICTED" });
  expect(await dry(brand, "dryRunClick", { clickId, draft: terms(), facts: [fact("COUNTRY", "FR")] })).toMatchObject({ outcome: "PAID", groupName: "Phones" });
  expect(await dry(brand, "dryRunClick", { clickId })).toMatchObject({ outcome: "PAID", groupName: null, amount: { amount: "0.12" } });
});

test("a sale: its share, a currency that is not the terms', sale terms that are missing", async () => {
  const sale = { partnerId: world.partnerX.accountId, amount: "200.00", orders: 2 };
  expect(await dry(brand, "dryRunSale", sale)).toMatchObject({ outcome: "PAID", amount: { amount: "16.00" } });
  expect(await dry(brand, "dryRunSale", { ...sale, currency: "EUR" })).toMatchObject({ outcome: "UNPAID", reason: "CURRENCY_MISMATCH" });
  expect(await dry(brand, "dryRunSale", { ...sale, draft: terms() })).toMatchObject({ outcome: "DISCARDED", reason: "ACTIONTERMS_NOT_FOUND" });
});

describe("who may, and what is refused", () => {
  test("a partner tries its own contract, no draft, nobody else's", async () => {
    expect(await dry(x, "dryRunClick", {})).toMatchObject({ outcome: "PAID", termsName: "Terms A-X" });
    expect(await dry(x, "dryRunClick", { draft: terms() })).toMatchObject({ code: "NOT_YOURS" });
    expect(await dry(x, "dryRunClick", { partnerId: world.partnerY.accountId })).toMatchObject({ code: "NOT_FOUND", path: ["input", "partnerId"] });
  });
  test("what is wrong is named by its field", async () => {
    expect(await dry(brand, "dryRunClick", { draft: terms({ rate: "x" }) })).toMatchObject({ path: ["input", "draft", "eventPayouts", "0", "rate"] });
    expect(await dry(brand, "dryRunClick", { facts: [fact("COUNTRY", "US"), fact("COUNTRY", "CA")] })).toMatchObject({
      code: "BAD_FACT",
      path: ["input", "facts", "1", "variable"],
    });
    expect(await dry(brand, "dryRunClick", { facts: [fact("PARAM", "1")] })).toMatchObject({ code: "BAD_FACT", path: ["input", "facts", "0", "name"] });
    expect(await dry(brand, "dryRunClick", { clickId: world.ax.program })).toMatchObject({ code: "NOT_FOUND" });
    expect(await dry(brand, "dryRunSale", { amount: "-1" })).toMatchObject({ code: "BAD_AMOUNT", path: ["input", "amount"] });
    expect(await dry(brand, "dryRunClick", { at: "2060-01-01T00:00:00Z" })).toMatchObject({ code: "BAD_INSTANT" });
  });
});
