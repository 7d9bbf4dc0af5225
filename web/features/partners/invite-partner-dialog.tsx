"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";

const InvitePartner = graphql(/* GraphQL */ `
  mutation InvitePartner($email: EmailAddress!) {
    invitePartner(email: $email) {
      __typename
      ... on InviteOk {
        invitation {
          id
          email
        }
      }
      ...Refused
    }
  }
`);

export function InvitePartnerDialog({
  open,
  onClose,
}: {
  open: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTranslations("partners");
  const toast = useToast();
  const { send, sending, refusal } = useSend(InvitePartner);
  const invite = async (values: FormData) => {
    const sent = await send({ email: textOf(values, "email") });
    if (!sent.ok) return;
    toast(t("invited", { email: sent.result.invitation.email }));
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("invite")}
      description={t("inviteText")}
      submit={t("sendInvitation")}
      sending={sending}
      refusal={refusal}
      onSend={invite}
    >
      <InputField name="email" type="email" required label={t("email")} autoComplete="off" />
    </SendDialog>
  );
}
