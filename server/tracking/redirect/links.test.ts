import { request as httpRequest } from "node:http";
import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newCode, systemClock, uuidv7 } from "../../platform/clock.ts";
import { readJournal, type JournalPosition } from "../journal/journal-read.ts";
import type { ClickRecord, OtherRequestRecord, RequestRecord } from "../../domain/facts.ts";
import { parseLinkPath, type LinkPath } from "../../domain/tracking.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import {
  linkRows,
  tagIn,
  type LinkRows,
  type TestProgram,
} from "../../testing/tracking/link-fixture.ts";
import { LinkIndex } from "../link-table/link-index.ts";
import { addressBehind, LinkTable } from "../link-table/link-table.ts";
import { LinkUndecided, openLinks } from "../link-table/links.ts";
import { ask } from "./asked.ts";
import { startTracker, type Tracker } from "./server.ts";

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
  const listen = (server: Server, port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
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
  const tag = {
    program: program.code,
    adGroup: `${program.partnerCode}-test`,
    creative: `${link.adCode}-S1`,
  };
  const to = () => addressBehind(target() ?? { texts: [], adCode: "", fallback: false }, "S1");
  expect(to()).toContain(`${link.landingPage}&maas=`);
  expect(tagIn(to())).toEqual(tag);
  expect(links.find({ ...pathOf(link.path), program: "abcd" })).toBeNull();

  const fresh = await rows.link(program);
  await expect.poll(() => links.find(pathOf(fresh.path))?.link, poll).toBe(fresh.id);
  await rows.pool.query("update ad set state = 'INACTIVE' where id = $1", [link.adId]);
  await expect.poll(() => target()?.adActive, poll).toBe(false);
  expect(target()?.landingPage).toBe(program.landingPage);
  // Another page than the ad's: it may not have the ad's tag.
  expect(tagIn(to())).toEqual({ ...tag, creative: `${link.adCode}_off-S1` });
  await rows.pool.query("update program set attribution_template = $1 where id = $2", [
    "a={insertCampaign}&b={insertAdGroup}&c={insertAd}",
    program.id,
  ]);
  await expect
    .poll(to, poll)
    .toBe(`${program.landingPage}&a=${program.code}&b=${tag.adGroup}&c=${link.adCode}_off-S1`);
  await rows.pool.query("update program set attribution_template = null where id = $1", [
    program.id,
  ]);
  await expect.poll(to, poll).toBe(program.landingPage);
  await rows.pool.query(
    "update program set landing_page = 'https://www.amazon.com/dp/NEW' where id = $1",
    [program.id],
  );
  await expect.poll(() => target()?.landingPage, poll).toBe("https://www.amazon.com/dp/NEW");
  await rows.pool.query(
    "with off as (update ad set state = 'INACTIVE' where code = $2) " +
      "update tracking_link set shared_id = null where id = $1",
    [fresh.id, fresh.adCode],
  );
  await expect
    .poll(() => links.find(pathOf(fresh.path)), poll)
    .toMatchObject({ adActive: false, sharedId: null });
  await rows.pool.query("update account set state = 'SUSPENDED' where id = $1", [program.brandId]);
  await expect.poll(() => target()?.programActive, poll).toBe(false);
  await links.close();
});

test("a link asked for is looked up once, however many ask; an unknown one is null", async () => {
  const links = openLinks(database.url, log);
  await expect.poll(() => links.complete, poll).toBe(true);
  const link = await rows.link(await rows.program());
  const found = await Promise.all(Array.from({ length: 50 }, () => links.seek(pathOf(link.path))));
  expect(new Set(found.map((target) => target?.link))).toEqual(new Set([link.id]));
  expect(await links.seek({ partner: "aaaa", ad: "bbbb", program: "cccc" })).toBeNull();
  const flood = await Promise.all(
    Array.from({ length: 3_000 }, (_, i) =>
      links.seek({ partner: "aaaa", ad: `x${i}abc`, program: "cccc" }),
    ),
  );
  expect(flood.every((target) => target === null)).toBe(true);
  await links.close();
});

