/** What a page shows, read back as numbers, and the same from the API. */
import type { BrowserContext, Page } from "playwright-core";
import { ask } from "./product.ts";

/** Null where nothing could be measured; amounts in the currency's digits. */
export interface ReportLine {
  raw: number | null;
  paid: number | null;
  paidZero: number | null;
  unpaid: number | null;
  /** Null also where no sales are expected. */
  orders: number | null;
  amount: number | null;
  payoutClicks: number | null;
  payoutSales: number | null;
}
export interface Report {
  lines: ReportLine[];
  totals: ReportLine;
}

const numberIn = (text: string): number | null => {
  // Less than the smallest coin.
  if (text.startsWith("<")) return 0;
  const digits = /-?[\d,]*\.?\d+$/.exec(text.replaceAll(/[^\d.,-]+$/g, ""));
  return digits ? Number(digits[0].replaceAll(",", "")) : null;
};
const lineOf = (cells: string[]): ReportLine => {
  const counts = cells.map(numberIn);
  const [raw, paid, paidZero, unpaid] = counts;
  // Brands see new visitors between.
  const [orders, amount, payoutClicks, payoutSales] = counts.slice(-4);
  return {
    raw: raw ?? null,
    paid: paid ?? null,
    paidZero: paidZero ?? null,
    unpaid: unpaid ?? null,
    orders: orders ?? null,
    amount: amount ?? null,
    payoutClicks: payoutClicks ?? null,
    payoutSales: payoutSales ?? null,
  };
};

/** The first table: a line a bucket, and the line of totals. */
export async function readTable(page: Page): Promise<Report> {
  const rows = await page
    .locator("#report-table table")
    .first()
    .evaluate((table) =>
      [...table.querySelectorAll("tbody tr, tfoot tr")].map((row) =>
        [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? ""),
      ),
    );
  const lines = rows.map(lineOf);
  const totals = lines.pop();
  if (!totals) throw new Error("The table has no totals");
  return { lines, totals };
}

/** What the time cursor says at each bucket: raw clicks; null where nothing could be measured. */
export async function readCursor(page: Page): Promise<(number | null)[]> {
  const cursor = page.locator("#time-cursor");
  await cursor.focus();
  await page.keyboard.press("Home");
  const count = Number(await cursor.getAttribute("max")) + 1;
  const found: (number | null)[] = [];
  for (let index = 0; index < count; index += 1) {
    const text = (await cursor.getAttribute("aria-valuetext")) ?? "";
    const clicks =
      /: ([\d,]+) clicks?\b/.exec(text)?.[1] ?? (text.endsWith("nothing measured") ? null : "NaN");
    found.push(clicks === null ? null : Number(clicks.replaceAll(",", "")));
    await page.keyboard.press("ArrowRight");
  }
  return found;
}

/**
 * Sums of the bars' heights, one a series: paid, paid 0, not paid. Read once the late chart is
 * drawn.
 */
export async function readBarHeights(page: Page): Promise<number[]> {
  const panel = page.locator("section", {
    has: page.getByRole("heading", { name: /^Clicks per / }),
  });
  const paths = panel.locator(".recharts-surface [data-series]");
  await paths.first().waitFor({ state: "attached" });
  const found = await paths.evaluateAll((all) =>
    all.map((path) => ({
      series: path.getAttribute("data-series"),
      // Of each bar the way from its foot to its top.
      heights: [...(path.getAttribute("d") ?? "").matchAll(/M\S+ ([\d.]+)V([\d.]+)/g)].map(
        ([, foot, top]) => Number(foot) - Number(top),
      ),
    })),
  );
  return ["paid", "paidZero", "unpaid"].map((key) =>
    found
      .filter(({ series }) => series === key)
      .flatMap(({ heights }) => heights)
      .reduce((sum, height) => sum + height, 0),
  );
}

