import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { inline, intent, makeTerms, refusal, run, type Ok } from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
});
afterAll(() => world?.close());

const open = {
  enforced: true,
  noticeDays: 3,
  mayChangeNotice: true,
  maxNoticeDays: 10,
  openEndedAllowed: false,
};
const set = (more: object = {}) =>
  `setTermsRules(input: ${inline({ ...open, ...more })}, idempotencyKey: "${intent()}")`;
const input = (more: object) =>
  inline({
    name: "Terms",
    currency: "USD",
    eventPayouts: [{ event: "SALE", rate: "8%" }],
    ...more,
  });
const create = (more: object = {}) =>
  `createTerms(programId: "${world.ax.program}", input: ${input(more)}, idempotencyKey: ` +
  `"${intent()}")`;
const save = (id: string, more: object = {}) =>
  `saveTermsVersion(id: "${id}", input: ${input(more)}, idempotencyKey: "${intent()}")`;
const withLocking = (days: number) => ({
  eventPayouts: [{ event: "SALE", rate: "8%", locking: { days } }],
});
const fields = `rules {
      enforced noticeDays mayChangeNotice maxNoticeDays
      locking { period months days }
      schedule { period days }
      maxReturnPercent openEndedAllowed
    }`;

test("until set everything is allowed; what is set replaces what was [D28]", async () => {
  const query = `{
      rules: termsRules {
        enforced noticeDays maxNoticeDays locking { days } openEndedAllowed updatedAt
      }
    }`;
  const none = {
    rules: {
      enforced: false,
      noticeDays: 0,
      maxNoticeDays: 365,
      locking: null,
      openEndedAllowed: true,
      updatedAt: null,
    },
  };
  expect(await brand.data(query)).toEqual(none);
  const made = await run<Ok & { rules: object }>(
    brand,
    set({ locking: { period: "MONTH", months: 1, days: 2 } }),
    "SetTermsRulesOk",
    fields,
  );
  expect(made.rules).toEqual({
    ...open,
    locking: { period: "MONTH", months: 1, days: 2 },
    schedule: null,
    maxReturnPercent: null,
  });
  const next = await run<Ok & { rules: object }>(
    brand,
    set({ schedule: { period: "WEEK", days: 1 }, maxReturnPercent: 30 }),
    "SetTermsRulesOk",
    fields,
  );
  expect(next.rules).toEqual({
    ...open,
    locking: null,
    schedule: { period: "WEEK", days: 1 },
    maxReturnPercent: 30,
  });
  expect(await (await world.signIn(world.brandB.email)).data(query)).toEqual(none);
  expect(await (await world.signIn(world.partnerX.email)).data(query)).toEqual({ rules: null });
});

test("enforced on create and modify; terms saved earlier stay as they are [D28]", async () => {
  await run(brand, set({ enforced: false }), "SetTermsRulesOk", fields);
  const earlier = await makeTerms(brand, world.ax.program, "Earlier", [
    { event: "SALE", rate: "8%", locking: { days: 50 } },
  ]);
  await run(brand, set({ locking: { days: 40 } }), "SetTermsRulesOk", fields);
  const deviates = {
    __typename: "InvalidInput",
    code: "LOCKING_RULE",
    path: ["input", "eventPayouts", "0", "locking"],
  };
  expect(await refusal(brand, create(withLocking(41)))).toMatchObject(deviates);
  expect(await refusal(brand, save(earlier, withLocking(50)))).toMatchObject(deviates);
  expect(
    await refusal(
      brand,
      `copyTerms(id: "${earlier}", name: "Copy", idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({ ...deviates, path: ["eventPayouts", "0", "locking"] });
  const { terms } = await brand.data<{ terms: { latest: object } }>(
    `{ terms(id: "${earlier}") { latest { number eventPayouts { locking { days } } } } }`,
  );
  expect(terms.latest).toEqual({ number: 1, eventPayouts: [{ locking: { days: 50 } }] });
  await run(
    brand,
    "proposeContract(input: " +
      `${inline({ termsId: earlier, partnerId: world.partnerX.accountId })}, ` +
      "idempotencyKey: " +
      `"${intent()}")`,
    "ContractOk",
    "contract { state }",
  );
  const kept = await run<Ok & { terms: { latest: object } }>(
    brand,
    save(earlier),
    "SaveTermsOk",
    "terms { latest { number noticeDays eventPayouts { locking { days } } } }",
  );
  expect(kept.terms.latest).toEqual({
    number: 2,
    noticeDays: 3,
    eventPayouts: [{ locking: { days: 40 } }],
  });
});

test("a notice period of N days is accepted, of N + 1 refused [D29]", async () => {
  await run(brand, set(), "SetTermsRulesOk", fields);
  expect((await refusal(brand, create({ noticeDays: 10 }))).__typename).toBe("SaveTermsOk");
  expect(await refusal(brand, create({ noticeDays: 11 }))).toMatchObject({
    code: "NOTICE_RULE",
    path: ["input", "noticeDays"],
  });
});

test("rules that contradict themselves are refused, and the ones before stay", async () => {
  expect(await refusal(brand, set({ noticeDays: 11 }))).toMatchObject({
    __typename: "InvalidInput",
    code: "BAD_NOTICE",
    path: ["input", "maxNoticeDays"],
  });
  expect(await brand.data("{ termsRules { noticeDays } }")).toEqual({
    termsRules: { noticeDays: 3 },
  });
});
