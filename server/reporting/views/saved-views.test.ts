/** Views by name: private ones are their owner's, shared ones the account's, no other account's. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { inline, intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";

let world: World;
let admin: Client;
let analyst: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  admin = await world.signIn(world.brandA.email);
  await world.people.sql(
    `with colleague as (
        insert into app_user (id, email, name, password_hash, created_at)
        select gen_random_uuid(), 'analyst@a.example', 'Ari', password_hash, created_at
        from app_user
        where email = $1
        returning id
      )
      insert into membership (id, account_id, user_id, role, created_at)
      select gen_random_uuid(), $2, id, 'ANALYST', now()
      from colleague`,
    [world.brandA.email, world.brandA.accountId],
  );
  analyst = await world.signIn("analyst@a.example");
  partner = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());

interface View {
  id: string;
  name: string;
  query: string;
  isShared: boolean;
  isMine: boolean;
  mayChange: boolean;
  isDefault: boolean;
  defaultFor: string[];
}
interface Kept extends Ok {
  view: View;
}
const fields = "view { id name query isShared isMine mayChange isDefault defaultFor }";
const save = (name: string, query: string, isShared = false, programId = world.ax.program) =>
  `saveView(input: ${inline({ programId, name, query, isShared })}, ` +
  `idempotencyKey: "${intent()}")`;
const change = (id: string, input: string) =>
  `changeSavedView(id: "${id}", input: { ${input} }, idempotencyKey: "${intent()}")`;
const remove = (id: string) => `removeSavedView(id: "${id}", idempotencyKey: "${intent()}")`;
const kept = async (client: Client, call: string) =>
  (await run<Kept>(client, call, "SavedViewOk", fields)).view;
const listed = async (client: Client): Promise<View[]> =>
  (
    await client.data<{ savedViews: View[] }>(
      `{ savedViews(programId: "${world.ax.program}") {
        id name query isShared isMine mayChange isDefault defaultFor
      } }`,
    )
  ).savedViews;
const names = async (client: Client) => (await listed(client)).map(({ name }) => name);

test("a view is its owner's until it is shared, and then the account's alone", async () => {
  const falls = await kept(admin, save("Falls", "?view=by&way=fall"));
  expect(falls).toMatchObject({ query: "view=by&way=fall", isShared: false, isMine: true });
  const months = await kept(admin, save("Months", "last=12m", true));
  const own = await kept(partner, save("Falls", "last=7d", true));
  expect([await names(admin), await names(analyst), await names(partner)]).toEqual([
    ["Falls", "Months"],
    ["Months"],
    ["Falls"],
  ]);
  expect((await listed(analyst))[0]).toMatchObject({ isMine: false, mayChange: false });
  expect(await refusal(analyst, change(months.id, 'name: "Mine"'))).toMatchObject({
    code: "NOT_YOURS",
  });
  for (const [client, id] of [
    [analyst, falls.id],
    [partner, months.id],
    [admin, own.id],
  ] as const) {
    expect(await refusal(client, change(id, 'name: "Mine"'))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusal(client, remove(id))).toMatchObject({ code: "NOT_FOUND" });
  }
  await kept(admin, change(falls.id, 'name: "What fell", isShared: true'));
  expect(await names(analyst)).toEqual(["Months", "What fell"]);
  await run(admin, remove(months.id), "RemoveViewOk", "id");
  expect(await names(analyst)).toEqual(["What fell"]);
});

test("no two that somebody sees have one name, and what is no address is refused", async () => {
  const one = await kept(analyst, save("Weekly", "last=7d"));
  expect(await refusal(analyst, save("Weekly", "last=30d"))).toMatchObject({
    code: "NAME_TAKEN",
    path: ["input", "name"],
  });
  const other = await kept(admin, save("Weekly", "last=14d"));
  expect(await refusal(admin, change(other.id, "isShared: true"))).toMatchObject({
    code: "NAME_TAKEN",
  });
  expect(await refusal(admin, save("Weekly 2", "last=7d#top"))).toMatchObject({
    code: "BAD_TEXT",
    path: ["input", "query"],
  });
  expect(await refusal(admin, save(" ", "last=7d"))).toMatchObject({ code: "BAD_NAME" });
  expect(await refusal(admin, save("B", "last=7d", false, world.bx.program))).toMatchObject({
    code: "NOT_FOUND",
  });
  for (const { id, client } of [
    { id: one.id, client: analyst },
    { id: other.id, client: admin },
  ])
    await run(client, remove(id), "RemoveViewOk", "id");
});

test("an administrator says with which shared view the people of a role begin", async () => {
  const first = await kept(admin, save("First", "last=7d"));
  expect(await refusal(admin, change(first.id, "defaultFor: [ANALYST]"))).toMatchObject({
    path: ["input", "defaultFor"],
  });
  await kept(admin, change(first.id, "isShared: true, defaultFor: [ANALYST, BRAND_ADMIN]"));
  const second = await kept(admin, save("Second", "last=30d", true));
  expect(await refusal(admin, change(second.id, "defaultFor: [PARTNER_OWNER]"))).toMatchObject({
    code: "ROLE_DOES_NOT_FIT",
  });
  await kept(admin, change(second.id, "defaultFor: [ANALYST]"));
  const defaults = async (client: Client) =>
    (await listed(client)).filter(({ isDefault }) => isDefault).map(({ name }) => name);
  expect([await defaults(admin), await defaults(analyst)]).toEqual([["First"], ["Second"]]);
  const mine = await kept(analyst, save("Third", "last=90d", true));
  expect(await refusal(analyst, change(mine.id, "defaultFor: [ANALYST]"))).toMatchObject({
    code: "NOT_YOURS",
  });
  expect(await kept(admin, change(first.id, "isShared: false"))).toMatchObject({ defaultFor: [] });
  // What is shared is another's to take back: who cannot see it any more could not be answered.
  expect(await refusal(admin, change(mine.id, "isShared: false"))).toMatchObject({
    code: "NOT_YOURS",
    path: ["input", "isShared"],
  });
  expect((await listed(admin)).map(({ name }) => name)).toContain("Third");
});
