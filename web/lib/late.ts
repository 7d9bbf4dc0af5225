"use client";
/**
 * Code that the first paint does not need: it comes when the browser is idle, or with the press
 * that wants it.
 */
import dynamic from "next/dynamic";
import { useEffect, useSyncExternalStore, type ComponentType } from "react";

export interface Late<T> {
  /** Fetches it unless it is there or on its way; resolves to whether it is there. */
  load: () => Promise<boolean>;
  /** The code, or null while it is not there. */
  useLoaded: () => T | null;
}

const idleWithinMs = 4_000;

/** Calls when the page stands and nothing else is to be done. Returns how to call it off. */
export function whenIdle(call: () => void, withinMs: number): () => void {
  if (typeof requestIdleCallback === "function") {
    const waiting = requestIdleCallback(call, { timeout: withinMs });
    return () => cancelIdleCallback(waiting);
  }
  const timer = setTimeout(call, 300);
  return () => clearTimeout(timer);
}

export function late<T>(fetchCode: () => Promise<T>): Late<T> {
  let code: T | null = null;
  let coming: Promise<boolean> | null = null;
  const tellers = new Set<() => void>();
  const fetchOnce = async (): Promise<boolean> => {
    try {
      code = await fetchCode();
    } catch {
      return false;
    } finally {
      // What could not be had is asked for again by the next press.
      coming = null;
    }
    for (const tell of tellers) tell();
    return true;
  };
  const load = (): Promise<boolean> =>
    code === null ? (coming ??= fetchOnce()) : Promise.resolve(true);
  const subscribe = (tell: () => void) => {
    tellers.add(tell);
    return () => void tellers.delete(tell);
  };
  return {
    load,
    useLoaded: () => {
      useEffect(() => whenIdle(() => void load(), idleWithinMs), []);
      return useSyncExternalStore(
        subscribe,
        () => code,
        () => null,
      );
    },
  };
}

/**
 * A dialog, or what stands below the first paint: its code comes when it is shown, and never while
 * the server renders. For client components.
 */
export const lateView = <TProps extends object>(
  fetchView: () => Promise<ComponentType<TProps>>,
): ComponentType<TProps> => dynamic(fetchView, { ssr: false });
