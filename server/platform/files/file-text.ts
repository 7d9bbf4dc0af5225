/**
 * The text of bytes that somebody sent: of a file, whatever program wrote it (UTF-8, UTF-16 either
 * way, or Windows-1252), and of a request's body, which is UTF-8.
 */
import { isUtf8 } from "node:buffer";
import { accept, refuse, type Refused, type Result } from "../../domain/result.ts";

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];

export const encodingNames: Record<Encoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16 (big endian)",
  "windows-1252": "Windows-1252",
};

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const kinds = [
  ["workbook", "PK\x03\x04"],
  ["old workbook", "\xD0\xCF\x11\xE0"],
  ["PDF", "%PDF-"],
  ["archive", "\x1F\x8B"],
] as const;
export type FileKind = (typeof kinds)[number][0];
/** What is no text, by how it begins; null: it may be text. */
export function kindOf(bytes: Uint8Array): FileKind | null {
  const head = Buffer.from(bytes.subarray(0, 8)).toString("latin1");
  return kinds.find(([, start]) => head.startsWith(start))?.[0] ?? null;
}

/**
 * Latin letters in UTF-16 have a zero byte each, always on the same side: nearly every second byte
 * then is one, and no other.
 */
function zerosSay(bytes: Uint8Array): Encoding | null {
  const pairs = Math.floor(Math.min(bytes.length, 4_096) / 2);
  if (pairs === 0) return null;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++)
    if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.7 && even === 0) return "utf-16le";
  return even > pairs * 0.7 && odd === 0 ? "utf-16be" : null;
}

/** Total: what is nothing else is Windows-1252, in which every byte is a character. */
export function encodingOf(bytes: Uint8Array): Encoding {
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  return marked?.[0] ?? zerosSay(bytes) ?? (isUtf8(bytes) ? "utf-8" : "windows-1252");
}

/** The refusal of bytes that are not in the encoding as which they were to be read. */
export function notIn(
  encoding: Encoding,
  bytes: Uint8Array,
  ...path: string[]
): Refused<"BAD_ENCODING"> {
  const found = encodingOf(bytes);
  const hint =
    found === encoding
      ? "it is cut off in the middle of a character: save it again"
      : `read it as ${encodingNames[found]}`;
  return refuse("BAD_ENCODING", `This file is not ${encodingNames[encoding]}: ${hint}`, ...path);
}

/**
 * Without its byte order mark. Refused where the bytes are not in the encoding: a wrong guess of a
 * person is told, not written over.
 */
export function textIn(
  bytes: Uint8Array,
  encoding: Encoding,
  ...path: string[]
): Result<string, "BAD_ENCODING"> {
  try {
    return accept(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return notIn(encoding, bytes, ...path);
  }
}

/** How many bytes from the start on are UTF-8, the last character perhaps cut off. */
function utf8Length(bytes: Uint8Array): number {
  const isGood = (length: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/**
 * The text of a request's body, without its byte order mark. Nothing is replaced by U+FFFD: what is
 * not UTF-8 is refused, with the place of the first byte that is not.
 */
export function bodyText(bytes: Uint8Array): Result<string, "BAD_ENCODING"> {
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8") return textIn(bytes, "utf-8");
  const refused = (fault: string) =>
    refuse("BAD_ENCODING", `The body is not UTF-8: ${fault}. Send it in UTF-8`);
  if (encoding !== "windows-1252") return refused(`it is in ${encodingNames[encoding]}`);
  const at = utf8Length(bytes);
  const byte = bytes[at];
  return refused(
    byte === undefined
      ? "it is cut off in the middle of a character"
      : `its byte ${at + 1} is ${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
