/**
 * A program's partners as a table: whatever it is sorted and filtered by, its figures are the
 * report's, its pages hold every partner once, and how each stands is what its contracts say.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import { uuidv7 } from "../../platform/clock.ts";
import { createRandom } from "../../start/demo/random.ts";
import {
  partnerStanding,
  partnerStandings,
  type OfferStanding,
} from "../../domain/partner-standing.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";

const hour = 3_600_000;
const day = 24 * hour;
let world: World;
let brand: Client;
/** Besides X and Y: never any click. */
let others: string[];
const offers = new Map<string, OfferStanding[]>();
const now = Date.parse("2026-04-10T12:07:00Z");

/** Accounts of partners, each with some contracts of one program. */
async function addPartners(count: number): Promise<string[]> {
  const random = createRandom(11);
  const { people } = world;
  const brandId = world.brandA.accountId;
  const [ground] = await people.sql<{ version: string; user_id: string }>(
    `select c.terms_version_id as version, c.proposed_by as user_id
      from contract c
      where c.id = $1`,
    [world.ax.contract],
  );
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = uuidv7(world.clock.now + i);
    ids.push(id);
    await people.sql(
      `insert into account (
          id, kind, name, code, time_zone, currency, financial_year_start, state, created_at
        )
        values ($1, 'PARTNER', $2, $3, 'UTC', 'USD', 1, 'ACTIVE', now())`,
      [id, `Partner ${String(i).padStart(3, "0")}`, `code${i}`],
    );
    await people.sql(
      `insert into partnership (id, brand_account_id, partner_account_id, created_at)
        values ($1, $2, $3, now())`,
      [uuidv7(world.clock.now + i), brandId, id],
    );
    const own: OfferStanding[] = [];
    const mades = random.below(4);
    for (let n = 0; n < mades; n++) {
      const decision = (
        ["PROPOSED", "PROPOSED", "SIGNED", "SIGNED", "DECLINED", "WITHDRAWN"] as const
      )[random.below(6)];
      // Signed ones of one partner never overlap: each has a month of its own.
      const start = now + (random.below(3) - 1) * 40 * day + n * 400 * day * (n > 0 ? -1 : 1);
      const offer: OfferStanding = {
        decision: decision ?? "PROPOSED",
        byBrand: random.chance(0.7),
        validity: { start, end: random.chance(0.5) || n > 0 ? start + 30 * day : null },
        proposalExpiresAt: random.chance(0.5) ? now + (random.below(3) - 1) * day : null,
      };
      own.unshift(offer);
      const at = (instant: number | null) => (instant === null ? null : new Date(instant));
      await people.sql(
        `insert into contract (
            id, brand_account_id, partner_account_id, program_id, terms_version_id, decision,
            proposed_by_account_id, proposed_by, proposed_at, proposal_expires_at, starts_at,
            ends_at, decided_by, decided_at
          )
          values ($1, $2, $3, $4, $5, $6, $7, $8, now(), $9, $10, $11, $8, now())`,
        [
          uuidv7(world.clock.now + n),
          brandId,
          id,
          world.ax.program,
          ground?.version,
          offer.decision,
          offer.byBrand ? brandId : id,
          ground?.user_id,
          at(offer.proposalExpiresAt),
          at(offer.validity.start),
          at(offer.validity.end),
        ],
      );
    }
    offers.set(id, own);
  }
  return ids;
}

beforeAll(async () => {
  world = await createWorld({
    start: "2026-02-27T00:00:00Z",
    now: "2026-04-10T12:06:00Z",
    env: { RATE_LIMIT_PER_MINUTE: "100000000" },
  });
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  const random = createRandom(5);
  const instants = (count: number) =>
    Array.from(
      { length: count },
      () => Date.parse("2026-03-02T00:00:00Z") + Math.floor(random.next() * 39.4 * day),
    );
  for (const [pair, count] of [
    [world.ax, 200],
    [world.ay, 80],
  ] as const) {
    await world.journalClicks(pair, instants(count));
    await world.journalClicks(pair, instants(count / 8), { robot: true });
    await world.journalClicks(pair, instants(count / 8), { test: true });
  }
  for (const [pair, amount] of [
    [world.ax, "20.50"],
    [world.ay, "900.00"],
  ] as const)
    for (const date of ["2026-03-05", "2026-03-30", "2026-04-04"])
      await world.sale(pair, { date, orders: 2, amount });
  await world.account();
  others = await addPartners(30);
}, 120_000);
afterAll(() => world?.close());

