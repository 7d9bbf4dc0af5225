/** Every table that a page shows leaves as that page's list: the same rows, order and figures. */
import type pg from "pg";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import { runExports, type ExportDeps } from "./export-runs.ts";

let world: World;
let pool: pg.Pool;
let owner: pg.Pool;
let deps: ExportDeps;
let keys: Record<"brand" | "partner", string>;
let brand: Client;
let partner: Client;

const minute = 60_000;
beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.people.url, "api", 3);
  owner = createPool(world.people.url, "owner", 1);
  deps = { ...world.app.deps, pool };
  const scopes = [...readScopes, "exports:write"];
  keys = {
    brand: await world.keyOf(world.brandA, scopes),
    partner: await world.keyOf(world.partnerX, scopes),
  };
  brand = createClient(world.url, { key: keys.brand });
  partner = createClient(world.url, { key: keys.partner });
  const { now } = world.clock;
  for (const at of [0, 1, 2, 3, 4])
    await world.clicks(world.ax, [now - at * minute, now - at * minute], {
      country: at % 3 === 0 ? null : "US",
      device: at % 2 === 0 ? "PHONE" : "DESKTOP",
    });
  await world.clicks(world.ay, [now - minute, now - 2 * minute]);
  await world.clicks(world.ax, [now - 3 * minute], { test: true });
  for (const date of ["2026-11-01", "2026-11-02"])
    await world.sale(world.ax, { date, orders: 3, amount: "40.25" });
  await world.sale(world.ay, { date: "2026-11-02", orders: 1, amount: "9.99" });
  await deskWorld();
});
afterAll(async () => {
  await pool?.end();
  await owner?.end();
  await world?.close();
});

