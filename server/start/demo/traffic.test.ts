import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isbot } from "isbot";
import { afterEach, expect, test, vi } from "vitest";
import { systemClock, uuidv7 } from "../../platform/clock.ts";
import { createPool } from "../../platform/db/connection.ts";
import { readJournal } from "../../tracking/journal/journal-read.ts";
import { readEnv } from "../../platform/env.ts";
import { createLog } from "../../platform/log.ts";
import { createTestDatabase } from "../../testing/worlds/database.ts";
import { addLink, addPartner, createSalesWorld } from "../../testing/worlds/sales-world.ts";
import { loadCountries } from "../../tracking/redirect/country.ts";
import { startTracker } from "../../tracking/redirect/server.ts";
import { createPicker, createRandom } from "./random.ts";
import { liveLinks, sendTraffic, trafficCommand } from "./traffic.ts";
import { planTraffic, usualShares, type PlannedRequest } from "./traffic-plan.ts";

const links = [
  { path: "/c/part/adve/prog", weight: 3 },
  { path: "/c/part/adve2/prog", weight: 1 },
];
const plan = (seed: number, count: number): PlannedRequest[] => [
  ...planTraffic({ seed, count, links, shares: usualShares }),
];

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});
async function serve(answer: (request: IncomingMessage, n: number) => number): Promise<string> {
  let n = 0;
  server = createServer((request, response) => {
    const status = answer(request, (n += 1));
    if (status === 0) response.destroy();
    else
      response
        .writeHead(status, status === 302 ? { location: "https://www.amazon.com/" } : {})
        .end();
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the same seed sends the same requests, another seed others", () => {
  expect(plan(7, 2_000)).toEqual(plan(7, 2_000));
  expect(plan(8, 50)).not.toEqual(plan(7, 50));
  // A longer run begins with the shorter one.
  expect(plan(7, 300).slice(0, 200)).toEqual(plan(7, 200));
});

test("shares, links, gestures, robots and countries are as planned", async () => {
  const requests = plan(1, 20_000);
  const share = (of: (request: PlannedRequest) => boolean) =>
    requests.filter(of).length / requests.length;
  for (const [kind, expected] of [
    ["DUPLICATE", 0.12],
    ["PREFETCH", 0.04],
    ["HEAD", 0.02],
    ["ROBOT", 0.06],
    ["GARBAGE", 0.01],
    ["CLICK", 0.75],
  ] as const)
    expect(share((request) => request.kind === kind)).toBeCloseTo(expected, 1.7);
  expect(share(({ path }) => path.startsWith("/c/part/adve/prog"))).toBeGreaterThan(0.65);
  const clicks = requests.filter(({ kind }) => kind === "CLICK");
  expect(
    clicks.filter(({ headers }) => headers["sec-fetch-user"] === "?1").length / clicks.length,
  ).toBeGreaterThan(0.8);
  expect(clicks.some(({ path }) => path.includes("sharedId="))).toBe(true);
  const robots = requests.filter(({ kind }) => kind === "ROBOT");
  expect(
    robots.filter(({ headers }) => isbot(headers["user-agent"])).length / robots.length,
  ).toBeGreaterThan(0.85);
  expect(
    clicks.filter(({ headers }) => isbot(headers["user-agent"])).length / clicks.length,
  ).toBeLessThan(0.01);
  const countries = await loadCountries();
  const seen = new Map<string | null, number>();
  for (const { headers } of clicks) {
    const country = countries.of(headers["x-forwarded-for"] ?? "");
    seen.set(country, (seen.get(country) ?? 0) + 1);
  }
  // Ranges of the list are nested here and there: the inner one may belong to another country.
  const meant = ["AU", "BR", "CA", "DE", "ES", "FR", "GB", "IN", "IT", "JP", "MX", "US"].map(
    (country) => seen.get(country) ?? 0,
  );
  expect(Math.min(...meant)).toBeGreaterThan(0);
  expect(meant.reduce((a, b) => a + b, 0) / clicks.length).toBeGreaterThan(0.98);
  expect((seen.get("US") ?? 0) / clicks.length).toBeCloseTo(0.44, 1);
  const visitorOf = ({ path, headers }: PlannedRequest) =>
    `${path} ${headers["x-forwarded-for"]} ${headers["user-agent"]}`;
  const visitors = new Set(clicks.map(visitorOf));
  expect(
    requests
      .filter(({ kind }) => kind === "DUPLICATE")
      .every((request) => visitors.has(visitorOf(request))),
  ).toBe(true);
});

test("picking follows the weights and never takes what has none", () => {
  const random = createRandom(3);
  const pick = createPicker(
    [
      ["a", 1],
      ["b", 0],
      ["c", 3],
    ] as const,
    ([, weight]) => weight,
  );
  const counts = { a: 0, b: 0, c: 0 };
  for (let i = 0; i < 10_000; i++) counts[pick(random)[0]] += 1;
  expect(counts.b).toBe(0);
  expect(counts.c / 10_000).toBeCloseTo(0.75, 1);
  expect(() => createPicker([], () => 1)).toThrow("no item");
});

test("every planned request arrives once, and the summary counts what was answered", async () => {
  const arrived: string[] = [];
  const baseUrl = await serve((request, n) => {
    arrived.push(
      `${request.method} ${request.url} ${String(request.headers["x-forwarded-for"])} ` +
        request.headers["user-agent"],
    );
    if (n % 50 === 0) return 0;
    if (request.headers["sec-purpose"]) return 503;
    return 302;
  });
  let progress = 0;
  const summary = await sendTraffic({
    baseUrl,
    seed: 5,
    count: 1_000,
    ratePerSecond: 0,
    links,
    clock: systemClock,
    onProgress: (n) => (progress = n),
  });
  expect(arrived.toSorted()).toEqual(
    plan(5, 1_000)
      .map(
        ({ method, path, headers }) =>
          `${method} ${path} ${headers["x-forwarded-for"]} ${headers["user-agent"]}`,
      )
      .toSorted(),
  );
  expect(progress).toBe(1_000);
  expect(summary.unanswered).toBe(20);
  expect(Object.values(summary.answers).reduce((a, b) => a + b, 0)).toBe(980);
  expect(Object.values(summary.sent).reduce((a, b) => a + b, 0)).toBe(1_000);
  expect(summary.redirectedGets).toBeLessThan(summary.answers["302"] ?? 0);
});

test("a rate holds requests back, and aborting stops them", async () => {
  let arrived = 0;
  const baseUrl = await serve(() => ((arrived += 1), 302));
  const stopping = new AbortController();
  const before = performance.now();
  await sendTraffic({ baseUrl, seed: 5, count: 50, ratePerSecond: 500, links, clock: systemClock });
  // The 50th is due after 98 ms; that it is never early is what a rate promises.
  expect(performance.now() - before).toBeGreaterThanOrEqual(96);
  arrived = 0;
  await sendTraffic({
    baseUrl,
    seed: 5,
    count: 5_000,
    ratePerSecond: 0,
    links,
    clock: systemClock,
    signal: stopping.signal,
    onProgress: (n) => n === 100 && stopping.abort(),
  });
  expect(arrived).toBeLessThan(200);
});

const command = async (argv: string[], trackerUrl = "http://127.0.0.1:9") => {
  const [out, err]: [string[], string[]] = [[], []];
  const stderr = {
    isTTY: false,
    write: (text: string) => err.push(text),
  } as unknown as NodeJS.WriteStream;
  const code = await trafficCommand.run(argv, {
    stdout: (text) => out.push(text),
    stderr,
    trackerUrl,
    clock: systemClock,
    links: () => Promise.resolve(links),
  });
  return { code, out: out.join(""), err: err.join("") };
};

test("the command sends, sums up as text or JSON, and tells wrong options", async () => {
  const url = await serve(({ method }) => (method === "POST" ? 405 : 302));
  const asJson = await command(["--count", "60", "--seed", "2", "--json", "--garbage=0"], url);
  expect(JSON.parse(asJson.out)).toMatchObject({
    answers: { 302: 60 },
    unanswered: 0,
    sent: { GARBAGE: 0 },
  });
  expect((await command(["--count", "20", "--link", "/c/a1b2/c3d4/e5f6"], url)).out).toMatch(
    /^Sent .*\nAnswers .*\nClicks .*\nDuration .*\n$/,
  );
  expect((await command(["--help"])).out).toContain("--rate N");
  for (const argv of [
    ["--cuont", "5"],
    ["extra"],
    ["--count", "x"],
    ["--count", "0"],
    ["--rate=-1"],
    ["--robots", "2"],
    ["--robots", "0.9", "--heads", "0.9"],
    ["--url", "ftp://x"],
    ["--link", "c/x"],
    ["--count", "3"],
  ]) {
    const { code, err, out } = await command(argv);
    expect([argv, code, out]).toEqual([argv, 1, ""]);
    expect(err).toMatch(/^traffic: [^\n]+\n$/);
  }
});

test("through the real tracker: GETs answered 302 are clicks, prefetches 503", async () => {
  const database = await createTestDatabase();
  const owner = createPool(database.url, "owner");
  const dir = mkdtempSync(join(tmpdir(), "traffic-"));
  const world = await createSalesWorld(owner, { name: "traffic" });
  const partner = await addPartner(owner, world, "parttraffic");
  await addLink(owner, world, partner);
  await addLink(owner, world, partner, { adCode: "adother" });
  await addLink(owner, world, partner, { adCode: "adtest", isTest: true });
  const env = readEnv({
    TRACKER_PORT: "0",
    JOURNAL_DIR: dir,
    TRUSTED_PROXIES: "127.0.0.1",
    NODE_ENV: "test",
  });
  const tracker = await startTracker({
    env,
    databaseUrl: database.url,
    clock: systemClock,
    newId: uuidv7,
    log: createLog("silent", "tracker"),
  });
  const baseUrl = `http://127.0.0.1:${tracker.port}`;
  await vi.waitFor(async () => expect((await fetch(`${baseUrl}/readyz`)).status).toBe(200), {
    timeout: 30_000,
  });
  const live = await liveLinks(owner);
  expect(live.map(({ path }) => path)).toEqual([
    `/c/parttraffic/${world.adCode}/progtraffic`,
    "/c/parttraffic/adother/progtraffic",
  ]);
  const summary = await sendTraffic({
    baseUrl,
    seed: 11,
    count: 3_000,
    ratePerSecond: 0,
    links: live,
    clock: systemClock,
  });
  const { records } = await readJournal(dir, { segment: 0, byteOffset: 0 }, 10_000);
  const clicks = records.filter((record) => record.kind === "CLICK");
  expect(summary.unanswered).toBe(0);
  expect(clicks).toHaveLength(summary.redirectedGets);
  expect(summary.perSecond).toBeGreaterThan(0);
  expect(summary.redirectedGets).toBe(
    summary.sent.CLICK + summary.sent.DUPLICATE + summary.sent.ROBOT,
  );
  expect(summary.answers["503"]).toBe(summary.sent.PREFETCH);
  expect(
    clicks.filter((click) => click.kind === "CLICK" && click.country === "US").length,
  ).toBeGreaterThan(clicks.length / 4);
  await tracker.close();
  await owner.end();
  await database.drop();
  rmSync(dir, { recursive: true, force: true });
});
