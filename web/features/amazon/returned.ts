/** What a consent page brings back in the address. Pure. */

export type Returned =
  | { kind: "yes"; code: string; state: string }
  /** The person said no, or Amazon did. */
  | { kind: "no" };

const one = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

/** Null: the page was opened by itself. */
export function readReturn(query: Record<string, string | string[] | undefined>): Returned | null {
  const [code, state] = [one(query.code), one(query.state)];
  if (one(query.error) !== "") return { kind: "no" };
  return code === "" && state === "" ? null : { kind: "yes", code, state };
}
