"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
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
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === "hidden") void keeper.flush();
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (!keeper.isUnkept) return;
      event.preventDefault();
      void keeper.flush();
    };
    document.addEventListener("visibilitychange", hide);
    window.addEventListener("beforeunload", ask);
    return () => {
      document.removeEventListener("visibilitychange", hide);
      window.removeEventListener("beforeunload", ask);
      void keeper.flush();
    };
  }, [keeper]);
  const { keep, keepNow, saveOnTop, saveApart, stop, beginAnew } = keeper;
  return { ...state, keep, keepNow, saveOnTop, saveApart, stop, beginAnew };
}
