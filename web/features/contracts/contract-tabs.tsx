"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cx } from "../../ui/cx.ts";

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
  return (
    <nav aria-label={t("title")} className="mb-4 flex gap-1 overflow-x-auto border-b border-border">
      {pages
        .filter(([key]) => key !== "changes" || mayDraft)
        .map(([key, path]) => (
          <Link
            key={key}
            href={base + path}
            aria-current={key === current ? "page" : undefined}
            className={cx(
              "-mb-px inline-flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap pointer-coarse:min-h-11",
              key === current ? "border-primary font-medium text-fg" : "border-transparent text-muted hover:text-fg",
            )}
          >
            {t(`tabs.${key}`)}
          </Link>
        ))}
    </nav>
  );
}
