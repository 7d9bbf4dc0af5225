"use client";
/** One replay of terms over past clicks and sales: started, watched until it ends, ended before. */
import { useEffect, useState } from "react";
import { graphql, readFragment } from "../../gql/index.ts";
import type { Replay_RunFragment, ReplayInput, TermsInput } from "../../gql/graphql.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import type { Refusal } from "../../ui/form.tsx";

const Replay_run = graphql(/* GraphQL */ `
  fragment Replay_run on Replay {
    id
    state
    progressPercent
    eventsDone
    eventsTotal
    failure
    weakEvidence
    untried {
      name
      rule
    }
    moved
    movesKept
    finishedAt
    figures {
      clicks
      sales
      leads
      costNow {
        amount
        currency
      }
      costThen {
        amount
        currency
      }
      difference {
        amount
        currency
      }
      clicksNow {
        paid
        zero
        unpaid
      }
      clicksThen {
        paid
        zero
        unpaid
      }
    }
    matrix {
      event
      events
      from {
        ...ReplayResult_place
      }
      to {
        ...ReplayResult_place
      }
      costNow {
        amount
        currency
      }
      costThen {
        amount
        currency
      }
    }
    limitHits {
      limitId
      text
      firstAt
      events
      partnerName
    }
    spread {
      currency
      partners
      median {
        amount
        currency
      }
      lowest {
        amount
        currency
      }
      highest {
        amount
        currency
      }
    }
    byPartner(first: 5) {
      nodes {
        partnerId
        partnerName
        figures {
          clicks
          difference {
            amount
            currency
          }
        }
      }
    }
  }
`);

const StartReplay = graphql(/* GraphQL */ `
  mutation StartReplay($input: ReplayInput!, $key: String!) {
    startReplay(input: $input, idempotencyKey: $key) {
      __typename
      ... on ReplayOk {
        replay {
          id
          ...Replay_run
        }
      }
      ...Refused
    }
  }
`);

const CancelReplay = graphql(/* GraphQL */ `
  mutation CancelReplay($id: ID!, $key: String!) {
    cancelReplay(id: $id, idempotencyKey: $key) {
      __typename
      ... on ReplayOk {
        replay {
          id
          ...Replay_run
        }
      }
      ...Refused
    }
  }
`);

const OneReplay = graphql(/* GraphQL */ `
  query OneReplay($id: ID!) {
    replay(id: $id) {
      id
      ...Replay_run
    }
  }
`);

export const samples = ["24h", "7d", "30d"] as const;
export type Sample = (typeof samples)[number];
const daysOf: Record<Sample, number> = { "24h": 1, "7d": 7, "30d": 30 };

const lookMs = 700;
export type Replay = Replay_RunFragment;
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
  const seen = state.data?.replay ? readFragment(Replay_run, state.data.replay) : null;
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
    setFirst(readFragment(Replay_run, sent.result.replay));
  };
  const cancel = async () => {
    const sent = await cancelling.send({ id });
    if (sent.ok) setFirst(readFragment(Replay_run, sent.result.replay));
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
  days: sample === "24h" ? null : daysOf[sample],
  last24Hours: sample === "24h",
});
/** What decides the figures: words do not. */
export const triedText = (draft: TermsInput, sample: Sample): string =>
  JSON.stringify([draft.eventPayouts, draft.currency, sample]);
