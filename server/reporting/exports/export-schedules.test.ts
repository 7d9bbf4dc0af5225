/** Exports that are made again and again, with a mail that leads to them. */
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "../../platform/db/connection.ts";
import { createClient, type Client } from "../../testing/worlds/client.ts";
import { intent, refusal, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, readScopes, type World } from "../../testing/worlds/world.ts";
import { runExports, type ExportDeps } from "./export-runs.ts";
import { runSchedules } from "./schedule-runs.ts";

let world: World;
let pool: pg.Pool;
let deps: ExportDeps;
let [brand, partner, stranger]: Client[] = [];
const keys: string[] = [];
const textOf = async (url: string, key = ""): Promise<string> =>
  (
    await fetch(world.url + new URL(url).pathname, { headers: { authorization: `Bearer ${key}` } })
  ).text();
/** The brand lives in Berlin. */
const at = (text: string) => Date.parse(text);
beforeAll(async () => {
  world = await createWorld();
  pool = createPool(world.people.url, "api", 3);
  deps = { ...world.app.deps, pool };
  for (const owner of [world.brandA, world.partnerX, world.brandB])
    keys.push(await world.keyOf(owner, [...readScopes, "exports:write"]));
  [brand, partner, stranger] = keys.map((key) => createClient(world.url, { key }));
});
afterAll(async () => {
  await pool?.end();
  await world?.close();
});

const must = (client: Client | undefined): Client => client ?? expect.fail("no client");
async function exported(client: Client | undefined, more = ""): Promise<string> {
  const input = `table: CLICKS, format: CSV, programId: "${world.ax.program}"${more}`;
  const made = await run<Ok & { export: { id: string } }>(
    must(client),
    `requestExport(input: { ${input} }, idempotencyKey: "${intent()}")`,
    "ExportOk",
    "export { id }",
  );
  return made.export.id;
}
const call = (exportId: string, pace: string) =>
  `scheduleExport(exportId: "${exportId}", pace: ${pace}, idempotencyKey: "${intent()}")`;
interface Schedule {
  id: string;
  table: string;
  pace: string;
  nextAt: string | null;
  nextFrom: string | null;
  nextTo: string | null;
  createdBy: string;
  endedWhy: string | null;
}
const fields = "id table pace nextAt nextFrom nextTo createdBy endedWhy";
const scheduled = async (client: Client | undefined, exportId: string, pace: string) =>
  (
    await run<Ok & { schedule: Schedule }>(
      must(client),
      call(exportId, pace),
      "ExportScheduleOk",
      `schedule { ${fields} }`,
    )
  ).schedule;
const listed = async (client: Client | undefined): Promise<Schedule[]> =>
  (
    await must(client).data<{ exportSchedules: { nodes: Schedule[] } }>(
      `{ exportSchedules(programId: "${world.ax.program}") { nodes { ${fields} } } }`,
    )
  ).exportSchedules.nodes;
async function makeAll(): Promise<void> {
  while ((await runExports(deps)) > 0);
}
interface Made {
  state: string;
  rowsDone: number;
  fileName: string;
  url: string;
}
const newest = async (client: Client | undefined): Promise<Made> =>
  (
    await must(client).data<{ exports: { nodes: Made[] } }>(
      "{ exports(first: 1) { nodes { state rowsDone fileName url } } }",
    )
  ).exports.nodes[0] ?? expect.fail("no export");
const mails = (email: string) =>
  world.people.sql<{ subject: string; body: string }>(
    `select l.subject, l.body
      from letter l
      join app_user u on u.id = l.user_id
      where u.email = $1 and l.subject like '%csv%'
      order by l.id`,
    [email],
  );
const stopped = (accountId: string) =>
  world.people.sql<{ comment: string; email: string; subject: string; body: string }>(
    `select n.comment, u.email, l.subject, l.body
      from notice n
      join letter l on l.notice_id = n.id
      join app_user u on u.id = l.user_id
      where n.kind = 'EXPORT_STOPPED' and n.account_id = $1
      order by n.id`,
    [accountId],
  );
