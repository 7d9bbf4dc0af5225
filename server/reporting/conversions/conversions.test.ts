import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keyScopes } from "../../platform/auth/rights.ts";
import type { Person } from "../../platform/auth/viewer.ts";
import { createHoldNotices } from "../../start/jobs/hold-notices.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import type { Account } from "../../testing/worlds/people.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import type { Pair } from "../../testing/worlds/pairs.ts";
import {
  accept,
  intent,
  makeTerms,
  propose,
  refusal,
  run,
  type Ok,
} from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let partner: Client;
beforeAll(async () => {
  world = await createWorld({ now: "2026-11-12T12:00:00Z" });
  brand = createClient(world.url, { key: await world.keyOf(world.brandA, keyScopes) });
  partner = createClient(world.url, { key: await world.keyOf(world.partnerX, readScopes) });
});
afterAll(() => world?.close());

interface Listed {
  id: string;
  date: string;
  state: string;
  reason: string | null;
  payout: { amount: string };
  wouldPay: { amount: string } | null;
  locksAt: string | null;
  lockedAt: string | null;
  outsideOfTerms: boolean;
}
const fields =
  "id date state reason payout { amount } wouldPay { amount } locksAt lockedAt outsideOfTerms";
const list = async (client: Client, filter: string, pair: Pair = world.ax): Promise<Listed[]> =>
  (
    await client.data<{ conversions: { nodes: Listed[] } }>(
      `{
        conversions(programId: "${pair.program}", filter: { ${filter} }) { nodes { ${fields} } }
      }`,
    )
  ).conversions.nodes;
const only = async (date: string): Promise<Listed> => {
  const [sale] = await list(brand, `from: "${date}", to: "${date}"`);
  if (!sale) throw new Error(`no sale of ${date}`);
  return sale;
};
interface Detail {
  conversion: Listed;
  updates: {
    number: number;
    kind: string;
    actor: string;
    code: string | null;
    comment: string | null;
    deltaAmount: { amount: string };
    deltaPayout: { amount: string };
  }[];
  requests: { kind: string; state: string; refusal: string | null; reason: string | null }[];
  payableAt: string | null;
  steps: { step: string; verdict: string; seen: string }[];
}
const detail = async (client: Client, id: string): Promise<Detail> =>
  (
    await client.data<{ conversion: Detail }>(
      `{
        conversion(id: "${id}") {
          conversion { ${fields} }
          updates { number kind actor code comment deltaAmount { amount } deltaPayout { amount } }
          requests { kind state refusal reason }
          payableAt
          steps { step verdict seen }
        }
      }`,
    )
  ).conversion;
/** Told alike when the brand's calendar is one that began shortly before the sale was priced. */
async function besideChange(id: string, tell: () => Promise<Detail>): Promise<void> {
  const told = await tell();
  const { accountId, email } = world.brandA;
  await world.people.sql(
    `insert into account_calendar (account_id, until, time_zone, financial_year_start, changed_by)
      select
        a.id,
        (
          select max(d.recorded_at) - interval '10 seconds'
          from decision d
          join conversion_update u on u.id = d.subject_id
          where u.conversion_id = $2
        ),
        a.time_zone,
        a.financial_year_start,
        u.id
      from account a, app_user u
      where a.id = $1 and u.email = $3`,
    [accountId, id, email],
  );
  await world.people.sql(
    "update account set time_zone = 'Pacific/Kiritimati', financial_year_start = 2 where id = $1",
    [accountId],
  );
  expect(await tell()).toEqual(told);
}
const approve = (ids: string[], key = intent()) =>
  `approveConversions(ids: ${JSON.stringify(ids)}, comment: "fine", idempotencyKey: "${key}")`;
const modify = (id: string, amount: string, more = "", key = intent()) =>
  `modifyConversion(input: { id: "${id}", amount: "${amount}", ` +
  `reason: ITEM_RETURNED${more} }, ` +
  `idempotencyKey: "${key}")`;
