"use client";
import type { ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import type { TermsInput } from "../../gql/graphql.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import type { TermsDraft } from "./editor/draft.ts";
import type { Loaded } from "../../lib/failure.ts";
import type { TermsDraftsQuery } from "../../gql/graphql.ts";
import { DraftChanged, DraftMissing, DraftState } from "./drafts/draft-state.tsx";
import { DraftsList } from "./drafts/drafts-list.tsx";
import { useTermsDraft, type OpenedDraft } from "./drafts/use-terms-draft.ts";
import { graphql } from "../../gql/index.ts";
import { TermsForm } from "./editor/terms-form.tsx";

const CreateTerms = graphql(/* GraphQL */ `
  mutation CreateTerms(
    $programId: ID!
    $input: TermsInput!
    $asDraft: Boolean!
    $draftId: ID
    $draftNumber: Count
    $key: String!
  ) {
    createTerms(
      programId: $programId
      input: $input
      asDraft: $asDraft
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

interface NewTermsViewProps {
  program: { id: string; code: string };
  start: TermsDraft;
  /** Terms to copy from, and the one that was chosen. */
  sources: readonly { id: string; name: string }[];
  from: string | null;
  /** The draft that the address names. */
  opened: OpenedDraft | null;
  /** The address names one that is there no more. */
  isMissing: boolean;
  drafts: Loaded<TermsDraftsQuery>;
  mayPublish: boolean;
  timeZone: string;
}
/** The first version of new terms. */
export function NewTermsView({
  program,
  start,
  sources,
  from,
  opened,
  isMissing,
  drafts,
  mayPublish,
  timeZone,
}: NewTermsViewProps): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(CreateTerms);
  const written = useTermsDraft(program.id, null, opened);
  const create = async (input: TermsInput, asDraft: boolean) => {
    const sent = await written.publish((seen) =>
      send({ programId: program.id, input, asDraft, ...seen }),
    );
    if (!sent?.ok) return;
    toast(t(asDraft ? "draftSaved" : "created", { name: input.name }));
    const { id, latest } = sent.result.terms;
    router.push(`${brandPages(program.code).terms}/${id}/v/${latest.number}`);
  };
  return (
    <>
      <PageHead
        title={t("create")}
        lead={t(mayPublish ? "createLead" : "publishBy")}
        actions={<DraftState draft={written} timeZone={timeZone} />}
      />
      {isMissing ? <DraftMissing /> : null}
      <DraftChanged draft={written} timeZone={timeZone} />
      <DraftsList
        program={program}
        timeZone={timeZone}
        first={drafts}
        of={{ termsId: null, except: written.kept?.id ?? null }}
      />
      {sources.length > 0 ? (
        <form method="get" className="mb-3 flex flex-wrap items-end gap-2">
          <SelectField
            name="from"
            label={t("copyFrom")}
            defaultValue={from ?? ""}
            options={[
              { value: "", label: t("copyNothing") },
              ...sources.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Button type="submit">{t("populate")}</Button>
        </form>
      ) : null}
      <TermsForm
        key={from ?? ""}
        programId={program.id}
        listsHref={mayPublish ? brandPages(program.code).lists : null}
        start={start}
        submitLabel={t("saveFirst")}
        draftLabel={t("saveDraft")}
        sending={sending}
        refusal={refusal}
        onSend={(input, asDraft) => void create(input, asDraft)}
        onDraft={(draft) => written.keep({ draft, base: null })}
        publishBy={mayPublish ? null : t("publishBy")}
        asksFirst
        preview={{ programCode: program.code, termsId: null, timeZone }}
      />
    </>
  );
}
