/**
 * One clean-up for what printers, mail programs, chats and QR readers do to a link of ours:
 * capitals, closing punctuation, doubled or escaped slashes, a missing "?", wrapped lines and their
 * hyphens, escapes once or twice over, quoted-printable, zero-width characters, letters of other
 * scripts that look the same, a whole address put behind another. Total and pure: every text gets
 * an answer. It never guesses a code: what comes out must be matched exactly against the links that
 * exist, so a link leads to itself or nowhere. Codes are lower-case and unique whatever their
 * case, which makes folding unambiguous.
 */
import { entity, entityText } from "./html-entities.ts";
import { latinOf } from "./lookalikes.ts";
import type { LinkPath } from "./tracking.ts";

/** What a path says, in the order of its segments; null where nothing was written. */
export interface LinkCodes {
  partner: string | null;
  ad: string | null;
  program: string | null;
}
export interface CleanLink {
  /** Whole paths that it may mean, the most likely first. */
  paths: LinkPath[];
  /**
   * Partner and ad name a link by themselves: a program cut short, or run together with what
   * followed it, still means theirs.
   */
  pairs: LinkCodes[];
  /** As much as could be read, for the record of a link that leads nowhere. */
  codes: LinkCodes;
  /** What stood behind the path, without "?": the parameters, as they came. */
  query: string;
}

/**
 * A character as a reader means it, with where it stood in the text and how often it was escaped
 * there.
 */
interface Sign {
  text: string;
  end: number;
  depth: number;
}

/** A link of ours has some 55 characters; the rest is room for escapes. */
const readLengthMax = 2_000;
const escapesMax = 3;
const escaped = /%((?:25)*)([0-9a-f]{2})/iy;
/** Of scripts that write what JavaScript's old escape() gives. */
const utf16 = /%((?:25)*)u([0-9a-f]{4})/iy;
/**
 * Signs and ends of lines alone: other digits and letters after "=" belong to a code whose line was
 * broken there.
 */
const printable = /=(0[9AD]|2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E])/iy;
/** A character of several bytes in quoted-printable. */
const printableBytes = /=[c-f][0-9a-f](?:=[89ab][0-9a-f]){1,3}/iy;
/** The end of a line in quoted-printable, which is nothing else in any reading. */
const lineEnd = ["=", "0", "d", "=", "0", "a"];
/** Format and control characters: nobody sees them, and people copy them. White space is apart. */
const unseen = /[\p{Cf}\p{Mn}\u034f\u115f\u1160\u3164]|(?!\s)\p{Cc}/u;
const slashes = /[\\\u2044\u2215\u29f8]/;
const plain = /[0-9a-z/]/;

/** Bytes that follow a UTF-8 byte which begins a character; -1 where it begins none. */
const followers = (byte: number): number => {
  if (byte < 0x80) return 0;
  if (byte < 0xc2) return -1;
  if (byte < 0xe0) return 1;
  if (byte < 0xf0) return 2;
  if (byte < 0xf5) return 3;
  return -1;
};
const utf8 = new TextDecoder();

interface Byte {
  value: number;
  end: number;
  depth: number;
}
/**
 * A byte of a character: escaped, however often, or raw as HTTP parsers hand on what is no ASCII.
 */
function byteAt(text: string, at: number): Byte | null {
  escaped.lastIndex = at;
  const found = escaped.exec(text);
  if (found)
    return {
      value: Number.parseInt(found[2] ?? "", 16),
      end: escaped.lastIndex,
      depth: 1 + (found[1] ?? "").length / 2,
    };
  const code = text.charCodeAt(at);
  return code >= 0x80 && code <= 0xff ? { value: code, end: at + 1, depth: 0 } : null;
}

function byteSign(text: string, first: Byte): Sign {
  const bytes = [first.value];
  let { end } = first;
  for (let missing = followers(first.value); missing > 0; missing--) {
    const next = byteAt(text, end);
    if (next === null || next.value < 0x80 || next.value > 0xbf)
      return { text: "\ufffd", end, depth: first.depth };
    bytes.push(next.value);
    ({ end } = next);
  }
  return { text: utf8.decode(new Uint8Array(bytes)), end, depth: first.depth };
}

