"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { VerifyBoardQuery } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";

interface CountsLineProps {
  board: VerifyBoardQuery["verificationBoard"];
  timeZone: string;
  /** The run that is shown alone. */
  runId: string | null;
  onRun: (id: string | null) => void;
}
/** What must be said of where sales come from; a message key of "verify". */
function sourceWords({
  clicksOnly,
  salesSource,
}: NonNullable<CountsLineProps["board"]>): "clicksOnly" | "simulated" | "noSource" | null {
  if (clicksOnly) return "clicksOnly";
  if (salesSource === "SIMULATED") return "simulated";
  return salesSource === "NONE" ? "noSource" : null;
}

/** How many are how far; where sales come from; the newest run. */
export function CountsLine({ board, timeZone, runId, onRun }: CountsLineProps): ReactNode {
  const t = useTranslations("verify");
  if (!board) return null;
  const { counts, run } = board;
  const source = sourceWords(board);
  return (
    <div className="mb-3 flex flex-col gap-2">
      <p className="text-lead font-medium" aria-live="polite">
        {t("counts", counts)}
      </p>
      {source ? (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
          <Badge tone={source === "noSource" ? "warning" : "info"}>{t(source)}</Badge>
          {t(`${source}Text`)}
        </p>
      ) : null}
      {run ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          {t("run.of", {
            at: formatDateTime(run.startedAt, timeZone),
            by: run.startedBy,
            ...run.counts,
          })}{" "}
          {t("run.place", { country: run.country, device: t(`run.devices.${run.device}`) })}
          <Button size="small" onClick={() => onRun(runId === null ? run.id : null)}>
            {t(runId === null ? "run.only" : "run.whole")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}