const stops = async (accountId: string) => (await stopped(accountId)).map(({ comment }) => comment);

test("each morning the day before is made as a file, and a mail leads to it", async () => {
  world.clock.now = at("2026-11-11T09:00:00Z");
  const asked = await exported(brand, ", filters: { clicks: { outcomes: [PAID] } }");
  const schedule = await scheduled(brand, asked, "DAILY");
  expect(schedule).toMatchObject({
    table: "CLICKS",
    pace: "DAILY",
    nextAt: "2026-11-12T05:00:00.000Z",
    nextFrom: "2026-11-11",
    nextTo: "2026-11-11",
  });
  await makeAll();
  world.clock.now = at("2026-11-12T04:59:59Z");
  await world.clicks(world.ax, [
    at("2026-11-10T22:59:59Z"),
    at("2026-11-10T23:00:00Z"),
    at("2026-11-11T22:59:59Z"),
    at("2026-11-11T23:00:00Z"),
  ]);
  await world.clicks(world.ay, [at("2026-11-11T12:00:00Z")]);
  expect(await runSchedules(deps)).toBe(0);
  world.clock.now = at("2026-11-12T05:00:00Z");
  expect(await runSchedules(deps)).toBe(1);
  // Once, however often it is looked for.
  expect(await runSchedules(deps)).toBe(0);
  await makeAll();
  const made = await newest(brand);
  expect(made).toMatchObject({ state: "COMPLETED", rowsDone: 3 });
  expect(made.fileName).toMatch(/^clicks_.*_2026-11-11_2026-11-11\.csv$/);
  const [mail, ...more] = await mails(world.brandA.email);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe(`${made.fileName} is ready`);
  expect(mail?.body).toContain(`/b/${world.ax.programCode}/money/exports`);
  // The address needs a sign-in, and neither the file nor its own address is in the mail.
  expect(mail?.body).not.toMatch(/files\/exports|clickedAt/);
  expect((await fetch(world.url + new URL(made.url).pathname)).status).toBe(401);
  const file = await textOf(made.url, keys[0]);
  expect(file).toContain("by schedule");
  expect(file.match(/,PAID,/g)).toHaveLength(3);
});

test("days that nobody ran are made up for, each by itself; ended it is made no more", async () => {
  world.clock.now = at("2026-11-14T08:00:00Z");
  for (const due of [1, 1, 0]) expect(await runSchedules(deps)).toBe(due);
  await makeAll();
  expect(await mails(world.brandA.email)).toHaveLength(3);
  const [schedule] = await listed(brand);
  expect(schedule).toMatchObject({ nextFrom: "2026-11-14", endedWhy: null });
  const end = `endExportSchedule(id: "${schedule?.id}", idempotencyKey: "${intent()}")`;
  await run(must(brand), end, "ExportScheduleOk", "schedule { id }");
  world.clock.now = at("2026-11-16T08:00:00Z");
  expect(await runSchedules(deps)).toBe(0);
  expect(await listed(brand)).toEqual([]);
});

test("a partner's holds its own rows, and nobody sees another's schedule [D177]", async () => {
  const asked = await exported(partner);
  const { id } = await scheduled(partner, asked, "WEEKLY");
  for (const client of [brand, stranger]) {
    expect(await listed(client)).toEqual([]);
    expect(await refusal(must(client), call(asked, "DAILY"))).toMatchObject({ code: "NOT_FOUND" });
    const end = `endExportSchedule(id: "${id}", idempotencyKey: "${intent()}")`;
    expect(await refusal(must(client), end)).toMatchObject({ code: "NOT_FOUND" });
  }
  world.clock.now = at("2026-11-23T05:00:00Z");
  expect(await runSchedules(deps)).toBe(1);
  await makeAll();
  const { url, state } = await newest(partner);
  const file = await textOf(url, keys[1]);
  expect(state).toBe("COMPLETED");
  expect(file).not.toContain(world.partnerY.accountId);
  expect((await mails(world.partnerX.email))[0]?.body).toContain(`/p/${world.ax.programCode}/`);
});

