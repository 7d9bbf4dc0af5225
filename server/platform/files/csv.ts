/**
 * Tables as CSV (RFC 4180). What a spreadsheet would take for a formula is told to be a text by an
 * apostrophe, so that a name or a comment does nothing where it is opened.
 */
const cell = (value: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /["\n\r,;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
