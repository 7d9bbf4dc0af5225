import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";
import type { Client } from "../../testing/worlds/client.ts";

let world: World;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  partner = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());

interface Page {
  clicks: {
    nodes: { id: string; partnerAccountId: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}
const page = async (client: Client, after: string | null, more = ""): Promise<Page["clicks"]> =>
  (
    await client.data<Page>(
      `query ($after: String) {
        clicks(programId: "${world.ax.program}", first: 7, after: $after ${more}) {
          nodes { id partnerAccountId } pageInfo { hasNextPage endCursor }
        }
      }`,
      { after },
    )
  ).clicks;

test("pages neither repeat nor miss a click while newer ones arrive [D201]", async () => {
  const at = world.clock.now - 60_000;
  const old = await world.clicks(world.ax, [
    ...Array.from({ length: 20 }, () => at),
    ...Array.from({ length: 15 }, (_, i) => at - i),
  ]);
  const seen: string[] = [];
  let after: string | null = null;
  for (let n = 0; ; n++) {
    const read: Page["clicks"] = await page(brand, after);
    seen.push(...read.nodes.map(({ id }) => id));
    after = read.pageInfo.endCursor;
    if (!read.pageInfo.hasNextPage) break;
    if (n < 3) await world.clicks(world.ax, [at + 1_000 + n]);
  }
  expect(seen).toHaveLength(old.length);
  expect(new Set(seen)).toEqual(new Set(old));
});

test("a partner's list holds own clicks alone, under every filter [D177]", async () => {
  const [theirs = ""] = await world.clicks(world.ay, [world.clock.now - 5_000]);
  const [own = ""] = await world.clicks(world.ax, [world.clock.now - 4_000]);
  for (const more of [
    "",
    `, filter: { partnerIds: ["${world.partnerY.accountId}"] }`,
    `, filter: { partnerIds: ["${world.partnerX.accountId}", "${world.partnerY.accountId}"] }`,
    `, filter: { linkIds: ["${world.ay.link}"] }`,
    `, filter: { countries: ["US"], outcomes: [PAID, UNPAID] }`,
  ])
    for (const node of (await page(partner, null, more)).nodes)
      expect(node.partnerAccountId, more).toBe(world.partnerX.accountId);
  expect((await page(partner, null, `, filter: { linkIds: ["${world.ay.link}"] }`)).nodes).toEqual(
    [],
  );
  const click = (client: Client, id: string) =>
    client.data(`{ click(id: "${id}") { click { id } } }`);
  expect(await click(partner, own)).toEqual({ click: { click: { id: own } } });
  expect(await click(partner, theirs)).toEqual({ click: null });
  expect(await click(brand, theirs)).toEqual({ click: { click: { id: theirs } } });
});

test("clicks of no source are one value, and its filter leads to exactly these", async () => {
  const [told = "", untold = ""] = await world.clicks(world.ax, [
    world.clock.now - 3_000,
    world.clock.now - 2_000,
  ]);
  // As one of before sources were told.
  await world.people.sql(
    "begin; set local session_replication_role = replica; " +
      `update click set traffic_source = null where id = '${untold}'; commit`,
  );
  const of = async (source: string): Promise<string[]> =>
    (await page(brand, null, `, filter: { trafficSources: ["${source}"] }`)).nodes.map(
      ({ id }) => id,
    );
  expect(await of("n/a")).toEqual([untold]);
  const direct = await of("DIRECT");
  expect(direct).toContain(told);
  expect(direct).not.toContain(untold);
  interface Row {
    values: { value: string }[];
    figures: { clicks: { raw: number } };
    opens: { field: string; values: string[] }[];
  }
  const { reportBreakdown } = await brand.data<{ reportBreakdown: { rows: Row[] } }>(
    `{
      reportBreakdown(
        scope: { programId: "${world.ax.program}" }, range: { last: "24h" }, by: [TRAFFIC_SOURCE]
      ) {
        rows { values { value } figures { clicks { raw } } opens { field values } }
      }
    }`,
  );
  const row = reportBreakdown.rows.find(({ values: [group] }) => group?.value === "n/a");
  expect(row).toMatchObject({
    figures: { clicks: { raw: 1 } },
    opens: [{ field: "trafficSources", values: ["n/a"] }],
  });
});

test("sub ids are the partner's alone; the shared id is seen by both [D178]", async () => {
  const [id] = await world.clicks(world.ax, [world.clock.now - 3_000], {
    subIds: ["s1", "s2", "s3"],
    sharedId: "shared1",
  });
  const query = `{ click(id: "${id}") { click { sharedId subId1 subId2 subId3 } } }`;
  expect(await partner.data(query)).toEqual({
    click: { click: { sharedId: "shared1", subId1: "s1", subId2: "s2", subId3: "s3" } },
  });
  expect(await brand.data(query)).toEqual({
    click: { click: { sharedId: "shared1", subId1: null, subId2: null, subId3: null } },
  });
});

test("each click carries its reason, and its trace agrees with its pay [D175, D84]", async () => {
  const at = world.clock.now - 2_000;
  const [paid, robot, inTest] = [
    await world.clicks(world.ax, [at]),
    await world.clicks(world.ax, [at + 1], { robot: true }),
    await world.clicks(world.ax, [at + 2], { test: true }),
  ].map(([id]) => id);
  const detail = async (id: string | undefined) =>
    (
      await brand.data<{ click: object }>(
        `{
          click(id: "${id}") {
            click { outcome reason amount { amount } wouldPay { amount } termsVersion }
            trace { consistent steps { step verdict } limits { before after } }
          }
        }`,
      )
    ).click;
  expect(await detail(paid)).toMatchObject({
    click: {
      outcome: "PAID",
      reason: null,
      amount: { amount: "0.12" },
      wouldPay: null,
      termsVersion: 1,
    },
    trace: {
      consistent: true,
      steps: expect.arrayContaining([{ step: "LEDGER", verdict: "PASSED" }]),
    },
  });
  expect(await detail(robot)).toMatchObject({
    click: { outcome: "UNPAID", reason: "INVALID_CLASSIFICATION", amount: { amount: "0.00" } },
    trace: { consistent: true },
  });
  expect(await detail(inTest)).toMatchObject({
    click: {
      outcome: "UNPAID",
      reason: "TEST_CLICK",
      amount: { amount: "0.00" },
      wouldPay: { amount: "0.12" },
    },
    trace: { consistent: true },
  });
});

test("beside a change of zone and year a trace tells what the decision read", async () => {
  const [id = ""] = await world.clicks(world.bx, [world.clock.now - 2_000]);
  const b = await world.signIn(world.brandB.email);
  const trace = async () =>
    (
      await b.data<{ click: { trace: object } }>(
        `{
          click(id: "${id}") {
            trace {
              consistent
              limits { limitId windowStart windowEnd before after }
              steps { step verdict seen }
            }
          }
        }`,
      )
    ).click.trace;
  const told = await trace();
  expect(told).toMatchObject({ consistent: true });
  // The change is said to have been before the decision, whose batch had read what held till then.
  await world.people.sql(
    `insert into account_calendar (account_id, until, time_zone, financial_year_start, changed_by)
      select a.id, d.recorded_at - interval '10 seconds', time_zone, financial_year_start, u.id
      from account a, decision d, app_user u
      where a.id = $1 and d.subject_id = $2 and u.email = $3`,
    [world.brandB.accountId, id, world.brandB.email],
  );
  await world.people.sql(
    "update account set time_zone = 'Pacific/Kiritimati', financial_year_start = 7 where id = $1",
    [world.brandB.accountId],
  );
  expect(await trace()).toEqual(told);
});

test("an undecided click is shown with its facts and without an outcome", async () => {
  const [id] = await world.journalClicks(world.ax, [world.clock.now - 1_000]);
  expect(
    await brand.data(
      `{
        click(id: "${id}") { click { id outcome reason amount { amount } } trace { consistent } }
      }`,
    ),
  ).toEqual({
    click: { click: { id, outcome: null, reason: null, amount: null }, trace: null },
  });
});

test("[D87] no mutation reverses, modifies, locks or approves a click", async () => {
  const [id = ""] = await world.clicks(world.ax, [world.clock.now - 3_000]);
  const { __schema } = await brand.data<{
    __schema: { mutationType: { fields: { name: string; args: { name: string }[] }[] } };
  }>("{ __schema { mutationType { fields { name args { name } } } } }");
  const { fields } = __schema.mutationType;
  expect(fields.length).toBeGreaterThan(30);
  // A dry run stores nothing, test clicks are new ones, and what is given up was never decided.
  expect(
    fields
      .flatMap(({ name, args }) => [name, ...args.map((arg) => arg.name)])
      .filter((name) => /click/i.test(name)),
  ).toEqual(["clickId", "dryRunClick", "makeTestClicks"]);
  for (const call of [
    `approveConversions(ids: ["${id}"], idempotencyKey: "${intent()}")`,
    `approveOutsideOfTerms(ids: ["${id}"], idempotencyKey: "${intent()}")`,
    `modifyConversion(input: { id: "${id}", amount: "1", reason: ITEM_RETURNED }, ` +
      `idempotencyKey: "${intent()}")`,
    `reverseConversion(id: "${id}", reason: CONS_FRAUD, idempotencyKey: "${intent()}")`,
  ])
    expect(await refusal(brand, call), call).toMatchObject({ code: "NOT_FOUND" });
});

/** As a fault in a program's data would. Resolves with the way back. */
async function refuseDecisions(condition: string): Promise<() => Promise<unknown>> {
  await world.people.sql(
    `create function refused() returns trigger language plpgsql as $$ begin
      if ${condition} then raise exception 'refused' using errcode = '22003'; end if;
      return new;
    end $$`,
  );
  await world.people.sql(
    "create trigger refused before insert on decision for each row execute function refused()",
  );
  return () => world.people.sql("drop function refused cascade");
}
const decided = async (): Promise<number> =>
  (
    await world.people.sql<{ n: number }>(
      "select count(*)::int as n from decision where event = 'CLICK' and program_id = $1",
      [world.bx.program],
    )
  )[0]?.n ?? 0;

test("an operator gives up the click that cannot be decided, and both sides read why", async () => {
  const cure = await refuseDecisions(
    `new.program_id = '${world.bx.program}' and new.reason is distinct from 'GIVEN_UP'`,
  );
  const [operator, brandB] = [
    await world.signIn(world.operatorEmail),
    await world.signIn(world.brandB.email),
  ];
  const before = await decided();
  const at = world.clock.now - 1_000;
  const [first = "", second = ""] = await world.clicks(world.bx, [at - 3_600_000, at]);
  expect(await decided()).toBe(before);
  const standing = async () =>
    (
      await operator.data<{ parkedItems: { nodes: { id: string; clickId: string }[] } }>(
        "{ parkedItems { nodes { id clickId } } }",
      )
    ).parkedItems.nodes;
  const [{ id, clickId } = { id: "", clickId: "" }] = await standing();
  expect(clickId).toBe(first);
  const giveUp = (click: string, reason: string, key = intent()) =>
    `giveUpParkedItem(id: "${id}", clickId: "${click}", reason: ${JSON.stringify(reason)}, ` +
    `idempotencyKey: "${key}")`;
  const why = "Its terms cannot be read any more";
  expect(await brandB.post(`mutation { ${giveUp(first, why)} { __typename } }`)).toMatchObject({
    errors: [{ extensions: { code: "FORBIDDEN" } }],
  });
  expect(await refusal(operator, giveUp(first, " "))).toMatchObject({
    __typename: "InvalidInput",
    path: ["reason"],
  });
  expect(await refusal(operator, giveUp(second, why))).toMatchObject({
    code: "ILLEGAL_TRANSITION",
    path: ["clickId"],
  });
  for (let n = 0; n < 2; n++)
    await run(operator, giveUp(first, why, "give up"), "GiveUpParkedItemOk", "item { state }");
  expect(await refusal(operator, giveUp(first, why))).toMatchObject({
    message: expect.stringContaining("given up already"),
  });
  await world.account();
  expect(await decided()).toBe(before + 1);
  expect(await standing()).toEqual([{ id, clickId: second }]);
  for (const client of [brandB, partner]) {
    const { click } = await client.data<{
      click: { click: object; trace: { steps: { rows: { label: string; text: string }[] }[] } };
    }>(
      `{
        click(id: "${first}") {
          click { outcome reason amount { amount } }
          trace { consistent steps { step verdict rows { label text } } }
        }
      }`,
    );
    expect(click).toMatchObject({
      click: { outcome: "UNPAID", reason: "GIVEN_UP", amount: null },
      trace: { consistent: true },
    });
    expect(click.trace.steps.flatMap(({ rows }) => rows)).toContainEqual({
      label: "Given up by an operator",
      text: why,
    });
  }
  await cure();
  await run(
    operator,
    `releaseParkedItem(id: "${id}", idempotencyKey: "${intent()}")`,
    "ReleaseParkedItemOk",
    "item { state }",
  );
  await world.account();
  expect([await decided(), await standing()]).toEqual([before + 2, []]);
});

describe("ranges of time at their edges, each with its field", () => {
  const told = async (document: string) => {
    const [first] = (await brand.post(document)).errors;
    return first && [first.extensions.code, first.extensions.path?.join("."), first.message];
  };
  const report = (range: string) =>
    told(
      `{
        report(scope: { programId: "${world.ax.program}" }, range: { ${range} }) {
          totals { clicks { raw } }
        }
      }`,
    );
  test.each([
    ['last: "0d"', "BAD_RANGE", "range.last", "at least 1d"],
    ['last: "0h"', "BAD_RANGE", "range.last", "at least 1h"],
    ['last: "-1d"', "BAD_RANGE", "range.last", '"-1d" is not a range'],
    ['last: "1e9d"', "BAD_RANGE", "range.last", '"1e9d" is not a range'],
    ['last: "367d"', "RANGE_TOO_LONG", "range.last", "this one has 367"],
    ['last: "99999999999d"', "RANGE_TOO_LONG", "range.last", "at most 366 days"],
    ['last: "9000h"', "RANGE_TOO_LONG", "range.last", "this one has 375"],
    ['from: "2026-03-02", to: "2026-03-01"', "BAD_RANGE", "range.to", "ends before it starts"],
    ['from: "0001-01-01", to: "0001-01-02"', "BAD_DATE", "range.from", "years 1970 to 2999"],
    ['from: "1969-12-31", to: "1970-01-05"', "BAD_DATE", "range.from", "years 1970 to 2999"],
    ['from: "2026-01-01", to: "9999-12-31"', "BAD_DATE", "range.to", "years 1970 to 2999"],
    ['from: "2025-02-29", to: "2025-03-01"', "BAD_DATE", "range.from", "is no date"],
  ])("of a report: %s", async (range, code, path, sentence) => {
    expect(await report(range)).toEqual([code, path, expect.stringContaining(sentence)]);
  });
  test.each([
    'last: "1d"',
    'last: "366d"',
    'last: "24h"',
    'from: "2024-02-29", to: "2024-02-29"',
    'from: "1970-01-01", to: "1970-01-05"',
    'from: "2999-12-01", to: "2999-12-31"',
  ])("of a report is read: %s", async (range) => {
    expect(await report(range)).toBeUndefined();
  });
  test.each([
    ["clicks", '"1970-01-01T00:00:00Z"', '"2999-12-31T23:59:59Z"', undefined, undefined],
    ["clicks", '"2026-02-01T00:00:00Z"', '"2026-01-01T00:00:00Z"', "BAD_RANGE", "filter.to"],
    ["clicks", '"2026-02-01T00:00:00Z"', '"3000-01-01T00:00:00Z"', "BAD_DATE", "filter.to"],
    ["clicks", '"2026-02-01"', '"2026-03-01T00:00:00Z"', "BAD_DATE", "filter.from"],
    ["conversions", '"1970-01-01"', '"2999-12-31"', undefined, undefined],
    ["conversions", '"2026-02-01"', '"2026-01-01"', "BAD_RANGE", "filter.to"],
    ["conversions", '"1969-12-31"', '"2026-01-01"', "BAD_DATE", "filter.from"],
    ["statementLines", '"2026-02"', '"2026-01"', "BAD_RANGE", "filter.to"],
    ["statementLines", '"1969-12"', '"2026-01"', "BAD_DATE", "filter.from"],
  ])("of %s: from %s to %s", async (list, from, to, code, path) => {
    const answer = await told(
      `{
        ${list}(programId: "${world.ax.program}", filter: { from: ${from}, to: ${to} }) {
          nodes { __typename }
        }
      }`,
    );
    expect(answer?.slice(0, 2)).toEqual(path && [code, path]);
  });
});
