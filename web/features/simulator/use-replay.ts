"use client";
/** One replay of terms over past clicks and sales: started, watched until it ends, ended before. */
import { useEffect, useState } from "react";
import { readFragment } from "../../gql/index.ts";
import type { ReplayFactsFragment, ReplayInput, TermsInput } from "../../gql/graphql.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import type { Refusal } from "../../ui/form.tsx";
import { CancelReplay, OneReplay, ReplayFacts, StartReplay } from "./documents.ts";

export const samples = ["24h", "7d", "30d"] as const;
export type Sample = (typeof samples)[number];
const daysOf: Record<Sample, number> = { "24h": 1, "7d": 7, "30d": 30 };

const lookMs = 700;
export type Replay = ReplayFactsFragment;
export const isRunning = ({ state }: Pick<Replay, "state">): boolean =>
  state === "QUEUED" || state === "RUNNING";

export interface ReplayRun {
  replay: Replay | null;
  /**
   * What was tried, as text: where it says something else now, the figures are old. "" = nothing
   * yet.
   */
  tried: string;
  /** What was last asked for, also where it was refused. */
  asked: string;
  starting: boolean;
  refusal: Refusal | null;
  /** `tried` names what decides the figures. One that still runs is ended. */
  start: (input: ReplayInput, tried: string) => void;
  cancel: () => void;
}

export function useReplay(): ReplayRun {
  const [first, setFirst] = useState<Replay | null>(null);
  const [tried, setTried] = useState("");
  const [asked, setAsked] = useState("");
  const [look, setLook] = useState(0);
  const starting = useSendOnce(StartReplay);
  const cancelling = useSendOnce(CancelReplay);
  const id = first?.id ?? "";
  const watches = first !== null && isRunning(first);
  const state = useLoaded(OneReplay, { id }, null, { active: watches, news: look });
  const seen = state.data?.replay ? readFragment(ReplayFacts, state.data.replay) : null;
  // What was cancelled here is not what was last seen of it.
  const replay = watches && seen?.id === id ? seen : first;
  const runs = replay !== null && isRunning(replay);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setLook((now) => now + 1), lookMs);
    return () => clearInterval(timer);
  }, [runs]);
  const start = async (input: ReplayInput, what: string) => {
    setAsked(what);
    if (runs) void cancelling.send({ id });
    const sent = await starting.send({ input });
    if (!sent.ok) return;
    setTried(what);
    setFirst(readFragment(ReplayFacts, sent.result.replay));
  };
  const cancel = async () => {
    const sent = await cancelling.send({ id });
    if (sent.ok) setFirst(readFragment(ReplayFacts, sent.result.replay));
    // It may have ended by itself before.
    else setLook((now) => now + 1);
  };
  return {
    replay,
    tried,
    asked,
    starting: starting.sending,
    refusal: starting.refusal,
    start: (input, what) => void start(input, what),
    cancel: () => void cancel(),
  };
}

/** `termsId`: the draft is given to the contracts on these terms; null = to all of the program. */
export const draftInput = (
  programId: string,
  termsId: string | null,
  draft: TermsInput,
  sample: Sample,
): ReplayInput => ({
  programId,
  termsId,
  draft,
  days: daysOf[sample],
  last24Hours: sample === "24h",
});
/** What decides the figures: words do not. */
export const triedText = (draft: TermsInput, sample: Sample): string =>
  JSON.stringify([draft.eventPayouts, draft.currency, sample]);
