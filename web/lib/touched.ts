import { makeOperation, mapExchange, type Exchange, type OperationContext } from "@urql/core";

/**
 * What a mutation touches, as the cache is told: everything that is read. The names of types in its
 * answer would leave out an empty list, which holds none, and what follows from a change elsewhere.
 */
const anything = ["Anything"];
/** For a mutation that changes nothing on this page, or leaves it. */
export const nothing: Partial<OperationContext> = { additionalTypenames: [] };

/** Before the cache: after a mutation all that stands is asked again, the rest when it is shown. */
export const touched: Exchange = mapExchange({
  onOperation: (operation) =>
    operation.kind === "subscription" || operation.context.additionalTypenames
      ? operation
      : makeOperation(operation.kind, operation, {
          ...operation.context,
          additionalTypenames: anything,
        }),
});