/** A character by its UTF-16 units, two for one beyond the first 65,536; null: none stands here. */
function utf16Sign(text: string, at: number): Sign | null {
  const unitAt = (place: number): RegExpExecArray | null => {
    utf16.lastIndex = place;
    return utf16.exec(text);
  };
  const first = unitAt(at);
  if (!first) return null;
  const unit = (found: RegExpExecArray): string =>
    String.fromCharCode(Number.parseInt(found[2] ?? "", 16));
  const end = at + first[0].length;
  const depth = 1 + (first[1] ?? "").length / 2;
  const next = unitAt(end);
  const both = next ? unit(first) + unit(next) : "";
  return next && both.length > 1 && (both.codePointAt(0) ?? 0) > 0xffff
    ? { text: both, end: end + next[0].length, depth }
    : { text: unit(first).toWellFormed(), end, depth };
}

/** What quoted-printable writes here; null: nothing. */
function printableSign(text: string, at: number): Sign | null {
  printableBytes.lastIndex = at;
  const bytes = printableBytes.exec(text)?.[0];
  if (bytes !== undefined)
    return {
      text: unescapeOnce(bytes.replaceAll("=", "%")),
      end: at + bytes.length,
      depth: 0,
    };
  printable.lastIndex = at;
  const sign = printable.exec(text)?.[1];
  return sign === undefined
    ? null
    : { text: String.fromCharCode(Number.parseInt(sign, 16)), end: at + 3, depth: 0 };
}

/** `quoted`: reads quoted-printable escapes too, which a plain "=" in a path can be taken for. */
function signAt(text: string, at: number, quoted: boolean): Sign {
  const units = utf16Sign(text, at);
  if (units) return units;
  const byte = byteAt(text, at);
  if (byte) return byteSign(text, byte);
  entity.lastIndex = at;
  const written = entity.exec(text);
  if (written) return { text: entityText(written[1] ?? ""), end: entity.lastIndex, depth: 0 };
  const quotedSign = quoted ? printableSign(text, at) : null;
  if (quotedSign) return quotedSign;
  // An escape that was cut off at the end stands for nothing.
  if (text[at] === "%" && at + 2 >= text.length)
    return { text: "\ufffd", end: text.length, depth: 0 };
  return {
    text: String.fromCodePoint(text.codePointAt(at) ?? 0xfffd),
    end: at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1),
    depth: 0,
  };
}

/**
 * How white space within a path is taken: it ends there, lines were broken there, lines that then
 * were joined by spaces, or words were divided and every trace of it but the hyphen is lost. Codes
 * are minted in one length: one of which a letter became a hyphen is no other without it.
 */
const ways = ["ENDS", "LINES", "SPACES", "HYPHENS"] as const;
type Reading = (typeof ways)[number];

const ours = String.raw`(?:sharedid|subid[123]|p\.[\w.-]{1,64})=`;
const queryBegin = new RegExp(`[?&;]|[^0-9a-z](?=${ours})`);
/** What a word that was divided at the end of a line brings, and "=" of quoted-printable. */
const joint = /[\p{Pd}\u2212=]/u;

/** The characters that are meant, in small letters, without those that nobody sees. */
function signsOf(text: string, quoted: boolean): Sign[] {
  const signs: Sign[] = [];
  const put = (sign: Sign): void => {
    signs.push(sign);
    if (sign.text !== "a" || signs.length < lineEnd.length) return;
    const last = signs.slice(-lineEnd.length);
    if (last.every((each, i) => each.text === lineEnd[i]))
      signs.splice(-lineEnd.length, lineEnd.length, { ...sign, text: "\n" });
  };
  for (let at = 0; at < text.length;) {
    const here = text[at] ?? "";
    if (plain.test(here)) {
      at += 1;
      put({ text: here, end: at, depth: 0 });
      continue;
    }
    const sign = signAt(text, at, quoted);
    at = sign.end;
    for (const each of sign.text.normalize("NFKC").toLowerCase())
      if (!unseen.test(each)) put({ ...sign, text: slashes.test(each) ? "/" : each });
  }
  return signs;
}

