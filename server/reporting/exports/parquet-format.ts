/** Parquet: typed columns, exact decimals; what the file says of itself is its metadata. */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter, type ColumnSource } from "hyparquet-writer";
import type { ColumnKind, ExportColumn } from "./columns.ts";
import type { About, Batch, Format, Writer } from "./format.ts";

type Element = Omit<SchemaElement, "name">;
const text: Element = { type: "BYTE_ARRAY", converted_type: "UTF8" };
interface Kind {
  element: Element;
  sql: (sql: string) => string;
  of: (value: string) => string | bigint | number | boolean;
}
const word: Kind = { element: text, sql: (sql) => `(${sql})::text`, of: (value) => value };
const whole = (element: Element, sql: Kind["sql"]): Kind => ({ element, sql, of: BigInt });
const parquetKinds: Record<ColumnKind, Kind> = {
  TEXT: word,
  WORD: word,
  COUNT: whole({ type: "INT64" }, (sql) => `(${sql})::text`),
  MONEY: whole(
    { type: "INT64", converted_type: "DECIMAL", scale: 6, precision: 18 },
    (sql) => `(${sql})::text`,
  ),
  INSTANT: whole(
    { type: "INT64", converted_type: "TIMESTAMP_MILLIS" },
    (sql) => `(extract(epoch from ${sql}) * 1000)::bigint::text`,
  ),
  DATE: {
    element: { type: "INT32", converted_type: "DATE" },
    sql: (sql) => `((${sql}) - date '1970-01-01')::text`,
    of: Number,
  },
  FLAG: {
    element: { type: "BOOLEAN" },
    sql: (sql) => `(${sql})::text`,
    of: (value) => value === "true",
  },
};

/** Of one group of rows; small enough to be held whole. */
const groupRows = 20_000;

type Value = string | bigint | number | boolean | null;
class GroupWriter implements Writer {
  readonly #columns: readonly ExportColumn[];
  readonly #bytes = new ByteWriter();
  readonly #parquet: ParquetWriter;
  #values: Value[][] = [];
  #held = 0;

  constructor(columns: readonly ExportColumn[], about: About | null) {
    this.#columns = columns;
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: [
        { name: "root", num_children: columns.length },
        ...columns.map(({ name, kind }): SchemaElement => ({
          name,
          repetition_type: "OPTIONAL",
          ...parquetKinds[kind].element,
        })),
      ],
      ...(about ? { kvMetadata: about.map(([key, value]) => ({ key, value })) } : {}),
      createdBy: "Counterfoil",
    });
    this.#empty();
  }
  #empty(): void {
    this.#values = this.#columns.map(() => []);
    this.#held = 0;
  }
  /** What is written so far; the writer goes on behind it. */
  #taken(): Uint8Array {
    const taken = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return taken;
  }
  #group(): Uint8Array {
    if (this.#held > 0)
      void this.#parquet.write({
        columnData: this.#columns.map(({ name }, at): ColumnSource => ({
          name,
          data: this.#values[at] ?? [],
        })),
        rowGroupSize: groupRows,
      });
    this.#empty();
    return this.#taken();
  }
  begin(): Uint8Array {
    return this.#taken();
  }
  rows(batch: Batch): Uint8Array {
    for (const [at, { name, kind }] of this.#columns.entries()) {
      const values = this.#values[at];
      const { of } = parquetKinds[kind];
      for (const row of batch) {
        const value = row[name] ?? null;
        values?.push(value === null ? null : of(value));
      }
    }
    this.#held += batch.length;
    return this.#held >= groupRows ? this.#group() : this.#taken();
  }
  end(): Uint8Array {
    const last = this.#group();
    void this.#parquet.finish();
    return Buffer.concat([last, this.#taken()]);
  }
}

export const parquet: Format = {
  words: "Apache Parquet: typed columns, exact decimals, instants in UTC; About in its metadata.",
  extension: "parquet",
  mediaType: "application/vnd.apache.parquet",
  select: (columns) =>
    columns.map(({ name, kind, sql }) => `${parquetKinds[kind].sql(sql)} as "${name}"`).join(", "),
  write: (columns, about) => new GroupWriter(columns, about),
};
