"use client";
import { useEffect, useRef, type ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import { Freshness_MetaFragmentDoc, type OverviewQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { exactMonies, formatCount, formatDate, formatMonies } from "../../lib/format.ts";
import { modeParser, reportMode } from "../../lib/mode.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useNews, type News } from "../../lib/use-news.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { StateBadge } from "../contracts/state-badge.tsx";
import { allStates } from "../contracts/state-choices.ts";
import { ExposureCard } from "../limits/exposure-card.tsx";
import { NearestLimits } from "../limits/nearest-limits.tsx";
import { Freshness } from "../reporting/freshness.tsx";
import { Delta } from "./delta.tsx";
import { Figure } from "./figure.tsx";
import { OwnParked } from "./own-parked.tsx";
import { setUpOf } from "./set-up.ts";
import { SetUpCard } from "./set-up-card.tsx";
import { SmallPair } from "./small-pair.tsx";
import { TaskCard } from "./task-card.tsx";
import { VerdictList } from "./verdict-list.tsx";

const Overview = graphql(/* GraphQL */ `
  query Overview($programId: ID!, $filter: ReportFilter, $all: [ContractState!]) {
    verdicts(programId: $programId) {
      linkId
      linkName
      partnerName
      clicks
      orders
      tone
      sentenceKey
    }
    programTasks(programId: $programId) {
      group
      kind
      measure
      count
      since
      subjects {
        partnerId
        name
        detail
      }
    }
    clickExposure(programId: $programId) {
      ...ExposureCard_exposure
    }
    report(
      scope: { programId: $programId }
      range: { last: "14d" }
      grain: DAY
      filter: $filter
      compare: { with: PREVIOUS }
    ) {
      compared {
        changes {
          measure
          currency
          before
          ratio
        }
      }
      meta {
        generatedAt
        ...Freshness_meta
      }
      totals {
        clicks {
          raw
          payable
          unpaid
        }
        sales {
          orders
          discardedOrders
          amount {
            amount
            currency
          }
        }
        leads {
          leads
          discardedLeads
        }
        payout {
          clicks {
            amount
            currency
          }
          sales {
            amount
            currency
          }
          leads {
            amount
            currency
          }
        }
        reasons {
          reason
          clicks
          text
        }
      }
      buckets {
        ...SmallPair_bucket
      }
    }
    contracts(first: 6, filter: { programId: $programId, states: $all }) {
      nodes {
        id
        state
        partnerName
        termsName
        proposedAt
        decidedAt
      }
    }
    programSetUp(programId: $programId) {
      cpcEnabled
      clickActive
      termsReady
      asked
      accepted
      verified
    }
    cpcRequest {
      state
    }
    parkedItems(first: 5) {
      nodes {
        id
        kind
        reason
        state
        programName
        partnerName
        parkedAt
        waitingClicks
        waitingSince
      }
      pageInfo {
        hasNextPage
      }
    }
    programLimits(programId: $programId) {
      ...ProgramLimits_limit
    }
    contractLimits(programId: $programId, first: 3) {
      nodes {
        contractId
        partnerName
        usage {
          limitId
          ...LimitGauge_limit
        }
      }
    }
  }
`);

/** Besides the figures the whole page is read again: not with every click. */
const lookAgainMs = 3_000;

interface OverviewViewProps {
  program: { id: string; code: string; name: string; marketplaceCurrency: string };
  timeZone: string;
  first: Loaded<OverviewQuery>;
}
export function OverviewView({ program, timeZone, first }: OverviewViewProps): ReactNode {
  const t = useTranslations("overview");
  const [mode] = useQueryState("mode", modeParser);
  const shownAt = useRef(0);
  const news = useNews(program.id, shownAt, lookAgainMs);
  const state = useLoaded(
    Overview,
    { programId: program.id, filter: { mode: reportMode(mode) }, all: [...allStates] },
    first,
    { news: news.news },
  );
  const generatedAt = state.data?.report?.meta.generatedAt ?? null;
  useEffect(() => {
    shownAt.current = generatedAt === null ? 0 : Date.parse(generatedAt);
  }, [generatedAt]);
  const pages = brandPages(program.code);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={program.name}
        actions={
          <ButtonLink tone="primary" href={pages.explore}>
            {t("openReporting")}
          </ButtonLink>
        }
      />
      <Panel state={state} skeleton={<RowsSkeleton rows={8} />}>
        {(data) => {
          const setUp =
            data.programSetUp &&
            setUpOf({ ...data.programSetUp, cpc: data.cpcRequest?.state ?? null });
          return (
            <div className="flex flex-col gap-3">
              <TaskCard tasks={data.programTasks} pages={pages} timeZone={timeZone} />
              <OwnParked parked={data.parkedItems} timeZone={timeZone} />
              {setUp?.next ? <SetUpCard setUp={setUp} pages={pages} /> : null}
              <Figures report={data.report} news={news} currency={program.marketplaceCurrency} />
              {data.report ? <SmallPair buckets={data.report.buckets} /> : null}
              <div className="grid items-start gap-3 lg:grid-cols-2">
                <div className="flex min-w-0 flex-col gap-3">
                  <VerdictList verdicts={data.verdicts} pages={pages} />
                  <RecentContracts
                    contracts={data.contracts.nodes}
                    pages={pages}
                    timeZone={timeZone}
                  />
                </div>
                <div className="flex min-w-0 flex-col gap-3">
                  <ExposureCard exposures={data.clickExposure} pages={pages} brief />
                  <NearestLimits
                    programLimits={data.programLimits}
                    contractLimits={data.contractLimits.nodes}
                    pages={pages}
                    timeZone={timeZone}
                  />
                </div>
              </div>
            </div>
          );
        }}
      </Panel>
    </>
  );
}

function Figures({
  report,
  news,
  currency,
}: {
  report: OverviewQuery["report"];
  news: News;
  currency: string;
}): ReactNode {
  const t = useTranslations("overview");
  if (!report) return null;
  const { clicks, sales, leads, payout, reasons } = report.totals;
  const { compared } = report;
  const withLeads = leads.leads + leads.discardedLeads > 0;
  const none = { amount: "0", currency };
  // Rate 0 is paid 0, not unpaid.
  const why = reasons.find(({ reason }) => reason !== "ZERO_RATE");
  return (
    <section aria-label={t("figures")}>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2>{t("last14")}</h2>
        <Freshness meta={readFragment(Freshness_MetaFragmentDoc, report.meta)} news={news} />
      </div>
      <dl
        className={clsx(
          "grid grid-cols-2 gap-2 md:grid-cols-3",
          withLeads ? "lg:grid-cols-4" : "lg:grid-cols-6",
        )}
      >
        <Figure
          label={t("clicks")}
          value={formatCount(clicks.raw)}
          note={<Delta compared={compared} measure="RAW" />}
        />
        <Figure
          label={t("payable")}
          value={formatCount(clicks.payable)}
          note={<Delta compared={compared} measure="PAYABLE" />}
        />
        <Figure
          label={t("unpaid")}
          value={formatCount(clicks.unpaid)}
          note={
            <>
              <Delta compared={compared} measure="UNPAID" isLoss />
              {why ? t("mostly", { text: why.text }) : null}
            </>
          }
        />
        <Figure
          label={t("sales")}
          value={formatCount(sales.orders)}
          note={
            <>
              <Delta compared={compared} measure="ORDERS" />
              {sales.discardedOrders > 0 ? t("discarded", { count: sales.discardedOrders }) : null}
            </>
          }
        />
        <Figure
          label={t("amount")}
          value={formatMonies(sales.amount, none)}
          exact={exactMonies(sales.amount)}
          note={<Delta compared={compared} measure="AMOUNT" currency={currency} />}
        />
        {withLeads ? (
          <Figure
            label={t("leads")}
            value={formatCount(leads.leads)}
            note={[
              t("leadPayout", { amount: formatMonies(payout.leads, none) }),
              ...(leads.discardedLeads > 0
                ? [t("discarded", { count: leads.discardedLeads })]
                : []),
            ].join(" · ")}
          />
        ) : null}
        <Figure
          label={t("clickPayout")}
          value={formatMonies(payout.clicks, none)}
          exact={exactMonies(payout.clicks)}
          note={
            <>
              <Delta compared={compared} measure="CLICK_PAYOUT" currency={currency} />
              {t("salePayout", { amount: formatMonies(payout.sales, none) })}
            </>
          }
        />
      </dl>
    </section>
  );
}

function RecentContracts({
  contracts,
  pages,
  timeZone,
}: {
  contracts: OverviewQuery["contracts"]["nodes"];
  pages: BrandPages;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("overview");
  return (
    <Card>
      <CardHead
        title={t("recentContracts")}
        actions={
          <ButtonLink size="small" href={pages.contracts}>
            {t("allContracts")}
          </ButtonLink>
        }
      />
      {contracts.length === 0 ? (
        <p className="text-muted">{t("noContracts")}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-border">
          {contracts.map((contract) => (
            <li
              key={contract.id}
              className="flex flex-wrap items-center justify-between gap-2 py-2"
            >
              <span className="min-w-0">
                <Link href={`${pages.contracts}/${contract.id}`} className={textLinkClass}>
                  {contract.partnerName}
                </Link>
                <span className="block text-caption text-muted">
                  {contract.termsName} ·{" "}
                  {formatDate(contract.decidedAt ?? contract.proposedAt, timeZone)}
                </span>
              </span>
              <StateBadge state={contract.state} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
