"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { DifferenceEffect, DifferenceList_DifferenceFragment } from "../../gql/graphql.ts";

const DifferenceList_difference = graphql(/* GraphQL */ `
  fragment DifferenceList_difference on TermsDifference {
    clause
    kind
    event
    name
    before
    after
    effect
  }
`);

const signs: Record<DifferenceEffect, { icon: typeof ArrowUp; tone: string }> = {
  BETTER: { icon: ArrowUp, tone: "text-success" },
  WORSE: { icon: ArrowDown, tone: "text-danger" },
  NEUTRAL: { icon: Minus, tone: "text-muted" },
};
interface DifferenceListProps {
  differences: readonly FragmentType<typeof DifferenceList_difference>[];
  /** The partner reads "for you". */
  reader?: "brand" | "partner";
  /** Said when there is none. */
  none?: ReactNode;
}
/** What changes, a clause a line: the words before and after, and what it means for the partner. */
export function DifferenceList({
  differences,
  reader = "brand",
  none,
}: DifferenceListProps): ReactNode {
  const t = useTranslations("changes");
  if (differences.length === 0) return <p className="text-muted">{none ?? t("sameWords")}</p>;
  return (
    <ul className="flex flex-col divide-y divide-border">
      {differences.map((each, index) => (
        <DifferenceLine
          key={index}
          difference={readFragment(DifferenceList_difference, each)}
          reader={reader}
        />
      ))}
    </ul>
  );
}

function DifferenceLine({
  difference,
  reader,
}: {
  difference: DifferenceList_DifferenceFragment;
  reader: "brand" | "partner";
}): ReactNode {
  const t = useTranslations("changes");
  const { clause, kind, event, name, before, after, effect } = difference;
  const { icon: Icon, tone } = signs[effect];
  return (
    <li className="grid gap-x-4 gap-y-1 py-2 sm:grid-cols-[11rem_minmax(0,1fr)_minmax(0,11rem)]">
      <div className="min-w-0">
        <span className="font-medium">{t(`clauses.${clause}`)}</span>
        <span className="block text-caption text-subtle">{t(`kinds.${kind}`)}</span>
        {event ? (
          <span className="block text-caption text-subtle">{t(`events.${event}`)}</span>
        ) : null}
        {name ? (
          <span className="block text-caption break-words text-subtle">{t("named", { name })}</span>
        ) : null}
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        {before === null ? null : (
          <span className="flex gap-2">
            <span className="w-12 shrink-0 text-caption leading-5 text-subtle">{t("before")}</span>
            <del className="min-w-0 break-words text-muted decoration-1">{before}</del>
          </span>
        )}
        {after === null ? null : (
          <span className="flex gap-2">
            <span className="w-12 shrink-0 text-caption leading-5 text-subtle">{t("after")}</span>
            <ins className="min-w-0 font-medium break-words no-underline">{after}</ins>
          </span>
        )}
      </div>
      <span className={clsx("flex items-start gap-1 text-caption leading-5", tone)}>
        <Icon aria-hidden size={14} className="mt-0.5 shrink-0" />
        {t(`effects.${reader}.${effect}`)}
      </span>
    </li>
  );
}
