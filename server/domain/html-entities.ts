/**
 * HTML's entities as they stand in addresses that mail programs and content systems took for text:
 * those that a link or what is around it can hold.
 */
const named: Record<string, string> = {
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: " ",
  ensp: " ",
  emsp: " ",
  tab: "\t",
  newline: "\n",
  quest: "?",
  equals: "=",
  num: "#",
  sol: "/",
  bsol: "\\",
  comma: ",",
  semi: ";",
  colon: ":",
  period: ".",
  excl: "!",
  lpar: "(",
  rpar: ")",
  percnt: "%",
  plus: "+",
  hyphen: "-",
  lowbar: "_",
  // Nobody sees them.
  shy: "",
  zwnj: "",
  zwj: "",
  zerowidthspace: "",
};
const form = `&(${Object.keys(named).join("|")}|#\\d{1,6}|#x[0-9a-f]{1,6});`;

/** Matches one where `lastIndex` stands; its name is the first group. */
export const entity = new RegExp(form, "iy");

/** What an entity means by its name, e.g. "amp" or "#38"; what is no character is U+FFFD. */
export function entityText(name: string): string {
  const lower = name.toLowerCase();
  if (!lower.startsWith("#")) return named[lower] ?? "";
  const code = lower.startsWith("#x")
    ? Number.parseInt(lower.slice(2), 16)
    : Number(lower.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : "\ufffd";
}

const everywhere = new RegExp(form, "gi");
const ampersands = /&(?:amp|#0*38|#x0*26);/gi;
const timesMax = 3;
/** A text without entities, as often as it was written with them: "&amp;amp;" is "&". */
export function withoutEntities(text: string): string {
  let plain = text;
  for (let left = timesMax; left > 0 && plain.includes("&"); left--) {
    const before = plain;
    plain = plain.replaceAll(ampersands, "&");
    if (plain === before) break;
  }
  return plain.replaceAll(everywhere, (_, name: string) => entityText(name));
}
