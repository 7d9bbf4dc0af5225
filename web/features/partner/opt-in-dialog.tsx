"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { ConfirmDialog, type ConfirmOpening } from "../../ui/confirm-dialog.tsx";
import { OptInToChange } from "../contracts/documents.ts";

/** In force at once, for this partner alone, and for good. */
export function OptInDialog(props: ConfirmOpening): ReactNode {
  const t = useTranslations("partner");
  return (
    <ConfirmDialog
      {...props}
      document={OptInToChange}
      title={t("optInTitle")}
      text={t("optInText")}
      submit={t("optIn")}
      done={t("optedIn")}
    />
  );
}
