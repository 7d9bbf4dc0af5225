"use client";
import { useState, type ReactNode } from "react";
import { Play } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TermsInput } from "../../gql/graphql.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/form.tsx";
import { signedAll } from "./figures.ts";
import { PreviewSheet } from "./preview-sheet.tsx";
import { ReplayResult } from "./replay-result.tsx";
import { ReplayStanding } from "./replay-standing.tsx";
import { TryClick } from "./try-click.tsx";
import { draftInput, isRunning, samples, triedText, useReplay, type Sample } from "./use-replay.ts";

export interface SimulatorProps {
  programId: string;
  programCode: string;
  /** The terms that the draft is a version of; null for new ones. */
  termsId: string | null;
  draft: TermsInput;
  timeZone: string;
}
/** What the draft would have made of past clicks, by the engine that pays; and of one click. */
export function Simulator({
  programId,
  programCode,
  termsId,
  draft,
  timeZone,
}: SimulatorProps): ReactNode {
  const t = useTranslations("simulator");
  const [sample, setSample] = useState<Sample>("7d");
  const run = useReplay();
  const { replay } = run;
  const start = () =>
    run.start(draftInput(programId, termsId, draft, sample), triedText(draft, sample));
  const isOld = replay !== null && run.tried !== triedText(draft, sample);
  const runs = replay !== null && isRunning(replay);
  const figures = replay?.state === "DONE" ? replay.figures : null;
  const progress = runs ? t("percent", { percent: replay.progressPercent }) : "";
  const headline = figures
    ? signedAll(figures.difference)
        .map(({ text }) => text)
        .join(", ")
    : progress;
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
        <Button
          tone={figures && !isOld ? "plain" : "primary"}
          busy={run.starting || runs}
          onClick={start}
        >
          <Play aria-hidden size={14} />
          {t("run")}
        </Button>
      </div>
      {replay === null ? <p className="text-muted">{t("explain")}</p> : null}
      <ReplayStanding run={run} onRetry={start} />
      {replay && figures ? (
        <>
          {isOld ? <Badge tone="waiting">{t("old")}</Badge> : null}
          <ReplayResult
            replay={replay}
            figures={figures}
            programCode={programCode}
            timeZone={timeZone}
          />
        </>
      ) : null}
      <TryClick programId={programId} draft={draft} timeZone={timeZone} />
    </PreviewSheet>
  );
}
