"use client";
import type { ReactNode } from "react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { TermsInput } from "../../gql/graphql.ts";
import { useIntentKey } from "../../lib/use-intent-key.ts";
import { useSend } from "../../lib/use-send.ts";
import { PageHead, Card } from "../../ui/card.tsx";
import { useToast } from "../../ui/toast.tsx";
import { CreateTerms, SaveTermsVersion } from "./documents.ts";
import type { TermsDraft } from "./draft.ts";
import { TermsForm } from "./terms-form.tsx";

/** The first version of new terms. */
export function NewTermsView({ program, start }: { program: { id: string; code: string }; start: TermsDraft }): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const intent = useIntentKey();
  const { send, sending, refusal } = useSend(CreateTerms);
  const create = async (input: TermsInput) => {
    const sent = await send({ programId: program.id, input, key: intent.key });
    if (!sent.ok) return;
    intent.renew();
    toast(t("created", { name: input.name }));
    router.push(`/b/${program.code}/terms/${sent.result.terms.id}/v/${sent.result.terms.latest.number}`);
  };
  return (
    <div className="max-w-md">
      <PageHead title={t("create")} lead={t("createLead")} />
      <Card>
        <TermsForm start={start} submitLabel={t("saveFirst")} sending={sending} refusal={refusal} onSend={(input) => void create(input)} />
      </Card>
    </div>
  );
}

/** The next version of terms that nobody has signed. */
export function NextVersionView({ id, base, start, number }: { id: string; base: string; start: TermsDraft; number: number }): ReactNode {
  const t = useTranslations("terms");
  const router = useRouter();
  const toast = useToast();
  const intent = useIntentKey();
  const { send, sending, refusal } = useSend(SaveTermsVersion);
  const save = async (input: TermsInput) => {
    const sent = await send({ id, input, key: intent.key });
    if (!sent.ok) return;
    intent.renew();
    toast(t("versionSaved", { number: sent.result.terms.latest.number }));
    router.push(`${base}/${id}/v/${sent.result.terms.latest.number}`);
    router.refresh();
  };
  return (
    <div className="max-w-md">
      <PageHead title={t("nextTitle", { name: start.name, number })} lead={t("nextLead")} />
      <Card>
        <TermsForm start={start} submitLabel={t("saveVersion", { number })} sending={sending} refusal={refusal} onSend={(input) => void save(input)} />
      </Card>
    </div>
  );
}
