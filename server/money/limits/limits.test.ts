/**
 * How much of limits is used, as brand and partner read it, after real clicks through journal and
 * accounting.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { counterKey } from "./limit-sql.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, run } from "../../testing/worlds/steps.ts";

/**
 * Every statement that is sent; from before the first connection, which keep the function they
 * began with.
 */
const sent = vi.spyOn(pg.Client.prototype, "query");
let world: World;
let brand: Client;
let x: Client;
let y: Client;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  brand = await world.signIn(world.brandA.email);
  x = await world.signIn(world.partnerX.email);
  y = await world.signIn(world.partnerY.email);
});
afterAll(() => world?.close());

interface Usage {
  limitId: string;
  text: string;
  used: string | null;
  percent: number | null;
  unpaidClicks: number;
  unpaid: { amount: string; currency: string }[];
  paused: string | null;
}
interface Near {
  partnerName: string;
  contractId: string;
  usage: Usage;
}
const used = "limitId text used percent unpaidClicks unpaid { amount currency } paused";
const fields = `partnerName contractId usage { ${used} }`;
const near = async (
  client: Client,
  more = "",
): Promise<{ nodes: Near[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } }> =>
  (
    await client.data<{ contractLimits: Awaited<ReturnType<typeof near>> }>(
      `{
        contractLimits(programId: "${world.ax.program}" ${more}) {
          nodes { ${fields} } pageInfo { endCursor hasNextPage }
        }
      }`,
    )
  ).contractLimits;
const setLimit = (more: string) =>
  run(
    brand,
    `setProgramLimit(input: { programId: "${world.ax.program}", event: CLICK, kind: CLICKS, ` +
      `reset: DAY, ${more} }, idempotencyKey: "${intent()}")`,
    "ProgramLimitsOk",
    "limits { id }",
  );
const ownLimits = async (client: Client) =>
  (
    await client.data<{ programLimits: { id: string; usage: Usage }[] }>(
      `{
        programLimits(programId: "${world.ax.program}") {
          id usage { ${used} }
        }
      }`,
    )
  ).programLimits;

describe("a limit that could never stop anything is refused before and at saving", () => {
  const set = async (of: object) =>
    (
      await brand.data<{ result: { __typename: string; message: string } }>(
        `mutation ($input: ProgramLimitInput!) {
          result: setProgramLimit(input: $input, idempotencyKey: "${intent()}") {
            __typename ... on UserError { code path message }
          }
        }`,
        {
          input: { programId: world.ax.program, kind: "PAYOUT", reset: "MONTH", max: "10", ...of },
        },
      )
    ).result;
  const idleSale =
    "The program's sales are reported and paid in USD: a limit in EUR would never stop one. " +
    "Set it in USD";
  const idleClick =
    "No terms of this program pay for clicks in JPY: the limit would never stop one. " +
    "Set it in USD, or save terms in JPY first";
  const noMoney = (unit: string) => `A limit that counts ${unit} has no currency: leave USD out`;
  const gone = "BGN was valid until 2025-12-31: use EUR";
  const counts = "A limit on a SALE counts CONVERSIONS or PAYOUT";
  test.each<[object, string, string, string]>([
    [{ event: "SALE", currency: "EUR" }, "currency", "BAD_LIMIT", idleSale],
    [{ event: "CLICK", currency: "JPY" }, "currency", "BAD_LIMIT", idleClick],
    [{ kind: "CLICKS", currency: "USD" }, "currency", "BAD_LIMIT", noMoney("clicks")],
    [
      { event: "SALE", kind: "CONVERSIONS", currency: "USD" },
      "currency",
      "BAD_LIMIT",
      noMoney("orders"),
    ],
    [{ currency: "BGN" }, "currency", "BAD_CURRENCY", gone],
    [{ event: "SALE", kind: "CLICKS", max: "10" }, "kind", "BAD_LIMIT", counts],
  ])("%j at its %s", async (of, field, code, message) => {
    const asked = { event: "CLICK", kind: "PAYOUT", ...of };
    expect(await set(asked)).toEqual({
      __typename: "InvalidInput",
      code,
      path: ["input", field],
      message,
    });
    const { errors } = await brand.post(
      `query ($event: EventTypeKind!, $kind: LimitKind!, $currency: CurrencyCode) {
          programLimitPreview(
            programId: "${world.ax.program}",
            event: $event,
            kind: $kind,
            reset: MONTH,
            currency: $currency
          ) {
            used
          }
        }`,
      asked,
    );
    expect(errors).toMatchObject([{ message, extensions: { code, path: [field] } }]);
  });

  test("sales are in the currency of the program's connected profile", async () => {
    const reports = (currency: string | null) =>
      world.people.sql("update program set report_currency = $1 where id = $2", [
        currency,
        world.ax.program,
      ]);
    await reports("JPY");
    expect(await set({ event: "SALE", currency: "USD" })).toMatchObject({
      code: "BAD_LIMIT",
      message: expect.stringContaining("reported and paid in JPY: a limit in USD") as string,
    });
    await reports(null);
  });

  test.each(["0.001", "0.009999"])("%s dollars, which no payout can reach", async (max) => {
    const fault = {
      code: "BAD_AMOUNT",
      message: `"${max}" has more decimals than USD, which has 2`,
    };
    const clicks = { event: "CLICK", currency: "USD" };
    expect(await set({ ...clicks, max })).toMatchObject({ ...fault, path: ["input", "max"] });
    expect(await set({ ...clicks, reset: "DAY", max: "10", weekendMax: max })).toMatchObject({
      ...fault,
      path: ["input", "weekendMax"],
    });
  });
});

