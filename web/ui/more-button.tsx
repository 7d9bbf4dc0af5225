"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";

/** Below a list that goes on. */
export function MoreButton({
  more,
  busy,
}: {
  more: (() => void) | null;
  busy: boolean;
}): ReactNode {
  const t = useTranslations("ui");
  if (!more) return null;
  return (
    <div className="mt-3">
      <Button busy={busy} onClick={more}>
        {busy ? t("loading") : t("more")}
      </Button>
    </div>
  );
}
