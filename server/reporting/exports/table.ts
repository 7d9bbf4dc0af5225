/** What a table that leaves as a file is made of; `tables.ts` is the list of them. */
import type { ClassType } from "type-graphql";
import type { Right } from "../../platform/auth/rights.ts";
import type { Page, PageArgs } from "../../platform/api/connection.ts";
import type { Dates } from "../../domain/export-schedule.ts";
import type { Side } from "../../domain/sides.ts";
import type { Context } from "../../platform/context.ts";
import type { RangeInput } from "../reports/report.types.ts";
import { columnOfView, fromViews, type ExportColumn, type ViewColumn } from "./columns.ts";

export interface AskedRows<F extends object = object> {
  programId: string;
  filter: F | null;
  timeZone: string;
}
/** Rows that one statement finds; `sql` begins with its `from`. */
export interface SqlRows {
  sql: string;
  values: unknown[];
  orderBy: string;
}
/** Rows that are read as the API shows them, some at a time; `?` of `sql` is the JSON of some. */
export interface ViewRows {
  sql: string;
  batches: AsyncIterable<object[]>;
}
export type Rows = SqlRows | ViewRows;

/** First and last day, or instants, as the filter says them. */
export interface Period {
  from?: Date | string | null;
  to?: Date | string | null;
}

/** The filter of the list that a table is of. */
export interface TableFilter<F extends object> {
  /** Its field among the filters of an export; tables of one list have one. */
  name: string;
  type: () => ClassType<F>;
  /** What else is to be said of it. */
  words?: string;
}

export interface ExportTable<F extends object = object> {
  /** What people call it. */
  title: string;
  /** What a row is. */
  words: string;
  /** Rights of its list, all of them: the file is read with these and no others. */
  needs: readonly Right[];
  /**
   * Rights of which some rows need one each: whoever lacks it has a file without them.
   */
  rowsNeed?: readonly Right[];
  /** Whose alone it is; absent: both sides ask for it. */
  only?: Side;
  /** Absent: its list takes none. */
  filter?: TableFilter<F>;
  columns: readonly ExportColumn<F>[];
  /** For the file's name. */
  period?(filter: F | null): Period | null | undefined;
  /** The filter with these dates in place of its own; absent: a row is as it is now. */
  within?(filter: F | null, dates: Dates, zone: string): F;
  /** `ctx` reads in one snapshot. */
  rows(ctx: Context, asked: AskedRows<F>): Promise<Rows>;
}

/** With which of a reader's rights the table is read. */
export const rightsFor = ({ needs, rowsNeed = [] }: ExportTable, of: ReadonlySet<Right>): Right[] =>
  [...new Set([...needs, ...rowsNeed])].filter((right) => of.has(right));
/** Of all filters of an export the table's own. */
export const filterOf = (
  { filter }: ExportTable,
  filters: Readonly<Record<string, object | null | undefined>>,
): object | null => (filter && filters[filter.name]) ?? null;
/** Of a list that takes a time: the one that it has without being told. */
export const anyRange: RangeInput = { last: null, from: null, to: null };
/** A list's filter with some of it in place of its own. */
export const narrowed = <F extends object>(filter: F | null | undefined, to: Partial<F>): F =>
  Object.assign({}, filter, to);

interface ViewTable<V, F extends object> extends Omit<ExportTable<F>, "columns" | "rows"> {
  columns: readonly ViewColumn<V, F>[];
  views: (ctx: Context, asked: AskedRows<F>) => AsyncIterable<readonly V[]>;
}
/** A table whose rows the API has a view of. */
export function tableOfViews<V, F extends object>({
  columns,
  views,
  ...table
}: ViewTable<V, F>): ExportTable<F> {
  const own = columns.map((column) => columnOfView(column));
  async function* batches(ctx: Context, asked: AskedRows<F>): AsyncGenerator<object[]> {
    for await (const some of views(ctx, asked))
      yield some.map((view) => Object.fromEntries(columns.map(({ name, of }) => [name, of(view)])));
  }
  return {
    ...table,
    columns: own,
    rows: async (ctx, asked) => ({ sql: fromViews(own), batches: batches(ctx, asked) }),
  };
}

const rowsAtOnce = 1_000;
/** A whole list, page by page. */
export async function* everyPage<T>(
  list: (asked: PageArgs) => Promise<Page<T>>,
): AsyncGenerator<T[]> {
  let after: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: Page<T> = await list({ first: rowsAtOnce, after });
    yield nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
/** Of a list that is not there. */
export const noPage: Page<never> = {
  nodes: [],
  pageInfo: { hasNextPage: false, endCursor: null },
};
/** Rows that become one or more lines of the file each. */
export async function* linesOfPages<T, L>(
  pages: AsyncIterable<readonly T[]>,
  linesOf: (row: T) => L[],
): AsyncGenerator<L[]> {
  for await (const rows of pages) yield rows.flatMap(linesOf);
}
