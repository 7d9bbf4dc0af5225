/**
 * Links as printers, mail programs, chats and QR readers leave them: each leads to itself, or
 * nowhere when too much is gone.
 */
import { uuidv7 } from "../../platform/clock.ts";
import { linkPath, type LinkPath } from "../../domain/tracking.ts";
import { createRandom, type Random } from "../../start/demo/random.ts";
import { ask, knownPartsOf } from "../../tracking/redirect/asked.ts";
import { LinkTable } from "../../tracking/link-table/link-table.ts";
import { eachCase, holds, type Mangling } from "./mangling.ts";

type Change = (text: string, random: Random) => string;

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const fullWidth = (each: string): string =>
  each === "/" ? each : String.fromCodePoint(each.charCodeAt(0) + 0xfee0);
/** A sign as it is written: letters of several bytes and what is escaped stay whole. */
const sign = new RegExp(
  String.raw`[\u0080-\u00ff]+|%(?:25)*[c-f][0-9a-f](?:%(?:25)*[89ab][0-9a-f])*|` +
    String.raw`%(?:25)*u[0-9a-f]{4}|%(?:25)*[0-9a-f]{2}|(?:=|%(?:25)*3d)0[ad]|&[#\w]+;|.`,
  "gis",
);
const somewhere = (text: string, random: Random, put: string): string => {
  // Never within what is escaped: that would be another text.
  const signs = text.match(sign) ?? [];
  signs.splice(1 + random.below(signs.length), 0, put);
  return signs.join("");
};
const escape = (text: string, which: RegExp): string =>
  text.replaceAll(
    which,
    (each) => `%${each.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`,
  );

/** As JavaScript's old escape() writes what is beyond Latin. */
const utf16Escape = (each: string): string =>
  each === "/" ? each : `%u${each.charCodeAt(0).toString(16).padStart(4, "0")}`;
const cyrillic = (each: string): string =>
  encodeURIComponent("асеорх"["aceopx".indexOf(each)] ?? each);

/** Raw bytes beyond ASCII have no capitals. */
const capital = (text: string): string => text.replaceAll(/[a-z]/g, (each) => each.toUpperCase());
const isAscii = (text: string): boolean => !/[\u0080-\u{10ffff}]/u.test(text);

/**
 * Nobody sees them: zero width, soft hyphen, word joiner, byte order mark, direction marks; raw
 * bytes as HTTP hands them on.
 */
const unseen = [
  "%E2%80%8B",
  "%E2%80%8C",
  "%E2%80%8D",
  "%C2%AD",
  "%E2%81%A0",
  "%EF%BB%BF",
  "%E2%80%8E",
  "%e2%80%8b",
  "\u00e2\u0080\u008b",
  "%25E2%2580%258B",
  "&shy;",
  "&#8203;",
];
const endings = [
  ".",
  ",",
  ")",
  "]",
  "!",
  ";",
  ":",
  "'",
  "*",
  "%20",
  "%22",
  "%27",
  "%3E",
  "%29",
  "%0A",
  "%0D%0A",
  "%09",
  "%C2%A0",
  "%E2%80%8B",
  "%E2%80%9D",
  "%E2%80%A6",
  "%E3%80%82",
  "%2E",
  "%2C",
  "/",
  "//",
  "%2F",
  "%",
  "%E2%80",
  "%22%3EBuy",
  "%20and%20more",
  "%3C/a%3E",
  "&quot;",
  "&gt;",
  "&nbsp;",
  ").",
  '">',
  "\u00e2\u0080\u009d",
  "#",
  "%23reviews",
];

