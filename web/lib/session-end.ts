"use client";
/**
 * That the session ended while a page stands: heard from the API's answers, shown by the shell, so
 * that one can sign in on the spot and keeps what was typed.
 */
import { useSyncExternalStore } from "react";
import { mapExchange, type Exchange } from "@urql/core";

let ended = false;
const tellers = new Set<() => void>();
function set(now: boolean): void {
  if (ended === now) return;
  ended = now;
  for (const tell of tellers) tell();
}

/** Behind everything that asks: one refused answer says it for the page. */
export const hearsSessionEnd: Exchange = mapExchange({
  onResult: ({ error }) => {
    if (error?.graphQLErrors.some(({ extensions }) => extensions.code === "UNAUTHENTICATED"))
      set(true);
  },
});

const subscribe = (tell: () => void) => {
  tellers.add(tell);
  return () => void tellers.delete(tell);
};
export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => ended,
    () => false,
  );
/** Signed in again, or put aside until the next refusal. */
export const sessionIsBack = (): void => set(false);
