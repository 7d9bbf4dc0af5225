import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous } from "../../platform/auth/viewer.ts";
import {
  createPeople,
  expectOk,
  password,
  type Account,
  type People,
} from "../../testing/worlds/people.ts";
import { held } from "../../testing/worlds/held.ts";
import { acceptInvitation, invitation } from "./acceptance.ts";
import { counterpartsOf, partner } from "./accounts.ts";
import { AcceptInvitationOk, InviteOk, RevokeInvitationOk } from "./invitation.types.ts";
import {
  invitationDays,
  invitations,
  invitePartner,
  inviteUser,
  revokeInvitation,
} from "./invitations.ts";
import { members } from "./members.ts";

let people: People;
let brand: Account;
beforeAll(async () => {
  people = await createPeople();
  brand = await people.signUp("BRAND", "Acme");
});
afterAll(() => people.close());

const all = { first: 100, after: null };
const day = 86_400_000;

async function invited(email: string, role: "ANALYST" | "FINANCE" = "ANALYST"): Promise<string> {
  expectOk(await inviteUser(await people.signedIn(brand), email, role), InviteOk);
  return people.mailedToken(email);
}

test("a new person accepts with name and password; the link works only once", async () => {
  const token = await invited("New@Example.com");
  expect(await invitation(people.request(), token)).toMatchObject({
    kind: "USER",
    email: "new@example.com",
    accountName: "Acme",
    invitedBy: "Owner of Acme",
    role: "ANALYST",
    isKnownPerson: false,
  });
  expect(
    await acceptInvitation(people.request(), { token, name: "New", password: "short" }),
  ).toMatchObject({ code: "BAD_PASSWORD", path: ["input", "password"] });
  expect(await acceptInvitation(people.request(), { token })).toMatchObject({ code: "BAD_NAME" });
  const ctx = people.request();
  const { viewer } = expectOk(
    await acceptInvitation(ctx, { token, name: "New", password }),
    AcceptInvitationOk,
  );
  expect(viewer).toMatchObject({
    role: "ANALYST",
    account: { id: brand.accountId },
    user: { email: "new@example.com" },
  });
  expect((await people.as({ sessionToken: ctx.answeredToken() })).viewer).toMatchObject({
    account: { id: brand.accountId, role: "ANALYST" },
  });
  expect(
    (await members(await people.signedIn(brand), all)).nodes.map((member) => member.user.email),
  ).toContain("new@example.com");
  expect(
    await acceptInvitation(people.request(), { token, name: "Thief", password }),
  ).toMatchObject({ code: "NOT_FOUND" });
  expect(await invitation(people.request(), token)).toBeNull();
  expect(
    await inviteUser(await people.signedIn(brand), "new@example.com", "FINANCE"),
  ).toMatchObject({ code: "ALREADY_MEMBER" });
});

test("two acceptances at the same moment make one person and one membership", async () => {
  const token = await invited("racer@example.com");
  const results = await Promise.all(
    [1, 2, 3].map(() => acceptInvitation(people.request(), { token, name: "Racer", password })),
  );
  expect(results.filter((result) => result instanceof AcceptInvitationOk)).toHaveLength(1);
  expect(
    await people.sql(
      `select
        from membership m
        join app_user u on u.id = m.user_id
        where u.email = 'racer@example.com'`,
    ),
  ).toHaveLength(1);
});

test("an existing person signs in first, as the one who is invited", async () => {
  const carla = await people.signUp("PARTNER", "Carla");
  const dora = await people.signUp("PARTNER", "Dora");
  const token = await invited(carla.email);
  expect(await invitation(people.request(), token)).toMatchObject({ isKnownPerson: true });
  expect(
    await acceptInvitation(people.request(), { token, name: "Carla", password }),
  ).toMatchObject({ code: "SIGN_IN_FIRST" });
  expect(await acceptInvitation(await people.signedIn(dora), { token })).toMatchObject({
    code: "OTHER_PERSON",
  });
  const ctx = await people.signedIn(carla);
  const { viewer } = expectOk(await acceptInvitation(ctx, { token }), AcceptInvitationOk);
  expect(viewer.account?.id).toBe(brand.accountId);
  expect(viewer.memberships.map((membership) => membership.role).sort()).toEqual([
    "ANALYST",
    "PARTNER_OWNER",
  ]);
  await expect(people.signedIn(carla)).rejects.toThrow("SESSION");
});

