"use client";
/**
 * Tells when a program's figures changed: pushed by the server, at most once a second; polled while
 * the push is lost.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useSubscription } from "urql";
import type { ReportTickSubscription, ReportTickSubscriptionVariables } from "../gql/graphql.ts";
import { graphql } from "../gql/index.ts";
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
const ReportTick = graphql(/* GraphQL */ `
  subscription ReportTick($program: ID!) {
    reportTick(programId: $program) {
      at
      completeness {
        at
        clicksUntil
        waitingClicks
      }
    }
  }
`);

/**
 * What one tick says when the last had something to say: "nothing changed" leaves the time of the
 * last change, so that no change is lost where two ticks are seen as one.
 */
export const latest = (
  last: ReportTickSubscription | undefined,
  tick: ReportTickSubscription,
): ReportTickSubscription => ({
  reportTick: { ...tick.reportTick, at: tick.reportTick.at ?? last?.reportTick.at ?? null },
});

/**
 * The last tick of a program; null before the first. `hear` is called with each, `lose` when the
 * stream ends or falls silent, which a stream does not tell by itself. Tries again by itself.
 */
function useTick(programId: string, listening: boolean, hear: () => void, lose: () => void) {
  const [{ data, error }, again] = useSubscription<
    ReportTickSubscription,
    ReportTickSubscription,
    ReportTickSubscriptionVariables
  >({ query: ReportTick.toString(), variables: { program: programId }, pause: !listening }, latest);
  /** Tries since something was last heard. */
  const [tried, setTried] = useState({ since: data, count: 0 });
  const tries = tried.since === data ? tried.count : 0;
  const failed = useRef(error);
  useEffect(() => {
    if (data) hear();
  }, [data, hear]);
  useEffect(() => {
    if (!listening) return;
    const ended = error !== undefined && error !== failed.current;
    failed.current = error;
    if (ended) lose();
    const reconnectAfterMs = tries < quickTries ? reconnectMs : slowReconnectMs;
    const timer = setTimeout(
      () => {
        lose();
        setTried({ since: data, count: tries + 1 });
        again();
      },
      ended ? reconnectAfterMs : silentMs,
    );
    return () => clearTimeout(timer);
  }, [again, data, error, listening, lose, tries]);
  return data?.reportTick ?? null;
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
  const cancel = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return Object.assign(throttled, { cancel });
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
  const visible = useVisible();
  const online = useOnline();
  const active = visible && !paused;
  const { cut, lost, lose, hear } = useHearing(active, shownAt);
  const tell = useCallback(() => setNews((count) => count + 1), []);
  const tick = useTick(programId, active && online, hear, lose);
  const told = useMemo(() => throttle(tell, gapMs), [gapMs, tell]);
  useEffect(() => {
    if (paused) told.cancel();
    return told.cancel;
  }, [paused, told]);
  const at = tick?.at ?? null;
  useEffect(() => {
    if (at !== null && Date.parse(at) >= shownAt.current) told();
  }, [at, shownAt, told]);
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
  const toggle = useCallback(() => {
    if (paused) tell();
    setPaused(!paused);
  }, [paused, tell]);
  const connected = lost ? "polling" : "live";
  const live = paused ? "paused" : connected;
  const completeness = tick?.completeness ?? null;
  return useMemo(
    () => ({ news, live, completeness, cutSince: cut, toggle }),
    [news, live, completeness, cut, toggle],
  );
}
