/**
 * Limits that fill up are told: real clicks, real accounting, and a worker that may die between any
 * two steps.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { commonClient } from "../../money/attribution/amazon-clients.ts";
import { createAttributionPoller } from "../../money/attribution/poller.ts";
import type { HiddenCreatives } from "../../money/attribution/simulated-report.ts";
import { startSimulator } from "../../money/attribution/simulator.ts";
import { createPool } from "../../platform/db/connection.ts";
import {
  addLink,
  addPartner,
  createSalesWorld,
  placeOrder,
} from "../../testing/worlds/sales-world.ts";
import type { Client } from "../../testing/worlds/client.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { intent, run } from "../../testing/worlds/steps.ts";
import { createHoldNotices } from "./hold-notices.ts";
import { createLimitNotices, type LimitNotices } from "./limit-notices.ts";

let world: World;
let brand: Client;
let x: Client;
let y: Client;
let job: LimitNotices;
beforeAll(async () => {
  world = await createWorld({ env: { RATE_LIMIT_PER_MINUTE: "100000000" } });
  [brand, x, y] = [
    await world.signIn(world.brandA.email),
    await world.signIn(world.partnerX.email),
    await world.signIn(world.partnerY.email),
  ];
  job = await newJob();
});
afterAll(async () => {
  await job?.close();
  await world?.close();
});

const newJob = () =>
  createLimitNotices({
    databaseUrl: world.people.url,
    log: world.people.deps.log,
    telling: {
      clock: () => world.clock.now,
      newId: world.people.deps.newId,
      publicUrl: "http://counterfoil.example",
    },
  });
const drain = async () => {
  let told = 0;
  for (let done = await job.runOnce(); done > 0; done = await job.runOnce()) told += done;
  return told;
};
const setLimit = (more: string) =>
  run(
    brand,
    `setProgramLimit(input: { programId: "${world.ax.program}", event: CLICK, kind: CLICKS, ` +
      `${more} }, idempotencyKey: "${intent()}")`,
    "ProgramLimitsOk",
    "limits { id }",
  );
interface Notice {
  kind: string;
  fromName: string;
  contractId: string | null;
  limit: {
    percent: number;
    text: string;
    used: string;
    max: string;
    windowEnd: string | null;
  } | null;
}
const noticesOf = async (client: Client): Promise<Notice[]> =>
  (
    await client.data<{ notices: { nodes: Notice[] } }>(
      `{
        notices(first: 50) {
          nodes { kind fromName contractId limit { percent text used max windowEnd } }
        }
      }`,
    )
  ).notices.nodes
    .filter(({ limit }) => limit !== null)
    .toSorted((a, b) => (b.limit?.percent ?? 0) - (a.limit?.percent ?? 0));
const mails = () =>
  world.people.sql<{ recipient: string; subject: string; body: string }>(
    `select u.email as recipient, l.subject, l.body
      from letter l
      join app_user u on u.id = l.user_id
      where l.subject ~ 'limit'
      order by l.subject`,
  );

test("[D106] a program's limit is told to the brand once at 80 % and once at 100 %", async () => {
  await setLimit('reset: DAY, max: "5"');
  world.clock.now += 60_000;
  const at = world.clock.now - 30_000;
  await world.clicks(world.ax, [at, at + 1, at + 2]);
  expect(await drain()).toBe(0);
  await world.clicks(world.ay, [at + 3, at + 4, at + 5]);
  expect(await drain()).toBe(2);
  expect(await drain()).toBe(0);
  const limit = {
    text: "5 clicks a day for the whole program",
    max: "5",
    windowEnd: "2026-11-02T23:00:00.000Z",
  };
  expect(await noticesOf(brand)).toEqual([
    {
      kind: "LIMIT_REACHED",
      fromName: "Brand A",
      contractId: null,
      limit: { ...limit, percent: 100, used: "5" },
    },
    {
      kind: "LIMIT_NEAR",
      fromName: "Brand A",
      contractId: null,
      limit: { ...limit, percent: 80, used: "4" },
    },
  ]);
  expect([await noticesOf(x), await noticesOf(y)]).toEqual([[], []]);
  const written = await mails();
  expect(written.map(({ recipient, subject }) => [recipient, subject])).toEqual([
    [world.brandA.email, "80 % used: limit of the whole program Program A"],
    [world.brandA.email, "Reached: limit of the whole program Program A"],
  ]);
  expect(written[1]?.body).toBe(
    [
      "Reached: limit of the whole program Program A.",
      "The limit: 5 clicks a day for the whole program. " +
        "Used at 2026-11-02 10:01 Europe/Berlin: 5 of 5 clicks that earn.",
      "From now on clicks are still tracked and redirected, and earn nothing, " +
        "until 2026-11-03 00:00 Europe/Berlin.",
      "See how much is left, or change it: " +
        `http://counterfoil.example/b/${world.ax.programCode}/money/limits\n`,
    ].join("\n\n"),
  );
});

test("a limit that the brand shares is told to the partners it binds, too", async () => {
  await setLimit('reset: MONTH, max: "10", shared: true');
  await setLimit('reset: DAY, max: "1000"');
  world.clock.now += 60_000;
  const at = world.clock.now - 30_000;
  await world.clicks(world.ax, [at, at + 1, at + 2, at + 3]);
  expect(await drain()).toBe(1);
  for (const client of [x, y])
    expect(await noticesOf(client)).toMatchObject([
      {
        kind: "LIMIT_NEAR",
        fromName: "Brand A",
        contractId: null,
        limit: { percent: 80, used: "8" },
      },
    ]);
});

test("what has been over for more than a day is not told or looked at again", async () => {
  const day = 86_400_000;
  const before = { brand: await noticesOf(brand), x: await noticesOf(x) };
  await world.people.sql(
    "update limit_event set told_at = null, window_end = $1 where percent = 100",
    [new Date(world.clock.now - day - 1)],
  );
  expect(await drain()).toBe(1);
  expect(await drain()).toBe(0);
  expect({ brand: await noticesOf(brand), x: await noticesOf(x) }).toEqual(before);
});

test("a contract's limit is told to brand and partner alone, and never twice", async () => {
  await world.people.sql(
    "update program_limit set ended_at = $1, ended_by = created_by where ended_at is null",
    [new Date(world.clock.now)],
  );
  const own = async (client: Client) =>
    (await noticesOf(client)).filter(({ contractId }) => contractId !== null);
  const [before] = await world.people.sql<{ mails: string }>(
    "select count(*)::text as mails from letter",
  );
  // Of Y's 1,000 clicks a day all but one, as accounting would keep it.
  await world.people.sql(
    `update limit_budget
      set used = 999
      where partner_account_id = $1
        and (event, kind, scope, reset, group_id) = ('CLICK', 'CLICKS', 'CONTRACT', 'DAY', '')`,
    [world.partnerY.accountId],
  );
  await world.clicks(world.ay, [world.clock.now - 1_000]);
  // What a worker writes stands or falls with the mark that it was told: a letter that cannot be
  // written takes all of it back.
  await world.people.sql(
    `alter table letter add constraint no_room check (
        subject !~ 'Reached: limit of Partner Y'
      ) not valid`,
  );
  expect(await job.runOnce()).toBe(0);
  expect([await own(brand), await own(y)]).toEqual([[], []]);
  const parked = () =>
    world.people.sql(
      `select kind, account_id, reason, attempts, done_at is not null as done
        from parked_item
        where kind = 'LIMIT_NOTICE'`,
    );
  expect(await parked()).toEqual([
    {
      kind: "LIMIT_NOTICE",
      account_id: world.brandA.accountId,
      reason: "NOT_ALLOWED",
      attempts: 1,
      done: false,
    },
  ]);
  await world.people.sql("alter table letter drop constraint no_room");
  world.clock.now += 15_000;
  const other = await newJob();
  const told = await Promise.all([job.runOnce(), other.runOnce()]);
  await other.close();
  expect(told.toSorted()).toEqual([0, 1]);
  const limit = { percent: 100, text: "1000 clicks a day", used: "1000", max: "1000" };
  expect(await own(brand)).toMatchObject([
    { kind: "LIMIT_REACHED", fromName: "Partner Y", contractId: world.ay.contract, limit },
  ]);
  expect(await own(y)).toMatchObject([
    { kind: "LIMIT_REACHED", fromName: "Brand A", contractId: world.ay.contract, limit },
  ]);
  expect(await own(x)).toEqual([]);
  const [after] = await world.people.sql<{ mails: string }>(
    "select count(*)::text as mails from letter",
  );
  expect(Number(after?.mails) - Number(before?.mails)).toBe(2);
  expect(await parked()).toMatchObject([{ attempts: 1, done: true }]);
});

test("a brand is told daily that Amazon hides most of its report, until it tells", async () => {
  const { url, deps } = world.people;
  const { log, newId } = deps;
  let now = Date.parse("2026-06-20T12:00:00Z");
  const clock = () => now;
  const owner = createPool(url, "owner");
  const worker = createPool(url, "worker");
  let hidden: HiddenCreatives | null = null;
  const own = await startSimulator({ pool: worker, clock, log, port: 0, hidden: () => hidden });
  const other = await createSalesWorld(owner, { name: "febr" });
  const partner = await addPartner(owner, other, "partfebr");
  const link = await addLink(owner, other, partner, { isTest: true, adCode: "adfebr" });
  for (const creative of ["f1", "f2", "f3"])
    await placeOrder(owner, other, {
      link: link.id,
      partner: partner.code,
      creative,
      date: "2026-06-12",
      amount: 9_000_000n,
    });
  const poller = createAttributionPoller({
    pool: worker,
    clientOf: ({ id }) => (id === other.program ? commonClient(own.url, clock, log) : null),
    clock,
    newId,
    log,
    everyMs: 1_000,
  });
  const telling = { clock, newId, publicUrl: "http://counterfoil.example" };
  const holds = await createHoldNotices({ databaseUrl: url, log, telling });
  const booked = async () =>
    (
      await owner.query(
        `select id, state, orders, payout_micros, updates
          from conversion where program_id = $1 order by id`,
        [other.program],
      )
    ).rows;
  const told = async () => {
    await holds.runOnce();
    const { rows } = await owner.query<{ account_id: string; comment: string }>(
      "select account_id, comment from notice where kind = 'REPORT_HIDDEN' and program_id = $1",
      [other.program],
    );
    return rows;
  };
  await poller.pollOnce();
  const conversions = await booked();
  expect([conversions.length, await told()]).toEqual([3, []]);
  hidden = { creativeId: "NULL", share: 1 };
  now += 60_000;
  await poller.pollOnce();
  const notice = {
    account_id: other.brand,
    comment: expect.stringMatching(/3 of 3 rows by ad are hidden\n.*no cent moves/s),
  };
  expect([await told(), await told(), await booked()]).toEqual([[notice], [notice], conversions]);
  now += 24 * 3_600_000;
  expect([await told(), await told()]).toEqual([
    [notice, notice],
    [notice, notice],
  ]);
  hidden = null;
  await poller.pollOnce();
  now += 24 * 3_600_000;
  expect([await told(), await booked()]).toEqual([[notice, notice], conversions]);
  await poller.stop();
  await holds.close();
  await own.stop();
  await Promise.all([owner.end(), worker.end()]);
});
