"use client";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { usePathname } from "next/navigation";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import type {
  EmptyReason,
  Freshness_MetaFragment,
  ReportByPartnerQuery,
  ReportPairQuery,
} from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import { zoneName } from "../../lib/format.ts";
import type { PanelState } from "../../lib/use-loaded.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { bucketWords, spanOf } from "./panels/bucket-words.ts";
import { chartedIn, withFigures, type ShownBucket } from "./panels/click-measures.ts";
import { Filters, type FilterChoices } from "./filters.tsx";
import { KpiStrip, KpiStrip_totals } from "./panels/kpi-strip.tsx";
import { PairSection } from "./panels/pair-section.tsx";
import { PartnerGrid, PartnerGrid_partner } from "./panels/partner-grid.tsx";
import { ReportTable, SalesDaysTable } from "./panels/report-table.tsx";
import { Freshness, Freshness_meta } from "./freshness.tsx";
import { ScopeBar } from "./scope-bar.tsx";
import type { News } from "../../lib/use-news.ts";
import type { ViewHandle } from "./use-view.ts";
import { Verdicts, Verdicts_verdict } from "./panels/verdicts.tsx";
import { addressOf, countFilters, wordOfGrain, type ViewState } from "./view-state.ts";

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
    payout {
      clicks {
        amount
        currency
      }
      sales {
        amount
        currency
      }
    }
  }
