/** Every field that reads a list by pages, and how it is asked for a page with a cursor. */
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import { callArguments, type Pick } from "./matrix-calls.ts";
import { rootNames, waysOf } from "./matrix-documents.ts";

export interface List {
  /** "Query.clicks" */
  name: string;
  /** The root field that leads to it. */
  root: string;
  steps: string[];
  field: GraphQLField<unknown, unknown>;
}

export function listsOf(schema: GraphQLSchema): List[] {
  const ways = waysOf(schema);
  return Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => field.args.some(({ name }) => name === "after"))
          .map((field) => {
            const name = `${type.name}.${field.name}`;
            if ((rootNames as readonly string[]).includes(type.name))
              return { name, root: name, steps: [], field };
            const way = ways.get(type.name)?.find(({ root }) => root.startsWith("Query."));
            if (!way) throw new Error(`no query leads to ${name}`);
            return { name, root: way.root, steps: way.steps, field };
          })
      : [],
  );
}

const unknownId = "01930000-0000-7000-8000-000000000000";
/** One that it does not have where nothing is said. */
function valueFor({ name, type, defaultValue }: GraphQLArgument): string | null {
  const named = getNamedType(type);
  const one = isEnumType(named)
    ? named.getValues().find(({ value }) => value !== defaultValue)?.name
    : { Boolean: "true", Line: '"other"', ID: `"${unknownId}"` }[named.name];
  if (one === undefined || name === "first" || name === "after") return null;
  return isListType(getNullableType(type)) ? `[${one}]` : one;
}

/** The same list with each of its arguments in turn that could be another; "" where none can. */
export function otherArguments({ field }: List, given: string): string[] {
  const others = field.args.flatMap((arg) => {
    const value = valueFor(arg);
    return value !== null && !given.includes(`${arg.name}:`)
      ? [`${given}${given === "" ? "" : ", "}${arg.name}: ${value}`]
      : [];
  });
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
  return [...others, ...(uuid.test(given) ? [given.replace(uuid, unknownId)] : [])];
}

export const argumentsOf = (list: List, pick: Pick): string =>
  list.steps.length === 0 && list.root === list.name
    ? (callArguments[list.root]?.(pick) ?? "")
    : "";

const paged = "pageInfo { endCursor }";
/** Of a page that is the answer, or that the answer holds. */
function selectionOf(type: GraphQLNamedType): string {
  if (isUnionType(type))
    return `... on PreviewChangeOk { preview { ${paged} } } ... on UserError { code path }`;
  return isObjectType(type) && !("pageInfo" in type.getFields()) ? `rows { ${paged} }` : paged;
}
/** One row of the list after a cursor. */
export function pageOf(list: List, pick: Pick, given: string, after: string | null): string {
  const args = [given, "first: 1", ...(after === null ? [] : [`after: ${JSON.stringify(after)}`])];
  const selection = selectionOf(getNamedType(list.field.type));
  const own = `${list.field.name}(${args.filter(Boolean).join(", ")}) { ${selection} }`;
  const [operation = "", rootField = ""] = list.root.split(".");
  if (list.root === list.name) return `${operation.toLowerCase()} { ${own} }`;
  const rootArgs = callArguments[list.root]?.(pick);
  const way = [rootArgs ? `${rootField}(${rootArgs})` : rootField, ...list.steps];
  return `query { ${way.join(" { ")} { ${own} ${"} ".repeat(way.length)} }`;
}
