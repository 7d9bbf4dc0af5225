"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";

interface UntriedProps {
  of: readonly { name: string; rule: string }[];
}
/** Conditions that a trial left out, by their group and what they ask for. */
export function Untried({ of }: UntriedProps): ReactNode {
  const t = useTranslations("simulator");
  if (of.length === 0) return null;
  const names = of.map(({ name, rule }) => `${name} (${rule})`);
  return (
    <p className="text-caption text-muted">
      {t("untried", { list: [...new Set(names)].join(", ") })}
    </p>
  );
}
