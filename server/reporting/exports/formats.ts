/** Every format in which tables leave. */
import type { Format } from "./format.ts";
import { parquet } from "./parquet-format.ts";
import { csv, jsonLines } from "./text-formats.ts";
import { workbook } from "./workbook-format.ts";

export const exportFormats = {
  CSV: csv,
  JSON_LINES: jsonLines,
  XLSX: workbook,
  PARQUET: parquet,
} as const satisfies Record<string, Format>;
export type ExportFormatName = keyof typeof exportFormats;
export const exportFormatNames = Object.keys(exportFormats) as ExportFormatName[];
