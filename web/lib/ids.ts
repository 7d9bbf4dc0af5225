/** Whether an address names a thing by an id as the API gives them out. */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
/** An address may hold anything. */
export const idOrNull = (text: string | null): string | null =>
  text !== null && isId(text) ? text : null;
