import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newCode, systemClock, uuidv7 } from "../clock.ts";
import { destinationPrefix, parseLinkPath, type LinkPath } from "../domain/tracking.ts";
import { readEnv } from "../env.ts";
import { createLog } from "../log.ts";
import { createTestDatabase, type TestDatabase } from "../test/database.ts";
import { linkRows, type LinkRows } from "./link-fixture.ts";
import { LinkIndex } from "./link-index.ts";
import { LinkTable } from "./link-table.ts";
import { LinkUndecided, openLinks } from "./links.ts";
import { startTracker } from "./server.ts";

const log = createLog("silent", "tracker");
let database: TestDatabase;
let rows: LinkRows;
beforeAll(async () => {
  database = await createTestDatabase();
  rows = linkRows(database.url);
});
afterAll(async () => {
  await rows.pool.end();
  await database.drop();
});
const pathOf = (path: string): LinkPath => parseLinkPath(path) as LinkPath;
const poll = { timeout: 30_000 };

/** Stands between tracker and database; `cut` is a database that is away. */
async function proxy(url: string) {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  const serve = () =>
    createServer((near) => {
      const far = connect(Number(to.port), to.hostname);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on("error", () => {}).on("close", () => sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
      near.on("close", () => far.destroy());
      far.on("close", () => near.destroy());
    });
  const listen = (server: Server, port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  let server = serve();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const near = new URL(url);
  near.hostname = "127.0.0.1";
  near.port = String(port);
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const heal = () => listen((server = serve()), port);
  return { url: near.href, cut, heal };
}

test("loads what is there, follows every change, and knows a new link", async () => {
  const program = await rows.program();
  const link = await rows.link(program, { sharedId: "S1", test: true });
  const links = openLinks(database.url, log);
  await expect.poll(() => links.complete, poll).toBe(true);
  const target = () => links.find(pathOf(link.path));
  expect(target()).toMatchObject({
    link: link.id,
    ad: link.adId,
    program: program.id,
    partner: program.partnerId,
    brand: program.brandId,
    part: 3,
    test: true,
    sharedId: "S1",
    adActive: true,
  });
  const tag = { advertiserId: "5811", publisherId: "2", program: program.code, partner: program.partnerCode };
  expect(target()?.prefix).toBe(destinationPrefix(link.landingPage ?? "", tag));
  expect(links.find({ ...pathOf(link.path), program: "abcd" })).toBeNull();

  const fresh = await rows.link(program);
  await expect.poll(() => links.find(pathOf(fresh.path))?.link, poll).toBe(fresh.id);
  await rows.pool.query("update ad set state = 'INACTIVE' where id = $1", [link.adId]);
  await expect.poll(() => target()?.adActive, poll).toBe(false);
  expect(target()?.landingPage).toBe(program.landingPage);
  await rows.pool.query("update program set landing_page = 'https://www.amazon.com/dp/NEW' where id = $1", [program.id]);
  await expect.poll(() => target()?.landingPage, poll).toBe("https://www.amazon.com/dp/NEW");
  await rows.pool.query("update tracking_link set state = 'PAUSED', shared_id = null where id = $1", [fresh.id]);
  await expect.poll(() => links.find(pathOf(fresh.path)), poll).toMatchObject({ adActive: false, sharedId: null });
  await rows.pool.query("update account set state = 'SUSPENDED' where id = $1", [program.brandId]);
  await expect.poll(() => target()?.programActive, poll).toBe(false);
  await links.close();
});

test("a link that is asked for is looked up once, however many ask; an unknown one is null", async () => {
  const links = openLinks(database.url, log);
  await expect.poll(() => links.complete, poll).toBe(true);
  const link = await rows.link(await rows.program());
  const found = await Promise.all(Array.from({ length: 50 }, () => links.seek(pathOf(link.path))));
  expect(new Set(found.map((target) => target?.link))).toEqual(new Set([link.id]));
  expect(await links.seek({ partner: "aaaa", ad: "bbbb", program: "cccc" })).toBeNull();
  const flood = await Promise.all(Array.from({ length: 3_000 }, (_, i) => links.seek({ partner: "aaaa", ad: `x${i}abc`, program: "cccc" })));
  expect(flood.every((target) => target === null)).toBe(true);
  await links.close();
});

test("[D132, F5] without a database known links redirect, unknown ones are 503 with Retry-After, and all is well after it", async () => {
  const program = await rows.program();
  const link = await rows.link(program);
  const between = await proxy(database.url);
  const dir = mkdtempSync(join(tmpdir(), "outage-"));
  const env = readEnv({ TRACKER_PORT: "0", JOURNAL_DIR: dir });
  const tracker = await startTracker({ env, databaseUrl: between.url, clock: systemClock, newId: uuidv7, log });
  const get = (path: string) => fetch(`http://127.0.0.1:${tracker.port}${path}`, { redirect: "manual" });
  await expect.poll(async () => (await get("/readyz")).status, poll).toBe(200);
  await between.cut();
  const unseen = await rows.link(program);
  await expect.poll(async () => (await get(unseen.path)).status, poll).toBe(503);
  const refused = await get(unseen.path);
  expect(refused.headers.get("retry-after")).toBe("2");
  for (let i = 0; i < 20; i++) expect((await get(link.path)).status).toBe(302);
  await between.heal();
  await expect.poll(async () => (await get(unseen.path)).status, poll).toBe(302);
  expect((await get(unseen.path.replace(unseen.adCode, newCode()))).status).toBe(404);
  await tracker.close();
  await between.cut();
  rmSync(dir, { recursive: true, force: true });
});

test("while the database is away at the start nothing is decided", async () => {
  const links = openLinks("postgres://nobody@127.0.0.1:1/none", log);
  await expect(links.seek({ partner: "aaaa", ad: "bbbb", program: "cccc" })).rejects.toThrow(LinkUndecided);
  expect([links.complete, links.fresh]).toEqual([false, false]);
  await links.close();
});

test("the index keeps what a Map of pairs keeps, through growth and change", () => {
  const index = new LinkIndex();
  const count = 20_000;
  const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
  for (let round = 0; round < 2; round++)
    for (let n = 0; n < count; n++) index.set(n % 97, (n / 97) | 0, { id: id(n + round), test: n % 2 === round, active: n % 3 === 0, sharedId: n % 5 === round ? `s${n}` : null });
  expect(index.size).toBe(count);
  for (let n = 0; n < count; n++) {
    const at = index.find(n % 97, (n / 97) | 0);
    const got = [index.idOf(at), index.isTest(at), index.isActive(at), index.sharedIdOf(at)];
    if (JSON.stringify(got) !== JSON.stringify([id(n + 1), n % 2 === 1, n % 3 === 0, n % 5 === 1 ? `s${n}` : null])) expect(got).toBe(n);
  }
  expect(index.find(98, 0)).toBe(-1);
});

test("a program in no marketplace of Amazon's is left out and harms no other", () => {
  const table = new LinkTable();
  table.setAccount({ id: "b", code: "brand", active: true });
  const row = { id: "p", code: "prog", brandId: "b", active: true, landingPage: "x", advertiserId: "1", publisherId: "2", partition: 0 };
  expect(table.setProgram({ ...row, marketplace: "XX" })).toBe(false);
  expect(table.setProgram({ ...row, marketplace: "US" })).toBe(true);
  expect(table.setAd({ id: "a", code: "adad", programId: "none", active: true, landingPage: null })).toBe(false);
});
