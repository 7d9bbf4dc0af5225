"use client";
import { startTransition, useEffect, useState } from "react";
import { whenIdle } from "../lib/late.ts";

const idleWithinMs = 2_000;

/** Resolves when all that asked earlier have had their turn. */
let before = Promise.resolve();

/**
 * False until it is this one's turn. Heavy parts of a page come one by one, each when the browser
 * is idle: a reader's press waits for one of them at most.
 */
export function useTurn(isReady: boolean): boolean {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    if (!isReady) return;
    let isWanted = true;
    const takeTurn = (resolve: () => void) =>
      whenIdle(() => {
        if (isWanted) startTransition(() => setDue(true));
        resolve();
      }, idleWithinMs);
    before = before.then(() => new Promise<void>((resolve) => void takeTurn(resolve)));
    return () => {
      isWanted = false;
    };
  }, [isReady]);
  return isReady && isDue;
}
