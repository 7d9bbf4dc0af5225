import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";

let world: World;
let brand: Client;
let partner: Client;
let click: string;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
  [click = ""] = await world.clicks(world.ax, [world.clock.now - 1_000]);
  await world.sale(world.ax, { date: "2026-11-01", orders: 1, amount: "10.00" });
});
afterAll(() => world?.close());

interface Found {
  kind: string;
  id: string;
  title: string;
  detail: string | null;
  programCode: string | null;
}
const found = async (client: Client, text: string): Promise<Found[]> =>
  (
    await client.data<{ search: Found[] }>(
      "query($text: Line!) { search(text: $text) { kind id title detail programCode } }",
      { text },
    )
  ).search;
const kinds = async (client: Client, text: string) =>
  (await found(client, text)).map(({ kind, id }) => [kind, id]);

test("an id finds what it is of, for its own account alone", async () => {
  const { ax, bx } = world;
  const [sale] = (
    await brand.data<{ conversions: { nodes: { id: string; orderId: string }[] } }>(
      `{ conversions(programId: "${ax.program}", first: 1) { nodes { id orderId } } }`,
    )
  ).conversions.nodes;
  for (const [text, kind, id] of [
    [ax.partner.accountId, "PARTNER", ax.partner.accountId],
    [ax.link, "LINK", ax.link],
    [click, "CLICK", click],
    [click.toUpperCase(), "CLICK", click],
    [ax.contract, "CONTRACT", ax.contract],
    [sale?.id ?? "", "CONVERSION", sale?.id ?? ""],
    [sale?.orderId ?? "", "CONVERSION", sale?.id ?? ""],
  ] as const)
    expect(await kinds(brand, text), text).toEqual([[kind, id]]);
  expect(await kinds(partner, ax.link)).toEqual([["LINK", ax.link]]);
  expect(await kinds(partner, click)).toEqual([["CLICK", click]]);
  for (const foreign of [bx.link, bx.contract]) expect(await kinds(brand, foreign)).toEqual([]);
  const other = await world.signIn(world.partnerY.email);
  for (const foreign of [ax.link, click, ax.contract, sale?.id ?? "", sale?.orderId ?? ""])
    expect(await kinds(other, foreign)).toEqual([]);
});

test("a name is found by any part of it, as it begins first, and has no wildcards", async () => {
  await world.people.sql("update tracking_link set name = 'Autumn 100% list' where id = $1", [
    world.ax.link,
  ]);
  expect(await found(brand, "autumn")).toEqual([
    {
      kind: "LINK",
      id: world.ax.link,
      title: "Autumn 100% list",
      detail: expect.any(String),
      programCode: world.ax.programCode,
    },
  ]);
  expect(await kinds(brand, "100%")).toEqual([["LINK", world.ax.link]]);
  expect(await kinds(brand, "100_")).toEqual([]);
  expect(await kinds(brand, "  ")).toEqual([]);
});

test("who may not read a kind is not told of it", async () => {
  const finance = await world.signIn(world.brandA.email);
  await world.people.sql(
    `update membership
      set role = 'FINANCE'
      where user_id = (select id from app_user where email = $1)`,
    [world.brandA.email],
  );
  const { viewer } = await finance.data<{ viewer: { rights: string[] } }>("{ viewer { rights } }");
  const right = { CLICK: "clicks:read", LINK: "links:read", CONTRACT: "contracts:read" };
  for (const [kind, id] of [
    ["CLICK", click],
    ["LINK", world.ax.link],
    ["CONTRACT", world.ax.contract],
  ] as const)
    expect((await kinds(finance, id)).length, kind).toBe(
      viewer.rights.includes(right[kind]) ? 1 : 0,
    );
  expect(viewer.rights.length).toBeGreaterThan(0);
});
