"use client";
import { useEffect, useState, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { Columns2, Rows2 } from "lucide-react";
import { PairChart } from "../../../charts/pair-chart.tsx";
import type { EmptyReason } from "../../../gql/graphql.ts";
import { lateView } from "../../../lib/late.ts";
import { isTyping } from "../../../lib/is-typing.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import type { ChartExportProps } from "./chart-export.tsx";
import { usePairPanels, type PairInput } from "./pair-panels.ts";
import { dateIn } from "../log/log-filters.ts";
import { wholeDates } from "./whole-dates.ts";
import { wordOfGrain, type ViewState } from "../view-state.ts";

const stackFromBuckets = 60;
/** Beside the chart: the first scripts do without. */
const ChartExport = lateView(async () => (await import("./chart-export.tsx")).ChartExport);

interface PairSectionProps extends PairInput {
  layout: ViewState["layout"];
  onLayout: (layout: NonNullable<ViewState["layout"]>) => void;
  onOpen: (bucketKey: string) => void;
  /** Both dates are among them. */
  onZoom: (from: string, to: string) => void;
  /** Buckets beside which something happened. */
  marks: readonly number[];
  renderEmpty: (reason: EmptyReason, kind: "clicks" | "sales") => ReactNode;
  /** What a picture of the chart says beside it. */
  picture: Pick<ChartExportProps, "view" | "choices" | "program">;
}
/** The two panels with their cursor, its words, and what one can do without a pointer. */
export function PairSection({
  layout,
  onLayout,
  onOpen,
  onZoom,
  marks,
  renderEmpty,
  picture,
  ...input
}: PairSectionProps): ReactNode {
  const t = useTranslations("reporting.chart");
  const names = useTranslations("reporting.perGrain");
  const { meta, buckets } = input;
  const [marked, setMarked] = useState<number | null>(null);
  const cursor = marked !== null && marked < buckets.length ? marked : null;
  const { panels, valueText, readout } = usePairPanels(input);
  const drawn = panels.map((panel, index) => {
    const reason = index === 0 ? meta.emptyReason : meta.salesEmptyReason;
    const hasBars = panel.bars.some(({ values }) => values?.some((value) => value > 0));
    return reason && !hasBars
      ? { ...panel, empty: renderEmpty(reason, index === 0 ? "clicks" : "sales") }
      : panel;
  });
  const full = drawn.filter(({ empty }) => !empty);
  const shown = layout ?? (buckets.length > stackFromBuckets ? "stack" : "side");
  const other = shown === "side" ? "stack" : "side";
  useLayoutKey(onLayout, other);
  const open = (index: number) => {
    const bucket = buckets[index];
    if (bucket) onOpen(bucket.key);
  };
  const zoom = (first: number, last: number) => {
    const [from, to] = [buckets[first], buckets[last]];
    if (from && to)
      onZoom(dateIn(from.start, meta.timeZone), dateIn(Date.parse(to.end) - 1, meta.timeZone));
  };
  return (
    <div>
      <PairChart
        panels={drawn}
        label={t("cursor")}
        valueText={valueText}
        cursor={cursor}
        marks={marks}
        onMark={setMarked}
        onOpen={open}
        onZoom={zoom}
        zoomable={(chosen) => wholeDates(chosen, buckets)}
        layout={shown}
      />
      <Readout
        text={cursor === null ? null : readout(cursor)}
        onOpen={() => cursor !== null && open(cursor)}
        grain={names(wordOfGrain(meta.grain))}
        other={other}
        onLayout={onLayout}
        asFile={full.length > 0 ? <ChartExport {...picture} panels={full} meta={meta} /> : null}
      />
    </div>
  );
}

type Layout = NonNullable<ViewState["layout"]>;
/** The key \ turns the panels, unless somebody is typing. */
function useLayoutKey(onLayout: (layout: Layout) => void, other: Layout): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "\\" && !isTyping(event.target)) onLayout(other);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [onLayout, other]);
}

interface ReadoutProps {
  /** What the cursor says; null where it is not set. */
  text: string | null;
  onOpen: () => void;
  grain: string;
  other: Layout;
  onLayout: (layout: Layout) => void;
  asFile: ReactNode;
}
/** The words of the cursor, and what one can do without a pointer. */
function Readout({ text, onOpen, grain, other, onLayout, asFile }: ReadoutProps): ReactNode {
  const t = useTranslations("reporting.chart");
  return (
    <div
      className={clsx(
        "print-hidden mt-2 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 md:min-h-8",
      )}
    >
      <p aria-live="off" className="tabular min-w-0 flex-1 text-table text-muted">
        {text ?? t("hint")}
      </p>
      {text === null ? null : (
        <Button size="small" onClick={onOpen}>
          {t("open", { grain })}
        </Button>
      )}
      {asFile}
      <span className="hidden lg:inline">
        <IconButton label={`${t(other)} (${t("layoutKey")})`} onClick={() => onLayout(other)}>
          {other === "stack" ? <Rows2 aria-hidden size={16} /> : <Columns2 aria-hidden size={16} />}
        </IconButton>
      </span>
    </div>
  );
}
