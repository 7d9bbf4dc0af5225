/**
 * PostgreSQL's text form of an array of texts, for places where a driver would expand a JavaScript
 * array into many values. Each is in quotes, so that `null`, nothing, commas and braces are texts
 * like any other.
 */
export const pgArray = (values: readonly unknown[]): string =>
  `{${values.map((value) => `"${String(value).replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
