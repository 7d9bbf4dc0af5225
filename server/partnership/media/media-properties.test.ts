import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  accept,
  inline,
  intent,
  makeTerms,
  propose,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let x: Client;
let y: Client;
beforeAll(async () => {
  world = await createWorld();
  [brand, x, y] = await Promise.all(
    [world.brandA, world.partnerX, world.partnerY].map(({ email }) => world.signIn(email)) as [
      Promise<Client>,
      Promise<Client>,
      Promise<Client>,
    ],
  );
});
afterAll(() => world?.close());

interface Made extends Ok {
  mediaProperty: { id: string; name: string; url: string; removedAt: string | null };
}
const fields = "mediaProperty { id name url removedAt }";
const create = (input: object) =>
  `createMediaProperty(input: ${inline(input)}, idempotencyKey: "${intent()}")`;
const change = (id: string, input: object) =>
  `changeMediaProperty(id: "${id}", input: ${inline(input)}, idempotencyKey: "${intent()}")`;
const remove = (id: string) => `removeMediaProperty(id: "${id}", idempotencyKey: "${intent()}")`;
const make = async (client: Client, name: string) =>
  (
    await run<Made>(
      client,
      create({ name, url: "https://deals.example/" }),
      "MediaPropertyOk",
      fields,
    )
  ).mediaProperty;
const namesFor = async (client: Client, partnerId?: string): Promise<string[]> =>
  (
    await client.data<{ mediaProperties: { name: string }[] }>(
      `{ mediaProperties${partnerId ? `(partnerId: "${partnerId}")` : ""} { name } }`,
    )
  ).mediaProperties.map(({ name }) => name);

interface Linked extends Ok {
  link: { id: string; mediaProperty: { id: string; name: string } | null };
}
const linkFor = (mediaPropertyId: string, more: object = {}) =>
  "createTrackingLink(input: " +
  inline({
    programId: world.ax.program,
    landingPage: "https://www.amazon.com/dp/B0SITE",
    mediaPropertyId,
    ...more,
  }) +
  `, idempotencyKey: "${intent()}")`;

test("a partner's own: made, renamed, taken away; its brands read and cannot write", async () => {
  const site = await make(x, " Site ");
  expect(site).toMatchObject({ name: "Site", url: "https://deals.example/", removedAt: null });
  expect(await refusal(x, create({ name: "Site", url: "https://other.example" }))).toMatchObject({
    code: "NAME_TAKEN",
    path: ["input", "name"],
  });
  expect(await refusal(x, create({ name: " ", url: "https://other.example" }))).toMatchObject({
    code: "BAD_NAME",
    path: ["input", "name"],
  });
  for (const url of [
    "deals.example",
    "javascript:alert(1)",
    "ftp://deals.example",
    "https://user:pw@deals.example/",
    "http://localhost:3000/",
    "http://printer.local/",
    "http://127.0.0.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://192.168.1.2/",
    "http://[::1]/",
    "http://[fd00::1]/",
    "http://intranet/",
    "http://shop.internal./",
    `https://deals.example/${"a".repeat(2_000)}`,
  ])
    expect(await refusal(x, create({ name: "Other", url })), url.slice(0, 30)).toMatchObject({
      code: "BAD_URL",
      path: ["input", "url"],
    });
  expect(
    await refusal(brand, create({ name: "Theirs", url: "https://deals.example" })),
  ).toMatchObject({ code: "NOT_YOURS" });
  expect(
    await refusal(y, change(site.id, { name: "Mine", url: "https://deals.example" })),
  ).toMatchObject({ __typename: "NotFound" });
  expect(await refusal(y, remove(site.id))).toMatchObject({ __typename: "NotFound" });
  const blog = await make(x, "Blog");
  expect(
    await refusal(x, change(blog.id, { name: "Site", url: "https://deals.example" })),
  ).toMatchObject({ code: "NAME_TAKEN" });
  await run(
    x,
    change(blog.id, { name: "Blog", url: "https://blog.example" }),
    "MediaPropertyOk",
    fields,
  );
  expect([
    await namesFor(x),
    await namesFor(brand, world.partnerX.accountId),
    await namesFor(y),
    await namesFor(y, world.partnerX.accountId),
  ]).toEqual([["Blog", "Site"], ["Blog", "Site"], [], []]);
  await expect(namesFor(brand)).rejects.toThrow(/Say whose media properties[\s\S]*BAD_INPUT/);
  await run(x, remove(site.id), "MediaPropertyOk", fields);
  expect(await namesFor(x)).toEqual(["Blog"]);
  expect(await refusal(x, remove(site.id))).toMatchObject({ __typename: "NotFound" });
  // Its name is free again.
  expect((await make(x, "Site")).id).not.toBe(site.id);
});

test("ten made at once under one name are one", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      x.data<{ createMediaProperty: { __typename: string } }>(
        `mutation { ${create({ name: "App", url: "https://app.example" })} { __typename } }`,
      ),
    ),
  );
  expect(
    answers.map(({ createMediaProperty }) => createMediaProperty.__typename).toSorted(),
  ).toEqual([...Array.from({ length: 9 }, () => "Conflict"), "MediaPropertyOk"]);
});

