/**
 * Lists as table programs save them: whatever encoding, separator, quoting, ends of lines, and
 * bytes that are none of it.
 */
import { readListFile, type FileAsked } from "../../partnership/lists/list-file.ts";
import { separators, type Separator } from "../../partnership/lists/list-table.ts";
import { encodings } from "../../platform/files/file-text.ts";
import { listItem } from "../../domain/sale-facts.ts";
import { listKinds } from "../../domain/rule-rows.ts";
import type { Random } from "../../start/demo/random.ts";
import { eachCase, holds, type Mangling } from "./mangling.ts";

const pick = <T>(of: readonly T[], random: Random): T => of[random.below(of.length)] as T;
const cells = [
  "B0DEMOTENT",
  "b0demolamp",
  "Küche",
  "Cafe\u0301",
  "Home, Kitchen",
  '5" pans',
  "",
  "  ",
  "SKU",
  "Title",
  "12,50",
  "null",
  "=1+1",
  "a\u200Bb",
  "\u0000",
  "\u{1F3D5}",
  "x".repeat(120),
  "Ω",
  "a\nb",
];
const ends = ["\n", "\r\n", "\r"];

const quoted = (cell: string, separator: string, random: Random): string =>
  random.chance(0.2) ||
  [separator, '"', "\n", "\r"].some((sign) => sign !== "" && cell.includes(sign))
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;

function encode(text: string, random: Random): Buffer {
  switch (random.below(5)) {
    case 0:
      return Buffer.from(text, "latin1");
    case 1:
      return Buffer.from(`\uFEFF${text}`, "utf8");
    case 2:
      return Buffer.from(`${random.chance(0.7) ? "\uFEFF" : ""}${text}`, "utf16le");
    case 3:
      return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
    default:
      return Buffer.from(text, "utf8");
  }
}

/** What printers, mail and people do to a file afterwards. */
function spoil(bytes: Buffer, random: Random): Buffer {
  if (random.chance(0.6) || bytes.length === 0) return bytes;
  if (random.chance(0.3)) return bytes.subarray(0, random.below(bytes.length));
  const spoilt = Buffer.from(bytes);
  for (let n = 0; n <= random.below(4); n++)
    spoilt[random.below(spoilt.length)] = random.below(256);
  return spoilt;
}

function one(random: Random): void {
  const separator = pick<Separator | "">([...separators, ""], random);
  const width = separator === "" ? 1 : 1 + random.below(4);
  const end = pick(ends, random);
  const rows = Array.from({ length: random.below(8) }, () =>
    Array.from({ length: width }, () => quoted(pick(cells, random), separator, random)).join(
      separator,
    ),
  );
  const bytes = spoil(
    encode(
      (random.chance(0.1) ? `sep=${separator || ";"}${end}` : "") +
        rows.join(end) +
        (random.chance(0.5) ? end : ""),
      random,
    ),
    random,
  );
  const asked: FileAsked = {
    kind: pick(listKinds, random),
    encoding: random.chance(0.2) ? pick(encodings, random) : null,
    separator: random.chance(0.2) ? separator : null,
    header: random.chance(0.2) ? random.chance(0.5) : null,
    column: random.chance(0.2) ? random.below(4) : null,
  };
  const result = readListFile(bytes, asked);
  if (!result.ok) {
    holds(
      result.message.length > 10 && result.code.startsWith("BAD_"),
      () => `a refusal without words: ${JSON.stringify(result)}`,
    );
    return;
  }
  const { items, left, rows: seen } = result.value;
  holds(
    items.length + left.length === seen,
    () => `${seen} rows, but ${items.length} items and ${left.length} left out by name`,
  );
  holds(
    left.every(({ message, row }) => message !== "" && row >= 1),
    () => "a row is left out without a reason",
  );
  holds(new Set(items.map(listItem)).size === items.length, () => "an item stands there twice");
  holds(
    items.every((item) => listItem(item) !== "" && item.length <= 200),
    () => "an item that no list takes",
  );
}

export const files: Mangling = {
  name: "files",
  run: (seed, runs) => eachCase("files", seed, runs, one),
};