/** The same as one way of reading takes them. */
function takenAs(reading: Reading, given: readonly Sign[]): Sign[] {
  if (reading === "ENDS")
    return given.map((sign) => (/\s/.test(sign.text) ? { ...sign, text: " " } : sign));
  const signs: Sign[] = [];
  /** Just behind the end of a line: what follows is its indentation. */
  let broken = false;
  for (const sign of given) {
    const space = /\s/.test(sign.text);
    const line = sign.text === "\n" || sign.text === "\r";
    if (space && (reading !== "LINES" || line || broken)) {
      broken ||= line;
      while (joint.test(signs.at(-1)?.text ?? "")) signs.pop();
      continue;
    }
    broken = false;
    signs.push({ ...sign, text: space ? " " : latinOf(sign.text) });
  }
  // The ends of broken lines go; the "=" of parameters stay.
  const query = queryBegin.exec(signs.map(({ text }) => text).join(""))?.index ?? Infinity;
  let place = 0;
  return signs.filter(({ text }) => {
    place += text.length;
    return place > query || !(reading === "HYPHENS" ? joint.test(text) : text === "=");
  });
}

const codesForm = String.raw`([0-9a-z]+)(?:\/+([0-9a-z]+)(\/+([0-9a-z]+)?)?)?`;
const host = String.raw`https?:?\/+[^/:]{1,255}(?::\d{1,5})?`;
/**
 * How a link begins: as it should; with a whole address behind another's; with a letter for its "c"
 * that nobody can tell, then whole alone.
 */
const linkForms: readonly RegExp[] = [
  new RegExp(String.raw`^[^0-9a-z]*c\/+${codesForm}`),
  new RegExp(String.raw`[^0-9a-z]${host}\/[^0-9a-z]*c\/+(?!https?:)${codesForm}`),
  /^[^0-9a-z]*[^\p{ASCII}]\/+([0-9a-z]{4,32})\/+([0-9a-z]{4,32})(\/+([0-9a-z]{4,32}))(?![0-9a-z])/u,
];
/** The one of a link's beginnings that says most. */
const linkIn = (text: string): RegExpExecArray | null => {
  const found = linkForms.map((form) => form.exec(text)).filter((each) => each !== null);
  return found.find((each) => each[2] !== undefined) ?? found[0] ?? null;
};
const codePattern = /^[0-9a-z]{4,32}$/;
const isCode = (text: string | null | undefined): text is string =>
  typeof text === "string" && codePattern.test(text);

/**
 * Where parameters begin: behind "?", behind "&" or ";" when one follows, and behind any sign when
 * one of ours does.
 */
const queryStart = new RegExp(String.raw`\?|[&;](?=[a-z][\w.-]*=)|[^0-9a-z](?=${ours})`);
/**
 * Without the segments "." and "..", which clients resolve (RFC 3986, 5.2.4); null where the path
 * has none.
 */
function withoutDots(signs: readonly Sign[]): Sign[] | null {
  const end = signs.findIndex(({ text }) => /[?&;]/.test(text));
  const path = end === -1 ? signs : signs.slice(0, end);
  const segments: Sign[][] = [[]];
  for (const sign of path)
    if (sign.text === "/") segments.push([sign]);
    else segments.at(-1)?.push(sign);
  const nameOf = (segment: readonly Sign[]): string => segment.map(({ text }) => text).join("");
  const isDots = (segment: readonly Sign[]): boolean => /^\/?\.{1,2}$/.test(nameOf(segment));
  if (!segments.some(isDots)) return null;
  const left: Sign[][] = [];
  for (const segment of segments) {
    if (nameOf(segment).endsWith("..") && isDots(segment)) left.pop();
    if (!isDots(segment)) left.push(segment);
    // What it stood in remains a folder.
    else if (segment === segments.at(-1)) left.push(segment.slice(0, 1));
  }
  return [...left.flat(), ...signs.slice(path.length)];
}

const unescapeOnce = (text: string): string =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) =>
    utf8.decode(Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16))),
  );

/**
 * The parameters in their own writing: where the "?" itself came escaped, they were escaped with
 * it.
 */
function queryFrom(text: string, sign: Sign): string {
  let rest = text.slice(sign.end);
  if (!rest.includes("="))
    for (let depth = sign.depth; depth > 0; depth--) rest = unescapeOnce(rest);
  return rest;
}

