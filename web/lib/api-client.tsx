"use client";
import { createContext, use, useState, type ReactNode } from "react";
import {
  cacheExchange,
  Client,
  fetchExchange,
  makeResult,
  Provider,
  subscriptionExchange,
  type Exchange,
  type SubscriptionOperation,
} from "urql";
import { filter, map, pipe } from "wonka";
import { firstAnswers, type FirstAnswers } from "./first-answers.ts";
import { hearsSessionEnd } from "./session-end.ts";
import { overtaken } from "./overtaken.ts";
import { touched } from "./touched.ts";

type Forward = Parameters<typeof subscriptionExchange>[0]["forwardSubscription"];

/**
 * Streams by server-sent events, one connection each; their code comes with the first of them. It
 * tries once: who listens knows what silence means and when to try again.
 */
const forwardSubscription: Forward = ({ query, variables }: SubscriptionOperation) => ({
  subscribe: (sink) => {
    let ended = false;
    let end = () => {
      ended = true;
    };
    const fail = (reason: unknown) => {
      if (!ended) sink.error(reason instanceof Error ? reason : new Error("The stream ended"));
    };
    void import("graphql-sse").then(({ createClient }) => {
      if (ended) return;
      const client = createClient({ url: "/graphql/stream", retryAttempts: 0 });
      const unsubscribe = client.subscribe<object>(
        { query: query ?? "", variables: variables ?? {} },
        // A stream of news has no end of its own.
        {
          next: ({ data, errors }) =>
            !ended && sink.next({ data: data ?? null, ...(errors && { errors }) }),
          error: fail,
          complete: () => fail(null),
        },
      );
      end = () => {
        ended = true;
        unsubscribe();
        client.dispose();
      };
    }, fail);
    return { unsubscribe: () => end() };
  },
});

/** While pages are rendered on the server: what they did not bring along is not asked for there. */
const noNetwork: Exchange = () => (operations) =>
  pipe(
    operations,
    filter(() => false),
    map((operation) => makeResult(operation, { data: null })),
  );

function createApi(): { client: Client; first: FirstAnswers } {
  const first = firstAnswers();
  const network =
    typeof window === "undefined"
      ? [noNetwork]
      : [subscriptionExchange({ forwardSubscription }), fetchExchange];
  const client = new Client({
    url: "/graphql",
    exchanges: [
      hearsSessionEnd,
      touched,
      first.policy,
      cacheExchange,
      first.source,
      overtaken,
      ...network,
    ],
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin" },
  });
  return { client, first };
}

const FirstAnswersContext = createContext<FirstAnswers | null>(null);

/** Where answers go that came with the page. */
export function useFirstAnswers(): FirstAnswers {
  const first = use(FirstAnswersContext);
  if (!first) throw new Error("useFirstAnswers outside of ApiClient");
  return first;
}

/** The browser's way to the API: one cache for all that a page reads, from its first paint on. */
export function ApiClient({ children }: { children: ReactNode }): ReactNode {
  const [{ client, first }] = useState(createApi);
  return (
    <FirstAnswersContext value={first}>
      <Provider value={client}>{children}</Provider>
    </FirstAnswersContext>
  );
}
