"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Freshness_MetaFragment } from "../../../gql/graphql.ts";
import type { ShownBucket } from "../panels/click-measures.ts";
import { formatCount } from "../../../lib/format.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { Button } from "../../../ui/button.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Tabs } from "../../../ui/tabs.tsx";
import { ClickList, ListSkeleton } from "./click-list.tsx";
import { clickFilterOf, saleDatesOf, saleFilterOf } from "./log-filters.ts";
import { SaleList } from "./sale-list.tsx";
import { TraceView } from "./trace-view.tsx";
import { graphql } from "../../../gql/index.ts";
import type { ViewState } from "../view-state.ts";

const ClickTrace = graphql(/* GraphQL */ `
  query ClickTrace($id: ID!) {
    click(id: $id) {
      click {
        ...ClickList_click
        programId
        landingPage
        browser
        os
        referrerHost
        sharedId
        partnerAccountId
        subId1
        subId2
        subId3
        termsVersion
        warnings
        hidden
      }
      trace {
        engineVersion
        consistent
        steps {
          ...TraceSteps_step
        }
      }
    }
  }
`);

export interface BucketProps {
  programId: string;
  view: ViewState;
  meta: Freshness_MetaFragment;
  bucket: ShownBucket;
  withPartner: boolean;
  clickHref: (clickId: string) => string;
  saleHref: (saleId: string) => string;
  onClick: (clickId: string | null) => void;
}
/** The clicks and sales of a bucket. */
export function BucketLists({
  programId,
  view,
  meta,
  bucket,
  withPartner,
  saleHref,
  onClick,
}: Omit<BucketProps, "clickHref">): ReactNode {
  const t = useTranslations("reporting.drawer");
  const [tab, setTab] = useState("clicks");
  const dates = saleDatesOf(bucket, bucket.key, meta);
  return (
    <Tabs
      label={t("clicks")}
      value={tab}
      onChange={setTab}
      tabs={[
        {
          value: "clicks",
          label: t("clicksCount", { count: formatCount(bucket.clicks?.raw ?? 0) }),
          content: (
            <ClickList
              programId={programId}
              filter={clickFilterOf(view, bucket)}
              timeZone={meta.timeZone}
              withPartner={withPartner}
              hidden={bucket.clicks?.hidden ?? 0}
              onOpen={onClick}
            />
          ),
        },
        {
          value: "sales",
          label: bucket.sales
            ? t("salesCount", { count: formatCount(bucket.sales.orders) })
            : t("sales"),
          content: (
            <>
              {bucket.sales ? null : (
                <p className="mb-3 text-caption text-muted">{t("salesByDate")}</p>
              )}
              <SaleList
                programId={programId}
                filter={saleFilterOf(view, dates)}
                withPartner={withPartner}
                hrefOf={saleHref}
              />
            </>
          ),
        },
      ]}
    />
  );
}

/** One of them: why it earns what it does. */
export function OneClick({
  clickId,
  meta,
  withPartner,
  clickHref,
  onClick,
}: Pick<BucketProps, "meta" | "withPartner" | "clickHref" | "onClick"> & {
  clickId: string;
}): ReactNode {
  const t = useTranslations("reporting");
  const state = useLoaded(ClickTrace, { id: clickId }, null);
  const back = useRef<HTMLButtonElement>(null);
  // The row that was pressed is gone: without this the focus would be too.
  useEffect(() => back.current?.focus(), []);
  return (
    <div className="flex flex-col items-start gap-3">
      <Button ref={back} size="small" onClick={() => onClick(null)}>
        <ArrowLeft aria-hidden size={14} />
        {t("drawer.back")}
      </Button>
      <div className="w-full">
        <Panel state={state} skeleton={<ListSkeleton />}>
          {({ click }) =>
            click ? (
              <TraceView
                heading="h3"
                space={withPartner ? "brand" : "partner"}
                detail={click}
                timeZone={meta.timeZone}
                pageHref={clickHref(clickId)}
              />
            ) : (
              <p>{t("trace.notFound")}</p>
            )
          }
        </Panel>
      </div>
    </div>
  );
}
