"use client";
import { useEffect, useRef, type ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { partnerPages, type PartnerPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import {
  ContractText_ContractFragmentDoc,
  VersionView_VersionFragmentDoc,
  type PartnerHomeQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime, formatShort } from "../../lib/format.ts";
import { isTestOf, modeParser, reportMode } from "../../lib/mode.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useNews } from "../../lib/use-news.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead, PageHead } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { StateBadge } from "../contracts/state-badge.tsx";
import { OwnLimits } from "../limits/own-limits.tsx";
import { SmallPair } from "../overview/small-pair.tsx";
import { SentenceList } from "../terms/sentence-list.tsx";
import { ClickOutcome, ClickOutcome_click } from "./click-line.tsx";
import { Earnings } from "./earnings.tsx";

const PartnerHome = graphql(/* GraphQL */ `
  query PartnerHome($programId: ID!, $partnerId: ID!, $filter: ReportFilter, $isTest: Boolean) {
    report(scope: { programId: $programId }, range: { last: "mtd" }, filter: $filter) {
      meta {
        generatedAt
        ...Freshness_meta
      }
      totals {
        clicks {
          raw
          paid
          paidZero
          unpaid
          payable
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
        reasons {
          reason
          clicks
          text
        }
      }
    }
    statementLines(programId: $programId, first: 5, filter: { state: OPEN }) {
      nodes {
        startsAt
        endsAt
        ...StatementsView_figures
      }
    }
    fortnight: report(
      scope: { programId: $programId }
      range: { last: "14d" }
      grain: DAY
      filter: $filter
    ) {
      buckets {
        ...SmallPair_bucket
      }
    }
    clicks(programId: $programId, first: 6, filter: { isTest: $isTest }) {
      nodes {
        id
        ...ClickOutcome_click
      }
    }
    contracts(first: 5, filter: { programId: $programId, states: [PENDING, ACTIVE, UPCOMING] }) {
      nodes {
        id
        state
        awaitsYou
        ...ContractText_contract
      }
    }
    trackingLinks(first: 1, filter: { programId: $programId, isTest: false }) {
      nodes {
        id
        name
        url
      }
    }
    limitUsage(programId: $programId, partnerId: $partnerId) {
      ...LimitGauge_limit
    }
    programLimits(programId: $programId) {
      ...ProgramLimits_limit
    }
  }
`);

/** Besides the figures the whole page is read again: not with every click. */
const lookAgainMs = 3_000;

interface HomeViewProps {
  program: {
    id: string;
    code: string;
    name: string;
    brandName: string;
    marketplaceCurrency: string;
    timeZone: string;
  };
  account: { id: string; name: string };
  mayWrite: boolean;
  first: Loaded<PartnerHomeQuery>;
}
export function HomeView({ program, account, mayWrite, first }: HomeViewProps): ReactNode {
  const t = useTranslations("partner");
  const limits = useTranslations("limits");
  const [mode] = useQueryState("mode", modeParser);
  const shownAt = useRef(0);
  const news = useNews(program.id, shownAt, lookAgainMs);
  const state = useLoaded(
    PartnerHome,
    {
      programId: program.id,
      partnerId: account.id,
      filter: { mode: reportMode(mode) },
      isTest: isTestOf(mode),
    },
    first,
    { news: news.news },
  );
  const generatedAt = state.data?.report?.meta.generatedAt ?? null;
  useEffect(() => {
    shownAt.current = generatedAt === null ? 0 : Date.parse(generatedAt);
  }, [generatedAt]);
  const pages = partnerPages(program.code);
  return (
    <>
      <PageHead
        title={t("homeTitle", { partner: account.name, brand: program.brandName })}
        lead={program.name}
        actions={
          mayWrite ? (
            <ButtonLink tone="primary" href={pages.links}>
              {t("createLink")}
            </ButtonLink>
          ) : null
        }
      />
      <Panel state={state} skeleton={<RowsSkeleton rows={8} />}>
        {(data) => (
          <div className="flex flex-col gap-3">
            <Tasks contracts={data.contracts.nodes} pages={pages} timeZone={program.timeZone} />
            <Earnings
              report={data.report}
              news={news}
              lines={data.statementLines.nodes}
              currency={program.marketplaceCurrency}
              pages={pages}
            />
            {data.fortnight ? (
              <>
                <h2>{t("last14")}</h2>
                <SmallPair buckets={data.fortnight.buckets} />
              </>
            ) : null}
            <div className="grid items-start gap-3 lg:grid-cols-2">
              <NewestClicks clicks={data.clicks.nodes} pages={pages} timeZone={program.timeZone} />
              <div className="flex flex-col gap-3">
                <MyTerms contracts={data.contracts.nodes} pages={pages} />
                {data.limitUsage.length + data.programLimits.length > 0 ? (
                  <OwnLimits
                    space="partner"
                    timeZone={program.timeZone}
                    title={limits("yours")}
                    limits={data.limitUsage}
                    programLimits={data.programLimits}
                  />
                ) : null}
                <MyLink link={data.trackingLinks.nodes[0] ?? null} pages={pages} />
              </div>
            </div>
          </div>
        )}
      </Panel>
    </>
  );
}

function Tasks({
  contracts,
  pages,
  timeZone,
}: {
  contracts: PartnerHomeQuery["contracts"]["nodes"];
  pages: PartnerPages;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("partner");
  const waiting = contracts.filter(
    (contract) => contract.awaitsYou && contract.state === "PENDING",
  );
  const upcoming = contracts.filter((contract) => contract.state === "UPCOMING");
  if (waiting.length + upcoming.length === 0) return null;
  return (
    <Card className="border-info">
      <CardHead title={t("toDo")} />
      <ul className="flex flex-col gap-2">
        {waiting.map((contract) => (
          <li key={contract.id} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              {t("answer", {
                terms: readFragment(ContractText_ContractFragmentDoc, contract).termsName,
              })}
            </span>
            <ButtonLink size="small" tone="primary" href={pages.contracts}>
              {t("read")}
            </ButtonLink>
          </li>
        ))}
        {upcoming.map((contract) => (
          <li key={contract.id} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              {t("upcomingTask", {
                at: formatDateTime(
                  readFragment(ContractText_ContractFragmentDoc, contract).startsAt,
                  timeZone,
                ),
              })}
            </span>
            <ButtonLink size="small" href={`${pages.contracts}#c-${contract.id}`}>
              {t("readChange")}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function NewestClicks({
  clicks,
  pages,
  timeZone,
}: {
  clicks: PartnerHomeQuery["clicks"]["nodes"];
  pages: PartnerPages;
  timeZone: string;
}): ReactNode {
  const t = useTranslations("partner");
  return (
    <Card>
      <CardHead
        title={t("newest")}
        actions={
          <ButtonLink size="small" href={pages.clicks}>
            {t("allClicks")}
          </ButtonLink>
        }
      />
      {clicks.length === 0 ? <p className="text-muted">{t("noClicks")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {clicks.map((row) => {
          const click = readFragment(ClickOutcome_click, row);
          return (
            <li key={row.id} className="grid gap-x-3 gap-y-1 py-2 sm:grid-cols-[7rem_1fr]">
              <Link href={`${pages.clicks}/${row.id}`} className={textLinkClass}>
                {formatShort(click.clickedAt, timeZone)}
              </Link>
              <span>
                <ClickOutcome click={click} />
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function MyTerms({
  contracts,
  pages,
}: {
  contracts: PartnerHomeQuery["contracts"]["nodes"];
  pages: PartnerPages;
}): ReactNode {
  const t = useTranslations("partner");
  const current = contracts.find((contract) => contract.state === "ACTIVE");
  const facts = current ? readFragment(ContractText_ContractFragmentDoc, current) : null;
  return (
    <Card>
      <CardHead
        title={t("myTerms")}
        actions={
          <>
            {facts ? <StateBadge state={facts.state} /> : null}
            <ButtonLink size="small" href={pages.contracts}>
              {t("contractTitle")}
            </ButtonLink>
          </>
        }
      />
      {facts ? (
        <SentenceList terms={readFragment(VersionView_VersionFragmentDoc, facts.version)} />
      ) : (
        <p className="text-muted">{t("noContract")}</p>
      )}
    </Card>
  );
}

function MyLink({
  link,
  pages,
}: {
  link: { name: string; url: string } | null;
  pages: PartnerPages;
}): ReactNode {
  const t = useTranslations("partner");
  return (
    <Card>
      <CardHead
        title={t("myLink")}
        actions={
          <ButtonLink size="small" href={pages.links}>
            {t("allLinks")}
          </ButtonLink>
        }
      />
      {link ? (
        <div className="flex flex-col items-start gap-2">
          <p className="font-medium">{link.name}</p>
          <p
            className={clsx(
              "w-full rounded-control bg-sunken px-3 py-2 font-mono text-table break-all",
              "select-all",
            )}
          >
            {link.url}
          </p>
          <CopyButton text={link.url} what={link.name} tone="primary" label={t("copyLink")} />
        </div>
      ) : (
        <p className="text-muted">{t("noLink")}</p>
      )}
    </Card>
  );
}
