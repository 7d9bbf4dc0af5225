/** A domain that is lost is told once per loss, to the brand alone, and stands on Today. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtDomains } from "../../partnership/link-domains/domain-job.ts";
import { createPool } from "../../platform/db/connection.ts";
import { startNameServer, type NameServer } from "../../testing/worlds/name-server.ts";
import { intent, run, type Ok } from "../../testing/worlds/steps.ts";
import { createWorld, type World } from "../../testing/worlds/world.ts";
import { createDomainNotices, type DomainNotices } from "./domain-notices.ts";

const hourMs = 3_600_000;
let names: NameServer;
let world: World;
let job: DomainNotices;
let pool: ReturnType<typeof createPool>;
/** The worker's clock alone runs ahead: sessions would end. */
let ahead = 0;
const clock = () => world.clock.now + ahead;
const newJob = () =>
  createDomainNotices({
    databaseUrl: world.people.url,
    log: world.people.deps.log,
    telling: { clock, newId: world.people.deps.newId, publicUrl: "http://counterfoil.example" },
  });
beforeAll(async () => {
  names = await startNameServer();
  world = await createWorld({
    env: { DNS_SERVERS: names.address, TRACKER_URL: "https://track.counterfoil.example" },
  });
  job = await newJob();
  pool = createPool(world.people.url, "worker", 2);
});
afterAll(async () => {
  await job?.close();
  await pool?.end();
  await world?.close();
  names?.close();
});

interface Made extends Ok {
  linkDomain: { id: string; host: string; txtName: string; txtValue: string; target: string };
}
const told = () =>
  world.people.sql<{ account_id: string; program_id: string | null; comment: string }>(
    "select account_id, program_id, comment from notice where kind = 'DOMAIN_LOST' order by id",
  );
const letters = () =>
  world.people.sql<{ email: string; subject: string; body: string }>(
    `select u.email, l.subject, l.body
      from letter l
      join notice n on n.id = l.notice_id
      join app_user u on u.id = l.user_id
      where n.kind = 'DOMAIN_LOST'
      order by l.id`,
  );
/** So many hours later the worker looks, then tells. */
async function after(hours: number): Promise<number> {
  ahead += hours * hourMs;
  await lookAtDomains({ pool, clock, env: world.app.deps.env });
  return job.runOnce();
}

test("a lost domain is told once per loss, and stands on Today till it is mended", async () => {
  const brand = await world.signIn(world.brandA.email);
  const tasks = async () =>
    (
      await brand.data<{ programTasks: { kind: string }[] }>(
        `{ programTasks(programId: "${world.ax.program}") { kind group count subjects { name } } }`,
      )
    ).programTasks.filter(({ kind }) => kind === "DOMAINS");
  const fields = "linkDomain { id host txtName txtValue target }";
  const { linkDomain } = await run<Made>(
    brand,
    `addLinkDomain(host: "go.tents.example", idempotencyKey: "${intent()}")`,
    "LinkDomainOk",
    fields,
  );
  const enter = () => {
    names.zone.set(linkDomain.txtName, { TXT: linkDomain.txtValue });
    names.zone.set(linkDomain.host, { CNAME: linkDomain.target });
  };
  enter();
  expect(await after(0)).toBe(0);
  await run(
    brand,
    `showLinkDomain(id: "${linkDomain.id}", isShown: true, idempotencyKey: "${intent()}")`,
    "LinkDomainOk",
    fields,
  );
  names.zone.delete(linkDomain.host);
  expect(await after(7)).toBe(0);
  expect(await tasks()).toEqual([]);
  ahead += 49 * hourMs;
  await lookAtDomains({ pool, clock, env: world.app.deps.env });
  // Of two workers one tells.
  const other = await newJob();
  const both = await Promise.all([job.runOnce(), other.runOnce()]);
  await other.close();
  expect(both.toSorted()).toEqual([0, 1]);
  expect(await told()).toEqual([
    {
      account_id: world.brandA.accountId,
      program_id: null,
      comment: expect.stringMatching(/^go\.tents\.example was not found .*set the CNAME record\./),
    },
  ]);
  const [letter, ...more] = await letters();
  expect(more).toEqual([]);
  expect(letter).toMatchObject({
    email: world.brandA.email,
    subject: "go.tents.example no longer leads to your links",
    body: expect.stringContaining("http://counterfoil.example/settings/domains"),
  });
  expect(await tasks()).toEqual([
    { kind: "DOMAINS", group: "BROKEN", count: 1, subjects: [{ name: "go.tents.example" }] },
  ]);
  expect(await after(7)).toBe(0);
  enter();
  expect(await after(7)).toBe(0);
  expect(await tasks()).toEqual([]);
  // Lost anew, told anew.
  names.zone.delete(linkDomain.txtName);
  expect(await after(7)).toBe(0);
  expect(await after(49)).toBe(1);
  expect((await told())[1]?.comment).toContain("TXT record");
  const { noticePreferences } = await brand.data<{
    noticePreferences: { topics: { topic: string; letters: string; isFixed: boolean }[] };
  }>("{ noticePreferences { topics { topic letters isFixed } } }");
  expect(noticePreferences.topics).toContainEqual({
    topic: "DOMAINS",
    letters: "AT_ONCE",
    isFixed: false,
  });
});
