"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { textLinkClass } from "../../ui/text-link.ts";

export function HowToLink(): ReactNode {
  const t = useTranslations("changes");
  return (
    <p>
      <Link href="/how-to/links" className={textLinkClass}>
        {t("howToLink")}
      </Link>
    </p>
  );
}
