import { afterAll, beforeAll, expect, test } from "vitest";
import { bookPair } from "../../testing/money/report-pair.ts";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { keyScopes } from "../../platform/auth/rights.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import {
  inline,
  intent,
  makeTerms,
  propose,
  accept,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let x: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  x = createClient(world.url, {
    key: await world.keyOf(world.partnerX, [...readScopes, "contracts:decide"]),
  });
});
afterAll(() => world?.close());

const fields = "list { id kind name state count items }";
interface Made extends Ok {
  list: { id: string; kind: string; name: string; state: string; count: number; items: string[] };
}
const make = (input: object) =>
  `createExceptionList(input: ${inline(input)}, idempotencyKey: "${intent()}")`.replace(
    /kind:"(\w+)"/,
    "kind:$1",
  );
const change = (name: string, id: string, more = "") =>
  `${name}(id: "${id}"${more}, idempotencyKey: "${intent()}")`;
/** Names of the lists of SKUs that a rule on sales is offered. */
async function offered(search = ""): Promise<(string | null)[]> {
  const query = `query ($search: Line!) {
    ruleValues(
      programId: "${world.ax.program}",
      event: SALE,
      variable: ITEM_SKU_LIST,
      search: $search
    ) {
      values { label }
    }
  }`;
  return (
    await brand.data<{ ruleValues: { values: { label: string | null }[] } }>(query, { search })
  ).ruleValues.values.map(({ label }) => label);
}
const saleTerms = (variable: string, operator: string, ...values: string[]) => [
  {
    event: "SALE",
    rate: "4%",
    groups: [{ name: "G", rate: "12%", rules: [{ variable, operator, values }] }],
    limits: [],
  },
];