test("[found 64] 10,000 links that do not exist cost a handful of look-ups", async () => {
  const program = await rows.program();
  const { path } = await rows.link(program);
  const links = openLinks(database.url, log);
  await expect.poll(() => links.find(pathOf(path)), poll).not.toBeNull();
  const queries = vi.spyOn(links.pool, "query");
  let next = 0;
  const askUntil = async (count: number): Promise<void> => {
    while (next < count)
      expect(
        await links.seek({
          partner: newCode(),
          ad: newCode(),
          program: ++next % 2 === 0 ? newCode() : program.code,
        }),
      ).toBeNull();
  };
  await Promise.all(Array.from({ length: 1_000 }, () => askUntil(10_000)));
  expect(queries.mock.calls.length).toBeLessThanOrEqual(10);
  queries.mockClear();
  const known = pathOf(path);
  const guessed = await Promise.all(
    Array.from({ length: 5_000 }, () => links.seek({ ...known, ad: newCode() })),
  );
  expect(new Set(guessed)).toEqual(new Set([null]));
  expect(queries.mock.calls.length).toBeLessThanOrEqual(3);
  // A link that is made now works at once for all that.
  const made = await rows.link(program);
  expect((await links.seek(pathOf(made.path)))?.link).toBe(made.id);
  await links.close();
});

test("10,000 names wait for changes on the way; one that is unknown is remembered", async () => {
  const links = openLinks(database.url, log);
  await expect.poll(() => links.complete, poll).toBe(true);
  const queries = vi.spyOn(links.pool, "query");
  expect(await links.seekNamed("no-such-tents")).toBeNull();
  const flood = Array.from({ length: 10_001 }, (_, n) => links.seekNamed(`flood-${n}`));
  // Who was answered once waits no more, however many do.
  expect(await links.seekNamed("no-such-tents")).toBeNull();
  const answers = await Promise.allSettled(flood);
  expect(answers.slice(0, -1).every(({ status }) => status === "fulfilled")).toBe(true);
  expect(answers.at(-1)).toMatchObject({
    status: "rejected",
    reason: expect.any(LinkUndecided) as LinkUndecided,
  });
  expect(queries).not.toHaveBeenCalled();
  await links.close();
});

test("a name that is not in the table yet is asked for as it stands, not mended", () => {
  const asked = ask(new LinkTable(), "/c/Summer-Tents?sharedid=s1&subid1=x");
  expect(asked).toMatchObject({ target: null, name: "summer-tents", path: null, cleaned: false });
  expect(asked.parameters()).toMatchObject({
    sharedId: "s1",
    subIds: ["x", null, null],
    warnings: [],
  });
});

