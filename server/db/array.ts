/** PostgreSQL's text form of an array of texts, for places where a driver would expand a JavaScript array into many values. */
export const pgArray = (values: readonly string[]): string => `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
