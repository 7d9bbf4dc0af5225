/**
 * From a press to what it shows, in a real Chromium at a quarter of the processor's speed: the
 * commonest presses of a day against a press of a key in a bare field, round by round in the same
 * run, since a shared machine is never as fast twice.
 */
import type { BrowserContext, Locator, Page } from "playwright-core";
import { startProduct, type Product } from "../../../web/test/product.ts";
import { brandPerson, programOf } from "../../../web/test/routes.ts";
import { spreadOf } from "./spread.ts";
import type { PageRow } from "./page.ts";

const throttling = 4;
const rounds = 5;
const goalMs = 200;

interface Press {
  startTime: number;
  duration: number;
  interactionId: number;
}
declare global {
  var presses: Press[];
  var busyUntilMs: number;
}
/** Of a browser; Node's own lists of kinds and options are shorter. */
type Options = { type: "mark" };
/** Runs in the page before anything else does. */
function listen(): void {
  globalThis.presses = [];
  globalThis.busyUntilMs = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      globalThis.busyUntilMs = startTime + duration;
  }).observe({ type: "longtask", buffered: true } as unknown as Options);
  const options = { type: "event", durationThreshold: 16, buffered: true };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { startTime, duration, interactionId } = entry as PerformanceEntry & Press;
      if (interactionId > 0) globalThis.presses.push({ startTime, duration, interactionId });
    }
  }).observe(options as Options);
}

/** One press, and by what it is seen to be done. */
interface Action {
  name: string;
  /** Below the program's pages. */
  address: string;
  /** What stands before it, e.g. a drawer that it closes. */
  before?: (page: Page) => Promise<unknown>;
  press: (page: Page) => Promise<unknown>;
  done: (page: Page) => Promise<unknown>;
}

/** Nothing ran long for this time: the page is done with what came before. */
const quietMs = 500;
const quiet = async (page: Page): Promise<void> => {
  const from = await page.evaluate(() => performance.now());
  await page.waitForFunction(
    ({ from, ms }) => performance.now() - Math.max(from, globalThis.busyUntilMs) > ms,
    { from, ms: quietMs },
  );
};
const gone = (locator: Locator) => locator.waitFor({ state: "detached" });
const shown = (locator: Locator) => locator.first().waitFor({ state: "visible" });
const dialog = (page: Page) => page.getByRole("dialog");
const palette = (page: Page) => page.getByRole("dialog", { name: "Go to" });
const valueOf = (page: Page) => page.locator("#time-cursor").getAttribute("aria-valuetext");
const openPalette = async (page: Page) => {
  await page.keyboard.press("Control+k");
  await shown(palette(page));
};
/** A click is named by its time. */
const atTime = /^\d.*:\d\d/;
const explore = "/explore?last=30d";
/** About as many buckets as there ever are. */
const plenty = "/explore?last=4d&grain=15m";
const focusBucket = async (page: Page) => {
  await page.locator("#time-cursor").focus();
  await page.keyboard.press("ArrowLeft");
};
const pointAtBar = (page: Page) => page.locator("main section > .touch-pan-y").first().hover();
/** The drawer of the newest bucket that has clicks. */
const openDrawer = async (page: Page) => {
  await focusBucket(page);
  await page.keyboard.press("Enter");
  await shown(dialog(page));
  await gone(dialog(page).locator('[aria-busy="true"]'));
};
/** The same press on another page. */
const onPlenty = ({ name, ...rest }: Action): Action => ({
  ...rest,
  name: `${name}, of 384 buckets`,
  address: plenty,
});

const openADrawer: Action = {
  name: "open a drawer",
  address: explore,
  before: focusBucket,
  press: (page) => page.keyboard.press("Enter"),
  done: (page) => shown(dialog(page)),
};
const closeADrawer: Action = {
  name: "close a drawer",
  address: explore,
  before: openDrawer,
  press: (page) => page.keyboard.press("Escape"),
  done: (page) => gone(dialog(page)),
};

