import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { inline, intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
});
afterAll(() => world?.close());

const sale = { event: "SALE", rate: "12%" };
const click = {
  event: "CLICK",
  rate: "0.10",
  limits: [{ kind: "CLICKS", reset: "DAY", max: "10" }],
};
const create = (more: object = {}) => {
  const input = {
    name: "Black Friday",
    firstDate: "2026-11-27",
    lastDate: "2026-11-30",
    currency: "USD",
    eventPayouts: [sale],
    ...more,
  };
  return (
    `createCampaignTerms(programId: "${world.ax.program}", input: ${inline(input)}, ` +
    `idempotencyKey: "${intent()}")`
  );
};

test("a click payout at campaign level is refused, at program level accepted [D10]", async () => {
  expect(await refusal(brand, create({ eventPayouts: [sale, click] }))).toMatchObject({
    __typename: "InvalidInput",
    code: "CPC_NOT_ALLOWED_AT_CAMPAIGN_LEVEL",
    path: ["input", "eventPayouts", "1", "event"],
  });
  const atProgramLevel = inline({
    name: "Program level",
    currency: "USD",
    eventPayouts: [click, sale],
  });
  expect(
    await refusal(
      brand,
      `createTerms(programId: "${world.ax.program}", input: ${atProgramLevel}, ` +
        `idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({
    __typename: "SaveTermsOk",
  });
});

test("a campaign's terms have a name, dates and payouts; they are the brand's alone", async () => {
  const fields = "id name firstDate lastDate currency eventPayouts { event rate }";
  const made = await run<Ok & { campaignTerms: object }>(
    brand,
    create(),
    "CampaignTermsOk",
    `campaignTerms { ${fields} }`,
  );
  expect(made.campaignTerms).toMatchObject({
    name: "Black Friday",
    firstDate: "2026-11-27",
    lastDate: "2026-11-30",
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate: "12%" }],
  });
  const query = `{ campaignTerms(programId: "${world.ax.program}") { nodes { ${fields} } } }`;
  expect(await brand.data(query)).toEqual({ campaignTerms: { nodes: [made.campaignTerms] } });
  for (const email of [world.partnerX.email, world.brandB.email])
    expect(await (await world.signIn(email)).data(query)).toEqual({ campaignTerms: { nodes: [] } });
});

test("dates that are none or in the wrong order are refused by their path", async () => {
  expect(await refusal(brand, create({ firstDate: "2026-02-30" }))).toMatchObject({
    code: "BAD_DATE",
    path: ["input", "firstDate"],
  });
  expect(await refusal(brand, create({ lastDate: "tomorrow" }))).toMatchObject({
    code: "BAD_DATE",
    path: ["input", "lastDate"],
  });
  expect(await refusal(brand, create({ lastDate: "2026-11-26" }))).toMatchObject({
    code: "END_BEFORE_START",
    path: ["input", "lastDate"],
  });
  expect(await refusal(brand, create({ eventPayouts: [] }))).toMatchObject({
    code: "NO_EVENT_PAYOUT",
    path: ["input", "eventPayouts"],
  });
  expect(await refusal(brand, create({ name: " " }))).toMatchObject({
    code: "BAD_NAME",
    path: ["input", "name"],
  });
});

test("what they leave open is as the account's rules say, enforced or not [D28]", async () => {
  const rules = {
    enforced: true,
    noticeDays: 3,
    mayChangeNotice: false,
    maxNoticeDays: 3,
    locking: { days: 40 },
    openEndedAllowed: false,
  };
  await run(
    brand,
    `setTermsRules(input: ${inline(rules)}, idempotencyKey: "${intent()}")`,
    "SetTermsRulesOk",
    "rules { enforced }",
  );
  const made = await run<Ok & { campaignTerms: object }>(
    brand,
    create(),
    "CampaignTermsOk",
    "campaignTerms { eventPayouts { locking { days } } }",
  );
  expect(made.campaignTerms).toEqual({ eventPayouts: [{ locking: { days: 40 } }] });
  const other = create({ eventPayouts: [{ ...sale, locking: { days: 41 } }] });
  expect(await refusal(brand, other)).toMatchObject({
    code: "LOCKING_RULE",
    path: ["input", "eventPayouts", "0", "locking"],
  });
});
