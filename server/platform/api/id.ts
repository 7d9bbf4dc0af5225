import { GraphQLScalarType } from "graphql";
import { inDocument, type Turned } from "./scalars.ts";

const uuid = (value: unknown): string => {
  if (
    typeof value !== "string" ||
    !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)
  )
    throw new TypeError("An ID is a UUID as this API gave it out");
  return value.toLowerCase();
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
