import { MikroORM } from "@mikro-orm/postgresql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beforeTenant } from "../../platform/auth/before-tenant.ts";
import { entities } from "../../start/entities.ts";
import { emFor } from "../../platform/auth/tenant.ts";
import { ormConfig } from "../../platform/db/orm.config.ts";
import { createPeople, type Account, type People } from "../../testing/worlds/people.ts";
import { account, counterpartsOf, partner } from "./accounts.ts";
import { apiKeys, revokeApiKey } from "./api-keys.ts";
import { invitations, inviteUser, revokeInvitation } from "./invitations.ts";
import { changeMemberRole, members, removeMember } from "./members.ts";

let people: People;
let a: Account;
let b: Account;
const ids = { member: "", key: "", invitation: "", partner: "" };
beforeAll(async () => {
  people = await createPeople();
  [a, b] = [await people.signUp("BRAND", "Brand A"), await people.signUp("BRAND", "Brand B")];
  const ctx = await people.signedIn(a);
  ids.key = (await people.key(a, ["reports:read"])).id;
  await inviteUser(ctx, "guest@example.com", "ANALYST");
  ids.invitation = (await invitations(ctx, all)).nodes[0]?.id ?? "";
  ids.member = (await members(ctx, all)).nodes[0]?.id ?? "";
  ids.partner = (await people.partnerOf(a, "Partner of A")).accountId;
});
afterAll(() => people.close());

const all = { first: 100, after: null };
const other = () => people.signedIn(b);
const identityTables = [
  "account",
  "app_user",
  "membership",
  "user_session",
  "api_key",
  "invitation",
  "password_reset",
  "mail",
  "partnership",
  "idempotency_record",
];

test.each(["both walls", "the first wall alone"])(
  "another brand neither lists nor changes members, keys and invitations, even by their ids: %s",
  async (walls) => {
    expect(Object.values(ids).every((id) => id.length === 36)).toBe(true);
    // Past row-level security, the use cases' own conditions must be enough.
    const unwalled = await MikroORM.init(ormConfig(people.url, "owner", entities));
    const walled = await other();
    const ctx =
      walls === "both walls" ? walled : { ...walled, em: emFor(unwalled, walled.scope.reader()) };
    expect((await members(ctx, all)).nodes.map((member) => member.user.email)).toEqual([b.email]);
    expect((await apiKeys(ctx, all)).nodes).toEqual([]);
    expect((await invitations(ctx, all)).nodes).toEqual([]);
    expect(await changeMemberRole(ctx, ids.member, "FINANCE")).toMatchObject({ code: "NOT_FOUND" });
    expect(await removeMember(ctx, ids.member)).toMatchObject({ code: "NOT_FOUND" });
    expect(await revokeApiKey(ctx, ids.key)).toMatchObject({ code: "NOT_FOUND" });
    expect(await revokeInvitation(ctx, ids.invitation)).toMatchObject({ code: "NOT_FOUND" });
    expect((await counterpartsOf(ctx, "PARTNER", all)).nodes).toEqual([]);
    expect(await partner(ctx, ids.partner)).toBeNull();
    expect(await account(ctx)).toMatchObject({ id: b.accountId });
    await unwalled.close(true);
    const own = await people.signedIn(a);
    expect((await members(own, all)).nodes).toMatchObject([
      { id: ids.member, role: "BRAND_ADMIN" },
    ]);
    expect((await apiKeys(own, all)).nodes).toMatchObject([{ id: ids.key, revokedAt: null }]);
    expect((await invitations(own, all)).nodes).toMatchObject([{ id: ids.invitation }]);
  },
);

test.each(["membership", "api_key", "invitation"])(
  "second wall: %s without any filter shows own rows alone and takes no foreign ones",
  async (table) => {
    const { em } = await other();
    const rows = await em.execute<{ account_id: string }[]>(`select account_id from ${table}`);
    expect(rows.every((row) => row.account_id === b.accountId)).toBe(true);
    const [own] = await people.sql<{ n: number }>(
      `select count(*)::int as n from ${table} where account_id = $1`,
      [b.accountId],
    );
    expect(rows).toHaveLength(own?.n ?? -1);
    const column = table === "membership" ? "role" : "created_at";
    expect(
      await em.execute(
        `update ${table} set ${column} = ${column} where account_id = ? returning id`,
        [a.accountId],
      ),
    ).toEqual([]);
  },
);

test("second wall: a row cannot be given to another account", async () => {
  const { em } = await other();
  await expect(em.execute("update membership set account_id = ?", [a.accountId])).rejects.toThrow(
    "permission denied",
  );
  await people.key(b, ["reports:read"]);
  await expect(em.execute("update api_key set account_id = ?", [a.accountId])).rejects.toThrow(
    "row-level security",
  );
});

