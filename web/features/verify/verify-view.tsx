"use client";
import { useState, type ReactNode } from "react";
import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import type { LinkEvidenceQuery, VerdictTone, VerifyListQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { readDestination } from "../links/destination.ts";
import { CheckList } from "./check-list.tsx";
import { graphql } from "../../gql/index.ts";
import { checksOf } from "./checks.ts";

const VerifyList = graphql(/* GraphQL */ `
  query VerifyList($programId: ID!) {
    verdicts(programId: $programId) {
      linkId
      linkName
      partnerAccountId
      partnerName
      clicks
      orders
      discardedOrders
      lastClickAt
      lastSaleAt
      tone
      sentenceKey
    }
  }
`);

const LinkEvidence = graphql(/* GraphQL */ `
  query LinkEvidence($id: ID!, $programId: ID!, $partnerId: ID!) {
    trackingLink(id: $id) {
      id
      name
      url
      state
      destination
      attributionTemplate
      partnerName
      ad {
        id
        state
        landingPage
      }
    }
    clicks(programId: $programId, filter: { linkIds: [$id], isTest: true }, first: 1) {
      nodes {
        id
        clickedAt
        landingPage
        outcome
        reasonText
      }
    }
    contracts(
      first: 1
      filter: { programId: $programId, partnerId: $partnerId, states: [ACTIVE] }
    ) {
      nodes {
        id
      }
    }
    conversions(programId: $programId, filter: { linkIds: [$id] }, first: 1) {
      nodes {
        id
        date
        outcome
        simulated
        amount {
          amount
          currency
        }
      }
    }
  }
`);

type Verdict = VerifyListQuery["verdicts"][number];
export const verdictTones: Record<VerdictTone, Tone> = {
  OK: "success",
  WAITING: "waiting",
  FAILING: "danger",
  NONE: "neutral",
};

interface VerifyViewProps {
  program: { id: string; code: string; marketplaceCurrency: string };
  timeZone: string;
  rights: { links: boolean; order: boolean };
  first: { list: Loaded<VerifyListQuery>; evidence: Record<string, Loaded<LinkEvidenceQuery>> };
}
/** Every test link with its five checks, worst first. */
export function VerifyView({ program, timeZone, rights, first }: VerifyViewProps): ReactNode {
  const t = useTranslations("verify");
  const [round, setRound] = useState(0);
  const list = useLoaded(VerifyList, { programId: program.id }, first.list, { news: round });
  const recheck = () => setRound(round + 1);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <Button onClick={recheck} busy={list.fetching}>
            <RotateCw aria-hidden size={14} />
            {t("recheck")}
          </Button>
        }
      />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {({ verdicts }) =>
          verdicts.length === 0 ? (
            <Card>
              <Empty
                title={t("none")}
                action={
                  rights.links ? (
                    <ButtonLink tone="primary" href={`/b/${program.code}/links?kind=test`}>
                      {t("toLinks")}
                    </ButtonLink>
                  ) : null
                }
              >
                {t("noneText")}
              </Empty>
            </Card>
          ) : (
            <div className="flex flex-col gap-3">
              {verdicts.map((verdict) => (
                <LinkChecks
                  key={verdict.linkId}
                  verdict={verdict}
                  program={program}
                  timeZone={timeZone}
                  mayOrder={rights.order}
                  round={round}
                  first={first.evidence[verdict.linkId] ?? null}
                />
              ))}
            </div>
          )
        }
      </Panel>
    </>
  );
}

interface LinkChecksProps {
  verdict: Verdict;
  program: VerifyViewProps["program"];
  timeZone: string;
  mayOrder: boolean;
  round: number;
  first: Loaded<LinkEvidenceQuery> | null;
}
function LinkChecks({
  verdict,
  program,
  timeZone,
  mayOrder,
  round,
  first,
}: LinkChecksProps): ReactNode {
  const t = useTranslations("verify");
  const variables = {
    id: verdict.linkId,
    programId: program.id,
    partnerId: verdict.partnerAccountId,
  };
  const state = useLoaded(LinkEvidence, variables, first, { news: round });
  return (
    <Card>
      <CardHead
        title={t("linkOf", { link: verdict.linkName, partner: verdict.partnerName })}
        actions={
          <Badge tone={verdictTones[verdict.tone]}>
            {t(`verdicts.${verdict.sentenceKey}` as "verdicts.NO_CLICKS")}
          </Badge>
        }
      />
      <Panel state={state} skeleton={<RowsSkeleton rows={5} />}>
        {({ trackingLink: link, clicks, contracts }) => {
          if (!link) return null;
          const wanted = readDestination(link.destination, link.attributionTemplate ?? null);
          const landed = readDestination(clicks.nodes[0]?.landingPage ?? "", null);
          const evidence = {
            state: link.state,
            adActive: link.ad.state === "ACTIVE",
            page: wanted?.page ?? link.destination,
            hasTag: link.attributionTemplate != null,
            tagMissing: wanted?.missing ?? [],
            clicks: verdict.clicks,
            lastClickAt: verdict.lastClickAt,
            landedOn: landed?.page ?? null,
            orders: verdict.orders,
            discardedOrders: verdict.discardedOrders,
            sentenceKey: verdict.sentenceKey,
            hasContract: contracts.nodes.length > 0,
          };
          return (
            <CheckList
              checks={checksOf(evidence, (instant) => formatDateTime(instant, timeZone))}
              link={{ ...link, partnerId: verdict.partnerAccountId }}
              base={`/b/${program.code}`}
              currency={program.marketplaceCurrency}
              mayOrder={mayOrder}
            />
          );
        }}
      </Panel>
    </Card>
  );
}
