import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTag, readTemplate, simulatedTemplate } from "../../domain/attribution-tag.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { inline, intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());
const tagIn = (destination: string) => {
  const template = readTemplate(simulatedTemplate(`SIM${world.ax.programCode}`, "counterfoil"));
  return template.ok ? readTag(destination, template.value) : null;
};

interface Made extends Ok {
  link: {
    id: string;
    level: string;
    url: string;
    destination: string;
    sharedId: string | null;
    partnerAccountId: string;
    isTest: boolean;
    ad: { id: string; code: string };
  };
}
const fields = "link { id level url destination sharedId partnerAccountId isTest ad { id code } }";
const link = (changes: object = {}) =>
  "createTrackingLink(input: " +
  `${inline({ programId: world.ax.program, ...changes })}, ` +
  `idempotencyKey: "${intent()}")`;
const make = async (client: Client, changes: object = {}): Promise<Made["link"]> =>
  (await run<Made>(client, link(changes), "TrackingLinkOk", fields)).link;
const textLink = async (): Promise<string> =>
  (
    await run<Ok & { ad: { id: string } }>(
      brand,
      "createAd(input: " +
        inline({
          programId: world.ax.program,
          name: "Ad",
          landingPage: "https://www.amazon.com/dp/B0AD?th=1",
        }) +
        `, idempotencyKey: "${intent()}")`,
      "AdOk",
      "ad { id }",
    )
  ).ad.id;

test("program, ad, partner level: each names partner and ad [D117, D129]", async () => {
  const levels = [
    await make(partner),
    await make(partner, { adId: await textLink() }),
    await make(partner, { landingPage: "https://www.amazon.com/dp/B0DEEP" }),
  ];
  expect(levels.map(({ level }) => level)).toEqual(["PROGRAM", "AD", "PARTNER"]);
  expect(new Set(levels.map(({ ad }) => ad.code)).size).toBe(3);
  for (const made of levels) {
    expect(new URL(made.url).pathname).toBe(
      `/c/${world.ax.partnerCode}/${made.ad.code}/${world.ax.programCode}`,
    );
    expect(tagIn(made.destination)).toEqual({
      program: world.ax.programCode,
      adGroup: world.ax.partnerCode,
      creative: made.ad.code,
    });
    expect(new URL(made.destination).host).toBe("www.amazon.com");
  }
  expect(levels[1]?.destination).toContain("/dp/B0AD?th=1&maas=");
});

test("a brand's own ads are listed apart from the partners' deep links", async () => {
  const own = await textLink();
  await make(partner, { landingPage: "https://www.amazon.com/dp/B0APART" });
  const typesOf = async (filter: string) => {
    const { ads } = await brand.data<{ ads: { nodes: { id: string; type: string }[] } }>(
      `{ ads(programId: "${world.ax.program}", first: 100${filter}) { nodes { id type } } }`,
    );
    return { ids: ads.nodes.map(({ id }) => id), types: new Set(ads.nodes.map((ad) => ad.type)) };
  };
  expect((await typesOf("")).types).toContain("DEEP_LINK");
  const found = await typesOf(", filter: { types: [ONLINE_TRACKING_LINK, TEXT_LINK] }");
  expect(found.ids).toContain(own);
  expect(found.types).toEqual(new Set(["ONLINE_TRACKING_LINK", "TEXT_LINK"]));
  expect((await typesOf(", filter: { types: [] }")).ids).toEqual([]);
});

