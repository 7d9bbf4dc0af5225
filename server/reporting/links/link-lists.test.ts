/** Links as a table: what it says is what the report and the clicks say, however it is sorted. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldWaiting } from "../../money/breakdowns/fold.ts";
import { createPool } from "../../platform/db/connection.ts";
import type { WorkerDeps } from "../../platform/worker-deps.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { inline, intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const hour = 3_600_000;
let world: World;
let brand: Client;
let partner: Client;
let folding: WorkerDeps;
const whenever = -1_000 * 24 * hour;
const made: string[] = [];

interface Row {
  link: { id: string; name: string; state: string; ends: object[] };
  figures: { clicks: number; unique: number; payable: number; orders: number; earned: object[] };
  lastClickAt: string | null;
  health: string;
  healthText: string;
}
interface List {
  total: number;
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
interface Asked {
  order?: string;
  ascending?: boolean;
  first?: number;
  after?: string | null;
}
const list = async (
  client: Client,
  { order = "MADE", ascending = false, first = 50, after = null }: Asked = {},
  filter: object = {},
): Promise<List> =>
  (
    await client.data<{ linkList: List }>(
      `query ($p: ID!, $f: LinkListFilter, $o: LinkListOrder!, $d: Boolean!, $n: Int!, $a: String) {
        linkList(
          programId: $p
          range: { from: "2026-03-01", to: "2026-03-20" }
          filter: $f
          order: $o
          ascending: $d
          first: $n
          after: $a
        ) {
          total
          nodes {
            link { id name state ends { isBrands afterClicks countedClicks endsAt filledAt } }
            figures { clicks unique payable orders earned { amount currency } }
            lastClickAt
            health
            healthText
          }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { p: world.ax.program, f: filter, o: order, d: ascending, n: first, a: after },
    )
  ).linkList;
const names = ({ nodes }: List) => nodes.map(({ link }) => link.name);
const rowOf = async (client: Client, id: string) =>
  (await list(client)).nodes.find(({ link }) => link.id === id);
const link = async (input: object): Promise<string> =>
  (
    await run<Ok & { link: { id: string } }>(
      partner,
      `createTrackingLink(input: ${inline({ programId: world.ax.program, ...input })}, ` +
        `idempotencyKey: "${intent()}")`,
      "TrackingLinkOk",
      "link { id }",
    )
  ).link.id;
const change = (client: Client, name: string, input: string) =>
  refusal(client, `${name}(input: { ${input} }, idempotencyKey: "${intent()}")`);
const ids = (...of: string[]) => `links: { ids: ${JSON.stringify(of)} }`;

beforeAll(async () => {
  world = await createWorld({
    start: "2026-03-01T00:00:00Z",
    now: "2026-03-10T12:00:00Z",
    env: { RATE_LIMIT_PER_MINUTE: "100000000" },
  });
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
  const { log, newId } = world.people.deps;
  folding = {
    pool: createPool(world.people.url, "worker", 2),
    clock: () => world.clock.now,
    log,
    newId,
  };
  for (const [i, name] of ["Ähre", "beta", "Gamma"].entries()) {
    const id = await link({ name, landingPage: `https://www.amazon.com/dp/B0LISTED0${i}` });
    made.push(id);
    const instants = Array.from({ length: i * 3 }, (_, n) => start + (n + 1) * 7 * hour);
    if (i > 0) await world.clicks(world.ax, instants, { link: id });
  }
  await foldWaiting(folding, whenever);
  // After the fold: one late, one into the hour that runs.
  await world.clicks(world.ax, [start + hour, world.clock.now - 1_000], { link: made[2] ?? "" });
  await world.sale(world.ax, { date: "2026-03-05", orders: 2, amount: "50.00" });
}, 120_000);
afterAll(async () => {
  await folding?.pool.end();
  await world?.close();
});

test("figures are the report's; the last click is an instant, folded or not", async () => {
  for (const client of [brand, partner]) {
    const rows = (await list(client)).nodes;
    const { report } = await client.data<{
      report: { totals: { clicks: { raw: number; payable: number }; sales: { orders: number } } };
    }>(
      `query ($p: ID!) {
        report(
          scope: { programId: $p },
          range: { from: "2026-03-01", to: "2026-03-20" },
          filter: { mode: BOTH, partnerIds: ["${world.partnerX.accountId}"] }
        ) { totals { clicks { raw payable } sales { orders } } }
      }`,
      { p: world.ax.program },
    );
    const sum = (of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);
    expect(sum(({ figures }) => figures.clicks)).toBe(report.totals.clicks.raw);
    expect(sum(({ figures }) => figures.payable)).toBe(report.totals.clicks.payable);
    expect(sum(({ figures }) => figures.orders)).toBe(report.totals.sales.orders);
    const [none, three, eight] = made.map((id) => rows.find((row) => row.link.id === id));
    expect(none).toMatchObject({
      figures: { clicks: 0, earned: [] },
      lastClickAt: null,
      health: "NEVER_CLICKED",
      healthText: "Nobody has clicked it yet.",
    });
    expect(three).toMatchObject({
      figures: { clicks: 3 },
      lastClickAt: new Date(start + 21 * hour).toISOString(),
      health: "FINE",
    });
    expect(eight).toMatchObject({
      figures: { clicks: 8 },
      lastClickAt: new Date(world.clock.now - 1_000).toISOString(),
    });
  }
});

test("sorted by any column, up and down, pages hold each link once and say how many", async () => {
  for (const order of ["NAME", "MADE", "CLICKS", "PAYABLE", "ORDERS", "EARNED", "LAST_CLICK"])
    for (const ascending of [true, false]) {
      const whole = await list(brand, { order, ascending });
      const paged: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const part: List = await list(brand, { order, ascending, first: 2, after });
        expect(part.total).toBe(whole.nodes.length);
        paged.push(...names(part));
        ({ hasNextPage: more, endCursor: after } = part.pageInfo);
      }
      expect(paged).toEqual(names(whole));
      if (order === "CLICKS")
        expect(whole.nodes.map(({ figures }) => figures.clicks)).toEqual(
          whole.nodes
            .map(({ figures }) => figures.clicks)
            .toSorted((a, b) => (ascending ? a - b : b - a)),
        );
    }
  expect(
    names(await list(partner, { order: "NAME", ascending: true })).filter((name) =>
      ["Ähre", "beta", "Gamma"].includes(name),
    ),
  ).toEqual(["Ähre", "beta", "Gamma"]);
});

test("found by name, ASIN, page, own address, partner, state, kind and health", async () => {
  const {
    trackingLink: { url },
  } = await partner.data<{ trackingLink: { url: string } }>(
    `{ trackingLink(id: "${made[1]}") { url } }`,
  );
  for (const search of [
    "BETA",
    "b0listed01",
    "https://www.amazon.com/dp/B0LISTED01",
    url,
    `${url}?x=1`,
  ])
    expect(names(await list(brand, {}, { search })), search).toEqual(["beta"]);
  for (const name of ["beta-tents", "beta-camp"])
    await run(
      partner,
      `nameLink(id: "${made[1]}", name: "${name}", idempotencyKey: "${intent()}")`,
      "TrackingLinkOk",
      "link { id }",
    );
  const {
    trackingLink: { readableUrl },
  } = await brand.data<{ trackingLink: { readableUrl: string } }>(
    `{ trackingLink(id: "${made[1]}") { readableUrl } }`,
  );
  expect(readableUrl).toMatch(/\/c\/beta-(tents|camp)$/);
  for (const search of [readableUrl, `${readableUrl}?subId1=x`, "/c/beta-tents", "Beta-Camp"])
    for (const client of [brand, partner])
      expect(names(await list(client, {}, { search })), search).toEqual(["beta"]);
  expect((await list(brand, {}, { search: "PARTNER X" })).total).toBe(
    (await list(brand, {}, { partnerIds: [world.partnerX.accountId] })).total,
  );
  expect(names(await list(brand, {}, { search: "100%_\\" }))).toEqual([]);
  expect((await list(brand, {}, { isTest: true })).nodes.map(({ link: { id } }) => id)).toEqual(
    expect.arrayContaining([world.ax.testLink]),
  );
  expect(names(await list(brand, {}, { healths: ["NEVER_CLICKED"], search: "B0LISTED" }))).toEqual([
    "Ähre",
  ]);
  expect(names(await list(brand, {}, { levels: ["PARTNER"], states: ["ACTIVE"] }))).toEqual(
    expect.arrayContaining(["Gamma", "beta"]),
  );
  expect(names(await list(partner, {}, { partnerIds: [world.partnerY.accountId] }))).toEqual([]);
});

test("renamed, ended, reopened; the brand's end is the brand's to lift", async () => {
  const [id = ""] = made;
  await run(partner, `renameLink(id: "${id}", name: "Ähre zwei")`, "TrackingLinkOk", "link { id }");
  expect((await rowOf(brand, id))?.link.name).toBe("Ähre zwei");
  expect(await refusal(partner, `renameLink(id: "${id}", name: " ")`)).toMatchObject({
    code: "BAD_NAME",
  });
  expect(await change(brand, "endLinks", `${ids(id)}, ending: {}`)).toMatchObject({
    __typename: "EndLinksOk",
  });
  expect(await rowOf(partner, id)).toMatchObject({
    link: { state: "ENDED", ends: [{ isBrands: true, afterClicks: null }] },
    health: "ENDED",
  });
  expect(await change(partner, "reopenLinks", ids(id))).toMatchObject({ code: "ENDED_BY_BRAND" });
  expect(await change(partner, "endLinks", `${ids(id)}, ending: { afterClicks: 5 }`)).toMatchObject(
    {
      __typename: "EndLinksOk",
    },
  );
  expect((await rowOf(partner, id))?.link.ends).toHaveLength(2);
  expect(await change(brand, "reopenLinks", ids(id))).toMatchObject({
    __typename: "ReopenLinksOk",
  });
  expect((await rowOf(partner, id))?.link).toMatchObject({ state: "ACTIVE", ends: [] });
});

test("a partner lifts its own end beside the brand's, of one link as of two", async () => {
  const [one = "", two = ""] = made;
  const reopened = (...of: string[]) =>
    run<Ok & { reopened: number; kept: number }>(
      partner,
      `reopenLinks(input: { ${ids(...of)} }, idempotencyKey: "${intent()}")`,
      "ReopenLinksOk",
      "reopened kept",
    );
  const endsOf = async () =>
    (await list(brand)).nodes
      .filter(({ link: { id } }) => id === one || id === two)
      .map(({ link: { ends } }) => ends);
  for (const chosen of [[one], [one, two]]) {
    for (const client of [brand, partner])
      await change(client, "endLinks", `${ids(...chosen)}, ending: {}`);
    expect(await reopened(...chosen)).toMatchObject({ reopened: 0, kept: chosen.length });
  }
  expect(await endsOf()).toMatchObject([[{ isBrands: true }], [{ isBrands: true }]]);
  // Nothing of the partner's own is left to lift.
  expect(await change(partner, "reopenLinks", ids(one))).toMatchObject({
    code: "ENDED_BY_BRAND",
    message: "The brand ended this link, and it alone reopens it: ask the brand",
  });
  expect(await change(partner, "reopenLinks", ids(one, two))).toMatchObject({
    code: "ENDED_BY_BRAND",
    message: "The brand ended these 2 links, and it alone reopens them: ask the brand",
  });
  await change(brand, "reopenLinks", ids(one, two));
  expect(await endsOf()).toEqual([[], []]);
});

test("after its clicks it has ended, and says how far it is", async () => {
  const [, , id = ""] = made;
  await change(partner, "endLinks", `${ids(id)}, ending: { afterClicks: 2 }`);
  const at = world.clock.now;
  await world.clicks(world.ax, [at + 1], { link: id });
  expect((await rowOf(brand, id))?.link).toMatchObject({
    state: "ACTIVE",
    ends: [{ isBrands: false, afterClicks: 2, countedClicks: 1, filledAt: null }],
  });
  world.clock.now = at + 10_000;
  await world.clicks(world.ax, [at + 2, at + 3], { link: id });
  expect((await rowOf(brand, id))?.link).toMatchObject({
    state: "ENDED",
    ends: [{ countedClicks: 2, filledAt: new Date(at + 2).toISOString() }],
  });
  const {
    clicks: { nodes },
  } = await partner.data<{
    clicks: { nodes: { reason: string | null; reasonText: string | null; id: string }[] };
  }>(`{ clicks(programId: "${world.ax.program}", first: 1) { nodes { id reason reasonText } } }`);
  expect(nodes).toMatchObject([
    { reason: "LINK_ENDED", reasonText: expect.stringContaining("The link had ended") as string },
  ]);
  const { click } = await partner.data<{
    click: { trace: { consistent: boolean; steps: { step: string; verdict: string }[] } };
  }>(`{ click(id: "${nodes[0]?.id}") { trace { consistent steps { step verdict } } } }`);
  expect(click.trace).toMatchObject({
    consistent: true,
    steps: expect.arrayContaining([{ step: "LINK", verdict: "STOPPED" }]) as object[],
  });
  await change(partner, "reopenLinks", ids(id));
});

test("all that match are ended together, if they are still as many", async () => {
  const filter = 'filter: { search: "B0LISTED0" }';
  const matching = (total: number) =>
    `links: { matching: { programId: "${world.ax.program}", ${filter}, total: ${total} } }`;
  expect(await change(brand, "endLinks", `${matching(2)}, ending: {}`)).toMatchObject({
    code: "LINKS_CHANGED",
    message: "3 links match by now, and the list said 2: look at them again",
  });
  expect((await list(brand, {}, { states: ["ENDED"] })).total).toBe(0);
  await change(brand, "endLinks", `${matching(3)}, ending: {}`);
  expect((await list(brand, {}, { states: ["ENDED"] })).total).toBe(3);
  await change(brand, "reopenLinks", matching(3));
  expect((await list(brand, {}, { states: ["ENDED"] })).total).toBe(0);
});

test("links are ended on the day of a flood, when no figures can be had of it", async () => {
  const filter = 'filter: { search: "B0LISTED0" }';
  const whole = `links: { matching: { programId: "${world.ax.program}", ${filter}, total: 3 } }`;
  const today = new Date(world.clock.now).toISOString().slice(0, 10);
  // Of clicks that are not added up yet, more than a list of figures adds up itself.
  const flood = (sign: "+" | "-") =>
    world.people.sql(
      `update click_rollup set clicks = clicks ${sign} 100000000
        where program_id = $1 and bucket >= $2::timestamptz
        returning clicks`,
      [world.ax.program, today],
    );
  expect(await flood("+")).not.toHaveLength(0);
  await expect(list(brand)).rejects.toThrow(/are still being added up/);
  expect(await change(brand, "endLinks", `${whole}, ending: {}`)).toMatchObject({
    __typename: "EndLinksOk",
  });
  expect(await change(brand, "reopenLinks", whole)).toMatchObject({
    __typename: "ReopenLinksOk",
  });
  await flood("-");
  expect((await list(brand, {}, { states: ["ENDED"] })).total).toBe(0);
});

test("at most 10,000 links that match are changed at once", async () => {
  const many = `links: { matching: { programId: "${world.ax.program}", total: 10001 } }`;
  for (const name of ["endLinks", "reopenLinks"])
    expect(
      await change(brand, name, name === "endLinks" ? `${many}, ending: {}` : many),
    ).toMatchObject({
      code: "BAD_COUNT",
      message: expect.stringContaining("At most 10000 links are changed at once") as string,
      path: ["input", "links", "matching", "filter"],
    });
});

test("what cannot be is refused and changes nothing", async () => {
  const [id = ""] = made;
  const end = (ending: string, of = ids(id)) =>
    change(brand, "endLinks", `${of}, ending: ${ending}`);
  expect(await end('{ endsAt: "2026-03-01T00:00:00Z" }')).toMatchObject({
    code: "BAD_DATE",
    path: ["input", "ending", "endsAt"],
  });
  expect(await end('{ endsAt: "2046-03-01T00:00:00Z" }')).toMatchObject({ code: "BAD_DATE" });
  for (const clicks of [0, -1, 10_000_001])
    expect(await end(`{ afterClicks: ${clicks} }`)).toMatchObject({ code: "BAD_COUNT" });
  expect(await end("{}", "links: {}")).toMatchObject({ code: "BAD_SELECTION" });
  expect(await end("{}", ids())).toMatchObject({ code: "BAD_IDS" });
  expect(await end("{}", ids(id, world.bx.link))).toMatchObject({ code: "NOT_FOUND" });
  expect((await rowOf(brand, id))?.link).toMatchObject({ state: "ACTIVE", ends: [] });
});
