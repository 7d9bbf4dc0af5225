"use client";
import { memo, useEffect, useRef, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { lateView } from "../../lib/late.ts";
import { brandPages, pagesOf } from "../../lib/addresses.ts";
import {
  Freshness_MetaFragmentDoc,
  type AnnotationsQuery,
  type ReportByPartnerQuery,
  type ReportPairQuery,
  type SavedViewsQuery,
} from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import type { Files } from "../exports/files.ts";
import { Annotations } from "./annotations/annotations-query.ts";
import type { FirstBreakdown } from "./breakdown/breakdown-query.ts";
import { Heard } from "./heard.ts";
import { ReportingBody, type ReportingProgram } from "./reporting-body.tsx";
import { useNews } from "../../lib/use-news.ts";
import { beginningOf } from "../views/beginning-of.ts";
import { useView, type ViewHandle } from "./use-view.ts";
import { ViewTabs } from "./view-tabs.tsx";
import { addressOf, variablesOf } from "./view-state.ts";

const ReportPair = graphql(/* GraphQL */ `
  query ReportPair(
    $program: ID!
    $range: RangeInput!
    $grain: Grain
    $timeZone: TimeZone
    $filter: ReportFilter
    $compare: CompareInput
  ) {
    report(
      scope: { programId: $program }
      range: $range
      grain: $grain
      timeZone: $timeZone
      filter: $filter
      compare: $compare
    ) {
      meta {
        ...Freshness_meta
      }
      named {
        dimension
        value
        label
      }
      totals {
        ...KpiStrip_totals
      }
      buckets {
        ...ReportingBody_bucket
      }
      salesDays {
        date
        start
        end
        sales {
          orders
          units
          discardedOrders
          amount {
            amount
            currency
          }
        }
        leads {
          leads
        }
      }
      compared {
        period {
          start
          end
          clicksUntil
          salesUntil
        }
        changes {
          ...MeasureChange_change
        }
      }
    }
    verdicts(programId: $program) {
      ...Verdicts_verdict
    }
  }
`);

const ReportByPartner = graphql(/* GraphQL */ `
  query ReportByPartner(
    $program: ID!
    $range: RangeInput!
    $grain: Grain
    $timeZone: TimeZone
    $filter: ReportFilter
  ) {
    reportByPartner(
      scope: { programId: $program }
      range: $range
      grain: $grain
      timeZone: $timeZone
      filter: $filter
    ) {
      ...PartnerGrid_partner
    }
  }
`);

/** Beside the figures: the first scripts do without. */
const ViewsMenu = lateView(async () => (await import("../views/views-menu.tsx")).ViewsMenu);
const ExploreExport = lateView(async () => (await import("./explore-export.tsx")).ExploreExport);

interface ReportingViewProps {
  program: ReportingProgram;
  space: "brand" | "partner";
  report: Loaded<ReportPairQuery>;
  /** null in the partner space: a partner is alone there. */
  partners: Loaded<ReportByPartnerQuery> | null;
  /** null where the address shows another view. */
  breakdown: FirstBreakdown | null;
  nested: FirstBreakdown | null;
  /** Null where the address shows another view. */
  annotations: Loaded<AnnotationsQuery> | null;
  savedViews: Loaded<SavedViewsQuery>;
  canSaveViews: boolean;
  /** Null: the viewer may have no files. */
  files: Files | null;
}

/** "Clicks and sales": do both kinds of data arrive, from whom, when, and what was paid? */
export function ReportingView({
  program,
  space,
  report,
  partners,
  breakdown,
  nested,
  annotations,
  savedViews,
  canSaveViews,
  files,
}: ReportingViewProps): ReactNode {
  const t = useTranslations("reporting");
  const handle = useView(beginningOf(savedViews.data) !== null);
  const shownAt = useRef(0);
  const news = useNews(program.id, shownAt);
  const { compare, ...variables } = variablesOf(program.id, handle.view);
  const state = useLoaded(ReportPair, { ...variables, compare }, report, { news: news.news });
  const { program: id, range, timeZone } = variables;
  const happened = useLoaded(Annotations, { program: id, range, timeZone }, annotations, {
    active: handle.view.view === "pair",
  });
  const generatedAt = state.data?.report
    ? readFragment(Freshness_MetaFragmentDoc, state.data.report.meta).generatedAt
    : null;
  useEffect(() => {
    shownAt.current = generatedAt === null ? 0 : Date.parse(generatedAt);
  }, [generatedAt]);
  const partnerState = useLoaded(ReportByPartner, variables, partners, {
    news: news.news,
    active: partners !== null,
  });
  return (
    <Heard value={news}>
      <Head {...{ program, space, handle, savedViews, canSaveViews, files }} />
      <SkipLinks />
      <Misunderstood count={handle.misunderstood} />
      <Panel state={state} skeleton={<PageSkeleton />}>
        {({ report: found, verdicts }) =>
          found ? (
            <ReportingBody
              report={found}
              verdicts={verdicts}
              program={program}
              space={space}
              handle={handle}
              news={news.news}
              partnerState={partners === null ? null : partnerState}
              happened={happened}
              canWrite={canSaveViews}
              files={files}
              breakdown={breakdown}
              nested={nested}
            />
          ) : (
            // That it failed is said above: what could not be loaded may well be there.
            <p>{state.failure ? null : t("noReport")}</p>
          )
        }
      </Panel>
    </Heard>
  );
}

type HeadProps = Pick<
  ReportingViewProps,
  "program" | "space" | "savedViews" | "canSaveViews" | "files"
> & { handle: ViewHandle };
/** The page's name, its views, and where to go from here. */
const Head = memo(function Head({
  program,
  space,
  handle,
  savedViews,
  canSaveViews,
  files,
}: HeadProps): ReactNode {
  const t = useTranslations("reporting");
  const pages = brandPages(program.code);
  const own = pagesOf(space, program.code);
  return (
    <PageHead
      title={space === "brand" ? t("title") : t("performanceTitle")}
      actions={
        <>
          <ViewTabs handle={handle} withPartners={space === "brand"} />
          <ViewsMenu
            programId={program.id}
            page={own.explore}
            viewsHref={own.views}
            query={addressOf(handle.view).replace(/^\?/, "")}
            canSave={canSaveViews}
            first={savedViews}
          />
          {files ? <ExploreExport files={files} view={handle.view} space={space} /> : null}
          {space === "brand" ? (
            // On phones the tabs and the verdicts lead there.
            <span className="flex gap-2 max-sm:hidden">
              <ButtonLink href={pages.reconciliation}>{t("reconciliation")}</ButtonLink>
              <ButtonLink tone="primary" href={pages.verify}>
                {t("verify")}
              </ButtonLink>
            </span>
          ) : null}
        </>
      }
    />
  );
});

function SkipLinks(): ReactNode {
  const t = useTranslations("reporting");
  return (
    <p className="sr-only">
      <a href="#time-cursor" className="skip-link">
        {t("skipToChart")}
      </a>
      <a href="#report-table" className="skip-link">
        {t("skipToTable")}
      </a>
    </p>
  );
}

/** Settings in the address that nobody knows. */
function Misunderstood({ count }: { count: number }): ReactNode {
  const t = useTranslations("reporting");
  if (count === 0) return null;
  return (
    <output
      className={clsx(
        "mb-3 block rounded-control bg-warning-ground px-3 py-2 text-table text-warning",
      )}
    >
      {t("misunderstood", { count })}
    </output>
  );
}

function PageSkeleton(): ReactNode {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-8 w-2/3" />
      <Skeleton className="h-13" />
      <Skeleton className="h-24" />
      <Skeleton className="h-72" />
    </div>
  );
}