test("all contracts' limits come nearest first; a partner sees its own alone [D102]", async () => {
  const at = world.clock.now - 30_000;
  await world.clicks(world.ay, [at, at + 1, at + 2]);
  await world.clicks(world.ax, [at + 3]);
  const { nodes } = await near(brand);
  // 3 of 1,000 clicks are nearer than 0.36 of 500.00, and Y is nearer than X.
  expect(
    nodes.map(({ partnerName, usage }) => [partnerName, usage.text, usage.used, usage.percent]),
  ).toEqual([
    ["Partner Y", "1000 clicks a day", "3", 0.3],
    ["Partner X", "1000 clicks a day", "1", 0.1],
    ["Partner Y", "500.00 USD in all", "0.36", 0.07],
    ["Partner X", "500.00 USD in all", "0.12", 0.02],
  ]);
  const paged: Near[] = [];
  for (let after: string | null = null, more = true; more;) {
    const page: Awaited<ReturnType<typeof near>> = await near(
      brand,
      `, first: 3, after: ${JSON.stringify(after)}`,
    );
    paged.push(...page.nodes);
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  expect(paged).toEqual(nodes);
  expect((await near(brand, ', search: "ner x"')).nodes).toEqual(
    nodes.filter(({ partnerName }) => partnerName === "Partner X"),
  );
  expect((await near(brand, ', search: "nobody"')).nodes).toEqual([]);
  expect((await near(y)).nodes).toEqual(
    nodes.filter(({ partnerName }) => partnerName === "Partner Y"),
  );
});

test("sales count by the limits of their contract", async () => {
  // Immutable for everybody but this test: a limit on sales beside those on clicks.
  await world.people.sql("alter table terms_version disable trigger user");
  await world.people.sql(
    `update terms_version
      set body = jsonb_set(
        body,
        '{eventPayouts,1,limits}',
        '[{"id": "SALE:CONVERSIONS:CONTRACT:MONTH", "kind": "CONVERSIONS", "scope": "CONTRACT",
          "reset": "MONTH", "max": "4", "weekendMax": null}]'
      )
      where id = (select terms_version_id from contract where id = $1)`,
    [world.ax.contract],
  );
  await world.people.sql("alter table terms_version enable trigger user");
  await world.sale(world.ax, { date: "2026-11-02", orders: 3, amount: "60.00" });
  expect((await near(brand, ", first: 1")).nodes).toMatchObject([
    { partnerName: "Partner X", usage: { text: "4 orders a month", used: "3", percent: 75 } },
  ]);
});

test("found 81: a brand is told what clicks of all contracts can cost this month", async () => {
  const read = async (client: Client) =>
    (
      await client.data<{ clickExposure: object[] }>(
        `{
          clickExposure(programId: "${world.ax.program}") {
            month currency contracts unlimited
            unlimitedPartners { partnerName }
            amount { amount }
            spent { amount }
            left { amount }
            most { amount }
            programCap { amount }
            lines { text contracts amount { amount } }
          }
        }`,
      )
    ).clickExposure;
  const exposure = {
    month: "2026-11",
    currency: "USD",
    contracts: 2,
    unlimited: 0,
    unlimitedPartners: [],
    amount: { amount: "1000.00" },
    // Y was paid 3 clicks of 0.12, X one.
    spent: { amount: "0.48" },
    left: { amount: "999.52" },
    most: { amount: "1000.00" },
    programCap: null,
    lines: [{ text: "500.00 USD in all", contracts: 2, amount: { amount: "1000.00" } }],
  };
  expect(await read(brand)).toEqual([exposure]);
  expect(await read(x)).toEqual([]);
  const set =
    `setProgramLimit(input: { programId: "${world.ax.program}", event: CLICK, kind: PAYOUT, ` +
    `reset: MONTH, max: "700", shared: false }, idempotencyKey: "${intent()}")`;
  const { limits } = await run<{
    __typename: string;
    limits: { id: string; usage: { kind: string } }[];
  }>(brand, set, "ProgramLimitsOk", "limits { id usage { kind } }");
  expect(await read(brand)).toEqual([
    { ...exposure, programCap: { amount: "700.00" }, most: { amount: "700.00" } },
  ]);
  const made = limits.find(({ usage }) => usage.kind === "PAYOUT")?.id ?? "";
  await run(
    brand,
    `removeProgramLimit(id: "${made}", idempotencyKey: "${intent()}")`,
    "ProgramLimitsOk",
    "__typename",
  );
  // Without a limit nothing bounds the clicks of Y, and it is named.
  await world.people.sql("alter table terms_version disable trigger user");
  const body = (change: string) =>
    world.people.sql(
      `update terms_version set body = ${change}
        where id = (select terms_version_id from contract where id = $1)`,
      [world.ay.contract],
    );
  const [was] = await world.people.sql<{ body: object }>(
    `select body from terms_version
      where id = (select terms_version_id from contract where id = $1)`,
    [world.ay.contract],
  );
  await body("jsonb_set(body, '{eventPayouts,0,limits}', '[]')");
  expect(await read(brand)).toMatchObject([
    {
      unlimited: 1,
      unlimitedPartners: [{ partnerName: "Partner Y" }],
      amount: { amount: "500.00" },
      left: { amount: "499.88" },
      most: null,
    },
  ]);
  await body(`'${JSON.stringify(was?.body)}'::jsonb`);
  await world.people.sql("alter table terms_version enable trigger user");
});

test("[D91] a program's limit counts all partners' clicks; each sees own ones", async () => {
  // Found 8: four were paid this day before it is set, and it says so before.
  const preview = async (of: string, client = brand) =>
    (
      await client.data<{ programLimitPreview: object | null }>(
        `{
          programLimitPreview(programId: "${world.ax.program}", ${of}) {
            used currency windowStart windowEnd countsFrom
          }
        }`,
      )
    ).programLimitPreview;
  expect(await preview("event: CLICK, kind: CLICKS, reset: DAY")).toMatchObject({
    used: "4",
    windowStart: "2026-11-01T23:00:00.000Z",
    windowEnd: "2026-11-02T23:00:00.000Z",
    countsFrom: null,
  });
  expect(await preview("event: CLICK, kind: PAYOUT, reset: MONTH")).toMatchObject({
    currency: "USD",
    countsFrom: null,
  });
  expect(await preview("event: SALE, kind: CONVERSIONS, reset: MONTH")).toMatchObject({
    used: "3",
  });
  expect(await preview("event: CLICK, kind: CLICKS, reset: WEEK")).toMatchObject({
    used: "0",
    windowStart: null,
    countsFrom: "2026-11-08T23:00:00.000Z",
  });
  expect(await preview("event: CLICK, kind: CLICKS, reset: CONTRACT")).toMatchObject({
    windowStart: null,
    windowEnd: null,
    countsFrom: null,
  });
  await expect(preview("event: CLICK, kind: CLICKS, reset: DAY", x)).rejects.toThrow(
    /FORBIDDEN|right/,
  );
  await expect(preview("event: SALE, kind: CLICKS, reset: DAY")).rejects.toThrow(
    /counts CONVERSIONS or PAYOUT/,
  );
  await setLimit('max: "9", shared: true');
  world.clock.now += 60_000;
  const at = world.clock.now - 30_000;
  await world.clicks(world.ax, [at, at + 1, at + 2, at + 3]);
  await world.clicks(world.ay, [at + 4, at + 5]);
  await world.clicks(world.ax, [at + 6, at + 7]);
  const [limit] = await ownLimits(brand);
  expect(limit?.usage).toMatchObject({
    text: "9 clicks a day for the whole program",
    used: "9",
    percent: 100,
    unpaidClicks: 3,
    unpaid: [{ amount: "0.36", currency: "USD" }],
  });
  // Each its own alone.
  expect((await ownLimits(x))[0]?.usage).toMatchObject({
    used: "9",
    unpaidClicks: 2,
    unpaid: [{ amount: "0.24", currency: "USD" }],
  });
  expect((await ownLimits(y))[0]?.usage).toMatchObject({
    used: "9",
    unpaidClicks: 1,
    unpaid: [{ amount: "0.12", currency: "USD" }],
  });
  await setLimit('max: "4", shared: false');
  expect((await ownLimits(brand))[0]?.usage).toMatchObject({ used: "9", percent: 225 });
  expect(await ownLimits(x)).toEqual([]);
});

test("a program's limit in all began at no instant: usage and trace say none", async () => {
  const fields = "id usage { reset kind windowStart windowEnd elapsedPercent }";
  const { limits } = await run<{
    __typename: string;
    limits: { id: string; usage: { reset: string; kind: string } }[];
  }>(
    brand,
    `setProgramLimit(input: { programId: "${world.ax.program}", event: CLICK, kind: PAYOUT, ` +
      `reset: CONTRACT, max: "900", shared: true }, idempotencyKey: "${intent()}")`,
    "ProgramLimitsOk",
    `limits { ${fields} }`,
  );
  const made = limits.find(({ usage }) => usage.reset === "CONTRACT");
  const noWindow = { windowStart: null, windowEnd: null };
  expect(made?.usage).toMatchObject({ ...noWindow, elapsedPercent: null });
  world.clock.now += 60_000;
  const [click = ""] = await world.clicks(world.ax, [world.clock.now - 1_000]);
  const { trace } = (
    await brand.data<{ click: { trace: { limits: { text: string }[] } } }>(
      `{ click(id: "${click}") { trace { limits { text windowStart windowEnd } } } }`,
    )
  ).click;
  const starts = Object.fromEntries(trace.limits.map(({ text, ...window }) => [text, window]));
  expect(starts).toMatchObject({
    "900.00 USD in all for the whole program": noWindow,
    "500.00 USD in all": { windowStart: "2026-11-02T09:00:01.000Z", windowEnd: null },
  });
  await run(
    brand,
    `removeProgramLimit(id: "${made?.id}", idempotencyKey: "${intent()}")`,
    "ProgramLimitsOk",
    "__typename",
  );
});

test("[D106] what was reached is listed with the limit in words and its currency", async () => {
  const { limitEvents } = await brand.data<{ limitEvents: object[] }>(
    `{
      limitEvents(programId: "${world.ax.program}") {
        percent text currency kind max used partnerName
      }
    }`,
  );
  expect(limitEvents).toEqual([
    {
      percent: 100,
      text: "9 clicks a day for the whole program",
      currency: "USD",
      kind: "CLICKS",
      max: "9",
      used: "9",
      partnerName: null,
    },
    {
      percent: 80,
      text: "9 clicks a day for the whole program",
      currency: "USD",
      kind: "CLICKS",
      max: "9",
      used: "8",
      partnerName: null,
    },
  ]);
});

test("a limit says why nothing counts: program, event type or partner is not active", async () => {
  const paused = async () =>
    (await near(brand, ', search: "Partner Y", first: 1')).nodes[0]?.usage.paused;
  expect(await paused()).toBe(null);
  for (const [table, off, on, id, why] of [
    ["account", "SUSPENDED", "ACTIVE", world.partnerY.accountId, "PARTNER"],
    ["program", "DEACTIVATED", "ACTIVE", world.ay.program, "PROGRAM"],
  ] as const) {
    await world.people.sql(`update ${table} set state = $2 where id = $1`, [id, off]);
    expect(await paused()).toBe(why);
    await world.people.sql(`update ${table} set state = $2 where id = $1`, [id, on]);
  }
  await world.people.sql(
    "update event_type set state = 'INACTIVE' where program_id = $1 and kind = 'CLICK'",
    [world.ay.program],
  );
  expect(await paused()).toBe("EVENT_TYPE");
});

test("limits that left most unpaid come first, then as ever", async () => {
  // Refusals as accounting keeps them.
  const refused = (partner: string, kind: string, money: [string, number, number]) =>
    world.people.sql(
      `insert into limit_refusal
        (${counterKey}, brand_account_id, paid_in, clicks, micros)
        select ${counterKey}, brand_account_id, $3, $4, $5
        from limit_budget
        where partner_account_id = $1 and kind = $2 and scope = 'CONTRACT'`,
      [partner, kind, ...money],
    );
  await refused(world.partnerX.accountId, "PAYOUT", ["USD", 2, 240_000]);
  await refused(world.partnerY.accountId, "CLICKS", ["USD", 1, 120_000]);
  await refused(world.partnerY.accountId, "CLICKS", ["EUR", 3, 300_000]);
  const nearest = (await near(brand)).nodes;
  const { nodes } = await near(brand, ", order: UNPAID");
  const told = ({ partnerName, usage }: Near) => [
    partnerName,
    usage.text,
    usage.unpaidClicks,
    usage.unpaid.map(({ amount, currency }) => `${amount} ${currency}`),
  ];
  expect(nodes.slice(0, 2).map(told)).toEqual([
    ["Partner Y", "1000 clicks a day", 4, ["0.30 EUR", "0.12 USD"]],
    ["Partner X", "500.00 USD in all", 2, ["0.24 USD"]],
  ]);
  expect(nodes.slice(2)).toEqual(nearest.filter(({ usage }) => usage.unpaidClicks === 0));
  const paged: Near[] = [];
  for (let after: string | null = null, more = true; more;) {
    const asked = `, order: UNPAID, first: 1, after: ${JSON.stringify(after)}`;
    const page: Awaited<ReturnType<typeof near>> = await near(brand, asked);
    paged.push(...page.nodes);
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  expect(paged).toEqual(nodes);
  const own = (await near(y, ", order: UNPAID")).nodes;
  expect(own).toEqual(nodes.filter(({ partnerName }) => partnerName === "Partner Y"));
  await world.people.sql("delete from limit_refusal where scope = 'CONTRACT'");
});

test("of a limit for each link the fullest is shown, before it counts and after", async () => {
  await world.people.sql("alter table terms_version disable trigger user");
  const limits = (list: object[]) =>
    world.people.sql(
      `update terms_version
        set body = jsonb_set(body, '{eventPayouts,0,limits}', $2::jsonb)
        where id = (select terms_version_id from contract where id = $1)`,
      [world.ay.contract, JSON.stringify(list)],
    );
  const [body] = await world.people.sql<{ limits: object[] }>(
    `select body #> '{eventPayouts,0,limits}' as limits
      from terms_version
      where id = (select terms_version_id from contract where id = $1)`,
    [world.ay.contract],
  );
  const own = body?.limits ?? [];
  await limits([
    {
      id: "CLICK:CLICKS:LINK:DAY",
      kind: "CLICKS",
      scope: "LINK",
      reset: "DAY",
      max: "10",
      weekendMax: null,
    },
    ...own,
  ]);
  const links = [randomUUID(), randomUUID()];
  const at = world.clock.now - 20_000;
  await world.clicks(world.ay, [at, at + 1], { link: links[0] ?? "" });
  await world.clicks(world.ay, [at + 2, at + 3, at + 4, at + 5], { link: links[1] ?? "" });
  const gauge = async () =>
    (await near(y)).nodes.find(({ usage }) => usage.limitId === "CLICK:CLICKS:LINK:DAY")?.usage;
  expect(await gauge()).toMatchObject({
    text: "10 clicks a day for each link",
    used: "4",
    percent: 40,
    unpaidClicks: 0,
  });
  // Counters as accounting keeps them, of two links.
  for (const [i, used] of [7, 4].entries())
    await world.people.sql(
      `insert into limit_budget
        select
          program_id, partner_account_id, $2, window_start, window_end, brand_account_id, $3, epoch,
          currency, since, event, kind, 'LINK', reset, group_id
        from limit_budget
        where partner_account_id = $1
          and (event, kind, scope, reset) = ('CLICK', 'CLICKS', 'CONTRACT', 'DAY')`,
      [world.partnerY.accountId, links[i], used],
    );
  expect(await gauge()).toMatchObject({ used: "7", percent: 70 });
  // Nearer alone is what sales used above.
  expect((await near(brand, ", first: 2")).nodes[1]?.usage).toMatchObject({
    text: "10 clicks a day for each link",
    used: "7",
  });
  await world.people.sql("delete from limit_budget where scope = 'LINK'");
  await limits(own);
  await world.people.sql("alter table terms_version enable trigger user");
});

test("found 70: limits of 40 contracts take as many statements as those of 2", async () => {
  await world.people.sql("update event_type set state = 'ACTIVE' where program_id = $1", [
    world.ax.program,
  ]);
  await world.people.sql("alter table terms_version disable trigger user");
  await world.people.sql(
    `update terms_version
      set body = jsonb_insert(
        body,
        '{eventPayouts,0,limits,0}',
        '{"id": "CLICK:CLICKS:CONTRACT:WEEK", "kind": "CLICKS", "scope": "CONTRACT",
          "reset": "WEEK", "max": "7000", "weekendMax": null}'
      )
      where id = (select terms_version_id from contract where id = $1)`,
    [world.ax.contract],
  );
  await world.people.sql("alter table terms_version enable trigger user");
  const copyOf = (row: string, changes: string) =>
    `(jsonb_populate_record(${row}, jsonb_build_object(${changes}))).*`;
  await world.people.sql(
    `with
        made as (
          insert into account
          select
          ${copyOf(
            "a",
            "'id', gen_random_uuid(), 'code', 'copy' || n, " +
              "'name', case when n <= 2 then 'Copy few ' else 'Copy many ' end || n",
          )}
          from account a, generate_series(1, 40) n
          where a.id = $1
          returning id
        ) ,
        known as (
          insert into partnership
          select ${copyOf("p", "'id', gen_random_uuid(), 'partner_account_id', m.id")}
          from partnership p, made m
          where p.partner_account_id = $1 and p.brand_account_id = $2
        )
      insert into contract
      select ${copyOf("c", "'id', gen_random_uuid(), 'partner_account_id', m.id")}
      from contract c, made m
      where c.id = $3`,
    [world.partnerX.accountId, world.brandA.accountId, world.ax.contract],
  );
  const asked = async (search: string): Promise<[rows: number, statements: number]> => {
    sent.mockClear();
    const { nodes } = await near(brand, `, first: 100, search: "${search}"`);
    return [nodes.length, sent.mock.calls.length];
  };
  await asked("copy few");
  const [few, statements] = await asked("copy few");
  expect([few, await asked("copy")]).toEqual([8, [100, statements]]);
  expect(statements).toBeGreaterThan(5);
  const { limitUsage } = await brand.data<{ limitUsage: Usage[] }>(
    `{
      limitUsage(programId: "${world.ax.program}", partnerId: "${world.partnerX.accountId}") {
        ${used}
      }
    }`,
  );
  const byId = (a: Usage, b: Usage) => (a.limitId < b.limitId ? -1 : 1);
  expect(limitUsage).toHaveLength(4);
  expect(
    (await near(brand, ', search: "Partner X"')).nodes.map(({ usage }) => usage).toSorted(byId),
  ).toEqual(limitUsage.toSorted(byId));
});
