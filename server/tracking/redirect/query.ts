/**
 * What a partner may add to a link: sharedId, subId1–3 and p.* values, each at most 255 characters.
 * Everything else in the query is ignored, above all anything that looks like an address. Sources:
 * "Query guide", "Amazon Seller tracking". Mail programs and chats mangle queries as they do paths:
 * "&amp;", ";" and a second "?" part parameters too where a known name follows, and what a text put
 * behind a link is no part of its last value.
 */
import { namesSubId, partedFromSubIds } from "../../domain/sub-ids.ts";
import {
  isCustomName,
  isSharedId,
  sharedIdParameter,
  subIdParameters,
} from "../../domain/tracking.ts";

export interface LinkParameters {
  sharedId: string | null;
  subIds: [string | null, string | null, string | null];
  custom: Record<string, string> | null;
  warnings: string[];
}

const valueLengthMax = 255;
/** Of a value that may end in what a mangled link put behind it. */
const readValueMax = 2_000;
const customMax = 20;
/** Of a query, however long it is, this much is looked at. */
const readLengthMax = 8_000;

const ours = "sharedid|subid[123]|p\\.[\\w.-]{1,64}";
/** What advertising and mail systems append, often with a second "?". */
const appended =
  "utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|gclsrc|dclid|msclkid|ttclid|twclid|yclid|igshid|igsh|" +
  "epik|li_fat_id|mc_[ce]id|srsltid|mibextid|rdt_cid|sccid|ref|s|si";
