/**
 * What clicks are counted by, each told once: its column in click_rollup, which click it counts (as
 * the decision is made, and of a stored decision in SQL), and the API's name and words for it. The
 * rollup, its rebuilding, the proof that it equals the decisions, reports from rollups and from
 * decisions and the API's figures follow from here. One more takes a record here and a column.
 */
import type { Decision } from "../../domain/decide.ts";
import type { Micros } from "../../domain/money.ts";
import type { Classification } from "../../domain/validity.ts";

/** What is known of a click besides its decision, and is stored with it. */
export interface CountedClick {
  classification: Classification;
  /**
   * The program had seen its visitor through no partner within the window for unique clicks before
   * it; live and test clicks apart.
   */
  newVisitor: boolean;
}
/** Of a click that is no visit: robots and filtered ones. */
export const noVisit = (classification: Classification): CountedClick => ({
  classification,
  newVisitor: false,
});

interface ClickCount {
  column: string;
  counts: (click: CountedClick, decision: Decision) => boolean;
  /** The same of row `d` of the decisions; null = every one. */
  where: ((d: string) => string) | null;
  description: string;
  /** The brand's alone: it would tell a partner of the clicks of others. */
  isBrands?: true;
}
export const clickCounts = {
  raw: {
    column: "clicks",
    counts: () => true,
    where: null,
    description: "Every click but those that the click filter leaves out.",
  },
  unique: {
    column: "unique_clicks",
    counts: ({ classification }) => classification === "U",
    where: (d) => `${d}.classification = 'U'`,
    description: "Without repeats, robots and filtered clicks.",
  },
  newVisitors: {
    column: "new_visitor_clicks",
    counts: ({ newVisitor }) => newVisitor,
    where: (d) => `${d}.new_visitor`,
    description:
      "Unique clicks whose visitor had clicked on no partner's links of the program within its " +
      "window for unique clicks, live and test clicks apart. Null for partners, whom it would " +
      "tell of the clicks of others.",
    isBrands: true,
  },
  payable: {
    column: "payable_clicks",
    counts: (_, { outcome }) => outcome === "PAID" || outcome === "PAID_ZERO",
    where: (d) => `${d}.outcome in ('PAID', 'PAID_ZERO')`,
    description: "Paid, also at rate 0.",
  },
  hidden: {
    column: "hidden_clicks",
    counts: (_, { hidden }) => hidden,
    where: (d) => `${d}.hidden`,
    description:
      "Of the unpaid ones, those that a restriction leaves out of the reasons and of lists " +
      "of clicks.",
  },
} as const satisfies Record<string, ClickCount>;

export type CountName = keyof typeof clickCounts;
export type Counts = Record<CountName, number>;
/** As a reader sees them: null what is not the reader's. */
export type ShownCounts = {
  [N in CountName]: (typeof clickCounts)[N] extends { isBrands: true } ? number | null : number;
};
const every = Object.entries<ClickCount>(clickCounts) as [CountName, ClickCount][];
export const countNames = every.map(([name]) => name);
export const countFields = every.map(([name, { description, isBrands }]) => ({
  name,
  description,
  nullable: isBrands === true,
}));

/** By each name what `of` makes of it. */
export const perCount = <V>(of: (name: CountName) => V): Record<CountName, V> =>
  Object.fromEntries(countNames.map((name) => [name, of(name)])) as Record<CountName, V>;

/** What one click adds. A loop, since it is made for every click. */
export function countsOf(click: CountedClick, decision: Decision): Counts {
  const counts = {} as Counts;
  for (const [name, count] of every) counts[name] = count.counts(click, decision) ? 1 : 0;
  return counts;
}
export function addCounts(sum: Counts, more: Counts): void {
  for (const name of countNames) sum[name] += more[name];
}

/** What a reader may see of sums. */
export const shownCounts = (sums: Counts, isBrand: boolean): ShownCounts =>
  Object.fromEntries(
    every.map(([name, { isBrands }]) => [name, isBrands && !isBrand ? null : sums[name]]),
  ) as ShownCounts;

interface ClickAmount {
  column: string;
  /** The column of the decisions. */
  of: string;
  ofDecision: (decision: Decision) => Micros;
}
/** Amounts that clicks add up, in micros, by the names under which they are read. */
export const clickAmounts = {
  payout: {
    column: "payout_micros",
    of: "amount_micros",
    ofDecision: ({ amount }) => amount,
  },
  /** Of clicks that were not paid: of test links, and past a limit. */
  wouldPay: {
    column: "would_pay_micros",
    of: "would_pay_micros",
    ofDecision: ({ wouldPay }) => wouldPay,
  },
} as const satisfies Record<string, ClickAmount>;
export type AmountName = keyof typeof clickAmounts;
const amounts = Object.entries<ClickAmount>(clickAmounts) as [AmountName, ClickAmount][];
export const amountNames = amounts.map(([name]) => name);
/** By each name what `of` makes of it. */
export const perAmount = <V>(of: (name: AmountName) => V): Record<AmountName, V> =>
  Object.fromEntries(amountNames.map((name) => [name, of(name)])) as Record<AmountName, V>;

/** What a row of click_rollup adds up: counts and amounts. */
export const sumColumns: readonly string[] = [...every, ...amounts].map(([, { column }]) => column);
/** What a row of click_rollup is of. */
export const rollupKeys = [
  "bucket",
  "level",
  "brand_account_id",
  "program_id",
  "partner_account_id",
  "contract_id",
  "link_id",
  "outcome",
  "reason",
  "currency",
  "is_test",
] as const;
export const rollupColumns = [...rollupKeys, ...sumColumns].join(", ");
/** One array of a row's sums, for comparing rows. */
export const sumsOfRow = `array[${sumColumns.join(", ")}]`;

const counted = (d: string, { where }: ClickCount): string =>
  where === null ? "count(*)" : `(count(*) filter (where ${where(d)}))`;
/** The sums of decisions `d`, under their columns' names. */
export const sumsOfDecisions = (d: string): string =>
  [
    ...every.map(([, count]) => `${counted(d, count)} as ${count.column}`),
    ...amounts.map(([, { column, of }]) => `sum(${d}.${of})::bigint as ${column}`),
  ].join(",\n    ");

/** The sums as text under their names: of rows `r` of the rollup, or of decisions. */
export const textsOfRollup = (r: string): string =>
  [...every, ...amounts]
    .map(([name, { column }]) => `sum(${r}.${column})::text as "${name}"`)
    .join(",\n        ");
export const textsOfDecisions = (d: string): string =>
  [
    ...every.map(([name, count]) => `${counted(d, count)}::text as "${name}"`),
    ...amounts.map(([name, { of }]) => `sum(${d}.${of})::text as "${name}"`),
  ].join(",\n        ");
