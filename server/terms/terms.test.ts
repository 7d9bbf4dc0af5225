import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../test/client.ts";
import { createWorld, inline, intent, makeTerms, propose, refusal, run, type Ok, type World } from "../test/world.ts";

let world: World;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());

const limit = { kind: "CLICKS", reset: "DAY", max: "10" };
const click = { event: "CLICK", rate: "0.10", limits: [limit] };
const draft = (changes: object = {}) => inline({ name: "Terms", currency: "USD", eventPayouts: [click], ...changes });
const create = (changes: object = {}) => `createTerms(programId: "${world.ax.program}", input: ${draft(changes)}, idempotencyKey: "${intent()}")`;
const save = (id: string, changes: object = {}) => `saveTermsVersion(id: "${id}", input: ${draft(changes)}, idempotencyKey: "${intent()}")`;

test("name, currency and one event payout at least [D18]", async () => {
  expect(await refusal(brand, create({ name: " " }))).toMatchObject({ __typename: "InvalidInput", code: "BAD_NAME" });
  expect(await refusal(brand, create({ currency: "usd" }))).toMatchObject({ code: "BAD_CURRENCY" });
  expect(await refusal(brand, create({ eventPayouts: [] }))).toMatchObject({ code: "NO_EVENT_PAYOUT" });
});

test("labels are the brand's alone, in every query that shows terms [D18]", async () => {
  const query = `{ terms(id: "${world.ax.terms}") { name labels } termsList { nodes { labels } } }`;
  expect((await brand.data<{ terms: object }>(query)).terms).toEqual({ name: "Terms A-X", labels: ["label of Terms A-X"] });
  const seen = await partner.data<{ terms: object; termsList: { nodes: { labels: string[] }[] } }>(query);
  expect(seen.terms).toEqual({ name: "Terms A-X", labels: [] });
  expect(seen.termsList.nodes.flatMap(({ labels }) => labels)).toEqual([]);
});

test("a click pays at level CLICK: ITEM and ORDER are refused [D20]", async () => {
  for (const level of ["ITEM", "ORDER"]) expect(await refusal(brand, create({ eventPayouts: [{ ...click, level }] }))).toMatchObject({ code: "BAD_LEVEL" });
});

test('"0%" for a click is the amount 0; any other percentage is refused [D23]', async () => {
  const made = await run<Ok & { terms: { latest: object } }>(
    brand,
    create({ eventPayouts: [{ ...click, rate: "0%" }] }),
    "SaveTermsOk",
    "terms { latest { eventPayouts { rate amount { amount currency } } } }",
  );
  expect(made.terms.latest).toEqual({ eventPayouts: [{ rate: "0.00", amount: { amount: "0.00", currency: "USD" } }] });
  expect(await refusal(brand, create({ eventPayouts: [{ ...click, rate: "5%" }] }))).toMatchObject({ code: "BAD_RATE" });
});

test("saving makes version n + 1, as often as one likes; the old ones stay as they were [D24, D25]", async () => {
  const id = await makeTerms(brand, world.ax.program, "Versions");
  const versions = async () =>
    (await brand.data<{ terms: { versions: { id: string; number: number }[] } }>(`{ terms(id: "${id}") { versions { id number comment createdAt eventPayouts { rate } } } }`)).terms
      .versions;
  let before = await versions();
  for (const rate of ["0.20", "0.30", "0.40"]) {
    await run(brand, save(id, { eventPayouts: [{ ...click, rate }] }), "SaveTermsOk", "terms { id }");
    const after = await versions();
    expect(after.slice(1)).toEqual(before);
    expect(after[0]).toMatchObject({ number: before.length + 1, eventPayouts: [{ rate }] });
    before = after;
  }
  await expect(
    world.people.deps.orm.em.fork({ session: { variables: { "app.kind": "BRAND", "app.account_id": world.brandA.accountId } } }).execute("update terms_version set comment = 'x'"),
  ).rejects.toThrow(/permission denied/);
});

test("ten versions saved at once are ten numbers", async () => {
  const id = await makeTerms(brand, world.ax.program, "At once");
  await Promise.all(Array.from({ length: 10 }, () => run(brand, save(id), "SaveTermsOk", "terms { id }")));
  expect((await world.people.sql<{ number: number }>("select number from terms_version where terms_id = $1 order by number", [id])).map(({ number }) => number)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ]);
});

test("terms that a partner signed or was offered are not changed behind their back", async () => {
  expect(await refusal(brand, save(world.ax.terms))).toMatchObject({ __typename: "Conflict", code: "SIGNED_PARTNERS" });
  const offered = await makeTerms(brand, world.ax.program, "Offered");
  await propose(brand, offered, world.partnerY.accountId);
  expect(await refusal(brand, save(offered))).toMatchObject({ code: "SIGNED_PARTNERS" });
});

test("clicks without a limit need an acknowledgement, and are warned about [D34]", async () => {
  const unlimited = { eventPayouts: [{ event: "CLICK", rate: "0.10", limits: [] }] };
  expect(await refusal(brand, create(unlimited))).toMatchObject({ __typename: "InvalidInput", code: "NO_CPC_LIMIT", path: ["input", "acknowledgeNoLimit"] });
  const made = await run<Ok & { warnings: string[] }>(brand, create({ ...unlimited, acknowledgeNoLimit: true }), "SaveTermsOk", "warnings");
  expect(made.warnings).toEqual(["NO_CPC_LIMIT", "NO_SALE_EVENT_TYPE"]);
});

test("archived terms take no version and no partner", async () => {
  const id = await makeTerms(brand, world.ax.program, "Archived");
  await run(brand, `archiveTerms(id: "${id}", idempotencyKey: "${intent()}")`, "SaveTermsOk", "terms { state }");
  expect(await refusal(brand, save(id))).toMatchObject({ code: "TERMS_ARCHIVED" });
  expect(await refusal(brand, `proposeContract(input: ${inline({ termsId: id, partnerId: world.partnerX.accountId })}, idempotencyKey: "${intent()}")`)).toMatchObject({
    code: "TERMS_NOT_ACTIVE",
  });
});
