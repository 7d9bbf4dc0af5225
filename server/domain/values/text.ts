/**
 * The gate for people's texts: one form (NFC, trimmed, one kind of space), no character that cannot
 * be seen, and a length in code points. What passed once passes again unchanged, so a stored text
 * is read back as it was taken.
 */
import { accept, refuse, type Result } from "../result.ts";

export interface TextBounds {
  /** In code points. */
  min: number;
  max: number;
  /** Whether a line may end within it; ends of lines become LF. */
  lines?: boolean;
}

/** Most texts are printable ASCII with single spaces between: nothing is to be done for them. */
const isPlain = (text: string): boolean => /^(?:[!-~]+(?: [!-~]+)*)?$/.test(text);
/** Every space that Unicode knows and every control that people type for one: one U+0020. */
const spaces = /[\p{Zs}\t\n\v\f\r\u0085\u2028\u2029]+/gu;

/** The one form in which texts are stored and compared. Every string has one, and it is its own. */
export const oneForm = (text: string): string =>
  isPlain(text) ? text : partForm(text).replaceAll(/^[ \uFEFF]+|[ \uFEFF]+$/g, "");
/** The same of a part of a text, which may begin or end with a space. */
export const partForm = (text: string): string =>
  isPlain(text) ? text : text.normalize("NFC").replaceAll(spaces, " ");

/** The same for texts of several lines. */
const formOfLines = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/[\p{Zs}\t\v\f]/gu, " ")
    .replaceAll(/ +\n/g, "\n")
    .replaceAll(/^[ \n\uFEFF]+|[ \n\uFEFF]+$/g, "");

/**
 * What nobody sees, or nobody sees the same: controls, halves of surrogate pairs, what has no width
 * or changes the direction of others, blanks that are letters to Unicode, what belongs to no
 * character (private use) or to none yet (unassigned).
 */
const hidden = new RegExp(
  String.raw`[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\p{Co}\p{Cn}` +
    String.raw`\u2800\uFFF9-\uFFFC\u{16FE4}]`,
  "u",
);
/** Scripts that write with joiners, as a class of a pattern holds them. */
export const joiningScripts = ["Arabic", "Devanagari", "Bengali", "Malayalam", "Sinhala"]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join("");
/**
 * What of `hidden` shapes what stands before it and may stand there: joiners within emoji and after
 * letters of the scripts that write with them, selectors of an emoji's or a character's form, and
 * the tags of regional flags.
 */
const shaping = new RegExp(
  [
    String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{M}${joiningScripts}])` +
      String.raw`[\u200C\u200D]`,
    String.raw`(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]`,
    String.raw`(?<=[0-9#*])\uFE0F(?=\u20E3)`,
    String.raw`(?<=[\p{Script=Han}\p{Script=Myanmar}\p{Sm}])[\uFE00-\uFE02]`,
    String.raw`(?<=\p{Script=Han})[\u{E0100}-\u{E01EF}]`,
    String.raw`(?<=\u{1F3F4})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`,
  ].join("|"),
  "gu",
);
/** The first character of a text that cannot be seen; null: each can. */
export const unseenIn = (text: string): string | null =>
  isPlain(text) ? null : (hidden.exec(text.replaceAll(shaping, ""))?.[0] ?? null);

export const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};
/** A code of letters in capitals, however it is typed: nothing else can be meant. */
export const inCapitals = (code: string): string =>
  /^[a-z]+$/i.test(code) ? code.toUpperCase() : code;
/** Cut for a message, never within a character. */
export const shortened = (text: string, max = 40): string =>
  Array.from(text.slice(0, max * 2))
    .slice(0, max)
    .join("")
    .toWellFormed();

/** As it was sent, for a sentence: whole, or its beginning with an ellipsis. */
export function quoted(text: string, max = 40): string {
  const begins = shortened(text, max);
  return `"${begins}${begins.length < text.length ? "…" : ""}"`;
}

/** `what` names the text in the refusal, e.g. "A name". */
export function gateText<C extends string>(
  code: C,
  what: string,
  text: string,
  bounds: TextBounds,
  ...path: string[]
): Result<string, C> {
  const { min, max, lines = false } = bounds;
  const formed = lines ? formOfLines(text) : oneForm(text);
  const found = unseenIn(lines ? formed.replaceAll("\n", "") : formed);
  if (found !== null)
    return refuse(
      code,
      `${what} holds ${codeOf(found)}, a character that cannot be seen: take it out`,
      ...path,
    );
  const length = lengthOf(formed);
  if (length >= min && length <= max) return accept(formed);
  const bound = `${min > 0 ? `${min} to` : "at most"} ${max} characters`;
  return refuse(code, `${what} has ${bound}, not ${length}`, ...path);
}
