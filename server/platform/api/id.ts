import { GraphQLScalarType } from "graphql";
import { isId } from "../../domain/values/id.ts";
import { inDocument, type Turned } from "./scalars.ts";

const uuid = (value: unknown): string => {
  const id = typeof value === "string" ? value.toLowerCase() : "";
  if (!isId(id)) throw new TypeError("An ID is a UUID as this API gave it out");
  return id;
};

/**
 * GraphQL's ID, narrowed to the UUIDs this product mints: anything else is refused before it
 * reaches the database.
 */
export const ID = new GraphQLScalarType<string | Turned, string>({
  name: "ID",
  description: "Identity of a thing: a UUID as this API gave it out.",
  serialize: (value) => String(value),
  parseValue: uuid,
  parseLiteral: inDocument(uuid),
});