test("who is no member any more gets nothing, and the schedule says why it ended", async () => {
  const before = await mails(world.partnerX.email);
  await world.people.sql("delete from membership where account_id = $1", [
    world.partnerX.accountId,
  ]);
  world.clock.now = at("2026-11-30T05:00:00Z");
  expect(await runSchedules(deps)).toBe(1);
  expect(await runSchedules(deps)).toBe(0);
  await makeAll();
  expect(await mails(world.partnerX.email)).toEqual(before);
  expect(
    await world.people.sql(
      "select ended_why is not null as told from export_schedule where account_id = $1",
      [world.partnerX.accountId],
    ),
  ).toEqual([{ told: true }]);
  expect(await stops(world.partnerX.accountId)).toEqual([
    "Clicks: Whoever asked for it may have this table no more: schedule it anew.",
  ]);
});

test("one that cannot be run any more ends with a word, and holds up no other", async () => {
  const [broken, whole] = [
    await scheduled(brand, await exported(brand), "DAILY"),
    await scheduled(brand, await exported(brand), "DAILY"),
  ];
  await makeAll();
  // A zone that left the world's list since.
  await world.people.sql("update export_schedule set time_zone = 'Old/Zone' where id = $1", [
    broken.id,
  ]);
  world.clock.now = Date.parse(whole.nextAt ?? "") + 1_000;
  while ((await runSchedules(deps)) > 0);
  const now = new Map((await listed(brand)).map((each) => [each.id, each]));
  expect(now.get(broken.id)?.endedWhy).toBe("It could not be run any more: schedule it anew.");
  expect(await stops(world.brandA.accountId)).toEqual([
    "Clicks: It could not be run any more: schedule it anew.",
  ]);
  const [letter] = await stopped(world.brandA.accountId);
  expect(letter).toMatchObject({
    email: world.brandA.email,
    subject: "Clicks of Program A is not made again any more",
    body: expect.stringContaining(`/b/${world.ax.programCode}/money/exports`),
  });
  expect(now.get(whole.id)).toMatchObject({ endedWhy: null });
  expect(Date.parse(now.get(whole.id)?.nextAt ?? "")).toBeGreaterThan(world.clock.now);
});

test("of three failures in a row, or a closed program, a schedule ends with a word", async () => {
  const { id } = await scheduled(brand, await exported(brand), "DAILY");
  await makeAll();
  const before = (await stops(world.brandA.accountId)).length;
  /** Its next file, as its maker leaves it. */
  const next = async (isBroken: boolean) => {
    const [row] = (await listed(brand)).filter((each) => each.id === id);
    world.clock.now = Date.parse(row?.nextAt ?? "") + 1_000;
    while ((await runSchedules(deps)) > 0);
    if (isBroken)
      await world.people.sql(
        "update export_job set attempts = 3 where schedule_id = $1 and state = 'QUEUED'",
        [id],
      );
    await makeAll();
  };
  // One that comes between begins the count anew.
  for (const isBroken of [true, true, false, true, true]) await next(isBroken);
  expect(await stops(world.brandA.accountId)).toHaveLength(before);
  await next(true);
  const why =
    "Its file failed 3 times in a row, at last: The export was interrupted several times: ask " +
    "for it again. Then schedule it anew.";
  const told = await stops(world.brandA.accountId);
  expect(told.slice(before)).toEqual([`Clicks: ${why}`]);
  expect((await listed(brand)).find((each) => each.id === id)).toMatchObject({
    nextAt: null,
    endedWhy: why,
  });
  const closed = await scheduled(brand, await exported(brand), "DAILY");
  await makeAll();
  const set = (state: string) =>
    world.people.sql("update program set state = $2 where id = $1", [world.ax.program, state]);
  await set("DEACTIVATED");
  world.clock.now = Date.parse(closed.nextAt ?? "") + 1_000;
  while ((await runSchedules(deps)) > 0);
  await set("ACTIVE");
  expect((await listed(brand)).find((each) => each.id === closed.id)?.endedWhy).toBe(
    "The program is not active any more.",
  );
});
