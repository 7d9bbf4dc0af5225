/** A surge is told, once and together, and the alert ends with the day. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, refusal, run } from "../../testing/worlds/steps.ts";
import { createAlerts, type AlertJob } from "./alerts.ts";

let world: World;
let job: AlertJob;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  job = await createAlerts({
    databaseUrl: world.people.url,
    log: world.people.deps.log,
    telling: {
      clock: () => world.clock.now,
      newId: world.people.deps.newId,
      publicUrl: "http://counterfoil.example",
    },
  });
});
afterAll(async () => {
  await job?.close();
  await world?.close();
});

const dayMs = 86_400_000;
const minuteMs = 60_000;
interface Alert {
  measure: string;
  partnerName: string;
  closedAt: string | null;
  closedBecause: string | null;
  openedAt: string;
  seen: string;
  bound: string;
  isLine: boolean;
  firstDay: string;
}
const alertsOf = async (client: Client, open: boolean | null = true): Promise<Alert[]> =>
  (
    await client.data<{ alerts: { nodes: Alert[] } }>(
      `query($open: Boolean) {
        alerts(programId: "${world.ax.program}", open: $open) {
          nodes {
            measure partnerName openedAt closedAt closedBecause seen bound isLine firstDay
          }
        }
      }`,
      { open },
    )
  ).alerts.nodes;
const told = () =>
  world.people.sql<{ comment: string }>(
    "select comment from notice where kind = 'ALERT' order by created_at",
  );
const clicksAt = (pair: World["ax"], count: number, at: number) =>
  world.clicks(
    pair,
    Array.from({ length: count }, (_, i) => at + i * 10),
  );

test("a surge opens alerts of both partners, told together once, till the day ends", async () => {
  for (let n = 0; n < 8; n++) {
    await clicksAt(world.ax, 2, world.clock.now);
    await clicksAt(world.ay, 1, world.clock.now);
    world.clock.now += dayMs;
  }
  expect(await job.runOnce()).toBe(0);
  await clicksAt(world.ax, 60, world.clock.now);
  await clicksAt(world.ay, 70, world.clock.now);
  world.clock.now += 6 * minuteMs;
  expect(await job.runOnce()).toBeGreaterThanOrEqual(2);
  const brand = await world.signIn(world.brandA.email);
  const open = (await alertsOf(brand)).filter(({ measure }) => measure === "CLICKS_ABOVE");
  expect(open.map(({ seen, bound }) => `${seen} of ${bound}`).toSorted()).toEqual([
    "60 of 2",
    "70 of 1",
  ]);
  expect(await alertsOf(await world.signIn(world.partnerX.email), null)).toEqual([]);
  expect(await alertsOf(await world.signIn(world.brandB.email), null)).toEqual([]);
  const notices = await told();
  expect(notices).toHaveLength(1);
  expect(notices[0]?.comment).toContain("60 clicks today; usual is 2 clicks");
  expect(notices[0]?.comment).toContain("70 clicks today; usual is 1 click");
  world.clock.now += 6 * minuteMs;
  expect(await job.runOnce()).toBe(0);
  expect(await told()).toHaveLength(1);
  world.clock.now += dayMs;
  await job.runOnce();
  const later = await world.signIn(world.brandA.email);
  expect((await alertsOf(later)).filter(({ measure }) => measure === "CLICKS_ABOVE")).toEqual([]);
  expect(
    (await alertsOf(later, false)).filter(({ closedAt }) => closedAt !== null).length,
  ).toBeGreaterThanOrEqual(2);
});

test("a brand draws a line of its own, and a wrong one is refused at its field", async () => {
  const brand = await world.signIn(world.brandA.email);
  const set = (more: string) =>
    `setAlertRule(programId: "${world.ax.program}", ${more}, idempotencyKey: "${intent()}")`;
  expect(await refusal(brand, set("measure: CLICKS_ABOVE, mode: LINE"))).toMatchObject({
    code: "BAD_LINE",
    path: ["line"],
  });
  expect(
    await refusal(brand, set('measure: ROBOTS_ABOVE, mode: LINE, line: "100.5"')),
  ).toMatchObject({ code: "BAD_AMOUNT", path: ["line"] });
  for (const line of ["0.1234567", "-1", "1".repeat(90), "1.5"])
    expect(
      await refusal(brand, set(`measure: CLICKS_ABOVE, mode: LINE, line: "${line}"`)),
      line,
    ).toMatchObject({ code: "BAD_AMOUNT", path: ["line"] });
  expect(await refusal(brand, set('measure: NO_SALES, mode: OFF, line: "1"'))).toMatchObject({
    code: "BAD_LINE",
  });
  await run(
    brand,
    set('measure: CLICKS_ABOVE, mode: LINE, line: "3"'),
    "AlertRuleOk",
    "rule { measure mode line lineUnit }",
  );
  const { alertRules } = await brand.data<{ alertRules: { measure: string; line: string }[] }>(
    `{ alertRules(programId: "${world.ax.program}") { measure mode line } }`,
  );
  expect(alertRules).toHaveLength(6);
  expect(alertRules.find(({ measure }) => measure === "CLICKS_ABOVE")).toEqual({
    measure: "CLICKS_ABOVE",
    mode: "LINE",
    line: "3",
  });
  world.clock.now += 6 * minuteMs;
  await clicksAt(world.ax, 4, world.clock.now - minuteMs);
  await job.runOnce();
  expect((await alertsOf(brand)).filter(({ measure }) => measure === "CLICKS_ABOVE")).toMatchObject(
    [{ seen: "4", bound: "3", isLine: true }],
  );
});

const clicksAbove = async (client: Client, open = true): Promise<Alert[]> =>
  (await alertsOf(client, open)).filter(({ measure }) => measure === "CLICKS_ABOVE");
const round = async (): Promise<number> => {
  world.clock.now += 6 * minuteMs;
  return job.runOnce();
};

test("what still stands out shows what is seen now, since when, and is told once", async () => {
  const brand = await world.signIn(world.brandA.email);
  const [before] = await clicksAbove(brand);
  const letters = (await told()).length;
  await clicksAt(world.ax, 5, world.clock.now);
  expect(await round()).toBe(0);
  expect(await clicksAbove(brand)).toEqual([{ ...before, seen: "9" }]);
  const { programTasks } = await brand.data<{
    programTasks: { measure: string; since: string; subjects: { detail: string }[] }[];
  }>(
    `{
      programTasks(programId: "${world.ax.program}") { measure since subjects { detail } }
    }`,
  );
  expect(programTasks.find(({ measure }) => measure === "CLICKS_ABOVE")).toEqual({
    measure: "CLICKS_ABOVE",
    since: before?.openedAt,
    subjects: [{ detail: "9 clicks today; your line is 3 clicks" }],
  });
  await run(
    brand,
    `setAlertRule(
      programId: "${world.ax.program}", measure: CLICKS_ABOVE, mode: LINE, line: "8",
      idempotencyKey: "${intent()}"
    )`,
    "AlertRuleOk",
    "rule { line }",
  );
  await round();
  expect(await clicksAbove(brand)).toEqual([{ ...before, seen: "9", bound: "8" }]);
  expect(await told()).toHaveLength(letters);
});

test("an alert on sales stays open while sales cannot be told", async () => {
  const brand = await world.signIn(world.brandA.email);
  await world.people.sql(
    `insert into alert (
        id, brand_account_id, program_id, partner_account_id, measure, opened_at, first_day,
        last_day, seen, bound, is_line
      )
      select
        gen_random_uuid(), brand_account_id, program_id, partner_account_id, 'NO_SALES', $2,
        '2026-01-01', '2026-01-07', 0, 12, false
      from contract
      where id = $1`,
    [world.ax.contract, new Date(world.clock.now)],
  );
  const open = async () =>
    (await alertsOf(brand)).filter(({ measure }) => measure === "NO_SALES").length;
  await round();
  expect(await open()).toBe(1);
  await run(
    brand,
    `setAlertRule(
      programId: "${world.ax.program}", measure: NO_SALES, mode: OFF,
      idempotencyKey: "${intent()}"
    )`,
    "AlertRuleOk",
    "rule { line }",
  );
  await round();
  expect(await open()).toBe(0);
});

test("an alert closes with its reason, also where nobody looks any more", async () => {
  const brand = await world.signIn(world.brandA.email);
  const last = async () => (await clicksAbove(brand, false))[0];
  const watch = (mode: string) =>
    run(
      brand,
      `setAlertRule(
        programId: "${world.ax.program}", measure: CLICKS_ABOVE, ${mode},
        idempotencyKey: "${intent()}"
      )`,
      "AlertRuleOk",
      "rule { line }",
    );
  const again = async () => {
    await watch('mode: LINE, line: "8"');
    await round();
    expect(await clicksAbove(brand)).toHaveLength(1);
  };
  await watch("mode: OFF");
  await round();
  expect(await last()).toMatchObject({ closedBecause: "NOT_WATCHED", seen: "9" });
  await again();
  await watch('mode: LINE, line: "1000"');
  await round();
  expect(await last()).toMatchObject({ closedBecause: "AS_USUAL" });
  await again();
  const { program, contract } = world.ax;
  await world.people.sql("update contract set ends_at = $2 where id = $1", [
    contract,
    new Date(world.clock.now),
  ]);
  await round();
  expect(await last()).toMatchObject({ closedBecause: "CONTRACT_OVER" });
  await world.people.sql("update contract set ends_at = null where id = $1", [contract]);
  await again();
  await world.people.sql("update program set state = 'DEACTIVATED' where id = $1", [program]);
  expect(await round()).toBeGreaterThan(0);
  expect(await last()).toMatchObject({
    closedBecause: "PROGRAM_INACTIVE",
    closedAt: new Date(world.clock.now).toISOString(),
  });
  expect(await alertsOf(brand)).toEqual([]);
});
