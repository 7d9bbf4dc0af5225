/**
 * The core page in a real Chromium at a quarter of the processor's speed, against the same page
 * without charts: alternating rounds of the same run, since a shared machine is never as fast
 * twice. Also what the pages weigh.
 */
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { ask, startProduct, type Product } from "../../../web/test/product.ts";
import { brandPerson, everyRoute, programOf, type Route } from "../../../web/test/routes.ts";
import { firstScripts, ScriptSizes } from "../../../web/test/scripts.ts";
import { spreadOf, type Spread } from "./spread.ts";

const throttling = 4;
const rounds = 15;
/** Nothing ran long for this time: the page is done. */
const quietMs = 1_500;
const kib = (bytes: number): number => bytes / 1024;

interface Watched {
  lcpMs: number;
  blockingMs: number;
  lastLongMs: number;
}
declare global {
  var watched: Watched;
}
/** Of a browser; Node's own list of kinds is shorter. */
type Kind = "mark";
/** Runs in the page before anything else does. Blocking = what tasks take beyond 50 ms. */
function watch(): void {
  globalThis.watched = { lcpMs: 0, blockingMs: 0, lastLongMs: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.watched.lcpMs = entry.startTime;
  }).observe({ type: "largest-contentful-paint" as Kind, buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      globalThis.watched.blockingMs += duration - 50;
      globalThis.watched.lastLongMs = startTime + duration;
    }
  }).observe({ type: "longtask" as Kind, buffered: true });
}

interface Visit extends Watched {
  htmlBytes: number;
  first: string[];
  /** Scripts with the instant at which they were asked for, in ms of the page. */
  scripts: { address: string; atMs: number }[];
  firstPaintMs: number;
}
async function visit(
  context: BrowserContext,
  address: string,
  isDone: (page: Page) => Promise<unknown>,
): Promise<Visit> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Emulation.setCPUThrottlingRate", { rate: throttling });
  await page.addInitScript(watch);
  const response = await page.goto(address, { waitUntil: "load" });
  await isDone(page);
  await page.waitForFunction(
    (quiet) => performance.now() - globalThis.watched.lastLongMs > quiet,
    quietMs,
  );
  const seen = await page.evaluate(() => ({
    ...globalThis.watched,
    firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    scripts: performance
      .getEntriesByType("resource")
      .filter(({ name }) => name.endsWith(".js"))
      .map(({ name, startTime }) => ({ address: name, atMs: startTime })),
  }));
  const html = (await response?.text()) ?? "";
  await page.close();
  return { ...seen, htmlBytes: gzipSync(html).length, first: firstScripts(html, address) };
}

export interface PageRow {
  name: string;
  measured: string;
  goal: string;
  met: boolean;
}

