"use client";
import type { ReactNode } from "react";
import { useQueryStates } from "nuqs";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../lib/addresses.ts";
import { graphql } from "../../gql/index.ts";
import type { PartnerPageQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { lateView } from "../../lib/late.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, Facts, PageHead } from "../../ui/card.tsx";
import { LinkTabs } from "../../ui/link-tabs.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { OwnLimits } from "../limits/own-limits.tsx";
import { InquiryCard } from "../inquiries/inquiry-card.tsx";
import { DealCard } from "./deal-card.tsx";
import { PartnerLinks } from "./partner-links.tsx";
import { PartnerMoney } from "./partner-money.tsx";
import { PartnerPerformance } from "./partner-performance.tsx";
import {
  partnerPageAddress,
  partnerPageParsers,
  partnerPageVariables,
  sections,
  type PartnerPageState,
} from "./partner-sections.ts";
import { PartnerVerification } from "./partner-verification.tsx";
import { StandingBadge, VerifiedBadge } from "./standing-badge.tsx";

/** Notes are read by the browser alone, and their form is there once it can send. */
const PartnerNotes = lateView(async () => (await import("./partner-notes.tsx")).PartnerNotes);

const PartnerPage = graphql(/* GraphQL */ `
  query PartnerPage(
    $programId: ID!
    $partnerId: ID!
    $partnerIds: [ID!]!
    $range: RangeInput!
    $grain: Grain!
    $performance: Boolean!
    $deal: Boolean!
    $links: Boolean!
    $verification: Boolean!
    $money: Boolean!
    $messages: Boolean!
  ) {
    partner(id: $partnerId) {
      id
      name
      code
      state
      since
      timeZone
      supportContact
    }
    programPartners(
      programId: $programId
      range: $range
      filter: { partnerIds: $partnerIds, mode: LIVE }
      order: NAME
      descending: false
      first: 1
    ) {
      nodes {
        standing
        isAsked
        verification
        ...PartnerPerformance_partner
      }
    }
    report(
      scope: { programId: $programId }
      range: $range
      grain: $grain
      filter: { partnerIds: $partnerIds, mode: LIVE }
    ) @include(if: $performance) {
      ...PartnerPerformance_report
    }
    contracts(
      first: 10
      filter: {
        programId: $programId
        partnerId: $partnerId
        states: [ACTIVE, PENDING, UPCOMING, DECLINED, EXPIRED]
      }
    ) @include(if: $deal) {
      nodes {
        id
        ...DealCard_contract
      }
      pageInfo {
        hasNextPage
      }
    }
    limitUsage(programId: $programId, partnerId: $partnerId) @include(if: $deal) {
      ...LimitGauge_limit
    }
    trackingLinks(first: 10, filter: { programId: $programId, partnerId: $partnerId })
      @include(if: $links) {
      nodes {
        id
        ...PartnerLinks_link
      }
      pageInfo {
        hasNextPage
      }
    }
    verification(programId: $programId, partnerId: $partnerId) @include(if: $verification) {
      ...PartnerVerification_verification
    }
    owed(programId: $programId, first: 10, filter: { partnerIds: $partnerIds })
      @include(if: $money) {
      nodes {
        currency
        ...PartnerMoney_owed
      }
    }
    statementLines(programId: $programId, first: 6, filter: { partnerIds: $partnerIds })
      @include(if: $money) {
      nodes {
        month
        currency
        ...PartnerMoney_line
      }
    }
    inquiries(programId: $programId, first: 5, filter: { partnerId: $partnerId, states: [OPEN] })
      @include(if: $messages) {
      nodes {
        id
        ...InquiryCard_inquiry
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

interface PartnerPageProps {
  program: { id: string; code: string; name: string; timeZone: string };
  partnerId: string;
  timeZone: string;
  rights: { answer: boolean; note: boolean };
  first: Loaded<PartnerPageQuery>;
}
/** All of one partner in one program, by question. */
export function PartnerPageView(props: PartnerPageProps): ReactNode {
  const { program, first, partnerId } = props;
  const t = useTranslations("partnerPage");
  const pages = brandPages(program.code);
  const [shown, setShown] = useQueryStates(partnerPageParsers);
  const state = useLoaded(PartnerPage, partnerPageVariables(program.id, partnerId, shown), first);
  const addressOf = (change: Partial<PartnerPageState>) =>
    partnerPageAddress(`${pages.partners}/${partnerId}`, { ...shown, ...change });
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={10} />}>
      {(data) => {
        const row = data.programPartners?.nodes[0];
        return (
          <>
            <PageHead
              title={data.partner?.name ?? ""}
              lead={
                <span className="flex flex-wrap items-center gap-2">
                  {row ? <StandingBadge standing={row.standing} /> : null}
                  {row?.isAsked && row.standing !== "ASKED" ? (
                    <Badge tone="waiting">{t("askedToo")}</Badge>
                  ) : null}
                  {row ? (
                    <>
                      {t("verification")} <VerifiedBadge result={row.verification} />
                    </>
                  ) : null}
                </span>
              }
              actions={
                <ButtonLink href={`${pages.explore}?partner=${partnerId}`}>
                  {t("explore")}
                </ButtonLink>
              }
            />
            <LinkTabs
              label={t("sections.label")}
              tabs={sections.map((each) => ({
                href: addressOf({ show: each }),
                text: t(`sections.${each}`),
                current: each === shown.show,
              }))}
            />
            <SectionOf
              {...props}
              data={data}
              pages={pages}
              shown={shown}
              onRange={(last) => void setShown({ last })}
            />
          </>
        );
      }}
    </Panel>
  );
}

interface SectionProps extends PartnerPageProps {
  data: PartnerPageQuery;
  pages: BrandPages;
  shown: PartnerPageState;
  onRange: (last: PartnerPageState["last"]) => void;
}
/** Nothing for as long as it is on its way. */
function SectionOf({
  data,
  pages,
  program,
  partnerId,
  shown,
  onRange,
  timeZone,
  rights,
}: SectionProps): ReactNode {
  const t = useTranslations("partnerPage");
  const row = data.programPartners?.nodes[0] ?? null;
  switch (shown.show) {
    case "performance":
      return row && data.report ? (
        <PartnerPerformance
          partner={row}
          report={data.report}
          partnerId={partnerId}
          pages={pages}
          timeZone={timeZone}
          last={shown.last}
          onRange={onRange}
        />
      ) : null;
    case "deal":
      return data.contracts && data.limitUsage ? (
        <div className="grid items-start gap-3 lg:grid-cols-2">
          <DealCard
            contracts={data.contracts.nodes}
            hasMore={data.contracts.pageInfo.hasNextPage}
            partnerId={partnerId}
            pages={pages}
            timeZone={timeZone}
          />
          <OwnLimits
            space="brand"
            timeZone={timeZone}
            title={t("limits")}
            limits={data.limitUsage}
            programLimits={[]}
            actions={
              <ButtonLink size="small" href={pages.limits}>
                {t("allLimits")}
              </ButtonLink>
            }
          />
        </div>
      ) : null;
    case "links":
      return data.trackingLinks ? (
        <PartnerLinks
          links={data.trackingLinks.nodes}
          hasMore={data.trackingLinks.pageInfo.hasNextPage}
          partnerId={partnerId}
          pages={pages}
          timeZone={timeZone}
        />
      ) : null;
    case "verification":
      return data.verification === undefined ? null : (
        <PartnerVerification
          verification={data.verification}
          partnerId={partnerId}
          pages={pages}
          timeZone={timeZone}
        />
      );
    case "money":
      return data.owed && data.statementLines ? (
        <PartnerMoney
          owed={data.owed.nodes}
          lines={data.statementLines.nodes}
          partnerId={partnerId}
          pages={pages}
        />
      ) : null;
    case "messages":
      return (
        <div className="grid items-start gap-3 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-3">
            <Inquiries data={data} program={program} pages={pages} canAnswer={rights.answer} />
            <About partner={data.partner} timeZone={timeZone} />
          </div>
          {rights.note ? <PartnerNotes partnerId={partnerId} timeZone={timeZone} /> : null}
        </div>
      );
  }
}

function Inquiries({
  data: { inquiries },
  program,
  pages,
  canAnswer,
}: {
  data: PartnerPageQuery;
  program: PartnerPageProps["program"];
  pages: BrandPages;
  canAnswer: boolean;
}): ReactNode {
  const t = useTranslations("partnerPage");
  if (!inquiries) return null;
  return (
    <section aria-label={t("inquiries")}>
      <CardHead
        title={t("inquiries")}
        actions={
          <ButtonLink size="small" href={pages.inquiries}>
            {t("allInquiries")}
          </ButtonLink>
        }
      />
      {inquiries.nodes.length === 0 ? <p className="text-muted">{t("noInquiries")}</p> : null}
      <ul className="flex flex-col gap-3">
        {inquiries.nodes.map((inquiry) => (
          <li key={inquiry.id}>
            <InquiryCard
              inquiry={inquiry}
              program={program}
              space="brand"
              canAnswer={canAnswer}
              canWithdraw={false}
            />
          </li>
        ))}
      </ul>
      {inquiries.pageInfo.hasNextPage ? (
        <Link href={pages.inquiries} className={textLinkClass}>
          {t("moreInquiries")}
        </Link>
      ) : null}
    </section>
  );
}

function About({
  partner,
  timeZone,
}: {
  partner: PartnerPageQuery["partner"];
  timeZone: string;
}): ReactNode {
  const t = useTranslations("partners");
  if (!partner) return null;
  return (
    <Card>
      <Facts
        items={[
          { label: t("contact"), value: partner.supportContact ?? t("noContact") },
          { label: t("since"), value: formatDate(partner.since, timeZone) },
          { label: t("code"), value: <span className="font-mono">{partner.code}</span> },
          { label: t("zone"), value: partner.timeZone },
        ]}
      />
    </Card>
  );
}
