import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "./acceptance.ts";
import { AcceptInvitationOk } from "./invitation.types.ts";
import { inviteUser } from "./invitations.ts";
import { changeMemberRole, members, removeMember, setMemberPermissions } from "./members.ts";
import { ChangeMemberRoleOk, RemoveMemberOk, SetMemberPermissionsOk } from "./member.types.ts";
import {
  createPeople,
  expectOk,
  password,
  type Account,
  type People,
} from "../../testing/worlds/people.ts";
import type { Role } from "../../platform/auth/rights.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people.close());

const all = { first: 100, after: null };

async function addMember(
  brand: Account,
  email: string,
  role: Role,
): Promise<{ id: string; token: string }> {
  await inviteUser(await people.signedIn(brand), email, role);
  const ctx = people.request();
  expectOk(
    await acceptInvitation(ctx, { token: await people.mailedToken(email), name: email, password }),
    AcceptInvitationOk,
  );
  return { id: await memberId(brand, email), token: ctx.answeredToken() ?? "" };
}
async function memberId(brand: Account, email: string): Promise<string> {
  const found = (await members(await people.signedIn(brand), all)).nodes.find(
    (member) => member.user.email === email,
  );
  if (!found) throw new Error(`${email} is no member`);
  return found.id;
}

test("the last admin can neither leave nor step down, and is told what to do", async () => {
  const brand = await people.signUp("BRAND", "Solo");
  const ctx = await people.signedIn(brand);
  const own = await memberId(brand, brand.email);
  expect(await removeMember(ctx, own)).toMatchObject({ code: "LAST_OWNER", path: ["memberId"] });
  expect(await changeMemberRole(ctx, own, "FINANCE")).toMatchObject({
    code: "LAST_OWNER",
    path: ["role"],
  });
  expectOk(await changeMemberRole(ctx, own, "BRAND_ADMIN"), ChangeMemberRoleOk);
  expect(await changeMemberRole(ctx, own, "PARTNER_OWNER")).toMatchObject({
    code: "ROLE_DOES_NOT_FIT",
  });
  await addMember(brand, "second@example.com", "BRAND_ADMIN");
  expect(
    expectOk(await changeMemberRole(ctx, own, "FINANCE"), ChangeMemberRoleOk).member.role,
  ).toBe("FINANCE");
});

test("admins who remove each other at the same moment leave one", async () => {
  const duels = await Promise.all(
    [1, 2, 3, 4].map(async (n) => {
      const brand = await people.signUp("BRAND", `Duel ${n}`);
      const rival = await addMember(brand, `rival${n}@example.com`, "BRAND_ADMIN");
      return {
        brand,
        rival,
        own: await memberId(brand, brand.email),
        contexts: [await people.signedIn(brand), await people.signedIn(rival)] as const,
      };
    }),
  );
  for (const { brand, rival, own, contexts } of duels) {
    const results = await Promise.all([
      removeMember(contexts[0], rival.id),
      removeMember(contexts[1], own),
    ]);
    expect(results.filter((result) => result instanceof RemoveMemberOk)).toHaveLength(1);
    expect(
      await people.sql("select from membership where account_id = $1 and role = 'BRAND_ADMIN'", [
        brand.accountId,
      ]),
    ).toHaveLength(1);
  }
});

test("a changed role and a removal count from the person's next request", async () => {
  const brand = await people.signUp("BRAND", "Quick");
  const person = await addMember(brand, "quick2@example.com", "ANALYST");
  const ctx = await people.signedIn(brand);
  expect((await people.signedIn(person)).viewer.rights.has("links:write")).toBe(true);
  expectOk(await changeMemberRole(ctx, person.id, "FINANCE"), ChangeMemberRoleOk);
  expect((await people.signedIn(person)).viewer.rights.has("links:write")).toBe(false);
  expectOk(await removeMember(ctx, person.id), RemoveMemberOk);
  const after = (await people.signedIn(person)).viewer;
  expect(after).toMatchObject({ kind: "PERSON", account: null });
  expect([...after.rights].sort()).toEqual(["public", "session"]);
  expect(await removeMember(ctx, person.id)).toMatchObject({ code: "NOT_FOUND" });
});

const extraRights = async (person: { token: string }): Promise<string[]> =>
  [...(await people.signedIn(person)).viewer.rights]
    .filter((right) => right === "terms:administer" || right === "contracts:expire")
    .sort();

test("a brand's maker holds both permissions and gives them on at once [D30]", async () => {
  const brand = await people.signUp("BRAND", "Permissive");
  const founder = await people.signedIn(brand);
  expect(await extraRights(brand)).toEqual(["contracts:expire", "terms:administer"]);
  const person = await addMember(brand, "second.admin@example.com", "BRAND_ADMIN");
  expect(await extraRights(person)).toEqual([]);
  const given = expectOk(
    await setMemberPermissions(founder, person.id, ["TERMS_ADMINISTRATOR", "TERMS_ADMINISTRATOR"]),
    SetMemberPermissionsOk,
  );
  expect(given.member.permissions).toEqual(["TERMS_ADMINISTRATOR"]);
  expect(await extraRights(person)).toEqual(["terms:administer"]);
  const key = await people.key({ ...brand, token: person.token }, ["terms:administer"]);
  const ofKey = async () =>
    (await people.as({ authorization: `Bearer ${key.secret}` })).viewer.rights.has(
      "terms:administer",
    );
  expect(await ofKey()).toBe(true);
  expectOk(
    await setMemberPermissions(founder, person.id, ["EXPIRE_PARTNERS"]),
    SetMemberPermissionsOk,
  );
  expect([await extraRights(person), await ofKey()]).toEqual([["contracts:expire"], false]);
});

test("permissions are of brands: partners hold none, unknown members are absent", async () => {
  const brand = await people.signUp("BRAND", "Holder");
  const partner = await people.partnerOf(brand, "Holder's partner");
  const ctx = await people.signedIn(partner);
  expect(
    await setMemberPermissions(ctx, await memberId(partner, partner.email), ["EXPIRE_PARTNERS"]),
  ).toMatchObject({ code: "PERMISSION_DOES_NOT_FIT", path: ["permissions"] });
  expect(await setMemberPermissions(ctx, await memberId(brand, brand.email), [])).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await extraRights(partner)).toEqual([]);
});