test("asked for again, even twenty times at once, a partner's one link comes back", async () => {
  const adId = await textLink();
  const made = await Promise.all(Array.from({ length: 20 }, () => make(partner, { adId })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  // A shared id that is left empty is none.
  expect((await make(partner, { adId, sharedId: "" })).id).toBe(made[0]?.id);
  expect(await refusal(partner, link({ adId, sharedId: "other" }))).toMatchObject({
    __typename: "Conflict",
    code: "LINK_EXISTS",
    path: ["input", "sharedId"],
  });
});

test("no link leads off the program's storefront, whatever is asked for [D120, D121]", async () => {
  for (const landingPage of [
    "https://www.amazon.de/dp/B0",
    "https://amzn.to/3xYzAbc",
    "https://www.amazon.com.evil.example/",
    "https://evil.example/?www.amazon.com",
    "https://www.amazon.com@evil.example/",
    "https://www.amazon.com:8443/",
    "//www.amazon.com/",
    "javascript:alert(1)",
    "https://www.amazon.com\\@evil.example/",
    "https://evilwww.amazon.com/",
    "https://ｗww.amazon.com/",
    "https://www.amazon.com/ x",
  ]) {
    expect(await refusal(partner, link({ landingPage })), landingPage).toMatchObject({
      __typename: "InvalidInput",
      code: "BAD_LANDING_PAGE",
      path: ["input", "landingPage"],
    });
    const test =
      `createTestLink(programId: "${world.ax.program}", landingPage: ` +
      `${JSON.stringify(landingPage)}, idempotencyKey: "${intent()}")`;
    expect(await refusal(partner, test), landingPage).toMatchObject({
      code: "BAD_LANDING_PAGE",
      path: ["landingPage"],
    });
  }
  expect(
    await refusal(partner, link({ adId: world.ax.ad, landingPage: "https://www.amazon.com/" })),
  ).toMatchObject({ code: "AD_OR_LANDING_PAGE" });
});

test("[found 14] a page is read as written; search results are warned of", async () => {
  const asin = await make(partner, { landingPage: " b0abcdefgh\u200b" });
  expect(asin.destination).toMatch(/^https:\/\/www\.amazon\.com\/dp\/B0ABCDEFGH\?maas=/);
  const phone = await make(partner, {
    landingPage: "amazon.com/gp/aw/d/B0ABCDEFGH?x=%C5M&abc#reviews",
  });
  expect(phone.destination).toMatch(
    /^https:\/\/www\.amazon\.com\/dp\/B0ABCDEFGH\?x=%C5M&abc&maas=.*#reviews$/,
  );
  const search = await run<{ __typename: string; link: { ad: { warnings: string[] } } }>(
    partner,
    link({ landingPage: "https://www.amazon.com/s?k=tent" }),
    "TrackingLinkOk",
    "link { ad { warnings } }",
  );
  expect(search.link.ad.warnings).toEqual(["NOT_MEASURED", "SEARCH_PAGE"]);
  const made = await run<{ __typename: string; cut: string[]; link: { destination: string } }>(
    partner,
    link({ landingPage: "https://www.amazon.com/dp/B0ABCDEFGZ?tag=foo-20&x=%C5M&linkCode=ll1" }),
    "TrackingLinkOk",
    "cut link { destination }",
  );
  expect(made.cut).toEqual(["tag=foo-20", "linkCode=ll1"]);
  expect(made.link.destination).toMatch(/B0ABCDEFGZ\?x=%C5M&maas=/);
  expect(await refusal(partner, link({ landingPage: "https://amzn.to/3xYzAbc" }))).toMatchObject({
    message: expect.stringMatching(/^amzn\.to is a short address/) as string,
  });
});

test("a shared id of 256 is refused; of 255 the tag has what fits [D125, D128]", async () => {
  for (const sharedId of ["x".repeat(256), "a-b", "a b", "ä", "a.b"])
    expect(
      await refusal(partner, link({ landingPage: "https://www.amazon.com/dp/B0S", sharedId })),
      sharedId,
    ).toMatchObject({ code: "BAD_SHARED_ID" });
  const longest = "Z9".repeat(127) + "a";
  const made = await make(partner, {
    landingPage: "https://www.amazon.com/dp/B0S",
    sharedId: longest,
  });
  expect(tagIn(made.destination)?.creative).toBe(`${made.ad.code}-${longest}`.slice(0, 255));
});

test("sub ids never reach the destination: a page that holds one is refused [D126]", async () => {
  for (const own of ["subId1", "SUBID2", "%73ubid3", "sharedId", "x=1&ShareDid", "x=1;subid1"])
    expect(
      await refusal(partner, link({ landingPage: `https://www.amazon.com/dp/B0SUB?${own}=x` })),
      own,
    ).toMatchObject({
      code: "BAD_LANDING_PAGE",
      message: expect.stringContaining("put it behind the finished link") as string,
    });
  const made = await make(partner, { landingPage: "https://www.amazon.com/dp/B0SUB?mysubId1=x" });
  expect([...new URL(made.destination).searchParams.keys()]).toEqual([
    "mysubId1",
    "maas",
    "ref_",
    "tag",
    "aa_campaignid",
    "aa_adgroupid",
    "aa_creativeid",
  ]);
});

test("a brand makes links for its partners; a partner for itself alone [D131]", async () => {
  expect(
    (
      await make(brand, {
        partnerId: world.partnerY.accountId,
        landingPage: "https://www.amazon.com/dp/B0FORY",
      })
    ).partnerAccountId,
  ).toBe(world.partnerY.accountId);
  expect(await refusal(brand, link())).toMatchObject({
    code: "PARTNER_REQUIRED",
    path: ["input", "partnerId"],
  });
  expect(await refusal(partner, link({ partnerId: world.partnerY.accountId }))).toMatchObject({
    code: "NOT_FOUND",
    path: ["input", "partnerId"],
  });
  expect(
    (
      await make(partner, {
        partnerId: world.partnerX.accountId,
        landingPage: "https://www.amazon.com/dp/B0OWN",
      })
    ).partnerAccountId,
  ).toBe(world.partnerX.accountId);
  expect(await refusal(brand, link({ partnerId: world.brandA.accountId }))).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(
    await refusal(partner, link({ adId: world.ay.ad })),
    "another partner's deep link",
  ).toMatchObject({ code: "NOT_FOUND", path: ["input", "adId"] });
});

test("an inactive ad falls back to the program's page; an ended link does not", async () => {
  const adId = await textLink();
  const made = await make(partner, { adId });
  const destination = async () =>
    (
      await partner.data<{ trackingLink: { destination: string } }>(
        `{ trackingLink(id: "${made.id}") { destination } }`,
      )
    ).trackingLink.destination;
  expect(await destination()).toContain("/dp/B0AD");
  const links = `links: { ids: ["${made.id}"] }`;
  const change = (call: string, ok: string) =>
    run(partner, `${call}, idempotencyKey: "${intent()}")`, ok, "__typename");
  await change(`endLinks(input: { ${links}, ending: {} }`, "EndLinksOk");
  expect(await destination()).toContain("/dp/B0AD");
  await change(`reopenLinks(input: { ${links} }`, "ReopenLinksOk");
  await run(brand, `setAdState(id: "${adId}", state: INACTIVE)`, "AdOk", "ad { state }");
  expect(await destination()).toContain("/dp/B0TESTTEST?");
  await run(brand, `setAdState(id: "${adId}", state: ACTIVE)`, "AdOk", "ad { state }");
  for (const [table, id, state] of [
    ["program", world.ax.program, "DEACTIVATED"],
    ["account", world.brandA.accountId, "SUSPENDED"],
  ] as const) {
    const set = (to: string) =>
      world.people.sql(`update ${table} set state = $1 where id = $2`, [to, id]);
    expect(await destination()).toContain("/dp/B0AD");
    await set(state);
    const shown = await destination();
    await set("ACTIVE");
    expect(shown, table).toContain("/dp/B0TESTTEST?");
    expect(tagIn(shown)?.creative, table).toBe(`${made.ad.code}_off`);
  }
});

describe("test links", () => {
  test("each has an ad of its own, so that its sales can be told apart", async () => {
    const call = () =>
      `createTestLink(programId: "${world.ax.program}", idempotencyKey: "${intent()}")`;
    const [one, two] = [
      await run<Made>(partner, call(), "TrackingLinkOk", fields),
      await run<Made>(partner, call(), "TrackingLinkOk", fields),
    ];
    expect([one.link.isTest, two.link.isTest, one.link.ad.id === two.link.ad.id]).toEqual([
      true,
      true,
      false,
    ]);
  });

  const order = (changes: object = {}) =>
    `placeTestOrder(input: ${inline({ linkId: world.ax.testLink, ...changes })}, ` +
    `idempotencyKey: "${intent()}")`;
  test("a test order goes through an own test link alone, not a live one [D169]", async () => {
    expect(await refusal(brand, order({ linkId: world.ax.link }))).toMatchObject({
      __typename: "Conflict",
      code: "NOT_A_TEST_LINK",
      path: ["input", "linkId"],
    });
    expect(await refusal(brand, order({ linkId: world.bx.testLink }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await world.people.sql("select 1 from simulated_order")).toHaveLength(0);
  });
  test("an order of nothing is refused, with whichever sign", async () => {
    const refused = { code: "BAD_AMOUNT", message: "An order is worth more than 0" };
    for (const amount of ["0", "-0", "-0.00"])
      expect(await refusal(brand, order({ amount })), amount).toMatchObject(refused);
  });
  test("[D128] it is what the simulator will report: program, partner's tests, ad", async () => {
    const placed = await run<Ok & { order: object }>(
      partner,
      order({ units: 3, amount: "75.50" }),
      "PlaceTestOrderOk",
      "order { linkId date units amount { amount currency } simulated }",
    );
    expect(placed.order).toEqual({
      linkId: world.ax.testLink,
      date: "2026-11-02",
      units: 3,
      amount: { amount: "75.50", currency: "USD" },
      simulated: true,
    });
    expect(
      await world.people.sql(
        "select campaign_id, ad_group_id, creative_id, orders from simulated_order",
      ),
    ).toEqual([
      {
        campaign_id: world.ax.programCode,
        ad_group_id: `${world.ax.partnerCode}-test`,
        creative_id: world.ax.testAdCode,
        orders: 1,
      },
    ]);
  });
  test("amounts and units at and past their ends", async () => {
    for (const changes of [
      { amount: "0" },
      { amount: "-1" },
      { amount: "0.001" },
      { units: 0 },
      { units: 101 },
    ])
      expect(await refusal(partner, order(changes)), JSON.stringify(changes)).toMatchObject({
        __typename: "InvalidInput",
      });
    for (const changes of [{ amount: "0.01" }, { units: 100 }])
      expect((await refusal(partner, order(changes))).__typename, JSON.stringify(changes)).toBe(
        "PlaceTestOrderOk",
      );
  });
  test("[D90] its amount has the decimals of the marketplace's currency", async () => {
    const sells = (marketplace: string) =>
      world.people.sql("update program set marketplace = $1 where id = $2", [
        marketplace,
        world.ax.program,
      ]);
    await sells("JP");
    expect(await refusal(partner, order({ amount: "10.50" }))).toMatchObject({
      code: "BAD_AMOUNT",
      path: ["input", "amount"],
      message: '"10.50" has more decimals than JPY, which has none',
    });
    expect((await refusal(partner, order({ amount: "10.00" }))).__typename).toBe(
      "PlaceTestOrderOk",
    );
    await sells("US");
  });
});

test("what exists is given back or named, for ads as for pages [found 36]", async () => {
  const page = { landingPage: "https://www.amazon.com/dp/B0TESTPAGE" };
  const named = async (changes: object) =>
    (
      await run<Ok & { link: { id: string; name: string } }>(
        brand,
        link({ partnerId: world.partnerX.accountId, ...changes }),
        "TrackingLinkOk",
        "link { id name }",
      )
    ).link;
  const one = await named({ ...page, name: "Spring" });
  expect(one.name).toBe("Spring");
  expect(await named({ ...page, name: "Second" })).toEqual(one);
  const other = await named({ ...page, sharedId: "autumn" });
  expect(other.id).not.toBe(one.id);
  expect((await named({ ...page, sharedId: "autumn" })).id).toBe(other.id);
  const own = await named({ name: "Own" });
  expect(
    await refusal(brand, link({ partnerId: world.partnerX.accountId, sharedId: "another" })),
  ).toMatchObject({
    code: "LINK_EXISTS",
    message: expect.stringContaining(`“${own.name}” is that one`) as string,
  });
});

test("what is refused of one link is refused of many in the same words", async () => {
  await make(partner, { name: "Own" });
  for (const given of [{ sharedId: "a-b" }, { name: "x".repeat(201) }, { sharedId: "another" }]) {
    const one = await refusal(partner, link(given));
    const { createLinks: many } = await partner.data<{
      createLinks: { faults: { column: string; code: string; message: string }[] };
    }>(
      `mutation($p: ID!, $r: [NewLinkInput!]!, $k: String!) {
        createLinks(programId: $p, rows: $r, idempotencyKey: $k) {
          ... on LinkRowFaults { faults { column code message } }
        }
      }`,
      { p: world.ax.program, r: [given], k: intent() },
    );
    const { code, message, path } = one;
    expect(many.faults, message).toEqual([{ column: path[1], code, message }]);
  }
});

describe("many links at once", () => {
  const rows = (client: Client, given: object[], key = intent()) =>
    client.data<{
      createLinks: {
        __typename: string;
        made?: number;
        csv?: string;
        count?: number;
        message?: string;
        links?: { row: number; id: string; name: string; url: string; isNew: boolean }[];
        faults?: { row: number; column: string; code: string; message: string }[];
      };
    }>(
      `mutation ($p: ID!, $r: [NewLinkInput!]!, $k: String!) {
        createLinks(programId: $p, rows: $r, idempotencyKey: $k) {
          __typename
          ... on CreateLinksOk { made csv links { row id name url isNew } }
          ... on LinkRowFaults { count faults { row column code message } }
          ... on UserError { message }
        }
      }`,
      { p: world.ax.program, r: given, k: key },
    );
  const countLinks = async (): Promise<number> =>
    (await world.people.sql("select from tracking_link")).length;

  test("by the partner's name, code or id, to pages, ads, the program; twice is once", async () => {
    const ad = await textLink();
    const given = [
      { partner: "partner x", page: "B0BATCH001", name: "One" },
      {
        partner: world.ax.partnerCode,
        page: "amazon.com/dp/B0BATCH002?tag=foo-20",
        sharedId: "s1",
      },
      { partner: world.partnerX.accountId, page: "https://www.amazon.com/dp/B0BATCH002" },
      { partner: "Partner Y", ad },
      { partner: "Partner Y" },
      { partner: "Partner X", page: "b0batch001", name: "Again" },
    ];
    const key = intent();
    const { createLinks: made } = await rows(brand, given, key);
    expect(made).toMatchObject({ __typename: "CreateLinksOk" });
    expect(made.links?.map(({ isNew }) => isNew)).toEqual([true, true, true, true, true, false]);
    expect(made.links?.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(made.links?.[5]?.id).toBe(made.links?.[0]?.id);
    expect(made.links?.map(({ name }) => name).slice(0, 2)).toEqual(["One", "B0BATCH002"]);
    expect(made.csv?.split("\r\n")[0]).toBe("row,partner,name,page,address");
    expect(made.csv).toContain(`1,Partner X,One,https://www.amazon.com/dp/B0BATCH001,`);
    const before = await countLinks();
    expect((await rows(brand, given, key)).createLinks).toEqual(made);
    const again = (await rows(brand, given)).createLinks;
    expect([again.made, again.links?.map(({ id }) => id)]).toEqual([
      0,
      made.links?.map(({ id }) => id),
    ]);
    expect(await countLinks()).toBe(before);
    // One by one they are the same links.
    expect(
      (
        await make(brand, {
          partnerId: world.partnerX.accountId,
          landingPage: "B0BATCH002",
          sharedId: "s1",
        })
      ).id,
    ).toBe(made.links?.[1]?.id);
  });
  test("each fault has its row and column, and nothing is made", async () => {
    const before = await countLinks();
    const { createLinks: refused } = await rows(brand, [
      { partner: "Partner X", page: "B0BATCH009" },
      { partner: "Nobody", page: "B0BATCH009" },
      { page: "B0BATCH009" },
      { partner: "Partner X", page: "https://a.co/d/abc" },
      { row: 70, partner: "Partner X", page: "https://www.amazon.de/dp/B0BATCH009" },
      { partner: "Partner X", page: "B0BATCH009", sharedId: "a-b" },
      { partner: "Partner X", ad: "No such ad" },
      { partner: "Partner X", page: "B0BATCH009", name: "x".repeat(201) },
    ]);
    expect(refused).toMatchObject({
      __typename: "LinkRowFaults",
      message: "7 of 8 rows cannot be links, so none was made",
      count: 7,
    });
    expect(refused.faults?.map(({ row, column, code }) => [row, column, code])).toEqual([
      [2, "partner", "NOT_FOUND"],
      [3, "partner", "PARTNER_REQUIRED"],
      [4, "page", "BAD_LANDING_PAGE"],
      [6, "sharedId", "BAD_SHARED_ID"],
      [7, "ad", "NOT_FOUND"],
      [8, "name", "BAD_NAME"],
      [70, "page", "BAD_LANDING_PAGE"],
    ]);
    expect(refused.faults?.[2]?.message).toMatch(/^a\.co is a short address/);
    expect(await countLinks()).toBe(before);
    for (const given of [[], Array.from({ length: 1001 }, () => ({}))])
      expect((await rows(brand, given)).createLinks).toMatchObject({
        __typename: "InvalidInput",
      });
  });
  test("a test ad is its partner's, and no row's to choose", async () => {
    const { trackingLink } = await brand.data<{ trackingLink: { ad: { code: string } } }>(
      `{ trackingLink(id: "${world.ax.testLink}") { ad { code } } }`,
    );
    const given = [{ partner: "Partner X", ad: trackingLink.ad.code }];
    expect((await rows(brand, given)).createLinks.faults).toMatchObject([
      { column: "ad", code: "NOT_FOUND" },
    ]);
  });
  test("a partner makes its own alone; asked for twice at once, each is made once", async () => {
    const given = Array.from({ length: 300 }, (_, n) => ({
      page: `B0P${String(n).padStart(7, "0")}`,
    }));
    const both = await Promise.all([rows(partner, given), rows(partner, given.toReversed())]);
    expect(new Set(both.map(({ createLinks: { made } }) => made))).toEqual(new Set([0, 300]));
    expect((await rows(partner, [{ partner: "Partner Y" }])).createLinks.faults).toMatchObject([
      { column: "partner", code: "NOT_FOUND" },
    ]);
  });
  test("a file is read and previewed, and stores nothing", async () => {
    const before = await countLinks();
    const send = async (text: string | Buffer, client = brand) => {
      const response = await fetch(
        `${world.url.replace(/\/graphql$/, "")}/files/links?programId=${world.ax.program}`,
        {
          method: "POST",
          headers: { cookie: client.cookie() ?? "", "content-type": "text/csv" },
          body: text,
        },
      );
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const file =
      "\uFEFFPartner;ASIN;Link name;Note\nPartner X;B0FILE0001;Tent;x\n\nNobody;B0FILE0002;;";
    expect(await send(file)).toMatchObject({
      status: 200,
      body: {
        rows: [
          { row: 2, partner: "Partner X", page: "B0FILE0001", name: "Tent" },
          { row: 4, partner: "Nobody", page: "B0FILE0002", name: null },
        ],
        ignored: ["Note"],
        made: 1,
        known: 0,
        faults: [{ row: 4, column: "partner", code: "NOT_FOUND" }],
      },
    });
    expect((await send("B0FILE0001\nB0FILE0003\n", partner)).body).toMatchObject({
      made: 2,
      faults: [],
    });
    for (const [text, message] of [
      ["", "This file is empty"],
      ["a,b\n1,2\n", "The first row names the columns"],
      ["page,asin\n1,2\n", "Two columns are called page"],
      ["page,name\n", "This file names its columns"],
      [`page\n${"B0FILE0001\n".repeat(1001)}`, "This file has 1001 rows"],
    ])
      expect((await send(text ?? "")).body, text).toMatchObject({
        errors: [{ message: expect.stringContaining(message ?? "") as string }],
      });
    expect(await countLinks()).toBe(before);
  });
  test("a link's code to scan is for those who may see the link", async () => {
    const made = await make(partner, { landingPage: "B0SCANNED1" });
    const ask = async (client: Client | null, query = "") => {
      const response = await fetch(`${world.url}/files/links/${made.id}/qr${query}`, {
        headers: client ? { cookie: client.cookie() ?? "" } : {},
      });
      return [response.status, response.headers.get("content-type")];
    };
    const other = await world.signIn(world.partnerY.email);
    expect(await ask(partner)).toEqual([200, "image/svg+xml"]);
    expect(await ask(brand, "?format=png&size=600")).toEqual([200, "image/png"]);
    expect((await ask(other))[0]).toBe(404);
    expect((await ask(await world.signIn(world.brandB.email)))[0]).toBe(404);
    expect((await ask(null))[0]).toBe(401);
    for (const query of ["?format=gif", "?format=png&size=4", "?format=png&size=x"])
      expect((await ask(brand, query))[0], query).toBe(400);
  });
});

test("a readable name is unique over all accounts; a link keeps all it had", async () => {
  const made = await make(partner, { landingPage: "B0READABLE" });
  const name = (id: string, text: string) =>
    `nameLink(id: "${id}", name: ${JSON.stringify(text)}, idempotencyKey: "${intent()}")`;
  const shown = async (client: Client) =>
    (
      await client.data<{ trackingLink: { url: string; readableUrl: string | null } }>(
        `{ trackingLink(id: "${made.id}") { url readableUrl } }`,
      )
    ).trackingLink;
  expect((await shown(partner)).readableUrl).toBeNull();
  await run(partner, name(made.id, "Summer-Tents"), "TrackingLinkOk", "link { id }");
  expect(await shown(brand)).toEqual({
    url: made.url,
    readableUrl: `${new URL(made.url).origin}/c/summer-tents`,
  });
  const foreign = await world.signIn(world.brandB.email);
  for (const text of ["summer-tents", "summertents", "5ummer-tents"])
    expect(await refusal(foreign, name(world.bx.link, text)), text).toMatchObject({
      code: "LINK_NAME_TAKEN",
      path: ["name"],
    });
  expect(await refusal(foreign, name(made.id, "winter-tents"))).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await refusal(partner, name(made.id, "login"))).toMatchObject({ code: "BAD_LINK_NAME" });
  // Asked for by two at once, one has it.
  const both = await Promise.all([
    refusal(partner, name(made.id, "winter-tents")),
    refusal(foreign, name(world.bx.link, "winter-tents")),
  ]);
  expect(both.map(({ __typename }) => __typename).toSorted()).toEqual([
    "Conflict",
    "TrackingLinkOk",
  ]);
  for (const text of ["one-tent", "two-tents", "three-tents", "four-tents"])
    await refusal(partner, name(made.id, text));
  expect(await refusal(partner, name(made.id, "six-tents"))).toMatchObject({
    code: "TOO_MANY_NAMES",
  });
  // One that it has is no new one.
  expect(await refusal(partner, name(made.id, "summer-tents"))).toMatchObject({
    __typename: "TrackingLinkOk",
  });
  expect(
    await world.people.sql("select name from link_name where link_id = $1 and name = $2", [
      made.id,
      "summer-tents",
    ]),
  ).toHaveLength(1);
});
