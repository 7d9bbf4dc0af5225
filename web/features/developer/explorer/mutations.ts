import { Kind, OperationTypeNode, parse } from "graphql";
import type { GraphqlRequest } from "./ask.ts";

/**
 * What a request would change: the fields of its mutation. Empty for a query, and for text that the
 * server will refuse anyway. Pure.
 */
export function mutationsOf({ query, operationName }: GraphqlRequest): string[] {
  try {
    const operations = parse(query, { noLocation: true }).definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    return operations
      .filter(
        ({ operation, name }) =>
          operation === OperationTypeNode.MUTATION &&
          (!operationName || name?.value === operationName),
      )
      .flatMap(({ selectionSet }) =>
        selectionSet.selections.map((selection) =>
          selection.kind === Kind.FIELD ? selection.name.value : "…",
        ),
      );
  } catch {
    return [];
  }
}
