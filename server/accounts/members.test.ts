import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "./acceptance.ts";
import { AcceptInvitationOk } from "./invitation.types.ts";
import { inviteUser } from "./invitations.ts";
import { changeMemberRole, members, removeMember } from "./members.ts";
import { ChangeMemberRoleOk, RemoveMemberOk } from "./member.types.ts";
import { createPeople, expectOk, password, type Account, type People } from "../test/people.ts";
import type { Role } from "../auth/rights.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people.close());

const all = { first: 100, after: null };

async function addMember(brand: Account, email: string, role: Role): Promise<{ id: string; token: string }> {
  await inviteUser(await people.signedIn(brand), email, role);
  const ctx = people.request();
  expectOk(await acceptInvitation(ctx, { token: await people.mailedToken(email), name: email, password }), AcceptInvitationOk);
  return { id: await memberId(brand, email), token: ctx.answeredToken() ?? "" };
}
async function memberId(brand: Account, email: string): Promise<string> {
  const found = (await members(await people.signedIn(brand), all)).nodes.find((member) => member.user.email === email);
  if (!found) throw new Error(`${email} is no member`);
  return found.id;
}

test("the last admin can neither leave nor step down, and the refusal says what to do", async () => {
  const brand = await people.signUp("BRAND", "Solo");
  const ctx = await people.signedIn(brand);
  const own = await memberId(brand, brand.email);
  expect(await removeMember(ctx, own)).toMatchObject({ code: "LAST_OWNER", path: ["memberId"] });
  expect(await changeMemberRole(ctx, own, "FINANCE")).toMatchObject({ code: "LAST_OWNER", path: ["role"] });
  expectOk(await changeMemberRole(ctx, own, "BRAND_ADMIN"), ChangeMemberRoleOk);
  expect(await changeMemberRole(ctx, own, "PARTNER_OWNER")).toMatchObject({ code: "ROLE_DOES_NOT_FIT" });
  await addMember(brand, "second@example.com", "BRAND_ADMIN");
  expect(expectOk(await changeMemberRole(ctx, own, "FINANCE"), ChangeMemberRoleOk).member.role).toBe("FINANCE");
});

test("admins who remove each other at the same moment leave one", async () => {
  const duels = await Promise.all(
    [1, 2, 3, 4].map(async (n) => {
      const brand = await people.signUp("BRAND", `Duel ${n}`);
      const rival = await addMember(brand, `rival${n}@example.com`, "BRAND_ADMIN");
      return { brand, rival, own: await memberId(brand, brand.email), contexts: [await people.signedIn(brand), await people.signedIn(rival)] as const };
    }),
  );
  for (const { brand, rival, own, contexts } of duels) {
    const results = await Promise.all([removeMember(contexts[0], rival.id), removeMember(contexts[1], own)]);
    expect(results.filter((result) => result instanceof RemoveMemberOk)).toHaveLength(1);
    expect(await people.sql("select from membership where account_id = $1 and role = 'BRAND_ADMIN'", [brand.accountId])).toHaveLength(1);
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
