"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Role } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSend } from "../../lib/use-send.ts";
import { InputField, SelectField } from "../../ui/form.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";

const InviteUser = graphql(/* GraphQL */ `
  mutation InviteUser($email: EmailAddress!, $role: Role!) {
    inviteUser(email: $email, role: $role) {
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

const RemoveMember = graphql(/* GraphQL */ `
  mutation RemoveMember($memberId: ID!) {
    removeMember(memberId: $memberId) {
      __typename
      ... on RemoveMemberOk {
        memberId
      }
      ...Refused
    }
  }
`);

interface InviteDialogProps {
  open: boolean;
  onClose: () => void;
  roles: readonly Role[];
}
export function InviteDialog({ open, onClose, roles }: InviteDialogProps): ReactNode {
  const t = useTranslations("settings");
  const names = useTranslations("shell.roles");
  const toast = useToast();
  const { send, sending, refusal } = useSend(InviteUser);
  const invite = async (values: FormData) => {
    const sent = await send({
      email: textOf(values, "email"),
      role: textOf(values, "role") as Role,
    });
    if (!sent.ok) return;
    toast(t("invited", { email: sent.result.invitation.email }));
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("inviteTitle")}
      description={t("inviteText")}
      submit={t("sendInvitation")}
      sending={sending}
      refusal={refusal}
      onSend={invite}
    >
      <InputField name="email" type="email" required autoComplete="off" label={t("email")} />
      <SelectField
        name="role"
        label={t("role")}
        options={roles.map((role) => ({
          value: role,
          label: `${names(role)}: ${t(`roleHints.${role}`)}`,
        }))}
      />
    </SendDialog>
  );
}

export function RemoveDialog({
  member,
  onClose,
}: {
  member: { id: string; name: string };
  onClose: () => void;
}): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const { send, sending, refusal } = useSend(RemoveMember);
  const remove = async () => {
    const sent = await send({ memberId: member.id });
    if (!sent.ok) return;
    toast(t("removed", { name: member.name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("removeTitle", { name: member.name })}
      submit={t("remove")}
      tone="danger"
      sending={sending}
      refusal={refusal}
      onSend={remove}
    >
      <p>{t("removeText")}</p>
    </SendDialog>
  );
}
