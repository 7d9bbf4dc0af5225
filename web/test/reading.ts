/** What a page shows, read back as numbers, and the same from the API. */
import type { BrowserContext, Page } from "playwright-core";
import { ask } from "./product.ts";

export interface ReportLine {
  raw: number;
  paid: number;
  paidZero: number;
  unpaid: number;
  orders: number | null;
  /** null where no sales are expected. */
  amount: number | null;
  payoutClicks: number;
  payoutSales: number;
}
export interface Report {
  lines: ReportLine[];
  totals: ReportLine;
}

const numberIn = (text: string): number | null => {
  const digits = /-?[\d,]*\.?\d+$/.exec(text.replaceAll(/[^\d.,-]+$/g, ""));
  return digits ? Number(digits[0].replaceAll(",", "")) : null;
};
const lineOf = (cells: string[]): ReportLine => {
  const [raw, paid, paidZero, unpaid, orders, amount, payoutClicks, payoutSales] = cells.map(numberIn);
  return {
    raw: raw ?? NaN,
    paid: paid ?? NaN,
    paidZero: paidZero ?? NaN,
    unpaid: unpaid ?? NaN,
    orders: orders ?? null,
    amount: amount ?? null,
    payoutClicks: payoutClicks ?? NaN,
    payoutSales: payoutSales ?? NaN,
  };
};

/** The first table: a line a bucket, and the line of totals. */
export async function readTable(page: Page): Promise<Report> {
  const rows = await page
    .locator("#report-table table")
    .first()
    .evaluate((table) => [...table.querySelectorAll("tbody tr, tfoot tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")));
  const lines = rows.map(lineOf);
  const totals = lines.pop();
  if (!totals) throw new Error("The table has no totals");
  return { lines, totals };
}

/** What the time cursor says at each bucket: raw clicks. */
export async function readCursor(page: Page): Promise<number[]> {
  const cursor = page.locator("#time-cursor");
  await cursor.focus();
  await page.keyboard.press("Home");
  const count = Number(await cursor.getAttribute("max")) + 1;
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const text = (await cursor.getAttribute("aria-valuetext")) ?? "";
    found.push(Number(/: ([\d,]+) clicks?\b/.exec(text)?.[1]?.replaceAll(",", "") ?? NaN));
    await page.keyboard.press("ArrowRight");
  }
  return found;
}

/** Sums of the bars' heights, one a series: paid, paid 0, not paid. Read once the late chart is drawn. */
export async function readBarHeights(page: Page): Promise<number[]> {
  const panel = page.locator("section", { has: page.getByRole("heading", { name: /^Clicks per / }) });
  await panel.locator(".recharts-bar").nth(2).waitFor({ state: "attached" });
  return await panel
    .locator(".recharts-bar")
    .evaluateAll((bars) => bars.map((bar) => [...bar.querySelectorAll(".recharts-rectangle")].reduce((sum, path) => sum + Math.abs(Number(path.getAttribute("height"))), 0)));
}

interface Money {
  amount: string;
}
interface Figures {
  clicks: { raw: number; paid: number; paidZero: number; unpaid: number };
  sales: { orders: number; amount: Money[] } | null;
  payout: { clicks: Money[]; sales: Money[] };
}
interface ApiReport {
  buckets: (Figures & { salesState: string })[];
  totals: Figures;
}
const fields = "clicks { raw paid paidZero unpaid } sales { orders amount { amount } } payout { clicks { amount } sales { amount } }";
const query = `query($program: ID!, $range: RangeInput!, $grain: Grain, $timeZone: TimeZone, $filter: ReportFilter) {
  report(scope: { programId: $program }, range: $range, grain: $grain, timeZone: $timeZone, filter: $filter) { buckets { salesState ${fields} } totals { ${fields} } }
}`;
const amountOf = (monies: Money[]): number => Number(monies[0]?.amount ?? 0);
function figuresOf({ clicks, sales, payout }: Figures, isExpected: boolean): ReportLine {
  const shown = sales && (isExpected || sales.orders > 0) ? sales : null;
  return { ...clicks, orders: shown?.orders ?? null, amount: shown ? amountOf(shown.amount) : null, payoutClicks: amountOf(payout.clicks), payoutSales: amountOf(payout.sales) };
}

export interface Question {
  program: string;
  range: { last: string } | { from: string; to: string };
  grain: string | null;
  timeZone: string | null;
  filter: Record<string, unknown>;
}
export async function readApi(context: BrowserContext, url: string, question: Question): Promise<Report> {
  const { report } = await ask<{ report: ApiReport }>(context, url, query, { ...question });
  return { lines: report.buckets.map((bucket) => figuresOf(bucket, bucket.salesState !== "NONE_EXPECTED")), totals: figuresOf(report.totals, true) };
}