const actions: readonly Action[] = [
  {
    name: "move the chart's cursor by a key",
    address: explore,
    before: (page) => page.locator("#time-cursor").focus(),
    press: (page) => page.keyboard.press("ArrowLeft"),
    done: valueOf,
  },
  openADrawer,
  {
    name: "open a drawer by its bar",
    address: explore,
    // A pointer is there before it presses.
    before: pointAtBar,
    press: async (page) => {
      await page.mouse.down();
      await page.mouse.up();
    },
    done: (page) => shown(dialog(page)),
  },
  closeADrawer,
  onPlenty(openADrawer),
  onPlenty(closeADrawer),
  {
    name: "sort the partners",
    address: "/partners",
    press: (page) => page.locator("th[aria-sort] a").nth(3).click(),
    done: (page) => page.waitForURL(/[?&]sort=/),
  },
  {
    name: "switch a filter",
    address: "/partners",
    before: (page) => page.locator("main form select").first().focus(),
    press: (page) => page.keyboard.press("ArrowDown"),
    done: (page) => page.waitForURL(/\?./),
  },
  {
    name: "open the palette",
    address: explore,
    press: (page) => page.keyboard.press("Control+k"),
    done: (page) => shown(palette(page)),
  },
  {
    name: "type into the palette",
    address: explore,
    before: openPalette,
    press: (page) => page.keyboard.press("a"),
    done: (page) => shown(palette(page).getByRole("option")),
  },
  {
    name: "change the range",
    address: explore,
    before: async (page) => {
      await page.getByRole("button", { name: /^Range:/ }).click();
      await shown(page.getByRole("menu"));
    },
    press: (page) => page.getByRole("menuitemradio").or(page.getByRole("menuitem")).first().click(),
    done: (page) => gone(page.getByRole("menu")),
  },
  {
    name: "open a group of the breakdown",
    address: "/explore?view=by&by=country&last=30d",
    press: (page) => page.locator("table a[aria-expanded]").first().click(),
    done: (page) => shown(page.locator('table a[aria-expanded="true"]')),
  },
  {
    name: "tick all links",
    address: "/partners/links",
    press: (page) => page.getByLabel("Choose all that are shown").click(),
    done: (page) => shown(page.locator("tbody input:checked")),
  },
  {
    name: "switch a tab",
    address: explore,
    press: (page) => page.getByRole("link", { name: "Table", exact: true }).click(),
    done: (page) => shown(page.locator("#report-table")),
  },
  {
    name: "open a click of the log",
    address: "/explore/clicks?last=30d",
    press: (page) => page.getByRole("link", { name: atTime }).first().click(),
    done: (page) => page.waitForURL(/clicks[/][0-9a-f-]{36}/),
  },
  {
    name: "open a click's trace",
    address: explore,
    before: openDrawer,
    press: (page) =>
      dialog(page)
        .getByRole("link", { name: atTime })
        .or(dialog(page).getByRole("button", { name: atTime }))
        .first()
        .click(),
    done: (page) => shown(dialog(page)),
  },
];

/** The longest press since the last time, in ms; what was too short to be told counts as 16. */
async function longest(page: Page): Promise<number> {
  // What was drawn is told after two frames.
  await page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => " +
      "setTimeout(done, 100))))",
  );
  return page.evaluate(() => {
    const told = globalThis.presses.splice(0).map(({ duration }) => duration);
    return Math.max(16, ...told);
  });
}

/** A key in a field that nothing listens to. */
async function bare(page: Page): Promise<number> {
  await page.evaluate(
    'document.body.append(Object.assign(document.createElement("input"), { id: "bare" }))',
  );
  await page.locator("#bare").focus();
  await longest(page);
  await page.keyboard.press("x");
  const ms = await longest(page);
  await page.evaluate('document.querySelector("#bare").remove()');
  return ms;
}

interface Round {
  ms: number;
  bareMs: number;
}
async function once(
  context: BrowserContext,
  base: string,
  { address, before, press, done }: Action,
): Promise<Round> {
  const page = await context.newPage();
  try {
    await page.addInitScript(listen);
    await page.goto(base + address, { waitUntil: "load" });
    await gone(page.locator('main [aria-busy="true"]'));
    await quiet(page);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: throttling });
    const bareMs = await bare(page);
    await before?.(page);
    await quiet(page);
    await longest(page);
    await press(page);
    await done(page);
    return { ms: await longest(page), bareMs };
  } finally {
    await page.close();
  }
}

async function rowOf(context: BrowserContext, base: string, action: Action): Promise<PageRow> {
  const seen: Round[] = [];
  for (let round = 0; round < rounds; round += 1) seen.push(await once(context, base, action));
  const { median, min, max } = spreadOf(seen.map(({ ms }) => ms));
  const ratio = spreadOf(seen.map(({ ms, bareMs }) => ms / bareMs));
  return {
    name: action.name,
    measured:
      `${median.toFixed(0)} (${min.toFixed(0)} to ${max.toFixed(0)}) ms, ` +
      `${ratio.median.toFixed(1)} times a key in a bare field`,
    goal: `at most ${goalMs} ms`,
    met: median <= goalMs,
  };
}

/**
 * Row by row, as they are measured.
 *
 * @param only - Presses whose names hold it; all where it is not said.
 */
export async function* benchInteraction(only = ""): AsyncGenerator<PageRow> {
  const product: Product = await startProduct();
  try {
    const context = await product.openAs(brandPerson);
    const base = `${product.url}/b/${(await programOf(context, product.url)).code}`;
    const asked = actions.filter(({ name }) => name.includes(only));
    // The first look at a page warms the server up and is not counted.
    for (const address of new Set(asked.map((action) => action.address)))
      await context.request.get(base + address);
    for (const action of asked) yield await rowOf(context, base, action);
  } finally {
    await product.stop();
  }
}
