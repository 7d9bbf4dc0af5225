/** What people write for the address of a page, as it was meant: the same wherever one is given. */
import { withoutEntities } from "../html-entities.ts";
import { accept, refuse, type Result } from "../result.ts";
import { codeOf, joiningScripts, unseenIn } from "./text.ts";

/**
 * What is copied along with an address: zero width, soft hyphen, direction marks, raw or escaped,
 * and the quotes, brackets and spaces around it. A joiner stays behind letters of a script that
 * writes with it; of those the bytes in UTF-8.
 */
const unseen = [
  String.raw`(?<![\p{M}${joiningScripts}])[\u200C\u200D]`,
  String.raw`(?![\u200C\u200D])\p{Cf}`,
  "(?<!%D[89AB]%[89AB][0-9A-F]|%E0%[AB][0-9A-F]%[89AB][0-9A-F])%E2%80%8[CD]",
  "%E2%80%(?:8[BEF]|A[A-E])|%E2%81%A0|%EF%BB%BF|%C2%AD",
].join("|");
const before = new RegExp(String.raw`^(?:[\s"'\x60<(\u201c\u201e\u2018\u00ab]|${unseen})+`, "iu");
const atEnd = new RegExp(String.raw`(?:[\s"'\x60>\u201d\u2019\u00bb]|${unseen})$`, "iu");
/** Of what `atEnd` looks at: a joiner and the letter before it, both escaped. */
const endLength = 18;

/** Each sign is looked at once: a long run of them within a text costs no more. */
function withoutEnds(text: string): string {
  const begun = text.replace(before, "");
  let end = begun.length;
  for (;;) {
    const found = atEnd.exec(begun.slice(Math.max(0, end - endLength), end));
    if (!found) return begun.slice(0, end);
    end -= found[0].length;
  }
}

const utf8 = new TextDecoder();
const escapes = /(?:%[0-9a-f]{2})+/giu;
/** Escaped controls and spaces are what a page reads: the end of a line in a text of a query. */
const unescaped = (text: string): string =>
  text.replaceAll(escapes, (run) =>
    utf8
      .decode(Uint8Array.from(run.slice(1).split("%"), (hex) => Number.parseInt(hex, 16)))
      .replaceAll(/\p{Cc}/gu, " "),
  );

/**
 * An address without what was copied along at its ends, and without the ends of lines that a mail
 * broke it at. Refused is what would be read as another address than is seen: a character within it
 * that cannot be seen, a backslash, which browsers take for "/", and "https:" with another number
 * of slashes than two.
 */
export function readAddress<C extends string>(
  code: C,
  text: string,
  ...path: string[]
): Result<string, C> {
  const address = withoutEnds(withoutEntities(text).replaceAll(/[\t\r\n]+ */g, ""));
  const hidden = unseenIn(address) ?? unseenIn(unescaped(address));
  if (hidden !== null)
    return refuse(
      code,
      `The address holds ${codeOf(hidden)}, a character that cannot be seen: take it out`,
      ...path,
    );
  if (address.includes("\\"))
    return refuse(code, 'The address holds a backslash: write "/" for it', ...path);
  if (/^https?:(?!\/\/[^/])/i.test(address))
    return refuse(
      code,
      "Two slashes and the name of a site follow https: in an address, such as " +
        "https://example.com/deals",
      ...path,
    );
  return accept(address);
}
