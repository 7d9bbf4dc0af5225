import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountCard } from "../../features/settings/account-card.tsx";
import { MembersCard } from "../../features/settings/members-card.tsx";
import { PasswordCard } from "../../features/settings/password-card.tsx";
import { load } from "../../lib/api-server.ts";
import { requireViewer } from "../../lib/session.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { rolesOf } from "../../lib/spaces.ts";
import { InvitationsDocument, MembersDocument } from "../../gql/graphql.ts";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("settings"))("title"),
});

export default async function SettingsPage(): Promise<ReactNode> {
  const viewer = await requireViewer("any");
  const t = await getTranslations("settings");
  const amazon = await getTranslations("amazon");
  const domains = await getTranslations("domains");
  const notices = await getTranslations("notices.preferences");
  const { account, user, rights } = viewer;
  const managesPeople = rights.includes("members:write");
  const first = managesPeople
    ? await Promise.all([
        load(MembersDocument, { after: null }),
        load(InvitationsDocument, { after: null }),
      ])
    : null;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <div className="flex flex-col gap-3">
          <AccountCard
            key={account.id}
            account={account}
            edition={account.edition ? t(`editions.${account.edition}`) : null}
            isBrand={account.kind === "BRAND"}
            mayWrite={rights.includes("account:write")}
          />
          {rights.includes("amazon:read") ? (
            <Card>
              <CardHead
                title={amazon("card")}
                actions={<ButtonLink href="/settings/amazon">{amazon("openSettings")}</ButtonLink>}
              />
              <p className="text-muted">{amazon("cardText")}</p>
            </Card>
          ) : null}
          {account.kind === "BRAND" ? (
            <Card>
              <CardHead
                title={t("termsRules")}
                actions={<ButtonLink href="/settings/terms">{t("openTermsRules")}</ButtonLink>}
              />
              <p className="text-muted">{t("termsRulesText")}</p>
            </Card>
          ) : null}
          {account.kind === "BRAND" && rights.includes("links:read") ? (
            <Card>
              <CardHead
                title={domains("card")}
                actions={
                  <ButtonLink href="/settings/domains">{domains("openSettings")}</ButtonLink>
                }
              />
              <p className="text-muted">{domains("cardText")}</p>
            </Card>
          ) : null}
          {rights.includes("notices:read") ? (
            <Card>
              <CardHead
                title={notices("title")}
                actions={<ButtonLink href="/settings/notices">{notices("choose")}</ButtonLink>}
              />
              <p className="text-muted">{notices("cardText")}</p>
            </Card>
          ) : null}
          <PasswordCard email={user.email} />
        </div>
        {first ? (
          <MembersCard
            ownId={user.id}
            roles={rolesOf[account.kind]}
            hasPermissions={account.kind === "BRAND"}
            timeZone={account.timeZone}
            first={{ members: first[0], invitations: first[1] }}
          />
        ) : (
          <Card>
            <CardHead title={t("members")} />
            <p className="text-muted">{t("membersHidden")}</p>
          </Card>
        )}
      </div>
    </>
  );
}
