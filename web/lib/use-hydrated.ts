"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * False on the server and until scripts answer: what cannot work before says so by being disabled.
 */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