/** A value that holds one of these and a name of ours with "=" was not built by a program. */
const joint = new RegExp(
  `(?:[;?]|&(?:amp|#0*38|#x0*26);)+(?=(?:${ours}|${appended})=)|[,|\\s]+(?=(?:${ours})=)`,
  "i",
);
const equalsEntity = /&(?:equals|#0*61|#x0*3d);/gi;
const escapedJoint = new RegExp(`^[?&;]*(?:${ours})(?:%25)*%3D`, "i");
const softBreak = /=?(?:\r\n|\r|\n)[ \t]*/g;
const edges = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
const closers: Record<string, string> = {
  ")": "(",
  "]": "[",
  "}": "{",
  '"': '"',
  "'": "'",
  ">": "<",
};

interface Reading {
  found: LinkParameters;
  customCount: number;
}

function warn(found: LinkParameters, warning: string): void {
  if (!found.warnings.includes(warning)) found.warnings.push(warning);
}

function decode(text: string, found: LinkParameters): string {
  let value = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (value.includes("%")) {
    try {
      value = decodeURIComponent(value);
    } catch {
      // Kept as it came: a partner who escapes wrongly still finds the own id.
      warn(found, "BAD_ENCODING");
    }
  }
  // PostgreSQL's text holds no NUL.
  if (value.includes("\0")) {
    value = value.replaceAll("\0", "");
    warn(found, "NUL_REMOVED");
  }
  return value.toWellFormed().replaceAll(softBreak, "").replaceAll(edges, "");
}

/**
 * Without what the text around a link left at its end; a bracket or quote that was opened within
 * stays.
 */
function withoutEnding(value: string): string {
  let text = value.replace(edges, "");
  for (let last = text.at(-1) ?? ""; /[.,;:!*`)\]}"'>]/.test(last); last = text.at(-1) ?? "") {
    const opener = closers[last];
    const rest = text.slice(0, -1);
    if (
      opener !== undefined &&
      (opener === last
        ? rest.includes(opener)
        : rest.split(opener).length > rest.split(last).length)
    )
      break;
    text = rest.replace(edges, "");
  }
  return text === "" ? value : text;
}

/**
 * Quoted-printable writes "=" as "=3D": only where several parameters are and each has it, since a
 * value may begin so.
 */
function unquoted(query: string): string {
  const signs = query.match(/=(?:3d)?/gi) ?? [];
  return signs.length > 1 && signs.every((sign) => sign.length > 1)
    ? query.replaceAll(/=3d/gi, "=")
    : query;
}

/**
 * Reads the query from `start` (behind the "?") of a request target. The first of several equal
 * names counts.
 */
export function readParameters(target: string, start: number): LinkParameters {
  const found: LinkParameters = {
    sharedId: null,
    subIds: [null, null, null],
    custom: null,
    warnings: [],
  };
  if (start >= target.length) return found;
  let query = target.slice(start, start + readLengthMax);
  if (start + readLengthMax < target.length) warn(found, "QUERY_CUT");
  if (query.includes(";")) query = query.replaceAll(equalsEntity, "=");
  if (/=3d/i.test(query)) query = unquoted(query);
  readQuery(query, { found, customCount: 0 }, 0);
  return found;
}

function readQuery(query: string, reading: Reading, depth: number): void {
  for (let at = 0; at < query.length;) {
    const ampersand = query.indexOf("&", at);
    const end = ampersand === -1 ? query.length : ampersand;
    readChunk(query.slice(at, end), reading, end === query.length, depth);
    at = end + 1;
  }
}

function readChunk(chunk: string, reading: Reading, last: boolean, depth: number): void {
  if (/[;?,|\s]/.test(chunk)) {
    const parts = chunk.split(joint);
    if (parts.length > 1) {
      for (const [i, part] of parts.entries())
        readChunk(part, reading, last && i === parts.length - 1, depth);
      return;
    }
  }
  const equals = chunk.indexOf("=");
  if (equals === -1) {
    // The whole query was escaped once more, "=" and "&" with it.
    if (depth < 3 && escapedJoint.test(chunk)) readQuery(tolerant(chunk), reading, depth + 1);
    return;
  }
  if (equals > 0 && equals < chunk.length - 1)
    take(reading, chunk.slice(0, equals), chunk.slice(equals + 1), last);
}

function tolerant(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}

/** A name as it was meant: without the rest of an "&amp;", white space and what nobody sees. */
const plainName = (name: string): string =>
  /^[\w.-]+$/.test(name)
    ? name
    : tolerant(name)
        .replaceAll(/[\s\p{Cf}\p{Cc}]/gu, "")
        .replace(/^(?:[?;&]|amp;|#0*38;|#x0*26;)+/i, "");

function take(reading: Reading, rawName: string, rawValue: string, last: boolean): void {
  const { found } = reading;
  const name = plainName(rawName);
  // Whoever builds a link escapes these within a value: bare at its end, they are a joint.
  const value = rawValue.replace(/[?;]+$/, "");
  if (value === "") return;
  if (/^p\./i.test(name))
    takeCustom(
      found,
      name.slice(2),
      reading.customCount++ < customMax ? ended(value, found, last) : null,
    );
  else takeOwn(found, name.toLowerCase(), value, last);
}

function ended(value: string, found: LinkParameters, last: boolean): string {
  const text = decode(value, found);
  const without = last ? withoutEnding(text) : text;
  if (without !== text) warn(found, "ENDING_REMOVED");
  return without;
}

function takeOwn(found: LinkParameters, name: string, text: string, last: boolean): void {
  const subId = (subIdParameters as readonly string[]).indexOf(name);
  if (name === sharedIdParameter) {
    const sharedId = sharedIdOf(partedText(decode(text, found), found));
    if (sharedId !== null) found.sharedId ??= sharedId;
    else warn(found, "SHARED_ID_DROPPED");
  } else if (subId >= 0) {
    takeSubId(found, subId, ended(text, found, last));
  }
}

/** A text that the brand may read, without the sub ids that a mangled link left in it. */
function partedText(text: string, found: LinkParameters): string {
  const { kept, subIds } = partedFromSubIds(text);
  if (kept !== text) warn(found, "ENDING_REMOVED");
  for (const { index, value } of subIds) takeSubId(found, index, withoutEnding(value));
  return kept;
}

function takeSubId(found: LinkParameters, index: number, id: string): void {
  // Nothing of it can be seen: an empty text would stand for an id that nobody gave.
  if (id !== "" && id.length <= valueLengthMax) found.subIds[index] ??= id;
  else warn(found, "SUB_ID_DROPPED");
}

/**
 * Letters and digits alone: whatever else stands at its end, or cannot be seen, was never part of
 * it.
 */
function sharedIdOf(text: string): string | null {
  const clean = text
    .replaceAll(/\p{Cf}/gu, "")
    .replace(/[?;&#%].*$/su, "")
    .replace(/^[\s"'(<]+|[^0-9A-Za-z]+$/gu, "");
  return isSharedId(clean) ? clean : null;
}

function takeCustom(found: LinkParameters, name: string, given: string | null): void {
  const fits = given !== null && given.length <= readValueMax && isCustomName(name);
  const value = fits && !namesSubId(name) ? partedText(given, found) : "";
  if (value === "" || value.length > valueLengthMax) return warn(found, "PARAMETER_DROPPED");
  // No prototype: "__proto__" is a name like any other.
  found.custom ??= Object.create(null) as Record<string, string>;
  found.custom[name] ??= value;
}
