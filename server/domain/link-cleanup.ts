/**
 * One clean-up for what printers, mail programs, chats and QR readers do to a link of ours:
 * capitals, closing punctuation, doubled or escaped slashes, a missing "?", wrapped lines, escapes
 * once or twice over, quoted-printable, zero-width characters. Total and pure: every text gets an
 * answer. It never guesses a code: what comes out must be matched exactly against the links that
 * exist, so a link leads to itself or nowhere. Codes are lower-case and unique whatever their
 * case, which makes folding unambiguous.
 */
import { entity, entityText } from "./html-entities.ts";
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
/** Signs alone: digits and letters after "=" belong to a code whose line was broken there. */
const printable = /=(2[0-9A-F]|3[A-F]|40|5[B-F]|60|7[B-E])/y;
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

/** `quoted`: reads quoted-printable escapes too, which a plain "=" in a path can be taken for. */
function signAt(text: string, at: number, quoted: boolean): Sign {
  const byte = byteAt(text, at);
  if (byte) return byteSign(text, byte);
  entity.lastIndex = at;
  const written = entity.exec(text);
  if (written) return { text: entityText(written[1] ?? ""), end: entity.lastIndex, depth: 0 };
  printable.lastIndex = at;
  const quotedSign = quoted ? printable.exec(text) : null;
  if (quotedSign)
    return {
      text: String.fromCharCode(Number.parseInt(quotedSign[1] ?? "", 16)),
      end: at + 3,
      depth: 0,
    };
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
 * How white space within a path is taken: it ends there, lines were broken there, or lines that
 * then were joined by spaces.
 */
const ways = ["ENDS", "LINES", "SPACES"] as const;
type Reading = (typeof ways)[number];

const ours = String.raw`(?:sharedid|subid[123]|p\.[\w.-]{1,64})=`;
const queryBegin = new RegExp(`[?&;]|[^0-9a-z](?=${ours})`);

function signsOf(text: string, reading: Reading, quoted: boolean): Sign[] {
  const signs: Sign[] = [];
  /** Just behind the end of a line: what follows is its indentation. */
  let broken = false;
  for (let at = 0; at < text.length;) {
    const here = text[at] ?? "";
    if (plain.test(here)) {
      at += 1;
      broken = false;
      signs.push({ text: here, end: at, depth: 0 });
      continue;
    }
    const sign = signAt(text, at, quoted);
    at = sign.end;
    for (const each of sign.text.normalize("NFKC").toLowerCase()) {
      if (unseen.test(each)) continue;
      const space = /\s/.test(each);
      const line = each === "\n" || each === "\r";
      if (space && (reading === "SPACES" || (reading === "LINES" && (line || broken)))) {
        broken ||= line;
        // A word that was divided at the end of a line brings a hyphen, quoted-printable a "=".
        while (/[-=]/.test(signs.at(-1)?.text ?? "")) signs.pop();
        continue;
      }
      broken = false;
      const text = slashes.test(each) ? "/" : each;
      signs.push({ ...sign, text: space ? " " : text });
    }
  }
  if (reading === "ENDS") return signs;
  // The ends of broken lines go; the "=" of parameters stay.
  const query = queryBegin.exec(signs.map(({ text }) => text).join(""))?.index ?? Infinity;
  let place = 0;
  return signs.filter(({ text }) => {
    place += text.length;
    return text !== "=" || place > query;
  });
}

const linkForm = /^[^0-9a-z]*c\/+([0-9a-z]+)(?:\/+([0-9a-z]+)(\/+([0-9a-z]+)?)?)?/;
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
function read(path: string, reading: Reading, quoted: boolean): ReadPath[] {
  const signs = signsOf(path, reading, quoted);
  const resolved = withoutDots(signs);
  return (resolved === null ? [signs] : [resolved, signs])
    .map((each) => readSigns(path, each))
    .filter((each) => each !== null);
}

function readSigns(path: string, signs: readonly Sign[]): ReadPath | null {
  const text = signs.map((sign) => sign.text).join("");
  const found = linkForm.exec(text);
  if (!found) return null;
  const codes = { partner: found[1] ?? null, ad: found[2] ?? null, program: found[4] ?? null };
  const adEnded = found[3] !== undefined;
  const rest = text.slice(found[0].length);
  const start = queryStart.exec(rest);
  // What was cut off to be read may have belonged to the last code.
  const whole = path.length < readLengthMax || rest !== "";
  if (!start) return { codes, whole, adEnded, query: "" };
  let place = 0;
  const wanted = found[0].length + start.index;
  const sign = signs.find((each) => (place += each.text.length) > wanted);
  return { codes, whole, adEnded, query: sign ? queryFrom(path, sign) : "" };
}

const known = (codes: LinkCodes): number =>
  (codes.partner ? 1 : 0) + (codes.ad ? 1 : 0) + (codes.program ? 1 : 0);
const codePattern = /^[0-9a-z]{4,32}$/;
const isCode = (text: string | null): text is string => text !== null && codePattern.test(text);

function readingsOf(path: string): ReadPath[] {
  const plainly = ways.flatMap((reading) => read(path, reading, false));
  const quoted = path.includes("=") ? ways.flatMap((reading) => read(path, reading, true)) : [];
  return [...plainly, ...quoted];
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
