/**
 * XLSX: the rows in one sheet or, where a sheet can hold no more, in several, then a sheet "About".
 * PostgreSQL writes the cells; here they are packed, piece by piece, by the threads of zlib.
 */
import { once } from "node:events";
import { crc32, createDeflateRaw, type DeflateRaw } from "node:zlib";
import { Zip, ZipDeflate, strToU8, type ZipInputFile } from "fflate";
import type { ColumnKind, ExportColumn } from "./columns.ts";
import {
  decimalsOf,
  joined,
  textOf,
  type About,
  type Batch,
  type Format,
  type Writer,
} from "./format.ts";

/** Rows that a sheet can have, its heading one of them. */
export const sheetRows = 1_048_576;
/** Signs that a cell can have. */
const cellSigns = 32_767;

const replaced = (sql: string): string =>
  [
    ["&", "&amp;"],
    ["<", "&lt;"],
    [">", "&gt;"],
    // Else it would be read as the end of a line.
    ["\\r", "&#13;"],
  ].reduce((text, [sign, name]) => `replace(${text}, E'${sign}', '${name}')`, sql);
/** Signs that XML cannot hold become U+FFFD, as what a table cannot hold. */
const legal = (sql: string): string =>
  `regexp_replace(left(${sql}, ${cellSigns}),
    U&'[\\0001-\\0008\\000B\\000C\\000E-\\001F\\FFFE\\FFFF]', U&'\\FFFD', 'g')`;
const textCell = (text: string): string =>
  `'<c t="inlineStr"><is><t xml:space="preserve">' || ${text} || '</t></is></c>'`;
const numberCell = (text: string, style: number): string =>
  `'<c s="${style}"><v>' || ${text} || '</v></c>'`;
/** Days since the end of 1899, in the clock of the session's zone. */
const serial = (sql: string): string =>
  `(extract(epoch from (${sql}) at time zone current_setting('TimeZone')) / 86400 + 25569)::float8`;

const cells: Record<ColumnKind, (sql: string) => string> = {
  TEXT: (sql) => textCell(replaced(legal(`(${sql})`))),
  WORD: (sql) => textCell(`(${sql})::text`),
  COUNT: (sql) => numberCell(`(${sql})::text`, 0),
  MONEY: (sql) => numberCell(decimalsOf(sql), 3),
  INSTANT: (sql) => numberCell(`${serial(sql)}::text`, 1),
  DATE: (sql) => numberCell(`((${sql}) - date '1899-12-30')::text`, 2),
  FLAG: (sql) => `'<c t="b"><v>' || (${sql})::int::text || '</v></c>'`,
};
const cellOf = ({ kind, sql }: ExportColumn): string => `coalesce(${cells[kind](sql)}, '<c/>')`;

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
const textRow = (texts: readonly string[], style: number): string =>
  `<row>${texts
    .map((text) => `<c t="inlineStr" s="${style}"><is><t>${escaped(text)}</t></is></c>`)
    .join("")}</row>`;
const sheetStart = (columns: readonly ExportColumn[]): string =>
  `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
  '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>' +
  `</sheetViews><cols><col min="1" max="${columns.length}" width="20" customWidth="1"/></cols>` +
  `<sheetData>${textRow(
    columns.map(({ name }) => name),
    4,
  )}`;
const sheetEnd = "</sheetData></worksheet>";
const aboutSheet = (about: About): string =>
  `${xml}<worksheet xmlns="${main}"><cols><col min="1" max="1" width="28" customWidth="1"/>` +
  '<col min="2" max="2" width="90" customWidth="1"/></cols><sheetData>' +
  `${about.map((line) => textRow([...line], 0)).join("")}${sheetEnd}`;

const styles = `${xml}<styleSheet xmlns="${main}"><numFmts count="2">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/>
<numFmt numFmtId="165" formatCode="#,##0.00####"/></numFmts>
<fonts count="2"><font/><font><b/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/>
<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>
<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

const bookOf = (sheets: readonly string[]): string =>
  `${xml}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets
    .map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
    .join("")}</sheets></workbook>`;
const bookRelations = (sheets: readonly string[]): string =>
  `${xml}<Relationships xmlns="${relations}">${sheets
    .map(
      (_, at) =>
        `<Relationship Id="rId${at + 1}" Type="${office}/worksheet"` +
        ` Target="worksheets/sheet${at + 1}.xml"/>`,
    )
    .join("")}<Relationship Id="rIdS" Type="${office}/styles" Target="styles.xml"/>` +
  "</Relationships>";
