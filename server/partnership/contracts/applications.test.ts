import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { held } from "../../testing/worlds/held.ts";
import { expectOk } from "../../testing/worlds/people.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  accept,
  inline,
  intent,
  makeProgram,
  makeTerms,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";
import { acceptInvitation } from "../accounts/acceptance.ts";
import { InviteOk } from "../accounts/invitation.types.ts";
import { inviteUser } from "../accounts/invitations.ts";

let world: World;
let brand: Client;
let stranger: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  stranger = createClient(world.url);
});
afterAll(() => world?.close());

const on = (mutation: string, id: string) =>
  `${mutation}(id: "${id}", idempotencyKey: "${intent()}")`;
const codeOf = async (id: string): Promise<string> =>
  (
    await run<Ok & { terms: { linkCode: string } }>(
      brand,
      on("openTermsLink", id),
      "SaveTermsOk",
      "terms { linkCode }",
    )
  ).terms.linkCode;
async function linked(more: object = {}): Promise<{ id: string; code: string; program: string }> {
  const { id: program } = await makeProgram(brand, `Program ${intent()}`);
  const id = await makeTerms(brand, program, "Open terms", undefined, more);
  return { id, code: await codeOf(id), program };
}
const apply = (code: string, key = intent(), comment = "We write about kettles") =>
  `applyForTerms(code: "${code}", comment: "${comment}", idempotencyKey: "${key}")`;
/** A partner that works with nobody. */
const newcomer = async (name: string): Promise<{ client: Client; accountId: string }> => {
  const account = await world.people.signUp("PARTNER", name);
  return { client: await world.signIn(account.email), accountId: account.accountId };
};
const shown = `brandName programName termsName currency noticeDays maxReturnPercent
    customTerms { name kind text fileId }
    eventPayouts { event rate limits { kind reset } groups { name } }`;
const open = async (code: string, client = stranger) =>
  (
    await client.data<{ publicTerms: object | null }>(
      `{ publicTerms(code: "${code}") { ${shown} } }`,
    )
  ).publicTerms;

describe("a branded link", () => {
  test("shows the terms without a login, and no labels or clauses [D32, D35]", async () => {
    const { code } = await linked({
      customTerms: [{ name: "our inner name", text: "No coupons." }],
      noticeDays: 2,
    });
    const expected = {
      brandName: "Brand A",
      programName: expect.stringMatching(/^Program/),
      termsName: "Open terms",
      currency: "USD",
      noticeDays: 2,
      maxReturnPercent: 100,
      customTerms: [{ name: null, kind: "CUSTOM", text: "No coupons.", fileId: null }],
      eventPayouts: [
        {
          event: "CLICK",
          rate: "0.12",
          limits: [
            { kind: "CLICKS", reset: "DAY" },
            { kind: "PAYOUT", reset: "CONTRACT" },
          ],
          groups: [],
        },
        { event: "SALE", rate: "8%", limits: [], groups: [] },
      ],
    };
    expect(await open(code)).toEqual(expected);
    const outsiders = [
      await world.signIn(world.brandB.email),
      await world.signIn(world.partnerY.email),
    ];
    for (const client of outsiders) expect(await open(code, client)).toEqual(expected);
    expect(await open(code, brand)).toMatchObject({ customTerms: [{ name: "our inner name" }] });
  });

  test("stays the same until it is closed; closed, its code is nobody's for ever", async () => {
    const { id, code } = await linked();
    expect(await codeOf(id)).toBe(code);
    await run(brand, on("closeTermsLink", id), "SaveTermsOk", "terms { linkCode }");
    expect(await open(code)).toBeNull();
    const again = await codeOf(id);
    expect(again).not.toBe(code);
    expect([await open(code), await open("unknown")]).toEqual([null, null]);
    expect(await open(again)).toMatchObject({ termsName: "Open terms" });
  });

  test("shows the newest version, or nothing once archived or suspended", async () => {
    const { id, code } = await linked();
    const input = inline({
      name: "Newer",
      currency: "USD",
      eventPayouts: [{ event: "SALE", rate: "9%" }],
    });
    await run(
      brand,
      `saveTermsVersion(id: "${id}", input: ${input}, idempotencyKey: "${intent()}")`,
      "SaveTermsOk",
      "terms { id }",
    );
    expect(await open(code)).toMatchObject({ termsName: "Newer", eventPayouts: [{ rate: "9%" }] });
    await world.people.sql("update account set state = 'SUSPENDED' where id = $1", [
      world.brandA.accountId,
    ]);
    expect(await open(code)).toBeNull();
    await world.people.sql("update account set state = 'ACTIVE' where id = $1", [
      world.brandA.accountId,
    ]);
    await run(brand, on("archiveTerms", id), "SaveTermsOk", "terms { id }");
    expect(await open(code)).toBeNull();
  });
});

