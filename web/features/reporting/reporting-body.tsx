"use client";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { usePathname } from "next/navigation";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { lateView } from "../../lib/late.ts";
import { pagesOf } from "../../lib/addresses.ts";
import {
  Verdicts_VerdictFragmentDoc,
  type AnnotationsQuery,
  type Freshness_MetaFragment,
  type ReportByPartnerQuery,
  type ReportPairQuery,
} from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import { zoneName } from "../../lib/format.ts";
import type { PanelState } from "../../lib/use-loaded.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { bucketWords, spanOf, type BucketWords } from "./panels/bucket-words.ts";
import {
  chartedIn,
  withFigures,
  type Charted,
  type ShownBucket,
  type ShownTotals,
} from "./panels/click-measures.ts";
import type { FirstBreakdown } from "./breakdown/breakdown-query.ts";
import { bucketsOf } from "./annotations/buckets-of.ts";
import { choicesOf } from "./filter-choices.ts";
import { Filters, type FilterChoices } from "./filters.tsx";
import { logAddress } from "./log/log-address.ts";
import { ComparedNote } from "./panels/compared-note.tsx";
import { LostTraffic } from "./panels/lost-traffic.tsx";
import { KpiStrip, KpiStrip_totals } from "./panels/kpi-strip.tsx";
import { PairSection } from "./panels/pair-section.tsx";
import { ReportTable, SalesDaysTable, Verdicts } from "./panels/drawn-parts.ts";
import { Freshness, Freshness_meta } from "./freshness.tsx";
import { ScopeBar } from "./scope-bar.tsx";
import type { Files } from "../exports/files.ts";
import type { News } from "../../lib/use-news.ts";
import type { ViewHandle } from "./use-view.ts";
import { countFilters, variablesOf, wordOfGrain, type ViewState } from "./view-state.ts";
import { wayOutOf } from "./way-out.ts";

const ReportingBody_bucket = graphql(/* GraphQL */ `
  fragment ReportingBody_bucket on ReportBucket {
    key
    start
    end
    isOpen
    isPartial
    salesState
    clicks {
      ...ClickMeasures_figures
    }
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
  }
`);

/** Of one view each: the first scripts of the others do without. */
const BreakdownView = lazy(async () => ({
  default: (await import("./breakdown/breakdown-view.tsx")).BreakdownView,
}));
/** Alone on the page they come with it; below the chart and the table after the first paint. */
const Partners = lazy(async () => ({
  default: (await import("./panels/partners-panel.tsx")).Partners,
}));
const PartnersBelow = lateView(async () => (await import("./panels/partners-panel.tsx")).Partners);
/** Below the chart, after the first paint. */
const AnnotationList = lateView(async () => {
  const { AnnotationList: View } = await import("./annotations/annotation-list.tsx");
  return View;
});
/** Lists and traces are read after a press; their code comes with it. */
const BucketDrawer = lazy(async () => ({
  default: (await import("./log/bucket-drawer.tsx")).BucketDrawer,
}));

export interface ReportingProgram {
  id: string;
  code: string;
  name: string;
  timeZone: string;
  marketplaceCurrency: string;
}
interface Happened {
  happened: PanelState<AnnotationsQuery>;
  /** May write notes. */
  canWrite: boolean;
  files: Files | null;
}
interface ReportingBodyProps extends Happened {
  data: ReportPairQuery & { report: NonNullable<ReportPairQuery["report"]> };
  program: ReportingProgram;
  space: "brand" | "partner";
  handle: ViewHandle;
  news: News;
  /** null in the partner space. */
  partnerState: PanelState<ReportByPartnerQuery> | null;
  breakdown: FirstBreakdown | null;
  nested: FirstBreakdown | null;
}

/**
 * Below the fold on most screens: laid out and painted when it comes near, so that the answer above
 * is there sooner. The padding leaves room for focus rings, which such a box would cut off.
 */
const below =
  "-m-2 p-2 [contain-intrinsic-size:auto_40rem] [content-visibility:auto] " +
  "print:[content-visibility:visible]";

/** False where the whole range lies before the first link, or is still to come. */
const isMeasured = ({ trackedSince, start, end, generatedAt }: Freshness_MetaFragment): boolean =>
  trackedSince !== null && trackedSince < end && start <= generatedAt;

