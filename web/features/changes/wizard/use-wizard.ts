"use client";
import { brandPages } from "../../../lib/addresses.ts";
import type { Ground } from "../draft/ground-types.ts";
import type { Loaded } from "../../../lib/failure.ts";
import type { PreviewChangeMutation } from "../../../gql/graphql.ts";
/**
 * The wizard's state: what is chosen, where one is, what was refused. Everything chosen stays when
 * one goes back.
 */
import { useCallback, useEffect, useState } from "react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useSendOnce } from "../../../lib/use-send.ts";
import type { Refusal } from "../../../ui/form.tsx";
import {
  inputOf,
  savedInput,
  stepOfPath,
  wizardSteps,
  type ChangeDraft,
  type WizardStep,
} from "../draft/draft.ts";
import { usePreview, type PreviewState } from "../draft/use-preview.ts";
import { graphql } from "../../../gql/index.ts";

export interface WizardProps {
  program: { id: string; code: string };
  brandName: string;
  timeZone: string;
  today: string;
  ground: Ground;
  /** Null for a change that was not kept yet. */
  draftId: string | null;
  start: ChangeDraft;
  firstPreview: Loaded<PreviewChangeMutation> | null;
  maySend: boolean;
  mayWriteTerms: boolean;
}

const SaveChangeDraft = graphql(/* GraphQL */ `
  mutation SaveChangeDraft($input: ContractChangeInput!, $draftId: ID, $key: String!) {
    saveContractChangeDraft(input: $input, draftId: $draftId, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
        }
      }
      ...Refused
    }
  }
`);

const ApplyChange = graphql(/* GraphQL */ `
  mutation ApplyChange($input: ContractChangeInput!, $draftId: ID, $key: String!) {
    applyContractChange(input: $input, draftId: $draftId, idempotencyKey: $key) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          state
        }
      }
      ...Refused
    }
  }
`);

interface WizardState {
  step: WizardStep;
  seenTerms: boolean;
  draft: ChangeDraft;
  preview: PreviewState;
  /** The draft as it was last kept, as JSON; "" before the first time. */
  kept: string;
  refusal: Refusal | null;
  saving: boolean;
  sending: boolean;
  change: (next: Partial<ChangeDraft>) => void;
  next: (last?: Partial<ChangeDraft>) => void;
  back: (() => void) | null;
  go: (step: WizardStep) => void;
  send: (expectedPartners: number) => void;
}

export function useWizard({
  program,
  draftId,
  start,
  today,
  firstPreview,
}: WizardProps): WizardState {
  const router = useRouter();
  const [step, setStep] = useQueryState(
    "step",
    parseAsStringLiteral(wizardSteps)
      .withDefault("strategy")
      .withOptions({ history: "push", scroll: true }),
  );
  const [draft, setDraft] = useState(start);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const preview = usePreview(draft, today, firstPreview);
  const [kept, setKept] = useState(draftId === null ? "" : JSON.stringify(start));
  const [seenTerms, setSeenTerms] = useState(step === "terms");
  const saving = useSendOnce(SaveChangeDraft);
  const applying = useSendOnce(ApplyChange);
  const at = wizardSteps.indexOf(step);
  const change = useCallback((next: Partial<ChangeDraft>) => {
    setRefusal(null);
    setDraft((now) => ({ ...now, ...next }));
  }, []);
  /** Resolves with the draft's id; null when it could not be kept. */
  const keep = async (wanted: ChangeDraft): Promise<string | null> => {
    const text = JSON.stringify(wanted);
    if (draftId !== null && kept === text) return draftId;
    const sent = await saving.send({ input: savedInput(wanted), draftId });
    if (!sent.ok) {
      setRefusal(sent.refusal);
      return null;
    }
    setKept(text);
    return sent.result.change.id;
  };
  const move = async (to: WizardStep, last: Partial<ChangeDraft> = {}) => {
    const wanted = { ...draft, ...last };
    setRefusal(null);
    setDraft(wanted);
    if (step === "terms" || to === "terms") setSeenTerms(true);
    const id = await keep(wanted);
    if (id === null) return;
    if (draftId === null) router.replace(`${brandPages(program.code).changes}/${id}?step=${to}`);
    else void setStep(to);
  };
  const following = wizardSteps[at + 1];
  const previous = wizardSteps[at - 1];
  const send = async (expectedPartners: number) => {
    setRefusal(null);
    const day =
      preview.preview && preview.preview.earliestOn > today ? preview.preview.earliestOn : today;
    const sent = await applying.send({
      input: { ...inputOf(draft, day), expectedPartners },
      draftId,
    });
    if (sent.ok) {
      router.replace(`${brandPages(program.code).changes}/${sent.result.change.id}`);
      router.refresh();
      return;
    }
    setRefusal(sent.refusal);
    // Somebody saved another version meanwhile: what the terms step compares with is read anew.
    if (sent.refusal.code === "NEWER_VERSION") router.refresh();
    preview.retry();
    const place = stepOfPath(sent.refusal.path);
    if (place !== null) void setStep(place);
  };
  useLeaving(draftId !== null && kept !== JSON.stringify(draft));
  return {
    step,
    seenTerms,
    draft,
    preview,
    kept,
    refusal,
    saving: saving.sending,
    sending: applying.sending,
    change,
    next: (last) => void (following && move(following, last)),
    back: previous ? () => void move(previous) : null,
    go: (to) => void move(to),
    send: (expected) => void send(expected),
  };
}

/** Asks before a page is left whose newest words were not kept. */
function useLeaving(unkept: boolean): void {
  useEffect(() => {
    if (!unkept) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unkept]);
}
