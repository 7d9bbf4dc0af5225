/** A file of links, as a table program wrote it: which column says what, and its rows. */
import { readTableFile } from "../../platform/files/table-file.ts";
import { accept, refuse, type Result } from "../../domain/result.ts";
import { batchMax } from "./link-batches.ts";
import { linkColumns, type AskedLink, type LinkColumn } from "./link-plan.ts";

export const maxLinkFileBytes = 1_048_576;
/** What people call the columns, in small letters alone. */
const names: Record<LinkColumn, readonly string[]> = {
  partner: ["partner", "partnername", "partnercode", "publisher", "creator"],
  page: ["page", "asin", "product", "productpage", "landingpage", "url", "address", "destination"],
  ad: ["ad", "adname", "adcode"],
  name: ["name", "linkname", "title"],
  sharedId: ["sharedid", "shared"],
};
const columnOf = (head: string): LinkColumn | undefined => {
  const bare = head.toLowerCase().replaceAll(/[^a-z]/g, "");
  return linkColumns.find((column) => names[column].includes(bare));
};

export interface LinkFile {
  rows: AskedLink[];
  /** Columns that say nothing here. */
  ignored: string[];
}
/** Without a head that is known a file of one column holds pages. */
export async function readLinkFile(
  bytes: Buffer,
): Promise<Result<LinkFile, "BAD_FILE" | "BAD_COLUMN">> {
  // A last row without its line's end is whole here: each row is shown before anything is made.
  const whole = /[\r\n]$/.test(bytes.subarray(-1).toString("latin1"))
    ? bytes
    : Buffer.concat([bytes, Buffer.from("\n")]);
  const isText = bytes.subarray(0, 2).toString("latin1") !== "PK";
  const table = await readTableFile(isText ? whole : bytes);
  if (!table.ok) return table;
  const filled = table.value.rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const [first] = filled;
  if (!first) return refuse("BAD_FILE", "This file is empty", "body");
  const heads = first.cells.map((cell) => columnOf(cell.replace(/^\uFEFF/, "")));
  const hasHead = heads.some((head) => head !== undefined);
  if (!hasHead && filled.some(({ cells }) => cells.filter((cell) => cell.trim() !== "").length > 1))
    return refuse(
      "BAD_COLUMN",
      `The first row names the columns: ${linkColumns.join(", ")}`,
      "body",
    );
  const columns: readonly (LinkColumn | undefined)[] = hasHead ? heads : ["page"];
  const doubled = columns.find((column, at) => column && columns.indexOf(column) !== at);
  if (doubled)
    return refuse("BAD_COLUMN", `Two columns are called ${doubled}: leave one out`, "body");
  const rows = (hasHead ? filled.slice(1) : filled).map(({ row, cells }): AskedLink => {
    const given = columns.flatMap((column, at) =>
      column ? [[column, (cells[at] ?? "").trim() || null] as const] : [],
    );
    return { row, ...Object.fromEntries(given) };
  });
  if (rows.length === 0)
    return refuse("BAD_FILE", "This file names its columns and has no row below", "body");
  if (rows.length > batchMax)
    return refuse(
      "BAD_FILE",
      `This file has ${rows.length} rows, and at most ${batchMax} links are made at once: split it`,
      "body",
    );
  return accept({
    rows,
    ignored: first.cells.filter((cell, at) => hasHead && !heads[at] && cell.trim() !== ""),
  });
}