interface Amount {
  amount: string;
  currency: string;
}
interface Row {
  id: string;
  name: string;
  standing: string;
  isAsked: boolean;
  verification: string;
  figures: { clicks: Record<string, number>; earned: Amount[]; epc: Amount[] };
  change: {
    now: Record<string, number>;
    before: Record<string, number>;
    raw: number;
    payable: number;
    share: string | null;
  };
  lastClickAt: string | null;
}
interface Answer {
  total: number;
  all: number;
  standings: { standing: string; partners: number }[];
  compared: { start: string; end: string; clicksUntil: string };
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
const counts = "raw unique payable paid paidZero unpaid hidden filtered newVisitors";
const figures = `figures {
    clicks { ${counts} }
    sales { orders units amount { amount currency } }
    payout { clicks { amount currency } sales { amount currency } leads { amount currency } }
    earned { amount currency }
    epc { amount currency }
  }`;
async function ask(variables: Record<string, unknown>): Promise<Answer> {
  const { programPartners } = await brand.data<{ programPartners: Answer }>(
    `query (
      $p: ID!, $range: RangeInput!, $filter: ProgramPartnerFilter, $order: ProgramPartnerOrder!,
      $descending: Boolean!, $first: Int!, $after: String
    ) {
      programPartners(
        programId: $p, range: $range, filter: $filter, order: $order, descending: $descending,
        first: $first, after: $after
      ) {
        total all compared { start end clicksUntil }
        standings { standing partners }
        nodes {
          id name standing isAsked verification lastClickAt
          contract { id termsName }
          ${figures}
          change { now { ${counts} } before { ${counts} } raw payable share }
        }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    {
      p: world.ax.program,
      range: { last: "14d" },
      order: "NAME",
      descending: false,
      first: 100,
      after: null,
      ...variables,
    },
  );
  return programPartners;
}
const past = { from: "2026-03-21", to: "2026-04-06" };
const before = { from: "2026-03-04", to: "2026-03-20" };

async function reported(partnerId: string, range: object) {
  const { report } = await brand.data<{ report: { totals: Record<string, unknown> } }>(
    `query ($p: ID!, $range: RangeInput!, $partner: ID!) {
      report(
        scope: { programId: $p }, range: $range, filter: { partnerIds: [$partner], mode: LIVE }
      ) {
        totals {
          clicks { ${counts} }
          sales { orders units amount { amount currency } }
          payout { clicks { amount currency } sales { amount currency } leads { amount currency } }
        }
      }
    }`,
    { p: world.ax.program, range, partner: partnerId },
  );
  return report.totals;
}

test("[D172] every figure is the report's, of the range and of the period before", async () => {
  const { nodes, total, all } = await ask({ range: past });
  expect([total, all]).toEqual([32, 32]);
  const seen = [world.partnerX.accountId, world.partnerY.accountId, others[0] ?? ""];
  for (const id of seen) {
    const row = nodes.find((node) => node.id === id);
    expect(row?.figures).toMatchObject(await reported(id, past));
    expect(row?.change.before).toEqual((await reported(id, before))["clicks"]);
    expect(row?.change.raw).toBe(
      (row?.figures.clicks["raw"] ?? 0) - (row?.change.before["raw"] ?? 0),
    );
  }
  const [x, y] = seen.map((id) => nodes.find((node) => node.id === id));
  expect(x?.figures.clicks["raw"]).toBeGreaterThan(20);
  expect(Number(x?.figures.earned[0]?.amount)).toBeGreaterThan(0);
  expect(Number(x?.figures.epc[0]?.amount)).toBeCloseTo(
    Number(x?.figures.earned[0]?.amount) / (x?.figures.clicks["raw"] ?? 1),
    5,
  );
  expect(y?.change.share).not.toBeNull();
});

test("[D172] a range that runs is compared as far as the report compares it", async () => {
  const { compared, nodes } = await ask({ range: { last: "14d" } });
  for (const id of [world.partnerX.accountId, world.partnerY.accountId]) {
    const { report } = await brand.data<{
      report: {
        compared: {
          period: { start: string; end: string; clicksUntil: string };
          changes: { measure: string; now: string; before: string; difference: string }[];
        };
      };
    }>(
      `query ($p: ID!, $partner: ID!) {
        report(
          scope: { programId: $p }, range: { last: "14d" }, compare: { with: PREVIOUS },
          filter: { partnerIds: [$partner], mode: LIVE }
        ) {
          compared {
            period { start end clicksUntil }
            changes { measure now before difference }
          }
        }
      }`,
      { p: world.ax.program, partner: id },
    );
    expect(compared).toEqual(report.compared.period);
    const change = nodes.find((node) => node.id === id)?.change;
    const told = report.compared.changes.find(({ measure }) => measure === "RAW");
    expect([change?.now["raw"], change?.before["raw"], change?.raw]).toEqual(
      [told?.now, told?.before, told?.difference].map(Number),
    );
  }
  // Its last hours are to come: not all of the other period is compared.
  expect(compared.clicksUntil < new Date(world.clock.now).toISOString()).toBe(true);
});

const valueOf: Record<string, (row: Row) => string | number | null> = {
  NAME: ({ name }) => name.toLowerCase(),
  STANDING: ({ standing }) => partnerStandings.findIndex((one) => one === standing),
  VERIFICATION: ({ verification }) =>
    ["VERIFIED", "WAITING", "NEEDS_YOU", "NOT_STARTED"].indexOf(verification),
  RAW: (row) => row.figures.clicks["raw"] ?? 0,
  PAYABLE: (row) => row.figures.clicks["payable"] ?? 0,
  CHANGE: ({ change }) => change.raw,
  EPC: ({ figures: { clicks, earned } }) =>
    clicks["raw"] ? Number(earned[0]?.amount ?? 0) / clicks["raw"] : null,
  EARNED: ({ figures: { earned } }) => Number(earned[0]?.amount ?? 0),
  LAST_CLICK: ({ lastClickAt }) => (lastClickAt === null ? null : Date.parse(lastClickAt)),
};
test.each(
  [...Object.keys(valueOf), "TERMS"].flatMap((order) =>
    [false, true].map((descending) => [order, descending] as const),
  ),
)("sorted by %s (descending: %s), page after page, holds each partner once", async (...of) => {
  const [order, descending] = of;
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo }: Answer = await ask({ order, descending, first: 7, after });
    rows.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(new Set(rows.map(({ id }) => id)).size).toBe(32);
  expect(rows).toHaveLength(32);
  const values = rows.map((row) => valueOf[order]?.(row) ?? null);
  const known = values.filter((value) => value !== null);
  // Those without come last, whatever the direction.
  expect(values.slice(0, known.length)).toEqual(known);
  const sorted = known.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
  expect(known).toEqual(descending ? sorted.toReversed() : sorted);
});

test("how a partner stands is what its contracts say, and filters and counts agree", async () => {
  const { nodes, standings } = await ask({});
  for (const id of others)
    expect([id, nodes.find((node) => node.id === id)?.standing]).toEqual([
      id,
      partnerStanding(offers.get(id) ?? [], world.clock.now),
    ]);
  expect(new Set(nodes.map(({ standing }) => standing)).size).toBe(partnerStandings.length);
  for (const { standing, partners } of standings) {
    const some = await ask({ filter: { standings: [standing] } });
    expect(some.total).toBe(partners);
    expect(some.nodes.map(({ id }) => id)).toEqual(
      nodes.filter((node) => node.standing === standing).map(({ id }) => id),
    );
  }
  const asked = await ask({ filter: { standings: ["ASKED", "ASKS_YOU"], search: "PARTNER 00" } });
  expect(asked.nodes.map(({ id }) => id)).toEqual(
    nodes
      .filter(({ name, standing }) => name.startsWith("Partner 00") && standing.startsWith("ASK"))
      .map(({ id }) => id),
  );
});

test("found 88: the last click is its very instant", async () => {
  const { nodes } = await ask({ first: 2, order: "LAST_CLICK", descending: true });
  for (const { id, lastClickAt } of nodes) {
    const [newest] = await world.people.sql<{ at: Date }>(
      `select max(clicked_at) as at from click where partner_account_id = $1 and program_id = $2
        and not is_test`,
      [id, world.ax.program],
    );
    expect(lastClickAt).toBe(newest?.at.toISOString());
  }
});

test("by what they brought: some, none, less, more, and with an alert of fewer", async () => {
  const { nodes } = await ask({});
  const of = async (traffic: string) =>
    (await ask({ filter: { traffic } })).nodes.map(({ id }) => id);
  const having = (has: (row: Row) => boolean) => nodes.filter(has).map(({ id }) => id);
  expect(await of("SOME")).toEqual(having((row) => (row.figures.clicks["raw"] ?? 0) > 0));
  expect(await of("NONE")).toEqual(others.filter((id) => nodes.some((row) => row.id === id)));
  expect(await of("LESS")).toEqual(having(({ change }) => change.raw < 0));
  expect(await of("MORE")).toEqual(having(({ change }) => change.raw > 0));
  expect(await of("BELOW_USUAL")).toEqual([]);
  // What stands out is judged in one place: an open alert of fewer clicks, and no other.
  const at = new Date(world.clock.now);
  const alert = (measure: string, partner: string, seen: number, closed: Date | null) =>
    world.people.sql(
      `insert into alert (
          id, brand_account_id, program_id, partner_account_id, measure, opened_at, closed_at,
          closed_because, first_day, last_day, seen, bound, is_line
        )
        values (
          gen_random_uuid(), $1, $2, $3, $4, $5, $6,
          case when $6::timestamptz is not null then 'AS_USUAL' end, '2026-04-02', '2026-04-08',
          $7, 74, false
        )`,
      [world.brandA.accountId, world.ax.program, partner, measure, at, closed, seen],
    );
  await alert("CLICKS_BELOW", others[3] ?? "", 7, null);
  await alert("CLICKS_BELOW", others[4] ?? "", 7, at);
  await alert("CLICKS_ABOVE", others[4] ?? "", 190, null);
  expect(await of("BELOW_USUAL")).toEqual([others[3]]);
});

test("who may not read contracts learns them neither by order nor by filter", async () => {
  const reader = createClient(world.url, {
    key: await world.keyOf(world.brandA, ["reports:read"]),
  });
  const asking = (args: string) =>
    reader.post(`{ programPartners(programId: "${world.ax.program}", range: {}, ${args}) {
      nodes { id figures { clicks { raw } } } } }`);
  const fine = await asking("first: 2");
  expect(fine.errors).toEqual([]);
  for (const args of [
    "order: STANDING",
    "order: TERMS",
    "filter: { standings: [ASKED] }",
    `filter: { termsId: "${world.ax.terms}" }`,
  ])
    expect((await asking(args)).errors[0]?.extensions.code).toBe("BAD_INPUT");
});

test("notes about a partner: with author and time, for the brand's people alone", async () => {
  const admin = await world.signIn(world.brandA.email);
  const partnerId = world.partnerX.accountId;
  const noted = await run<Ok & { note: { id: string } }>(
    admin,
    `addPartnerNote(
      partnerId: "${partnerId}", text: "Asked for\\nGermany", idempotencyKey: "${intent()}"
    )`,
    "AddPartnerNoteOk",
    "note { id }",
  );
  const list = async (client: Client) =>
    client.post<{ partnerNotes: { nodes: object[] } }>(
      `{ partnerNotes(partnerId: "${partnerId}") { nodes { text author isOwn createdAt } } }`,
    );
  const { data } = await list(admin);
  expect(data?.partnerNotes.nodes).toEqual([
    {
      text: "Asked for\nGermany",
      author: expect.any(String) as string,
      isOwn: true,
      createdAt: new Date(world.clock.now).toISOString(),
    },
  ]);
  expect(
    await refusal(
      admin,
      `addPartnerNote(partnerId: "${partnerId}", text: " ", idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({ code: "BAD_COMMENT", path: ["text"] });
  const ofB = await world.signIn(world.brandB.email);
  expect((await list(ofB)).data?.partnerNotes.nodes).toEqual([]);
  const remove = `deletePartnerNote(id: "${noted.note.id}", idempotencyKey: "${intent()}")`;
  expect(await refusal(ofB, remove)).toMatchObject({ __typename: "NotFound" });
  // Another member's is nobody else's to delete.
  await world.people.sql("alter table partner_note disable trigger user");
  await world.people.sql(
    "update partner_note set author_id = (select id from app_user where email = $1)",
    [world.brandB.email],
  );
  expect(
    await refusal(
      admin,
      `deletePartnerNote(id: "${noted.note.id}", idempotencyKey: "${intent()}")`,
    ),
  ).toMatchObject({ __typename: "NotFound" });
  await world.people.sql(
    "update partner_note set author_id = (select id from app_user where email = $1)",
    [world.brandA.email],
  );
  await run(
    admin,
    `deletePartnerNote(id: "${noted.note.id}", idempotencyKey: "${intent()}")`,
    "DeletePartnerNoteOk",
    "id",
  );
  expect((await list(admin)).data?.partnerNotes.nodes).toEqual([]);
});

test("today: what needs somebody, of what the reader may read, each kind once", async () => {
  const tasks = async (client: Client) =>
    (
      await client.data<{ programTasks: Task[] }>(
        `{
          programTasks(programId: "${world.ax.program}") {
            group kind measure count since subjects { partnerId name detail }
          }
        }`,
      )
    ).programTasks;
  interface Task {
    group: string;
    kind: string;
    measure: string | null;
    count: number;
    since: string | null;
    subjects: { partnerId: string | null; name: string; detail: string | null }[];
  }
  const admin = await world.signIn(world.brandA.email);
  const partner = await world.signIn(world.partnerX.email);
  await run(
    partner,
    `openInquiry(
      input: {
        programId: "${world.ax.program}", kind: UNTRACKED, orderNumber: "1",
        orderDate: "2026-04-01", expected: "1", text: "Missing"
      },
      idempotencyKey: "${intent()}"
    )`,
    "InquiryOk",
    "inquiry { id }",
  );
  const found = await tasks(admin);
  const of = (kind: string) => found.find((task) => task.kind === kind);
  expect(of("INQUIRIES")).toMatchObject({
    group: "DECIDE",
    count: 1,
    since: new Date(world.clock.now).toISOString(),
    subjects: [{ partnerId: world.partnerX.accountId, name: "Partner X" }],
  });
  const waiting = others.filter(
    (id) => partnerStanding(offers.get(id) ?? [], world.clock.now) === "ASKS_YOU",
  );
  expect(of("OFFERS")?.count).toBeGreaterThanOrEqual(waiting.length);
  // X and Y accepted, and nobody read it.
  expect(of("ACCEPTED")).toMatchObject({ group: "ANSWERED", count: 2 });
  // Every measure with an open alert is a task, and what is over is none.
  expect(found.filter(({ kind }) => kind === "ALERTS")).toMatchObject([
    {
      group: "UNUSUAL",
      measure: "CLICKS_ABOVE",
      count: 1,
      subjects: [{ partnerId: others[4], detail: "190 clicks today; usual is 74 clicks" }],
    },
    {
      group: "UNUSUAL",
      measure: "CLICKS_BELOW",
      count: 1,
      subjects: [
        {
          partnerId: others[3],
          detail: "7 clicks in the last seven whole days; usual is 74 clicks",
        },
      ],
    },
  ]);
  expect(of("DECLINED")).toBeUndefined();
  await admin.data("mutation { markNoticesRead { __typename } }");
  expect((await tasks(admin)).map(({ kind }) => kind)).not.toContain("ACCEPTED");
  expect(await tasks(partner)).toEqual([]);
  expect(await tasks(await world.signIn(world.brandB.email))).toEqual([]);
  const reader = createClient(world.url, {
    key: await world.keyOf(world.brandA, ["reports:read"]),
  });
  expect((await tasks(reader)).map(({ kind }) => kind)).toEqual(["ALERTS", "ALERTS"]);
});

test("a partner's earnings over all programs are the sums of each", async () => {
  const partner = await world.signIn(world.partnerX.email);
  const { ownEarnings } = await partner.data<{
    ownEarnings: {
      totals: Record<"earned" | "pending" | "approved" | "due" | "owed", Amount>[];
      programs: {
        programId: string;
        brandName: string;
        figures: Row["figures"];
        owed: { owed: Amount; pending: Amount }[];
        lastClickAt: string | null;
      }[];
    };
  }>(
    `query ($range: RangeInput!) {
      ownEarnings(range: $range) {
        totals {
          earned { amount currency } pending { amount } approved { amount } due { amount }
          owed { amount }
        }
        programs {
          programId brandName unread offers lastClickAt
          ${figures}
          change { raw }
          owed { owed { amount currency } pending { amount } }
        }
      }
    }`,
    { range: past },
  );
  expect(new Set(ownEarnings.programs.map(({ programId }) => programId))).toEqual(
    new Set([world.ax.program, world.bx.program]),
  );
  const ax = ownEarnings.programs.find(({ programId }) => programId === world.ax.program);
  const brandsView = (await ask({ range: past })).nodes.find(
    ({ id }) => id === world.partnerX.accountId,
  );
  expect(ax?.figures.earned).toEqual(brandsView?.figures.earned);
  expect(ax?.lastClickAt).toBe(brandsView?.lastClickAt);
  const sum = (of: "owed" | "pending") =>
    ownEarnings.programs
      .flatMap(({ owed }) => owed)
      .reduce((all, row) => all + Number(row[of].amount), 0);
  expect(ownEarnings.totals).toHaveLength(1);
  expect(Number(ownEarnings.totals[0]?.owed.amount)).toBeCloseTo(sum("owed"), 6);
  expect(Number(ownEarnings.totals[0]?.pending.amount)).toBeCloseTo(sum("pending"), 6);
  expect(sum("owed")).toBeGreaterThan(0);
  expect(
    (await brand.data<{ ownEarnings: null }>("{ ownEarnings(range: {}) { hasMore } }")).ownEarnings,
  ).toBeNull();
});
