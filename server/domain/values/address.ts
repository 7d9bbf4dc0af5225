/** What people write for the address of a page, as it was meant: the same wherever one is given. */
import { withoutEntities } from "../html-entities.ts";
import { joiningScripts } from "./text.ts";

/**
 * Nobody sees them: zero width, soft hyphen, direction marks; raw or as they stand in an address
 * once it was copied. A joiner stays behind letters of a script that writes with it.
 */
const unseen = new RegExp(
  [
    String.raw`(?<![\p{M}${joiningScripts}])[\u200C\u200D]`,
    String.raw`(?![\u200C\u200D])\p{Cf}`,
    // Of Arabic and Indic letters the bytes in UTF-8.
    "(?<!%D[89AB]%[89AB][0-9A-F]|%E0%[AB][0-9A-F]%[89AB][0-9A-F])%E2%80%8[CD]",
    "%E2%80%(?:8[BEF]|A[A-E])|%E2%81%A0|%EF%BB%BF|%C2%AD",
  ].join("|"),
  "giu",
);
const around = /^[\s"'`<(\u201c\u201e\u2018\u00ab]+|[\s"'`>\u201d\u2019\u00bb]+$/gu;

/**
 * Without what cannot be seen, the ends of lines that a mail broke it at, and the quotes, brackets
 * and spaces around it.
 */
export const bareAddress = (text: string): string =>
  withoutEntities(text)
    .replaceAll(unseen, "")
    .replaceAll(/[\t\r\n]+ */g, "")
    .replaceAll(around, "");
