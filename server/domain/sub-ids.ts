/**
 * Sub ids are the partner's alone, so no other text of a click may hold one. Programs that mangle a
 * link leave them in places where nobody put them: behind a separator that was escaped, quoted or
 * turned into another, they are the rest of the value before. Here they are found by their name
 * alone, however often it and what stands around it were written anew, and taken out.
 */
import { withoutEntities } from "./html-entities.ts";
import { latinOf } from "./lookalikes.ts";

export interface Parted {
  /** What stood before the first sub id, without what parted them. */
  kept: string;
  /** By number from 0, in the order in which they stood there; none where `kept` is all. */
  subIds: { index: number; value: string }[];
}

/** Escapes of escapes end much sooner; each round leaves a shorter text. */
const roundsMax = 8;
const unseen = /[\p{Cf}\p{Mn}\u034f\u115f\u1160\u3164]|(?!\s)\p{Cc}/gu;
/** Ends of lines, soft ones too, and what people join words by. */
const gap = String.raw`(?:=?\s|[\p{Pd}_.])*`;
const name = new RegExp(`${["s", "u", "b", "i", "d"].join(gap)}${gap}([123])`, "gu");
const bytes = /(?:(?:[%=]|\\x)[0-9a-f]{2})+/gi;
const units = /[%\\]u([0-9a-f]{4})/gi;
const escape = String.raw`%(?:25)*[0-9a-f]{2}|=[0-9a-f]{2}|[%\\]u[0-9a-f]{4}|\\x[0-9a-f]{2}`;
const parting = new RegExp(String.raw`(?:[^\p{L}\p{N}]|${escape}|&#?\w{1,12};)+$`, "iu");
const equals = /^(?:[\s:]|=3d|=|%(?:25)*3d|[%\\]u003d|\\x3d|&(?:equals|#0*61|#x0*3d);)+/i;
const ampersand = /&|%(?:25)*26|=26|[%\\]u0026|\\x26|[\r\n]/i;
const utf8 = new TextDecoder();

const character = (hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
const fromBytes = (run: string): string => {
  const [, ...written] = run.split(/[%=]|\\x/i);
  return utf8.decode(Uint8Array.from(written, (hex) => Number.parseInt(hex, 16)));
};

/** One writing less: percent, quoted-printable, of scripts, of HTML. */
const unfolded = (text: string): string =>
  withoutEntities(
    text.replaceAll(units, (_, hex: string) => character(hex)).replaceAll(bytes, fromBytes),
  );

/** As people read it. */
const seen = (text: string): string =>
  /^[ -~]*$/.test(text) ? text : text.normalize("NFKC").replaceAll(unseen, "");
/** The same in small Latin letters, each where it stands in `seen`. */
const searched = (text: string): string =>
  /^[ -~]*$/.test(text)
    ? text.toLowerCase()
    : text.replaceAll(/./gsu, (sign) => {
        const small = latinOf(sign.toLowerCase());
        return small.length === sign.length ? small : sign;
      });

/** Nothing in it is written in another way: what nearly every click brings. */
const plain = /^(?:[ -$&-:<>-[\]-~]|=(?![0-9a-f]{2}))*$/i;
const plainName = new RegExp(name.source, "iu");

interface Named {
  text: string;
  names: RegExpExecArray[];
}
/**
 * The text as it stands where it shows a sub id's name, and the names in it; null: none. `isMeant`:
 * whether a text that shows names is looked for no further.
 */
function named(given: string, isMeant: (shown: Named) => boolean = () => true): Named | null {
  if (plain.test(given) && !plainName.test(given)) return null;
  let text = given;
  for (let round = 0; round <= roundsMax; round++) {
    const shown = seen(text);
    const names = [...searched(shown).matchAll(name)];
    if (names.length > 0 && isMeant({ text: shown, names })) return { text: shown, names };
    const next = unfolded(text);
    if (next === text) return null;
    text = next;
  }
  // Written anew so often that nobody can say what it holds.
  return { text: "", names: [] };
}

const valueIn = (behind: string): string => {
  const [value = ""] = behind.replace(equals, "").split(ampersand);
  return value.replaceAll(/(?:%[0-9a-f]{2})+/gi, fromBytes).toWellFormed();
};

/** Parts a text from the sub ids in it: nothing that stood behind a name of theirs is kept. */
export function partedFromSubIds(text: string): Parted {
  const found = named(text);
  if (!found) return { kept: text, subIds: [] };
  const { names } = found;
  const subIds = names.map((each, i) => {
    const behind = found.text.slice(each.index + each[0].length, names[i + 1]?.index);
    const value = names[i + 1] ? behind.replace(parting, "") : behind;
    return { index: Number(each[1]) - 1, value: valueIn(value) };
  });
  return { kept: found.text.slice(0, names[0]?.index ?? 0).replace(parting, ""), subIds };
}

/** Whether a text shows the name of a sub id, however it is written. */
export const namesSubId = (text: string): boolean => named(text) !== null;

/** The same of a name that is no mere part of another one. */
export const namesSubIdAlone = (text: string): boolean =>
  named(text, ({ text: shown, names }) =>
    names.some(({ index }) => !/[\p{L}\p{N}]$/u.test(shown.slice(0, index))),
  ) !== null;

/** An address without the parameters that name a sub id; the others keep their bytes. */
export function withoutSubIds(address: string): string {
  if (!namesSubId(address)) return address;
  const question = address.search(/[?#]/);
  const page = question === -1 ? address : address.slice(0, question + 1);
  // A path that names one was mangled, and its parameters with it.
  if (namesSubId(page)) return partedFromSubIds(page).kept;
  const parameters = address.slice(page.length).split(/&(?!#?\w{1,12};)/);
  const left = parameters.flatMap((each) => {
    const { kept, subIds } = partedFromSubIds(each);
    return subIds.length > 0 && kept === "" ? [] : [kept];
  });
  const without = left.length > 0 ? page + left.join("&") : page.replace(/[?#]$/, "");
  // A name that is whole only across a separator.
  return namesSubId(without) ? partedFromSubIds(address).kept : without;
}
