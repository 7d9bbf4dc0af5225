import { GraphQLError } from "graphql";

/** A query whose input cannot be used: coded, with the field's path. Mutations refuse by their union instead. */
export const badInput = (message: string, ...path: string[]): GraphQLError => new GraphQLError(message, { extensions: { code: "BAD_INPUT", path, http: { status: 400 } } });
