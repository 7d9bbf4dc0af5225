"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatCount } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import type { Chosen } from "./use-chosen.ts";

interface ChosenBarProps {
  choice: Chosen;
  total: number;
  onAct: (act: "end" | "reopen") => void;
}
/** How many links there are, and what is done to those that are chosen. */
export function ChosenBar({ choice, total, onAct }: ChosenBarProps): ReactNode {
  const t = useTranslations("links");
  const some = choice.picked.length > 0;
  return (
    <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2">
      <p aria-live="polite">
        {some
          ? t("chosen", { count: choice.selected.count, total: formatCount(total) })
          : t("total", { count: total })}
      </p>
      {some ? (
        <>
          {choice.whole && choice.hasMore && !choice.all ? (
            <Button size="small" onClick={choice.everything}>
              {t("chooseAll", { total: formatCount(total) })}
            </Button>
          ) : null}
          <Button size="small" onClick={() => onAct("end")}>
            {t("end")}
          </Button>
          <Button size="small" onClick={() => onAct("reopen")}>
            {t("reopen")}
          </Button>
          <Button size="small" tone="quiet" onClick={choice.none}>
            {t("chooseNone")}
          </Button>
        </>
      ) : null}
    </div>
  );
}
