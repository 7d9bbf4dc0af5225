/**
 * What of an error a client may see. Anything not on the list is "Internal error" with a request
 * id, and is logged.
 */
import {
  BREAK,
  GraphQLError,
  Kind,
  parse,
  visit,
  type ASTNode,
  type GraphQLFormattedError,
  type ValueNode,
} from "graphql";
import { isAway } from "../db/outage.ts";
import { errorCodes, isErrorCode } from "../../domain/codes.ts";
import type { Log } from "../log.ts";

/** Codes of refusals, which anybody may read. */
const isShown = (code: string): boolean => isErrorCode(code) && code !== "INTERNAL_SERVER_ERROR";
/** One code for what cannot be used, whoever finds it. */
const ours = (code: string): string => (code === "BAD_USER_INPUT" ? "BAD_INPUT" : code);

export const databaseAway = errorCodes.DATABASE_UNAVAILABLE;

/** Where in the variables the fault is, of an error about one. */
function variablePath(error: unknown): { path?: string[] } {
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  if (node?.kind !== Kind.VARIABLE_DEFINITION) return {};
  const name = node.variable.name.value;
  const within = / at "([^"]+)"; /.exec((error as GraphQLError).message)?.[1];
  return { path: within?.startsWith(name) ? within.split(/[.[\]]+/).filter(Boolean) : [name] };
}

/** Where in an argument's value a node stands; null: not in it. */
function placeIn(value: ValueNode, isMeant: (node: ASTNode) => boolean): string[] | null {
  if (isMeant(value)) return [];
  const parts: (readonly [string, ASTNode, ValueNode])[] = [];
  if (value.kind === Kind.OBJECT)
    parts.push(...value.fields.map((field) => [field.name.value, field, field.value] as const));
  if (value.kind === Kind.LIST)
    parts.push(...value.values.map((item, i) => [String(i), item, item] as const));
  for (const [name, node, inner] of parts) {
    const place = isMeant(node) ? [] : placeIn(inner, isMeant);
    if (place) return [name, ...place];
  }
  return null;
}
const missing = new RegExp(
  String.raw`^(?:Field "\w+\.(\w+)" of required|Field "\w+" argument "(\w+)" of) type ` +
    String.raw`"[^"]+" (?:is required, but it )?was not provided`,
);
/** Where in the values that stand in the document the fault is. */
function literalPath(error: unknown): { path?: string[] } {
  const [node] = (error instanceof GraphQLError && error.nodes) || [];
  if (!node?.loc) return {};
  const { start, end, source } = node.loc;
  const isMeant = ({ kind, loc }: ASTNode): boolean =>
    kind === node.kind && loc?.start === start && loc.end === end;
  const name = missing
    .exec((error as GraphQLError).message)
    ?.slice(1)
    .find(Boolean);
  const within: string[] = name === undefined ? [] : [name];
  if (node.kind === Kind.FIELD) return within.length > 0 ? { path: within } : {};
  let path: string[] | null = null;
  visit(parse(source.body), {
    Argument: (argument) => {
      const place = isMeant(argument) ? [] : placeIn(argument.value, isMeant);
      if (place === null) return undefined;
      path = [argument.name.value, ...place, ...within];
      return BREAK;
    },
  });
  return path === null ? {} : { path };
}

export function maskError(
  formatted: GraphQLFormattedError,
  error: unknown,
  requestId: string,
  log: Log,
): GraphQLFormattedError {
  const code = ours(
    ((formatted.extensions?.fault ?? formatted.extensions?.code) as string | undefined) ??
      "INTERNAL_SERVER_ERROR",
  );
  if (isShown(code)) {
    const {
      stacktrace: _stack,
      http: _http,
      fault: _fault,
      ...extensions
    } = (formatted.extensions ?? {}) as Record<string, unknown>;
    // What a schema holds is not told by guesses at what was meant, in errors of variables as
    // little as in those of documents.
    const message = formatted.message.replaceAll(/ Did you mean [^?]*\?/g, "");
    return {
      ...formatted,
      message,
      extensions: {
        ...variablePath(error),
        ...(code === "GRAPHQL_VALIDATION_FAILED" ? literalPath(error) : {}),
        ...extensions,
        code,
        requestId,
      },
    };
  }
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (isAway(cause)) {
    log.warn({ err: cause, path: formatted.path }, "the database does not answer");
    return {
      message: databaseAway,
      ...(formatted.path ? { path: formatted.path } : {}),
      extensions: { code: "DATABASE_UNAVAILABLE", requestId },
    };
  }
  // Who asked has left: its statement was cancelled for that, and nobody reads the answer.
  if (wasLeft(cause)) log.debug({ path: formatted.path }, "left before the answer");
  else log.error({ err: cause, path: formatted.path }, "unexpected error");
  return {
    message: `Internal error. Quote ${requestId} to support.`,
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
  };
}

const wasLeft = (cause: unknown): boolean =>
  cause instanceof Error && /operation was aborted|due to user request/.test(cause.message);
