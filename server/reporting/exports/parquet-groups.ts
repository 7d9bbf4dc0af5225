/**
 * Writes Parquet, one group of rows after the other. A group takes tenths of a second, so this runs
 * in a thread of its own (parquet-thread.ts), which imports hardly anything of ours.
 */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter, type ColumnSource } from "hyparquet-writer";
import type { ColumnKind, ExportColumn } from "./columns.ts";
import type { About } from "./format.ts";

export type Column = Pick<ExportColumn, "name" | "kind">;
type Value = string | bigint | number | boolean | null;
interface Kind {
  element: Omit<SchemaElement, "name">;
  of: (value: string) => Value;
}
const text: Kind = {
  element: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  of: (value) => value,
};
const kinds: Record<ColumnKind, Kind> = {
  TEXT: text,
  WORD: text,
  COUNT: { element: { type: "INT64" }, of: BigInt },
  MONEY: {
    element: { type: "INT64", converted_type: "DECIMAL", scale: 6, precision: 18 },
    of: BigInt,
  },
  INSTANT: { element: { type: "INT64", converted_type: "TIMESTAMP_MILLIS" }, of: BigInt },
  DATE: { element: { type: "INT32", converted_type: "DATE" }, of: Number },
  FLAG: { element: { type: "BOOLEAN" }, of: (value) => value === "true" },
};

/** Of one group, which is held whole: rows, and signs of its values. */
const groupRows = 10_000;
const groupSigns = 8_000_000;

const ownText = (text: string): string => Buffer.from(text).toString();

export class ParquetGroups {
  readonly #columns: readonly Column[];
  readonly #bytes = new ByteWriter();
  readonly #parquet: ParquetWriter;
  #values: Value[][] = [];
  #held = 0;
  #signs = 0;

  constructor(columns: readonly Column[], about: About | null) {
    this.#columns = columns;
    const elements = columns.map(({ name, kind }): SchemaElement => ({
      name,
      repetition_type: "OPTIONAL",
      ...kinds[kind].element,
    }));
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: [{ name: "root", num_children: columns.length }, ...elements],
      ...(about ? { kvMetadata: about.map(([key, value]) => ({ key, value })) } : {}),
      createdBy: "Counterfoil",
    });
    this.#empty();
  }
  #empty(): void {
    this.#values = this.#columns.map(() => []);
    this.#held = 0;
    this.#signs = 0;
  }
  /** What is written so far; the writer goes on behind it. */
  #taken(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.getBytes().slice();
    this.#bytes.index = 0;
    return taken;
  }
  #group(): void {
    if (this.#held > 0)
      void this.#parquet.write({
        columnData: this.#columns.map(({ name }, at): ColumnSource => ({
          name,
          data: this.#values[at] ?? [],
        })),
        rowGroupSize: this.#held,
      });
    this.#empty();
    this.#letGo();
  }
  /**
   * What the end of a file tells of a group is kept until then, and must not hold the group: a text
   * that was cut out of another keeps all of that one.
   */
  #letGo(): void {
    const { row_groups: groups } = this.#parquet;
    for (const { meta_data: told } of groups.at(-1)?.columns ?? []) {
      const bounds = told?.statistics;
      if (typeof bounds?.min_value === "string") bounds.min_value = ownText(bounds.min_value);
      if (typeof bounds?.max_value === "string") bounds.max_value = ownText(bounds.max_value);
    }
    const { pendingIndexes: indexes } = this.#parquet;
    this.#parquet.pendingIndexes = indexes.filter((each) => each.columnIndex ?? each.offsetIndex);
  }
  /** Some rows, column by column. */
  take(columns: readonly (readonly (string | null)[])[]): Uint8Array<ArrayBuffer> {
    for (const [at, { kind }] of this.#columns.entries()) {
      const values = this.#values[at];
      const { of } = kinds[kind];
      for (const value of columns[at] ?? []) {
        values?.push(value === null ? null : of(value));
        this.#signs += value?.length ?? 0;
      }
    }
    this.#held += columns[0]?.length ?? 0;
    if (this.#held >= groupRows || this.#signs >= groupSigns) this.#group();
    return this.#taken();
  }
  end(): Uint8Array<ArrayBuffer> {
    this.#group();
    void this.#parquet.finish();
    return this.#taken();
  }
}
