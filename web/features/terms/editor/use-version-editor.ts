"use client";
/**
 * Writing a next version: the draft this browser keeps, the version it stands on, and where it
 * goes.
 */
import { useState } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../../lib/addresses.ts";
import { SaveChangeDraftDocument, type TermsInput } from "../../../gql/graphql.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import type { Refusal } from "../../../ui/form.tsx";
import { useToast } from "../../../ui/toast.tsx";
import { newChange } from "../../changes/draft/draft.ts";
import type { TermsDraft } from "./draft.ts";
import { graphql } from "../../../gql/index.ts";
import { useTermsDraft, type OpenedDraft } from "../drafts/use-terms-draft.ts";
import type { Loaded } from "../../../lib/failure.ts";
import type { TermsDraftsQuery } from "../../../gql/graphql.ts";

const SaveTermsVersion = graphql(/* GraphQL */ `
  mutation SaveTermsVersion(
    $id: ID!
    $input: TermsInput!
    $baseVersion: Count
    $draftId: ID
    $draftNumber: Count
    $key: String!
  ) {
    saveTermsVersion(
      id: $id
      input: $input
      baseVersion: $baseVersion
      draftId: $draftId
      draftNumber: $draftNumber
      idempotencyKey: $key
    ) {
      __typename
      ... on SaveTermsOk {
        terms {
          id
          latest {
            number
          }
        }
        warnings
      }
      ...Refused
    }
  }
`);

export interface VersionEditorProps {
  id: string;
  programId: string;
  programCode: string;
  pages: BrandPages;
  /** The draft that the address names, or the last of one's own. */
  opened: OpenedDraft | null;
  /** The address names one that is there no more. */
  isMissing: boolean;
  drafts: Loaded<TermsDraftsQuery>;
  /** Else one tries, and prepares changes. */
  mayPublish: boolean;
  start: TermsDraft;
  /** The newest version. */
  latest: { id: string; number: number; authorName: string | null };
  versions: readonly { id: string; number: number }[];
  signedPartners: number;
  timeZone: string;
  /** The draft starts from this earlier version. */
  restored: number | null;
}

interface VersionEditor {
  start: TermsDraft;
  /** Grows with each start over: the form begins anew. */
  round: number;
  written: ReturnType<typeof useTermsDraft>;
  /** The draft that is written on; null: one that was begun here. */
  opened: OpenedDraft | null;
  /** The version the draft stands on. */
  on: number;
  standOnLatest: () => void;
  startOver: () => void;
  onDraft: (draft: TermsDraft) => void;
  send: (input: TermsInput) => void;
  sending: boolean;
  refusal: Refusal | null;
}

export function useVersionEditor({
  id,
  pages,
  programId,
  opened: came,
  start,
  latest,
  signedPartners,
}: VersionEditorProps): VersionEditor {
  const t = useTranslations("terms");
  const changes = useTranslations("changes");
  const router = useRouter();
  const toast = useToast();
  const written = useTermsDraft(programId, id, came);
  const [opened, setOpened] = useState(came);
  const [on, setOn] = useState<number | null>(null);
  const [began, setBegan] = useState(latest.number);
  const [round, setRound] = useState(0);
  const saving = useSendOnce(SaveTermsVersion);
  const preparing = useSendOnce(SaveChangeDraftDocument);
  const standsOn = on ?? opened?.base ?? began;
  const publish = async (input: TermsInput) => {
    const sent = await written.publish((seen) =>
      saving.send({ id, input, baseVersion: standsOn, ...seen }),
    );
    if (!sent) return;
    if (!sent.ok) {
      // What the newer version says is read, so that the two can be compared.
      if (
        sent.refusal.code === "NEWER_VERSION" ||
        sent.refusal.code === "MODIFICATION_START_NEEDED"
      )
        router.refresh();
      return;
    }
    toast(t("versionSaved", { number: sent.result.terms.latest.number }));
    router.push(`${pages.terms}/${id}/v/${sent.result.terms.latest.number}`);
    router.refresh();
  };
  /** Partners signed: the draft goes on in the wizard that tells them. */
  const prepare = async (input: TermsInput) => {
    const comment = input.comment?.trim()
      ? `${input.comment.trim()}\n\n${changes("linksSentence")}`
      : `\n\n${changes("linksSentence")}`;
    const sent = await preparing.send({
      input: {
        ...newChange(id, comment),
        strategy: "MODIFY",
        approval: null,
        terms: input,
        baseVersion: standsOn,
      },
      draftId: null,
    });
    if (!sent.ok) return;
    await written.drop();
    router.push(`${pages.changes}/${sent.result.change.id}?step=differences`);
  };
  const startOver = async () => {
    await written.discard();
    setOpened(null);
    setOn(latest.number);
    setBegan(latest.number);
    setRound(round + 1);
  };
  return {
    start: opened?.draft ?? start,
    round,
    written,
    opened,
    on: standsOn,
    standOnLatest: () => setOn(latest.number),
    startOver: () => void startOver(),
    onDraft: (draft) => written.keep({ draft, base: standsOn }),
    send: (input) => void (signedPartners > 0 ? prepare(input) : publish(input)),
    sending: saving.sending || preparing.sending,
    refusal: saving.refusal ?? preparing.refusal,
  };
}
