"use client";
import { lazy, memo, Suspense, useMemo, type ReactNode } from "react";
import { usePathname } from "next/navigation";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { lateView } from "../../lib/late.ts";
import { pagesOf } from "../../lib/addresses.ts";
import {
  Freshness_MetaFragmentDoc,
  KpiStrip_TotalsFragmentDoc,
  Verdicts_VerdictFragmentDoc,
  type AnnotationsQuery,
  type Freshness_MetaFragment,
  type ReportByPartnerQuery,
  type ReportPairQuery,
} from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import { zoneName } from "../../lib/format.ts";
import type { PanelState } from "../../lib/use-loaded.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { bucketWords, spanOf, type BucketWords } from "./panels/bucket-words.ts";
import {
  chartedIn,
  earningIn,
  ReportingBody_bucket,
  withFigures,
  type Charted,
  type ShownBucket,
  type ShownTotals,
} from "./panels/click-measures.ts";
import type { FirstBreakdown } from "./breakdown/breakdown-query.ts";
import { bucketsOf } from "./annotations/buckets-of.ts";
import { choicesOf } from "./filter-choices.ts";
import { Filters, type FilterChoices } from "./filters.tsx";
import { Drill, useOpenBucket } from "./log/drill.tsx";
import { logAddress } from "./log/log-address.ts";
import { ComparedNote } from "./panels/compared-note.tsx";
import { PairSection } from "./panels/pair-section.tsx";
import {
  HeardFreshness,
  KpiStrip,
  LostTraffic,
  ReportTable,
  SalesDaysTable,
  Verdicts,
} from "./panels/drawn-parts.ts";
import { ScopeBar } from "./scope-bar.tsx";
import type { Files } from "../exports/files.ts";
import type { ViewHandle } from "./use-view.ts";
import { countFilters, variablesOf, wordOfGrain, type ViewState } from "./view-state.ts";
import { wayOutOf } from "./way-out.ts";

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
  report: NonNullable<ReportPairQuery["report"]>;
  verdicts: ReportPairQuery["verdicts"];
  program: ReportingProgram;
  space: "brand" | "partner";
  handle: ViewHandle;
  /** Grows by one whenever the figures should be read again. */
  news: number;
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
  salesDays: ReportingBodyProps["report"]["salesDays"];
}
function shownOf(report: ReportingBodyProps["report"]): Shown {
  const meta = readFragment(Freshness_MetaFragmentDoc, report.meta);
  const buckets = readFragment(ReportingBody_bucket, report.buckets).map(withFigures);
  return {
    meta,
    totals: withFigures(readFragment(KpiStrip_TotalsFragmentDoc, report.totals)),
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

export const ReportingBody = memo(function ReportingBody(props: ReportingBodyProps): ReactNode {
  const { report, program, space, handle, partnerState } = props;
  const page = usePathname();
  const { view, setView } = handle;
  const shown = useMemo(() => shownOf(report), [report]);
  const { meta, totals } = shown;
  const currency = program.marketplaceCurrency;
  const pages = pagesOf(space, program.code);
  const measure = chartedIn(totals.clicks).find((each) => each === view.clicks) ?? "clicks";
  const part = { shown, program, space, handle };
  const found = partnerState?.data ?? null;
  const choices = useMemo(
    () => choicesOf(found, totals.reasons, report.named),
    [found, totals.reasons, report.named],
  );
  return (
    <Drill {...shown} {...{ program, space, handle }}>
      <div className="flex flex-col gap-4">
        <Scope {...part} choices={choices} />
        {view.view === "by" ? null : (
          <Verdicts
            verdicts={readFragment(Verdicts_VerdictFragmentDoc, props.verdicts)}
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
          compared={report.compared}
          timeZone={meta.timeZone}
          reasonHref={(reason) => logAddress(pages.clicks, { ...view, reason: [reason] }, meta)}
        />
        {view.view === "by" || !report.compared ? null : (
          <ComparedNote period={report.compared.period} timeZone={meta.timeZone} />
        )}
        {view.view === "pair" || view.view === "by" ? (
          <LostTraffic page={page} view={view} />
        ) : null}
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
              news={props.news}
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
      </div>
    </Drill>
  );
});

/** What decides which numbers are shown, and how fresh they are. */
function Scope({
  shown: { meta },
  program,
  space,
  handle,
  choices,
}: PartProps & { choices: FilterChoices }): ReactNode {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <ScopeBar
        handle={handle}
        meta={meta}
        programZone={program.timeZone}
        filters={<Filters handle={handle} choices={choices} withPartners={space === "brand"} />}
      />
      <HeardFreshness meta={meta} />
    </div>
  );
}

const Pair = memo(function Pair({
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
        onOpen={useOpenBucket()}
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
});

const Tables = memo(function Tables({
  shown,
  program,
  space,
  handle: { view, setView },
}: PartProps): ReactNode {
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
        earning={earningIn(view.mode)}
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
});

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
