"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { InvitationsQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";

const RevokeInvitation = graphql(/* GraphQL */ `
  mutation RevokeInvitation($id: ID!) {
    revokeInvitation(id: $id) {
      __typename
      ... on RevokeInvitationOk {
        invitationId
      }
      ...Refused
    }
  }
`);

export type OpenInvitation = InvitationsQuery["invitations"]["nodes"][number];

interface InvitationListProps {
  invitations: readonly OpenInvitation[];
  timeZone: string;
  mayRevoke: boolean;
}
/** Invitations that nobody has answered yet. */
export function InvitationList({
  invitations,
  timeZone,
  mayRevoke,
}: InvitationListProps): ReactNode {
  const t = useTranslations("partners");
  const roles = useTranslations("shell.roles");
  const toast = useToast();
  const { send, sending } = useSend(RevokeInvitation);
  const revoke = async ({ id, email }: OpenInvitation) => {
    const sent = await send({ id });
    toast(sent.ok ? t("revoked", { email }) : sent.refusal.message);
  };
  if (invitations.length === 0) return <p className="text-muted">{t("noInvitations")}</p>;
  return (
    <ul className="flex flex-col divide-y divide-border">
      {invitations.map((invitation) => (
        <li
          key={invitation.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2"
        >
          <span className="min-w-0">
            <span className="block break-words font-medium">{invitation.email}</span>
            <span className="block text-caption text-muted">
              {roles(invitation.role)} ·{" "}
              {t("worksUntil", { until: formatDateTime(invitation.expiresAt, timeZone) })}
            </span>
          </span>
          {mayRevoke ? (
            <Button
              size="small"
              busy={sending}
              aria-label={t("revokeOf", { email: invitation.email })}
              onClick={() => void revoke(invitation)}
            >
              {t("revoke")}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
