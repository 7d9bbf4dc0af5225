import type { GraphqlRequest } from "./ask.ts";

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
