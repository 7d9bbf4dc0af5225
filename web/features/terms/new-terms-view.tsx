"use client";
import type { ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import type { TermsInput } from "../../gql/graphql.ts";
import { useIntentKey } from "../../lib/use-intent-key.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import type { TermsDraft } from "./editor/draft.ts";
import { graphql } from "../../gql/index.ts";
import { TermsForm } from "./editor/terms-form.tsx";

const CreateTerms = graphql(/* GraphQL */ `
  mutation CreateTerms($programId: ID!, $input: TermsInput!, $asDraft: Boolean!, $key: String!) {
    createTerms(programId: $programId, input: $input, asDraft: $asDraft, idempotencyKey: $key) {
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
  timeZone: string;
}
/** The first version of new terms. */
export function NewTermsView({
  program,
  start,
  sources,
  from,
  timeZone,
}: NewTermsViewProps): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const intent = useIntentKey();
  const { send, sending, refusal } = useSend(CreateTerms);
  const create = async (input: TermsInput, asDraft: boolean) => {
    // The same content saved once as a draft and once for use are two intents.
    const sent = await send({
      programId: program.id,
      input,
      asDraft,
      key: `${intent.key}${asDraft ? "-draft" : ""}`,
    });
    if (!sent.ok) return;
    intent.renew();
    toast(t(asDraft ? "draftSaved" : "created", { name: input.name }));
    const { id, latest } = sent.result.terms;
    router.push(`${brandPages(program.code).terms}/${id}/v/${latest.number}`);
  };
  return (
    <>
      <PageHead title={t("create")} lead={t("createLead")} />
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
        listsHref={brandPages(program.code).lists}
        start={start}
        submitLabel={t("saveFirst")}
        draftLabel={t("saveDraft")}
        sending={sending}
        refusal={refusal}
        onSend={(input, asDraft) => void create(input, asDraft)}
        asksFirst
        preview={{ programCode: program.code, termsId: null, timeZone }}
      />
    </>
  );
}