/** Changes after which the link still says all that it said. */
const harmless: Record<string, Change> = {
  capitals: (text) => capital(text),
  "some capitals": (text, random) =>
    Array.from(text, (each) => (random.chance(0.5) ? capital(each) : each)).join(""),
  "closing punctuation": (text, random) => text + pick(random, endings),
  "two closings": (text, random) => text + pick(random, endings) + pick(random, endings),
  "doubled slashes": (text, random) =>
    text.replaceAll("/", () => (random.chance(0.5) ? "//" : "/")),
  backslashes: (text) => text.replaceAll("/", "\\"),
  "escaped slashes": (text) => text.replaceAll("/", "%2F").replace("%2F", "/"),
  unseen: (text, random) => somewhere(text, random, pick(random, unseen)),
  "wrapped line": (text, random) =>
    somewhere(
      text,
      random,
      pick(random, [
        "%0A",
        "%0D%0A",
        "%0D%0A%20",
        "=%0D%0A",
        "=%0A",
        "-%0A",
        "=",
        "-",
        "%E2%80%90",
        "=0D=0A",
        "=0d=0a",
      ]),
    ),
  "whole address": (text, random) =>
    pick(random, [
      "/http://go.brand.example",
      "/https://go.brand.example:8443",
      "/https:/go.brand.example",
      "/c/http://localhost",
      "/https%3A%2F%2Fgo.brand.example",
    ]) + text,
  "old escapes": (text, random) =>
    /[^\w/]/.test(text)
      ? text
      : Array.from(text, (each) => (random.chance(0.3) ? utf16Escape(each) : each)).join(""),
  "look-alikes": (text, random) =>
    /[^\w/]/.test(text)
      ? text
      : text.replaceAll(/[aceopx]/g, (each) => (random.chance(0.5) ? cyrillic(each) : each)),
  leading: (text, random) => pick(random, ["/", "/%3C", "/%20", "/%22", "/(", "/%E2%80%8B"]) + text,
  added: (text, random) => text + pick(random, added),
  "dot segments": (text, random) =>
    text
      .replace("/c/", () => pick(random, ["/./c/", "/c/./", "/c/../c/", "/x/../c/", "/c/%2e/"]))
      .replace(/\/(?=[^/]*$)/, () => pick(random, ["/", "/./", "/x/../"])),
  "all escaped": (text) =>
    !isAscii(text)
      ? text
      : `/${text.includes("%") ? encodeURIComponent(text.slice(1)) : escape(text.slice(1), /./g)}`,
  "escaped twice": (text) =>
    !isAscii(text) ? text : `/${encodeURIComponent(encodeURIComponent(text.slice(1)))}`,
  "full width": (text) =>
    /[^\w/]/.test(text)
      ? text
      : `/${Array.from(text.slice(1), (each) => encodeURIComponent(fullWidth(each))).join("")}`,
};
/** What programs put behind a whole link, or between its segments; never in front of its end. */
const added = [
  "/index.html",
  "/index.php",
  ".html",
  "/amp",
  "/more",
  "//evil.example",
  "-2",
  "&#38;x",
  "&x",
  "|x",
  "/.",
  "/./",
  "/x/..",
  "/x/%2e%2e",
];

/** Changes that take something away or put something in its place: such a link may lead nowhere. */
const harmful: Record<string, Change> = {
  "cut short": (text, random) => text.slice(0, random.below(text.length + 1)),
  "another character": (text, random) => {
    const at = random.below(text.length);
    return (
      text.slice(0, at) +
      pick(random, "abcdefghjkmnpqrstvwxyz0123456789/.%-_~".split("")) +
      text.slice(at + 1)
    );
  },
  "text behind": (text, random) =>
    text + pick(random, ["und", "x", "/more", "https://brand.example/", "-2", "/..", "/../x"]),
  turned: (text) => Array.from(text).toReversed().join(""),
  "without a part": (text, random) => {
    const parts = text.split("/");
    parts.splice(random.below(parts.length), 1);
    return parts.join("/");
  },
  "parts in another order": (text, random) => {
    const parts = text.split("/");
    const [a, b] = [random.below(parts.length), random.below(parts.length)];
    [parts[a], parts[b]] = [parts[b] ?? "", parts[a] ?? ""];
    return parts.join("/");
  },
};

interface World {
  table: LinkTable;
  links: { id: string; partner: string; program: string; path: LinkPath }[];
}

