import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { createPool } from "../../platform/db/connection.ts";
import { replayLedger } from "../../money/proofs/ledger-check.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import {
  makeTerms,
  propose,
  accept,
  refusal,
  run,
  intent,
  inline,
} from "../../testing/worlds/steps.ts";

let world: World;
let brand: Client;
let x: Client;
const at = (text: string) => Date.parse(text);
beforeAll(async () => {
  world = await createWorld();
  brand = await world.signIn(world.brandA.email);
  x = await world.signIn(world.partnerX.email);
});
afterAll(() => world?.close());

/** Sessions end when nobody uses them for half an hour. */
async function moveTo(instant: number): Promise<void> {
  world.clock.now = instant;
  [brand, x] = [await world.signIn(world.brandA.email), await world.signIn(world.partnerX.email)];
}
const update = (input: string) =>
  run(
    brand,
    `updateAccount(input: { ${input} })`,
    "UpdateAccountOk",
    "account { timeZone financialYearStart } " +
      "stillBinding { reset timeZone windowStart windowEnd text }",
  );

test("[D97] what was decided before a change of calendar keeps that of its time", async () => {
  await run(
    brand,
    "expireContracts(input: { contractIds: " +
      `["${world.ax.contract}"], lastDay: "2026-11-02" ` +
      `}, idempotencyKey: "${intent()}")`,
    "ExpireContractsOk",
    "__typename",
  );
  await moveTo(at("2026-11-03T09:00:00Z"));
  const limits = [
    { kind: "CLICKS", reset: "DAY", max: "2" },
    { kind: "PAYOUT", reset: "QUARTER", max: "100" },
  ];
  const terms = await makeTerms(brand, world.ax.program, "By day and quarter", [
    {
      event: "CLICK",
      rate: "0.10",
      limits,
      groups: [
        {
          name: "Late",
          rate: "0.20",
          rules: [{ variable: "HOUR", operator: "GT", values: ["21"] }],
        },
      ],
    },
  ]);
  await accept(x, await propose(brand, terms, world.partnerX.accountId));
  // 22:30 in Berlin: a later hour and another day elsewhere.
  await moveTo(at("2026-11-04T22:00:00Z"));
  const [id = ""] = await world.clicks(world.ax, [
    at("2026-11-04T21:30:00Z"),
    at("2026-11-04T21:40:00Z"),
    at("2026-11-04T21:50:00Z"),
  ]);
  await moveTo(at("2026-11-05T09:00:00Z"));
  const binding = (unit: string, began: string, until: string) => ({
    text:
      `Limits a ${unit}: the one that began on ${began} in Europe/Berlin binds beside the new ` +
      `one, until ${until} begins there`,
  });
  expect(await update('timeZone: "America/Los_Angeles", financialYearStart: 4')).toMatchObject({
    account: { timeZone: "America/Los_Angeles", financialYearStart: 4 },
    stillBinding: [
      {
        reset: "DAY",
        timeZone: "Europe/Berlin",
        windowStart: "2026-11-04T23:00:00.000Z",
        windowEnd: "2026-11-05T23:00:00.000Z",
        ...binding("day", "2026-11-05", "2026-11-06"),
      },
      { reset: "WEEK", ...binding("week", "2026-11-02", "2026-11-09") },
      { reset: "MONTH", ...binding("month", "2026-11-01", "2026-12-01") },
      { reset: "QUARTER", ...binding("quarter", "2026-10-01", "2027-01-01") },
    ],
  });
  await moveTo(at("2026-11-06T09:00:00Z"));
  // One comes late, into a day that was counted by the calendar before.
  await world.clicks(world.ax, [at("2026-11-04T22:05:00Z"), at("2026-11-06T08:00:00Z")]);
  // A batch within a minute of a change may have read either calendar.
  await moveTo(at("2026-11-06T09:02:00Z"));
  await update("financialYearStart: 2");
  await moveTo(at("2026-11-06T09:05:00Z"));
  await world.clicks(world.ax, [at("2026-11-06T08:30:00Z")]);
  const worker = createPool(world.people.url, "worker", 2);
  expect((await verifyLedger(worker)).firstDifference).toBeNull();
  // What was paid before a change and after it counts once in the windows of both calendars, also
  // when it is decided again.
  const [replayed] = await replayLedger(worker, {
    days: 7,
    program: world.ax.program,
    now: world.clock.now,
  });
  expect(replayed?.check).toMatchObject({ equal: true, differing: 0, firstDifference: null });
  await worker.end();
  const { click } = await brand.data<{
    click: { trace: { consistent: boolean; steps: { step: string; seen: string }[] } };
  }>(`{ click(id: "${id}") { trace { consistent steps { step seen } } } }`);
  expect(click.trace.consistent).toBe(true);
  expect(click.trace.steps.find(({ step }) => step === "GROUP")?.seen).toContain(
    "the hour is more than 21: seen 22",
  );
  const kept = await world.people.sql(
    `select time_zone, financial_year_start, changed_by
      from account_calendar
      where account_id = $1
      order by until`,
    [world.brandA.accountId],
  );
  const [{ id: user } = { id: "" }] = await world.people.sql<{ id: string }>(
    "select id from app_user where email = $1",
    [world.brandA.email],
  );
  expect(kept).toEqual([
    { time_zone: "Europe/Berlin", financial_year_start: 1, changed_by: user },
    { time_zone: "America/Los_Angeles", financial_year_start: 4, changed_by: user },
  ]);
});

