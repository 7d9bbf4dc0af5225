"use client";
import { startTransition, useEffect, useState } from "react";
import { whenIdle } from "../lib/late.ts";

const idleWithinMs = 2_000;

/** Resolves when all that asked earlier have had their turn. */
let before = Promise.resolve();

/**
 * How many turns have come, up to `count`. Heavy parts of a page come in pieces, each when the
 * browser is idle and what the last one drew is on the screen: a reader's press waits for one of
 * them at most.
 */
export function useTurns(isReady: boolean, count: number): number {
  const [taken, setTaken] = useState(0);
  useEffect(() => {
    if (!isReady || taken >= count) return;
    let isWanted = true;
    let end = () => {};
    before = before.then(
      () =>
        new Promise<void>((resolve) => {
          if (!isWanted) return resolve();
          const callOff = whenIdle(() => startTransition(() => setTaken(taken + 1)), idleWithinMs);
          end = () => {
            callOff();
            requestAnimationFrame(() => resolve());
          };
        }),
    );
    // Also runs once the piece is drawn: its turn lasts until the frame after.
    return () => {
      isWanted = false;
      end();
    };
  }, [isReady, taken, count]);
  return isReady ? taken : 0;
}
