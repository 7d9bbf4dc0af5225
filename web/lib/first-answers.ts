/**
 * What the server asked for a page, handed to urql as the answers to the first requests of its
 * views. urql's own ssrExchange gives each answer once in the life of a client, which is right for
 * one page; here a client lives through many, and each comes with newer answers.
 */
import {
  makeOperation,
  makeResult,
  stringifyVariables,
  type AnyVariables,
  type Exchange,
  type Operation,
  type OperationResult,
} from "@urql/core";
import { filter, map, merge, pipe, share, tap } from "wonka";
import type { Loaded } from "./failure.ts";

type Answer = Loaded<object>;

/** An answer with what it was asked of, for a view that may ask something else when it begins. */
export interface Asked<TVariables, TData> {
  of: TVariables;
  loaded: Loaded<TData>;
}
/** The answer, where these are the variables it was asked of; else none. */
export const answering = <TVariables extends NonNullable<AnyVariables>, TData>(
  asked: Asked<TVariables, TData> | null,
  variables: TVariables,
): Loaded<TData> | null =>
  asked !== null && stringifyVariables(asked.of) === stringifyVariables(variables)
    ? asked.loaded
    : null;

/**
 * What was read is asked for again when it is shown again, but not within one and the same look.
 */
const freshMs = 2_000;

export interface FirstAnswers {
  /** Takes an answer as that to the request with this key, once. */
  take: (key: number, answer: Answer) => void;
  /** Before the cache: lets what is first or old past it. */
  policy: Exchange;
  /** Behind the cache: answers in place of the network. */
  source: Exchange;
}

const isRead = ({ kind }: Operation): boolean => kind === "query";
const withPolicy = (operation: Operation, requestPolicy: Operation["context"]["requestPolicy"]) =>
  makeOperation(operation.kind, operation, { ...operation.context, requestPolicy });

/** @param now - ms; a browser's. */
export function firstAnswers(now: () => number = Date.now): FirstAnswers {
  const waiting = new Map<number, Answer>();
  const taken = new WeakSet<Answer>();
  const answeredAt = new Map<number, number>();
  const admit = (operation: Operation): Operation => {
    const { key } = operation;
    if (!isRead(operation)) return operation;
    if (operation.context.requestPolicy !== "cache-first") {
      // The browser asks itself: what came with the page is older than what it will hear.
      waiting.delete(key);
      return operation;
    }
    if (waiting.has(key)) return withPolicy(operation, "network-only");
    return now() - (answeredAt.get(key) ?? now()) > freshMs
      ? withPolicy(operation, "cache-and-network")
      : operation;
  };
  const answerTo = (operation: Operation): Answer | null => {
    const answer = isRead(operation) ? (waiting.get(operation.key) ?? null) : null;
    // A failure is not cached: it stands here until the browser asks itself.
    if (answer?.data) waiting.delete(operation.key);
    return answer;
  };
  return {
    take: (key, answer) => {
      if (taken.has(answer)) return;
      taken.add(answer);
      waiting.set(key, answer);
    },
    policy:
      ({ forward }) =>
      (operations) =>
        pipe(
          operations,
          map(admit),
          forward,
          tap(({ operation }) => {
            if (isRead(operation) && operation.context.meta?.cacheOutcome !== "hit")
              answeredAt.set(operation.key, now());
          }),
        ),
    source:
      ({ forward }) =>
      (operations) => {
        // Decided once for each, since giving an answer uses it up.
        const decided = pipe(
          operations,
          map((operation) => ({ operation, answer: answerTo(operation) })),
          share,
        );
        const answered = pipe(
          decided,
          filter(({ answer }) => answer !== null),
          map(({ operation, answer }) => resultOf(operation, answer)),
        );
        const others = pipe(
          decided,
          filter(({ answer }) => answer === null),
          map(({ operation }) => operation),
          forward,
        );
        return merge([answered, others]);
      },
  };
}

function resultOf(operation: Operation, answer: Answer | null): OperationResult {
  const { data = null, failure = null } = answer ?? {};
  if (failure === null) return makeResult(operation, { data });
  const { code, message, requestId } = failure;
  return makeResult(operation, {
    data,
    errors: [{ message, extensions: { code, requestId } }],
  });
}