describe("an application", () => {
  test("makes a partnership and a PENDING contract that the brand decides [D35]", async () => {
    const { code, program } = await linked();
    const { client, accountId } = await newcomer("Kettle Review");
    const { contract } = await run<Ok & { contract: { id: string } }>(
      client,
      apply(code),
      "ApplyForTermsOk",
      "contract { id state awaitsYou brandName version { number } events { kind byName comment } }",
    );
    expect(contract).toMatchObject({
      state: "PENDING",
      awaitsYou: false,
      brandName: "Brand A",
      version: { number: 1 },
      events: [{ kind: "PROPOSED", byName: "Kettle Review", comment: "We write about kettles" }],
    });
    const { contracts } = await brand.data<{ contracts: { nodes: object[] } }>(
      `{
        contracts(filter: { programId: "${program}", states: [PENDING] }) {
          nodes { id awaitsYou partnerName comment }
        }
      }`,
    );
    expect(contracts.nodes).toEqual([
      {
        id: contract.id,
        awaitsYou: true,
        partnerName: "Kettle Review",
        comment: "We write about kettles",
      },
    ]);
    expect(
      await refusal(client, `acceptContract(id: "${contract.id}", idempotencyKey: "${intent()}")`),
    ).toMatchObject({ code: "NOT_YOURS_TO_DECIDE" });
    await accept(brand, contract.id);
    expect(await client.data(`{ contract(id: "${contract.id}") { state } }`)).toEqual({
      contract: { state: "ACTIVE" },
    });
    expect(
      await world.people.sql("select from partnership where partner_account_id = $1", [accountId]),
    ).toHaveLength(1);
    expect(await refusal(client, apply(code))).toMatchObject({
      __typename: "Conflict",
      code: "ALREADY_SIGNED",
      path: ["code"],
    });
  });

  test("has a comment of 5000 characters, whatever they are", async () => {
    const { code } = await linked();
    const { client } = await newcomer("Teapots");
    const comment = "🫖".repeat(5000);
    expect(await refusal(client, apply(code, intent(), `${comment}!`))).toMatchObject({
      code: "TOO_LONG",
      path: ["comment"],
    });
    expect(await refusal(client, apply(code, intent(), comment))).toMatchObject({
      __typename: "ApplyForTermsOk",
    });
  });

  test("is refused where somebody of the account belongs to the brand", async () => {
    const { code } = await linked();
    const { client, accountId } = await newcomer("Own Shop Window");
    await world.people.sql(
      `insert into membership (id, user_id, account_id, role, created_at)
        select gen_random_uuid(), user_id, $1, 'ANALYST', created_at
        from membership
        where account_id = $2`,
      [world.brandA.accountId, accountId],
    );
    expect(await refusal(client, apply(code))).toMatchObject({
      __typename: "Conflict",
      code: "ALREADY_MEMBER",
      path: ["code"],
    });
  });

  test("makes nobody brand and partner who is let in at the same moment", async () => {
    const { people } = world;
    const { code } = await linked();
    const account = await people.signUp("PARTNER", "Runner");
    const client = await world.signIn(account.email);
    expectOk(
      await inviteUser(await people.signedIn(world.brandA), account.email, "ANALYST"),
      InviteOk,
    );
    const token = await people.mailedToken(account.email);
    const ctx = await people.signedIn(account);
    const results = await held<object>(people, "membership, partnership", () => [
      refusal(client, apply(code)),
      acceptInvitation(ctx, { token }),
    ]);
    expect(results.filter((result) => "code" in result)).toEqual([
      expect.objectContaining({ code: "ALREADY_MEMBER" }),
    ]);
  });

  test("is one, also when ten come at once; the same key gives the first one again", async () => {
    const { code } = await linked();
    const { client, accountId } = await newcomer("Hasty");
    const key = intent();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refusal(client, apply(code, key))),
    );
    expect(answers.map(({ __typename }) => __typename)).toEqual(
      Array.from({ length: 5 }, () => "ApplyForTermsOk"),
    );
    expect(await refusal(client, apply(code))).toMatchObject({ code: "ALREADY_APPLIED" });
    const other = await newcomer("Hastier");
    const race = await Promise.all(
      Array.from({ length: 4 }, () => refusal(other.client, apply(code))),
    );
    expect(race.map((answer) => answer.code ?? answer.__typename).sort()).toEqual([
      "ALREADY_APPLIED",
      "ALREADY_APPLIED",
      "ALREADY_APPLIED",
      "ApplyForTermsOk",
    ]);
    const counted = await world.people.sql<{ count: number }>(
      `select count(*)::int as count
        from contract
        where partner_account_id = any($1)
        group by partner_account_id`,
      [[accountId, other.accountId]],
    );
    expect(counted).toEqual([{ count: 1 }, { count: 1 }]);
  });

  test("is for partners; a sixth wrong code within 15 minutes has to wait", async () => {
    const { code } = await linked();
    expect(await refusal(brand, apply(code))).toMatchObject({
      __typename: "Conflict",
      code: "NOT_A_PARTNER",
    });
    const { client } = await newcomer("Guesser");
    expect(await refusal(client, apply(code, intent(), "x".repeat(5001)))).toMatchObject({
      code: "TOO_LONG",
      path: ["comment"],
    });
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) answers.push((await refusal(client, apply("A".repeat(22)))).code);
    expect(answers).toEqual([
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
      "TOO_MANY_ATTEMPTS",
    ]);
    expect(await refusal(client, apply(code))).toMatchObject({
      __typename: "TooManyAttempts",
      code: "TOO_MANY_ATTEMPTS",
    });
  });
});
