"use client";
/**
 * Tells when a program's figures changed: pushed by the server, at most once a second; polled while
 * the push is lost.
 */
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { cutSince, pollMs, silentMs, type Completeness, type Hearing } from "./reach.ts";

export type LiveState = "live" | "polling" | "paused";
export interface News {
  /** Grows by one whenever the figures should be read again. */
  news: number;
  live: LiveState;
  /** What was pushed last; null = nothing yet. */
  completeness: Completeness | null;
  /**
   * Nothing was heard of the platform since then, ms by the browser's clock; null = it is heard.
   */
  cutSince: number | null;
  toggle: () => void;
}

const minGapMs = 1_000;
/** So that an end of an outage is seen soon; where streams never come through, asking must do. */
const reconnectMs = 2_000;
const quickTries = 30;
const slowReconnectMs = 60_000;
const watchMs = 500;
const subscription = `subscription ReportTick($program: ID!) {
    reportTick(programId: $program) { at completeness { at clicksUntil waitingClicks } }
  }`;

interface Tick {
  /** Null: nothing changed. */
  at: string | null;
  completeness: Completeness;
}
/** One connection; whatever comes of it after `stop` is not told. */
function connect(programId: string, onTick: (tick: Tick) => void, onLost: () => void): () => void {
  let ended = false;
  let stop = () => {};
  const lost = () => !ended && onLost();
  void import("graphql-sse").then(({ createClient }) => {
    if (ended) return;
    const client = createClient({ url: "/graphql/stream", retryAttempts: 0 });
    const sink = {
      next: ({ data }: { data?: { reportTick: Tick } | null }) =>
        !ended && data && onTick(data.reportTick),
      error: lost,
      complete: lost,
    };
    const unsubscribe = client.subscribe<{ reportTick: Tick }>(
      { query: subscription, variables: { program: programId } },
      sink,
    );
    stop = () => {
      unsubscribe();
      client.dispose();
    };
  }, lost);
  return () => {
    ended = true;
    stop();
  };
}

/**
 * Calls `onTick` at once with the time of the last change, then at each, and every few seconds
 * without one; `onLost` when that ends or falls silent. Tries again by itself. Returns how to end
 * it.
 */
function listen(programId: string, onTick: (tick: Tick) => void, onLost: () => void): () => void {
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stop = () => {};
  const again = () => {
    clearTimeout(timer);
    stop();
    onLost();
    tries += 1;
    timer = setTimeout(start, tries < quickTries ? reconnectMs : slowReconnectMs);
  };
  const heard = (tick: Tick) => {
    tries = 0;
    clearTimeout(timer);
    timer = setTimeout(again, silentMs);
    onTick(tick);
  };
  const start = () => {
    timer = setTimeout(again, silentMs);
    stop = connect(programId, heard, again);
  };
  start();
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** At most one call a gap; a call that comes too early is made up for at its end. */
export function throttle(
  call: () => void,
  gapMs: number,
  now: () => number = Date.now,
): { (): void; cancel: () => void } {
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
 * Whether the browser itself has a network: without one nothing that seems to stream is trusted.
 */
function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const changed = () => setOnline(navigator.onLine);
    changed();
    window.addEventListener("online", changed);
    window.addEventListener("offline", changed);
    return () => {
      window.removeEventListener("online", changed);
      window.removeEventListener("offline", changed);
    };
  }, []);
  return online;
}

/**
 * Looks twice a second whether the platform is still heard. Figures that are new by their own time
 * were an answer.
 */
function useHearing(active: boolean, shownAt: RefObject<number>) {
  const hearing = useRef<Hearing>({ heardAt: 0, lostAt: null, answeredAt: 0 });
  const [cut, setCut] = useState<number | null>(null);
  const [lost, setLost] = useState(false);
  const lose = useCallback(() => {
    hearing.current.lostAt ??= Date.now();
    setLost(true);
  }, []);
  const hear = useCallback(() => {
    hearing.current = { ...hearing.current, heardAt: Date.now(), lostAt: null };
    setLost(false);
    setCut(null);
  }, []);
  useEffect(() => {
    if (!active) return;
    const began = Date.now();
    let shown = shownAt.current;
    hearing.current = { heardAt: began, lostAt: null, answeredAt: began };
    const watch = setInterval(() => {
      const now = Date.now();
      if (shownAt.current !== shown) hearing.current.answeredAt = now;
      shown = shownAt.current;
      const since = cutSince(hearing.current, now, navigator.onLine);
      setCut(since);
      if (since !== null) lose();
    }, watchMs);
    return () => {
      clearInterval(watch);
      setLost(false);
      setCut(null);
    };
  }, [active, lose, shownAt]);
  return { cut, lost, lose, hear };
}

/**
 * @param shownAt - When the figures shown were read, ms by the server's clock: a change before it
 * is no news.
 * @param gapMs - Told at most once in so long.
 */
export function useNews(programId: string, shownAt: RefObject<number>, gapMs = minGapMs): News {
  const [news, setNews] = useState(0);
  const [paused, setPaused] = useState(false);
  const [completeness, setCompleteness] = useState<Completeness | null>(null);
  const visible = useVisible();
  const online = useOnline();
  const active = visible && !paused;
  const { cut, lost, lose, hear } = useHearing(active, shownAt);
  const tell = useCallback(() => setNews((count) => count + 1), []);
  useEffect(() => {
    if (!active || !online) return;
    const told = throttle(tell, gapMs);
    const onTick = ({ at, completeness: known }: Tick) => {
      hear();
      setCompleteness(known);
      if (at !== null && Date.parse(at) >= shownAt.current) told();
    };
    const end = listen(programId, onTick, lose);
    return () => {
      told.cancel();
      end();
    };
  }, [active, gapMs, hear, lose, online, programId, shownAt, tell]);
  useEffect(() => {
    if (!active || !lost || !online) return;
    // What is shown may have been overtaken while nothing was heard.
    const first = setTimeout(tell);
    const poll = setInterval(tell, pollMs);
    return () => {
      clearTimeout(first);
      clearInterval(poll);
    };
  }, [active, lost, online, tell]);
  const toggle = () => {
    if (paused) tell();
    setPaused(!paused);
  };
  return {
    news,
    live: paused ? "paused" : lost ? "polling" : "live",
    completeness,
    cutSince: cut,
    toggle,
  };
}
