/** The thread of one Parquet file: rows come column by column, null is their end; bytes go back. */
import { parentPort, workerData } from "node:worker_threads";
import type { About } from "./format.ts";
import { unpackedColumn, type PackedColumn } from "./packed-columns.ts";
import { ParquetGroups, type Column } from "./parquet-groups.ts";

const { columns, about } = workerData as { columns: Column[]; about: About | null };
const groups = new ParquetGroups(columns, about);
parentPort?.on("message", (rows: PackedColumn[] | null) => {
  const bytes = rows === null ? groups.end() : groups.take(rows.map(unpackedColumn));
  parentPort?.postMessage(bytes, [bytes.buffer]);
});
