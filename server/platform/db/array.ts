const elementText = (value: unknown): string => {
  const text = String(value);
  return value === null ? "NULL" : `"${text.replace(/["\\]/g, "\\$&")}"`;
};
/**
 * PostgreSQL's text form of an array of texts, for places where a driver would expand a JavaScript
 * array into many values. Each is in quotes, so that "null", nothing, commas and braces are texts
 * like any other; null itself is none.
 */
export const pgArray = (values: readonly unknown[]): string =>
  `{${values.map(elementText).join(",")}}`;
