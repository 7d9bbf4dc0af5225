/**
 * The parameters of links as mail programs and chats leave them: each value arrives, or a warning
 * says which did not.
 */
import type { Random } from "../../start/demo/random.ts";
import { withoutSubIds } from "../../domain/sub-ids.ts";
import { readParameters } from "../../tracking/redirect/query.ts";
import { eachCase, holds, type Mangling } from "./mangling.ts";

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const values = [
  "a",
  "spring25",
  "one two",
  "a&b",
  "ü ñ 你",
  "x=y",
  "50%",
  "a;b",
  "what?",
  "(b)",
  "“q”",
  "x/y",
  "a+b",
  "#1",
  "😀",
  "v1.2",
];
const appended = [
  "fbclid=IwAR0_x-y",
  "utm_source=mail&utm_medium=x",
  "gclid=abc",
  "mc_cid=1",
  "u=https://evil.example/",
  "foo",
  "=",
  "x;y",
];
const endings = [
  "",
  "",
  ".",
  ",",
  ")",
  "%20",
  "%E2%80%8B",
  '"',
  "%22",
  "%22%3E",
  ">",
  "%0D%0A",
  "&",
  "&amp;",
  "?",
  ").",
  "%C2%A0",
];

interface Wanted {
  sharedId: string | null;
  subIds: (string | null)[];
  custom: Map<string, string>;
}

/** A query of ours as it is written, and what must be read from it. */
function written(random: Random): { pieces: string[]; wanted: Wanted } {
  const wanted: Wanted = { sharedId: null, subIds: [null, null, null], custom: new Map() };
  const pieces: string[] = [];
  const inSomeCase = (name: string): string => {
    if (!random.chance(0.3)) return name;
    return random.chance(0.5) ? name.toUpperCase() : name.toLowerCase();
  };
  const say = (name: string, value: string): number =>
    pieces.push(`${inSomeCase(name)}=${encodeURIComponent(value)}`);
  for (const i of [0, 1, 2])
    if (random.chance(0.6)) {
      const value = pick(random, values);
      wanted.subIds[i] = value;
      say(`subId${i + 1}`, value);
    }
  if (random.chance(0.4)) {
    const value = pick(random, values);
    wanted.custom.set("source", value);
    pieces.push(`p.source=${encodeURIComponent(value)}`);
  }
  if (random.chance(0.6)) {
    // Begins as an escape of quoted-printable would.
    wanted.sharedId = pick(random, ["spring25", "A", "x9".repeat(60), "3Dprinter"]);
    say("sharedId", wanted.sharedId);
  }
  return { pieces, wanted };
}

function joined(pieces: string[], random: Random): string {
  let text = "";
  for (const piece of pieces) {
    const own = /^(?:sub|shared|p\.)/i.test(piece);
    const foreign = !own && !/^(?:fbclid|utm_|gclid|mc_cid)/.test(piece);
    // What nobody knows is parted by "&" alone: a value may hold every other sign.
    const signs = foreign ? ["&"] : ["&", "&", "&amp;", ";", "?", "&#38;", "&&", "?&"];
    if (own) signs.push(",", "|", ", ");
    text += text === "" ? piece : pick(random, signs) + piece;
  }
  return text;
}

const partings = ["&", "#", ";", "?", "|", "\n", " ", "＆", "~", "", "/", "\u2028", "&amp;", "=26"];
const hex = (text: string): string[] =>
  Array.from(text, (sign) => (sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0"));
const slashed = (text: string): string =>
  hex(text)
    .map((code) => String.raw`\u${code}`)
    .join("");
/** How programs write the signs of a text anew. */
const writings: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => text.replaceAll("&", "&amp;").replaceAll("=", "&#61;"),
  (text) => text.replaceAll(/[^\w.]+/g, slashed),
  (text) => text.replaceAll(/[^\w.]+/g, (run) => slashed(run).replaceAll("\\", "%")),
  (text) => encodeURIComponent(text).replaceAll(/%([\dA-F]{2})/g, "=$1"),
  (text) => encodeURIComponent(text).replaceAll(/%([\dA-F]{2})/g, String.raw`\x$1`),
  (text) => text.replaceAll(/[su]/g, (letter) => `%${letter.codePointAt(0)?.toString(16)}`),
  (text) => text.replaceAll("sub", "ｓub").replaceAll("Id", "I\u200bd"),
];

/** Whatever parts them, what stood behind a sub id's name is in nothing that a brand may read. */
function hidesSubIds(random: Random): void {
  const secret = `sec${random.below(1_000_000)}q`;
  const name = pick(random, ["subId", "SUBID", "subid"]) + (1 + random.below(3));
  let behind = pick(random, partings) + name + pick(random, ["=", "=", ":", " "]) + secret;
  for (let more = random.below(4); more > 0; more--) behind = pick(random, writings)(behind);
  const query = `p.x=1${behind}&sharedId=${pick(random, ["ab", `ab${behind}`])}`;
  const { custom, sharedId } = readParameters(query, 0);
  const read = [...Object.values(custom ?? {}), sharedId ?? ""];
  for (const page of [`https://go.example/c/a/b/c?${query}`, `https://x.example/?u=1${behind}`])
    read.push(withoutSubIds(page));
  holds(!read.some((text) => text.includes(secret)), () => `${query} shows ${read.join(" ")}`);
}

export const queries: Mangling = {
  name: "queries",
  run(seed, runs) {
    eachCase("queries", seed, runs, (random) => {
      hidesSubIds(random);
      const { pieces, wanted } = written(random);
      for (let more = random.below(3); more > 0; more--)
        pieces.splice(random.below(pieces.length + 1), 0, pick(random, appended));
      let query = joined(pieces, random);
      // Every sign twice: then no value may begin as quoted-printable does.
      const quoted =
        random.chance(0.1) &&
        pieces.length > 1 &&
        pieces.every((piece) => /^(?:sub|shared)/i.test(piece));
      if (quoted) query = query.replaceAll("=", "=3D");
      const ending = pick(random, endings);
      query += ending;
      const found = readParameters(`/c/a/b/c?${query}`, 9);
      const what = (): string =>
        `${JSON.stringify(query)} gives ${JSON.stringify(found)}, not ` +
        JSON.stringify({ ...wanted, custom: [...wanted.custom] });
      const told = found.warnings.includes("ENDING_REMOVED");
      const same = (got: string | null | undefined, want: string | null): boolean =>
        got === want ||
        (told && want !== null && got != null && want.startsWith(got) && got !== "");
      for (const i of [0, 1, 2])
        holds(same(found.subIds[i], wanted.subIds[i] ?? null), () => `subId${i + 1}: ${what()}`);
      holds(found.sharedId === wanted.sharedId, () => `sharedId: ${what()}`);
      for (const [name, value] of wanted.custom)
        holds(same(found.custom?.[name], value), () => `p.${name}: ${what()}`);
      holds(
        Object.keys(found.custom ?? {}).length === wanted.custom.size,
        () => `more than was written: ${what()}`,
      );
    });
  },
};
