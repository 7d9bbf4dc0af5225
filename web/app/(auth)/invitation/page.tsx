import type { ReactNode } from "react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationForm } from "../../../features/auth/invitation-form.tsx";
import { loadOrThrow } from "../../../lib/api-server.ts";
import { formatDateTime } from "../../../lib/format.ts";
import { readViewer } from "../../../lib/session.ts";
import { PlainPage } from "../../../shell/plain-page.tsx";
import { graphql } from "../../../gql/index.ts";
import { ButtonLink } from "../../../ui/button.tsx";

const Invitation = graphql(/* GraphQL */ `
  query Invitation($token: Token!) {
    invitation(token: $token) {
      kind
      role
      email
      accountName
      invitedBy
      isKnownPerson
      expiresAt
    }
  }
`);

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations("auth"))("invitationTitle"),
  referrer: "no-referrer",
});

export default async function InvitationPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}): Promise<ReactNode> {
  const t = await getTranslations();
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const viewer = await readViewer();
  const { invitation } = await loadOrThrow(Invitation, { token: given });
  if (!invitation)
    return (
      <PlainPage
        name={t("app.name")}
        title={t("auth.invitationGone")}
        lead={t("auth.invitationGoneText")}
      />
    );
  const {
    email,
    kind,
    role,
    accountName: account,
    invitedBy: person,
    isKnownPerson,
    expiresAt,
  } = invitation;
  const what =
    kind === "USER"
      ? t("auth.invitationUser", { person, account, role: t(`shell.roles.${role}`) })
      : t("auth.invitationPartner", { person, account });
  const until = `${formatDateTime(expiresAt, "UTC")} UTC`;
  const signedIn = viewer?.user ?? null;
  const own = (viewer?.memberships ?? [])
    .filter(
      (membership) => membership.account.kind === "PARTNER" && membership.role === "PARTNER_OWNER",
    )
    .map(({ account: each }) => ({ id: each.id, name: each.name }));
  return (
    <PlainPage name={t("app.name")} title={t("auth.invitationTitle")} lead={<p>{what}</p>}>
      <p className="mb-4 text-table text-muted">{t("auth.invitationFor", { email, until })}</p>
      {signedIn && signedIn.email !== email ? (
        <p>{t("auth.invitationOtherPerson", { email: signedIn.email, invited: email })}</p>
      ) : !signedIn && isKnownPerson ? (
        <>
          <p className="mb-4">{t("auth.invitationSignIn", { email })}</p>
          <ButtonLink
            tone="primary"
            href={`/sign-in?next=${encodeURIComponent(`/invitation?token=${given}`)}`}
          >
            {t("auth.signIn")}
          </ButtonLink>
        </>
      ) : (
        <InvitationForm token={given} kind={kind} isNewPerson={!signedIn} ownAccounts={own} />
      )}
    </PlainPage>
  );
}