const reverse = (id: string, reason: string) =>
  `reverseConversion(id: "${id}", reason: ${reason}, idempotencyKey: "${intent()}")`;
const asked = (client: Client, call: string) =>
  run<Ok & { requests: { id: string; state: string }[] }>(
    client,
    call,
    "ConversionRequestOk",
    "requests { id conversionId kind state requestedAt }",
  );

describe("what the brand asks of a sale", () => {
  test("[D163] an early approval: queued by the API, booked by the worker, final", async () => {
    await world.sale(world.ax, { date: "2026-11-03", orders: 2, amount: "100.00" });
    const { id, locksAt } = await only("2026-11-03");
    // Named twice, it is asked for once.
    const { requests } = await asked(brand, approve([id, id]));
    expect(requests).toMatchObject([{ state: "QUEUED" }]);
    expect(await refusal(brand, reverse(id, "OTHER"))).toMatchObject({
      __typename: "Conflict",
      code: "CHANGE_UNDER_WAY",
    });
    expect((await detail(brand, id)).conversion.state).toBe("PENDING");
    await world.settle();
    const seen = await detail(brand, id);
    expect(seen.conversion).toMatchObject({
      state: "APPROVED",
      lockedAt: new Date(world.clock.now).toISOString(),
      locksAt,
    });
    expect(seen.updates.at(-1)).toMatchObject({
      kind: "APPROVED",
      actor: "PERSON",
      comment: "fine",
      deltaPayout: { amount: "0.00" },
    });
    expect(seen.requests).toMatchObject([{ kind: "APPROVE", state: "BOOKED" }]);
    // The payout falls due 15 days after the end of the month in which it locked, in the brand's
    // zone.
    expect(seen.payableAt).toBe("2026-12-15T23:00:00.000Z");
    const theirs = await detail(partner, id);
    expect(theirs.requests).toEqual([]);
    expect({ ...theirs, requests: seen.requests }).toEqual(seen);
    for (const call of [modify(id, "1"), reverse(id, "OTHER"), approve([id])])
      expect(await refusal(brand, call), call).toMatchObject({
        __typename: "Conflict",
        code: "ALREADY_APPROVED",
      });
  });

  test("[D164] a modification happens once by its key [D202]; [D166] 0 reverses", async () => {
    await world.sale(world.ax, { date: "2026-11-04", orders: 1, amount: "50.00" });
    const { id } = await only("2026-11-04");
    const key = intent();
    // Characters are counted, not what they are stored in.
    const said = `one returned ${"📦".repeat(400)}`;
    const returned = modify(id, "30", `, comment: "${said}"`, key);
    const first = await asked(brand, returned);
    await world.settle();
    expect(await asked(brand, returned)).toMatchObject({
      requests: [{ id: first.requests[0]?.id }],
    });
    expect(await refusal(brand, modify(id, "31", "", key))).toMatchObject({
      __typename: "IdempotencyKeyReused",
    });
    expect(await refusal(brand, modify(id, "30.00"))).toMatchObject({ code: "NOTHING_CHANGES" });
    expect((await detail(partner, id)).updates.at(-1)).toMatchObject({
      kind: "MODIFIED",
      code: "ITEM_RETURNED",
      comment: said,
      deltaAmount: { amount: "-20.00" },
      deltaPayout: { amount: "-1.60" },
    });
    await asked(brand, modify(id, "0"));
    await world.settle();
    expect(await only("2026-11-04")).toMatchObject({
      state: "REVERSED",
      payout: { amount: "0.00" },
    });
    const { conversion } = await brand.data<{
      conversion: { steps: { step: string; seen: string; reason: string | null }[] };
    }>(`{ conversion(id: "${id}") { steps { step seen reason } } }`);
    expect(conversion.steps.filter(({ step }) => step === "RATE")).toEqual([
      { step: "RATE", seen: "It was taken back whole: nothing of it is left to pay", reason: null },
    ]);
  });

  test("[D90] an amount has the decimals of the sale's own currency", async () => {
    await world.sale(world.ax, { date: "2026-11-13", orders: 1, amount: "100.00" });
    const { id } = await only("2026-11-13");
    const paidIn = (currency: string) =>
      world.people.sql("update conversion set currency = $1 where id = $2", [currency, id]);
    await paidIn("JPY");
    expect(await refusal(brand, modify(id, "90.50"))).toMatchObject({
      code: "BAD_AMOUNT",
      path: ["input", "amount"],
      message: '"90.50" has more decimals than JPY, which has none',
    });
    await paidIn("USD");
  });

  test.each([
    [
      "an amount that no order has",
      (id: string) => modify(id, "1000001"),
      "InvalidInput",
      "BAD_AMOUNT",
      ["input", "amount"],
    ],
    [
      "an amount below 0",
      (id: string) => modify(id, "-1"),
      "InvalidInput",
      "BAD_AMOUNT",
      ["input", "amount"],
    ],
    [
      "a part of a cent",
      (id: string) => modify(id, "1.001"),
      "InvalidInput",
      "BAD_AMOUNT",
      ["input", "amount"],
    ],
    [
      "units below 0",
      (id: string) => modify(id, "1", ", units: -1"),
      "InvalidInput",
      "BAD_UNITS",
      ["input", "units"],
    ],
    [
      "a long comment",
      (id: string) => modify(id, "1", `, comment: "${"x".repeat(501)}"`),
      "InvalidInput",
      "BAD_COMMENT",
      ["input", "comment"],
    ],
    [
      "a long comment of a list",
      (id: string) => approve([id]).replace("fine", "x".repeat(501)),
      "InvalidInput",
      "BAD_COMMENT",
      ["comment"],
    ],
    ["no sale", () => approve([]), "InvalidInput", "BAD_IDS", ["ids"]],
    [
      "an unknown sale among others",
      (id: string) => approve([id, id, "0190a000-0000-7000-8000-000000000000"]),
      "NotFound",
      "NOT_FOUND",
      ["ids", "2"],
    ],
    [
      "what is not outside of terms",
      (id: string) => `approveOutsideOfTerms(ids: ["${id}"], idempotencyKey: "${intent()}")`,
      "Conflict",
      "NOT_OUTSIDE_OF_TERMS",
      ["ids", "0"],
    ],
  ])("%s is refused and changes nothing", async (_words, call, type, code, path) => {
    await world.sale(world.ax, { date: "2026-11-05", orders: 1, amount: "50.00" });
    const { id } = await only("2026-11-05");
    expect(await refusal(brand, call(id))).toMatchObject({ __typename: type, code, path });
    expect((await detail(brand, id)).requests).toEqual([]);
  });

  test("[D167] a test sale reverses by TEST_ACTION alone; [D169] never approved", async () => {
    await world.sale(world.ax, { date: "2026-11-06", orders: 1, amount: "50.00", test: true });
    const { id, locksAt, payout } = await only("2026-11-06");
    expect([locksAt, payout.amount]).toEqual([null, "0.00"]);
    expect(await refusal(brand, reverse(id, "OTHER"))).toMatchObject({
      __typename: "InvalidInput",
      code: "TEST_ACTION_REASON",
      path: ["reason"],
    });
    expect(await refusal(brand, approve([id]))).toMatchObject({
      code: "TEST_CONVERSION_NEVER_PAYS",
    });
    await asked(brand, reverse(id, "TEST_ACTION"));
    await world.settle();
    expect((await detail(brand, id)).updates.at(-1)).toMatchObject({
      kind: "REVERSED",
      code: "TEST_ACTION",
    });
  });

  test("more of a month's sales than the contract lets is not taken back", async () => {
    const bound = (percent: number) =>
      world.people.sql(
        `update terms_version
          set body = jsonb_set(body, '{maxReturnPercent}', $2::jsonb)
          where id = (select terms_version_id from contract where id = $1)`,
        [world.ax.contract, String(percent)],
      );
    const returnsFor = async (client: Client, id: string) =>
      (
        await client.data<{ conversion: { returns: { left: number; text: string } | null } }>(
          `{ conversion(id: "${id}") { returns { percent month sales reversed left text } } }`,
        )
      ).conversion.returns;
    const dates = ["2026-11-01", "2026-11-02", "2026-11-11"];
    for (const date of dates) await world.sale(world.ax, { date, orders: 1, amount: "50.00" });
    const [first, second] = [await only("2026-11-02"), await only("2026-11-11")];
    expect(await returnsFor(brand, first.id)).toBeNull();
    await bound(0);
    const seen = await returnsFor(brand, first.id);
    expect(seen).toMatchObject({ percent: 0, month: "2026-11", left: 0 });
    expect(seen?.text).toMatch(
      /^The contract lets at most 0 % of .* taken back, and no more can be\.$/,
    );
    expect(await returnsFor(partner, first.id)).toEqual(seen);
    const refused = { __typename: "Conflict", code: "RETURN_SHARE_REACHED" };
    expect(await refusal(brand, reverse(first.id, "OTHER"))).toMatchObject({
      ...refused,
      message: seen?.text.slice(0, -1),
      path: ["id"],
    });
    expect(await refusal(brand, modify(first.id, "0"))).toMatchObject({
      ...refused,
      path: ["input", "id"],
    });
    // What was asked for and waits to be booked counts.
    await bound(99);
    const { left = 0 } = (await returnsFor(brand, first.id)) ?? {};
    expect(left).toBeGreaterThan(0);
    await asked(brand, reverse(first.id, "OTHER"));
    expect(await returnsFor(brand, second.id)).toMatchObject({ left: left - 1 });
    await world.settle();
    expect((await only("2026-11-02")).state).toBe("REVERSED");
    expect(await returnsFor(brand, second.id)).toMatchObject({ left: left - 1 });
    await bound(100);
  });

  test("what another brand or a partner asks finds nothing or is forbidden", async () => {
    await world.sale(world.bx, { date: "2026-11-03", orders: 1, amount: "50.00" });
    const other = createClient(world.url, { key: await world.keyOf(world.brandB, keyScopes) });
    const { id } = await only("2026-11-05");
    expect(await refusal(other, approve([id]))).toMatchObject({ __typename: "NotFound" });
    const answer = await partner.post(`mutation { ${approve([id])} { __typename } }`);
    expect(answer.errors[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("lists", () => {
  test("by state and by locking date", async () => {
    await world.sale(world.ax, { date: "2026-11-07", orders: 1, amount: "50.00" });
    const { id, locksAt } = await only("2026-11-07");
    expect(
      (await list(brand, `states: [APPROVED, REVERSED]`)).map(({ state }) => state),
    ).not.toContain("PENDING");
    expect((await list(brand, `states: [PENDING]`)).map((sale) => sale.id)).toContain(id);
    expect(
      (
        await list(
          brand,
          `locksFrom: "${locksAt}", locksBefore: ` +
            `"${new Date(Date.parse(locksAt ?? "") + 1).toISOString()}"`,
        )
      ).map((sale) => sale.id),
    ).toEqual([id]);
    expect(await list(brand, `locksBefore: "2026-11-08T00:00:00Z"`)).toEqual([]);
  });

  test("[D104] outside of terms: listed for both sides until it is approved", async () => {
    const terms = await makeTerms(brand, world.ay.program, "Limited", [
      {
        event: "SALE",
        rate: "10%",
        limits: [
          { kind: "PAYOUT", reset: "CONTRACT", max: "10" },
          { kind: "PAYOUT", reset: "QUARTER", max: "1000" },
        ],
      },
    ]);
    await world.people.sql("update contract set ends_at = $2 where id = $1", [
      world.ay.contract,
      new Date("2026-11-08T12:00:00Z"),
    ]);
    world.clock.now = Date.parse("2026-11-08T12:00:00Z");
    const contract = await propose(brand, terms, world.partnerY.accountId);
    await accept(await world.signIn(world.partnerY.email), contract);
    world.clock.now = Date.parse("2026-11-12T12:01:00Z");
    for (const date of ["2026-11-09", "2026-11-10"])
      await world.sale(world.ay, { date, orders: 2, amount: "80.00" });
    const outside = async (client: Client) =>
      (
        await client.data<{ outsideOfTermsConversions: { nodes: Listed[] } }>(
          `{ outsideOfTermsConversions(programId: "${world.ay.program}") { nodes { ${fields} } } }`,
        )
      ).outsideOfTermsConversions.nodes;
    const [waiting] = await outside(brand);
    expect(waiting).toMatchObject({
      date: "2026-11-10",
      reason: "OVERLIMIT_PAYOUT",
      payout: { amount: "0.00" },
      wouldPay: { amount: "8.00" },
      outsideOfTerms: true,
    });
    const theirs = createClient(world.url, { key: await world.keyOf(world.partnerY, readScopes) });
    expect(await outside(theirs)).toEqual([waiting]);
    expect(await outside(partner)).toEqual([]);
    const id = waiting?.id ?? "";
    expect((await detail(theirs, id)).steps.find(({ step }) => step === "LIMITS")).toMatchObject({
      verdict: "STOPPED",
      seen: expect.stringContaining("10.00 USD in all: 8.00 USD used before"),
    });
    await besideChange(id, () => detail(brand, id));
    expect(await refusal(brand, approve([id]))).toMatchObject({ code: "OUTSIDE_OF_TERMS" });
    await asked(
      brand,
      `approveOutsideOfTerms(ids: ["${id}"], comment: "worth it", idempotencyKey: "${intent()}")`,
    );
    await world.settle();
    expect(await outside(brand)).toEqual([]);
    const approved = await detail(theirs, id);
    expect(approved.conversion).toMatchObject({
      state: "PENDING",
      payout: { amount: "8.00" },
      reason: null,
    });
    expect(approved.steps.find(({ step }) => step === "LIMITS")).toMatchObject({
      verdict: "PASSED",
      seen: expect.stringContaining("approved it past the limits"),
    });
  });
});

test("a report that would take back too much waits for the brand's word", async () => {
  const [admin, other] = [
    await world.signIn(world.brandB.email),
    await world.signIn(world.brandA.email),
  ];
  const date = "2026-11-05";
  const sell = (orders: number) =>
    world.sale(world.bx, { date, orders, amount: `${orders * 10}.00` });
  const orders = async () =>
    (
      await world.people.sql<{ orders: string }>(
        "select orders from conversion where program_id = $1 and date = $2",
        [world.bx.program, date],
      )
    ).map((row) => Number(row.orders));
  const held = async (client: Client) =>
    (
      await client.data<{ heldReports: { nodes: Record<string, unknown>[] } }>(
        `{
          heldReports(programId: "${world.bx.program}") {
            nodes {
              programName state ordersBooked ordersTaken
              rows { adGroup partnerName isTest ordersTold }
            }
          }
        }`,
      )
    ).heldReports.nodes;
  const decide = (client: Client) =>
    client.data<{ decideHeldReport: Record<string, unknown> }>(
      `mutation {
        decideHeldReport(
          programId: "${world.bx.program}", decision: PASS, idempotencyKey: "${intent()}"
        ) {
          __typename
          ... on DecideHeldReportOk { heldReport { state decision } }
          ... on Conflict { message }
        }
      }`,
    );
  await sell(10);
  await sell(2);
  expect([await orders(), await held(other)]).toEqual([[10], []]);
  expect(await held(admin)).toEqual([
    {
      programName: "Program B",
      state: "OPEN",
      ordersBooked: 10,
      ordersTaken: 8,
      rows: [
        {
          adGroup: world.bx.partnerCode,
          partnerName: "Partner X",
          isTest: false,
          ordersTold: 2,
        },
      ],
    },
  ]);
  const job = await createHoldNotices({
    databaseUrl: world.people.url,
    log: world.people.deps.log,
    telling: { ...world.people.deps, publicUrl: "http://counterfoil.example" },
  });
  expect([await job.runOnce(), await job.runOnce()]).toEqual([1, 0]);
  const told = await admin.data<{ notices: { nodes: { kind: string; comment: string }[] } }>(
    "{ notices { nodes { kind comment } } }",
  );
  expect(told.notices.nodes.filter(({ kind }) => kind === "REPORT_HELD")).toEqual([
    {
      kind: "REPORT_HELD",
      comment: expect.stringMatching(
        /^(?!.*decideHeldReport).*take back 8 of 10 orders.*, Partner X: 10 orders booked, 2 told/s,
      ),
    },
  ]);
  expect(
    await world.people.sql(`select u.email as recipient
        from letter l
        join app_user u on u.id = l.user_id
        where l.subject like '%Program B is held'`),
  ).toEqual([{ recipient: world.brandB.email }]);
  expect(await decide(other)).toMatchObject({ decideHeldReport: { __typename: "NotFound" } });
  const ok = {
    decideHeldReport: {
      __typename: "DecideHeldReportOk",
      heldReport: { state: "DECIDED", decision: "PASS" },
    },
  };
  const already = {
    decideHeldReport: {
      __typename: "Conflict",
      message: "It is decided already, and carried out with the next whole reading",
    },
  };
  const atOnce = await Promise.all(Array.from({ length: 6 }, () => decide(admin)));
  expect(
    atOnce.filter(({ decideHeldReport: { __typename: type } }) => type !== "Conflict"),
  ).toEqual([ok]);
  expect(await decide(admin)).toEqual(already);
  await sell(2);
  expect([await orders(), await held(admin)]).toEqual([[2], []]);
  for (const sold of [12, 2]) await sell(sold);
  expect(await held(admin)).toMatchObject([{ state: "OPEN" }]);
  await sell(12);
  expect([await orders(), await held(admin)]).toEqual([[12], []]);
  expect(await job.runOnce(), "over before it was told").toBe(0);
  await job.close();
});

test("row-level security: the api role asks for own sales alone, writes no answer", async () => {
  const { id } = await only("2026-11-07");
  const [user] = await world.people.sql<{ id: string }>("select id from app_user limit 1");
  const asApi = (account: Account, sql: string, values: unknown[] = []) => {
    const kind = account === world.partnerX ? "PARTNER" : "BRAND";
    const viewer: Person = {
      kind: "PERSON",
      userId: user?.id ?? "",
      sessionId: "",
      isConfirmed: true,
      account: { id: account.accountId, kind, role: "FINANCE" },
      rights: new Set(),
    };
    return world.people.request(viewer).em.execute(sql, values);
  };
  const insert = (account: Account, state = "QUEUED") =>
    asApi(
      account,
      `insert into conversion_request (
          id,
          batch_id,
          conversion_id,
          brand_account_id,
          program_id,
          kind,
          requested_by,
          requested_at,
          state
        )
        values (gen_random_uuid(), gen_random_uuid(), ?, ?, ?, 'APPROVE', ?, now(), ?)`,
      [id, account.accountId, world.ax.program, user?.id, state],
    );
  await expect(insert(world.brandB)).rejects.toThrow(/row-level security/);
  await expect(insert(world.partnerX)).rejects.toThrow(/row-level security/);
  await expect(insert(world.brandA, "BOOKED")).rejects.toThrow(/row-level security/);
  await expect(
    asApi(world.brandA, "update conversion_request set state = 'BOOKED'"),
  ).rejects.toThrow(/permission denied/);
  await expect(asApi(world.brandA, "update conversion set state = 'APPROVED'")).rejects.toThrow(
    /permission denied/,
  );
});
