/**
 * Documents for every cell, generated from the schema: the shortest way from each root field to
 * each object type.
 */
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  OperationTypeNode,
  type GraphQLObjectType,
  type GraphQLSchema,
} from "graphql";
import { callArguments, type Pick } from "./matrix-calls.ts";

const operations = {
  Query: OperationTypeNode.QUERY,
  Mutation: OperationTypeNode.MUTATION,
  Subscription: OperationTypeNode.SUBSCRIPTION,
} as const;
export const rootNames = ["Query", "Mutation", "Subscription"] as const;

export interface CallPath {
  /** "Query.report" */
  root: string;
  /** What to write between the root field's braces around the selection. */
  steps: string[];
  /** Types passed on the way, the goal included. */
  types: string[];
}

const objectTypesOf = (
  schema: GraphQLSchema,
  name: string,
): { types: GraphQLObjectType[]; isAbstract: boolean } => {
  const type = schema.getType(name);
  if (isObjectType(type)) return { types: [type], isAbstract: false };
  return {
    types: isUnionType(type) || isInterfaceType(type) ? [...schema.getPossibleTypes(type)] : [],
    isAbstract: true,
  };
};

/** type name → one way per root field that leads to it. */
export function waysOf(schema: GraphQLSchema): Map<string, CallPath[]> {
  const ways = new Map<string, CallPath[]>();
  for (const rootName of rootNames) {
    for (const field of Object.values(
      schema.getRootType(operations[rootName])?.getFields() ?? {},
    )) {
      const seen = new Set<string>();
      const queue: { typeName: string; way: CallPath }[] = [
        {
          typeName: getNamedType(field.type).name,
          way: { root: `${rootName}.${field.name}`, steps: [], types: [] },
        },
      ];
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { types, isAbstract } = objectTypesOf(schema, next.typeName);
        for (const type of types.filter(({ name }) => !seen.has(name))) {
          seen.add(type.name);
          const way = {
            root: next.way.root,
            steps: [...next.way.steps, ...(isAbstract ? [`... on ${type.name}`] : [])],
            types: [...next.way.types, type.name],
          };
          ways.set(type.name, [...(ways.get(type.name) ?? []), way]);
          for (const inner of Object.values(type.getFields()))
            if (isCompositeType(getNamedType(inner.type)))
              queue.push({
                typeName: getNamedType(inner.type).name,
                way: { ...way, steps: [...way.steps, inner.name] },
              });
        }
      }
    }
  }
  return ways;
}

export function fieldSelection(type: GraphQLObjectType, fieldName: string): string {
  const field = type.getFields()[fieldName];
  if (!field) throw new Error(`no field ${type.name}.${fieldName}`);
  return isCompositeType(getNamedType(field.type)) ? `${fieldName} { __typename }` : fieldName;
}

export function documentOf(
  root: string,
  selection: string,
  pick: Pick,
  steps: readonly string[] = [],
): string {
  const [rootName = "Query", field = ""] = root.split(".");
  const given = callArguments[root]?.(pick);
  const inner = steps.reduceRight((within, step) => `${step} { ${within} }`, selection);
  return `${operations[rootName as keyof typeof operations]} {
      ${field}${given ? `(${given})` : ""} { ${inner} }
    }`;
}
