"use client";
import { useMemo, useState, type ReactNode } from "react";
import { useQueryStates } from "nuqs";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import type { InvitationsQuery, ProgramPartnersQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useRested } from "../../lib/use-rested.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { graphql } from "../../gql/index.ts";
import type { Files } from "../exports/files.ts";
import { LateExport } from "../exports/late-export.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { InvitePartnerDialog } from "./invite-partner-dialog.tsx";
import { PartnerFilters } from "./partner-filters.tsx";
import {
  partnerListParsers,
  partnerListVariables,
  type PartnerListState,
} from "./partner-list-state.ts";
import { PartnerTable } from "./partner-table.tsx";

const ProgramPartners = graphql(/* GraphQL */ `
  query ProgramPartners(
    $programId: ID!
    $range: RangeInput!
    $filter: ProgramPartnerFilter
    $order: ProgramPartnerOrder!
    $descending: Boolean!
    $after: String
  ) {
    programPartners(
      programId: $programId
      range: $range
      filter: $filter
      order: $order
      descending: $descending
      first: 50
      after: $after
    ) {
      total
      all
      standings {
        standing
        partners
      }
      verifications {
        verification
        partners
      }
      nodes {
        id
        name
        state
        standing
        isAsked
        contract {
          id
          termsName
        }
        verification
        figures {
          clicks {
            raw
            payable
          }
          earned {
            amount
            currency
          }
          epc {
            amount
            currency
          }
        }
        change {
          ...ChangeFigure_change
        }
        lastClickAt
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

const nobody = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const pickPartners = (data: ProgramPartnersQuery) => data.programPartners ?? nobody;
const pickInvitations = (data: InvitationsQuery) => data.invitations;

interface PartnersViewProps {
  program: { id: string; code: string };
  timeZone: string;
  rights: { invite: boolean; propose: boolean };
  /** Null: the viewer may have no files. */
  files: Files | null;
  /** Invitations are null for who may not invite. */
  first: {
    partners: Loaded<ProgramPartnersQuery>;
    invitations: Loaded<InvitationsQuery> | null;
  };
}
export function PartnersView({
  program,
  timeZone,
  rights,
  files,
  first,
}: PartnersViewProps): ReactNode {
  const t = useTranslations("partners");
  const pages = useMemo(() => brandPages(program.code), [program.code]);
  const [inviting, setInviting] = useState(false);
  const [state, setState] = useQueryStates(partnerListParsers);
  const [text, setText] = useState(state.search);
  const search = useRested(text.trim());
  const variables = partnerListVariables(program.id, { ...state, search });
  const partners = usePages(ProgramPartners, variables, first.partners, pickPartners);
  const counts = partners.answer?.programPartners ?? null;
  const change = (changes: Partial<PartnerListState>) => void setState(changes);
  const look = (next: string) => {
    setText(next);
    change({ search: next.trim() });
  };
  const showAll = () => {
    setText("");
    change({ search: "", standing: null, verified: null, traffic: null });
  };
  const invite = rights.invite ? (
    <Button tone="primary" onClick={() => setInviting(true)}>
      {t("invite")}
    </Button>
  ) : null;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <>
            <PartnersExport files={files} variables={variables} />
            {invite}
          </>
        }
      />
      <PartnerFilters state={state} counts={counts} text={text} onText={look} onChange={change} />
      <Panel state={partners} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <NoPartners all={counts?.all ?? 0} search={search} invite={invite} onAll={showAll} />
          ) : (
            <>
              <p className="mb-2 text-muted" aria-live="polite">
                {t("count", {
                  shown: rows.length,
                  total: counts?.total ?? 0,
                  all: counts?.all ?? 0,
                })}
              </p>
              <PartnerTable
                rows={rows}
                state={state}
                pages={pages}
                timeZone={timeZone}
                mayPropose={rights.propose}
                onSort={change}
              />
            </>
          )
        }
      </Panel>
      <MoreButton more={partners.more} busy={partners.loadingMore} />
      {first.invitations ? <OpenInvitations first={first.invitations} timeZone={timeZone} /> : null}
      <InvitePartnerDialog open={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

/** As they are filtered and sorted. */
function PartnersExport({
  files,
  variables: { range, filter, order, descending },
}: {
  files: Files | null;
  variables: ReturnType<typeof partnerListVariables>;
}): ReactNode {
  if (!files) return null;
  const filters = { partners: { range, filter, order, descending } };
  return <LateExport {...files} table="PARTNERS" filters={filters} />;
}

function NoPartners({
  all,
  search,
  invite,
  onAll,
}: {
  all: number;
  search: string;
  invite: ReactNode;
  onAll: () => void;
}): ReactNode {
  const t = useTranslations("partners");
  if (all === 0)
    return (
      <Card>
        <Empty title={t("none")} action={invite}>
          {t("noneText")}
        </Empty>
      </Card>
    );
  return (
    <Card>
      <Empty
        title={search === "" ? t("noneFiltered") : t("noneFound", { text: search })}
        action={<Button onClick={onAll}>{t("showAll")}</Button>}
      />
    </Card>
  );
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