test("an invitation ends after a week, when revoked, and when a newer replaces it", async () => {
  const start = people.clock.now;
  const old = await invited("late@example.com");
  people.clock.now = start + invitationDays * day - 1;
  expect(await invitation(people.request(), old)).not.toBeNull();
  people.clock.now = start + invitationDays * day;
  expect(await invitation(people.request(), old)).toBeNull();
  expect(
    await acceptInvitation(people.request(), { token: old, name: "Late", password }),
  ).toMatchObject({ code: "NOT_FOUND" });
  people.clock.now = start;

  const first = await invited("twice@example.com", "ANALYST");
  people.clock.now += 1;
  const second = await invited("twice@example.com", "FINANCE");
  expect(await invitation(people.request(), first)).toBeNull();
  expect(await invitation(people.request(), second)).toMatchObject({ role: "FINANCE" });
  const open = (await invitations(await people.signedIn(brand), all)).nodes.filter(
    (row) => row.email === "twice@example.com",
  );
  expect(open).toHaveLength(1);
  expectOk(
    await revokeInvitation(await people.signedIn(brand), open[0]?.id ?? ""),
    RevokeInvitationOk,
  );
  expect(await invitation(people.request(), second)).toBeNull();
  expect(await revokeInvitation(await people.signedIn(brand), open[0]?.id ?? "")).toMatchObject({
    code: "NOT_FOUND",
  });
});

test("of invitations of one address at the same moment one stays open", async () => {
  const ctxs = [await people.signedIn(brand), await people.signedIn(brand)];
  const results = await held(people, "mail", () =>
    ctxs.map((ctx) => inviteUser(ctx, "same@acme.example", "ANALYST")),
  );
  for (const result of results) expectOk(result, InviteOk);
  const mails = await people.sql<{ body: string }>(
    "select body from mail where recipient = 'same@acme.example'",
  );
  const tokens = mails.map(({ body }) => /token=([\w-]+)/.exec(body)?.[1] ?? "");
  expect(new Set(tokens).size).toBe(2);
  const offers = await Promise.all(tokens.map((token) => invitation(people.request(), token)));
  expect(offers.filter((offer) => offer !== null)).toHaveLength(1);
  const open = (await invitations(await people.signedIn(brand), all)).nodes;
  expect(open.filter(({ email }) => email === "same@acme.example")).toHaveLength(1);
});

test("a role must fit the account, an address be one; only brands invite partners", async () => {
  const ctx = await people.signedIn(brand);
  expect(await inviteUser(ctx, "x@example.com", "PARTNER_OWNER")).toMatchObject({
    code: "ROLE_DOES_NOT_FIT",
    path: ["role"],
  });
  expect(await inviteUser(ctx, "x@example.com", "OPERATOR")).toMatchObject({
    code: "ROLE_DOES_NOT_FIT",
  });
  expect(await inviteUser(ctx, "x", "ANALYST")).toMatchObject({ code: "BAD_EMAIL" });
  const partnerAccount = await people.signUp("PARTNER", "Solo");
  expect(await invitePartner(await people.signedIn(partnerAccount), "x@example.com")).toMatchObject(
    { code: "NOT_A_BRAND" },
  );
});

test("nobody of a brand becomes its partner, asked in before or after joining it", async () => {
  const ctx = await people.signedIn(brand);
  expect(await invitePartner(ctx, brand.email.toUpperCase())).toMatchObject({
    code: "ALREADY_MEMBER",
    path: ["email"],
  });
  const email = "both-sides@example.com";
  expectOk(await invitePartner(ctx, email), InviteOk);
  const asPartner = await people.mailedToken(email);
  const member = people.request();
  people.clock.now += 1;
  expectOk(
    await acceptInvitation(member, { token: await invited(email), name: "Both", password }),
    AcceptInvitationOk,
  );
  const joined = await people.as({ sessionToken: member.answeredToken() });
  expect(await acceptInvitation(joined, { token: asPartner, accountName: "Mine" })).toMatchObject({
    code: "ALREADY_MEMBER",
    path: ["input", "token"],
  });
});

test("an invited partner makes an account; both see each other, nobody else does", async () => {
  const influencer = await people.partnerOf(brand, "Influencer");
  const brandCtx = await people.signedIn(brand);
  const partnerCtx = await people.signedIn(influencer);
  expect(partnerCtx.viewer).toMatchObject({ account: { kind: "PARTNER", role: "PARTNER_OWNER" } });
  expect((await counterpartsOf(brandCtx, "PARTNER", all)).nodes).toMatchObject([
    { id: influencer.accountId, name: "Influencer" },
  ]);
  expect(await partner(brandCtx, influencer.accountId)).toMatchObject({
    name: "Influencer",
    timeZone: "America/New_York",
  });
  expect((await counterpartsOf(partnerCtx, "BRAND", all)).nodes).toMatchObject([
    { id: brand.accountId, name: "Acme" },
  ]);
  expect((await counterpartsOf(partnerCtx, "PARTNER", all)).nodes).toEqual([]);
  const stranger = await people.signUp("BRAND", "Stranger");
  const strangerCtx = await people.signedIn(stranger);
  expect(await partner(strangerCtx, influencer.accountId)).toBeNull();
  expect((await counterpartsOf(strangerCtx, "PARTNER", all)).nodes).toEqual([]);
});

