import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { LinkTabs } from "../../ui/link-tabs.tsx";

const pages = [
  ["templates", ""],
  ["campaigns", "/campaigns"],
  ["lists", "/lists"],
] as const;

interface TermsTabsProps {
  current: (typeof pages)[number][0];
  /** Address of the terms of the program. */
  base: string;
  /** Lists are read by those alone who may change them. */
  mayWrite: boolean;
}
/** Terms of the program, of campaigns inside it, and the lists that their rules name. */
export function TermsTabs({ current, base, mayWrite }: TermsTabsProps): ReactNode {
  const t = useTranslations("terms");
  const shown = pages.filter(([key]) => key !== "lists" || mayWrite);
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
