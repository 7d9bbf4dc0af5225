"use client";
/**
 * What moves money or rights asks for the password again where it was given long ago: the form
 * waits with all that is in it, a dialog asks, and the form is sent once more.
 */
import { useSyncExternalStore } from "react";

type Answer = (confirmed: boolean) => void;
let waiting: Answer[] = [];
const tellers = new Set<() => void>();
function become(next: Answer[]): void {
  waiting = next;
  for (const tell of tellers) tell();
}

/** True once the password was given; false where the person went back. */
export const askConfirmation = (): Promise<boolean> =>
  new Promise((answer) => become([...waiting, answer]));

export function settleConfirmation(confirmed: boolean): void {
  const asked = waiting;
  become([]);
  for (const answer of asked) answer(confirmed);
}

const subscribe = (tell: () => void) => {
  tellers.add(tell);
  return () => void tellers.delete(tell);
};
export const useConfirmationAsked = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => waiting.length > 0,
    () => false,
  );
