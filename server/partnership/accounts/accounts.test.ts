import { MikroORM } from "@mikro-orm/postgresql";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { termsToJson, type EventKind } from "../../domain/terms.ts";
import { parseTerms } from "../../domain/terms-input.ts";
import { entities } from "../../start/entities.ts";
import { readHealth } from "../../start/jobs/health-figures.ts";
import { systemHealth } from "../../reporting/health/system-health.ts";
import { Beats } from "../../platform/beats.ts";
import { createPool } from "../../platform/db/connection.ts";
import { startHeartbeat } from "../../platform/db/heartbeat.ts";
import { startLoop } from "../../platform/loop.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import {
  createPeople,
  expectOk,
  password,
  type Account,
  type People,
} from "../../testing/worlds/people.ts";
import { accounts } from "./account-list.ts";
import { account, counterpartsOf, setEdition, updateAccount } from "./accounts.ts";
import { SetEditionOk, UpdateAccountOk } from "./account.types.ts";
import { inviteUser } from "./invitations.ts";
import { outbox } from "./mails.ts";
import { createOperator, OperatorRefused } from "./operators.ts";
import { signIn } from "./sign-in.ts";
import { SignInOk } from "./sign-in.types.ts";

let people: People;
let brand: Account;
beforeAll(async () => {
  people = await createPeople();
  brand = await people.signUp("BRAND", "Acme", "PRO");
});
afterAll(() => people.close());

const all = { first: 100, after: null };

