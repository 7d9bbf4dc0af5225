import { afterAll, beforeAll, expect, test } from "vitest";
import fc from "fast-check";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { createPool } from "../../platform/db/connection.ts";
import { minuteMs } from "../../domain/calendar.ts";
import { uniqueWindowMinutes, visit, type Visit } from "../../domain/validity.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";
import { recounted } from "./recount.ts";

let world: World;
let brand: Client;
beforeAll(async () => {
  world = await createWorld();
  // The contract is in force meanwhile.
  world.clock.now += 3 * 60 * minuteMs;
  brand = await world.signIn(world.brandA.email);
});
afterAll(() => world?.close());

const set = (minutes: number, type = "ROLLING") =>
  `setUniqueWindow(programId: "${world.ax.program}", minutes: ${minutes}, type: ${type}, ` +
  `idempotencyKey: "${intent()}")`;
const preview = async (asked: string) =>
  (
    await brand.data<{ programSettingsPreview: Record<string, unknown> }>(
      `{
        programSettingsPreview(programId: "${world.ax.program}", ${asked}) {
          clicks uniqueNow uniqueThen paidLost amountLost { amount currency } gained
        }
      }`,
    )
  ).programSettingsPreview;
const listed = async (client: Client) =>
  (
    await client.data<{ clicks: { nodes: { id: string; classification: string }[] } }>(
      `{ clicks(programId: "${world.ax.program}", first: 100) { nodes { id classification } } }`,
    )
  ).clicks.nodes;
const visitor = { visitor: "one", country: "US" };

test("a preview tells what another window or filter would have made of past clicks", async () => {
  const start = world.clock.now - 2 * 60 * minuteMs;
  const at = (minutes: number) => start + minutes * minuteMs;
  // 0 unique, 20 repeat, 60 unique, 100 unique under a window of 30 minutes.
  for (const minutes of [0, 20, 60, 100])
    await world.journalClicks(world.ax, [at(minutes)], visitor);
  await world.journalClicks(world.ax, [at(101)], {
    ...visitor,
    visitor: "two",
    risk: ["NO_GESTURE"],
  });
  await world.account();
  expect(await preview("minutes: 30")).toEqual({
    clicks: 5,
    uniqueNow: 3,
    uniqueThen: 3,
    paidLost: 0,
    amountLost: [],
    gained: 0,
  });
  expect(await preview("minutes: 60")).toMatchObject({
    uniqueThen: 1,
    paidLost: 2,
    amountLost: [{ amount: "0.24", currency: "USD" }],
    gained: 0,
  });
  expect(await preview("minutes: 60, type: FIXED")).toMatchObject({ uniqueThen: 2, paidLost: 1 });
  expect(await preview("minutes: 15")).toMatchObject({ uniqueThen: 4, paidLost: 0, gained: 1 });
  expect(await preview("filter: RELAXED")).toMatchObject({ uniqueThen: 4, gained: 1 });
});

test("a changed window holds from its instant on, whenever a click arrives", async () => {
  const before = world.clock.now;
  world.clock.now += minuteMs;
  await run(brand, set(60), "UniqueWindowOk", "program { uniqueWindowMinutes uniqueWindowType }");
  await run(brand, set(60), "UniqueWindowOk", "program { id }");
  const [stored] = await world.people.sql(
    "select minutes, type from program_unique_window where program_id = $1",
    [world.ax.program],
  );
  expect(stored).toEqual({ minutes: 30, type: "ROLLING" });
  const start = world.clock.now;
  world.clock.now += 29 * minuteMs;
  const other = { ...visitor, visitor: "three" };
  const under = async (instant: number): Promise<string> =>
    (await world.journalClicks(world.ax, [instant], other))[0] ?? "";
  // Under 30 minutes, in the past of the change, arriving after it; then under an hour.
  const ids = [
    await under(before - 40 * minuteMs),
    await under(before - 5 * minuteMs),
    await under(start + 28 * minuteMs),
  ];
  await world.account();
  const classes = new Map((await listed(brand)).map((each) => [each.id, each.classification]));
  expect(ids.map((id) => classes.get(id))).toEqual(["U", "U", "D"]);
  const windowOf = async (client: Client, id: string | undefined) =>
    (
      await client.data<{ click: { trace: { steps: { rows: { label: string }[] }[] } } }>(
        `{ click(id: "${id}") { trace { steps { rows { label text } } } } }`,
      )
    ).click.trace.steps
      .flatMap(({ rows }) => rows)
      .find(({ label }) => label === "Window for repeats");
  for (const client of [brand, await world.signIn(world.partnerX.email)]) {
    expect(await windowOf(client, ids[1])).toMatchObject({ text: "30 minutes, rolling" });
    expect(await windowOf(client, ids[2])).toMatchObject({ text: "60 minutes, rolling" });
  }
  const worker = createPool(world.people.url, "worker", 2);
  try {
    expect((await verifyLedger(worker)).firstDifference).toBeNull();
  } finally {
    await worker.end();
  }
});

test("name, landing page and window are the brand's alone, and pass their gates", async () => {
  const change = (input: string) =>
    `updateProgram(id: "${world.ax.program}", input: { ${input} }, idempotencyKey: "${intent()}")`;
  const page = "https://www.amazon.com/stores/page/0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0";
  await run(
    brand,
    change(`name: "Renamed", landingPage: "${page}?tag=other-20"`),
    "UpdateProgramOk",
    "cut program { name landingPage }",
  );
  const { program } = await brand.data<{ program: object }>(
    `{ program(id: "${world.ax.program}") { name landingPage } }`,
  );
  expect(program).toEqual({ name: "Renamed", landingPage: page });
  expect(
    await refusal(brand, change('name: "X", landingPage: "https://example.com/"')),
  ).toMatchObject({ __typename: "InvalidInput", path: ["input", "landingPage"] });
  expect(await refusal(brand, change(`name: " ", landingPage: "${page}"`))).toMatchObject({
    path: ["input", "name"],
  });
  // The clock has gone on: a password that old is asked for anew.
  const now = await world.signIn(world.brandA.email);
  expect(await refusal(now, set(31))).toMatchObject({ code: "BAD_WINDOW", path: ["minutes"] });
  const other = await world.signIn(world.brandB.email);
  expect(await refusal(other, set(30))).toMatchObject({ __typename: "NotFound" });
});

test("judging again all of a visitor's clicks is the window's own rule", () => {
  const settings = fc.record({
    minutes: fc.constantFrom(...uniqueWindowMinutes),
    type: fc.constantFrom("ROLLING" as const, "FIXED" as const),
  });
  fc.assert(
    fc.property(settings, fc.array(fc.integer({ min: 0, max: 200 })), (window, gaps) => {
      let at = 0;
      const clicks = gaps.map((gap) => ({
        at: (at += gap * minuteMs),
        partner: "p",
        visitor: "v",
        visitorPrevious: null,
        robot: false,
        risky: false,
        classification: "U" as const,
      }));
      let last: Visit | null = null;
      const expected = clicks.map((click) => {
        const { unique, next } = visit(window, last, click.at);
        last = next;
        return unique ? "U" : "D";
      });
      expect(recounted(clicks, { window, filter: "MODERATE" })).toEqual(expected);
    }),
  );
});
