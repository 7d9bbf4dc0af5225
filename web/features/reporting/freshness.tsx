"use client";
import { use, type ReactNode } from "react";
import { clsx } from "clsx";
import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Freshness_MetaFragment } from "../../gql/graphql.ts";
import { formatSecond, formatShort } from "../../lib/format.ts";
import { durationParts, lateBy } from "../../lib/reach.ts";
import type { News } from "../../lib/use-news.ts";
import { IconButton } from "../../ui/button.tsx";
import { graphql } from "../../gql/index.ts";
import { Heard } from "./heard.ts";

export const Freshness_meta = graphql(/* GraphQL */ `
  fragment Freshness_meta on ReportMeta {
    timeZone
    salesTimeZone
    grain
    start
    end
    trackedSince
    generatedAt
    completeness {
      at
      clicksUntil
      waitingClicks
    }
    salesSettledUntil
    salesHidden
    simulatedSales
    source
    emptyReason
    salesEmptyReason
  }
`);

type Standing = "live" | "polling" | "paused" | "late" | "cut";
const dots: Record<Standing, string> = {
  live: "bg-success",
  polling: "bg-warning",
  paused: "bg-unpaid",
  late: "bg-warning",
  cut: "bg-unpaid",
};
const texts: Record<Standing, string> = {
  live: "",
  polling: "",
  paused: "",
  late: "font-medium text-warning",
  cut: "font-medium text-fg",
};

/** How complete the figures are, and whether they are live: never more than is known. */
export function Freshness({ meta, news }: { meta: Freshness_MetaFragment; news: News }): ReactNode {
  const t = useTranslations("reporting");
  const { live, cutSince } = news;
  const paused = live === "paused";
  // While figures are pushed they are as new as what was pushed; else as new as what is shown.
  const known = live === "live" && news.completeness ? news.completeness : meta.completeness;
  const late = lateBy(known);
  const standing = ((): Standing => {
    if (paused) return "paused";
    if (cutSince !== null) return "cut";
    return late === null ? live : "late";
  })();
  const word = {
    live: () => t("live.live"),
    polling: () => t("live.polling"),
    paused: () => t("live.paused"),
    late: () => t("live.late", durationParts(late ?? 0)),
    cut: () => t("live.cut", { time: formatSecond(cutSince ?? 0, meta.timeZone) }),
  }[standing]();
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-caption text-muted">
      <span
        data-standing={standing}
        className={clsx("inline-flex items-center gap-1.5", texts[standing])}
        title={t(`live.${standing}Note`)}
      >
        <span aria-hidden className={clsx("size-2 shrink-0 rounded-full", dots[standing])} />
        {word}
      </span>
      <output className="sr-only">{t(`live.${standing}Note`)}</output>
      <span className="print-hidden -mx-1">
        <IconButton
          label={paused ? t("live.resume") : t("live.pause")}
          onClick={news.toggle}
          className="size-7 md:size-6"
        >
          {paused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
        </IconButton>
      </span>
      <Parts
        of={[
          known.waitingClicks > 0 && late !== null
            ? t("waitingClicks", { count: known.waitingClicks })
            : null,
          t("freshClicks", { time: formatShort(known.clicksUntil, meta.timeZone) }),
          meta.salesSettledUntil === null
            ? t("noSalesRead")
            : t("freshSales", { time: formatShort(meta.salesSettledUntil, meta.timeZone) }),
          meta.salesHidden ? t("salesHidden") : null,
          meta.simulatedSales ? t("simulated") : null,
        ]}
      />
    </div>
  );
}

export function HeardFreshness({ meta }: { meta: Freshness_MetaFragment }): ReactNode {
  const news = use(Heard);
  return news && <Freshness meta={meta} news={news} />;
}

function Parts({ of }: { of: readonly (string | null)[] }): ReactNode {
  return of
    .filter((part) => part !== null)
    .map((part, index) => (
      <span key={part} className={index === 0 ? "" : "md:before:me-2 md:before:content-['·']"}>
        {part}
      </span>
    ));
}
