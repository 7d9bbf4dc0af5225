/**
 * Makes one file: its rows are read in one snapshot, batch by batch, under both walls of whoever
 * asked, and nothing of it is held but the batch at hand.
 */
import { IsolationLevel, type EntityManager } from "@mikro-orm/postgresql";
import { setImmediate as othersTurn } from "node:timers/promises";
import type { Right } from "../../platform/auth/rights.ts";
import type { Context } from "../../platform/context.ts";
import { isOutage } from "../../platform/db/outage.ts";
import type { ExportColumn } from "./columns.ts";
import type { ExportFilters } from "./export-filters.types.ts";
import type { About, Batch, Format } from "./format.ts";
import { exportFormats, type ExportFormatName } from "./formats.ts";
import { filterOf, type ExportTable, type SqlRows, type Rows } from "./table.ts";
import { exportTables, type ExportTableName } from "./tables.ts";

export interface FileAsked {
  table: ExportTableName;
  format: ExportFormatName;
  programId: string;
  filters: ExportFilters;
  timeZone: string;
  /** Of whoever asked, as they were then: those with which the table is read. */
  rights: Right[];
  /** Null: the file says nothing of itself. */
  about: About | null;
}
export interface Piece {
  bytes: Uint8Array;
  /** Rows in the file so far. */
  rows: number;
}

const zoneColumn: ExportColumn = {
  name: "timeZone",
  words: "Zone in whose clock instants are written.",
  kind: "WORD",
  sql: "current_setting('TimeZone')",
};
/** The columns that a side's file has: what is the other's alone is in none of them. */
export function columnsFor(
  table: ExportTable,
  filters: ExportFilters,
  side: Context["scope"]["kind"],
): ExportColumn[] {
  const filter = filterOf(table, filters);
  const own = table.columns.filter(
    (column) => (!column.only || column.only === side) && (column.when?.(filter) ?? true),
  );
  return own.some(({ kind }) => kind === "INSTANT") ? [...own, zoneColumn] : own;
}

/** Of text formats a row is one text, of Parquet a record: by the thousand both are small. */
const rowsAtOnce = 2_000;
const statementMs = 120_000;
const countMs = 60_000;

/**
 * One snapshot in which the whole of `work` reads; it writes nothing. Rows come in the order of an
 * index from the first on: whoever would sort them all had to keep them.
 */
async function* inSnapshot<T>(
  ctx: Context,
  timeZone: string,
  work: (ctx: Context) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const em = ctx.em.fork();
  await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  try {
    await em.execute(
      `select
        set_config('TimeZone', ?, true),
        set_config('statement_timeout', '${statementMs}', true),
        set_config('cursor_tuple_fraction', '0.001', true)`,
      [timeZone],
    );
    yield* work({ ...ctx, em });
  } finally {
    // A connection that is gone has nothing to give back.
    await em.rollback().catch(() => {});
  }
}

async function* selected(
  em: EntityManager,
  { sql, values, orderBy }: SqlRows,
  list: string,
): AsyncGenerator<Batch> {
  await em.execute(
    `declare rows no scroll cursor for select ${list} ${sql} order by ${orderBy}`,
    values,
  );
  const fetch = (): Promise<Batch> => {
    const fetched = em.execute<Batch>(`fetch ${rowsAtOnce} from rows`);
    // Its failure is thrown by whoever reads it; nobody does where the file is given up before.
    fetched.catch(() => {});
    return fetched;
  };
  // The next rows are read while these are written.
  let next = fetch();
  for (;;) {
    const batch = await next;
    const isLast = batch.length < rowsAtOnce;
    if (!isLast) next = fetch();
    if (batch.length > 0) yield batch;
    if (isLast) return;
  }
}
async function* batchesOf(em: EntityManager, rows: Rows, list: string): AsyncGenerator<Batch> {
  if (!("batches" in rows)) return yield* selected(em, rows, list);
  for await (const views of rows.batches) {
    // What the views were made of is not kept for those that come.
    em.clear();
    if (views.length > 0)
      yield await em.execute<Batch>(`select ${list} ${rows.sql}`, [JSON.stringify(views)]);
  }
}

/** As whoever asked, whose rights were looked at then, with those alone that the table takes. */
const asReader = (ctx: Context, { rights }: Pick<FileAsked, "rights">): Context => ({
  ...ctx,
  viewer: { ...ctx.viewer, rights: new Set(rights) },
});
/** What the file is of. */
export const rowsIn = (ctx: Context, { table: name, ...asked }: FileAsked): Promise<Rows> => {
  const table: ExportTable = exportTables[name];
  const { programId, timeZone, filters } = asked;
  return table.rows(asReader(ctx, asked), {
    programId,
    timeZone,
    filter: filterOf(table, filters),
  });
};

/** The whole file in pieces, in order. `ctx` is of whoever asked. */
export async function* fileOf(ctx: Context, asked: FileAsked): AsyncGenerator<Piece> {
  const table: ExportTable = exportTables[asked.table];
  const format: Format = exportFormats[asked.format];
  const columns = columnsFor(table, asked.filters, ctx.scope.kind);
  const writer = format.write(columns, asked.about);
  let rows = 0;
  try {
    yield { bytes: writer.begin(), rows };
    yield* inSnapshot(ctx, asked.timeZone, async function* (ctx): AsyncGenerator<Piece> {
      const found = await rowsIn(ctx, asked);
      for await (const batch of batchesOf(ctx.em, found, format.select(columns))) {
        rows += batch.length;
        yield { bytes: await writer.rows(batch), rows };
        await othersTurn();
      }
    });
    yield { bytes: await writer.end(), rows };
  } finally {
    await writer.close?.();
  }
}

/**
 * How many rows the file will have, as of now and at most `most`; null where only making it tells.
 */
export async function rowsOf(ctx: Context, asked: FileAsked, most: number): Promise<number | null> {
  const found = await rowsIn(ctx, asked);
  if ("batches" in found) return null;
  const [row] = await ctx.em.execute<{ rows: number }[]>(
    `select count(*)::float8 as rows from (select ${found.sql} limit ?) found`,
    [...found.values, most],
  );
  return row?.rows ?? 0;
}
/**
 * The same of all rows, however long it takes to count them; null also where that is too long, for
 * a file is made without it, too.
 */
export async function allRowsOf(ctx: Context, asked: FileAsked): Promise<number | null> {
  try {
    return await ctx.em.fork().transactional(async (em) => {
      await em.execute(`set local statement_timeout = ${countMs}`);
      return rowsOf({ ...ctx, em }, asked, Number.MAX_SAFE_INTEGER);
    });
  } catch (error) {
    if (isOutage(error)) throw error;
    return null;
  }
}
