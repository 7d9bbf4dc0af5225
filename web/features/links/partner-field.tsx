"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { Choices } from "../partners/choice-types.ts";
import { PartnerField as ChosenPartner } from "../partners/partner-select.tsx";

/** Whose link it will be; null for a partner, who is always the one. */
export function PartnerField({ partners }: { partners: Choices | null }): ReactNode {
  const t = useTranslations("links");
  return partners ? (
    <ChosenPartner name="partnerId" label={t("partner")} choices={partners} />
  ) : null;
}
