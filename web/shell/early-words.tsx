"use client";
import { useEffect, useLayoutEffect, useRef } from "react";
import { endEarly, hear } from "../lib/early.ts";

/** Stands last in the page: by then all of it hears. */
export function EarlyWords(): null {
  const tell = useRef<(() => void) | null>(null);
  // Before anything is drawn again, with what React knows in place of what was typed.
  useLayoutEffect(() => {
    tell.current ??= endEarly();
  }, []);
  // Once all effects ran: the router follows addresses from its own on.
  useEffect(() => {
    const told = tell.current;
    tell.current = null;
    queueMicrotask(() => {
      hear();
      told?.();
    });
  }, []);
  return null;
}
