import { afterAll, beforeAll, expect, test } from "vitest";
import { isReadScope, keyScopes, rightsOfKey } from "../../platform/auth/rights.ts";
import { viewerOf } from "../../platform/auth/viewer-of.ts";
import { createPeople, expectOk, type Account, type People } from "../../testing/worlds/people.ts";
import { apiKeys, createApiKey, revokeApiKey } from "./api-keys.ts";
import { CreateApiKeyOk, RevokeApiKeyOk } from "./api-key.types.ts";
import { changeMemberRole, members, removeMember } from "./members.ts";
import { ChangeMemberRoleOk, RemoveMemberOk } from "./member.types.ts";
import { describeViewer } from "./viewers.ts";

let people: People;
let brand: Account;
beforeAll(async () => {
  people = await createPeople();
  brand = await people.signUp("BRAND", "Acme");
});
afterAll(() => people.close());

const day = 86_400_000;
const presented = (secret: string) =>
  viewerOf(people.deps, { sessionToken: null, authorization: `Bearer ${secret}` });

/** A second person of the brand, with a session of its own. */
async function colleague(name: string, role: string): Promise<Account> {
  const own = await people.signUp("PARTNER", name);
  await people.sql(
    `insert into membership
      select gen_random_uuid(), id, $2, $3, now()
      from app_user
      where email = $1`,
    [own.email, brand.accountId, role],
  );
  await people.sql(
    `update user_session
      set account_id = $1
      where user_id = (select id from app_user where email = $2)`,
    [brand.accountId, own.email],
  );
  return { ...own, accountId: brand.accountId };
}
async function memberIdOf(person: Account): Promise<string> {
  const page = await members(await people.signedIn(brand), { first: 100, after: null });
  return page.nodes.find((member) => member.user.email === person.email)?.id ?? "";
}

test("a key works for its account with its scopes alone; no secret is stored", async () => {
  const { id, secret } = await people.key(brand, ["reports:read", "links:write"]);
  const viewer = await presented(secret);
  expect(viewer).toMatchObject({
    kind: "KEY",
    keyId: id,
    account: { id: brand.accountId, kind: "BRAND", role: null },
  });
  if (!("rights" in viewer)) throw new Error("no viewer");
  expect([...viewer.rights].sort()).toEqual([
    "links:write",
    "programs:read",
    "public",
    "reports:read",
  ]);
  const [row] = await people.sql<{ all: string }>(
    "select api_key::text as all from api_key where id = $1",
    [id],
  );
  expect(row?.all).not.toContain(secret.slice(0, 20));
  const view = await describeViewer(people.deps, viewer);
  expect(view).toMatchObject({
    kind: "KEY",
    user: null,
    role: null,
    account: { name: "Acme" },
    key: { id, last4: secret.slice(-4), scopes: ["reports:read", "links:write"] },
  });
});

test("[D198] a bad key is told apart from no key and from one without the scope", async () => {
  const { secret } = await people.key(brand, ["reports:read"]);
  const wrongChecksum = secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");
  for (const authorization of [
    `Bearer ${wrongChecksum}`,
    "Bearer nonsense",
    `Basic ${secret}`,
    secret,
    "Bearer",
  ])
    expect(await viewerOf(people.deps, { sessionToken: null, authorization })).toEqual({
      invalid: "KEY",
    });
  // A good cookie does not make up for a bad key.
  expect(
    await viewerOf(people.deps, { sessionToken: brand.token, authorization: "Bearer nonsense" }),
  ).toEqual({ invalid: "KEY" });
  expect(await viewerOf(people.deps, { sessionToken: null, authorization: null })).toMatchObject({
    kind: "ANONYMOUS",
  });
  const viewer = await presented(secret);
  expect("rights" in viewer && viewer.rights.has("clicks:read")).toBe(false);
});

test("[D199] scopes are per area and read or write; all read scopes write nothing", () => {
  const reading = keyScopes.filter(isReadScope);
  expect(reading.length).toBeGreaterThan(5);
  const rights = [...rightsOfKey("BRAND", reading)].filter((right) => right !== "public");
  expect(rights.sort()).toEqual([...reading, "notices:read", "submissions:read"].sort());
  expect(rights.every((right) => right.endsWith(":read"))).toBe(true);
  for (const scope of keyScopes)
    expect([
      "members:write",
      "keys:write",
      "account:write",
      "platform:review",
      "outbox:read",
      "session",
    ]).not.toContain(scope);
});

test("a key ends on its day; 90 days unless said otherwise, null is never", async () => {
  const ctx = await people.signedIn(brand);
  const start = people.clock.now;
  const short = expectOk(
    await createApiKey(ctx, { name: "Short", scopes: ["reports:read"], expiresInDays: 1 }),
    CreateApiKeyOk,
  );
  const never = expectOk(
    await createApiKey(ctx, { name: "Never", scopes: ["reports:read"], expiresInDays: null }),
    CreateApiKeyOk,
  );
  people.clock.now = start + day - 1;
  expect(await presented(short.secret)).toMatchObject({ kind: "KEY" });
  people.clock.now = start + day;
  expect(await presented(short.secret)).toEqual({ invalid: "KEY" });
  people.clock.now = start + 4000 * day;
  expect(await presented(never.secret)).toMatchObject({ kind: "KEY" });
  people.clock.now = start;
});

