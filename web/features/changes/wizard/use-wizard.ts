"use client";
import { brandPages } from "../../../lib/addresses.ts";
import type { Ground } from "../draft/ground-types.ts";
import type { Loaded } from "../../../lib/failure.ts";
import type { PreviewChangeMutation } from "../../../gql/graphql.ts";
/**
 * The wizard's state: what is chosen, where one is, what was refused. Everything chosen stays when
 * one goes back.
 */
import { useRef, useState } from "react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useClient } from "urql";
import { nothing } from "../../../lib/touched.ts";
import type { KeptState } from "../../../lib/draft-keeper.ts";
import { publishOf, useKeptDraft, type KeptDraft } from "../../../lib/use-kept-draft.ts";
import { useSendEach, useSendOnce } from "../../../lib/use-send.ts";
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
  /** What of it is kept; null for a change that was not kept yet. */
  first: KeptState | null;
  start: ChangeDraft;
  firstPreview: Loaded<PreviewChangeMutation> | null;
  maySend: boolean;
  mayWriteTerms: boolean;
}

const SaveChangeDraft = graphql(/* GraphQL */ `
  mutation SaveChangeDraft(
    $input: ContractChangeInput!
    $draftId: ID
    $draftNumber: Count
    $key: String!
  ) {
    saveContractChangeDraft(
      input: $input
      draftId: $draftId
      draftNumber: $draftNumber
      idempotencyKey: $key
    ) {
      __typename
      ... on ContractChangeOk {
        change {
          id
          draftNumber
          draftChangedAt
        }
      }
      ...Refused
    }
  }
`);

const NewestChangeDraft = graphql(/* GraphQL */ `
  query NewestChangeDraft($id: ID!) {
    contractChange(id: $id) {
      state
      draftNumber
      draftChangedByName
      draftChangedAt
    }
  }
`);

const ApplyChange = graphql(/* GraphQL */ `
  mutation ApplyChange(
    $input: ContractChangeInput!
    $draftId: ID
    $draftNumber: Count
    $key: String!
  ) {
    applyContractChange(
      input: $input
      draftId: $draftId
      draftNumber: $draftNumber
      idempotencyKey: $key
    ) {
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
  written: KeptDraft<ChangeDraft>;
  refusal: Refusal | null;
  saving: boolean;
  sending: boolean;
  change: (next: Partial<ChangeDraft>) => void;
  next: (last?: Partial<ChangeDraft>) => void;
  back: (() => void) | null;
  go: (step: WizardStep) => void;
  send: (expectedPartners: number) => void;
}

/** Where the draft is kept, and what somebody else saved in it. */
function useChangeShelf(
  first: KeptState | null,
  on: { onKept: (value: ChangeDraft) => void; onApart: (id: string) => void },
): KeptDraft<ChangeDraft> {
  const client = useClient();
  const { send } = useSendEach(SaveChangeDraft, nothing);
  return useKeptDraft<ChangeDraft>(first, {
    save: async (value, over) => {
      const sent = await send({
        input: savedInput(value),
        draftId: over?.id ?? null,
        draftNumber: over?.number ?? null,
      });
      if (!sent.ok) return sent;
      on.onKept(value);
      const { id, draftNumber: number, draftChangedAt: at } = sent.result.change;
      if (over === null && first !== null) on.onApart(id);
      return { ok: true, kept: { id, number, at } };
    },
    newest: async (id) => {
      const { data } = await client.query(NewestChangeDraft.toString(), { id }).toPromise();
      const found = data?.contractChange;
      if (found?.state !== "DRAFT") return null;
      const { draftNumber: number, draftChangedByName: byName, draftChangedAt: at } = found;
      return { number, byName, at };
    },
  });
}

export function useWizard({
  program,
  first,
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
  const draftId = first?.id ?? null;
  const pages = brandPages(program.code);
  const [kept, setKept] = useState(draftId === null ? "" : JSON.stringify(start));
  const [saving, setSaving] = useState(false);
  const [seenTerms, setSeenTerms] = useState(step === "terms");
  const applying = useSendOnce(ApplyChange);
  const at = wizardSteps.indexOf(step);
  const written = useChangeShelf(first, {
    onKept: (value) => setKept(JSON.stringify(value)),
    // Kept apart from what somebody else saved: another address.
    onApart: (id) => router.replace(`${pages.changes}/${id}?step=${step}`),
  });
  const { keep: keepLater } = written;
  const latest = useRef(start);
  const change = (next: Partial<ChangeDraft>) => {
    setRefusal(null);
    latest.current = { ...latest.current, ...next };
    setDraft(latest.current);
    if (draftId !== null) keepLater(latest.current);
  };
  /** Resolves with the draft's id; null when it could not be kept. */
  const keep = async (wanted: ChangeDraft): Promise<string | null> =>
    draftId !== null && kept === JSON.stringify(wanted)
      ? draftId
      : ((await written.keepNow(wanted))?.id ?? null);
  const move = async (to: WizardStep, last: Partial<ChangeDraft> = {}) => {
    const wanted = { ...latest.current, ...last };
    latest.current = wanted;
    setRefusal(null);
    setDraft(wanted);
    if (step === "terms" || to === "terms") setSeenTerms(true);
    setSaving(true);
    const id = await keep(wanted);
    setSaving(false);
    if (id === null) return;
    if (draftId === null) router.replace(`${pages.changes}/${id}?step=${to}`);
    else void setStep(to);
  };
  const following = wizardSteps[at + 1];
  const previous = wizardSteps[at - 1];
  const send = async (expectedPartners: number) => {
    setRefusal(null);
    const day =
      preview.preview && preview.preview.earliestOn > today ? preview.preview.earliestOn : today;
    const sent = await publishOf(written, (seen) =>
      applying.send({ input: { ...inputOf(draft, day), expectedPartners }, ...seen }),
    );
    if (!sent) return;
    if (sent.ok) {
      router.replace(`${pages.changes}/${sent.result.change.id}`);
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
  return {
    step,
    seenTerms,
    draft,
    preview,
    kept,
    written,
    refusal: refusal ?? written.refusal,
    saving,
    sending: applying.sending,
    change,
    next: (last) => void (following && move(following, last)),
    back: previous ? () => void move(previous) : null,
    go: (to) => void move(to),
    send: (expected) => void send(expected),
  };
}
