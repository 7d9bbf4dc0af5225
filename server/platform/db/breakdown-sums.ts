/**
 * What a row of click_breakdown adds up: the counts of click-counts.ts without what the click
 * filter leaves out, which is told apart [D111], and its amounts.
 */
import {
  amountNames,
  clickAmounts,
  clickCounts,
  countNames,
  perCount,
  type CountName,
} from "./click-counts.ts";

export const filteredReason = "FILTERED_RISK";

interface Sum {
  column: string;
  /** Of decision `d`; null: none is left out. */
  where: string | null;
}
const isShown = `d.reason is distinct from '${filteredReason}'`;
const ofCount = (name: CountName): Sum => {
  const { column, where } = clickCounts[name];
  return { column, where: [isShown, ...(where === null ? [] : [where("d")])].join(" and ") };
};
/** By the names under which they are read. */
export const breakdownSums = {
  ...perCount(ofCount),
  paid: { column: "paid_clicks", where: "d.outcome = 'PAID'" },
  filtered: { column: "filtered_clicks", where: `d.reason = '${filteredReason}'` },
} as const satisfies Record<CountName | "paid" | "filtered", Sum>;
export type BreakdownSum = keyof typeof breakdownSums;
export const breakdownSumNames = [...countNames, "paid", "filtered"] as const;

const each = breakdownSumNames.map((name) => ({ name, ...breakdownSums[name] }));
const amounts = amountNames.map((name) => ({ name, ...clickAmounts[name] }));
export const breakdownColumns: readonly string[] = [
  ...each.map(({ column }) => column),
  ...amounts.map(({ column }) => column),
];
/** As which a column is kept. */
export const breakdownType = (column: string): "bigint" | "integer" =>
  amounts.some((amount) => amount.column === column) ? "bigint" : "integer";
/** The sums of decisions `d`, under their columns' names. */
export const breakdownOfDecisions = [
  ...each.map(({ column, where }) => `count(*) filter (where ${where}) as ${column}`),
  ...amounts.map(({ column, of }) => `sum(d.${of})::bigint as ${column}`),
].join(",\n      ");
/** The sums of rows `r` that have them already, under the same names. */
export const breakdownOfRows = breakdownColumns
  .map((column) => `sum(r.${column})::bigint as ${column}`)
  .join(",\n      ");
/** The same of rows `r` of click_rollup. */
export const breakdownOfRollup = [
  ...each.map(({ name, column }) => {
    if (name === "paid") return `sum(r.clicks) filter (where r.outcome = 'PAID') as ${column}`;
    const filtered = name === "filtered";
    const of = filtered ? "clicks" : column;
    const where = `r.reason ${filtered ? "=" : "is distinct from"} '${filteredReason}'`;
    return `sum(r.${of}) filter (where ${where}) as ${column}`;
  }),
  ...amounts.map(({ column }) => `sum(r.${column}) as ${column}`),
]
  .map((sum) => sum.replace(/^(.*) as (\w+)$/s, "coalesce($1, 0)::bigint as $2"))
  .join(",\n      ");
/** Rows that have the sums under their columns' names, added up as texts under the API's names. */
export const breakdownTexts = [...each, ...amounts]
  .map(({ name, column }) => `coalesce(sum(r.${column}), 0)::text as "${name}"`)
  .join(",\n      ");
