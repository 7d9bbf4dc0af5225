/** What a table that leaves as a file is made of; `tables.ts` is the list of them. */
import type { Right } from "../../platform/auth/rights.ts";
import type { Page, PageArgs } from "../../platform/api/connection.ts";
import type { Dates } from "../../domain/export-schedule.ts";
import type { Side } from "../../domain/sides.ts";
import type { Context } from "../../platform/context.ts";
import { columnOfView, fromViews, type ExportColumn, type ViewColumn } from "./columns.ts";
import type { ExportFilters } from "./export-filters.types.ts";

export interface AskedRows {
  programId: string;
  filters: ExportFilters;
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

export interface ExportTable {
  /** What a row is. */
  words: string;
  needs: Right;
  /** Whose alone it is; absent: both sides ask for it. */
  only?: Side;
  filter: keyof ExportFilters;
  columns: readonly ExportColumn[];
  /** For the file's name. */
  period?: (filters: ExportFilters) => Period | null | undefined;
  /** The filter with these dates in place of its own; absent: a row is as it is now. */
  within?: (filters: ExportFilters, dates: Dates, zone: string) => ExportFilters;
  /** `ctx` reads in one snapshot. */
  rows: (ctx: Context, asked: AskedRows) => Promise<Rows>;
}

/** A list's filter with some of it in place of its own. */
export const narrowed = <F extends object>(filter: F | null | undefined, to: Partial<F>): F =>
  Object.assign({}, filter, to);

interface ViewTable<V> extends Omit<ExportTable, "columns" | "rows"> {
  columns: readonly ViewColumn<V>[];
  views: (ctx: Context, asked: AskedRows) => AsyncIterable<readonly V[]>;
}
/** A table whose rows the API has a view of. */
export function tableOfViews<V>({ columns, views, ...table }: ViewTable<V>): ExportTable {
  const own = columns.map(columnOfView);
  async function* batches(ctx: Context, asked: AskedRows): AsyncGenerator<object[]> {
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
