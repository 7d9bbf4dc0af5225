/**
 * Clicks that a restriction blocks and leaves out of reports, from the click to every place where
 * they count or do not.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { rebuild } from "../../money/proofs/rebuild.ts";
import { verifyLedger } from "../../money/proofs/verify-ledger.ts";
import { setClickFilter } from "../../start/commands/click-filter.ts";
import { createPool } from "../../platform/db/connection.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";

let world: World;
let readers: Client[];
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  readers = [await world.signIn(world.brandA.email), await world.signIn(world.partnerX.email)];
  const restrictions = [
    {
      id: "r1",
      name: "No France",
      hideZeroRows: true,
      rules: [{ variable: "COUNTRY", operator: "IS", values: ["FR"] }],
    },
    {
      id: "r2",
      name: "No Germany",
      hideZeroRows: false,
      rules: [{ variable: "COUNTRY", operator: "IS", values: ["DE"] }],
    },
  ];
  await world.people.sql("alter table terms_version disable trigger user");
  await world.people.sql(
    `update terms_version
      set body = jsonb_set(body, '{eventPayouts,0,restrictions}', $2)
      where id = (select terms_version_id from contract where id = $1)`,
    [world.ax.contract, JSON.stringify(restrictions)],
  );
  await world.people.sql("alter table terms_version enable trigger user");
  const at = world.clock.now - 30_000;
  for (const [i, country] of ["US", "FR", "FR", "DE"].entries())
    await world.journalClicks(world.ax, [at + i], { country });
  await world.account();
});
afterAll(() => world?.close());

const lists = (client: Client, filter: string) =>
  client.data<{
    clicks: { nodes: { id: string; country: string; reason: string | null; hidden: boolean }[] };
  }>(
    `{ clicks(programId: "${world.ax.program}" ${filter}) { nodes { id country reason hidden } } }`,
  );
const countries = async (client: Client, filter = "") =>
  (await lists(client, filter)).clicks.nodes.map(({ country }) => country);
const report = async (client: Client, filter: string) =>
  (
    await client.data<{ report: { totals: { clicks: object; reasons: object[] } } }>(
      `{
        report(scope: { programId: "${world.ax.program}" }, range: { last: "7d" } ${filter}) {
          totals { clicks { raw unique payable paid unpaid hidden } reasons { reason clicks } }
        }
      }`,
    )
  ).report.totals;

test("[D79] with `hide zero rows` a blocked click is in no list, but in the export", async () => {
  for (const client of readers) {
    expect(await countries(client)).toEqual(["DE", "US"]);
    expect(await countries(client, ", filter: { reasons: [RESTRICTED] }")).toEqual(["DE"]);
    expect(await countries(client, ", filter: { includeHidden: true }")).toEqual([
      "DE",
      "FR",
      "FR",
      "US",
    ]);
  }
});

test("[D78] it is raw and unique, unpaid and not payable; reasons leave it out", async () => {
  const totals = {
    clicks: { raw: 4, unique: 4, payable: 1, paid: 1, unpaid: 3, hidden: 2 },
    reasons: [{ reason: "RESTRICTED", clicks: 1 }],
  };
  for (const client of readers)
    for (const filter of ["", `, filter: { linkIds: ["${world.ax.link}"] }`])
      expect(await report(client, filter), filter).toEqual(totals);
});

test("whoever has its address still reads why it was not paid", async () => {
  for (const client of readers) {
    const [hidden] = (await lists(client, ", filter: { includeHidden: true }")).clicks.nodes.filter(
      (node) => node.hidden,
    );
    expect(hidden).toMatchObject({ country: "FR", reason: "RESTRICTED" });
    const { click } = await client.data<{ click: { trace: { consistent: boolean } } }>(
      `{ click(id: "${hidden?.id}") { click { hidden } trace { consistent } } }`,
    );
    expect(click).toEqual({ click: { hidden: true }, trace: { consistent: true } });
  }
});

test("the books know it: raw clicks = decisions = rollups, made again alike [D105]", async () => {
  const worker = createPool(world.people.url, "worker", 2);
  try {
    expect((await verifyLedger(worker)).firstDifference).toBeNull();
    expect(await rebuild(worker)).toMatchObject({ equal: true });
  } finally {
    await worker.end();
  }
});

test("[D111, D112, found 57] a risky click is judged by the filter of its instant", async () => {
  const [brand] = readers as [Client, Client];
  const filterOf = async (): Promise<string> =>
    (
      await brand.data<{ program: { riskFilter: string } }>(
        `{ program(id: "${world.ax.program}") { riskFilter } }`,
      )
    ).program.riskFilter;
  const figures = async () =>
    (
      await brand.data<{ report: { totals: { clicks: Record<string, number> } } }>(
        `{
          report(scope: { programId: "${world.ax.program}" }, range: { last: "7d" }) {
            totals { clicks { raw payable unpaid filtered } }
          }
        }`,
      )
    ).report.totals.clicks;
  const before = await figures();
  expect(await filterOf()).toBe("MODERATE");
  const set = (filter: string) =>
    `setRiskFilter(programId: "${world.ax.program}", filter: ${filter}, idempotencyKey: ` +
    `"${intent()}")`;
  const risky = { risk: ["NO_GESTURE"], country: "US" };
  const moments: number[] = [];
  const later = async (filter: string): Promise<void> => {
    moments.push(world.clock.now);
    world.clock.now += 60_000;
    await run(brand, set(filter), "RiskFilterOk", "program { id }");
    world.clock.now += 60_000;
  };
  await later("RELAXED");
  expect(await filterOf()).toBe("RELAXED");
  expect(await refusal(brand, set("STRICT"))).toMatchObject({
    __typename: "Conflict",
    code: "STRICT_BY_OPERATOR",
    path: ["filter"],
  });
  moments.push(world.clock.now);
  world.clock.now += 60_000;
  const [named] = await world.people.sql<{ code: string }>(
    "select code from program where id = $1",
    [world.ax.program],
  );
  expect(
    await setClickFilter(world.people.url, named?.code ?? "", "STRICT", new Date(world.clock.now)),
  ).toBe(true);
  world.clock.now += 60_000;
  expect(await filterOf()).toBe("STRICT");
  const [moderate = 0, relaxed = 0] = moments;
  const strict = world.clock.now;
  world.clock.now += 1_000;
  // All three arrive only now, in one batch: each goes by the filter of its own instant.
  for (const [i, at] of [moderate, relaxed, strict].entries())
    await world.journalClicks(world.ax, [at], { ...risky, visitor: `risky${i}` });
  await world.account();
  const after = await figures();
  expect(
    Object.fromEntries(
      Object.keys(after).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]),
    ),
  ).toEqual({ raw: 1, payable: 1, unpaid: 0, filtered: 2 });
  const { clicks } = await brand.data<{
    clicks: { nodes: { id: string; reason: string | null }[] };
  }>(`{ clicks(programId: "${world.ax.program}", first: 3) { nodes { id reason } } }`);
  expect(clicks.nodes.map(({ reason }) => reason)).toEqual([
    "FILTERED_RISK",
    null,
    "FILTERED_RISK",
  ]);
  const levels: (string | undefined)[] = [];
  for (const { id } of clicks.nodes) {
    const { click } = await brand.data<{
      click: { trace: { steps: { rows: { label: string; text: string }[] }[] } };
    }>(`{ click(id: "${id}") { trace { steps { rows { label text } } } } }`);
    levels.push(
      click.trace.steps.flatMap(({ rows }) => rows).find(({ label }) => label === "Click filter")
        ?.text,
    );
  }
  expect(levels).toEqual(["strict", "relaxed", "moderate"]);
});
