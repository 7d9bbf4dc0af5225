/** Sends what the explorer is given; the answer as it came, with what it cost. */
export interface GraphqlRequest {
  query: string;
  variables?: unknown;
  operationName?: string | null;
}
export interface Cost {
  /** Of this operation; null where it was refused before it was counted. */
  points: number | null;
  /** Of the budget of a minute. */
  remaining: number;
  limit: number;
}
export interface Answer {
  body: unknown;
  cost: Cost | null;
}

export const faultOf = (message: string): unknown => ({ errors: [{ message }] });

function costOf(body: unknown, headers: Headers): Cost | null {
  const [limit, remaining] = [headers.get("ratelimit-limit"), headers.get("ratelimit-remaining")];
  if (limit === null || remaining === null) return null;
  const points = (body as { extensions?: { cost?: { points?: number } } } | null)?.extensions?.cost
    ?.points;
  return { points: points ?? null, remaining: Number(remaining), limit: Number(limit) };
}

/** `apiKey` null = as the signed-in person; with a key the session is left out. */
export async function ask(request: GraphqlRequest, apiKey: string | null): Promise<Answer> {
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      credentials: apiKey === null ? "same-origin" : "omit",
      headers: {
        "content-type": "application/json",
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(request),
    });
    const body: unknown = await response.json();
    return { body, cost: costOf(body, response.headers) };
  } catch {
    return { body: faultOf("The server cannot be reached"), cost: null };
  }
}

/**
 * Three lines for a shell. The key is a variable there: a secret has no place on a clipboard. Pure.
 */
export function curlOf(address: string, request: GraphqlRequest): string {
  const body = JSON.stringify(request).replaceAll("'", String.raw`'\''`);
  return [
    `curl ${address}/graphql \\`,
    `  -H "authorization: Bearer $KEY" -H "content-type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n");
}

/** The object that a text of JSON means; null where it is none. Pure. */
export function readVariables(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.trim() || "{}");
    return typeof value === "object" && !Array.isArray(value) ? (value ?? {}) : null;
  } catch {
    return null;
  }
}