test("[D132, F5] without a database known links redirect, unknown ones are 503", async () => {
  const program = await rows.program();
  const link = await rows.link(program);
  const between = await proxy(database.url);
  const dir = mkdtempSync(join(tmpdir(), "outage-"));
  const env = readEnv({ TRACKER_PORT: "0", JOURNAL_DIR: dir });
  const tracker = await startTracker({
    env,
    databaseUrl: between.url,
    clock: systemClock,
    newId: uuidv7,
    log,
  });
  const get = (path: string) =>
    fetch(`http://127.0.0.1:${tracker.port}${path}`, { redirect: "manual" });
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

describe("links as they reach people", () => {
  let program: TestProgram;
  let tracker: Tracker;
  let dir: string;
  let position: JournalPosition = { segment: 0, byteOffset: 0 };
  beforeAll(async () => {
    program = await rows.program();
    dir = mkdtempSync(join(tmpdir(), "mangled-"));
    tracker = await startTracker({
      env: readEnv({ TRACKER_PORT: "0", JOURNAL_DIR: dir }),
      databaseUrl: database.url,
      clock: systemClock,
      newId: uuidv7,
      log,
    });
    await vi.waitUntil(async () => (await get("/readyz")).status === 200, poll);
  });
  afterAll(async () => {
    await tracker.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const agent =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
    "Chrome/126.0.0.0 Safari/537.36";
  /** As it is written: fetch would clean the path by itself. */
  function get(path: string): Promise<{ status: number; location: string | undefined }> {
    const { promise, resolve, reject } = Promise.withResolvers<{
      status: number;
      location: string | undefined;
    }>();
    const asked = httpRequest(
      { host: "127.0.0.1", port: tracker.port, path, headers: { "user-agent": agent } },
      (response) => {
        response
          .resume()
          .on("end", () =>
            resolve({ status: response.statusCode ?? 0, location: response.headers.location }),
          );
      },
    );
    asked.on("error", reject).end();
    return promise;
  }
  /** What one request wrote: exactly one record. */
  async function written<T extends RequestRecord = ClickRecord>(
    work: Promise<unknown>,
  ): Promise<T> {
    await work;
    const { records, next } = await readJournal(dir, position, 100);
    position = next;
    return records.at(-1) as T;
  }
  const zeroWidth = "%E2%80%8B";
  test("[found 12] a link that print, mail, chat or QR changed counts the same", async () => {
    const link = await rows.link(program);
    const [, , partner, ad, code] = link.path.split("/");
    const forms = [
      ...[
        "/",
        ".",
        ")",
        ",",
        "%20",
        zeroWidth,
        '"',
        "%22",
        "%0A",
        "%0D%0A",
        "%C2%AD",
        ").",
        "%3E",
        "%E2%80%9D",
        "&quot;",
        "%2F",
        "%20and%20more",
        ",subId1=q",
        "&#38;x",
        "/index.html",
        "/./",
        "/x/..",
        "/more",
        ".html",
      ].map((end) => link.path + end),
      link.path.toUpperCase(),
      `/C${link.path.slice(2)}`,
      `/c/.${link.path.slice(2)}`,
      `/c/..${link.path}`,
      `/c/%2E%2e${link.path}`,
      `/${link.path}`,
      `/c//${partner}/${ad}//${code}`,
      `/c%2F${partner}%2F${ad}%2F${code}`,
      `/c%252F${partner}%252F${ad}%252F${code}`,
      `/c/${partner}/${ad?.slice(0, 5)}%C2%AD${ad?.slice(5)}/${code}`,
      `/c/${partner}/${ad?.slice(0, 5)}=%0D%0A${ad?.slice(5)}/${code}`,
      `/%3C${link.path.slice(1)}%3E`,
      `${link.path}&utm=x`,
      `${link.path}%3Futm=x`,
      `${link.path}?${"q".repeat(9_000)}`,
    ];
    for (const form of forms) {
      const work = get(form);
      expect(await written(work), form).toMatchObject({
        kind: "CLICK",
        link: link.id,
        partner: program.partnerId,
      });
      expect((await work).location, form).toContain(`aa_adgroupid=${partner}&aa_creativeid=${ad}`);
    }
    expect((await written(get(forms[0] ?? ""))).warnings).toEqual(["LINK_CLEANED"]);
    expect((await written(get(link.path))).warnings).toEqual([]);
  });

  test("[found 12] what leads nowhere is written down and leads to no link", async () => {
    const link = await rows.link(program);
    const [, , partner, ad, code] = link.path.split("/");
    const known = { brand: program.brandId, partner: program.partnerId, program: program.id };
    expect(await written<OtherRequestRecord>(get(`/C/${partner}/${ad}x/${code}.`))).toMatchObject({
      kind: "LINK_UNKNOWN",
      status: 404,
      ...known,
    });
    expect(
      await written<OtherRequestRecord>(get(`//c/${partner}/${ad?.slice(0, -1)}`)),
    ).toMatchObject({ kind: "MALFORMED", partner: program.partnerId });
    // Asked for whole, the new link is in the table, whatever the notification of it has met.
    await written(get(link.path));
    // Partner and ad name one link: its program may have been cut short on the way.
    expect(await written(get(`/c/${partner}/${ad}/${code?.slice(0, 9)}`))).toMatchObject({
      kind: "CLICK",
      link: link.id,
    });
    expect(
      await written<OtherRequestRecord>(get(`/c/${program.id.slice(0, 8)}/${ad}/zzzz`)),
    ).toMatchObject({ kind: "LINK_UNKNOWN", brand: program.brandId, partner: null });
  });

  test("[found 13] parameters arrive, or a warning says which did not", async () => {
    const link = await rows.link(program);
    const of = async (query: string) => {
      const { subIds, sharedId, custom, warnings } = await written(get(link.path + query));
      return { subIds, sharedId, custom, warnings };
    };
    const clean = { custom: null, warnings: [] };
    expect(await of("?subId1=a&amp;subId2=b&amp;sharedId=c")).toEqual({
      ...clean,
      subIds: ["a", "b", null],
      sharedId: "c",
    });
    expect(await of("?subId1=x&sharedId=spring25?fbclid=y")).toEqual({
      ...clean,
      subIds: ["x", null, null],
      sharedId: "spring25",
    });
    expect(await of("?subId1=a;subId2=b;sharedId=c;p.x=d")).toMatchObject({
      subIds: ["a", "b", null],
      sharedId: "c",
      custom: { x: "d" },
    });
    expect(await of("?subId1=3Da&subId2=3Db")).toEqual({
      ...clean,
      subIds: ["a", "b", null],
      sharedId: null,
    });
    expect(await of("&subId1=a%26b?utm_source=x")).toMatchObject({
      subIds: ["a&b", null, null],
      warnings: ["LINK_CLEANED"],
    });
    expect(await of("%3FsubId1%3Da%26subId2%3Db")).toMatchObject({ subIds: ["a", "b", null] });
    expect(await of(`?sharedId=spring25${zeroWidth}.`)).toEqual({
      ...clean,
      subIds: [null, null, null],
      sharedId: "spring25",
    });
    expect(await of("?subId1=(a)&subId2=b).")).toEqual({
      custom: null,
      sharedId: null,
      subIds: ["(a)", "b", null],
      warnings: ["ENDING_REMOVED"],
    });
    // What is a value stays one: signs that part parameters only where a known name follows.
    expect(await of("?subId1=a;b&subId2=https://x.example/?id=3")).toEqual({
      ...clean,
      subIds: ["a;b", "https://x.example/?id=3", null],
      sharedId: null,
    });
  });
});

test("while the database is away at the start nothing is decided", async () => {
  const links = openLinks("postgres://nobody@127.0.0.1:1/none", log);
  await expect(links.seek({ partner: "aaaa", ad: "bbbb", program: "cccc" })).rejects.toThrow(
    LinkUndecided,
  );
  expect([links.complete, links.fresh]).toEqual([false, false]);
  await links.close();
});

test("the index keeps what a Map of pairs keeps, through growth and change", () => {
  const index = new LinkIndex();
  const count = 20_000;
  const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
  for (let round = 0; round < 2; round++)
    for (let n = 0; n < count; n++)
      index.set(n % 97, (n / 97) | 0, {
        id: id(n + round),
        test: n % 2 === round,
        sharedId: n % 5 === round ? `s${n}` : null,
      });
  expect(index.size).toBe(count);
  for (let n = 0; n < count; n++) {
    const at = index.find(n % 97, (n / 97) | 0);
    const got = [index.idOf(at), index.isTest(at), index.sharedIdOf(at)];
    if (
      JSON.stringify(got) !== JSON.stringify([id(n + 1), n % 2 === 1, n % 5 === 1 ? `s${n}` : null])
    )
      expect(got).toBe(n);
  }
  expect(index.find(98, 0)).toBe(-1);
});

test("a program in no marketplace of Amazon's is left out and harms no other", () => {
  const table = new LinkTable();
  table.setAccount({ id: "b", code: "brand", active: true });
  const row = {
    id: "p",
    code: "prog",
    brandId: "b",
    active: true,
    landingPage: "x",
    template: null,
    partition: 0,
    riskFilter: "MODERATE" as const,
  };
  expect(table.setProgram({ ...row, marketplace: "XX" })).toBe(false);
  expect(table.setProgram({ ...row, marketplace: "US" })).toBe(true);
  expect(
    table.setAd({ id: "a", code: "adad", programId: "none", active: true, landingPage: null }),
  ).toBe(false);
});
