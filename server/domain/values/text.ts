/**
 * The gate for people's texts: one form (NFC, trimmed, one kind of space), no character that cannot
 * be seen, and a length in code points. What passed once passes again unchanged, so a stored text
 * is read back as it was taken.
 */
import { accept, refuse, type Result } from "../reason.ts";

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
 * Controls, halves of surrogate pairs, what has no width and what changes the direction of others.
 * Joiners may stand where they shape: within emoji, and after letters of the scripts that write
 * with them.
 */
const hidden = [
  String.raw`\u034F\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u00AD\u061C\u115F\u1160\u17B4\u17B5`,
  String.raw`\u180B-\u180F\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0`,
  String.raw`\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}`,
].join("");
/** Scripts that write with joiners, as a class of a pattern holds them. */
export const joiningScripts = ["Arabic", "Devanagari", "Bengali", "Malayalam", "Sinhala"]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join("");
const unseen = new RegExp(
  `[${hidden}]|` +
    String.raw`(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{M}${joiningScripts}])` +
    String.raw`[\u200C\u200D]`,
  "u",
);

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
export const lengthOf = (text: string): number => {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
};
/** Cut for a message, never within a character. */
export const shortened = (text: string, max = 40): string =>
  Array.from(text.slice(0, max * 2))
    .slice(0, max)
    .join("")
    .toWellFormed();

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
  const found = unseen.exec(lines ? formed.replaceAll("\n", "") : formed);
  if (found)
    return refuse(
      code,
      `${what} holds ${codeOf(found[0])}, a character that cannot be seen: take it out`,
      ...path,
    );
  const length = lengthOf(formed);
  if (length >= min && length <= max) return accept(formed);
  return refuse(
    code,
    `${what} has ${min > 0 ? `${min} to` : "at most"} ${max} characters`,
    ...path,
  );
}
