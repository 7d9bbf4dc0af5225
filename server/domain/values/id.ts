/** Identities: UUIDs as the product mints, stores and compares them. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (text: string): boolean => uuid.test(text);