test("a link keeps its partner's; rules pay by it, even renamed or taken away [D70]", async () => {
  const newsletter = await make(x, "Newsletter");
  const foreign = await make(y, "Newsletter");
  for (const id of [foreign.id, world.ax.ad])
    expect(await refusal(x, linkFor(id))).toMatchObject({
      __typename: "NotFound",
      path: ["input", "mediaPropertyId"],
    });
  const { link } = await run<Linked>(
    x,
    linkFor(newsletter.id),
    "TrackingLinkOk",
    "link { id mediaProperty { id name } }",
  );
  expect(link.mediaProperty).toEqual({ id: newsletter.id, name: "Newsletter" });
  const { link: ofBrand } = await run<Linked>(
    brand,
    linkFor(newsletter.id, { partnerId: world.partnerX.accountId }),
    "TrackingLinkOk",
    "link { id mediaProperty { id } }",
  );
  expect(ofBrand.mediaProperty?.id).toBe(newsletter.id);

  await run(
    brand,
    "expireContracts(input: { contractIds: " +
      `["${world.ax.contract}"], lastDay: "2026-11-02" ` +
      `}, idempotencyKey: "${intent()}")`,
    "ExpireContractsOk",
    "__typename",
  );
  world.clock.now = Date.parse("2026-11-03T09:00:00Z");
  [brand, x] = [await world.signIn(world.brandA.email), await world.signIn(world.partnerX.email)];
  const rules = [{ variable: "MEDIA_PROPERTY", operator: "IS", values: [newsletter.id] }];
  const limits = [{ kind: "CLICKS", reset: "DAY", max: "1000" }];
  const terms = await makeTerms(brand, world.ax.program, "By place", [
    { event: "CLICK", rate: "0.05", limits, groups: [{ name: "Newsletter", rate: "0.20", rules }] },
  ]);
  await accept(x, await propose(brand, terms, world.partnerX.accountId));
  // Clicks of the next day: what comes from the future waits for its instant.
  world.clock.now = Date.parse("2026-11-04T09:00:00Z");
  [brand, x] = [await world.signIn(world.brandA.email), await world.signIn(world.partnerX.email)];
  const paidFor = async (link: string, hour: number) => {
    const [id = ""] = await world.clicks({ ...world.ax, link }, [
      Date.parse(`2026-11-04T0${hour}:00:00Z`),
    ]);
    return (
      await brand.data<{ click: { click: { amount: { amount: string } } } }>(
        `{ click(id: "${id}") { click { amount { amount } } } }`,
      )
    ).click.click.amount.amount;
  };
  const offered = async (search: string) => {
    const query = `query ($search: Line!) {
      ruleValues(
        programId: "${world.ax.program}",
        event: CLICK,
        variable: MEDIA_PROPERTY,
        search: $search
      ) {
        values { value label }
      }
    }`;
    const found = await brand.data<{
      ruleValues: { values: { value: string; label: string | null }[] };
    }>(query, { search });
    return found.ruleValues.values
      .filter(({ value }) => value === newsletter.id)
      .map(({ label }) => label);
  };
  expect(await offered("news")).toEqual(["Newsletter"]);
  expect([await paidFor(link.id, 1), await paidFor(world.ax.link, 2)]).toEqual(["0.20", "0.05"]);
  await run(
    x,
    change(newsletter.id, { name: "Weekly letter", url: "https://deals.example" }),
    "MediaPropertyOk",
    fields,
  );
  await run(x, remove(newsletter.id), "MediaPropertyOk", fields);
  expect(await refusal(x, linkFor(newsletter.id))).toMatchObject({ __typename: "NotFound" });
  expect(await paidFor(link.id, 3)).toBe("0.20");
  // Its clicks still name it: it is known, and rules that have it show its newest name.
  expect(await offered(newsletter.id)).toEqual(["Weekly letter"]);
});

test("a text that is far too long is told the bound of its own field", async () => {
  const long = "x".repeat(25_000);
  const key = `idempotencyKey: "${intent()}"`;
  const nobody = "01930000-0000-7000-8000-000000000000";
  const operator = await world.signIn(world.operatorEmail);
  const item = { name: "Items", kind: "SKU", items: [long] };
  const ad = { programId: world.ax.program, name: "A", linkText: long };
  const calls: [Client, string, string, string][] = [
    [x, create({ name: "S", url: `https://a.example/${long}` }), "input.url", "at most 2000"],
    [x, create({ name: long, url: "https://a.example/" }), "input.name", "1 to 100"],
    [
      brand,
      `setPartnerValues(input: ${inline({ partnerId: nobody, value2: long })}, ${key})`,
      "input.value2",
      "at most 100",
    ],
    [
      x,
      `createTrackingLink(input: ${inline({ programId: nobody, name: long })}, ${key})`,
      "input.name",
      "at most 200",
    ],
    [brand, `createAd(input: ${inline(ad)}, ${key})`, "input.linkText", "at most 200"],
    [
      brand,
      `createExceptionList(input: ${inline(item).replace('"SKU"', "SKU")}, ${key})`,
      "input.items",
      "1 to 100",
    ],
    [x, `declineContract(id: "${nobody}", reason: "${long}", ${key})`, "reason", "at most 5000"],
    [
      operator,
      `giveUpParkedItem(id: "${nobody}", clickId: "${nobody}", reason: "${long}", ${key})`,
      "reason",
      "1 to 1000",
    ],
    [x, `resetPassword(token: "a", password: "${long}")`, "password", "10 to 200"],
  ];
  for (const [client, call, path, bound] of calls) {
    const refused = await refusal(client, call);
    expect(refused.path?.join("."), path).toContain(path);
    expect(refused.message, path).toContain(`${bound} characters`);
  }
});
