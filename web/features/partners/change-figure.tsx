"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatChange, formatDifference } from "../../lib/format.ts";

const ChangeFigure_change = graphql(/* GraphQL */ `
  fragment ChangeFigure_change on ClickChange {
    raw
    share
    before {
      raw
    }
  }
`);

interface ChangeFigureProps {
  change: FragmentType<typeof ChangeFigure_change> | null;
}
/** How many clicks more or less than in the period before, as far as both are compared. */
export function ChangeFigure({ change }: ChangeFigureProps): ReactNode {
  const t = useTranslations("partners");
  const found = readFragment(ChangeFigure_change, change);
  if (!found) return <span className="text-subtle">{t("notCompared")}</span>;
  const { raw, share, before } = found;
  if (raw === 0 && before.raw === 0) return <span className="text-subtle">–</span>;
  return (
    <span
      className={clsx(raw < 0 && "text-danger", raw > 0 && "text-success")}
      title={t("changeTitle", { before: before.raw })}
    >
      {formatDifference(raw)}
      <span className="text-caption text-subtle">
        {" "}
        {share === null ? t("fromNone") : formatChange(Number(share), 0)}
      </span>
    </span>
  );
}
