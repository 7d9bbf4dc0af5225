"use client";
/** One replay of a draft over past clicks: started, watched until it ends, ended before. */
import { useEffect, useState } from "react";
import { readFragment } from "../../gql/index.ts";
import type { ReplayFactsFragment, TermsInput } from "../../gql/graphql.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import type { Refusal } from "../../ui/form.tsx";
import { CancelReplay, OneReplay, ReplayFacts, StartReplay } from "./documents.ts";

export const samples = ["24h", "7d", "30d"] as const;
export type Sample = (typeof samples)[number];
const daysOf: Record<Sample, number> = { "24h": 1, "7d": 7, "30d": 30 };

const lookMs = 700;
export type Replay = ReplayFactsFragment;
export const isRunning = ({ state }: Pick<Replay, "state">): boolean => state === "QUEUED" || state === "RUNNING";

interface ReplayRun {
  replay: Replay | null;
  /** What was tried, as text: another draft makes the figures old. */
  tried: string;
  starting: boolean;
  refusal: Refusal | null;
  start: (draft: TermsInput, sample: Sample) => void;
  cancel: () => void;
}

/** `termsId`: the draft is given to the contracts on these terms; null = to all of the program. */
export function useReplay(programId: string, termsId: string | null): ReplayRun {
  const [id, setId] = useState("");
  const [first, setFirst] = useState<Replay | null>(null);
  const [tried, setTried] = useState("");
  const [look, setLook] = useState(0);
  const starting = useSendOnce(StartReplay);
  const cancelling = useSendOnce(CancelReplay);
  const state = useLoaded(OneReplay, { id }, null, { active: id !== "" && (first === null || isRunning(first)), news: look });
  const seen = state.data?.replay ? readFragment(ReplayFacts, state.data.replay) : null;
  const replay = seen && seen.id === id ? seen : first;
  const runs = replay !== null && isRunning(replay);
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setLook((now) => now + 1), lookMs);
    return () => clearInterval(timer);
  }, [runs]);
  const start = async (draft: TermsInput, sample: Sample) => {
    setTried(triedText(draft, sample));
    const input = { programId, termsId, draft, days: daysOf[sample], last24Hours: sample === "24h" };
    const sent = await starting.send({ input });
    if (!sent.ok) return;
    setFirst(readFragment(ReplayFacts, sent.result.replay));
    setId(sent.result.replay.id);
  };
  const cancel = async () => {
    const sent = await cancelling.send({ id });
    if (sent.ok) setFirst(readFragment(ReplayFacts, sent.result.replay));
    setLook((now) => now + 1);
  };
  return { replay, tried, starting: starting.sending, refusal: starting.refusal, start: (draft, sample) => void start(draft, sample), cancel: () => void cancel() };
}

/** What decides the figures: words do not. */
export const triedText = (draft: TermsInput, sample: Sample): string => JSON.stringify([draft.eventPayouts, draft.currency, sample]);