type Row = Record<string, unknown>;
async function get(address: string, key: string) {
  const answer = await fetch(`${world.url}${address}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return { status: answer.status, text: await answer.text() };
}
const addressOf = (table: string, format: string, filter: object): string => {
  const query = new URLSearchParams({ programId: world.ax.program, table, format, about: "false" });
  query.set("filter", JSON.stringify(filter));
  return `/files/export?${query.toString()}`;
};
async function fileOf(key: string, table: string, filter: object, format = "JSON_LINES") {
  const { status, text } = await get(addressOf(table, format, filter), key);
  expect([status, status === 200 ? "" : text]).toEqual([200, ""]);
  return text;
}
const jsonRows = (text: string): Row[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);

interface Desk {
  table: string;
  side: "brand" | "partner";
  filter: object;
  /** As the page asks for it. */
  query: string;
  /** Rows as the file has them, of what the page is answered. */
  rows: (data: Row) => Row[];
}
const last = `range: { last: "14d" }`;
const nodes = (list: unknown): Row[] => (list as { nodes: Row[] }).nodes;
interface Figured {
  clicks: { raw: number; payable: number };
  sales: { orders: number } | null;
}
const counted = ({ clicks, sales }: Figured): Row => ({
  rawClicks: clicks.raw,
  payableClicks: clicks.payable,
  orders: sales?.orders ?? null,
});
interface Group {
  values: { value: string; label: string }[];
  figures: Figured;
  before: Figured;
  changes: { measure: string; difference: string; ratio: string | null }[];
}
const breakdown = (by: string) => `reportBreakdown(
  scope: { programId: $id } ${last} by: [${by}] first: 50
  compare: { with: PREVIOUS } sort: { measure: PAYABLE, of: CHANGE, ascending: true }
) {
  rows {
    values { value label }
    figures { clicks { raw payable } sales { orders } }
    before { clicks { raw payable } sales { orders } }
    changes { measure difference ratio }
  }
}`;
const groupRow = ({ values, figures, before, changes }: Group): Row => {
  const raw = changes.find(({ measure }) => measure === "RAW");
  return {
    group: values[0]?.value,
    groupLabel: values[0]?.label,
    ...(values[1] ? { secondLabel: values[1].label } : {}),
    ...counted(figures),
    rawClicksBefore: before.clicks.raw,
    rawChange: raw ? Number(raw.difference) : null,
    rawChangeRatio: raw?.ratio == null ? null : Number(raw.ratio),
  };
};
const compared = { compare: { with: "PREVIOUS" }, range: { last: "14d" } };
const ranking = { sort: { measure: "PAYABLE", of: "CHANGE", ascending: true } };
const desk: Desk[] = [
  {
    table: "PARTNERS",
    side: "brand",
    filter: { range: { last: "14d" }, order: "STANDING", filter: { traffic: "SOME" } },
    query: `programPartners(
      programId: $id ${last} order: STANDING first: 100 filter: { traffic: SOME }
    ) {
      nodes {
        partnerId: id
        standing
        figures { clicks { raw payable } sales { orders } earned { amount } }
        change { raw }
      }
    }`,
    rows: ({ list }) =>
      nodes(list).map(({ figures, change, ...row }) => ({
        ...row,
        ...counted(figures as Figured),
        earned: (figures as { earned: { amount: string }[] }).earned[0]?.amount ?? null,
        rawClicksChange: (change as { raw: number } | null)?.raw ?? null,
      })),
  },
  ...(["brand", "partner"] as const).map((side) => ({
    table: "LINK_FIGURES",
    side,
    filter: { range: { last: "14d" }, order: "CLICKS", filter: { isTest: false } },
    query: `linkList(
      programId: $id ${last} order: CLICKS first: 100 filter: { isTest: false }
    ) {
      nodes { link { id name } figures { clicks payable orders } health lastClickAt }
    }`,
    rows: ({ list }: Row) =>
      nodes(list).map(({ link, figures, health }) => {
        const { clicks, payable, orders } = figures as Record<string, number>;
        return { ...(link as Row), rawClicks: clicks, payableClicks: payable, orders, health };
      }),
  })),
  ...(["brand", "partner"] as const).flatMap((side) =>
    [["LINK"], ["DEVICE", "COUNTRY"]].map((by) => ({
      table: "BREAKDOWN",
      side,
      filter: { by, ...compared, ...ranking },
      query: breakdown(by.join(" ")),
      rows: ({ list }: Row) => (list as { rows: Group[] }).rows.map(groupRow),
    })),
  ),
  ...(["brand", "partner"] as const).map((side) => ({
    table: "LIMITS",
    side,
    filter: { search: side === "brand" ? "partner" : null, order: "UNPAID" },
    query: `contractLimits(programId: $id order: UNPAID first: 100) {
      nodes { contractId partnerName usage { limit: text kind max used } }
    }`,
    rows: ({ list }: Row) =>
      nodes(list).map(({ usage, ...row }) => {
        const { limit, kind, max, used } = usage as Record<string, string>;
        const figures =
          kind === "PAYOUT"
            ? { maxCount: null, usedCount: null, maxAmount: max, usedAmount: used }
            : {
                maxCount: Number(max),
                usedCount: Number(used),
                maxAmount: null,
                usedAmount: null,
              };
        return { ...row, limit, kind, ...figures };
      }),
  })),
  {
    table: "EXPOSURE",
    side: "brand",
    filter: {},
    query: `clickExposure(programId: $id) {
      month contracts unlimitedContracts: unlimited spent { amount }
    }`,
    rows: ({ list }) =>
      (list as Row[]).map(({ spent, ...row }) => ({
        ...row,
        spent: (spent as { amount: string }).amount,
      })),
  },
  ...(["brand", "partner"] as const).map((side) => ({
    table: "OWED",
    side,
    filter: { order: "PARTNER" },
    query: `owed(programId: $id order: PARTNER) {
      nodes { partnerId currency owed { amount } pending { amount } }
    }`,
    rows: ({ list }: Row) =>
      nodes(list).map(({ owed, pending, ...row }) => ({
        ...row,
        owed: (owed as { amount: string }).amount,
        pending: (pending as { amount: string }).amount,
      })),
  })),
  {
    table: "ALERTS",
    side: "brand",
    filter: { open: true },
    query: `alerts(programId: $id open: true) { nodes { id measure partnerName } }`,
    rows: ({ list }) => nodes(list),
  },
  ...(["brand", "partner"] as const).map((side) => ({
    table: "ANNOTATIONS",
    side,
    filter: { range: { last: "14d" } },
    query: `annotations(scope: { programId: $id } ${last}) {
      kind count partnerName detail note { text }
    }`,
    rows: ({ list }: Row) =>
      (list as Row[]).map(({ note, ...row }) => ({
        ...row,
        note: (note as { text: string } | null)?.text ?? null,
      })),
  })),
];
/** What those alerts and annotations tell of. */
async function deskWorld(): Promise<void> {
  for (const [client, text] of [
    [await world.signIn(world.brandA.email), "The brand's own"],
    [await world.signIn(world.partnerX.email), "The partner's own"],
  ] as const) {
    const input = `{ programId: "${world.ax.program}" at: "2026-11-02T08:00:00Z" text: "${text}" }`;
    await run(
      client,
      `addReportNote(input: ${input} idempotencyKey: "${intent()}")`,
      "ReportNoteOk",
      "note { id }",
    );
  }
  await owner.query(
    `insert into alert (
        id, program_id, brand_account_id, partner_account_id, measure, opened_at, first_day,
        last_day, seen, bound, is_line
      )
      select gen_random_uuid(), p.id, p.brand_account_id, $2, 'CLICKS_BELOW', now(), '2026-11-01',
        '2026-11-01', 3, 40, false
      from program p
      where p.id = $1`,
    [world.ax.program, world.partnerX.accountId],
  );
}
test("each is its page's list, in its order, with its filters and figures [D177]", async () => {
  for (const { table, side, filter, query, rows } of desk) {
    const client = side === "brand" ? brand : partner;
    const data = await client.data<Row>(`query ($id: ID!) { list: ${query} }`, {
      id: world.ax.program,
    });
    const wanted = rows(data);
    const found = jsonRows(await fileOf(keys[side], table, filter));
    const names = Object.keys(wanted[0] ?? {});
    const same = found.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
    expect(same, `${table} of the ${side}`).toEqual(wanted);
    expect(wanted.length, table).toBeGreaterThan(0);
  }
});

const jobs = [
  {
    table: "PARTNERS",
    filters: `partners: { order: STANDING, filter: { standings: [IN_EFFECT] } }`,
    filter: { order: "STANDING", filter: { standings: ["IN_EFFECT"] } },
  },
  {
    table: "BREAKDOWN",
    filters: `breakdown: { by: [PARTNER, REASON], compare: { with: PREVIOUS } }`,
    filter: { by: ["PARTNER", "REASON"], compare: { with: "PREVIOUS" } },
  },
  { table: "ANNOTATIONS", filters: `annotations: {}`, filter: {} },
];
test("made as a job, which has no person's rights, they are the same [D177]", async () => {
  for (const { table, filters, filter } of jobs) {
    const { export: asked } = await run<Ok & { export: { id: string } }>(
      brand,
      `requestExport(
        input: {
          table: ${table}, format: CSV, programId: "${world.ax.program}"
          about: false, filters: { ${filters} }
        }
        idempotencyKey: "${intent()}"
      )`,
      "ExportOk",
      `export { id }`,
    );
    await runExports(deps);
    const { text } = await get(`/files/exports/${asked.id}`, keys.brand);
    expect(text, table).toBe(await fileOf(keys.brand, table, filter, "CSV"));
    expect(parse(text, { columns: true }).length, table).toBeGreaterThan(0);
  }
});

test("columns of a second group or period are in the files that ask for them", async () => {
  const names = async (filter: object) =>
    Object.keys(jsonRows(await fileOf(keys.brand, "BREAKDOWN", filter))[0] ?? {});
  const one = await names({ by: ["DEVICE"] });
  expect(one.filter((name) => /^second|Before$|Change/.test(name))).toEqual([]);
  const both = await names({ by: ["DEVICE", "COUNTRY"], compare: { with: "PREVIOUS" } });
  expect(both).toEqual(
    expect.arrayContaining([...one, "secondLabel", "rawClicksBefore", "payoutChangeRatio"]),
  );
});

test("tables are told with what people call them, to whom they may leave [D177]", async () => {
  const tables = async (client: Client) =>
    (
      await client.data<{ exportedTables: { table: string; title: string }[] }>(
        "{ exportedTables { table title } }",
      )
    ).exportedTables;
  const [own, theirs] = [await tables(brand), await tables(partner)];
  expect(own).toContainEqual({ table: "PARTNERS", title: "Partners" });
  const names = (some: typeof own) => some.map(({ table }) => table);
  expect(names(own).filter((table) => !names(theirs).includes(table))).toEqual([
    "ALERTS",
    "PARTNERS",
    "EXPOSURE",
  ]);
  expect(names(theirs).filter((table) => !names(own).includes(table))).toEqual([
    "SEALED_ENTRIES",
    "SEALS",
  ]);
  // A table of several lists needs the right of each.
  const scopes = ["programs:read", "exports:read", "exports:write", "links:read"];
  const links = createClient(world.url, { key: await world.keyOf(world.brandA, scopes) });
  expect(names(await tables(links))).toEqual(["TRACKING_LINKS"]);
  const { errors } = await links.post(
    `mutation {
      requestExport(
        input: { table: LINK_FIGURES, format: CSV, programId: "${world.ax.program}" }
        idempotencyKey: "${intent()}"
      ) { __typename }
    }`,
  );
  expect(errors[0]?.extensions).toMatchObject({ code: "FORBIDDEN", right: "reports:read" });
});

test("[found 91] ids in filters stand after their names, in files and reports", async () => {
  const { trackingLink } = await brand.data<{ trackingLink: { name: string } }>(
    `{ trackingLink(id: "${world.ax.link}") { name } }`,
  );
  const inner = { linkIds: [world.ax.link], partnerIds: [world.partnerX.accountId] };
  for (const [table, filter] of [
    ["BREAKDOWN", { filter: inner }],
    ["CLICKS", inner],
  ] as const) {
    const query = new URLSearchParams({ programId: world.ax.program, table });
    query.set("filter", JSON.stringify(filter));
    const { text } = await get(`/files/export?${query.toString()}`, keys.brand);
    expect(text).toContain(`${trackingLink.name} (${world.ax.link})`);
    expect(text).toContain(`Partner X (${world.partnerX.accountId})`);
  }
  const { report } = await brand.data<{ report: { named: object[] } }>(
    `query ($filter: ReportFilter) {
      report(scope: { programId: "${world.ax.program}" } ${last} filter: $filter) {
        named { dimension value label }
      }
    }`,
    { filter: { ...inner, adIds: [world.ax.link] } },
  );
  expect(report.named).toEqual(
    expect.arrayContaining([
      { dimension: "LINK", value: world.ax.link, label: trackingLink.name },
      { dimension: "PARTNER", value: world.partnerX.accountId, label: "Partner X" },
    ]),
  );
  expect(report.named).toHaveLength(2);
});

test("[found 91] amounts of alerts name their currency, other figures none", async () => {
  await owner.query(
    `insert into alert (
        id, program_id, brand_account_id, partner_account_id, measure, opened_at, first_day,
        last_day, seen, bound, is_line
      )
      select gen_random_uuid(), p.id, p.brand_account_id, $2, 'SPEND_ABOVE', now(), '2026-11-01',
        '2026-11-01', 12500000, 4000000, true
      from program p
      where p.id = $1`,
    [world.ax.program, world.partnerX.accountId],
  );
  const rows = jsonRows(await fileOf(keys.brand, "ALERTS", {}));
  const money = rows.map(({ seenUnit, boundUnit, currency }) => [
    seenUnit === "MONEY" || boundUnit === "MONEY",
    currency,
  ]);
  expect(money).toContainEqual([true, "USD"]);
  expect(money).toContainEqual([false, null]);
});

test("[found 91] a filter that would say nothing of the rows is refused", async () => {
  const { status, text } = await get(
    addressOf("EXPOSURE", "CSV", { search: "partner" }),
    keys.brand,
  );
  expect([status, text]).toEqual([400, expect.stringContaining("EXPOSURE takes no filter")]);
  const { errors } = await brand.post(
    `mutation {
      requestExport(
        input: {
          table: EXPOSURE, format: CSV, programId: "${world.ax.program}"
          filters: { limits: { search: "partner" } }
        }
        idempotencyKey: "${intent()}"
      ) { __typename }
    }`,
  );
  expect(errors[0]).toMatchObject({
    message: "limits is no filter of EXPOSURE: it takes none",
    extensions: { code: "BAD_INPUT", path: ["input", "filters", "limits"] },
  });
});

test("[found 91] a brand's table is refused to a partner in words, with the way on", async () => {
  const { status, text } = await get(addressOf("EXPOSURE", "CSV", {}), keys.partner);
  expect(status).toBe(403);
  expect(text).toContain(`\\"Exposure\\" is a brand's alone: choose another table`);
  const { text: sealed } = await get(addressOf("SEALS", "CSV", {}), keys.brand);
  expect(sealed).toContain("is a partner's alone");
});

