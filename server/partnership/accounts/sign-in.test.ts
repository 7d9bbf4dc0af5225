import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginAttempt } from "../../platform/auth/attempts.ts";
import { sessionAbsoluteMs, sessionIdleMs } from "../../platform/auth/sessions.ts";
import { viewerOf } from "../../platform/auth/viewer-of.ts";
import { entities } from "../../start/entities.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import {
  createPeople,
  expectOk,
  password,
  type Account,
  type People,
} from "../../testing/worlds/people.ts";
import {
  changePassword,
  requestPasswordReset,
  resetMinutes,
  resetPassword,
  signIn,
  signOut,
  signUp,
} from "./sign-in.ts";
import {
  ChangePasswordOk,
  RequestPasswordResetOk,
  ResetPasswordOk,
  SignInOk,
  SignOutOk,
  SignUpOk,
  TooManyAttempts,
} from "./sign-in.types.ts";
import { RevokeSessionOk, SwitchAccountOk } from "./session.types.ts";
import { revokeSession, sessions, switchAccount } from "./sessions.ts";

let people: People;
let brand: Account;
beforeAll(async () => {
  people = await createPeople();
  brand = await people.signUp("BRAND", "Acme");
});
afterAll(() => people.close());

const presented = (token: string | null | undefined) =>
  viewerOf(people.deps, { sessionToken: token, authorization: null });

async function signedIn(email: string, address?: string): Promise<string> {
  const ctx = people.request(undefined, address);
  expectOk(await signIn(ctx, email, password), SignInOk);
  const token = ctx.answeredToken();
  if (!token) throw new Error("no token");
  return token;
}

test("sign-up makes account, person and session; the answer says who one is now", async () => {
  const ctx = people.request();
  const result = await signUp(ctx, {
    kind: "BRAND",
    accountName: " Nordwind ",
    name: "Ann",
    email: "Ann@Nordwind.Example",
    password,
    timeZone: "europe/berlin",
    currency: "EUR",
  });
  const { viewer } = expectOk(result, SignUpOk);
  expect(viewer).toMatchObject({
    kind: "PERSON",
    user: { name: "Ann", email: "ann@nordwind.example" },
    role: "BRAND_ADMIN",
  });
  expect(viewer.account).toMatchObject({
    name: "Nordwind",
    kind: "BRAND",
    edition: "ESSENTIALS",
    timeZone: "Europe/Berlin",
    currency: "EUR",
  });
  expect(viewer.memberships).toHaveLength(1);
  expect(viewer.rights).toContain("programs:write");
  expect(await presented(ctx.answeredToken())).toMatchObject({
    kind: "PERSON",
    account: { kind: "BRAND", role: "BRAND_ADMIN" },
  });
});

test.each([
  [{ email: "no address" }, "BAD_EMAIL", "email"],
  [{ password: "short" }, "BAD_PASSWORD", "password"],
  [{ timeZone: "Mars/Olympus" }, "BAD_TIME_ZONE", "timeZone"],
  [{ currency: "XYZ" }, "BAD_CURRENCY", "currency"],
  [{ accountName: "\u202Egpj" }, "BAD_NAME", "accountName"],
  [{ name: " " }, "BAD_NAME", "name"],
  [{ kind: "PLATFORM" as const }, "BAD_KIND", "kind"],
  [{ edition: "PRO" as const }, "BAD_INPUT", "edition"],
])("sign-up refuses %j and names the field", async (change, code, field) => {
  const input = {
    kind: "PARTNER" as const,
    accountName: "P",
    name: "P",
    email: "p@example.com",
    password,
    timeZone: "UTC",
    currency: "USD",
    ...change,
  };
  expect(await signUp(people.request(), input)).toMatchObject({ code, path: ["input", field] });
  expect(await people.sql("select from app_user where email = 'p@example.com'")).toHaveLength(0);
});

