"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { RuleVariable } from "../../gql/graphql.ts";

interface UntriedProps {
  of: readonly { name: string; variable: RuleVariable }[];
}
/** Conditions that a trial left out, by their group and what they ask for. */
export function Untried({ of }: UntriedProps): ReactNode {
  const t = useTranslations("simulator");
  const words = useTranslations("rules");
  if (of.length === 0) return null;
  const names = of.map(({ name, variable }) => `${name} (${words(`variableNames.${variable}`)})`);
  return (
    <p className="text-caption text-muted">
      {t("untried", { list: [...new Set(names)].join(", ") })}
    </p>
  );
}