/** A contract of the brand with a partner that pays for `event` from `startsAt` on. */
async function contract(
  partner: Account,
  event: EventKind,
  validity: { startsAt: Date; endsAt: Date | null },
): Promise<string> {
  const [user] = await people.sql<{ id: string }>("select id from app_user where email = $1", [
    brand.email,
  ]);
  const [program, terms, version, id] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const parsed = parseTerms({
    currency: "USD",
    eventPayouts: [{ event, rate: "0.12", limits: [] }],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  const body = termsToJson(parsed.value);
  await people.sql(
    `insert into program (
        id,
        brand_account_id,
        code,
        name,
        type,
        state,
        marketplace,
        landing_page,
        advertiser_id,
        publisher_id,
        accounting_partition,
        created_at
      )
      values (
        $1,
        $2,
        $3,
        'US store',
        'SELLER',
        'ACTIVE',
        'US',
        'https://www.amazon.com/',
        'SIM',
        'x',
        0,
        now()
      )`,
    [program, brand.accountId, program],
  );
  await people.sql(
    `insert into template_terms (
        id, brand_account_id, program_id, name, state, currency, created_at
      )
      values ($1, $2, $3, 'T', 'ACTIVE', 'USD', now())`,
    [terms, brand.accountId, program],
  );
  await people.sql(
    `insert into terms_version (
        id,
        terms_id,
        brand_account_id,
        number,
        body,
        comment,
        no_limit_acknowledged,
        created_by,
        created_at
      )
      values ($1, $2, $3, 1, $4, '', true, $5, now())`,
    [version, terms, brand.accountId, JSON.stringify(body), user?.id],
  );
  await people.sql(
    `insert into contract (
        id,
        brand_account_id,
        partner_account_id,
        program_id,
        terms_version_id,
        decision,
        proposed_by_account_id,
        proposed_by,
        proposed_at,
        starts_at,
        ends_at
      )
      values ($1, $2, $3, $4, $5, 'SIGNED', $2, $6, now(), $7, $8)`,
    [
      id,
      brand.accountId,
      partner.accountId,
      program,
      version,
      user?.id,
      validity.startsAt,
      validity.endsAt,
    ],
  );
  return id;
}

test("[D3] a downgrade to Starter is refused while click contracts run or wait", async () => {
  const operator = await people.operator();
  const partner = await people.partnerOf(brand, "Influencer");
  const hour = 3_600_000;
  const at = (hours: number) => new Date(people.clock.now + hours * hour);
  await contract(partner, "CLICK", { startsAt: at(-48), endsAt: at(0) });
  await contract(partner, "SALE", { startsAt: at(-48), endsAt: null });
  expect(
    expectOk(await setEdition(operator, brand.accountId, "STARTER"), SetEditionOk).account.edition,
  ).toBe("STARTER");
  expectOk(await setEdition(operator, brand.accountId, "PRO"), SetEditionOk);

  const active = await contract(partner, "CLICK", { startsAt: at(-1), endsAt: null });
  const upcoming = await contract(partner, "CLICK", { startsAt: at(24), endsAt: at(48) });
  const refused = await setEdition(operator, brand.accountId, "STARTER");
  expect(refused).toMatchObject({ code: "CLICK_CONTRACTS_IN_FORCE", path: ["edition"] });
  const { message } = refused as { message: string };
  for (const named of [active, upcoming, "Influencer", "US store"])
    expect(message).toContain(named);
  expect(await account(await people.signedIn(brand))).toMatchObject({ edition: "PRO" });
  expectOk(await setEdition(operator, brand.accountId, "ESSENTIALS"), SetEditionOk);
});

test("[D3] the list of contracts opens to the operator's session alone", async () => {
  const { em } = await people.signedIn(brand);
  expect(
    await em.execute("select * from click_contracts_in_force(?, now())", [brand.accountId]),
  ).toEqual([]);
});

test("an edition belongs to a brand account that exists", async () => {
  const operator = await people.operator();
  const partner = await people.signUp("PARTNER", "Solo");
  for (const id of [partner.accountId, randomUUID()])
    expect(await setEdition(operator, id, "PRO")).toMatchObject({
      code: "NOT_FOUND",
      path: ["accountId"],
    });
});

test("an account's facts change by field; a zone must be one; null clears a contact", async () => {
  const ctx = await people.signedIn(brand);
  expect(await updateAccount(ctx, { timeZone: "Mars/Olympus" })).toMatchObject({
    code: "BAD_TIME_ZONE",
    path: ["input", "timeZone"],
  });
  expect(await updateAccount(ctx, { name: "" })).toMatchObject({
    code: "BAD_NAME",
    path: ["input", "name"],
  });
  const changed = expectOk(
    await updateAccount(ctx, { timeZone: "asia/kathmandu", supportContact: " help@acme.example " }),
    UpdateAccountOk,
  ).account;
  expect(changed).toMatchObject({
    name: "Acme",
    timeZone: "Asia/Kathmandu",
    supportContact: "help@acme.example",
  });
  expect(
    expectOk(await updateAccount(ctx, { name: "Acme 2" }), UpdateAccountOk).account,
  ).toMatchObject({ name: "Acme 2", supportContact: "help@acme.example" });
  expect(
    expectOk(await updateAccount(ctx, { supportContact: null }), UpdateAccountOk).account
      .supportContact,
  ).toBeNull();
});

test("[D201] the operator's list of accounts filters by kind and pages without gaps", async () => {
  const operator = await people.operator();
  const seen: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page = await accounts(operator, { first: 2, after }, "BRAND");
    seen.push(...page.nodes.map((row) => row.id));
    if (seen.length === 2)
      for (const name of ["Late 1", "Late 2"]) await people.signUp("BRAND", name);
    ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    if (seen.length < 2)
      for (const name of ["Late 3", "Late 4"]) await people.signUp("BRAND", name);
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toContain(brand.accountId);
  expect((await accounts(operator, all, null)).nodes.map((row) => row.kind)).toContain("PLATFORM");
  const found = async (search: string) => (await accounts(operator, all, null, search)).nodes;
  const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name).toSorted();
  const brands = (await accounts(operator, all, "BRAND")).nodes;
  expect(namesOf(await found("late"))).toEqual(
    namesOf(brands.filter(({ name }) => name.startsWith("Late"))),
  );
  const [acme] = await found("ACME");
  const [counted] = await people.sql<{ programs: number; partners: number }>(
    `select
        (select count(*)::int from program where brand_account_id = $1) as programs,
        (select count(*)::int from partnership where brand_account_id = $1) as partners`,
    [brand.accountId],
  );
  expect(acme).toMatchObject({ id: brand.accountId, members: 1, ...counted });
  expect(acme?.programs).toBeGreaterThan(0);
  expect(await found("nobody_%")).toEqual([]);
});

test("the outbox shows texts only where it is the only way to deliver them", async () => {
  await inviteUser(await people.signedIn(brand), "guest@example.com", "ANALYST");
  const operator = await people.operator();
  const [mail] = (await outbox(operator, all)).nodes.filter(
    (row) => row.recipient === "guest@example.com",
  );
  expect(mail).toMatchObject({ attempts: 0, sentAt: null, failure: null });
  expect(mail?.body).toContain(`${people.deps.env.publicUrl}/invitation?token=`);
  const withServer = { ...operator, env: { ...operator.env, SMTP_URL: "smtp://127.0.0.1:25" } };
  expect((await outbox(withServer, all)).nodes.every((row) => row.body === null)).toBe(true);
  expect((await outbox(await people.signedIn(brand), all)).nodes).toEqual([]);
});

test("operators share one platform account, keep a password they have, and sign in", async () => {
  const orm = await MikroORM.init(ormConfig(people.url, "owner", entities));
  const deps = { ...people.deps, orm };
  const made = await Promise.all(
    [1, 2].map((n) => createOperator(deps, { name: "Op", email: `op${n}@example.com`, password })),
  );
  const again = await createOperator(deps, {
    name: "Op",
    email: "OP1@example.com",
    password: "another password",
  });
  await expect(
    createOperator(deps, { name: "Op", email: "op3@example.com", password: "short" }),
  ).rejects.toThrow(OperatorRefused);
  await orm.close(true);
  expect(new Set([...made, again].map((one) => one.accountId)).size).toBe(1);
  expect(made.map((one) => one.isNew)).toEqual([true, true]);
  expect(again.isNew).toBe(false);
  const signedIn = expectOk(await signIn(people.request(), "op1@example.com", password), SignInOk);
  expect(signedIn.viewer).toMatchObject({ role: "OPERATOR", account: { kind: "PLATFORM" } });
  expect(await people.sql("select from account where kind = 'PLATFORM'")).toHaveLength(1);
});

/**
 * Partners of a brand, straight into the tables: thousands of sign-ups would prove nothing here.
 */
const addPartners = async (to: Account, names: readonly string[]): Promise<void> => {
  await people.sql(
    `with made as (
        insert into account (id, kind, name, code, time_zone, currency, created_at)
        select
          gen_random_uuid(),
          'PARTNER',
          name,
          'code' || right($1::text, 6) || at,
          'UTC',
          'USD',
          now()
        from unnest($2::text[])
        with ordinality as n(name, at)
        returning id
      )
      insert into partnership (id, brand_account_id, partner_account_id, created_at)
      select gen_random_uuid(), $1::text::uuid, id, now()
      from made`,
    [to.accountId, names],
  );
};

test("partners are found by a part of the name or code; wildcards are letters", async () => {
  const many = await people.signUp("BRAND", "Many partners");
  const other = await people.signUp("BRAND", "Other brand");
  await addPartners(many, [
    ...Array.from({ length: 130 }, (_, i) => `Filler ${i}`),
    "100% Deals",
    "1000 Deals",
    "under_score",
    "underXscore",
    "back\\slash",
    "Über Preise",
    'it\'s "quoted" [a-z].*',
  ]);
  await addPartners(other, ["100% Foreign", "Filler 7 of another brand"]);
  const viewer = await people.signedIn(many);
  const find = async (search: string | null, first = 100) =>
    (await counterpartsOf(viewer, "PARTNER", { first, after: null }, search)).nodes
      .map(({ name }) => name)
      .toSorted();
  expect(await find("100%")).toEqual(["100% Deals"]);
  expect(await find("%")).toEqual(["100% Deals"]);
  expect(await find("_")).toEqual(["under_score"]);
  expect(await find("R_S")).toEqual(["under_score"]);
  expect(await find("\\")).toEqual(["back\\slash"]);
  expect(await find(" über ")).toEqual(["Über Preise"]);
  expect(await find("U\u0308BER")).toEqual(["Über Preise"]);
  expect(await find('\'s "QUOTED" [a-z].*')).toHaveLength(1);
  expect(await find("filler 129")).toEqual(["Filler 129"]);
  expect(await find("foreign")).toEqual([]);
  expect(await find("another brand")).toEqual([]);
  const code =
    (await people.sql<{ code: string }>("select code from account where name = 'Filler 128'"))[0]
      ?.code ?? "";
  expect(await find(code.toUpperCase())).toEqual(["Filler 128"]);
  for (const nothing of [null, "", "  "]) expect(await find(nothing)).toHaveLength(100);
  await expect(find("x".repeat(201))).rejects.toThrow("1 to 200 characters");
  await expect(find("a\u0000b")).rejects.toThrow("U+0000");

  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await counterpartsOf(viewer, "PARTNER", { first: 50, after }, "filler");
    seen.push(...page.nodes.map(({ name }) => name));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([130, 130]);
});

test("one of ten thousand partners is found before the database cancels the request", async () => {
  const huge = await people.signUp("BRAND", "Ten thousand");
  await addPartners(
    huge,
    Array.from({ length: 10_000 }, (_, i) => `Partner ${i}`),
  );
  const viewer = await people.signedIn(huge);
  const found = async (search: string) =>
    (await counterpartsOf(viewer, "PARTNER", { first: 25, after: null }, search)).nodes.map(
      ({ name }) => name,
    );
  expect(await found("partner 9999")).toEqual(["Partner 9999"]);
  expect(await found("nobody at all")).toEqual([]);
});

test("a loop that stops turns the system red by its last word, a process by silence", async () => {
  const operator = await people.operator();
  const pool = createPool(people.url, "worker", 2);
  const clock = () => people.clock.now;
  const { log, newId } = people.deps;
  const env = { journalDir: "/nowhere", DATA_DIR: "/", SMTP_URL: "smtp://mail.example" };
  await people.sql("insert into journal_reading (tracker_id, read_until) values ('t', $1)", [
    new Date(clock()),
  ]);
  await readHealth({ pool, clock, env });
  const told = new Beats(clock);
  const loop = startLoop({ name: "ingest", log, run: () => Promise.resolve(0), among: told });
  await loop.quiet();
  const processes = ["tracker", "worker", "control"].map((role) => {
    const beats = role === "worker" ? told : new Beats(clock);
    return startHeartbeat({ pool, role, clock, newId, beats });
  });
  const found = async () => {
    const { checks } = await systemHealth(operator);
    // How full the disk is that the test runs on is not of the test.
    const bad = checks.filter((check) => check.level !== "GREEN" && check.part !== "DISK");
    const level = bad.some((check) => check.level === "RED") ? "RED" : (bad[0]?.level ?? "GREEN");
    return { level, bad: bad.map(({ part, subject }) => `${part} ${subject}`) };
  };
  const tell = () => Promise.all(processes.map((process) => process.tell()));
  await tell();
  expect(await found()).toEqual({ level: "GREEN", bad: [] });
  await loop.stop();
  await tell();
  expect(await found()).toEqual({ level: "RED", bad: ["LOOP worker: ingest"] });
  // The worker ends as it was asked to: its loops are no news, that there is none is.
  await processes[1]?.stop();
  expect(await found()).toEqual({ level: "RED", bad: ["PROCESS worker"] });
  people.clock.now += 2 * 60_000;
  expect((await found()).bad).toEqual([
    "PROCESS tracker",
    "PROCESS worker",
    "PROCESS API",
    "COUNTING null",
  ]);
  for (const process of processes) await process.stop();
  await pool.end();
});
