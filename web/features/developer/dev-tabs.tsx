"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";

const pages = [
  ["home", "/dev"],
  ["keys", "/dev/keys"],
  ["explorer", "/dev/explorer"],
] as const;

/** The developer pages side by side. */
export function DevTabs({ current }: { current: (typeof pages)[number][0] }): ReactNode {
  const t = useTranslations("developer");
  return (
    <nav aria-label={t("title")} className="mb-4 flex gap-1 overflow-x-auto border-b border-border">
      {pages.map(([key, href]) => (
        // The explorer is large: nothing of it is fetched before it is wanted.
        <Link
          key={key}
          href={href}
          prefetch={false}
          aria-current={key === current ? "page" : undefined}
          className={clsx(
            "-mb-px inline-flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap",
            key === current
              ? "border-primary font-medium text-fg"
              : "border-transparent text-muted hover:text-fg",
          )}
        >
          {t(`tabs.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