test("[found 91] who may see some kinds of annotations has a file of those", async () => {
  const few = ["programs:read", "exports:read", "exports:write", "reports:read"];
  const key = await world.keyOf(world.brandA, few);
  const client = createClient(world.url, { key });
  const kindsIn = (text: string) => new Set(jsonRows(text).map(({ kind }) => kind));
  const all = kindsIn(await fileOf(keys.brand, "ANNOTATIONS", { range: { last: "14d" } }));
  const { list } = await client.data<{ list: { kind: string }[] }>(
    `query ($id: ID!) { list: annotations(scope: { programId: $id } ${last}) { kind } }`,
    { id: world.ax.program },
  );
  const some = kindsIn(await fileOf(key, "ANNOTATIONS", { range: { last: "14d" } }));
  expect(some).toEqual(new Set(list.map(({ kind }) => kind)));
  expect(some.size).toBeLessThan(all.size);
  const made = async (by: Client) => {
    const { export: asked } = await run<Ok & { export: { id: string } }>(
      by,
      `requestExport(
        input: {
          table: ANNOTATIONS, format: JSON_LINES, programId: "${world.ax.program}", about: false
          filters: { annotations: { ${last} } }
        }
        idempotencyKey: "${intent()}"
      )`,
      "ExportOk",
      "export { id }",
    );
    await runExports(deps);
    return `/files/exports/${asked.id}`;
  };
  expect(kindsIn((await get(await made(client), key)).text)).toEqual(some);
  // What a colleague with more rights asked for is no way around one's own.
  const whole = await made(brand);
  expect(kindsIn((await get(whole, keys.brand)).text)).toEqual(all);
  expect((await get(whole, key)).status).toBe(404);
});

