/** Items of a list as people write them: one a line, or as a table program exports them. */

/** As the API compares items: in one form, whatever the case. */
const plain = (item: string): string => item.normalize("NFC").toLowerCase();

/**
 * Split at ends of lines, commas, semicolons and tabs; quotes keep together. The same word in other
 * letters is the same item.
 */
export function itemsIn(text: string): string[] {
  const found = [...text.matchAll(/[^\S\r\n]*"((?:[^"\r\n]|"")*)"|([^,;\t\r\n]+)/g)].map(
    ([, quoted, bare]) => (quoted?.replaceAll('""', '"') ?? bare ?? "").trim(),
  );
  return [...new Map(found.filter(Boolean).map((item) => [plain(item), item])).values()];
}

const line = (item: string): string =>
  /[",;\t]/.test(item) ? `"${item.replaceAll('"', '""')}"` : item;
/** One a line, so that they are read as the same items. */
export const textOf = (items: readonly string[]): string => items.map(line).join("\n");

export const maxItems = 5_000;