test("a known address cannot sign up again: its owner is told, attempts are limited", async () => {
  const input = {
    kind: "BRAND" as const,
    accountName: "Fake",
    name: "Fake",
    email: brand.email,
    password: "another password",
    timeZone: "UTC",
    currency: "USD",
  };
  for (let i = 0; i < 5; i++)
    expect(await signUp(people.request(undefined, "203.0.113.9"), input)).toMatchObject({
      code: "EMAIL_UNAVAILABLE",
    });
  expect(await signUp(people.request(undefined, "203.0.113.9"), input)).toBeInstanceOf(
    TooManyAttempts,
  );
  expect(await people.sql("select from account where name = 'Fake'")).toHaveLength(0);
  expect(
    await people.sql("select from mail where recipient = $1 and subject like 'Someone tried%'", [
      brand.email,
    ]),
  ).toHaveLength(5);
});

test("wrong password and unknown address get the same words", async () => {
  const [wrong, unknown] = [
    await signIn(people.request(), brand.email, "not the password"),
    await signIn(people.request(), "nobody@example.com", "not the password"),
  ];
  expect(wrong).toMatchObject({ code: "SIGN_IN_FAILED", path: [] });
  expect(unknown).toStrictEqual(wrong);
});

test("the sixth failed sign-in from one address or IPv6 network is refused", async () => {
  const victim = await people.signUp("BRAND", "Victim");
  for (let i = 0; i < 8; i++)
    expect(
      await signIn(people.request(undefined, "198.51.100.1"), victim.email, password),
    ).toBeInstanceOf(SignInOk);
  for (const address of ["198.51.100.30", "2001:db8:1:2::"]) {
    const from = (i: number): string => (address.includes(":") ? `${address}${i + 1}` : address);
    for (let i = 0; i < 5; i++)
      await signIn(
        people.request(undefined, from(i)),
        `someone${i}@example.com`,
        "guess number one",
      );
    const refused = expectOk(
      await signIn(people.request(undefined, from(9)), brand.email, password),
      TooManyAttempts,
    );
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(900);
  }
  expect(
    await signIn(people.request(undefined, "198.51.100.31"), brand.email, password),
  ).toBeInstanceOf(SignInOk);
  people.clock.now += 15 * 60_000;
  expect(
    await signIn(people.request(undefined, "198.51.100.30"), brand.email, password),
  ).toBeInstanceOf(SignInOk);
});

test("strangers lock no owner out; a known browser counts alone (found 120)", async () => {
  const owner = await people.signUp("BRAND", "Owned");
  const home = people.request(undefined, "203.0.113.50");
  expectOk(await signIn(home, owner.email, password), SignInOk);
  const device = home.answeredDevice() ?? "";
  for (let i = 0; i < 5; i++)
    await signIn(
      people.request(undefined, `203.0.113.${100 + i}`),
      owner.email,
      "guess number one",
    );
  expect(
    await signIn(people.request(undefined, "203.0.113.60"), owner.email, password),
  ).toBeInstanceOf(SignInOk);
  await people.sql("update attempt set points = 100 where points = 5");
  for (let i = 0; i < 12; i++)
    await signIn(people.request(undefined, `203.0.114.${i}`), owner.email, "guess number one");
  expect(
    await signIn(people.request(undefined, "203.0.114.0", device), owner.email, password),
  ).toBeInstanceOf(SignInOk);
  expect(await people.sql("select from sign_in_device where token_hash = $1", [device])).toEqual(
    [],
  );
  for (let i = 0; i < 5; i++)
    await signIn(
      people.request(undefined, `203.0.115.${i}`, device),
      owner.email,
      "forgotten again",
    );
  expect(
    await signIn(people.request(undefined, "203.0.115.9", device), owner.email, password),
  ).toBeInstanceOf(TooManyAttempts);
  // To anybody else the cookie says nothing.
  for (let i = 0; i < 5; i++)
    await signIn(people.request(undefined, "203.0.116.1", device), brand.email, "guess number one");
  expect(
    await signIn(people.request(undefined, "203.0.116.1", device), brand.email, password),
  ).toBeInstanceOf(TooManyAttempts);
});

test("guesses from more than 100 unknown browsers wait in every process (found 120)", async () => {
  const owner = await people.signUp("BRAND", "Wanted");
  const elsewhere = {
    ...people.deps,
    orm: await MikroORM.init(ormConfig(people.url, "api", entities)),
  };
  const guess = (i: number) => {
    const ctx = people.request(undefined, `198.18.${i}.1`);
    return signIn(i % 2 ? ctx : { ...ctx, orm: elsewhere.orm }, owner.email, "guess number one");
  };
  for (let i = 0; i < 98; i++)
    await beginAttempt(people.deps, "sign-in", [{ subject: `email:${owner.email}`, allowed: 100 }]);
  expect([await guess(1), await guess(2)]).toMatchObject([
    { code: "SIGN_IN_FAILED" },
    { code: "SIGN_IN_FAILED" },
  ]);
  expect([await guess(3), await guess(4)]).toMatchObject([
    { code: "TOO_MANY_ATTEMPTS" },
    { code: "TOO_MANY_ATTEMPTS" },
  ]);
  await elsewhere.orm.close(true);
});

