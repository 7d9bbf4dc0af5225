/** What the server makes of typed values, for the sentence beside the field: commas separate, quotes keep together. */
export function valuesIn(text: string, none: string): string[] {
  const found = [...text.matchAll(/\s*"((?:[^"]|"")*)"|([^,]+)/g)].map(([, quoted, plain]) => (quoted === undefined ? (plain ?? "").trim() : quoted.replaceAll('""', '"')));
  const values = found.filter(Boolean);
  return values.length > 0 ? values : [none];
}
