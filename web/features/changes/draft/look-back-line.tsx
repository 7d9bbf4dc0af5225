"use client";
import { useEffect, useEffectEvent, useId, type ReactNode } from "react";
import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { CardHead } from "../../../ui/card.tsx";
import { ReplaySpread } from "../../simulator/replay-spread.tsx";
import { ReplayStanding } from "../../simulator/replay-standing.tsx";
import { lookBackDays, type LookBack } from "./use-look-back.ts";

/**
 * The past days under the new terms. Begins by itself where nothing stands against the change;
 * nobody has to wait for it.
 */
export function LookBackLine({
  lookBack,
  refused,
}: {
  lookBack: LookBack;
  refused: boolean;
}): ReactNode {
  const t = useTranslations("changes");
  const replays = useTranslations("simulator");
  const id = useId();
  const { run, start, isNew, isOld } = lookBack;
  const begins = isNew && start !== null && !refused;
  const begin = useEffectEvent(() => start?.());
  useEffect(() => {
    if (begins) begin();
  }, [begins]);
  const done = run.replay?.state === "DONE" && !run.starting ? run.replay : null;
  return (
    <section aria-labelledby={id} className="rounded-card border border-border p-4">
      <CardHead id={id} title={replays("lookBack", { days: lookBackDays })} />
      <div className="flex flex-col gap-2">
        {start === null && run.replay === null ? (
          <p className="text-muted">{t("lookBackUnkept")}</p>
        ) : null}
        {run.starting ? <output className="text-muted">{t("lookBackStarts")}</output> : null}
        <ReplayStanding run={run} onRetry={() => start?.()} />
        {done ? (
          <>
            {isOld ? (
              <div className="flex flex-wrap items-center gap-2">
                <Badge tone="waiting">{t("lookBackOld")}</Badge>
                {start ? (
                  <Button size="small" busy={run.starting} onClick={start}>
                    <RotateCw aria-hidden size={14} />
                    {t("lookBackAgain")}
                  </Button>
                ) : null}
              </div>
            ) : null}
            <ReplaySpread replay={done} days={lookBackDays} />
          </>
        ) : null}
      </div>
    </section>
  );
}
