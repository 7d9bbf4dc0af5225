import type { Exchange, Operation, OperationResult } from "@urql/core";
import { filter, makeSubject, merge, pipe, tap } from "wonka";

const touches = ({ kind, context }: Operation): boolean =>
  kind === "mutation" && context.additionalTypenames?.length !== 0;

/**
 * Behind the cache: what was asked before a mutation ended is asked again before it is shown. urql
 * takes a question on its way for the newer one that follows the mutation, though its answer may
 * tell of the time before.
 */
export const overtaken: Exchange =
  ({ forward }) =>
  (operations) => {
    const again = makeSubject<Operation>();
    /** Of each question the one that went out last, and whether a mutation ended since. */
    const asked = new Map<number, { operation: Operation; old: boolean }>();
    const goesOut = (operation: Operation): void => {
      if (operation.kind === "query") asked.set(operation.key, { operation, old: false });
      if (operation.kind === "teardown") asked.delete(operation.key);
    };
    const isNew = ({ operation }: OperationResult): boolean => {
      if (touches(operation)) for (const each of asked.values()) each.old = true;
      if (operation.kind !== "query") return true;
      const last = asked.get(operation.key);
      if (last?.operation !== operation) return false;
      if (!last.old) return true;
      again.next(operation);
      return false;
    };
    return pipe(merge([operations, again.source]), tap(goesOut), forward, filter(isNew));
  };