test("a revoked key is refused at the very next request, by any process", async () => {
  const { id, secret } = await people.key(brand, ["reports:read"]);
  expect(await presented(secret)).toMatchObject({ kind: "KEY" });
  const revoked = expectOk(await revokeApiKey(await people.signedIn(brand), id), RevokeApiKeyOk);
  expect(revoked.apiKey.revokedAt).toEqual(new Date(people.clock.now));
  expect(await presented(secret)).toEqual({ invalid: "KEY" });
});

test("last use is noted once a minute at most", async () => {
  const { id, secret } = await people.key(brand, ["reports:read"]);
  const lastUsed = async () =>
    (await apiKeys(await people.signedIn(brand), { first: 100, after: null })).nodes
      .find((key) => key.id === id)
      ?.lastUsedAt?.getTime() ?? null;
  expect(await lastUsed()).toBeNull();
  const start = people.clock.now;
  await presented(secret);
  people.clock.now = start + 59_999;
  await presented(secret);
  expect(await lastUsed()).toBe(start);
  people.clock.now = start + 60_000;
  await presented(secret);
  expect(await lastUsed()).toBe(start + 60_000);
});

test.each([
  [{ scopes: ["everything"] }, "UNKNOWN_SCOPE"],
  [{ scopes: ["members:write"] }, "UNKNOWN_SCOPE"],
  [{ scopes: [] }, "NO_SCOPE"],
  [{ expiresInDays: 0 }, "BAD_EXPIRY"],
  [{ expiresInDays: 367 }, "BAD_EXPIRY"],
  [{ name: " " }, "BAD_NAME"],
])("a key with %j is refused", async (change, code) => {
  expect(
    await createApiKey(await people.signedIn(brand), {
      name: "K",
      scopes: ["reports:read"],
      expiresInDays: 90,
      ...change,
    }),
  ).toMatchObject({ code });
});

test("a key never has more rights than its maker, even when the maker leaves", async () => {
  const partner = await people.signUp("PARTNER", "Influencer");
  expect(
    await createApiKey(await people.signedIn(partner), {
      name: "K",
      scopes: ["programs:write"],
      expiresInDays: 90,
    }),
  ).toMatchObject({ code: "SCOPE_BEYOND_ROLE" });

  const anna = await colleague("Anna", "BRAND_ADMIN");
  const { secret } = await people.key(anna, ["terms:write", "reports:read"]);
  const rightsNow = async () => {
    const viewer = await presented(secret);
    return "rights" in viewer ? [...viewer.rights].sort() : viewer;
  };
  expect(await rightsNow()).toEqual(["programs:read", "public", "reports:read", "terms:write"]);
  expectOk(
    await changeMemberRole(await people.signedIn(brand), await memberIdOf(anna), "ANALYST"),
    ChangeMemberRoleOk,
  );
  expect(await rightsNow()).toEqual(["programs:read", "public", "reports:read"]);
  expectOk(
    await removeMember(await people.signedIn(brand), await memberIdOf(anna)),
    RemoveMemberOk,
  );
  expect(await rightsNow()).toEqual({ invalid: "KEY" });
  const [row] = await people.sql<{ revoked: boolean }>(
    `select revoked_at is not null as revoked
      from api_key
      where account_id = $1 and created_by = (select id from app_user where email = $2)`,
    [brand.accountId, anna.email],
  );
  expect(row?.revoked).toBe(true);
});

test("keys of a suspended account have no rights", async () => {
  const gone = await people.signUp("BRAND", "Gone");
  const { secret } = await people.key(gone, ["reports:read"]);
  await people.sql("update account set state = 'SUSPENDED' where id = $1", [gone.accountId]);
  const viewer = await presented(secret);
  expect("rights" in viewer && [...viewer.rights]).toEqual(["public"]);
});

test("an admin sees and revokes every key, an analyst only own ones", async () => {
  const ben = await colleague("Ben", "ANALYST");
  const own = await people.key(ben, ["reports:read"]);
  const admins = await people.key(brand, ["reports:read"]);
  const benCtx = await people.signedIn(ben);
  expect((await apiKeys(benCtx, { first: 100, after: null })).nodes.map((key) => key.id)).toEqual([
    own.id,
  ]);
  expect(await revokeApiKey(benCtx, admins.id)).toMatchObject({ code: "NOT_FOUND" });
  const seen: string[] = [];
  const ctx = await people.signedIn(brand);
  for (let after: string | null = null, more = true; more;) {
    const page = await apiKeys(ctx, { first: 2, after });
    expect(page.nodes.length).toBeLessThanOrEqual(2);
    seen.push(...page.nodes.map((key) => key.id));
    after = page.pageInfo.endCursor;
    more = page.pageInfo.hasNextPage;
  }
  const all = await people.sql("select id from api_key where account_id = $1", [brand.accountId]);
  expect(seen).toHaveLength(all.length);
  expect(new Set(seen).size).toBe(all.length);
  expect(seen).toContain(own.id);
  await expect(apiKeys(ctx, { first: 2, after: "nonsense" })).rejects.toMatchObject({
    extensions: { code: "BAD_CURSOR" },
  });
});
