"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Permission } from "../../gql/graphql.ts";
import { useSend } from "../../lib/use-send.ts";
import { CheckField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";

const SetMemberPermissions = graphql(/* GraphQL */ `
  mutation SetMemberPermissions($memberId: ID!, $permissions: [Permission!]!) {
    setMemberPermissions(memberId: $memberId, permissions: $permissions) {
      __typename
      ... on SetMemberPermissionsOk {
        member {
          id
          permissions
        }
      }
      ...Refused
    }
  }
`);

const all: Permission[] = ["TERMS_ADMINISTRATOR", "EXPIRE_PARTNERS"];

interface PermissionsDialogProps {
  member: { id: string; name: string; permissions: readonly Permission[] };
  onClose: () => void;
}
/** What a member of a brand holds beside the role. */
export function PermissionsDialog({ member, onClose }: PermissionsDialogProps): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const [held, setHeld] = useState<readonly Permission[]>(member.permissions);
  const { send, sending, refusal } = useSend(SetMemberPermissions);
  const save = async () => {
    const sent = await send({ memberId: member.id, permissions: [...held] });
    if (!sent.ok) return;
    toast(t("permissionsSaved", { name: member.name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("permissionsOf", { name: member.name })}
      description={t("permissionsText")}
      submit={t("save")}
      sending={sending}
      refusal={refusal}
      onSend={save}
    >
      {all.map((permission) => (
        <CheckField
          key={permission}
          name={permission}
          label={t(`permissionNames.${permission}`)}
          hint={t(`permissionHints.${permission}`)}
          checked={held.includes(permission)}
          onChange={(event) =>
            setHeld(
              event.target.checked
                ? [...held, permission]
                : held.filter((each) => each !== permission),
            )
          }
        />
      ))}
    </SendDialog>
  );
}