/** Links whose codes are near one another: a character more, less or other. */
function worldOf(): World {
  const table = new LinkTable();
  const brandId = uuidv7();
  table.setAccount({ id: brandId, code: null, active: true });
  // The same world for every seed, so that a case can be run again by its own.
  const random = createRandom(0);
  const newCode = (): string =>
    Array.from({ length: 16 }, () =>
      pick(random, "0123456789abcdefghjkmnpqrstvwxyz".split("")),
    ).join("");
  const near = (code: string): string[] => [
    code,
    `${code}0`,
    code.slice(0, -1),
    `${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`,
  ];
  const partners = [...near(newCode()), ...near("c00cc"), newCode()].map((code) => ({
    id: uuidv7(),
    code,
    active: true,
  }));
  const programs = [...near(newCode()), newCode()].map((code) => ({ id: uuidv7(), code }));
  for (const partner of partners) table.setAccount(partner);
  const base = {
    brandId,
    active: true,
    marketplace: "US",
    landingPage: "https://www.amazon.com/dp/B000000000",
    template: null,
    partition: 0,
    riskFilter: "MODERATE" as const,
  };
  for (const program of programs) table.setProgram({ ...base, ...program });
  const links: World["links"] = [];
  for (const code of [...near(newCode()), ...near("ccccc"), newCode(), newCode()]) {
    const program = programs[links.length % programs.length] as (typeof programs)[number];
    const adId = uuidv7();
    table.setAd({ id: adId, code, programId: program.id, active: true, landingPage: null });
    for (const [i, partner] of partners.entries()) {
      if ((i + links.length) % 3 === 0) continue;
      const id = uuidv7();
      table.setLink({ id, test: false, sharedId: null, partnerId: partner.id, adId });
      links.push({
        id,
        partner: partner.id,
        program: program.id,
        path: { partner: partner.code, ad: code, program: program.code },
      });
    }
  }
  return { table, links };
}

function mangle(
  text: string,
  random: Random,
  changes: Record<string, Change>,
  most: number,
): { text: string; done: string[] } {
  const done: string[] = [];
  let mangled = text;
  for (let left = 1 + random.below(most); left > 0; left--) {
    const name = pick(random, Object.keys(changes));
    mangled = changes[name]?.(mangled, random) ?? mangled;
    done.push(name);
  }
  return { text: mangled, done };
}

const queriesBehind = [
  "",
  "?subId1=abc",
  "&utm_source=x",
  "&subId1=abc",
  ";subId1=abc",
  "%3FsubId1=abc",
  "?",
  "?utm_source=x&subId1=abc",
  "&amp;subId1=abc",
  "%3FsubId1%3Dabc",
  ",subId1=abc",
  "/subId1=abc",
  ":subId1=abc",
  "&quest;subId1=abc",
  "&#38;subId1&#61;abc",
];

export const links: Mangling = {
  name: "links",
  weight: 3,
  run(seed, runs) {
    const { table, links: known } = worldOf();
    const all = { ...harmless, ...harmful };
    eachCase("links", seed, runs, (random) => {
      const link = pick(random, known);
      const lossless = random.chance(0.6);
      const mangled = mangle(
        linkPath(link.path),
        random,
        lossless ? harmless : all,
        lossless ? 2 : 4,
      );
      const query = lossless ? pick(random, queriesBehind) : "";
      const target = mangled.text + query;
      // Three closings in a row may say "the folder above", which is another path.
      if (/(?:\/|%2F)(?:\.|%2E){2}/i.test(target)) return;
      const asked = ask(table, target);
      const what = (): string =>
        `${mangled.done.join(", ")}: ${JSON.stringify(target)} of ${linkPath(link.path)} ` +
        `gives ${JSON.stringify(asked)}`;
      if (asked.target) {
        // Of near links the one that stands there exactly is meant, not the one that was mangled
        // into it.
        const { partnerCode, adCode } = asked.target;
        holds(!lossless || asked.target.link === link.id, () => `another link: ${what()}`);
        holds(
          asked.target.link === link.id || (saysIt(target, partnerCode) && saysIt(target, adCode)),
          () => `a link that is not there: ${what()}`,
        );
        holds(
          !query.includes("subId1") || asked.parameters().subIds[0] === "abc",
          () => `the sub id is lost: ${what()}`,
        );
      } else {
        holds(!lossless, () => `lost: ${what()}`);
        const parts = knownPartsOf(table, asked);
        holds(
          asked.clean === null ||
            parts.partner === null ||
            known.some((each) => each.partner === parts.partner),
          () => `a partner that does not exist: ${what()}`,
        );
      }
    });
  },
};

/** Whether a text says a code, with whatever stands within it. */
function saysIt(target: string, code: string): boolean {
  let text = target.replaceAll(/&(?:#8203|shy);/gi, "");
  for (let depth = 0; depth < 3; depth++)
    try {
      text = decodeURIComponent(text);
    } catch {
      break;
    }
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll(/[^0-9a-z/\\]/g, "")
      .split(/[/\\]+/)
      .some((part) => part.includes(code)) || text.toLowerCase().includes(code)
  );
}
