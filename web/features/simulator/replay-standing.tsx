"use client";
import type { ReactNode } from "react";
import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../../ui/button.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { progressClass } from "../../ui/progress.ts";
import { isRunning, type ReplayRun } from "./use-replay.ts";

/**
 * Everything about a replay but its figures: that it was refused, runs, was cancelled, failed; with
 * the way on.
 */
export function ReplayStanding({
  run,
  onRetry,
}: {
  run: ReplayRun;
  onRetry: () => void;
}): ReactNode {
  const t = useTranslations("simulator");
  const { replay, refusal, starting } = run;
  const retry = (
    <Button size="small" busy={starting} onClick={onRetry}>
      <RotateCw aria-hidden size={14} />
      {t("retry")}
    </Button>
  );
  if (refusal)
    return (
      <div className="flex flex-col items-start gap-2">
        <FormAlert>{refusal.message}</FormAlert>
        {retry}
      </div>
    );
  if (replay === null) return null;
  if (isRunning(replay))
    return (
      <Progress
        percent={replay.progressPercent}
        done={replay.eventsDone}
        total={replay.eventsTotal}
        onCancel={run.cancel}
      />
    );
  if (replay.state === "CANCELLED")
    return (
      <div className="flex flex-wrap items-center gap-2">
        <p className="text-muted">{t("cancelled")}</p>
        {retry}
      </div>
    );
  if (replay.state === "FAILED")
    return (
      <div role="alert" className="flex flex-col items-start gap-2">
        <p className="flex items-start gap-2">
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-danger" />
          {replay.failure ?? t("failed")}
        </p>
        {retry}
      </div>
    );
  return null;
}

function Progress({
  percent,
  done,
  total,
  onCancel,
}: {
  percent: number;
  done: number | null;
  total: number | null;
  onCancel: () => void;
}): ReactNode {
  const t = useTranslations("simulator");
  return (
    <div className="flex flex-col items-start gap-2">
      <progress aria-label={t("running")} max={100} value={percent} className={progressClass} />
      <output className="text-caption text-muted">
        {!total || done === null ? t("percent", { percent }) : t("progress", { done, total })}
      </output>
      <Button size="small" onClick={onCancel}>
        {t("cancel")}
      </Button>
    </div>
  );
}
