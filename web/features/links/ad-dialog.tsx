"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useTellCut } from "./use-tell-cut.ts";

const CreateAd = graphql(/* GraphQL */ `
  mutation CreateAd($input: CreateAdInput!, $key: String!) {
    createAd(input: $input, idempotencyKey: $key) {
      __typename
      ... on AdOk {
        cut
        ad {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

export function AdDialog({
  open,
  onClose,
  programId,
}: {
  open: boolean;
  onClose: () => void;
  programId: string;
}): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const tellCut = useTellCut();
  const { send, sending, refusal } = useSendOnce(CreateAd);
  const create = async (values: FormData) => {
    const word = (name: string) => textOf(values, name).trim();
    const sent = await send({
      input: {
        programId,
        name: word("name"),
        linkText: word("linkText") || null,
        landingPage: word("landingPage") || null,
      },
    });
    if (!sent.ok) return;
    toast(t("adCreated", { name: sent.result.ad.name }));
    tellCut(sent.result.cut);
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("createAd")}
      description={t("createAdText")}
      submit={t("createAd")}
      sending={sending}
      refusal={refusal}
      onSend={create}
    >
      <InputField name="name" label={t("name")} required maxLength={200} />
      <InputField name="linkText" label={t("linkText")} hint={t("linkTextHint")} />
      <InputField
        name="landingPage"
        inputMode="url"
        label={t("landingPage")}
        hint={t("landingPageHint")}
        placeholder={t("pageExample")}
      />
    </SendDialog>
  );
}
