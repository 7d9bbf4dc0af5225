"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const RenameLink = graphql(/* GraphQL */ `
  mutation RenameLink($id: ID!, $name: Line!) {
    renameLink(id: $id, name: $name) {
      __typename
      ... on TrackingLinkOk {
        link {
          id
          name
        }
      }
      ...Refused
    }
  }
`);

interface RenameLinkDialogProps {
  link: { id: string; name: string };
  onClose: () => void;
}
export function RenameLinkDialog({ link, onClose }: RenameLinkDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending, refusal } = useSend(RenameLink);
  const rename = async (values: FormData) => {
    const sent = await send({ id: link.id, name: textOf(values, "name") });
    if (!sent.ok) return;
    toast(t("renamed", { name: sent.result.link.name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("renameOf", { name: link.name })}
      description={t("renameText")}
      submit={t("rename")}
      sending={sending}
      refusal={refusal}
      onSend={rename}
    >
      <InputField name="name" label={t("name")} required maxLength={200} defaultValue={link.name} />
    </SendDialog>
  );
}