const lists = {
  CONVERSIONS: "conversions(programId: $id, first: 100)",
  LEDGER_ENTRIES: "ledgerEntries(programId: $id, first: 100)",
  TRACKING_LINKS: "trackingLinks(first: 100, filter: { programId: $id })",
  CONTRACTS: "contracts(first: 100, filter: { programId: $id })",
};
test.each(Object.entries(lists))(
  "%s are the list of each side, in its order [D177]",
  async (table, list) => {
    for (const side of ["brand", "partner"] as const) {
      const client = side === "brand" ? brand : partner;
      const { list: found } = await client.data<{ list: { nodes: { id: string }[] } }>(
        `query ($id: ID!) { list: ${list} { nodes { id } } }`,
        { id: world.ax.program },
      );
      const rows = jsonRows(await fileOf(keys[side], table, {}));
      expect(rows.map(({ id }) => id)).toEqual(found.nodes.map(({ id }) => id));
      expect(rows.length).toBeGreaterThan(0);
      const own = rows.filter(({ partnerId }) => partnerId === world.partnerX.accountId);
      expect(own.length === rows.length).toBe(side === "partner");
    }
  },
);

test("a report's file adds up to the report, by bucket and by partner [D176]", async () => {
  const { report } = await brand.data<{
    report: {
      totals: {
        clicks: { raw: number };
        sales: { orders: number; amount: { amount: string }[] };
      };
    };
  }>(
    `query ($id: ID!) {
      report(scope: { programId: $id }, range: { last: "14d" }, grain: DAY) {
        totals { clicks { raw } sales { orders amount { amount } } }
      }
    }`,
    { id: world.ax.program },
  );
  const { clicks, sales } = report.totals;
  for (const table of ["REPORT_BUCKETS", "REPORT_PARTNERS"]) {
    const filter = { range: { last: "14d" }, grain: "DAY" };
    const rows = jsonRows(await fileOf(keys.brand, table, filter));
    const sum = (name: string): number => rows.reduce((all, row) => all + Number(row[name]), 0);
    expect([sum("rawClicks"), sum("orders"), sum("amount")]).toEqual([
      clicks.raw,
      sales.orders,
      expect.closeTo(Number(sales.amount[0]?.amount), 6),
    ]);
  }
  const [row] = jsonRows(await fileOf(keys.partner, "REPORT_PARTNERS", {}));
  expect(Object.keys(row ?? {})).not.toContain("newVisitorsClicks");
});
