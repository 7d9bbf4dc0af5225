import { GraphQLError } from "graphql";
import type { ErrorCode } from "../../domain/codes.ts";
import type { Refused } from "../../domain/result.ts";

const error = (code: ErrorCode, message: string, path: readonly string[]): GraphQLError =>
  new GraphQLError(message, { extensions: { code, path } });

/**
 * A query whose input cannot be used, with the field's path. Mutations refuse by their union
 * instead.
 */
export const badInput = (message: string, ...path: string[]): GraphQLError =>
  error("BAD_INPUT", message, path);

/** What the domain refused, with its own code. */
export const refusedInput = ({ code, message, path }: Refused): GraphQLError =>
  error(code, message, path);
