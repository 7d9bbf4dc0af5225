"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { InvitationsQuery, PartnerContractsQuery, PartnersQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { StateBadge } from "../contracts/state-badge.tsx";
import { Invitations, Partners } from "./documents.ts";
import { InvitationList } from "./invitation-list.tsx";
import { InvitePartnerDialog } from "./invite-partner-dialog.tsx";

const pickPartners = (data: PartnersQuery) => data.partners;
const pickInvitations = (data: InvitationsQuery) => data.invitations;

interface PartnersViewProps {
  program: { code: string };
  timeZone: string;
  rights: { invite: boolean; propose: boolean };
  contracts: PartnerContractsQuery["contracts"]["nodes"];
  /** Invitations are null for who may not invite. */
  first: { partners: Loaded<PartnersQuery>; invitations: Loaded<InvitationsQuery> | null };
}
export function PartnersView({ program, timeZone, rights, contracts, first }: PartnersViewProps): ReactNode {
  const t = useTranslations("partners");
  const [inviting, setInviting] = useState(false);
  const partners = usePages(Partners, { after: null }, first.partners, pickPartners);
  const [invited, setInvited] = useState(0);
  const base = `/b/${program.code}`;
  const invite = rights.invite ? (
    <Button tone="primary" onClick={() => setInviting(true)}>
      {t("invite")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={invite} />
      <Panel state={partners} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t("none")} action={invite}>
                {t("noneText")}
              </Empty>
            </Card>
          ) : (
            <ListTable label={t("title")} columns={[t("name"), t("contract"), t("code"), t("since"), t("contact")]}>
              {rows.map((row) => (
                <tr key={row.id}>
                  <RowHead>
                    <Link href={`${base}/reporting?partner=${row.id}`} className={textLinkClass}>
                      {row.name}
                    </Link>
                    {row.state === "ACTIVE" ? null : <Badge tone="warning">{t("notActive")}</Badge>}
                  </RowHead>
                  <Td>
                    <PartnerContract contracts={contracts.filter((contract) => contract.partnerAccountId === row.id)} base={base} partner={row} mayPropose={rights.propose} />
                  </Td>
                  <Td className="font-mono">{row.code}</Td>
                  <Td className="whitespace-nowrap">{formatDate(row.since, timeZone)}</Td>
                  <Td>{row.supportContact ?? <span className="text-subtle">{t("noContact")}</span>}</Td>
                </tr>
              ))}
            </ListTable>
          )
        }
      </Panel>
      <MoreButton more={partners.more} busy={partners.loadingMore} />
      {first.invitations ? <OpenInvitations key={invited} first={invited === 0 ? first.invitations : null} timeZone={timeZone} /> : null}
      <InvitePartnerDialog open={inviting} onClose={() => setInviting(false)} onInvited={() => setInvited(invited + 1)} />
    </>
  );
}

function OpenInvitations({ first, timeZone }: { first: Loaded<InvitationsQuery> | null; timeZone: string }): ReactNode {
  const t = useTranslations("partners");
  const invitations = usePages(Invitations, { after: null }, first, pickInvitations);
  return (
    <Card className="mt-4">
      <CardHead title={t("openInvitations")} />
      <Panel state={invitations} skeleton={<RowsSkeleton rows={2} />}>
        {(rows) => <InvitationList invitations={rows.filter((row) => row.kind === "PARTNER")} timeZone={timeZone} mayRevoke onRevoked={invitations.retry} />}
      </Panel>
      <MoreButton more={invitations.more} busy={invitations.loadingMore} />
    </Card>
  );
}

interface PartnerContractProps {
  contracts: PartnerContractsQuery["contracts"]["nodes"];
  base: string;
  partner: { id: string; name: string };
  mayPropose: boolean;
}
function PartnerContract({ contracts, base, partner, mayPropose }: PartnerContractProps): ReactNode {
  const t = useTranslations("partners");
  if (contracts.length === 0) {
    if (!mayPropose) return <span className="text-subtle">{t("noContract")}</span>;
    return (
      <Link href={`${base}/contracts?partner=${partner.id}`} aria-label={t("proposeTo", { name: partner.name })} className={textLinkClass}>
        {t("propose")}
      </Link>
    );
  }
  return (
    <span className="flex flex-col items-start gap-1">
      {contracts.map((contract) => (
        <span key={contract.id} className="flex flex-wrap items-center gap-2">
          <StateBadge state={contract.state} />
          <Link href={`${base}/contracts/${contract.id}`} className={textLinkClass}>
            {contract.termsName}
          </Link>
        </span>
      ))}
    </span>
  );
}
