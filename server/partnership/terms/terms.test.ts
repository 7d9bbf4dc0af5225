import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  accept,
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
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());

const limit = { kind: "CLICKS", reset: "DAY", max: "10" };
const click = { event: "CLICK", rate: "0.10", limits: [limit] };
const sale = { event: "SALE", rate: "8%" };
const draft = (changes: object = {}) =>
  inline({ name: "Terms", currency: "USD", eventPayouts: [click], ...changes });
const create = (changes: object = {}, asDraft = false) =>
  `createTerms(programId: "${world.ax.program}", input: ${draft(changes)}, asDraft: ` +
  `${asDraft}, idempotencyKey: "${intent()}")`;
const save = (id: string, changes: object = {}, more = "") =>
  `saveTermsVersion(id: "${id}", input: ${draft(changes)}${more}, idempotencyKey: "${intent()}")`;
const on = (mutation: string, id: string) =>
  `${mutation}(id: "${id}", idempotencyKey: "${intent()}")`;
const proposal = (id: string) =>
  "proposeContract(input: " +
  `${inline({ termsId: id, partnerId: world.partnerX.accountId })}, ` +
  `idempotencyKey: "${intent()}")`;
const made = async (call: string) =>
  (
    await run<Ok & { terms: { id: string; state: string } }>(
      brand,
      call,
      "SaveTermsOk",
      "terms { id state }",
    )
  ).terms;

test("name, currency and one event payout at least [D18]", async () => {
  expect(await refusal(brand, create({ name: " " }))).toMatchObject({
    __typename: "InvalidInput",
    code: "BAD_NAME",
  });
  expect(await refusal(brand, create({ currency: "udt" }))).toMatchObject({ code: "BAD_CURRENCY" });
  expect(await refusal(brand, create({ eventPayouts: [] }))).toMatchObject({
    code: "NO_EVENT_PAYOUT",
  });
  expect(await refusal(brand, create({ labels: [" "] }))).toMatchObject({
    code: "BAD_LABEL",
    path: ["input", "labels"],
  });
});

test("found 1, 113: what pays nobody is no currency of terms; a label is a text", async () => {
  for (const currency of ["UDS", "BTC", "XXX", "XTS", "XAU", "BGN"])
    expect(await refusal(brand, create({ currency }))).toMatchObject({
      code: "BAD_CURRENCY",
      path: ["input", "currency"],
    });
  expect((await made(create({ currency: "XCG" }))).state).toBe("ACTIVE");
  const labels = ["null", "NULL", "{}", "a,b", 'say "so"', "back\\slash", "{null}", "'", "()"];
  const { terms } = await run<Ok & { terms: { labels: string[] } }>(
    brand,
    create({ labels }),
    "SaveTermsOk",
    "terms { labels }",
  );
  expect(terms.labels).toEqual(labels);
  // What passes is read back as it is from every place where it is stored; the form is the gate's.
  const name = "\u00a0Ku\u0308che\u2003“50 %” {null}, \\ 👨‍👩‍👧 ";
  const formed = "K\u00fcche “50 %” {null}, \\ 👨‍👩‍👧";
  const stored = await run<
    Ok & { terms: { name: string; labels: string[]; latest: { comment: string } } }
  >(
    brand,
    create({ name, labels: [name], comment: `${name}\r\n${name}` }),
    "SaveTermsOk",
    "terms { name labels latest { comment } }",
  );
  expect(stored.terms).toEqual({
    name: formed,
    labels: [formed],
    latest: { comment: `${formed}\n ${formed}` },
  });
  expect(await refusal(brand, create({ name: "a\u200bb" }))).toMatchObject({
    code: "BAD_NAME",
    message: "A name holds U+200B, a character that cannot be seen: take it out",
    path: ["input", "name"],
  });
});

