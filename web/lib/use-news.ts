"use client";
/** Tells when a program's figures changed: pushed by the server, at most once a second; polled while the push is lost. */
import { useCallback, useEffect, useState, type RefObject } from "react";

export type LiveState = "live" | "polling" | "paused";
export interface News {
  /** Grows by one whenever the figures should be read again. */
  news: number;
  live: LiveState;
  toggle: () => void;
}

const minGapMs = 1_000;
const pollMs = 15_000;
const reconnectMs = 60_000;
const subscription = "subscription ReportTick($program: ID!) { reportTick(programId: $program) { at } }";

/** Calls `onTick` with the time of each change; the first comes at once and tells of the last one. Returns how to end it. */
function listen(programId: string, onTick: (changedAt: number) => void, onLost: () => void): () => void {
  let ended = false;
  let stop = () => {};
  void import("graphql-sse").then(({ createClient }) => {
    if (ended) return;
    const client = createClient({ url: "/graphql/stream", retryAttempts: 3 });
    const unsubscribe = client.subscribe<{ reportTick: { at: string } }>(
      { query: subscription, variables: { program: programId } },
      {
        next: ({ data }) => data && onTick(Date.parse(data.reportTick.at)),
        error: () => !ended && onLost(),
        complete: () => !ended && onLost(),
      },
    );
    stop = () => {
      unsubscribe();
      client.dispose();
    };
  }, onLost);
  return () => {
    ended = true;
    stop();
  };
}

/** At most one call a gap; a call that comes too early is made up for at its end. */
export function throttle(call: () => void, gapMs: number, now: () => number = Date.now): { (): void; cancel: () => void } {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const run = () => {
    timer = null;
    last = now();
    call();
  };
  const throttled = () => {
    if (timer !== null) return;
    const wait = last + gapMs - now();
    if (wait <= 0) run();
    else timer = setTimeout(run, wait);
  };
  return Object.assign(throttled, { cancel: () => timer !== null && clearTimeout(timer) });
}

/** Whether the tab is looked at: nothing is asked for behind the scenes. */
function useVisible(): boolean {
  const [visible, setVisible] = useState(true);
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return visible;
}

/**
 * @param shownAt - When the figures shown were read, ms by the server's clock: a change before it is no news.
 * @param gapMs - Told at most once in so long.
 */
export function useNews(programId: string, shownAt: RefObject<number>, gapMs = minGapMs): News {
  const [news, setNews] = useState(0);
  const [paused, setPaused] = useState(false);
  const [lost, setLost] = useState(false);
  const visible = useVisible();
  const active = visible && !paused;
  const tell = useCallback(() => setNews((count) => count + 1), []);
  useEffect(() => {
    if (!active || lost) return;
    const told = throttle(tell, gapMs);
    const onTick = (changedAt: number) => {
      if (changedAt >= shownAt.current) told();
    };
    const end = listen(programId, onTick, () => setLost(true));
    return () => {
      told.cancel();
      end();
    };
  }, [active, gapMs, lost, programId, shownAt, tell]);
  useEffect(() => {
    if (!active || !lost) return;
    const poll = setInterval(tell, pollMs);
    const reconnect = setTimeout(() => setLost(false), reconnectMs);
    return () => {
      clearInterval(poll);
      clearTimeout(reconnect);
    };
  }, [active, lost, tell]);
  const toggle = () => {
    if (paused) tell();
    setPaused(!paused);
  };
  return { news, live: paused ? "paused" : lost ? "polling" : "live", toggle };
}