/** Values along the axes of both panels: of the late charts, and of the still ones before. */
export async function readAxes(page: Page): Promise<Record<"late" | "still", string[]>> {
  await page.locator(".recharts-surface").nth(1).waitFor({ state: "attached" });
  const sent = await (await page.context().request.get(page.url())).text();
  return await page.evaluate((html) => {
    const valuesIn = (root: Document, picture: string) =>
      [...root.querySelectorAll(`${picture} .text-tick.tabular`)].map(
        ({ textContent }) => textContent,
      );
    return {
      late: valuesIn(document, ".recharts-surface"),
      still: valuesIn(new DOMParser().parseFromString(html, "text/html"), "section"),
    };
  }, sent);
}

/** Waits until the late charts of both panels are drawn whole. */
export async function lateChartsStand(page: Page): Promise<void> {
  for (const panel of [0, 1])
    await page
      .locator("main section > .touch-pan-y")
      .nth(panel)
      .locator(".recharts-surface [data-series]")
      .first()
      .waitFor({ state: "attached" });
}

declare global {
  var panelsShown: string[];
}
/**
 * What the panels of a page show after each change to it, until their late charts stand: for each
 * panel how many pictures can be seen, and how many values along their axes.
 */
export async function watchPanels(page: Page, address: string): Promise<string[]> {
  await page.addInitScript(() => {
    globalThis.panelsShown = [];
    const canBeSeen = (found: Element) => getComputedStyle(found).visibility === "visible";
    const look = () => {
      // Of a page that is still read from the wire the first panel may be there alone.
      if (document.readyState === "loading") return;
      const shown = [...document.querySelectorAll("main section > .touch-pan-y")].map((plot) => {
        const seen = (what: string) => [...plot.querySelectorAll(what)].filter(canBeSeen);
        const pictures = new Set(
          seen("[data-series]").map((series) => series.closest("[aria-hidden]")),
        );
        return `${pictures.size} of ${seen(".text-tick.tabular").length} values`;
      });
      if (shown.length > 0) globalThis.panelsShown.push(shown.join(", "));
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
    });
  });
  await page.goto(address);
  await lateChartsStand(page);
  return await page.evaluate(() => globalThis.panelsShown);
}

interface Money {
  amount: string;
}
interface Figures {
  clicks: { raw: number; paid: number; paidZero: number; unpaid: number } | null;
  sales: { orders: number; amount: Money[] } | null;
  payout: { clicks: Money[]; sales: Money[] } | null;
}
interface ApiReport {
  buckets: (Figures & { salesState: string })[];
  totals: Figures;
}
const fields = `clicks { raw paid paidZero unpaid }
    sales { orders amount { amount } }
    payout { clicks { amount } sales { amount } }`;
const query = `query(
  $program: ID!,
  $range: RangeInput!,
  $grain: Grain,
  $timeZone: TimeZone,
  $filter: ReportFilter
) {
  report(
    scope: { programId: $program },
    range: $range,
    grain: $grain,
    timeZone: $timeZone,
    filter: $filter
  ) {
    buckets { salesState ${fields} } totals { ${fields} }
  }
}`;
const rounded = new Intl.NumberFormat("en-US", {
  roundingMode: "halfEven",
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  useGrouping: false,
});
const amountOf = (monies: Money[]): number =>
  Number(rounded.format((monies[0]?.amount ?? "0") as `${number}`));
function figuresOf({ clicks, sales, payout }: Figures, isExpected: boolean): ReportLine {
  const shown = sales && (isExpected || sales.orders > 0) ? sales : null;
  return {
    ...(clicks ?? { raw: null, paid: null, paidZero: null, unpaid: null }),
    orders: shown?.orders ?? null,
    amount: shown ? amountOf(shown.amount) : null,
    payoutClicks: payout && amountOf(payout.clicks),
    payoutSales: payout && amountOf(payout.sales),
  };
}

export interface Question {
  program: string;
  range: { last: string } | { from: string; to: string };
  grain: string | null;
  timeZone: string | null;
  filter: Record<string, unknown>;
}
export async function readApi(
  context: BrowserContext,
  url: string,
  question: Question,
): Promise<Report> {
  const { report } = await ask<{ report: ApiReport }>(context, url, query, { ...question });
  return {
    lines: report.buckets.map((bucket) => figuresOf(bucket, bucket.salesState !== "NONE_EXPECTED")),
    totals: figuresOf(report.totals, true),
  };
}