test("a financial year begins with a month; what is left out stays as it was", async () => {
  expect(await refusal(brand, "updateAccount(input: { financialYearStart: 13 })")).toMatchObject({
    code: "BAD_YEAR_START",
    path: ["input", "financialYearStart"],
  });
  // Two changes of the calendar lie within this quarter.
  expect(await update('name: "Brand A"')).toMatchObject({
    account: { financialYearStart: 2 },
    stillBinding: [
      { reset: "WEEK", timeZone: "Europe/Berlin" },
      { reset: "MONTH", timeZone: "Europe/Berlin" },
      { reset: "QUARTER", timeZone: "Europe/Berlin" },
      { reset: "QUARTER", timeZone: "America/Los_Angeles" },
    ],
  });
  await expect(world.people.sql("update account_calendar set time_zone = 'UTC'")).rejects.toThrow(
    /append-only/,
  );
});

test("partner values hold from now on; each change is kept with who made it", async () => {
  const set = (values: object) =>
    "setPartnerValues(input: " +
    `${inline({ partnerId: world.partnerX.accountId, ...values })}, ` +
    `idempotencyKey: "${intent()}")`;
  await run(
    brand,
    set({ value1: " gold ", value2: "DE" }),
    "PartnerValuesOk",
    "values { value1 value2 value3 }",
  );
  world.clock.now += 1_000;
  await run(brand, set({ value1: "silver", value3: "" }), "PartnerValuesOk", "values { value1 }");
  const { partnerValues } = await brand.data<{ partnerValues: object }>(
    `{ partnerValues(partnerId: "${world.partnerX.accountId}") { value1 value2 value3 } }`,
  );
  expect(partnerValues).toEqual({ value1: "silver", value2: null, value3: null });
  const rows = await world.people.sql(
    `select value1, value2, value3, changed_by is not null as by_someone
      from partner_profile
      where partner_account_id = $1
      order by since`,
    [world.partnerX.accountId],
  );
  expect(rows.slice(-2)).toEqual([
    { value1: "gold", value2: "DE", value3: null, by_someone: true },
    { value1: "silver", value2: null, value3: null, by_someone: true },
  ]);
  expect(await refusal(brand, set({ value2: "v".repeat(101) }))).toMatchObject({
    code: "TOO_LONG",
    path: ["input", "value2"],
  });
  expect(
    await refusal(
      brand,
      "setPartnerValues(input: { partnerId: " +
        `"${world.brandB.accountId}" }, idempotencyKey: ` +
        `"${intent()}")`,
    ),
  ).toMatchObject({ code: "NOT_FOUND" });
  expect(
    await x
      .data(`{ partnerValues(partnerId: "${world.partnerX.accountId}") { value1 } }`)
      .catch((error: Error) => error.message),
  ).toContain("FORBIDDEN");
});
