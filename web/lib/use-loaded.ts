"use client";
/**
 * A panel's data: what the server rendered first, refreshed by the browser, never dropped while
 * something newer is on its way. urql reads and caches; here is what it does not: data stays when a
 * newer answer fails, and a failure in passing is tried again by itself while it is told.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TypedDocumentString } from "../gql/graphql.ts";
import { createRequest, useQuery, type AnyVariables } from "urql";
import { useFirstAnswers } from "./api-client.tsx";
import { useSessionReturns } from "./session-end.ts";
import { broughtBy, failureOfCombined, isPassing, type Failure, type Loaded } from "./failure.ts";

export interface PanelState<T> {
  /** The newest data there is; stays while `fetching`. */
  data: T | null;
  fetching: boolean;
  /** With data: some of it is missing or old. Without: nothing could be loaded. */
  failure: Failure | null;
  /** Asks again now. */
  retry: () => void;
}

/** Waits between tries of a request that failed in passing; then it waits for a person. */
export const retryDelaysMs = [1_000, 4_000, 16_000];

/** How long to wait for the next try; null when there is none. */
export const retryDelay = (failure: Failure | null, tries: number): number | null =>
  failure && isPassing(failure) ? (retryDelaysMs[tries] ?? null) : null;

interface Options {
  /** Grows by one when something says that there is news. */
  news?: number;
  /** False: ask nothing for now. */
  active?: boolean;
}

/**
 * `initial` answers the first variables; the browser asks when the variables become others, on
 * news, to retry, and when a mutation touched what was read.
 */
export function useLoaded<TData extends object, TVariables extends AnyVariables>(
  document: TypedDocumentString<TData, TVariables>,
  variables: TVariables,
  initial: Loaded<TData> | null,
  { news = 0, active = true }: Options = {},
): PanelState<TData> {
  const firstAnswers = useFirstAnswers();
  const query = document.toString();
  const key = JSON.stringify(variables);
  const asked = useMemo(() => JSON.parse(key) as TVariables, [key]);
  useState(() => initial && firstAnswers.take(createRequest(query, asked).key, initial));
  const [answer, execute] = useQuery<TData>({ query, variables: asked ?? {}, pause: !active });
  const [kept, setKept] = useState<TData | null>(null);
  const failure = useMemo(() => failureOfCombined(answer.error), [answer.error]);
  const data = broughtBy(answer.data, failure) ?? kept;
  if (data !== kept) setKept(data);
  const fetching = answer.fetching || answer.stale;
  const retry = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  useOnNews(retry, news, active);
  useOnNews(retry, useSessionReturns(), active && failure?.code === "UNAUTHENTICATED");
  useTriesAgain(retry, key, active && !fetching ? failure : null, fetching);
  // The same while it says the same: who shows it is not drawn anew for another's news.
  return useMemo(() => ({ data, fetching, failure, retry }), [data, fetching, failure, retry]);
}

/** Asks once for each news, when asking is allowed. */
function useOnNews(retry: () => void, news: number, active: boolean): void {
  const heard = useRef(news);
  useEffect(() => {
    if (!active || heard.current === news) return;
    heard.current = news;
    retry();
  }, [active, news, retry]);
}

/** Counts tries of one question; another question, or an answer, starts anew. */
function useTriesAgain(
  retry: () => void,
  key: string,
  failure: Failure | null,
  fetching: boolean,
): void {
  const tries = useRef({ key, count: 0 });
  useEffect(() => {
    if (fetching) return;
    if (tries.current.key !== key || failure === null) tries.current = { key, count: 0 };
    const delay = retryDelay(failure, tries.current.count);
    if (delay === null) return;
    const timer = setTimeout(() => {
      tries.current.count += 1;
      retry();
    }, delay);
    return () => clearTimeout(timer);
  }, [failure, fetching, key, retry]);
}
