import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { uuidv7 } from "../../platform/clock.ts";
import { readJournal, type JournalPosition } from "../journal/journal-read.ts";
import type { ClickRecord, OtherRequestRecord, RequestRecord } from "../../domain/facts.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/worlds/database.ts";
import {
  linkRows,
  tagIn,
  type LinkRows,
  type TestLink,
  type TestProgram,
} from "../../testing/tracking/link-fixture.ts";
import { startTracker, type Tracker } from "./server.ts";

const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
  "Chrome/126.0.0.0 Safari/537.36";
const now = Date.UTC(2026, 10, 23, 12);
const visitorAddress = "203.0.113.77";

let database: TestDatabase;
let rows: LinkRows;
let program: TestProgram;
let tracker: Tracker;
let dir: string;
let position: JournalPosition = { segment: 0, byteOffset: 0 };

beforeAll(async () => {
  database = await createTestDatabase();
  rows = linkRows(database.url);
  program = await rows.program();
  dir = mkdtempSync(join(tmpdir(), "tracker-"));
  const env = readEnv({
    TRACKER_PORT: "0",
    JOURNAL_DIR: dir,
    TRUSTED_PROXIES: "127.0.0.1",
    NODE_ENV: "test",
  });
  tracker = await startTracker({
    env,
    databaseUrl: database.url,
    clock: () => now,
    newId: uuidv7,
    log: createLog("silent", "tracker"),
  });
  await vi.waitUntil(async () => (await get("/readyz")).status === 200, { timeout: 30_000 });
});
afterAll(async () => {
  await tracker.close();
  await rows.pool.end();
  await database.drop();
  rmSync(dir, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
function get(
  path: string,
  headers: Record<string, string | undefined> = {},
  method = "GET",
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const all = Object.fromEntries(
    Object.entries({ "user-agent": chrome, "x-forwarded-for": visitorAddress, ...headers }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const request = httpRequest(
    { host: "127.0.0.1", port: tracker.port, path, method, headers: all as Record<string, string> },
    (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    },
  );
  request.on("error", reject).end();
  return promise;
}
async function newRecords(): Promise<RequestRecord[]> {
  const { records, next } = await readJournal(dir, position, 100_000);
  position = next;
  return records;
}
/** What one request wrote: exactly one record. */
async function written<T extends RequestRecord = ClickRecord>(work: Promise<unknown>): Promise<T> {
  await newRecords();
  await work;
  const records = await newRecords();
  expect(records).toHaveLength(1);
  return records[0] as T;
}
const location = async (path: string, headers = {}) =>
  new URL((await get(path, headers)).headers.location ?? "about:blank");

describe("destination", () => {
  test("[D117, D127, D128, D129] a link redirects with 302 to the ad's page", async () => {
    const levels = ["PROGRAM", "PARTNER", "AD"] as const;
    for (const level of levels) {
      const link = await rows.link(program, { level });
      const answered = await get(link.path);
      expect(answered.status).toBe(302);
      const url = new URL(answered.headers.location ?? "");
      expect(url.origin + url.pathname).toBe(
        `https://www.amazon.com/Some-Thing/dp/${link.adCode.toUpperCase()}`,
      );
      expect(url.searchParams.get("psc")).toBe("1");
      expect(url.searchParams.get("maas")).toBe("maas_adg_api_5811_static_2_129");
      expect(url.searchParams.get("ref_")).toBe("aa_maas");
      expect(url.searchParams.get("tag")).toBe("maas");
      expect(tagIn(url.href)).toEqual({
        program: program.code,
        adGroup: program.partnerCode,
        creative: link.adCode,
      });
    }
  });

  test("[D128, D125, found 15] the creative is the ad with a request's id or its own", async () => {
    const link = await rows.link(program, { sharedId: "LinkOwn" });
    const creative = async (query: string) =>
      tagIn((await location(link.path + query)).href)?.creative;
    expect(await creative("?sharedId=Abc123")).toBe(`${link.adCode}-Abc123`);
    expect(await creative("?sharedid=low")).toBe(`${link.adCode}-low`);
    expect(await creative("")).toBe(`${link.adCode}-LinkOwn`);
    for (const bad of [
      "a-b",
      "a%20b",
      "%C3%A9",
      "a".repeat(256),
      "%",
      "%ff",
      "..%2f",
      "%00",
      "a%0d%0aSet-Cookie:x",
    ]) {
      const click = await written(get(`${link.path}?sharedId=${bad}`));
      expect(click.warnings, bad).toContain("SHARED_ID_DROPPED");
      expect(click.sharedId).toBe("LinkOwn");
      expect(await creative(`?sharedId=${bad}`)).toBe(`${link.adCode}-LinkOwn`);
    }
    expect(await creative(`?sharedId=${"a".repeat(255)}`)).toHaveLength(255);
    const plain = await rows.link(program);
    const test = await rows.link(program, { test: true });
    expect(tagIn((await location(test.path)).href)).toEqual({
      program: program.code,
      adGroup: `${program.partnerCode}-test`,
      creative: test.adCode,
    });
    expect(tagIn((await location(plain.path)).href)?.creative).toBe(plain.adCode);
  });

  test("[D122] an ad inactive or without a page falls back to the program's", async () => {
    for (const settings of [
      { adState: "INACTIVE" as const },
      { landingPage: null },
      { landingPage: "https://evil.example/dp/B0" },
      { landingPage: "not a url" },
    ]) {
      const link = await rows.link(program, settings);
      const url = await location(link.path);
      expect(`${url.origin}${url.pathname}?th=${url.searchParams.get("th")}`).toBe(
        program.landingPage,
      );
      expect(tagIn(url.href)?.adGroup).toBe(program.partnerCode);
      // A tag leads to one page only: the ad's own is not used for another.
      expect(tagIn(url.href)?.creative).toBe(
        link.adCode + (settings.landingPage === null ? "" : "_off"),
      );
    }
  });

  test("[D134] without an active program or partner the default page is used", async () => {
    const off = await rows.program("DEACTIVATED");
    const offLink = await rows.link(off);
    const click = await written(get(offLink.path));
    expect(click).toMatchObject({
      programActive: false,
      partnerActive: true,
      landingPage: off.landingPage,
    });
    const lone = await rows.program();
    const link = await rows.link(lone);
    expect(await written(get(link.path))).toMatchObject({
      programActive: true,
      partnerActive: true,
      adActive: true,
    });
    await rows.pool.query("update account set state = 'SUSPENDED' where id = $1", [lone.partnerId]);
    await expect
      .poll(async () => (await written(get(link.path))).partnerActive, { timeout: 30_000 })
      .toBe(false);
    expect((await location(link.path)).pathname).toBe("/dp/B000PROGRAM");
  });

  test("[D121] no query and no header leads off Amazon", async () => {
    const link = await rows.link(program);
    const evil = [
      "https://evil.example",
      "//evil.example",
      "\\\\evil.example",
      "https:evil.example",
      "%68ttps://evil.example",
      "javascript:alert(1)",
      "https://www.amazon.com@evil.example/",
      "https://www.amazon.com.evil.example/",
      "%0d%0aLocation:https://evil.example",
      "//evil%E3%80%82example",
      "data:text/html,x",
    ];
    const names = [
      "u",
      "url",
      "r",
      "redirect",
      "next",
      "to",
      "deeplink",
      "DeepLink",
      "gwlurl",
      "landing",
      "sharedId",
      "subId1",
      "p.u",
      "p.__proto__",
      "maas",
      "tag",
      "aa_creativeid",
      "host",
    ];
    const clean = new URL((await get(link.path)).headers.location ?? "");
    for (const name of names)
      for (const value of evil) {
        const url = await location(`${link.path}?${name}=${value}`, {
          host: "evil.example",
          "x-forwarded-host": "evil.example",
          "x-original-url": "//evil.example",
        });
        expect(url.href, `${name}=${value}`).toBe(clean.href);
      }
    // [found 12] What stands behind a whole link, and the host of an absolute form, change nothing.
    for (const path of [
      `${link.path}//evil.example`,
      `http://evil.example${link.path}`,
      `${link.path}/..`,
      `${link.path};//evil.example`,
    ])
      expect((await location(path)).href, path).toBe(clean.href);
    for (const path of [
      `//evil.example${link.path}`,
      `/c//evil.example/${link.adCode}/${program.code}`,
      `/c/../..//evil.example`,
    ])
      expect((await get(path)).status, path).toBe(404);
  });
});

describe("what is written down", () => {
  test("[D126] sub ids and custom values are stored, never passed to Amazon", async () => {
    const link = await rows.link(program);
    const query =
      "?subId1=one+two&SUBID2=%E4%BD%A0&subid3=a%26b&p.campaign=summer&p.__proto__=x" +
      "&subId1=second&q=ignored";
    const click = await written(get(link.path + query));
    expect(click.subIds).toEqual(["one two", "你", "a&b"]);
    expect(click.custom?.["campaign"]).toBe("summer");
    expect(Object.keys(click.custom ?? {})).toEqual(["campaign", "__proto__"]);
    expect((await location(link.path + query)).href).not.toMatch(/one|summer|%E4|subid/i);
  });

  test("[D178] a sub id behind another value is the partner's alone", async () => {
    const link = await rows.link(program);
    for (const parting of [
      "%26subId1%3D",
      "%2526subId1=",
      String.raw`\u0026subId1=`,
      "#subId1=",
      "%0AsubId1=",
      "%EF%BC%86subId1=",
      "%26amp%3BsubId1%3D",
      "=26subId1=3D",
      "%u0026subId1=",
    ]) {
      const query = `${link.path}?p.x=1${parting}SECq3`;
      const click = await written(get(query, { referer: `https://go.example${query}&p.y=2` }));
      expect(click.custom, parting).toEqual({ x: "1" });
      expect(click.subIds, parting).toEqual(["SECq3", null, null]);
      expect(click.referrer, parting).toMatch(/^https:\/\/go\.example\/c\/[^?]+\?p\.x=1.*&p\.y=2$/);
      expect(click.referrer, parting).not.toContain("SECq3");
    }
    const named = await written(get(`${link.path}?p.subId1=SECq3&p.my.SUBID2=SECq3&p.z=3`));
    expect(named.custom).toEqual({ z: "3" });
  });

  test("hostile parameters never throw; each fault is a warning", async () => {
    const link = await rows.link(program);
    const many = Array.from({ length: 30 }, (_, i) => `p.n${i}=v`).join("&");
    const click = await written(
      get(
        `${link.path}?subId1=%&subId2=%ED%A0%80&subId3=a%00b&${many}` +
          `&p.long=${"x".repeat(256)}&=&&p.=1&p.a%20b=1`,
      ),
    );
    expect(click.subIds).toEqual(["%", "%ED%A0%80", "ab"]);
    expect(click.warnings.sort()).toEqual(["BAD_ENCODING", "NUL_REMOVED", "PARAMETER_DROPPED"]);
    expect(Object.keys(click.custom ?? {})).toHaveLength(20);
    expect((await written(get(`${link.path}?subId1=${"y".repeat(256)}`))).warnings).toEqual([
      "SUB_ID_DROPPED",
    ]);
  });

  test("[found 13] a value that cannot be seen is none, and a warning says so", async () => {
    const link = await rows.link(program);
    for (const unseen of ["%E2%80%AE", "%20", "%E2%80%8B%E2%80%8F", "%00", "%0D%0A", "%C2%AD"]) {
      const click = await written(get(`${link.path}?subId1=${unseen}&p.a=${unseen}&subId2=b`));
      expect(click.subIds, unseen).toEqual([null, "b", null]);
      expect(click.custom, unseen).toBeNull();
      expect(click.warnings, unseen).toContain("SUB_ID_DROPPED");
      expect(click.warnings, unseen).toContain("PARAMETER_DROPPED");
    }
  });

  test("ids, link, time, referrer and gesture", async () => {
    const link = await rows.link(program, { test: true });
    const click = await written(
      get(link.path, {
        referer: `https://Blog.Example:8443/post?${"q".repeat(600)}`,
        "sec-fetch-user": "?1",
        "sec-fetch-dest": "document",
        "sec-fetch-mode": "navigate",
        "sec-fetch-site": "cross-site",
      }),
    );
    expect(click).toMatchObject({
      kind: "CLICK",
      at: now,
      brand: program.brandId,
      partner: program.partnerId,
      program: program.id,
      ad: link.adId,
      link: link.id,
      part: 3,
      test: true,
    });
    expect(click).toMatchObject({
      gesture: "USER",
      risk: [],
      referrerHost: "blog.example",
      device: "DESKTOP",
      os: "WINDOWS_10",
      browser: "CHROME",
      destinationHost: "www.amazon.com",
    });
    expect(click.referrer).toHaveLength(512);
    expect(Number.parseInt(click.id.replace("-", "").slice(0, 12), 16)).toBe(now);
    expect((await written(get(link.path))).gesture).toBe("UNKNOWN");
    expect(
      (await written(get(link.path, { referer: "android-app://com.google.android.gm/" })))
        .referrerHost,
    ).toBe("android-app://com.google.android.gm");
    expect(
      (await written(get(link.path, { referer: "ios-app://com.google.GoogleMobile/" })))
        .referrerHost,
    ).toBe("ios-app://com.google.googlemobile");
    expect(
      await written(get(link.path, { "sec-fetch-dest": "image", "sec-fetch-mode": "no-cors" })),
    ).toMatchObject({ gesture: "NONE", risk: ["IMAGE_CLICK"] });
    for (const headers of [{ range: "bytes=0-0" }, { accept: "image/*" }])
      expect((await written(get(link.path, headers as Record<string, string>))).risk).toEqual([
        "IMAGE_CLICK",
      ]);
    expect(await written(get(link.path, { "sec-fetch-dest": "document" }))).toMatchObject({
      gesture: "NONE",
      risk: ["NO_GESTURE"],
    });
  });

  test("[D111, found 57] strict filter: a risky click arrives without the tag", async () => {
    const strict = await rows.program();
    await rows.pool.query("update program set risk_filter = 'STRICT' where id = $1", [strict.id]);
    const link = await rows.link(strict);
    const scripted = {
      "sec-fetch-dest": "document",
      "sec-fetch-mode": "navigate",
      "sec-fetch-site": "cross-site",
    };
    await expect
      .poll(async () => (await get(link.path, scripted)).headers.location, { timeout: 30_000 })
      .toBe(link.landingPage);
    expect(await written(get(link.path, scripted))).toMatchObject({
      risk: ["NO_GESTURE"],
      warnings: ["NOT_CREDITED"],
    });
    const vouched = { ...scripted, "sec-fetch-user": "?1" };
    expect(tagIn((await location(link.path, vouched)).href)?.adGroup).toBe(strict.partnerCode);
    const moderate = await rows.link(program);
    expect(tagIn((await location(moderate.path, scripted)).href)?.adGroup).toBe(
      program.partnerCode,
    );
  });

  test("[D113] a robot is redirected and marked; so is one without user agent", async () => {
    const link = await rows.link(program);
    for (const agent of [
      "curl/8.5.0",
      "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
      "python-requests/2.32",
      undefined,
    ]) {
      const work = get(link.path, { "user-agent": agent });
      expect(await written(work)).toMatchObject({ robot: true, device: "ROBOT" });
      expect((await work).status).toBe(302);
    }
  });

  test("[D114] the raw address is nowhere in the journal; country and hash are", async () => {
    const link = await rows.link(program);
    const click = await written(get(link.path, { "x-forwarded-for": "8.8.8.8" }));
    expect(click.country).toBe("US");
    expect(click.language, "none was asked for").toBeNull();
    const asked = { "accept-language": "es-us;q=0.9, en" };
    expect((await written(get(link.path, asked))).language).toBe("es-US");
    expect(click.visitor).toMatch(/^[0-9a-f]{32}$/);
    expect((await written(get(link.path, { "x-forwarded-for": "8.8.8.8" }))).visitor).toBe(
      click.visitor,
    );
    expect((await written(get(link.path, { "x-forwarded-for": "8.8.4.4" }))).visitor).not.toBe(
      click.visitor,
    );
    const files = readdirSync(dir)
      .map((name) => readFileSync(join(dir, name), "latin1"))
      .join("");
    for (const address of ["8.8.8.8", "8.8.4.4", visitorAddress, "127.0.0.1"])
      expect(files.includes(address), address).toBe(false);
  });

  test("only the right-most untrusted hop of a trusted proxy is believed", async () => {
    const link = await rows.link(program);
    const visitor = async (forwarded: string | undefined) =>
      (await written(get(link.path, { "x-forwarded-for": forwarded }))).visitor;
    const real = await visitor("8.8.8.8");
    expect(await visitor("1.1.1.1, 8.8.8.8")).toBe(real);
    expect(await visitor("1.1.1.1, 8.8.8.8, 127.0.0.1")).toBe(real);
    expect(await visitor("::ffff:8.8.8.8")).toBe(real);
    expect(await visitor("1.1.1.1")).not.toBe(real);
    expect(await visitor(undefined)).toBe(await visitor("8.8.8.8, garbage"));
  });
});

describe("requests that are no clicks", () => {
  test("[D116] HEAD redirects and is written down, but never as a click", async () => {
    const link = await rows.link(program);
    const work = get(`${link.path}?sharedId=Head1`, {}, "HEAD");
    expect(await written<OtherRequestRecord>(work)).toMatchObject({
      kind: "HEAD",
      status: 302,
      link: link.id,
      path: link.path,
    });
    expect(tagIn((await work).headers.location ?? "")?.creative).toBe(`${link.adCode}-Head1`);
  });

  const prefetches = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"].flatMap((name) =>
    [
      "prefetch",
      "prerender",
      "preview",
      "instant",
      "prefetch;prerender",
      "Prefetch",
      "prefetch;anonymous-client-ip",
    ].map((value) => [name, value] as const),
  );
  test(
    `[D116, found 63] ${prefetches.length} prefetch headers get 503, no-store and no click; the ` +
      "later click counts once",
    async () => {
      expect(prefetches).toHaveLength(28);
      const link = await rows.link(program);
      await get(link.path);
      for (const [name, value] of prefetches) {
        const work = get(link.path, { [name]: value, "sec-fetch-user": "?1" });
        expect(await written<OtherRequestRecord>(work), `${name}: ${value}`).toMatchObject({
          kind: "PREFETCH",
          status: 503,
          link: link.id,
        });
        expect(await work).toMatchObject({ status: 503, headers: { "cache-control": "no-store" } });
        expect((await written(get(link.path))).kind).toBe("CLICK");
      }
    },
  );

  test("[D115] a path that is no link is MALFORMED", async () => {
    const paths = [
      "/c/",
      "/c/a/b",
      "/c/index.html",
      "/c/../../abcd",
      `/c/${"a".repeat(33)}/abcd/abcd`,
    ];
    for (const path of paths) {
      const work = get(path);
      expect(await written<OtherRequestRecord>(work), path).toMatchObject({
        kind: "MALFORMED",
        status: 404,
        brand: null,
      });
      expect((await work).status).toBe(404);
    }
    expect((await written<OtherRequestRecord>(get(`/c/${"z".repeat(1000)}`))).path).toHaveLength(
      300,
    );
  });

  test("[found 12] of a link with one code that cannot be read, the others are known", async () => {
    const { adCode } = await rows.link(program);
    for (const path of [
      `/c/%D0%B6%D0%B6/${adCode}/${program.code}`,
      `/c/abcd~efgh/${adCode}/${program.code}`,
    ])
      expect(await written<OtherRequestRecord>(get(path)), path).toMatchObject({
        status: 404,
        brand: program.brandId,
        program: program.id,
      });
  });

  test("an unknown link is 404 and noted; one made a moment ago works", async () => {
    const absent = `/c/${program.partnerCode}/aaaaaaaaaaaaaaaa/${program.code}`;
    const known = { brand: program.brandId, partner: program.partnerId, program: program.id };
    expect(await written<OtherRequestRecord>(get(absent))).toMatchObject({
      kind: "LINK_UNKNOWN",
      status: 404,
      ...known,
    });
    const other = await rows.program();
    const link: TestLink = await rows.link(other);
    expect((await get(link.path)).status).toBe(302);
    expect((await get(link.path.replace(other.code, program.code))).status).toBe(404);
  });

  test("a readable name leads where its link leads, as does the link itself", async () => {
    const link = await rows.link(program);
    const name = `tents-${link.id.slice(-8)}`;
    await rows.pool.query(
      `insert into link_name
        select
          gen_random_uuid(),
          brand_account_id,
          partner_account_id,
          id,
          ad_id,
          $2,
          $2,
          created_by,
          created_at
        from tracking_link
        where id = $1`,
      [link.id, name],
    );
    const direct = (await location(link.path)).href;
    for (const path of [`/c/${name}`, `/c/${name.toUpperCase()}`, `/c/${name}.`])
      expect((await location(path)).href, path).toBe(direct);
    expect(await written(get(`/c/${name}?sharedid=s1&subid1=x`))).toMatchObject({
      kind: "CLICK",
      link: link.id,
      sharedId: "s1",
      subIds: ["x", null, null],
      warnings: [],
    });
    expect(await written<OtherRequestRecord>(get(`/c/${name}-not`))).toMatchObject({
      kind: "LINK_UNKNOWN",
      status: 404,
    });
    expect((await location(link.path)).href).toBe(direct);
  });

  test("other methods are 405 with Allow, and written down for links", async () => {
    const link = await rows.link(program);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]) {
      const work = get(link.path, {}, method);
      expect(await written<OtherRequestRecord>(work)).toMatchObject({
        kind: "METHOD_NOT_ALLOWED",
        status: 405,
      });
      expect((await work).headers.allow).toBe("GET, HEAD");
    }
    expect((await get("/elsewhere", {}, "POST")).status).toBe(405);
  });
});

test("[D133] a redirect is uncached, unindexed, without referrer or cookie", async () => {
  const link = await rows.link(program);
  const { headers } = await get(link.path);
  expect(headers).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "content-length": "0",
  });
  expect(headers["set-cookie"]).toBeUndefined();
  // oxlint-disable-next-line no-control-regex -- the point is that nothing outside ASCII goes out
  expect(headers.location).toMatch(/^[\x21-\x7e]+$/);
});

