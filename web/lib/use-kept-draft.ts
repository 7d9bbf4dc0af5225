"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useSessionReturns } from "./session-end.ts";
import { DraftKeeper, type DraftServer, type Keeping, type KeptState } from "./draft-keeper.ts";

type Ways = "keep" | "keepNow" | "saveOnTop" | "saveApart" | "stop" | "beginAnew";
export type KeptDraft<T> = Keeping & Pick<DraftKeeper<T>, Ways>;

/**
 * A draft that the server keeps while it is written. What is typed last goes out with the page; a
 * browser asks where it could not be kept yet. `first` is what the page came with.
 */
export function useKeptDraft<T>(first: KeptState | null, server: DraftServer<T>): KeptDraft<T> {
  const [keeper] = useState(() => new DraftKeeper<T>(first));
  useEffect(() => {
    keeper.saveBy(server);
  });
  const state = useSyncExternalStore(keeper.subscribe, keeper.read, keeper.read);
  const returns = useSessionReturns();
  useEffect(() => {
    if (returns > 0) keeper.sessionIsBack();
  }, [keeper, returns]);
  useEffect(() => {
    const turn = () => {
      if (document.visibilityState === "hidden") keeper.flushUnasked();
      // One may have signed in elsewhere.
      else keeper.sessionIsBack();
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (!keeper.isUnkept) return;
      event.preventDefault();
      void keeper.flush();
    };
    document.addEventListener("visibilitychange", turn);
    window.addEventListener("beforeunload", ask);
    return () => {
      document.removeEventListener("visibilitychange", turn);
      window.removeEventListener("beforeunload", ask);
      void keeper.flush();
    };
  }, [keeper]);
  const { keep, keepNow, saveOnTop, saveApart, stop, beginAnew } = keeper;
  return { ...state, keep, keepNow, saveOnTop, saveApart, stop, beginAnew };
}
