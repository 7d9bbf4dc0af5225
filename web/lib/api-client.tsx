"use client";
import { useState, type ReactNode } from "react";
import { cacheExchange, Client, fetchExchange, Provider } from "urql";

const createApiClient = (): Client =>
  new Client({
    url: "/graphql",
    exchanges: [cacheExchange, fetchExchange],
    preferGetMethod: false,
    fetchOptions: { credentials: "same-origin" },
  });

/**
 * The browser's way to the API. On the server nothing runs through it: first data comes from server
 * components.
 */
export function ApiClient({ children }: { children: ReactNode }): ReactNode {
  const [client] = useState(createApiClient);
  return <Provider value={client}>{children}</Provider>;
}
