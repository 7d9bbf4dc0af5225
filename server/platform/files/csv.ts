/**
 * Tables as CSV (RFC 4180). What a spreadsheet would take for a formula is told to be a text by an
 * apostrophe, so that a name or a comment does nothing where it is opened; numbers stay numbers.
 */
import type { Money } from "../api/money.ts";

/** An amount's currency stands in a column of its own. */
export type Cell = string | number | Money;

const textCell = (value: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /["\n\r,;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
const cell = (value: Cell): string => {
  if (typeof value === "string") return textCell(value);
  return typeof value === "number" ? String(value) : value.amount;
};
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
