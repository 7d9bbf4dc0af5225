import { strToU8, zipSync } from "fflate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readTableFile } from "./table-file.ts";
import { readWorkbook } from "./workbook.ts";

const messageOf = (read: Awaited<ReturnType<typeof readTableFile>>) =>
  read.ok ? "" : read.message;
const why = async (bytes: Buffer): Promise<string> => messageOf(await readTableFile(bytes));
const cellsOf = async (bytes: Buffer) => {
  const read = await readTableFile(bytes);
  return read.ok
    ? read.value.rows.map(({ row, cells }) => [row, ...cells])
    : expect.fail(read.message);
};

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/** A workbook as a table program writes it, with these rows in its first sheet. */
function workbook(rows: string, { strings = "", since1904 = false } = {}): Buffer {
  const parts = {
    "[Content_Types].xml": `${head}<Types/>`,
    "xl/workbook.xml":
      `${head}<workbook xmlns="${main}" xmlns:r="r"><workbookPr date1904="${since1904 ? 1 : 0}"/>` +
      '<sheets><sheet name="Report" sheetId="7" r:id="rId3"/>' +
      '<sheet name="Notes" sheetId="8" r:id="rId4"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      `${head}<Relationships><Relationship Id="rId4" Target="worksheets/sheet1.xml"/>` +
      '<Relationship Id="rId3" Target="worksheets/sheet2.xml"/></Relationships>',
    "xl/sharedStrings.xml": `${head}<sst xmlns="${main}">${strings}</sst>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet><sheetData/></worksheet>`,
    "xl/worksheets/sheet2.xml": `${head}<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))),
  );
}

test("text is parted by the sign that it has most of, in any encoding", async () => {
  for (const sign of [",", ";", "\t", "|"])
    expect(await cellsOf(Buffer.from(`a${sign}b\r\n"1${sign}1"${sign}2\r\n`)), sign).toEqual([
      [1, "a", "b"],
      [2, `1${sign}1`, "2"],
    ]);
  const text = "\ufeffdate,name\n1,Größe\n";
  const wanted = [
    [1, "date", "name"],
    [2, "1", "Größe"],
  ];
  expect(await cellsOf(Buffer.from(text))).toEqual(wanted);
  expect(await cellsOf(Buffer.from(text, "utf16le"))).toEqual(wanted);
  expect(await cellsOf(Buffer.from("date,name\n1,Gr\xf6\xdfe\n", "latin1"))).toEqual(wanted);
});

test("what is no table, or is cut off, is refused with what to do", async () => {
  const whole = workbook('<row r="1"><c r="A1"><v>1</v></c></row>');
  const damaged = Buffer.from(whole);
  const part = whole.indexOf("xl/workbook.xml") + 20;
  damaged.fill(0xff, part, part + 60);
  const sentences = [
    await why(Buffer.alloc(0)),
    await why(Buffer.from("%PDF-1.7")),
    await why(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1])),
    await why(Buffer.from([0x1f, 0x8b, 8])),
    await why(Buffer.from("a,b\0c")),
    await why(Buffer.from('a,b\n"1,2')),
    await why(Buffer.from('a,b\n1"1,2')),
    await why(whole.subarray(0, whole.length - 30)),
    await why(Buffer.from(zipSync({ "a.txt": strToU8("a") }))),
    await why(damaged),
  ];
  expect(sentences.every((sentence) => sentence !== "")).toBe(true);
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(sentences[5]).toBe("This file is cut off within a quoted cell: download it again");
  expect(sentences[7]).toBe("This workbook is cut off: download it again");
  // A number may be cut anywhere and be one still: 500.00, 500, 50.
  expect(await why(Buffer.from("a,b\n1,500.0"))).toBe(
    "This file's last row, 2, has no line end, so it may be cut off: download it again, or add " +
      "an empty line at its end",
  );
  for (const end of ["\n", "\r\n", "\r", "\n\n"])
    expect(await why(Buffer.from(`a,b\n1,500.00${end}`))).toBe("");
});

test("a workbook's first sheet is read as its cells are shown, gaps and all", async () => {
  const strings =
    "<si><t>date</t></si><si><r><t>na</t></r><r><t>me</t></r><rPh><t>sounds</t></rPh></si>";
  const rows =
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>' +
    '<row r="4"><c r="A4"><v>46183</v></c><c r="B4" t="inlineStr"><is><t>&amp;x</t></is></c>' +
    '<c r="C4" t="str"><f>1+1</f><v>=HYPERLINK(1)</v></c></row>' +
    '<row r="5"><c r="A5" t="b"><v>1</v></c><c r="B5" t="b"><v>0</v></c></row>';
  expect(await cellsOf(workbook(rows, { strings }))).toEqual([
    [2, "date", "", "name"],
    [4, "46183", "&x", "=HYPERLINK(1)"],
    [5, "TRUE", "FALSE", ""],
  ]);
  expect(await readTableFile(workbook(rows, { strings, since1904: true }))).toMatchObject({
    value: { since1904: true },
  });
});

test("a workbook that unfolds beyond any report is given up, entities are no words", async () => {
  const within = { unfoldedBytes: 2_000_000, textLength: 1_000_000 };
  const give = async (rows: string) => messageOf(await readWorkbook(workbook(rows), within));
  const cell = `<row><c t="str"><v>${"0".repeat(30_000)}</v></c></row>`;
  expect(await give(cell.repeat(30))).toBe("");
  expect(await give(cell.repeat(40))).toBe("This workbook holds more text than any report does");
  // Of a megabyte of the same sign a thousandth is in the archive.
  expect(await give(`<!--${" ".repeat(3_000_000)}-->`)).toBe(
    "This workbook unfolds to far more than any report does",
  );
  const laughs = '<!DOCTYPE s [<!ENTITY a "ha">]>';
  expect(await why(workbook(`${laughs}<row><c><v>&a;</v></c></row>`))).toContain("cannot be read");
  expect(await why(workbook('<row><c r="ZZ1"><v>1</v></c></row>'))).toContain("200 columns");
  for (const number of ["one", "0", "1.5", "1048577"])
    expect(await why(workbook(`<row r="${number}"><c><v>1</v></c></row>`))).toContain("numbers");
});

test("text of more rows, columns or a longer row than any report is given up", async () => {
  expect(await why(Buffer.alloc(200_000, "\n"))).toBe("");
  expect(await why(Buffer.alloc(200_002, "\n"))).toBe(
    "This file has more than 200000 rows: send it in parts",
  );
  for (const length of [200, 2_000_000])
    expect(await why(Buffer.alloc(length, ","))).toBe(
      "This file has more than 200 columns: no report has",
    );
  for (const start of ["", '"'])
    expect(
      await why(
        Buffer.concat([Buffer.from(`a\n${start}`), Buffer.alloc(4_000_000, "bbbbbbbbbbbb,")]),
      ),
    ).toContain("A row of this file is longer");
});

test("whatever bytes are sent, they are a table or are refused with a sentence", async () => {
  const whole = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>');
  const piece = fc.constantFrom(",", ";", '"', "\n", "\r\n", "date", "1", "\0", "\ufeff", "é");
  const damaged = fc
    .tuple(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 40 }))
    .map(([at, bytes]) => Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + 20)]));
  const bytes = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join(""))),
    fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all)),
    damaged,
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (given) => {
      const read = await readTableFile(given);
      if (read.ok) expect(read.value.rows.every(({ cells }) => cells.length > 0)).toBe(true);
      else expect(read.message).toMatch(/^This |^The first sheet /);
    }),
    { numRuns: 300 },
  );
});
