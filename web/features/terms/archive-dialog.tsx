"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";
import { ArchiveTerms } from "./state-documents.ts";

export function ArchiveDialog({ name, ...rest }: ConfirmOpening & { name: string }): ReactNode {
  const t = useTranslations("terms");
  return (
    <ConfirmDialog
      {...rest}
      document={ArchiveTerms}
      title={t("archiveTitle", { name })}
      text={t("archiveText")}
      submit={t("archive")}
      done={t("archived", { name })}
    />
  );
}
