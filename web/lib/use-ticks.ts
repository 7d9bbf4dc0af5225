"use client";
import { useEffect, useState } from "react";

/** Grows by one every so often while it is wanted and the page is seen. */
export function useTicks(wanted: boolean, everyMs: number): number {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") setTicks((count) => count + 1);
    }, everyMs);
    return () => clearInterval(timer);
  }, [wanted, everyMs]);
  return ticks;
}
