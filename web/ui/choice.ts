/** What is meant by words that were typed: pure. */

export interface Choice {
  id: string;
  name: string;
  /** Told apart by this where names are the same. */
  code: string;
}

/** As names are kept, and whatever the case. */
const plain = (text: string): string => text.normalize("NFC").trim().toLowerCase();

/** Those that have what was typed in their name or code: what came for an earlier text may not. */
export const matching = <T extends Choice>(choices: readonly T[], text: string): T[] =>
  choices.filter(
    ({ name, code }) => plain(name).includes(plain(text)) || code.includes(plain(text)),
  );

/**
 * The one choice that is meant by its whole name or code, or that is the only one; null where words
 * are not enough.
 */
export function meant<T extends Choice>(choices: readonly T[], text: string): T | null {
  const exact = choices.filter(
    ({ name, code }) => plain(name) === plain(text) || code === plain(text),
  );
  const found = exact.length > 0 ? exact : choices;
  return found.length === 1 ? (found[0] ?? null) : null;
}
