"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import type { Asking } from "./use-explorer.ts";

/** The explorer works on live data: what changes it is named before it is sent. */
export function MutationDialog({ asking }: { asking: Asking | null }): ReactNode {
  const t = useTranslations("developer");
  return (
    <Dialog
      open={asking !== null}
      onClose={() => asking?.answer(false)}
      title={t("sendMutation")}
      description={t("sendMutationText")}
    >
      <p className="mb-4 font-mono text-table break-words">{asking?.fields.join(", ")}</p>
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" onClick={() => asking?.answer(true)}>
          {t("send")}
        </Button>
        <Button onClick={() => asking?.answer(false)}>{t("doNotSend")}</Button>
      </div>
    </Dialog>
  );
}
