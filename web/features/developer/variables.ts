/** The object that a text of JSON means; null where it is none. Pure. */
export function readVariables(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.trim() || "{}");
    return typeof value === "object" && !Array.isArray(value) ? (value ?? {}) : null;
  } catch {
    return null;
  }
}
