"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { SelectField } from "../../ui/form.tsx";

/** Whose link it will be; null for a partner, who is always the one. */
export function PartnerField({ partners }: { partners: readonly { id: string; name: string }[] | null }): ReactNode {
  const t = useTranslations("links");
  if (!partners) return null;
  const options = [{ value: "", label: t("choosePartner"), disabled: true }, ...partners.map(({ id, name }) => ({ value: id, label: name }))];
  return <SelectField name="partnerId" label={t("partner")} required defaultValue="" options={options} />;
}