test("an existing partner accepts once, for an account that it owns and no other", async () => {
  const known = await people.signUp("PARTNER", "Known");
  const foreign = await people.signUp("PARTNER", "Foreign");
  const ask = async () => {
    expectOk(await invitePartner(await people.signedIn(brand), known.email), InviteOk);
    people.clock.now += 1;
    return people.mailedToken(known.email);
  };
  const token = await ask();
  const ctx = await people.signedIn(known);
  expect(await acceptInvitation(ctx, { token, accountId: foreign.accountId })).toMatchObject({
    code: "NOT_YOUR_ACCOUNT",
    path: ["input", "accountId"],
  });
  expect(await acceptInvitation(ctx, { token })).toMatchObject({
    code: "BAD_NAME",
    path: ["input", "accountName"],
  });
  expectOk(await acceptInvitation(ctx, { token, accountId: known.accountId }), AcceptInvitationOk);
  const later = await people.as({ sessionToken: ctx.answeredToken() });
  expectOk(
    await acceptInvitation(later, { token: await ask(), accountId: known.accountId }),
    AcceptInvitationOk,
  );
  expect(
    await people.sql("select from partnership where partner_account_id = $1", [known.accountId]),
  ).toHaveLength(1);
});

test("a garbled token is an unknown one", async () => {
  for (const token of ["", "x", "' or 1=1 --", "A".repeat(43)]) {
    expect(await invitation(people.request(anonymous), token)).toBeNull();
    expect(
      await acceptInvitation(people.request(anonymous), { token, name: "N", password }),
    ).toMatchObject({ code: "NOT_FOUND" });
  }
});

test("nobody of a partner joins its brand, nor of a brand its partner", async () => {
  const partnerAccount = await people.partnerOf(brand, "Sider");
  people.clock.now += 1;
  expect(
    await acceptInvitation(await people.signedIn(partnerAccount), {
      token: await invited(partnerAccount.email),
    }),
  ).toMatchObject({ code: "ALREADY_MEMBER", path: ["input", "token"] });
  const asPartner = await people.signedIn(partnerAccount);
  people.clock.now += 1;
  expectOk(await inviteUser(asPartner, brand.email, "PARTNER_OWNER"), InviteOk);
  expect(
    await acceptInvitation(await people.signedIn(brand), {
      token: await people.mailedToken(brand.email),
    }),
  ).toMatchObject({ code: "ALREADY_MEMBER", path: ["input", "token"] });
});

test("not at the same moment either: a person lands on one side of the two", async () => {
  const studio = await people.partnerOf(brand, "Twin Studio");
  const twin = await people.signUp("PARTNER", "Twin");
  const byBrand = await invited(twin.email);
  people.clock.now += 1;
  expectOk(await inviteUser(await people.signedIn(studio), twin.email, "PARTNER_OWNER"), InviteOk);
  const byPartner = await people.mailedToken(twin.email);
  const [one, two] = [await people.signedIn(twin), await people.signedIn(twin)];
  const results = await held(people, "membership", () => [
    acceptInvitation(one, { token: byBrand }),
    acceptInvitation(two, { token: byPartner }),
  ]);
  expect(results.filter((result) => result instanceof AcceptInvitationOk)).toHaveLength(1);
  expect(results).toContainEqual(expect.objectContaining({ code: "ALREADY_MEMBER" }));
});

test("an account is no partner of the brand that one of its people belongs to", async () => {
  const studio = await people.signUp("PARTNER", "Studio");
  const email = "colleague@example.com";
  expectOk(await inviteUser(await people.signedIn(studio), email, "PARTNER_OWNER"), InviteOk);
  const colleague = people.request();
  const joining = await people.mailedToken(email);
  expectOk(
    await acceptInvitation(colleague, { token: joining, name: "Colleague", password }),
    AcceptInvitationOk,
  );
  people.clock.now += 1;
  const asColleague = await people.as({ sessionToken: colleague.answeredToken() });
  expectOk(
    await acceptInvitation(asColleague, { token: await invited(email) }),
    AcceptInvitationOk,
  );
  expectOk(await invitePartner(await people.signedIn(brand), studio.email), InviteOk);
  const token = await people.mailedToken(studio.email);
  expect(
    await acceptInvitation(await people.signedIn(studio), { token, accountId: studio.accountId }),
  ).toMatchObject({ code: "ALREADY_MEMBER", path: ["input", "accountId"] });
});