interface Pair {
  with: Visit;
  without: Visit;
}
/** What a visit with charts takes against one without. */
function ratioRow(
  pairs: readonly Pair[],
  name: string,
  goal: number,
  of: (seen: Visit) => number,
): PageRow {
  const [ours, plain] = [
    spreadOf(pairs.map((pair) => of(pair.with))),
    spreadOf(pairs.map((pair) => of(pair.without))),
  ];
  const ratio = spreadOf(pairs.map((pair) => of(pair.with) / Math.max(1, of(pair.without))));
  const words = ({ median, min, max }: Spread, digits: number) =>
    `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
  return {
    name,
    measured: `${words(ratio, 2)} times: ${words(ours, 0)} ms against ${words(plain, 0)} ms`,
    goal: `at most ${goal}`,
    met: ratio.median <= goal,
  };
}

/** Of the newest visit: how much chart code comes and when, and how big the page is. */
async function weightRows(pairs: readonly Pair[]): Promise<PageRow[]> {
  const last = pairs.at(-1)?.with;
  const others = new Set(
    pairs.flatMap((pair) => pair.without.scripts.map(({ address }) => address)),
  );
  const chart =
    last?.scripts.filter(({ address }) => !others.has(address) && !last.first.includes(address)) ??
    [];
  const chartKib = kib(await new ScriptSizes().sum(chart.map(({ address }) => address)));
  const isLate =
    last !== undefined && chart.length > 0 && chart.every(({ atMs }) => atMs > last.firstPaintMs);
  const htmlKib = kib(last?.htmlBytes ?? NaN);
  return [
    {
      name: "Chart code",
      measured: `${chartKib.toFixed(1)} KiB gzip, ${isLate ? "after" : "before"} the first paint`,
      goal: "at most 115, after",
      met: isLate && chartKib <= 115,
    },
    {
      name: "HTML of the core page",
      measured: `${htmlKib.toFixed(1)} KiB gzip`,
      goal: "at most 60",
      met: htmlKib <= 60,
    },
  ];
}

async function race(product: Product, context: BrowserContext): Promise<PageRow[]> {
  const core = `${product.url}/b/${(await programOf(context, product.url)).code}/explore`;
  const charts = (page: Page) =>
    page.locator(".recharts-surface [data-series]").last().waitFor({ state: "attached" });
  const table = (page: Page) => page.locator("#report-table").waitFor({ state: "attached" });
  const pairs: Pair[] = [];
  // The first visit warms the server up and is not counted.
  await visit(context, core, charts);
  for (let round = 0; round < rounds; round += 1) {
    const withCharts = () => visit(context, core, charts);
    const without = () => visit(context, `${core}?view=table`, table);
    if (round % 2 === 0) pairs.push({ with: await withCharts(), without: await without() });
    else pairs.push({ without: await without(), with: await withCharts() });
  }
  return [
    ratioRow(
      pairs,
      "Largest contentful paint of the core page, with charts against without",
      1.1,
      ({ lcpMs }) => lcpMs,
    ),
    ratioRow(
      pairs,
      "Total blocking time of the core page, with charts against without",
      2,
      ({ blockingMs }) => blockingMs,
    ),
    ...(await weightRows(pairs)),
  ];
}

/**
 * From a click's redirect to its bar in a page that stays open: journal, accounting, tick and
 * report, one after another.
 */
async function arrival(product: Product, context: BrowserContext): Promise<PageRow> {
  const program = await programOf(context, product.url);
  const { trackingLinks } = await ask<{ trackingLinks: { nodes: { id: string; url: string }[] } }>(
    context,
    product.url,
    `query($program: ID!) {
      trackingLinks(first: 1, filter: { programId: $program, isTest: true }) { nodes { id url } }
    }`,
    { program: program.id },
  );
  const [link] = trackingLinks.nodes;
  if (!link) throw new Error("The demo world has no test link");
  const page = await context.newPage();
  await page.goto(`${product.url}/b/${program.code}/explore?mode=test&last=today&link=${link.id}`);
  const shown = () => page.locator("#report-table tfoot td").first().innerText();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await shown();
    await fetch(link.url, { redirect: "manual" });
    const redirectedAt = performance.now();
    while ((await shown()) === before) await page.waitForTimeout(20);
    times.push(performance.now() - redirectedAt);
  }
  await page.close();
  const { median, min, max } = spreadOf(times);
  return {
    name: "From a click's redirect to its bar in an open page",
    measured: `${median.toFixed(0)} (${min.toFixed(0)} to ${max.toFixed(0)}) ms`,
    goal: "at most 3,000 ms",
    met: median <= 3_000,
  };
}

async function weigh(
  product: Product,
  contextOf: (email: string) => Promise<BrowserContext>,
  routes: readonly Route[],
): Promise<PageRow[]> {
  const sizes = new ScriptSizes();
  const nobody = await product.open();
  const rows: PageRow[] = [];
  for (const { pattern, address, email } of routes) {
    const response = await (email ? await contextOf(email) : nobody).request.get(
      product.url + address,
    );
    const first = kib(await sizes.sum(firstScripts(await response.text(), product.url)));
    const isExempt = pattern === "/dev/explorer";
    rows.push({
      name: `First scripts of ${pattern}`,
      measured: `${first.toFixed(1)} KiB gzip`,
      goal: isExempt ? "none" : "at most 235",
      met: isExempt || first <= 235,
    });
  }
  return rows;
}

export async function benchPage(): Promise<PageRow[]> {
  const product = await startProduct();
  const contexts = new Map<string, Promise<BrowserContext>>();
  const contextOf = (email: string): Promise<BrowserContext> => {
    const known = contexts.get(email) ?? product.openAs(email);
    contexts.set(email, known);
    return known;
  };
  try {
    const brand = await contextOf(brandPerson);
    const rows = [...(await race(product, brand)), await arrival(product, brand)];
    return [
      ...rows,
      ...(await weigh(product, contextOf, await everyRoute(contextOf, product.url))),
    ];
  } finally {
    await product.stop();
  }
}