test("labels, the restriction and the link are the brand's in every query [D18]", async () => {
  const id = world.ax.terms;
  await run(brand, on("openTermsLink", id), "SaveTermsOk", "terms { id }");
  await run(
    brand,
    `setTermsRestricted(id: "${id}", restricted: true, idempotencyKey: "${intent()}")`,
    "SaveTermsOk",
    "terms { id }",
  );
  const own = "labels restricted linkCode signedPartners";
  const query = `{ terms(id: "${id}") { name ${own} } termsList { nodes { ${own} } } }`;
  expect((await brand.data<{ terms: object }>(query)).terms).toEqual({
    name: "Terms A-X",
    labels: ["label of Terms A-X"],
    restricted: true,
    linkCode: expect.stringMatching(/^[2-9a-hjkmnp-tv-z]{22}$/),
    signedPartners: 1,
  });
  const seen = await partner.data<{ terms: object; termsList: { nodes: object[] } }>(query);
  const nothing = { labels: [], restricted: false, linkCode: null, signedPartners: 0 };
  expect(seen.terms).toEqual({ name: "Terms A-X", ...nothing });
  expect(seen.termsList.nodes).toEqual(seen.termsList.nodes.map(() => nothing));
});

test("a click pays at level CLICK: ITEM and ORDER are refused [D20]", async () => {
  for (const level of ["ITEM", "ORDER"])
    expect(await refusal(brand, create({ eventPayouts: [{ ...click, level }] }))).toMatchObject({
      code: "BAD_LEVEL",
    });
});

test('"0%" for a click is the amount 0; any other percentage is refused [D23]', async () => {
  const saved = await run<Ok & { terms: { latest: object } }>(
    brand,
    create({ eventPayouts: [{ ...click, rate: "0%" }] }),
    "SaveTermsOk",
    "terms { latest { eventPayouts { rate amount { amount currency } } } }",
  );
  expect(saved.terms.latest).toEqual({
    eventPayouts: [{ rate: "0.00", amount: { amount: "0.00", currency: "USD" } }],
  });
  expect(await refusal(brand, create({ eventPayouts: [{ ...click, rate: "5%" }] }))).toMatchObject({
    code: "BAD_RATE",
  });
});

test("saving makes version n + 1; each stays readable as it was [D24, D25]", async () => {
  const id = await makeTerms(brand, world.ax.program, "Versions");
  const fields = "id number comment createdAt eventPayouts { rate }";
  const versions = async () =>
    (
      await brand.data<{ terms: { versions: { id: string; number: number }[] } }>(
        `{ terms(id: "${id}") { versions { ${fields} } } }`,
      )
    ).terms.versions;
  let before = await versions();
  for (const rate of ["0.20", "0.30", "0.40"]) {
    await run(
      brand,
      save(id, { eventPayouts: [{ ...click, rate }] }),
      "SaveTermsOk",
      "terms { id }",
    );
    const after = await versions();
    expect(after.slice(1)).toEqual(before);
    expect(after[0]).toMatchObject({ number: before.length + 1, eventPayouts: [{ rate }] });
    before = after;
  }
  const byNumber = (client: Client, number: number) =>
    client.data<{ termsVersion: object | null }>(
      `{ termsVersion(termsId: "${id}", number: ${number}) { ${fields} } }`,
    );
  for (const version of before)
    expect(await byNumber(brand, version.number)).toEqual({ termsVersion: version });
  expect([await byNumber(brand, 5), await byNumber(partner, 1)]).toEqual([
    { termsVersion: null },
    { termsVersion: null },
  ]);
  await expect(
    world.people.deps.orm.em
      .fork({
        session: { variables: { "app.kind": "BRAND", "app.account_id": world.brandA.accountId } },
      })
      .execute("update terms_version set comment = 'x'"),
  ).rejects.toThrow(/permission denied/);
});

test("a partner reads the version its contract names by number, and no other [D24]", async () => {
  const { id: program } = await makeProgram(brand, "Program of numbers");
  const id = await makeTerms(brand, program, "Numbered");
  const contract = await propose(brand, id, world.partnerX.accountId);
  await run(brand, save(id, { eventPayouts: [click] }), "SaveTermsOk", "terms { id }");
  const seen = (number: number) =>
    partner.data(`{ termsVersion(termsId: "${id}", number: ${number}) { number } }`);
  expect([await seen(1), await seen(2)]).toEqual([
    { termsVersion: { number: 1 } },
    { termsVersion: null },
  ]);
  await accept(partner, contract);
});

