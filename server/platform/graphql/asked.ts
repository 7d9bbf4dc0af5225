/**
 * What a request asks for, read in one way for both addresses, /graphql and /graphql/stream: what
 * is no request has one refusal, whichever of them finds it.
 */
import type { GraphQLError } from "graphql";
import { quoted } from "../../domain/values/text.ts";
import { jsonDepth } from "./guard.ts";
import { requestLimits } from "./limits.ts";
import { coded } from "./request.ts";

export interface Asked {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

const bad = (message: string, ...path: string[]): GraphQLError =>
  coded("BAD_REQUEST", message, 400, ...path);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Left out, null, or an object. */
function recordOf(given: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = given[name] ?? {};
  if (!isRecord(value)) throw bad(`${name} is a JSON object, or is left out`, name);
  return value;
}

/** Throws BAD_REQUEST with the faulty part's path; an operation named "" is one without a name. */
export function readAsked(given: unknown): Asked {
  if (Array.isArray(given))
    throw bad("A request holds one operation: send those of this list one by one");
  if (!isRecord(given))
    throw bad('A request is a JSON object with the document as text: {"query": "…"}');
  const { query, operationName } = given;
  const variables = recordOf(given, "variables");
  const extensions = recordOf(given, "extensions");
  if (query === undefined && extensions.persistedQuery !== undefined)
    throw coded(
      "PERSISTED_QUERY_NOT_SUPPORTED",
      "Persisted queries are not supported: send the document as query",
      400,
      "extensions",
    );
  if (typeof query !== "string" || query.trim() === "")
    throw bad('query is the document as text, e.g. "{ viewer { kind } }"', "query");
  // A batch's rows are variables: it makes no document longer.
  if (query.length > requestLimits.bodyBytes)
    throw coded(
      "BODY_TOO_LARGE",
      `A document has at most ${requestLimits.bodyBytes.toLocaleString("en")} characters: send ` +
        "what it holds as variables",
      413,
      "query",
    );
  const name = operationName ?? "";
  if (typeof name !== "string")
    throw bad("operationName is a text, or is left out", "operationName");
  return { query, variables, operationName: name || null };
}

/** The operation that a request names is not in its document, or it names none of several. */
export const unnamed = (name: string | null | undefined): GraphQLError =>
  bad(
    name
      ? `This document holds no operation ${quoted(name)}: name one of its own`
      : "This document holds several operations: name the one to run as operationName",
    "operationName",
  );

/** JSON deeper than the limit is not read at all. */
export function readJson(text: string, what: string, ...path: string[]): unknown {
  if (jsonDepth(text) > requestLimits.jsonDepth)
    throw bad(`JSON may be nested at most ${requestLimits.jsonDepth} levels`, ...path);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw bad(`${what} is not JSON`, ...path);
  }
}

/** Parameters of an address, where variables and extensions are JSON. */
export function readAddress(parameters: Readonly<Record<string, unknown>>): Asked {
  const given: Record<string, unknown> = {};
  for (const name of ["query", "operationName", "variables", "extensions"]) {
    const value = parameters[name];
    if (Array.isArray(value)) throw bad(`${name} is given once`, name);
    if (typeof value !== "string" || value === "") continue;
    given[name] =
      name === "variables" || name === "extensions" ? readJson(value, name, name) : value;
  }
  return readAsked(given);
}