`);

/** Lists and traces are read after a press; their code comes with it. */
const BucketDrawer = lazy(async () => ({
  default: (await import("./log/bucket-drawer.tsx")).BucketDrawer,
}));

export interface ReportingProgram {
  id: string;
  code: string;
  timeZone: string;
  marketplaceCurrency: string;
}
interface ReportingBodyProps {
  data: ReportPairQuery & { report: NonNullable<ReportPairQuery["report"]> };
  program: ReportingProgram;
  space: "brand" | "partner";
  handle: ViewHandle;
  news: News;
  /** null in the partner space. */
  partnerState: PanelState<ReportByPartnerQuery> | null;
}

/**
 * Below the fold on most screens: laid out and painted when it comes near, so that the answer above
 * is there sooner. The padding leaves room for focus rings, which such a box would cut off.
 */
const below =
  "-m-2 p-2 " +
  "[contain-intrinsic-size:auto_40rem] " +
  "[content-visibility:auto] " +
  "print:[content-visibility:visible]";

const withoutFilters = {
  partner: null,
  link: null,
  country: null,
  device: null,
  decision: null,
  reason: null,
  bucket: null,
  click: null,
};

/** False where the whole range lies before the first link, or is still to come. */
const isMeasured = ({ trackedSince, start, end, generatedAt }: Freshness_MetaFragment): boolean =>
  trackedSince !== null && trackedSince < end && start <= generatedAt;

/** Where the lists of a time live: the click log, with the filters of the page. */
const logAddress = (
  page: string,
  view: ViewState,
  { start, end }: { start: string; end: string },
): string => {
  const query = new URLSearchParams(addressOf({ ...view, bucket: null, click: null }));
  query.set("since", start);
  query.set("until", end);
  return `${page}/clicks?${query.toString()}`;
};

export function ReportingBody({
  data,
  program,
  space,
  handle,
  news,
  partnerState,
}: ReportingBodyProps): ReactNode {
  const page = usePathname();
  const { view, setView } = handle;
  const report = data.report;
  const meta = readFragment(Freshness_meta, report.meta);
  const totals = withFigures(readFragment(KpiStrip_totals, report.totals));
  const buckets = readFragment(ReportingBody_bucket, report.buckets).map(withFigures);
  const words = bucketWords(buckets, meta.grain, meta.timeZone);
  const currency = program.marketplaceCurrency;
  const base = `${space === "brand" ? "/b" : "/p"}/${program.code}`;
  const choices: FilterChoices = {
    partners: readFragment(PartnerGrid_partner, partnerState?.data?.reportByPartner ?? []).flatMap(
      ({ partnerAccountId, partnerName }) =>
        partnerAccountId ? [{ value: partnerAccountId, label: partnerName }] : [],
    ),
    reasons: totals.reasons.map(({ reason, text }) => ({ value: reason, label: text })),
  };
  const emptyHref = (reason: EmptyReason): string | undefined => {
    if (reason === "TEST_HIDDEN") return addressOf(page, { ...view, mode: "both" });
    if (reason === "BEFORE_TRACKING" || reason === "NOT_YET")
      return addressOf(page, { ...view, last: "14d", from: null, to: null, grain: null });
    if (reason === "NONE_IN_RANGE")
      return addressOf(page, { ...view, last: "90d", from: null, to: null, grain: null });
    return reason === "FILTERED_OUT" ? addressOf(page, { ...view, ...withoutFilters }) : undefined;
  };
  const t = useTranslations("reporting");
  const caption = useCaption(meta, view);
  const openIndex = buckets.findIndex(({ key }) => key === view.bucket);
  const open = buckets[openIndex] ?? null;
  const showsPair = view.view === "pair";
  const measure = chartedIn(totals.clicks).find((each) => each === view.clicks) ?? "clicks";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <ScopeBar
          handle={handle}
          meta={meta}
          programZone={program.timeZone}
          filters={<Filters handle={handle} choices={choices} withPartners={space === "brand"} />}
        />
        <Freshness meta={meta} news={news} />
      </div>
      <Verdicts
        verdicts={readFragment(Verdicts_verdict, data.verdicts)}
        timeZone={meta.timeZone}
        checksHref={space === "brand" ? `${base}/verify` : `${base}/links`}
        linksHref={`${base}/links`}
      />
      <KpiStrip
        totals={totals}
        measured={isMeasured(meta)}
        currency={currency}
        metric={view.metric}
        onMetric={(metric) => setView({ metric })}
        measure={measure}
        onMeasure={(clicks) => setView({ clicks })}
        reasonHref={(reason) => logAddress(page, { ...view, reason: [reason] }, meta)}
      />
      {showsPair ? (
        <PairSection
          meta={meta}
          totals={totals}
          buckets={buckets}
          salesDays={report.salesDays}
          words={words}
          measure={measure}
          metric={view.metric}
          currency={currency}
          layout={view.layout}
          onLayout={(layout) => setView({ layout })}
          onOpen={(bucket) => setView({ bucket, click: null })}
          renderEmpty={(reason, kind) => (
            <EmptyState
              reason={reason}
              kind={kind}
              space={space}
              programCode={program.code}
              href={emptyHref(reason)}
            />
          )}
        />
      ) : null}
      {partnerState && view.view !== "table" ? (
        <div className={below}>
          <Partners
            state={partnerState}
            view={view}
            setView={setView}
            meta={meta}
            currency={currency}
          />
        </div>
      ) : null}
      {view.view === "partners" ? null : (
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
            bucketHref={(bucket: ShownBucket) => logAddress(page, view, bucket)}
          />
          {report.salesDays.length > 0 ? (
            <SalesDaysTable
              days={report.salesDays}
              meta={meta}
              currency={currency}
              zone={zoneName(meta.salesTimeZone)}
            />
          ) : null}
        </div>
      )}
      <Late when={open !== null}>
        <BucketDrawer
          programId={program.id}
          view={view}
          meta={meta}
          bucket={open}
          bucketName={words[openIndex]?.long ?? ""}
          withPartner={space === "brand"}
          clicksHref={logAddress(page, view, open ?? meta)}
          clickHref={(clickId) => `${page}/clicks/${clickId}`}
          saleHref={(saleId) => `${page}/sales/${saleId}`}
          onClick={(click) => setView({ click })}
          onClose={() => setView({ bucket: null, click: null })}
        />
      </Late>
    </div>
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

interface PartnersProps {
  state: PanelState<ReportByPartnerQuery>;
  view: ViewState;
  setView: ViewHandle["setView"];
  meta: Freshness_MetaFragment;
  currency: string;
}
function Partners({ state, view, setView, meta, currency }: PartnersProps): ReactNode {
  return (
    <Panel state={state} skeleton={<Skeleton className="h-44" />}>
      {({ reportByPartner }) => (
        <PartnerGrid
          partners={readFragment(PartnerGrid_partner, reportByPartner)}
          scale={view.scale}
          onScale={(scale) => setView({ scale })}
          timeZone={meta.timeZone}
          currency={currency}
          onPick={(partner) => setView({ partner: [partner] })}
        />
      )}
    </Panel>
  );
}
