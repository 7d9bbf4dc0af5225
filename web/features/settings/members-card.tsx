"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import {
  InvitationsDocument,
  type InvitationsQuery,
  type MembersQuery,
  type Permission,
  type Role,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { InvitationList } from "../partners/invitation-list.tsx";
import { InviteDialog, RemoveDialog } from "./member-dialogs.tsx";
import { PermissionsDialog } from "./permissions-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { RoleSelect } from "./role-select.tsx";

const Members = graphql(/* GraphQL */ `
  query Members($after: String) {
    members(first: 25, after: $after) {
      nodes {
        id
        role
        permissions
        createdAt
        user {
          id
          name
          email
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pickMembers = (data: MembersQuery) => data.members;
const pickInvitations = (data: InvitationsQuery) => data.invitations;

interface MembersCardProps {
  ownId: string;
  roles: readonly Role[];
  /** Members of a brand hold permissions beside their role. */
  hasPermissions: boolean;
  timeZone: string;
  first: { members: Loaded<MembersQuery>; invitations: Loaded<InvitationsQuery> };
}
/** The account's people: who they are, what they may do. */
export function MembersCard({
  ownId,
  roles,
  hasPermissions,
  timeZone,
  first,
}: MembersCardProps): ReactNode {
  const t = useTranslations("settings");
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState<{ id: string; name: string } | null>(null);
  const [permitting, setPermitting] = useState<{
    id: string;
    name: string;
    permissions: readonly Permission[];
  } | null>(null);
  const members = usePages(Members, { after: null }, first.members, pickMembers);
  const invitations = usePages(
    InvitationsDocument,
    { after: null },
    first.invitations,
    pickInvitations,
  );
  return (
    <Card>
      <CardHead
        title={t("members")}
        actions={
          <Button size="small" tone="primary" onClick={() => setInviting(true)}>
            {t("invite")}
          </Button>
        }
      />
      <Panel state={members} skeleton={<RowsSkeleton rows={3} />}>
        {(rows) => (
          <ul className="flex flex-col divide-y divide-border">
            {rows.map(({ id, role, permissions, createdAt, user }) => (
              <li
                key={id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2"
              >
                <span className="min-w-0">
                  <span className="font-medium">{user.name}</span>{" "}
                  {user.id === ownId ? (
                    <span className="text-caption text-subtle">{t("you")}</span>
                  ) : null}
                  <span className="block text-caption text-muted break-all">
                    {user.email} · {t("since", { date: formatDate(createdAt, timeZone) })}
                  </span>
                  {permissions.length > 0 ? (
                    <span className="block text-caption text-muted">
                      {permissions.map((each) => t(`permissionNames.${each}`)).join(", ")}
                    </span>
                  ) : null}
                </span>
                <span className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
                  <RoleSelect member={{ id, name: user.name, role }} roles={roles} />
                  {hasPermissions ? (
                    <Button
                      size="small"
                      aria-label={t("permissionsOf", { name: user.name })}
                      onClick={() => setPermitting({ id, name: user.name, permissions })}
                    >
                      {t("permissions")}
                    </Button>
                  ) : null}
                  <Button
                    size="small"
                    aria-label={t("removeOf", { name: user.name })}
                    onClick={() => setLeaving({ id, name: user.name })}
                  >
                    {t("remove")}
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <MoreButton more={members.more} busy={members.loadingMore} />
      <h3 className="mt-4 mb-1 font-medium">{t("openInvitations")}</h3>
      <Panel state={invitations} skeleton={<RowsSkeleton rows={1} />}>
        {(rows) => (
          <InvitationList
            invitations={rows.filter((row) => row.kind === "USER")}
            timeZone={timeZone}
            mayRevoke
          />
        )}
      </Panel>
      <InviteDialog open={inviting} onClose={() => setInviting(false)} roles={roles} />
      {permitting ? (
        <PermissionsDialog member={permitting} onClose={() => setPermitting(null)} />
      ) : null}
      {leaving ? <RemoveDialog member={leaving} onClose={() => setLeaving(null)} /> : null}
    </Card>
  );
}
