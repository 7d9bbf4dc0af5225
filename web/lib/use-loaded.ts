"use client";
/**
 * A panel's data: what the server rendered first, refreshed by the browser, never dropped while
 * something newer is on its way.
 */
import { useCallback, useEffect, useReducer, useRef } from "react";
import type { TypedDocumentString } from "../gql/graphql.ts";
import { useClient, type AnyVariables, type CombinedError } from "urql";
import { failureOf, isPassing, type Failure, type Loaded } from "./failure.ts";

export interface PanelState<T> {
  /** The newest data there is; stays while `fetching`. */
  data: T | null;
  fetching: boolean;
  /** With data: some of it is missing or old. Without: nothing could be loaded. */
  failure: Failure | null;
  /** Asks again now. */
  retry: () => void;
}

interface State<T> extends Loaded<T> {
  /** Variables that `data` and `failure` answer, as JSON. */
  key: string;
  fetching: boolean;
  attempt: number;
}
type Event<T> =
  | { kind: "asked"; key: string }
  | { kind: "answered"; key: string; answer: Loaded<T> };

/** Waits between tries of a request that failed in passing. */
export const retryDelaysMs = [1_000, 4_000, 16_000];

/** What a panel knows after an event. A failure keeps the data of the same question. */
export function nextState<T>(state: State<T>, event: Event<T>): State<T> {
  if (event.kind === "asked")
    return { ...state, fetching: true, attempt: event.key === state.key ? state.attempt : 0 };
  const { data, failure } = event.answer;
  const attempt = failure && isPassing(failure) ? state.attempt + 1 : 0;
  return { key: event.key, fetching: false, attempt, data: data ?? state.data, failure };
}

function failureOfCombined(error: CombinedError | undefined): Failure | null {
  if (!error) return null;
  if (error.graphQLErrors.length > 0)
    return failureOf(
      error.graphQLErrors.map(({ message, extensions }) => ({ message, extensions })),
    );
  const code = typeof navigator !== "undefined" && !navigator.onLine ? "OFFLINE" : "UNREACHABLE";
  return { code, message: error.networkError?.message ?? error.message, requestId: null };
}

interface Options {
  /** Grows by one when something says that there is news. */
  news?: number;
  /** False: ask nothing for now. */
  active?: boolean;
}

/**
 * `initial` answers `initialVariables`; the browser asks only when the variables become others, on
 * news, and to retry.
 */
export function useLoaded<TData, TVariables extends AnyVariables>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
  initial: Loaded<TData> | null,
  { news = 0, active = true }: Options = {},
): PanelState<TData> {
  const client = useClient();
  const key = JSON.stringify(variables);
  const first: State<TData> = {
    key: initial ? key : "",
    fetching: initial === null && active,
    attempt: initial?.failure && isPassing(initial.failure) ? 1 : 0,
    data: initial?.data ?? null,
    failure: initial?.failure ?? null,
  };
  const [state, send] = useReducer(nextState<TData>, first);
  /** Ends the wait for an answer; null while none is awaited. */
  const asking = useRef<(() => void) | null>(null);
  const ask = useCallback(() => {
    asking.current?.();
    let current = true;
    asking.current = () => {
      current = false;
    };
    send({ kind: "asked", key });
    void client
      .query<TData>(document.toString(), JSON.parse(key) as TVariables, {
        requestPolicy: "network-only",
      })
      .toPromise()
      .then((result) => {
        if (!current) return;
        asking.current = null;
        send({
          kind: "answered",
          key,
          answer: { data: result.data ?? null, failure: failureOfCombined(result.error) },
        });
      });
  }, [client, document, key]);
  const answered = useRef(initial === null ? "" : `${key}#${news}`);
  useEffect(() => {
    if (!active || answered.current === `${key}#${news}`) return;
    answered.current = `${key}#${news}`;
    ask();
  }, [active, ask, key, news]);
  useEffect(() => {
    const delay =
      active && !state.fetching && state.attempt > 0 ? retryDelaysMs[state.attempt - 1] : undefined;
    if (delay === undefined) return;
    const timer = setTimeout(ask, delay);
    return () => clearTimeout(timer);
  }, [active, ask, state.attempt, state.fetching]);
  useEffect(
    () => () => {
      if (!asking.current) return;
      asking.current();
      asking.current = null;
      // What was not answered is asked again should the component come back.
      answered.current = "";
    },
    [],
  );
  return { data: state.data, fetching: state.fetching, failure: state.failure, retry: ask };
}
