"use client";
/**
 * That the session ended while a page stands: heard from the API's answers, shown by the shell, so
 * that one can sign in on the spot and keeps what was typed. And that the password is asked for
 * again by what moves money or rights: the form waits with all that is in it, and is sent again.
 */
import { useSyncExternalStore } from "react";
import { mapExchange, type Exchange } from "@urql/core";

let ended = false;
let returns = 0;
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
let awaiting: ((isBack: boolean) => void)[] = [];
const settleSession = (isBack: boolean): void => {
  const asked = awaiting;
  awaiting = [];
  set(false);
  for (const answer of asked) answer(isBack);
};
/** Opens the sign-in; true once one is signed in, false where it was put aside. */
export const askSession = (): Promise<boolean> =>
  new Promise((answer) => {
    awaiting = [...awaiting, answer];
    set(true);
  });
/** Asks, and once more where the session had ended and came back meanwhile. */
export async function withSession(ask: () => Promise<Response>): Promise<Response> {
  const answer = await ask();
  return answer.status === 401 && (await askSession()) ? ask() : answer;
}
/** Put aside until the next refusal. */
export const putSessionAside = (): void => settleSession(false);
/** Signed in again. */
export const sessionIsBack = (): void => {
  returns += 1;
  settleSession(true);
};
/** Grows by one with each: what was refused meanwhile is asked again. */
export const useSessionReturns = (): number =>
  useSyncExternalStore(
    subscribe,
    () => returns,
    () => 0,
  );

let waiting: ((confirmed: boolean) => void)[] = [];
const tell = () => {
  for (const teller of tellers) teller();
};
/** True once the password was given; false where the person went back. */
export const askConfirmation = (): Promise<boolean> =>
  new Promise((answer) => {
    waiting = [...waiting, answer];
    tell();
  });
export const settleConfirmation = (confirmed: boolean): void => {
  const asked = waiting;
  waiting = [];
  tell();
  for (const answer of asked) answer(confirmed);
};
export const useConfirmationAsked = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => waiting.length > 0,
    () => false,
  );
