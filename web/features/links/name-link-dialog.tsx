"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const NameLink = graphql(/* GraphQL */ `
  mutation NameLink($id: ID!, $name: Line!, $key: String!) {
    nameLink(id: $id, name: $name, idempotencyKey: $key) {
      __typename
      ... on TrackingLinkOk {
        link {
          id
          readableUrl
        }
      }
      ...Refused
    }
  }
`);

interface NameLinkDialogProps {
  link: { id: string; name: string; url: string };
  onClose: () => void;
}
/** A readable address besides the one of codes. */
export function NameLinkDialog({ link, onClose }: NameLinkDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(NameLink);
  const name = async (values: FormData) => {
    const sent = await send({ id: link.id, name: textOf(values, "name") });
    if (!sent.ok) return;
    toast(t("named", { url: sent.result.link.readableUrl ?? "" }));
    onClose();
  };
  const host = URL.canParse(link.url) ? new URL(link.url).host : "";
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("readableOf", { name: link.name })}
      description={t("readableText")}
      submit={t("readableSet")}
      sending={sending}
      refusal={refusal}
      onSend={name}
    >
      <InputField
        name="name"
        label={`${host}/c/`}
        hint={t("readableHint")}
        required
        maxLength={40}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
    </SendDialog>
  );
}