test("a list is made, replaced, closed and deactivated; refusals are in words", async () => {
  const { list } = await run<Made>(
    brand,
    make({ kind: "SKU", name: " Shoes ", items: ["B01", " b01 ", "B02"] }),
    "ExceptionListOk",
    fields,
  );
  expect(list).toMatchObject({
    kind: "SKU",
    name: "Shoes",
    state: "ACTIVE",
    count: 2,
    items: ["b01", "b02"],
  });
  expect(await refusal(brand, make({ kind: "SKU", name: "Shoes", items: ["a"] }))).toMatchObject({
    code: "NAME_TAKEN",
    path: ["input", "name"],
  });
  // As long as the API's type and a file take them: characters count, not their halves.
  const long = "\u{1f600}".repeat(100);
  expect(await refusal(brand, make({ kind: "SKU", name: `${long}a`, items: ["a"] }))).toMatchObject(
    {
      code: "BAD_NAME",
      message: "A name has 1 to 100 characters, not 101",
    },
  );
  expect(
    await refusal(brand, make({ kind: "SKU", name: long, items: ["a", "b", "A", `${long}a`] })),
  ).toMatchObject({
    code: "BAD_ITEM",
    message: expect.stringContaining(`which "${"\u{1f600}".repeat(40)}…" has not`) as string,
    path: ["input", "items", "3"],
  });
  const { list: spare } = await run<Made>(
    brand,
    make({ kind: "SKU", name: long, items: [long] }),
    "ExceptionListOk",
    fields,
  );
  await run(brand, change("deactivateExceptionList", spare.id), "ExceptionListOk", fields);
  expect(await refusal(brand, make({ kind: "SKU", name: "Empty", items: [" "] }))).toMatchObject({
    code: "BAD_ITEM",
  });
  const replaced = await run<Made>(
    brand,
    change("replaceExceptionListItems", list.id, ', items: ["B03"]'),
    "ExceptionListOk",
    fields,
  );
  expect(replaced.list.items).toEqual(["b03"]);
  await run(brand, change("closeExceptionList", list.id), "ExceptionListOk", fields);
  expect(await offered()).toEqual(["Shoes"]);
  expect(
    await refusal(brand, change("replaceExceptionListItems", list.id, ', items: ["B04"]')),
  ).toMatchObject({ code: "LIST_NOT_ACTIVE" });
  await run(brand, change("deactivateExceptionList", list.id), "ExceptionListOk", fields);
  expect(await refusal(brand, change("closeExceptionList", list.id))).toMatchObject({
    code: "LIST_NOT_ACTIVE",
  });
  const found = await brand.data<{ exceptionLists: { name: string; state: string }[] }>(
    "{ exceptionLists { name state } }",
  );
  // Not offered any more, and known by its name where it was chosen.
  expect([await offered(), await offered(list.id)]).toEqual([[], ["Shoes"]]);
  expect(found.exceptionLists).toEqual([
    { name: "Shoes", state: "DEACTIVATED" },
    { name: long, state: "DEACTIVATED" },
  ]);
  const versions = await world.people.sql(
    "select number, items from exception_list_version where list_id = $1 order by 1",
    [list.id],
  );
  expect(versions).toEqual([
    { number: 1, items: ["b01", "b02"] },
    { number: 2, items: ["b03"] },
  ]);
  expect(
    await refusal(
      brand,
      `createTerms(programId: "${world.ax.program}", input: ` +
        inline({
          name: "T",
          currency: "USD",
          eventPayouts: saleTerms("ITEM_SKU_LIST", "IS", list.id),
        }) +
        `, idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({
    code: "BAD_LIST",
    path: ["input", "eventPayouts", "0", "groups", "0", "rules", "0", "values"],
  });
  // found 113
  const odd = await run<Made>(
    brand,
    make({ kind: "CATEGORY", name: "null", items: ["NULL", "a,b", "{}", "\\"] }),
    "ExceptionListOk",
    fields,
  );
  expect(odd.list).toMatchObject({ name: "null", items: ["null", "a,b", "{}", "\\"] });
});

test("[D4] an edition without exception lists is told so", async () => {
  await world.people.sql("update account set edition = 'ESSENTIALS' where id = $1", [
    world.brandB.accountId,
  ]);
  const other = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
  expect(await refusal(other, make({ kind: "SKU", name: "L", items: ["a"] }))).toMatchObject({
    code: "EDITION_NOT_ENTITLED",
    message: expect.stringContaining("EXCEPTION_LISTS") as string,
  });
});

test("[D82] what sales alone know is no rule on clicks; lists need ids that exist", async () => {
  const create = (eventPayouts: object[]) =>
    `createTerms(programId: "${world.ax.program}", input: ` +
    `${inline({ name: "T", currency: "USD", eventPayouts, acknowledgeNoLimit: true })}, ` +
    `idempotencyKey: "${intent()}")`;
  const click = [
    {
      event: "CLICK",
      rate: "0.1",
      groups: [
        {
          name: "G",
          rate: "0.2",
          rules: [{ variable: "ITEM_SKU", operator: "IS", values: ["a"] }],
        },
      ],
      limits: [],
    },
  ];
  expect(await refusal(brand, create(click))).toMatchObject({
    code: "BAD_RULE",
    path: ["input", "eventPayouts", "0", "groups", "0", "rules", "0", "variable"],
  });
  expect(await refusal(brand, create(saleTerms("ITEM_SKU_LIST", "CONTAINS", "a")))).toMatchObject({
    code: "BAD_RULE",
    path: ["input", "eventPayouts", "0", "groups", "0", "rules", "0", "operator"],
  });
  expect(
    await refusal(brand, create(saleTerms("PROMO_CODE_LIST", "IS", "no-such-list"))),
  ).toMatchObject({ code: "UNKNOWN_ID" });
  const { list } = await run<Made>(
    brand,
    make({ kind: "PROMO_CODE", name: "Codes", items: ["X"] }),
    "ExceptionListOk",
    fields,
  );
  expect(await refusal(brand, create(saleTerms("ITEM_SKU_LIST", "IS", list.id)))).toMatchObject({
    code: "BAD_LIST",
  });
});

test("[D83] found 5: a sale is in the list however typed; partners see no items", async () => {
  const { list } = await run<Made>(
    brand,
    make({ kind: "SKU", name: "Launch", items: ["B0 LAUNCHE\u0301", "B0SECRET"] }),
    "ExceptionListOk",
    fields,
  );
  const terms = await makeTerms(
    brand,
    world.ax.program,
    "Sales",
    saleTerms("ITEM_SKU_LIST", "IS", list.id),
  );
  await run(
    brand,
    "expireContracts(input: { contractIds: " +
      `["${world.ax.contract}"], lastDay: "2026-11-02" ` +
      `}, idempotencyKey: "${intent()}")`,
    "ExpireContractsOk",
    "__typename",
  );
  world.clock.now = Date.parse("2026-11-05T09:00:00Z");
  await accept(x, await propose(brand, terms, world.partnerX.accountId));
  const worker = createPool(world.people.url, "worker", 2);
  const row = {
    date: "20261105",
    advertiserName: "A",
    publisher: "P",
    campaignId: world.ax.programCode,
    adGroupId: world.ax.partnerCode,
    creativeId: world.ax.adCode,
  };
  const sold = {
    ...row,
    "Click-throughs": "10",
    attributedTotalPurchases14d: "1",
    totalUnitsSold14d: "1",
    totalAttributedSales14d: "100",
    sku: "B0\u00a0Launch\u00e9",
    customerCountry: "US",
  };
  const clock = () => world.clock.now;
  await bookPair({
    pool: worker,
    programId: world.ax.program,
    advertiserId: `SIM${world.ax.programCode}`,
    simulated: true,
    rows: [sold],
    startedAt: clock(),
    clock,
    newId: world.people.deps.newId,
    log: world.people.deps.log,
  });
  await worker.end();
  for (const client of [brand, x]) {
    const { conversions } = await client.data<{
      conversions: { nodes: { id: string; payout: { amount: string } }[] };
    }>(`{ conversions(programId: "${world.ax.program}") { nodes { id payout { amount } } } }`);
    expect(conversions.nodes[0]?.payout.amount).toBe("12.00");
    const { conversion } = await client.data<{
      conversion: { traits: object; steps: { step: string; seen: string }[] };
    }>(
      `{
        conversion(id: "${conversions.nodes[0]?.id ?? ""}") {
          traits { sku category customerCountry } steps { step seen }
        }
      }`,
    );
    expect(conversion.traits).toEqual({
      sku: "B0\u00a0Launch\u00e9",
      category: null,
      customerCountry: "US",
    });
    expect(conversion.steps.find(({ step }) => step === "GROUP")?.seen).toContain(
      "; the list of SKUs “Launch” names it: seen in it",
    );
    expect(JSON.stringify(conversion)).not.toContain("secret");
  }
  expect(
    await x
      .data<{ exceptionLists: object[] }>("{ exceptionLists { name } }")
      .catch((error: Error) => error.message),
  ).toContain("FORBIDDEN");
});
