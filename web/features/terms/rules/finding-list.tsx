"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { toneIcon, toneText, type Tone } from "../../../ui/badge.tsx";
import { isUnfinished, useEditor, type Finding } from "../editor/editor-context.tsx";

const tones = { ERROR: "danger", WARNING: "warning", HINT: "info" } as const satisfies Record<
  Finding["severity"],
  Tone
>;
export const toneOf = (finding: Finding): Tone =>
  isUnfinished(finding) ? "neutral" : tones[finding.severity];

interface FindingListProps {
  findings: readonly Finding[];
  /** What one press does about it. */
  fixes?: (finding: Finding) => ReactNode;
  label?: string;
}
/**
 * What the linter says of a row: the weight as a word and a sign, the sentence, a click that shows
 * it.
 */
export function FindingList({ findings, fixes, label }: FindingListProps): ReactNode {
  const t = useTranslations("terms.lint");
  if (findings.length === 0) return null;
  return (
    <ul aria-label={label ?? t("title")} className="flex flex-col gap-2">
      {findings.map((finding) => {
        const tone = toneOf(finding);
        const Icon = toneIcon[tone];
        return (
          <li key={`${finding.code} ${finding.path}`} className="flex min-w-0 items-start gap-2">
            <Icon aria-hidden size={16} className={clsx("mt-0.5 shrink-0", toneText[tone])} />
            <div className="flex min-w-0 flex-col items-start gap-1">
              <p className="break-words">
                <span className={clsx("font-medium", toneText[tone])}>
                  {isUnfinished(finding) ? t("unfinished") : t(`severities.${finding.severity}`)}
                </span>{" "}
                {finding.message}.
              </p>
              <Example finding={finding} />
              {fixes?.(finding)}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** "For example a click where the country is US and the device is PHONE." */
function Example({ finding }: { finding: Finding }): ReactNode {
  const t = useTranslations("terms.lint");
  const terms = useTranslations("terms");
  const { labelOf, sentenceOf } = useEditor();
  const facts = (finding.example ?? []).filter(({ values }) => values.length > 0);
  if (facts.length === 0) return null;
  const said = facts
    .map((fact) =>
      sentenceOf({
        ...fact,
        operator: "IS",
        values: fact.values.map((value) => labelOf(fact.variable, value)),
      }),
    )
    .filter(Boolean)
    .join(terms("ruleAnd"));
  if (said === "") return null;
  return <p className="text-caption break-words text-subtle">{t("example", { facts: said })}</p>;
}
