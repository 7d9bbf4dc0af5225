import { expect, test } from "vitest";
import { encodingOf } from "../../platform/files/file-text.ts";
import { maxItems, readListFile, type FileAsked, type FileRead } from "./list-file.ts";

const latin = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const utf16 = (text: string, mark = true, big = false) => {
  const bytes = Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf16le");
  return Uint8Array.from(big ? bytes.swap16() : bytes);
};
const utf8 = (text: string, mark = false) =>
  Uint8Array.from(Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf8"));
function read(bytes: Uint8Array, asked: Partial<FileAsked> = {}): FileRead {
  const result = readListFile(bytes, { kind: "CATEGORY", ...asked });
  if (!result.ok) throw new Error(result.message);
  expect(result.value.items.length + result.value.left.length).toBe(result.value.rows);
  return result.value;
}
const told = ({ items, encoding, separator, header, column }: FileRead) => [
  items,
  encoding,
  separator,
  header,
  column,
];

test.each<[string, Uint8Array, unknown[]]>([
  [
    "Windows-1252",
    latin("K\u00fcche\r\nB\u00e4der\r\n"),
    [["Küche", "Bäder"], "windows-1252", "", false, 0],
  ],
  ["UTF-8", utf8("Küche\nBäder"), [["Küche", "Bäder"], "utf-8", "", false, 0]],
  ["UTF-8 with a mark", utf8("Category\nKüche", true), [["Küche"], "utf-8", "", true, 0]],
  [
    "UTF-16 with a mark, tabs, as Excel's Unicode text",
    utf16("Titel\tKategorie\r\nPfanne\tKüche\r\n"),
    [["Küche"], "utf-16le", "\t", true, 1],
  ],
  [
    "UTF-16 without a mark",
    utf16("Tents\nLamps\n", false),
    [["Tents", "Lamps"], "utf-16le", "", false, 0],
  ],
  [
    "UTF-16, the other way",
    utf16("Tents\nLamps\n", true, true),
    [["Tents", "Lamps"], "utf-16be", "", false, 0],
  ],
  [
    "semicolons and a header",
    latin("Name;Category\r\nTent;Home, Kitchen\r\nLamp;K\u00fcche\r\n"),
    [["Home, Kitchen", "Küche"], "windows-1252", ";", true, 1],
  ],
  [
    "commas in quotes are no separators",
    utf8('"Home, Kitchen"\nTents\n"5"" pans"\n'),
    [["Home, Kitchen", "Tents", '5" pans'], "utf-8", "", false, 0],
  ],
  [
    "a comma in one row of many is none",
    utf8("Home, Kitchen\nTents\nLamps\n"),
    [["Home, Kitchen", "Tents", "Lamps"], "utf-8", "", false, 0],
  ],
  [
    "Excel's line about the separator",
    utf8("sep=;\r\nCategory;Price\r\nTents;1,50\r\n"),
    [["Tents"], "utf-8", ";", true, 0],
  ],
  [
    "a list on its side",
    utf8("Tents, Lamps, Pans\n"),
    [["Tents", "Lamps", "Pans"], "utf-8", ",", false, 0],
  ],
])("found 6: %s", (_name, bytes, expected) => expect(told(read(bytes))).toEqual(expected));

test("found 6: ASINs are found in any column; above prices the first row is a header", () => {
  const file = utf8("Product;Ref;Price\nTent;B0DEMOTENT;12,50\nLamp;B0DEMOLAMP;9,99\n");
  expect(told(read(file, { kind: "SKU" }))).toEqual([
    ["B0DEMOTENT", "B0DEMOLAMP"],
    "utf-8",
    ";",
    true,
    1,
  ]);
  const unnamed = utf8("Tent;B0DEMOTENT;12,50\nLamp;B0DEMOLAMP;9,99\n");
  expect(told(read(unnamed, { kind: "SKU" }))).toEqual([
    ["B0DEMOTENT", "B0DEMOLAMP"],
    "utf-8",
    ";",
    false,
    1,
  ]);
  expect(told(read(unnamed, { kind: "SKU", column: 0 }))[0]).toEqual(["Tent", "Lamp"]);
  expect(told(read(unnamed, { kind: "SKU", header: true }))[0]).toEqual(["B0DEMOLAMP"]);
  expect(read(unnamed, { separator: "" }).items).toEqual([
    "Tent;B0DEMOTENT;12,50",
    "Lamp;B0DEMOLAMP;9,99",
  ]);
});

test("found 6: each row that is no item is named with its reason", () => {
  const { items, left } = read(
    utf8(`Category\nTents\n\n tents \n${"x".repeat(101)}\nbad\u200Bone\nLamps\n`),
  );
  expect(items).toEqual(["Tents", "Lamps"]);
  expect(left.map(({ row, reason }) => `${row} ${reason}`)).toEqual([
    "1 HEADER",
    "3 BLANK",
    "4 REPEATED",
    "5 REFUSED",
    "6 REFUSED",
  ]);
  expect(left.map(({ message }) => message)).toEqual([
    "It names the columns",
    "There is nothing in this column",
    "The same item stands in row 2",
    "An item has at most 100 characters, not 101",
    "An item holds U+200B, a character that cannot be seen: take it out",
  ]);
});

test.each<[string, string, Partial<FileAsked>, string[], string[]]>([
  [
    "a comma too many",
    "sku,name\nA1,Tent\nA2,Stove, small\n",
    {},
    ["A1"],
    ["1 HEADER", "3 RAGGED"],
  ],
  ["a cell too few", "A1,Tent\nA2\nA3,Mug\n", {}, ["A1", "A3"], ["2 RAGGED"]],
  ["the asked column", "a,b\n1,2\n3\n", { column: 1 }, ["2"], ["1 HEADER", "3 RAGGED"]],
  ["a title above", "Our list\nA2;Tent\nA3;Mug\n", {}, ["A2", "A3"], ["1 RAGGED"]],
  ["names, whatever follows", "sku,name\nA1,a, b\nA2,c, d, e\n", {}, [], ["1", "2", "3"]],
  ["empty cells at the end", "A1,Tent\nA2,Mug,,\nA3,Pan\n", {}, ["A1", "A2", "A3"], []],
])("a table with a row of another width stays one: %s", (_, text, asked, items, left) => {
  const found = read(utf8(text), { kind: "SKU", header: null, ...asked });
  expect(found.items).toEqual(items);
  expect(found.left.map(({ row, reason }) => `${row} ${reason}`)).toEqual(
    left.map((each) => expect.stringContaining(each) as string),
  );
});

test("a row of another width says how many cells it has", () => {
  const { left } = read(utf8("sku,name\nA1,Tent\nA2,Stove, small\nA3\nA4,Mug\n"), { kind: "SKU" });
  expect(left.slice(1)).toEqual([
    {
      row: 3,
      reason: "RAGGED",
      text: "A2,Stove, small",
      message: 'This row has 3 cells, and most have 2: put a cell that holds "," itself in quotes',
    },
    {
      row: 4,
      reason: "RAGGED",
      text: "A3",
      message: "This row has 1 cell, and most have 2: write its empty cells too",
    },
  ]);
});

test.each<[string, Uint8Array]>([
  ["a PDF", utf8("%PDF-1.4\n1 0 obj\n")],
  ["a workbook", latin("PK\x03\x04\x14\0\x06\0")],
  ["an image", latin("\x89PNG\r\n\x1a\n")],
  ["a page", utf8("\n<!DOCTYPE html><html></html>", true)],
  ["JSON", utf8('["A1", "A2"]')],
  ["JSON", utf8('{"items": ["A1"]}')],
  ["a form", utf8("--x\r\nContent-Disposition: form-data; name=f\r\n\r\nA1\r\n--x--\r\n")],
  ["a text with one zero byte", utf8("A1\nA\x002")],
  ["a text with zero bytes", utf8("A1\0\nA2\0\nA3\0\n")],
])("%s is no list", (_, bytes) => {
  expect(readListFile(bytes, { kind: "SKU" })).toMatchObject({
    ok: false,
    code: "BAD_FILE",
    message: expect.stringContaining("save it as CSV or text, and send the file itself") as string,
  });
});

test("a file of more rows than a call takes arguments is read", () => {
  const { items, left } = read(utf8("A1\n".repeat(200_000)), { kind: "SKU" });
  expect([items, left.length]).toEqual([["A1"], 199_999]);
});

test("what cannot be read is refused with the way out", () => {
  const refused = (bytes: Uint8Array, asked: Partial<FileAsked> = {}) => {
    const result = readListFile(bytes, { kind: "SKU", ...asked });
    return result.ok ? null : [result.code, result.message, result.path];
  };
  expect(refused(latin("K\u00fcche"), { encoding: "utf-8" })).toEqual([
    "BAD_ENCODING",
    "This file is not UTF-8: read it as Windows-1252",
    ["encoding"],
  ]);
  for (const [asked, name] of [
    ["utf-8", "UTF-8"],
    ["windows-1252", "Windows-1252"],
  ] as const)
    expect(refused(utf16("A1\r\nA2"), { encoding: asked })).toEqual([
      "BAD_ENCODING",
      `This file is not ${name}: read it as UTF-16`,
      ["encoding"],
    ]);
  expect(refused(utf16("ab").slice(0, -1))).toEqual([
    "BAD_ENCODING",
    "This file is not UTF-16: it is cut off in the middle of a character: save it again",
    ["encoding"],
  ]);
  expect(refused(utf8("a;b\nc;d"), { column: 2 })).toEqual([
    "BAD_COLUMN",
    "This file has 2 columns: choose one of them",
    ["column"],
  ]);
  expect(refused(utf8(Array.from({ length: maxItems + 1 }, (_, n) => `i${n}`).join("\n")))).toEqual(
    [
      "BAD_ITEMS",
      `A list holds 1 to ${maxItems} items, and this file has ${maxItems + 1}: split it`,
      ["body"],
    ],
  );
  expect(refused(new Uint8Array(1_048_577))?.[0]).toBe("BAD_FILE");
  expect([read(new Uint8Array()).items, encodingOf(new Uint8Array())]).toEqual([[], "utf-8"]);
});