const rootRelations =
  `${xml}<Relationships xmlns="${relations}"><Relationship Id="rId1"` +
  ` Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const typesOf = (sheets: readonly string[]): string =>
  `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  '<Default Extension="rels"' +
  ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Override PartName="/xl/workbook.xml" ContentType="${kinds}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${kinds}.styles+xml"/>${sheets
    .map(
      (_, at) =>
        `<Override PartName="/xl/worksheets/sheet${at + 1}.xml"` +
        ` ContentType="${kinds}.worksheet+xml"/>`,
    )
    .join("")}</Types>`;

/** A part of the archive that zlib's own threads pack. */
class Packed implements ZipInputFile {
  readonly compression = 8;
  readonly flag = 0 as const;
  readonly filename: string;
  crc = 0;
  size = 0;
  ondata!: NonNullable<ZipInputFile["ondata"]>;
  readonly #deflate: DeflateRaw = createDeflateRaw({ level: 3 });

  constructor(filename: string) {
    this.filename = filename;
    this.#deflate.on("data", (data: Buffer<ArrayBuffer>) => this.ondata(null, data, false));
  }
  async write(bytes: Uint8Array): Promise<void> {
    this.crc = crc32(bytes, this.crc);
    this.size += bytes.length;
    if (!this.#deflate.write(bytes)) await once(this.#deflate, "drain");
  }
  async end(): Promise<void> {
    const ended = once(this.#deflate, "end");
    this.#deflate.end();
    await ended;
    this.ondata(null, new Uint8Array(), true);
  }
}

class WorkbookWriter implements Writer {
  readonly #columns: readonly ExportColumn[];
  readonly #about: About | null;
  readonly #perSheet: number;
  readonly #zip: Zip;
  #ready: Uint8Array[] = [];
  #sheet: Packed | null = null;
  #sheets: string[] = [];
  #left = 0;

  constructor(columns: readonly ExportColumn[], about: About | null, perSheet: number) {
    this.#columns = columns;
    this.#about = about;
    this.#perSheet = perSheet;
    this.#zip = new Zip((error, data) => {
      if (error) throw error;
      this.#ready.push(data);
    });
  }
  #taken(): Uint8Array {
    const taken = Buffer.concat(this.#ready);
    this.#ready = [];
    return taken;
  }
  #open(name: string): Packed {
    this.#sheets.push(name);
    const sheet = new Packed(`xl/worksheets/sheet${this.#sheets.length}.xml`);
    this.#zip.add(sheet);
    return sheet;
  }
  async #next(): Promise<Packed> {
    await this.#close();
    const number = this.#sheets.length + 1;
    const sheet = this.#open(number === 1 ? "Rows" : `Rows ${number}`);
    await sheet.write(strToU8(sheetStart(this.#columns)));
    this.#left = this.#perSheet - 1;
    this.#sheet = sheet;
    return sheet;
  }
  async #close(): Promise<void> {
    await this.#sheet?.write(strToU8(sheetEnd));
    await this.#sheet?.end();
    this.#sheet = null;
  }
  begin(): Uint8Array {
    return this.#taken();
  }
  async rows(batch: Batch): Promise<Uint8Array> {
    let rest = batch;
    while (rest.length > 0) {
      const sheet = this.#sheet && this.#left > 0 ? this.#sheet : await this.#next();
      const some = rest.slice(0, this.#left);
      this.#left -= some.length;
      rest = rest.slice(some.length);
      await sheet.write(textOf(some));
    }
    return this.#taken();
  }
  async end(): Promise<Uint8Array> {
    if (this.#sheets.length === 0) await this.#next();
    await this.#close();
    if (this.#about) {
      const sheet = this.#open("About");
      await sheet.write(strToU8(aboutSheet(this.#about)));
      await sheet.end();
    }
    const parts = {
      "xl/workbook.xml": bookOf(this.#sheets),
      "xl/_rels/workbook.xml.rels": bookRelations(this.#sheets),
      "xl/styles.xml": styles,
      "_rels/.rels": rootRelations,
      "[Content_Types].xml": typesOf(this.#sheets),
    };
    for (const [name, text] of Object.entries(parts)) {
      const part = new ZipDeflate(name);
      this.#zip.add(part);
      part.push(strToU8(text), true);
    }
    this.#zip.end();
    return this.#taken();
  }
}

export const workbookOf = (perSheet: number): Format => ({
  words: "A workbook: numbers are numbers, dates are dates by the zone's clock; About is a sheet.",
  extension: "xlsx",
  mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  select: (columns) => `${joined(["'<row>'", ...columns.map(cellOf), "'</row>'"])} as row`,
  write: (columns, about) => new WorkbookWriter(columns, about, perSheet),
});
export const workbook = workbookOf(sheetRows);
