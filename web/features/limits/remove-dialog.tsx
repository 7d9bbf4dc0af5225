"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";
import { RemoveProgramLimit } from "./documents.ts";

export function RemoveDialog({ name, ...rest }: ConfirmOpening & { name: string }): ReactNode {
  const t = useTranslations("limits.remove");
  return (
    <ConfirmDialog
      {...rest}
      document={RemoveProgramLimit}
      title={t("title", { name })}
      text={t("text")}
      submit={t("submit")}
      tone="danger"
      done={t("done")}
    />
  );
}
