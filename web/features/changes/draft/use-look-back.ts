"use client";
/** What the change that is being prepared would have meant for its partners in the past days. */
import { useReplay, type ReplayRun } from "../../simulator/use-replay.ts";
import { triedChange, type ChangeDraft } from "./draft.ts";

export const lookBackDays = 30;

export interface LookBack {
  run: ReplayRun;
  /** Null: what is chosen is not kept yet, and it is what is kept that is tried. */
  start: (() => void) | null;
  /** Nothing was asked yet for what is chosen now. */
  isNew: boolean;
  /** What is there was tried for another choice. */
  isOld: boolean;
}
/** `kept`: the draft as it was last kept, as JSON; "" before the first time. */
export function useLookBack(
  programId: string,
  draftId: string | null,
  draft: ChangeDraft,
  kept: string,
): LookBack {
  const run = useReplay();
  const choice = triedChange(draft);
  const isKept =
    draftId !== null && kept !== "" && triedChange(JSON.parse(kept) as ChangeDraft) === choice;
  return {
    run,
    start: isKept
      ? () =>
          run.start(
            { programId, contractChangeId: draftId, days: lookBackDays, last24Hours: false },
            choice,
          )
      : null,
    isNew: run.asked !== choice,
    isOld: run.replay !== null && run.tried !== choice,
  };
}