test("an address makes at most ten accounts an hour (found 120)", async () => {
  const input = (n: number) => ({
    kind: "BRAND" as const,
    accountName: `Many ${n}`,
    name: "A",
    email: `many${n}@example.com`,
    password,
    timeZone: "UTC",
    currency: "USD",
  });
  for (let n = 0; n < 10; n++)
    expect(await signUp(people.request(undefined, "198.51.100.99"), input(n))).toBeInstanceOf(
      SignUpOk,
    );
  expect(await signUp(people.request(undefined, "198.51.100.99"), input(10))).toBeInstanceOf(
    TooManyAttempts,
  );
  expect(await people.sql("select from app_user where email = 'many10@example.com'")).toEqual([]);
  people.clock.now += 3_600_000;
  expect(await signUp(people.request(undefined, "198.51.100.99"), input(10))).toBeInstanceOf(
    SignUpOk,
  );
});

test("[found 91] a session lasts a day's work: 12 hours unused, 7 days in all", async () => {
  expect([sessionIdleMs, sessionAbsoluteMs]).toEqual([12 * 3_600_000, 7 * 86_400_000]);
  const token = await signedIn(brand.email);
  const start = people.clock.now;
  people.clock.now = start + sessionIdleMs;
  expect(await presented(token)).toEqual({ invalid: "SESSION" });

  const used = await signedIn(brand.email);
  const begun = people.clock.now;
  for (let at = begun; at < begun + sessionAbsoluteMs; at += sessionIdleMs - 60_000) {
    people.clock.now = at;
    expect(await presented(used)).toMatchObject({ kind: "PERSON" });
  }
  people.clock.now = begun + sessionAbsoluteMs - 1;
  expect(await presented(used)).toMatchObject({ kind: "PERSON" });
  people.clock.now = begun + sessionAbsoluteMs;
  expect(await presented(used)).toEqual({ invalid: "SESSION" });
  await signedIn(brand.email);
  expect(
    await people.sql(
      "select from user_session s join app_user u on u.id = s.user_id where u.email = $1",
      [brand.email],
    ),
  ).toHaveLength(1);
});

test("only the hash of a token is stored, and a token that is none is refused", async () => {
  const token = await signedIn(brand.email);
  expect(await people.sql("select from user_session where token_hash = $1", [token])).toHaveLength(
    0,
  );
  expect(await presented("x")).toEqual({ invalid: "SESSION" });
  expect(await presented("A".repeat(43))).toEqual({ invalid: "SESSION" });
  expect(await presented(null)).toMatchObject({ kind: "ANONYMOUS" });
});

test("signing in again in a browser ends the session before; signing out ends it", async () => {
  const first = await signedIn(brand.email);
  const again = await people.as({ sessionToken: first });
  expectOk(await signIn(again, brand.email, password), SignInOk);
  expect(await presented(first)).toEqual({ invalid: "SESSION" });
  const second = again.answeredToken();
  expect(expectOk(await signOut(await people.as({ sessionToken: second })), SignOutOk).ended).toBe(
    true,
  );
  expect(await presented(second)).toEqual({ invalid: "SESSION" });
  const nobody = people.request();
  expect(expectOk(await signOut(nobody), SignOutOk).ended).toBe(false);
  expect(nobody.answeredToken()).toBeNull();
});

