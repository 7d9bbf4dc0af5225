"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { parseAsString, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../lib/addresses.ts";
import type { InvitationsQuery, PartnerContractsQuery, PartnersQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useRested } from "../../lib/use-rested.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { ListTable, RowHead, Td } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { StateBadge } from "../contracts/state-badge.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { graphql } from "../../gql/index.ts";
import { InvitePartnerDialog } from "./invite-partner-dialog.tsx";

const Partners = graphql(/* GraphQL */ `
  query Partners($search: Line, $after: String) {
    partners(first: 25, after: $after, search: $search) {
      nodes {
        id
        name
        code
        state
        since
        timeZone
        supportContact
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const Invitations = graphql(/* GraphQL */ `
  query Invitations($after: String) {
    invitations(first: 25, after: $after) {
      nodes {
        id
        email
        kind
        role
        createdAt
        expiresAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const PartnerContracts = graphql(/* GraphQL */ `
  query PartnerContracts($programId: ID!, $partnerIds: [ID!]!) {
    contracts(
      first: 100
      filter: {
        programId: $programId
        partnerIds: $partnerIds
        states: [ACTIVE, PENDING, UPCOMING]
      }
    ) {
      nodes {
        id
        state
        partnerAccountId
        termsName
      }
    }
  }
`);

const pickPartners = (data: PartnersQuery) => data.partners;
const pickInvitations = (data: InvitationsQuery) => data.invitations;

type PartnerRow = PartnersQuery["partners"]["nodes"][number];
/** As many as a page of the list has. */
const chunkRows = 25;

interface PartnersViewProps {
  program: { id: string; code: string };
  timeZone: string;
  rights: { invite: boolean; propose: boolean };
  /**
   * `contracts` are those of the first page's partners; invitations are null for who may not
   * invite.
   */
  first: {
    partners: Loaded<PartnersQuery>;
    contracts: Loaded<PartnerContractsQuery>;
    invitations: Loaded<InvitationsQuery> | null;
  };
}
export function PartnersView({ program, timeZone, rights, first }: PartnersViewProps): ReactNode {
  const t = useTranslations("partners");
  const [inviting, setInviting] = useState(false);
  const [search, setSearch] = useQueryState(
    "search",
    parseAsString.withOptions({ history: "replace" }),
  );
  const [text, setText] = useState(search ?? "");
  const wanted = useRested(text.trim()) || null;
  const partners = usePages(
    Partners,
    { search: wanted, after: null },
    first.partners,
    pickPartners,
  );
  const invite = rights.invite ? (
    <Button tone="primary" onClick={() => setInviting(true)}>
      {t("invite")}
    </Button>
  ) : null;
  const look = (next: string) => {
    setText(next);
    void setSearch(next.trim() || null);
  };
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={invite} />
      <SearchForm label={t("search")} submit={t("doSearch")} text={text} onText={look} />
      <Panel state={partners} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              {wanted === null ? (
                <Empty title={t("none")} action={invite}>
                  {t("noneText")}
                </Empty>
              ) : (
                <Empty
                  title={t("noneFound", { text: wanted })}
                  action={<Button onClick={() => look("")}>{t("showAll")}</Button>}
                />
              )}
            </Card>
          ) : (
            <ListTable
              label={t("title")}
              columns={[t("name"), t("contract"), t("code"), t("since"), t("contact")]}
            >
              {chunksOf(rows).map((chunk, index) => (
                <PartnerRows
                  key={chunk[0]?.id}
                  rows={chunk}
                  program={program}
                  timeZone={timeZone}
                  mayPropose={rights.propose}
                  first={
                    index === 0 &&
                    chunk[0]?.id === first.partners.data?.partners.nodes[0]?.id &&
                    chunk.length === first.partners.data?.partners.nodes.length
                      ? first.contracts
                      : null
                  }
                />
              ))}
            </ListTable>
          )
        }
      </Panel>
      <MoreButton more={partners.more} busy={partners.loadingMore} />
      {first.invitations ? <OpenInvitations first={first.invitations} timeZone={timeZone} /> : null}
      <InvitePartnerDialog open={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

const chunksOf = (rows: readonly PartnerRow[]): PartnerRow[][] =>
  Array.from({ length: Math.ceil(rows.length / chunkRows) }, (_, index) =>
    rows.slice(index * chunkRows, (index + 1) * chunkRows),
  );

interface PartnerRowsProps {
  rows: readonly PartnerRow[];
  program: PartnersViewProps["program"];
  timeZone: string;
  mayPropose: boolean;
  first: Loaded<PartnerContractsQuery> | null;
}
/** Partners of one page of the list; their contracts are asked for together. */
function PartnerRows({ rows, program, timeZone, mayPropose, first }: PartnerRowsProps): ReactNode {
  const t = useTranslations("partners");
  const pages = brandPages(program.code);
  const { data } = useLoaded(
    PartnerContracts,
    { programId: program.id, partnerIds: rows.map(({ id }) => id) },
    first,
  );
  return rows.map((row) => (
    <tr key={row.id}>
      <RowHead>
        <Link href={`${pages.explore}?partner=${row.id}`} className={textLinkClass}>
          {row.name}
        </Link>
        {row.state === "ACTIVE" ? null : <Badge tone="warning">{t("notActive")}</Badge>}
      </RowHead>
      <Td>
        {data ? (
          <PartnerContract
            contracts={data.contracts.nodes.filter(
              (contract) => contract.partnerAccountId === row.id,
            )}
            pages={pages}
            partner={row}
            mayPropose={mayPropose}
          />
        ) : null}
      </Td>
      <Td className="font-mono">{row.code}</Td>
      <Td className="whitespace-nowrap">{formatDate(row.since, timeZone)}</Td>
      <Td>{row.supportContact ?? <span className="text-subtle">{t("noContact")}</span>}</Td>
    </tr>
  ));
}

function OpenInvitations({
  first,
  timeZone,
}: {
  first: Loaded<InvitationsQuery> | null;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("partners");
  const invitations = usePages(Invitations, { after: null }, first, pickInvitations);
  return (
    <Card className="mt-4">
      <CardHead title={t("openInvitations")} />
      <Panel state={invitations} skeleton={<RowsSkeleton rows={2} />}>
        {(rows) => (
          <InvitationList
            invitations={rows.filter((row) => row.kind === "PARTNER")}
            timeZone={timeZone}
            mayRevoke
          />
        )}
      </Panel>
      <MoreButton more={invitations.more} busy={invitations.loadingMore} />
    </Card>
  );
}

interface PartnerContractProps {
  contracts: PartnerContractsQuery["contracts"]["nodes"];
  pages: BrandPages;
  partner: { id: string; name: string };
  mayPropose: boolean;
}
function PartnerContract({
  contracts,
  pages,
  partner,
  mayPropose,
}: PartnerContractProps): ReactNode {
  const t = useTranslations("partners");
  if (contracts.length === 0) {
    if (!mayPropose) return <span className="text-subtle">{t("noContract")}</span>;
    return (
      <Link
        href={`${pages.contracts}?partner=${partner.id}`}
        aria-label={t("proposeTo", { name: partner.name })}
        className={textLinkClass}
      >
        {t("propose")}
      </Link>
    );
  }
  return (
    <span className="flex flex-col items-start gap-1">
      {contracts.map((contract) => (
        <span key={contract.id} className="flex flex-wrap items-center gap-2">
          <StateBadge state={contract.state} />
          <Link href={`${pages.contracts}/${contract.id}`} className={textLinkClass}>
            {contract.termsName}
          </Link>
        </span>
      ))}
    </span>
  );
}