/** The report as its parts read it. */
interface Shown {
  meta: Freshness_MetaFragment;
  totals: ShownTotals;
  buckets: ShownBucket[];
  words: BucketWords[];
  salesDays: ReportingBodyProps["data"]["report"]["salesDays"];
}
function shownOf({ report }: ReportingBodyProps["data"]): Shown {
  const meta = readFragment(Freshness_meta, report.meta);
  const buckets = readFragment(ReportingBody_bucket, report.buckets).map(withFigures);
  return {
    meta,
    totals: withFigures(readFragment(KpiStrip_totals, report.totals)),
    buckets,
    words: bucketWords(buckets, meta.grain, meta.timeZone),
    salesDays: report.salesDays,
  };
}
/** What every part needs to know of where it stands. */
interface PartProps {
  shown: Shown;
  program: ReportingProgram;
  space: "brand" | "partner";
  handle: ViewHandle;
}

export function ReportingBody(props: ReportingBodyProps): ReactNode {
  const { data, program, space, handle, partnerState } = props;
  const page = usePathname();
  const { view, setView } = handle;
  const shown = shownOf(data);
  const { meta, totals } = shown;
  const currency = program.marketplaceCurrency;
  const pages = pagesOf(space, program.code);
  const measure = chartedIn(totals.clicks).find((each) => each === view.clicks) ?? "clicks";
  const part = { shown, program, space, handle };
  const choices = choicesOf(partnerState, totals.reasons);
  return (
    <div className="flex flex-col gap-4">
      <Scope {...part} choices={choices} news={props.news} />
      {view.view === "by" ? null : (
        <Verdicts
          verdicts={readFragment(Verdicts_VerdictFragmentDoc, data.verdicts)}
          timeZone={meta.timeZone}
          checksHref={space === "brand" ? pages.verify : pages.links}
          linksHref={pages.links}
        />
      )}
      <KpiStrip
        totals={totals}
        measured={isMeasured(meta)}
        isTest={view.mode === "test"}
        currency={currency}
        metric={view.metric}
        onMetric={(metric) => setView({ metric })}
        measure={measure}
        onMeasure={(clicks) => setView({ clicks })}
        compared={data.report.compared}
        reasonHref={(reason) => logAddress(pages.clicks, { ...view, reason: [reason] }, meta)}
      />
      {view.view === "by" ? null : (
        <ComparedNote period={data.report.compared?.period ?? null} timeZone={meta.timeZone} />
      )}
      {view.view === "pair" || view.view === "by" ? <LostTraffic page={page} view={view} /> : null}
      {view.view === "pair" ? (
        <Pair
          {...part}
          {...{ measure, choices, happened: props.happened }}
          {...{ canWrite: props.canWrite, files: props.files }}
        />
      ) : null}
      {view.view === "by" ? (
        <Suspense>
          <BreakdownView
            program={program}
            space={space}
            handle={handle}
            breakdown={props.breakdown}
            nested={props.nested}
            news={props.news.news}
          />
        </Suspense>
      ) : null}
      {partnerState && view.view === "pair" ? (
        <div className={below}>
          <PartnersBelow state={partnerState} {...{ view, setView, meta, currency }} />
        </div>
      ) : null}
      {partnerState && view.view === "partners" ? (
        <div className={below}>
          <Suspense>
            <Partners state={partnerState} {...{ view, setView, meta, currency }} />
          </Suspense>
        </div>
      ) : null}
      {view.view === "pair" || view.view === "table" ? <Tables {...part} /> : null}
      <Drill {...part} />
    </div>
  );
}

/** What decides which numbers are shown, and how fresh they are. */
function Scope({
  shown: { meta },
  program,
  space,
  handle,
  choices,
  news,
}: PartProps & Pick<ReportingBodyProps, "news"> & { choices: FilterChoices }): ReactNode {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <ScopeBar
        handle={handle}
        meta={meta}
        programZone={program.timeZone}
        filters={<Filters handle={handle} choices={choices} withPartners={space === "brand"} />}
      />
      <Freshness meta={meta} news={news} />
    </div>
  );
}

