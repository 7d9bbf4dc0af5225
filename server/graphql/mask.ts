/** What of an error a client may see. Anything not on the list is "Internal error" with a request id, and is logged. */
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Log } from "../log.ts";

const shown = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "COST_EXCEEDED",
  "TOO_DEEP",
  "TOO_MANY_ALIASES",
  "TOO_MANY_DIRECTIVES",
  "TOO_MANY_FIELDS",
  "BAD_INPUT",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "PERSISTED_QUERY_NOT_FOUND",
]);

export function maskError(formatted: GraphQLFormattedError, error: unknown, requestId: string, log: Log): GraphQLFormattedError {
  const code = ((formatted.extensions?.fault ?? formatted.extensions?.code) as string | undefined) ?? "INTERNAL_SERVER_ERROR";
  if (shown.has(code)) {
    const { stacktrace: _stack, http: _http, fault: _fault, ...extensions } = (formatted.extensions ?? {}) as Record<string, unknown>;
    return { ...formatted, extensions: { ...extensions, code, requestId } };
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  // Who asked has left: its statement was cancelled for that, and nobody reads the answer.
  if (wasLeft(cause)) log.debug({ path: formatted.path }, "left before the answer");
  else log.error({ err: cause, path: formatted.path }, "unexpected error");
  return {
    message: `Internal error. Quote ${requestId} to support.`,
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
  };
}

const wasLeft = (cause: unknown): boolean => cause instanceof Error && /operation was aborted|due to user request/.test(cause.message);
