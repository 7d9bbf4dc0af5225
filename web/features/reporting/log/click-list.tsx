"use client";
import { useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ClickFilter, ClickLogQuery, ClickList_ClickFragment } from "../../../gql/graphql.ts";
import { graphql, readFragment } from "../../../gql/index.ts";
import { formatSecond } from "../../../lib/format.ts";
import { usePages } from "../../../lib/use-pages.ts";
import { Empty } from "../../../ui/empty-state.tsx";
import { CheckField } from "../../../ui/form.tsx";
import { MoreButton } from "../../../ui/more-button.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { Decision, TestBadge } from "./decision.tsx";

const ClickList_click = graphql(/* GraphQL */ `
  fragment ClickList_click on Click {
    id
    clickedAt
    partnerName
    linkName
    country
    device
    classification
    outcome
    reason
    reasonText
    isTest
    amount {
      amount
      currency
    }
    wouldPay {
      amount
      currency
    }
  }
`);

const ClickLog = graphql(/* GraphQL */ `
  query ClickLog($program: ID!, $filter: ClickFilter, $after: String, $first: Int!) {
    clicks(programId: $program, filter: $filter, after: $after, first: $first) {
      nodes {
        ...ClickList_click
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const pageRows = 100;
const pickClicks = (data: ClickLogQuery) => data.clicks;

interface ClickListProps {
  programId: string;
  filter: ClickFilter;
  timeZone: string;
  withPartner: boolean;
  /** How many of the bucket restrictions leave out of lists. */
  hidden: number;
  onOpen: (clickId: string) => void;
}
/** Clicks of a bucket, newest first, 100 a page. */
export function ClickList({
  programId,
  filter,
  timeZone,
  withPartner,
  hidden,
  onOpen,
}: ClickListProps): ReactNode {
  const t = useTranslations("reporting.drawer");
  const [all, setAll] = useState(false);
  const pages = usePages(
    ClickLog,
    {
      program: programId,
      filter: all ? { ...filter, includeHidden: true } : filter,
      first: pageRows,
    },
    null,
    pickClicks,
  );
  return (
    <>
      {hidden > 0 ? (
        <CheckField
          name="includeHidden"
          label={t("includeHidden", { count: hidden })}
          checked={all}
          onChange={(event) => setAll(event.target.checked)}
        />
      ) : null}
      <Panel state={pages} skeleton={<ListSkeleton />}>
        {(nodes) => {
          const clicks = readFragment(ClickList_click, nodes);
          if (clicks.length === 0) return <Empty title={t("noClicks")}>{t("noClicksText")}</Empty>;
          return (
            <>
              <ul className="-mx-4 divide-y divide-border border-y border-border">
                {clicks.map((click) => (
                  <ClickItem
                    key={click.id}
                    click={click}
                    timeZone={timeZone}
                    withPartner={withPartner}
                    onOpen={onOpen}
                  />
                ))}
              </ul>
              <MoreButton more={pages.more} busy={pages.loadingMore} />
            </>
          );
        }}
      </Panel>
    </>
  );
}

export function ListSkeleton(): ReactNode {
  return (
    <div className="flex flex-col gap-2">
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="h-12" />
      ))}
    </div>
  );
}

interface ClickItemProps {
  click: ClickList_ClickFragment;
  timeZone: string;
  withPartner: boolean;
  onOpen: (clickId: string) => void;
}
function ClickItem({ click, timeZone, withPartner, onOpen }: ClickItemProps): ReactNode {
  const t = useTranslations("reporting");
  const {
    id,
    clickedAt,
    partnerName,
    linkName,
    country,
    device,
    classification,
    outcome,
    amount,
    reasonText,
    isTest,
  } = click;
  const facts = [
    withPartner ? partnerName : null,
    linkName,
    country,
    t.has(`devices.${device as "PHONE"}`) ? t(`devices.${device as "PHONE"}`) : device,
    classification ? t(`classes.${classification}`) : null,
  ];
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(id)}
        className={clsx(
          "flex w-full items-start gap-3 px-4 py-2 text-start hover:bg-neutral-ground",
          "focus-visible:-outline-offset-2",
        )}
      >
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <span className="tabular font-medium">{formatSecond(clickedAt, timeZone)}</span>
            <TestBadge isTest={isTest} />
          </span>
          <span className="block text-caption text-muted">{facts.filter(Boolean).join(" · ")}</span>
          {outcome !== "PAID" && reasonText ? (
            <span className="block text-caption text-subtle">{reasonText}</span>
          ) : null}
        </span>
        <Decision outcome={outcome} amount={amount} />
        <ChevronRight aria-hidden size={16} className="mt-0.5 shrink-0 text-subtle" />
      </button>
    </li>
  );
}
