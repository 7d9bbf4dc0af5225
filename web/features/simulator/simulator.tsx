"use client";
import { useState, type ReactNode } from "react";
import { Play, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TermsInput } from "../../gql/graphql.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { FormAlert, SelectField } from "../../ui/form.tsx";
import { signedAll } from "./figures.ts";
import { PreviewSheet } from "./preview-sheet.tsx";
import { ReplayResult } from "./replay-result.tsx";
import { TryClick } from "./try-click.tsx";
import { isRunning, samples, triedText, useReplay, type Sample } from "./use-replay.ts";

export interface SimulatorProps {
  programId: string;
  programCode: string;
  /** The terms that the draft is a version of; null for new ones. */
  termsId: string | null;
  draft: TermsInput;
  timeZone: string;
}
/** What the draft would have made of past clicks, by the engine that pays; and of one click. */
export function Simulator({ programId, programCode, termsId, draft, timeZone }: SimulatorProps): ReactNode {
  const t = useTranslations("simulator");
  const [sample, setSample] = useState<Sample>("7d");
  const run = useReplay(programId, termsId);
  const { replay } = run;
  const isOld = replay !== null && run.tried !== triedText(draft, sample);
  const runs = replay !== null && isRunning(replay);
  const figures = replay?.state === "DONE" ? replay.figures : null;
  const headline = figures
    ? signedAll(figures.difference)
        .map(({ text }) => text)
        .join(", ")
    : runs
      ? t("percent", { percent: replay.progressPercent })
      : "";
  return (
    <PreviewSheet title={t("title")} headline={headline}>
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-32 flex-1">
          <SelectField
            name="sample"
            label={t("sample")}
            value={sample}
            onChange={(event) => setSample(event.target.value as Sample)}
            options={samples.map((value) => ({ value, label: t(`samples.${value}`) }))}
          />
        </div>
        <Button tone={figures && !isOld ? "plain" : "primary"} busy={run.starting || runs} onClick={() => run.start(draft, sample)}>
          <Play aria-hidden size={14} />
          {t("run")}
        </Button>
      </div>
      {run.refusal ? <FormAlert>{run.refusal.message}</FormAlert> : null}
      {replay === null ? <p className="text-muted">{t("explain")}</p> : null}
      {runs ? <Progress percent={replay.progressPercent} done={replay.eventsDone} total={replay.eventsTotal} onCancel={run.cancel} /> : null}
      {replay?.state === "CANCELLED" ? <p className="text-muted">{t("cancelled")}</p> : null}
      {replay?.state === "FAILED" ? (
        <div role="alert" className="flex flex-col items-start gap-2">
          <p className="flex items-start gap-2">
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-danger" />
            {replay.failure ?? t("failed")}
          </p>
          <Button size="small" busy={run.starting} onClick={() => run.start(draft, sample)}>
            <RotateCw aria-hidden size={14} />
            {t("retry")}
          </Button>
        </div>
      ) : null}
      {replay && figures ? (
        <>
          {isOld ? <Badge tone="waiting">{t("old")}</Badge> : null}
          <ReplayResult replay={replay} figures={figures} programCode={programCode} timeZone={timeZone} />
        </>
      ) : null}
      <TryClick programId={programId} draft={draft} timeZone={timeZone} />
    </PreviewSheet>
  );
}

function Progress({ percent, done, total, onCancel }: { percent: number; done: number | null; total: number | null; onCancel: () => void }): ReactNode {
  const t = useTranslations("simulator");
  return (
    <div className="flex flex-col items-start gap-2">
      <progress aria-label={t("running")} max={100} value={percent} className="h-2 w-full accent-primary" />
      <output className="text-caption text-muted">{total === null || done === null ? t("percent", { percent }) : t("progress", { done, total })}</output>
      <Button size="small" onClick={onCancel}>
        {t("cancel")}
      </Button>
    </div>
  );
}