/** The first status line of the answer to raw bytes, or "" when the connection is just closed. */
function raw(bytes: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = "";
  const socket = connect(tracker.port, "127.0.0.1", () =>
    socket.write(Buffer.from(bytes, "latin1")),
  );
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  socket.on("close", () => resolve(text.split("\r\n")[0] ?? ""));
  return promise;
}

/** A request in parts, each sent when the one before it has been taken in. */
function rawParts(parts: Buffer[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let text = "";
  const send = async (): Promise<void> => {
    for (const part of parts) {
      socket.write(part);
      await get("/healthz");
    }
  };
  const options = { port: tracker.port, host: "127.0.0.1", noDelay: true };
  const socket = connect(options, () => void send());
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  socket.on("close", () => resolve(text));
  return promise;
}

test("the referring host is in the one form in which rules name it", async () => {
  const link = await rows.link(program);
  const ask = (referrer: string) =>
    `GET ${link.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nReferer: ${referrer}\r\n\r\n`;
  const bytes = Buffer.from("https://münchen.example/größe", "utf8").toString("latin1");
  for (const [referrer, host, kept] of [
    [bytes, "xn--mnchen-3ya.example", "https://münchen.example/größe"],
    ["https://xn--mnchen-3ya.example./", "xn--mnchen-3ya.example"],
    ["https://user:pw@A.com:8080/", "a.com"],
    ["https:\\\\a.com/", "a.com"],
    // Neither UTF-8 nor a host: kept as it came.
    ["https://caf\xe9", "xn--caf-dma", "https://caf\xe9"],
    ["https://a..com/", null],
  ] as const)
    expect(await written(raw(ask(referrer)))).toMatchObject({
      referrer: kept ?? referrer,
      referrerHost: host,
    });
});

test("[found 12, found 13] raw letters, spaces and an absolute form lead to the link", async () => {
  const link = await rows.link(program);
  const host = `http://track.example:8080`;
  const close = "Host: x\r\nConnection: close";
  const lines = `${close}\r\nUser-Agent: ${chrome}\r\nX-Forwarded-For: 8.8.8.8\r\n\r\n`;
  const request = (target: Buffer | string) =>
    Buffer.concat([
      Buffer.from("GET "),
      Buffer.from(target as string),
      Buffer.from(` HTTP/1.1\r\n${lines}`),
    ]);
  const cases: [Buffer | string, string | null][] = [
    [`${host}${link.path}?subId1=a`, "a"],
    [`HTTPS://track.example${link.path}`, null],
    [`${link.path}?subId1=Grüße`, "Grüße"],
    [`${host}${link.path}?subId1=日本`, "日本"],
    [Buffer.from(`${link.path}?subId1=Gr\xfc\xdfe`, "latin1"), "Grüße"],
    [Buffer.from(`${link.path}?subId1=5\x80\x96x`, "latin1"), "5€–x"],
    [`${link.path}\u200b?subId1=a`, "a"],
    [`${link.path}…`, null],
    [`${link.path}?subId1=one two`, "one two"],
    [`${link.path.slice(0, 9)}-${link.path.slice(9)}?subId1=a`, "a"],
    [`${link.path.slice(0, 9)}=0D=0A${link.path.slice(9)}=0D=0A`, null],
    [`/http://track.example:8080${link.path}?subId1=a`, "a"],
    [`/%u0063${link.path.slice(2)}?subId1=a`, "a"],
    [`/с${link.path.slice(2)}?subId1=a`, "a"],
  ];
  for (const [target, subId] of cases) {
    const what = target.toString("latin1");
    const bytes = request(target);
    const click = await written(
      rawParts([bytes]).then((text) => expect(text, what).toMatch(/^HTTP\/1.1 302/)),
    );
    expect(click, what).toMatchObject({ kind: "CLICK", link: link.id, country: "US" });
    expect(click.subIds[0], what).toBe(subId);
  }
  // Its head in three parts, and a second request behind it, which is not taken for one.
  const whole = request(`${link.path}?subId1=ü`);
  const cut = whole.indexOf("HTTP/1.1");
  const parts = [whole.subarray(0, cut), whole.subarray(cut, cut + 20), whole.subarray(cut + 20)];
  await written(rawParts([...parts, whole]).then((text) => expect(text).toMatch(/302 Found/)));
  expect(tracker.connections.size).toBeLessThanOrEqual(2);
});

test("malformed HTTP is refused and the process lives on", async () => {
  const link = await rows.link(program);
  const get1 = (target: string, more = "") =>
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`;
  const cases: [string, RegExp][] = [
    ["\0\0\0\0\r\n\r\n", /^HTTP\/1.1 400|^$/],
    ["GET\r\n\r\n", /^HTTP\/1.1 400/],
    ["GET / HTTP/9.9\r\n\r\n", /^HTTP\/1.1 (400|505)/],
    [get1(link.path, `X: ${"x".repeat(64 * 1024)}\r\n`), /^HTTP\/1.1 4\d\d|^$/],
    [`GET ${link.path} HTTP/1.1\r\n\r\n`, /^HTTP\/1.1 400/],
    [get1(link.path, "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), /^HTTP\/1.1 400/],
    [`OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, /^HTTP\/1.1 405/],
    [`TRACE ${link.path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`, /^HTTP\/1.1 405/],
    [
      "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
      /^$|^HTTP\/1.1 4/,
    ],
    [get1(`http://evil.example${link.path}`), /^HTTP\/1.1 302/],
    [get1("*"), /^HTTP\/1.1 40[04]/],
    [get1(`${link.path}?subId1=\xff\xfe\x80`), /^HTTP\/1.1 302/],
    [get1(link.path, "User-Agent: \xff\xe9\r\nReferer: \x80\x81\r\n"), /^HTTP\/1.1 302/],
    [get1(link.path, "Upgrade: websocket\r\nConnection: Upgrade\r\n"), /^HTTP\/1.1 (302|4\d\d)|^$/],
  ];
  for (const [bytes, wanted] of cases)
    expect(await raw(bytes), JSON.stringify(bytes.slice(0, 60))).toMatch(wanted);
  expect((await get("/healthz")).status).toBe(200);
  expect((await get(link.path)).status).toBe(302);
});