test("sessions are listed and revoked by their person alone", async () => {
  const [here, there] = [await signedIn(brand.email), await signedIn(brand.email)];
  const other = await people.signUp("BRAND", "Other");
  const ctx = await people.as({ sessionToken: here });
  const listed = await sessions(ctx);
  const elsewhere = (await sessions(await people.as({ sessionToken: there }))).find(
    (session) => session.isCurrent,
  );
  expect(listed.filter((session) => session.isCurrent)).toHaveLength(1);
  expect(listed.map((session) => session.id)).toContain(elsewhere?.id);
  expect(await revokeSession(await people.signedIn(other), elsewhere?.id ?? "")).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await presented(there)).toMatchObject({ kind: "PERSON" });
  expectOk(await revokeSession(ctx, elsewhere?.id ?? ""), RevokeSessionOk);
  expect(await presented(there)).toEqual({ invalid: "SESSION" });
});

test("switching accounts renews the token and works for own accounts alone", async () => {
  const token = await signedIn(brand.email);
  const other = await people.signUp("PARTNER", "Elsewhere");
  const ctx = await people.as({ sessionToken: token });
  expect(await switchAccount(ctx, other.accountId)).toMatchObject({ code: "NOT_FOUND" });
  await people.sql(
    `insert into membership
      select gen_random_uuid(), id, $2, 'PARTNER_VIEWER', now()
      from app_user
      where email = $1`,
    [brand.email, other.accountId],
  );
  expect(expectOk(await switchAccount(ctx, other.accountId), SwitchAccountOk).viewer).toMatchObject(
    { role: "PARTNER_VIEWER", account: { id: other.accountId } },
  );
  expect(await presented(token)).toEqual({ invalid: "SESSION" });
  expect(await presented(ctx.answeredToken())).toMatchObject({ account: { id: other.accountId } });
});

test("in a suspended account a person keeps the session and loses every right", async () => {
  const gone = await people.signUp("BRAND", "Gone");
  await people.sql("update account set state = 'SUSPENDED' where id = $1", [gone.accountId]);
  const ctx = await people.signedIn(gone);
  expect([...ctx.viewer.rights].sort()).toEqual(["public", "session"]);
});

test("a password reset works once, in time, for any address, and ends all sessions", async () => {
  const token = await signedIn(brand.email);
  const [known, unknown] = [
    await requestPasswordReset(people.request(), brand.email),
    await requestPasswordReset(people.request(), "nobody@example.com"),
  ];
  expect(unknown).toEqual(expectOk(known, RequestPasswordResetOk));
  const late = await people.mailedToken(brand.email);
  people.clock.now += resetMinutes * 60_000;
  expect(await resetPassword(people.request(), late, "a fresh password")).toMatchObject({
    code: "BAD_TOKEN",
  });

  const here = await signedIn(brand.email);
  await requestPasswordReset(people.request(), brand.email);
  const link = await people.mailedToken(brand.email);
  expect(await resetPassword(people.request(), link, "short")).toMatchObject({
    code: "BAD_PASSWORD",
  });
  const results = await Promise.all(
    [1, 2, 3].map(() => resetPassword(people.request(), link, "a fresh password")),
  );
  expect(
    results
      .map((result) => (result instanceof ResetPasswordOk ? result.email : result.code))
      .sort(),
  ).toEqual(["BAD_TOKEN", "BAD_TOKEN", brand.email]);
  expect(await presented(token)).toEqual({ invalid: "SESSION" });
  expect(await presented(here)).toEqual({ invalid: "SESSION" });
  expect(await resetPassword(people.request(), link, "yet another one")).toMatchObject({
    code: "BAD_TOKEN",
  });
  expect(await signIn(people.request(), brand.email, password)).toMatchObject({
    code: "SIGN_IN_FAILED",
  });
  expectOk(await signIn(people.request(), brand.email, "a fresh password"), SignInOk);
});

test("a new password needs the current one, renews this session, ends the others", async () => {
  const person = await people.signUp("PARTNER", "Changer");
  const elsewhere = await signedIn(person.email);
  const ctx = await people.signedIn(person);
  expect(await changePassword(ctx, "not the password", "a newer password")).toMatchObject({
    code: "WRONG_PASSWORD",
    path: ["currentPassword"],
  });
  expectOk(await changePassword(ctx, password, "a newer password"), ChangePasswordOk);
  expect(await presented(elsewhere)).toEqual({ invalid: "SESSION" });
  expect(await presented(person.token)).toEqual({ invalid: "SESSION" });
  expect(await presented(ctx.answeredToken())).toMatchObject({ kind: "PERSON" });
  expectOk(await signIn(people.request(), person.email, "a newer password"), SignInOk);
});
