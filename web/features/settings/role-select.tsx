"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Role } from "../../gql/graphql.ts";
import { useSend } from "../../lib/use-send.ts";
import { Select } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";

const ChangeMemberRole = graphql(/* GraphQL */ `
  mutation ChangeMemberRole($memberId: ID!, $role: Role!) {
    changeMemberRole(memberId: $memberId, role: $role) {
      __typename
      ... on ChangeMemberRoleOk {
        member {
          id
          role
        }
      }
      ...Refused
    }
  }
`);

interface RoleSelectProps {
  member: { id: string; name: string; role: Role };
  roles: readonly Role[];
}
/** Counts from the person's next request; a refusal leaves the role as it was. */
export function RoleSelect({ member, roles }: RoleSelectProps): ReactNode {
  const t = useTranslations("settings");
  const names = useTranslations("shell.roles");
  const toast = useToast();
  const { send, sending } = useSend(ChangeMemberRole);
  const change = async (role: Role) => {
    const sent = await send({ memberId: member.id, role });
    toast(
      sent.ok ? t("roleChanged", { name: member.name, role: names(role) }) : sent.refusal.message,
    );
  };
  return (
    <Select
      aria-label={t("roleOf", { name: member.name })}
      value={member.role}
      disabled={sending}
      className="w-auto"
      onChange={(event) => void change(event.target.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {names(role)}
        </option>
      ))}
    </Select>
  );
}