function Pair({
  shown,
  program,
  space,
  handle: { view, setView, kept },
  measure,
  choices,
  happened,
  canWrite,
  files,
}: PartProps & Happened & { measure: Charted; choices: FilterChoices }): ReactNode {
  const page = usePathname();
  const { timeZone } = shown.meta;
  return (
    <>
      <PairSection
        {...shown}
        picture={{ view, choices, program: program.name }}
        marks={bucketsOf(happened.data?.annotations ?? [], shown.buckets)}
        measure={measure}
        metric={view.metric}
        currency={program.marketplaceCurrency}
        layout={view.layout}
        onLayout={(layout) => setView({ layout })}
        onOpen={(bucket) => setView({ bucket, click: null })}
        onZoom={(from, to) => setView({ from, to, last: null, grain: null })}
        renderEmpty={(reason, kind) => {
          const way = wayOutOf(reason, page, view);
          return (
            <EmptyState
              reason={reason}
              kind={kind}
              space={space}
              programCode={program.code}
              href={way === undefined ? way : kept(way)}
            />
          );
        }}
      />
      <AnnotationList
        programId={program.id}
        timeZone={timeZone}
        state={happened}
        canWrite={canWrite}
        {...{ files, range: variablesOf(program.id, view).range }}
      />
    </>
  );
}

function Tables({ shown, program, space, handle: { view, setView } }: PartProps): ReactNode {
  const { meta, totals, buckets, words, salesDays } = shown;
  const { clicks } = pagesOf(space, program.code);
  const t = useTranslations("reporting");
  const caption = useCaption(meta, view);
  const currency = program.marketplaceCurrency;
  return (
    <div
      id="report-table"
      tabIndex={-1}
      className={clsx("flex flex-col gap-4 outline-none", below)}
    >
      <ReportTable
        buckets={buckets}
        totals={totals}
        words={words}
        currency={currency}
        caption={caption}
        grain={t(`perGrain.${wordOfGrain(meta.grain)}`)}
        sort={view.sort}
        onSort={(sort) => setView({ sort })}
        bucketHref={(bucket: ShownBucket) => logAddress(clicks, view, bucket)}
      />
      {salesDays.length > 0 ? (
        <SalesDaysTable
          days={salesDays}
          meta={meta}
          currency={currency}
          zone={zoneName(meta.salesTimeZone)}
        />
      ) : null}
    </div>
  );
}

/** The bucket that is open, if one is. */
function Drill({ shown, program, space, handle: { view, setView } }: PartProps): ReactNode {
  const { meta, buckets, words } = shown;
  const page = usePathname();
  const { clicks } = pagesOf(space, program.code);
  const openIndex = buckets.findIndex(({ key }) => key === view.bucket);
  const open = buckets[openIndex] ?? null;
  return (
    <Late when={open !== null}>
      <BucketDrawer
        programId={program.id}
        view={view}
        meta={meta}
        bucket={open}
        bucketName={words[openIndex]?.long ?? ""}
        withPartner={space === "brand"}
        clicksHref={logAddress(clicks, view, open ?? meta)}
        clickHref={(clickId) => `${clicks}/${clickId}`}
        saleHref={(saleId) => `${page}/sales/${saleId}`}
        onClick={(click) => setView({ click })}
        onClose={() => setView({ bucket: null, click: null })}
      />
    </Late>
  );
}

/** Nothing until it is wanted once; then it stays, so that closing can hand the focus back. */
function Late({ when, children }: { when: boolean; children: ReactNode }): ReactNode {
  const [wanted, setWanted] = useState(when);
  if (when && !wanted) setWanted(true);
  return wanted ? <Suspense>{children}</Suspense> : null;
}

/** Metric, range, zone, mode and filters in words. */
function useCaption(meta: Freshness_MetaFragment, view: ViewState): string {
  const t = useTranslations("reporting");
  return t("table.caption", {
    grain: t(`perGrain.${wordOfGrain(meta.grain)}`),
    range: spanOf(meta.start, meta.end, meta.timeZone),
    zone: zoneName(meta.timeZone),
    mode: t(`table.modes.${view.mode}`),
    filters: countFilters(view),
  });
}
