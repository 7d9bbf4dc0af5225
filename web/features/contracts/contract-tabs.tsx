"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

const pages = [
  ["list", ""],
  ["changes", "/changes"],
  ["audit", "/audit"],
] as const;

interface ContractTabsProps {
  current: (typeof pages)[number][0];
  /** Address of the contract list. */
  base: string;
  mayDraft: boolean;
}
/** The pages about contracts side by side. */
export function ContractTabs({ current, base, mayDraft }: ContractTabsProps): ReactNode {
  const t = useTranslations("contracts");
  const shown = pages.filter(([key]) => key !== "changes" || mayDraft);
  return (
    <LinkTabs
      label={t("title")}
      tabs={shown.map(([key, path]) => ({
        href: base + path,
        text: t(`tabs.${key}`),
        current: key === current,
      }))}
    />
  );
}
