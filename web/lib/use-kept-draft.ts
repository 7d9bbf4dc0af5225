"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { Refusal } from "../ui/form.tsx";
import { useSessionReturns } from "./session-end.ts";
import { DraftKeeper, type DraftServer, type Keeping, type KeptState } from "./draft-keeper.ts";

type Writing = "keep" | "keepNow" | "saveOnTop" | "saveApart" | "beginAnew";
type Ending = "settle" | "changedMeanwhile" | "stop";
export type KeptDraft<T> = Keeping & Pick<DraftKeeper<T>, Writing | Ending>;

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
  const { keep, keepNow, saveOnTop, saveApart, beginAnew } = keeper;
  const { settle, changedMeanwhile, stop } = keeper;
  const writing = { keep, keepNow, saveOnTop, saveApart, beginAnew };
  return { ...state, ...writing, settle, changedMeanwhile, stop };
}

/** The save that something becomes of, as the API takes it. */
export interface SeenSave {
  draftId: string | null;
  draftNumber: number | null;
}
/**
 * Sends what a draft becomes, with the save that its writer has seen; null where somebody saved in
 * between, which is for the page to say.
 */
export async function publishOf<T, S extends { ok: true } | { ok: false; refusal: Refusal }>(
  draft: Pick<KeptDraft<T>, "settle" | "changedMeanwhile" | "stop">,
  send: (seen: SeenSave) => Promise<S>,
): Promise<S | null> {
  const settled = await draft.settle();
  if (!settled) return null;
  const { kept } = settled;
  const sent = await send({ draftId: kept?.id ?? null, draftNumber: kept?.number ?? null });
  if (sent.ok) await draft.stop();
  else if (/^draft(Id|Number)$/.test(String(sent.refusal.path[0])))
    await draft.changedMeanwhile(sent.refusal);
  return sent;
}
