/** Parquet: typed columns, exact decimals; what the file says of itself is its metadata. */
import { Worker } from "node:worker_threads";
import type { ColumnKind, ExportColumn } from "./columns.ts";
import { packedColumn, type PackedColumn } from "./packed-columns.ts";
import { nothing, type About, type Batch, type Format, type Writer } from "./format.ts";

const texts: Partial<Record<ColumnKind, (sql: string) => string>> = {
  INSTANT: (sql) => `(date_part('epoch', ${sql}) * 1000)::bigint::text`,
  DATE: (sql) => `((${sql}) - date '1970-01-01')::text`,
};
const textOfColumn = ({ name, kind, sql }: ExportColumn): string =>
  `${texts[kind]?.(sql) ?? `(${sql})::text`} as "${name}"`;

interface Waiting {
  resolve: (bytes: Uint8Array) => void;
  reject: (error: Error) => void;
}
/** While the thread writes some rows, the next ones are read. */
class ThreadWriter implements Writer {
  readonly #columns: readonly ExportColumn[];
  readonly #thread: Worker;
  readonly #waiting: Waiting[] = [];
  #before: Promise<Uint8Array> = Promise.resolve(nothing);

  constructor(columns: readonly ExportColumn[], about: About | null) {
    this.#columns = columns;
    // As it is called where it runs: compiled or not.
    const file = import.meta.url.replace("parquet-format", "parquet-thread");
    this.#thread = new Worker(new URL(file), {
      // What a group needs, and no more garbage beside it than that.
      resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
      workerData: { columns: columns.map(({ name, kind }) => ({ name, kind })), about },
    });
    this.#thread.on("message", (bytes: Uint8Array) => this.#waiting.shift()?.resolve(bytes));
    this.#thread.on("error", (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error as Error);
    });
  }
  #ask(rows: PackedColumn[] | null): Promise<Uint8Array> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    // Its failure is thrown by whoever waits for it; nobody does where the file is given up.
    promise.catch(() => {});
    this.#waiting.push({ resolve, reject });
    this.#thread.postMessage(rows, rows?.map(({ nulls }) => nulls.buffer) ?? []);
    return promise;
  }
  begin(): Uint8Array {
    return nothing;
  }
  rows(batch: Batch): Promise<Uint8Array> {
    const ready = this.#before;
    this.#before = this.#ask(this.#columns.map(({ name }) => packedColumn(name, batch)));
    return ready;
  }
  async end(): Promise<Uint8Array> {
    return Buffer.concat([await this.#before, await this.#ask(null)]);
  }
  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}

export const parquet: Format = {
  words: "Apache Parquet: typed columns, exact decimals, instants in UTC; About in its metadata.",
  extension: "parquet",
  mediaType: "application/vnd.apache.parquet",
  select: (columns) => columns.map(textOfColumn).join(", "),
  write: (columns, about) => new ThreadWriter(columns, about),
};