test("ten versions saved at once are ten numbers", async () => {
  const id = await makeTerms(brand, world.ax.program, "At once");
  await Promise.all(
    Array.from({ length: 10 }, () => run(brand, save(id), "SaveTermsOk", "terms { id }")),
  );
  expect(
    (
      await world.people.sql<{ number: number }>(
        "select number from terms_version where terms_id = $1 order by number",
        [id],
      )
    ).map(({ number }) => number),
  ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("of ten saved at once from one version one wins; the others learn which", async () => {
  const id = await makeTerms(brand, world.ax.program, "Race");
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => refusal(brand, save(id, {}, ", baseVersion: 1"))),
  );
  expect(answers.filter(({ __typename }) => __typename === "SaveTermsOk")).toHaveLength(1);
  const [late] = answers.filter(({ __typename }) => __typename !== "SaveTermsOk");
  expect(late).toEqual({
    __typename: "Conflict",
    code: "NEWER_VERSION",
    message:
      "Owner of Brand A saved version 2 while you edited version 1: look at it and save again",
    path: ["baseVersion"],
  });
  expect((await refusal(brand, save(id, {}, ", baseVersion: 2"))).__typename).toBe("SaveTermsOk");
});

test("signed terms change by a contract change with a start date [D25, D26]", async () => {
  const { id: program } = await makeProgram(brand, "Program of signatures");
  const id = await makeTerms(brand, program, "Signed");
  const contract = await propose(brand, id, world.partnerX.accountId);
  expect((await refusal(brand, save(id))).__typename).toBe("SaveTermsOk");
  await accept(partner, contract);
  expect(await refusal(brand, save(id))).toEqual({
    __typename: "Conflict",
    code: "MODIFICATION_START_NEEDED",
    message: "Partners have signed these terms: change them by a contract change with a start date",
    path: ["id"],
  });
});

test("the currency stays once a contract exists on any version, even ended [D33]", async () => {
  const { id: program } = await makeProgram(brand, "Program of currencies");
  const id = await makeTerms(brand, program, "Currency");
  expect((await refusal(brand, save(id, { currency: "EUR" }))).__typename).toBe("SaveTermsOk");
  const contract = await propose(brand, id, world.partnerX.accountId);
  await run(partner, on("declineContract", contract), "ContractOk", "contract { id }");
  expect(await refusal(brand, save(id, { currency: "USD" }))).toMatchObject({
    __typename: "Conflict",
    code: "CURRENCY_FIXED",
    path: ["input", "currency"],
  });
  expect((await refusal(brand, save(id, { currency: "EUR" }))).__typename).toBe("SaveTermsOk");
});

test("clicks without a limit need an acknowledgement, warned of in drafts [D34]", async () => {
  const unlimited = { eventPayouts: [{ event: "CLICK", rate: "0.10", limits: [] }] };
  for (const asDraft of [false, true])
    expect(await refusal(brand, create(unlimited, asDraft))).toMatchObject({
      __typename: "InvalidInput",
      code: "NO_CPC_LIMIT",
      path: ["input", "acknowledgeNoLimit"],
    });
  const saved = await run<Ok & { warnings: string[] }>(
    brand,
    create({ ...unlimited, acknowledgeNoLimit: true }),
    "SaveTermsOk",
    "warnings",
  );
  expect(saved.warnings).toEqual(["NO_CPC_LIMIT", "NO_SALE_EVENT_TYPE"]);
  const both = await run<Ok & { warnings: string[] }>(
    brand,
    create({ eventPayouts: [click, { ...sale, rate: "0" }] }),
    "SaveTermsOk",
    "warnings",
  );
  expect(both.warnings).toEqual([]);
});

test("a draft is saved freely, and proposed or linked to only once activated", async () => {
  const { id, state } = await made(create({}, true));
  expect(state).toBe("DRAFT");
  await run(brand, save(id), "SaveTermsOk", "terms { state }");
  expect(await refusal(brand, proposal(id))).toMatchObject({ code: "TERMS_NOT_ACTIVE" });
  expect(await refusal(brand, on("openTermsLink", id))).toMatchObject({ code: "TERMS_NOT_ACTIVE" });
  expect(await made(on("activateTerms", id))).toEqual({ id, state: "ACTIVE" });
  expect(await refusal(brand, on("activateTerms", id))).toMatchObject({ code: "TERMS_NOT_DRAFT" });
  await run(brand, proposal(id), "ContractOk", "contract { id }");
});

test("a draft whose event type was switched off meanwhile is not activated [D13]", async () => {
  const { id: program, eventType } = await makeProgram(brand, "Program switched off");
  const { id } = await made(
    `createTerms(programId: "${program}", input: ${draft()}, asDraft: true, idempotencyKey: ` +
      `"${intent()}")`,
  );
  await run(
    brand,
    `setEventTypeState(id: "${eventType}", state: INACTIVE, idempotencyKey: "${intent()}")`,
    "EventTypeOk",
    "program { id }",
  );
  expect(await refusal(brand, on("activateTerms", id))).toMatchObject({
    code: "EVENT_TYPE_NOT_ENABLED",
    path: ["eventPayouts", "0", "event"],
  });
});

test("archived terms take no version, partner or link; contracts on them go on", async () => {
  const { id: program } = await makeProgram(brand, "Program of archives");
  const id = await makeTerms(brand, program, "Archived");
  const contract = await propose(brand, id, world.partnerX.accountId);
  await accept(partner, contract);
  await run(brand, on("openTermsLink", id), "SaveTermsOk", "terms { linkCode }");
  const archived = await run<Ok & { terms: object }>(
    brand,
    on("archiveTerms", id),
    "SaveTermsOk",
    "terms { state linkCode }",
  );
  expect(archived.terms).toEqual({ state: "ARCHIVED", linkCode: null });
  for (const call of [
    save(id),
    on("activateTerms", id),
    on("openTermsLink", id),
    on("archiveTerms", id),
  ])
    expect(await refusal(brand, call)).toMatchObject({ code: "TERMS_ARCHIVED" });
  expect(await refusal(brand, proposal(id))).toMatchObject({ code: "TERMS_NOT_ACTIVE" });
  expect(await partner.data(`{ contract(id: "${contract}") { state } }`)).toEqual({
    contract: { state: "ACTIVE" },
  });
});

test("restricted terms are modified by a Template Terms Administrator alone [D30]", async () => {
  const id = await makeTerms(brand, world.ax.program, "Restricted");
  const { brandA, people } = world;
  await people.sql("update membership set permissions = '{}' where account_id = $1", [
    brandA.accountId,
  ]);
  const restrict = (restricted: boolean) =>
    `setTermsRestricted(id: "${id}", restricted: ${restricted}, idempotencyKey: "${intent()}")`;
  const refused = await brand.post(`mutation { ${restrict(true)} { __typename } }`);
  expect(refused.errors[0]).toMatchObject({
    message: "Mutation.setTermsRestricted needs the right terms:administer",
    extensions: { code: "FORBIDDEN" },
  });
  await people.sql(
    "update membership set permissions = array['TERMS_ADMINISTRATOR'] where account_id = $1",
    [brandA.accountId],
  );
  await run(brand, restrict(true), "SaveTermsOk", "terms { restricted }");
  expect((await refusal(brand, save(id))).__typename).toBe("SaveTermsOk");
  await people.sql(
    "update membership set permissions = array['EXPIRE_PARTNERS'] where account_id = $1",
    [brandA.accountId],
  );
  for (const call of [
    save(id),
    on("archiveTerms", id),
    on("openTermsLink", id),
    on("closeTermsLink", id),
  ])
    expect(await refusal(brand, call)).toMatchObject({
      __typename: "Conflict",
      code: "TERMS_RESTRICTED",
      path: ["id"],
    });
});