interface ReadPath {
  codes: LinkCodes;
  /** Its end was seen. What follows it, such as "/index.html", is no part of it. */
  whole: boolean;
  /** A slash follows the ad's code: it was not cut short. */
  adEnded: boolean;
  query: string;
}

/** Resolved first, as a client would have asked, then as it stands. */
function read(path: string, signs: Sign[]): ReadPath[] {
  const resolved = withoutDots(signs);
  return (resolved === null ? [signs] : [resolved, signs]).flatMap((each) => {
    const whole = readSigns(path, each);
    const parts = readParts(each);
    return [whole, parts && { ...parts, query: whole?.query ?? "" }].filter(
      (found) => found !== null,
    );
  });
}

/** Of a path with a part that is no code: its other parts, for its record. */
function readParts(signs: readonly Sign[]): ReadPath | null {
  const text = signs.map((sign) => sign.text).join("");
  const behind = /^[^0-9a-z]*c\/+([^?&;]+)/.exec(text)?.[1];
  if (behind === undefined) return null;
  const [partner, ad, program] = behind.split(/\/+/).map((part) => (isCode(part) ? part : null));
  const codes = { partner: partner ?? null, ad: ad ?? null, program: program ?? null };
  return known(codes) > 0 ? { codes, whole: false, adEnded: false, query: "" } : null;
}

function readSigns(path: string, signs: readonly Sign[]): ReadPath | null {
  const text = signs.map((sign) => sign.text).join("");
  const found = linkIn(text);
  if (!found) return null;
  const ended = found.index + found[0].length;
  const codes = { partner: found[1] ?? null, ad: found[2] ?? null, program: found[4] ?? null };
  const adEnded = found[3] !== undefined;
  const rest = text.slice(ended);
  const start = queryStart.exec(rest);
  // What was cut off to be read may have belonged to the last code.
  const whole = path.length < readLengthMax || rest !== "";
  if (!start) return { codes, whole, adEnded, query: "" };
  let place = 0;
  const wanted = ended + start.index;
  const sign = signs.find((each) => (place += each.text.length) > wanted);
  return { codes, whole, adEnded, query: sign ? queryFrom(path, sign) : "" };
}

const known = (codes: LinkCodes): number =>
  (codes.partner ? 1 : 0) + (codes.ad ? 1 : 0) + (codes.program ? 1 : 0);
function readingsOf(path: string): ReadPath[] {
  const signs = signsOf(path, false);
  const plainly = ways.flatMap((reading) => read(path, takenAs(reading, signs)));
  if (!path.includes("=")) return plainly;
  const quoted = signsOf(path, true);
  return [...plainly, ...ways.flatMap((reading) => read(path, takenAs(reading, quoted)))];
}

/** Reads a request target ("/c/…?…"), however mangled; null when nothing of a link is in it. */
export function cleanLink(target: string): CleanLink | null {
  const question = target.indexOf("?");
  let path = (question === -1 ? target : target.slice(0, question)).slice(0, readLengthMax);
  const own = question === -1 ? "" : target.slice(question + 1);
  let readings = readingsOf(path);
  const named = ({ codes, whole, adEnded }: ReadPath): boolean =>
    whole && adEnded && isCode(codes.partner) && isCode(codes.ad);
  // Escapes whose own digits were escaped: as often as no link shows.
  for (let depth = 0; depth < escapesMax && path.includes("%") && !readings.some(named); depth++) {
    path = unescapeOnce(path);
    readings = [...readings, ...readingsOf(path)];
  }
  const [first] = readings;
  if (!first) return null;
  const whole = readings.filter((each) => each.whole);
  const best = readings.reduce(
    (a, b) => (known(b.codes) > known(a.codes) ? b : a),
    whole[0] ?? first,
  );
  return {
    paths: whole.flatMap(({ codes: { partner, ad, program } }) =>
      isCode(partner) && isCode(ad) && isCode(program) ? [{ partner, ad, program }] : [],
    ),
    pairs: readings.filter(named).map(({ codes }) => codes),
    codes: best.codes,
    query: [best.query, own].filter(Boolean).join("&"),
  };
}