test("second wall: sessions, resets and mails are closed to every account", async () => {
  expect(
    (await people.sql("select from mail where account_id = $1", [a.accountId])).length,
  ).toBeGreaterThan(0);
  for (const account of [a, b]) {
    const { em } = await people.signedIn(account);
    for (const table of ["user_session", "password_reset", "mail"])
      expect(await em.execute(`select 1 from ${table}`), table).toEqual([]);
  }
});

test("second wall: strangers' accounts, people and partnerships are not there", async () => {
  const { em } = await other();
  expect(await em.execute("select 1 from partnership")).toEqual([]);
  expect(await em.execute("select id from account")).toEqual([{ id: b.accountId }]);
  expect(await em.execute("select email from app_user")).toEqual([{ email: b.email }]);
});

test("second wall: without an account nothing is there at all", async () => {
  const { em } = people.request();
  for (const table of identityTables)
    expect(await em.execute(`select 1 from ${table}`), table).toEqual([]);
});

test("the session before a tenant reaches the identity tables and no tenant's data", async () => {
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
        gen_random_uuid(),
        $1,
        'p',
        'P',
        'SELLER',
        'ACTIVE',
        'US',
        'https://www.amazon.com/',
        'SIM',
        'x',
        0,
        now()
      )`,
    [a.accountId],
  );
  const em = beforeTenant(people.deps);
  expect(await em.execute("select 1 from program")).toEqual([]);
  for (const table of ["contract", "click", "decision", "ledger_transfer", "cpc_request"])
    expect(await em.execute(`select 1 from ${table}`), table).toEqual([]);
  expect((await (await people.signedIn(a)).em.execute("select 1 from program")).length).toBe(1);
});

/**
 * Tables whose rows name two accounts and that the API may add to, by the catalog: a new one is
 * tried like the others.
 */
const twoSided = async () =>
  (
    await people.sql<{ name: string }>(
      `select c.relname as name
        from pg_class c
        where c.relnamespace = 'public'::regnamespace
          and c.relkind in ('r', 'p')
          and not c.relispartition
          and has_any_column_privilege('counterfoil_api', c.oid, 'insert')
          and 2 = (
            select count(*)
            from pg_attribute
            where attrelid = c.oid and attname in ('brand_account_id', 'partner_account_id')
          )
        order by 1`,
    )
  ).map(({ name }) => name);

test("second wall: no tenant names another it does not work with (found 121)", async () => {
  const stranger = await people.signUp("PARTNER", "Stranger");
  const tables = await twoSided();
  expect(tables).toEqual(
    expect.arrayContaining([
      "ad",
      "contract",
      "contract_change_partner",
      "contract_event",
      "partnership",
      "replay",
      "simulated_order",
      "template_terms",
      "terms_version",
      "tracking_link",
    ]),
  );
  const sides = [
    { as: stranger, brand: a.accountId, partner: stranger.accountId },
    { as: b, brand: b.accountId, partner: ids.partner },
  ];
  for (const { as, brand, partner: named } of sides) {
    const { em } = await people.signedIn(as);
    for (const table of tables) {
      const row = {
        brand_account_id: brand,
        partner_account_id: named,
        partner_ids: [named],
        decision: "PROPOSED",
        proposed_by_account_id: as.accountId,
        actor_account_id: as.accountId,
      };
      const insert = `insert into ${table}
        select (jsonb_populate_record(null::${table}, ?::jsonb)).*`;
      await expect(
        em.execute(insert, [JSON.stringify(row)]),
        `${as.accountId === brand ? "brand" : "partner"}: ${table}`,
      ).rejects.toThrow("row-level security");
    }
  }
});

test("second wall: no one lets people in or writes beyond its rights (found 121)", async () => {
  const { em } = await other();
  const [person] = await people.sql<{ id: string }>("select id from app_user where email = $1", [
    a.email,
  ]);
  const insert = `insert into membership (id, user_id, account_id, role, created_at)
      values (gen_random_uuid(), ?, ?, 'ANALYST', now())`;
  await expect(em.execute(insert, [person?.id, b.accountId])).rejects.toThrow("row-level security");
  const own = await people.partnerOf(a, "Another of A");
  const [program] = await people.sql<{ id: string }>(
    "select id from program where brand_account_id = $1 limit 1",
    [a.accountId],
  );
  const row = {
    brand_account_id: a.accountId,
    partner_account_id: own.accountId,
    program_id: program?.id,
    decision: "SIGNED",
    proposed_by_account_id: own.accountId,
  };
  const signing = "insert into contract select (jsonb_populate_record(null::contract, ?::jsonb)).*";
  const partners = await people.signedIn(own);
  await expect(partners.em.execute(signing, [JSON.stringify(row)])).rejects.toThrow(
    "row-level security",
  );
  // The same as a proposal comes as far as the columns that it lacks.
  await expect(
    partners.em.execute(signing, [JSON.stringify({ ...row, decision: "PROPOSED" })]),
  ).rejects.toThrow("violates not-null");
});
