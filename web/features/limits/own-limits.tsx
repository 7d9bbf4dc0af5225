"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import { Card, CardHead } from "../../ui/card.tsx";
import { LimitGauge, LimitGauge_limit } from "./limit-gauge.tsx";
import { ProgramLimits_LimitFragmentDoc } from "../../gql/graphql.ts";
import { byNearness } from "./limit-state.ts";

interface OwnLimitsProps {
  space: "brand" | "partner";
  timeZone: string;
  title: string;
  /** Of the contract in force between the two. */
  limits: readonly FragmentType<typeof LimitGauge_limit>[];
  /** The program's own that the reader may see. */
  programLimits: readonly FragmentType<typeof ProgramLimits_LimitFragmentDoc>[];
  actions?: ReactNode;
}
/** All limits that one partner's clicks and sales meet, nearest first. */
export function OwnLimits({
  space,
  timeZone,
  title,
  limits,
  programLimits,
  actions,
}: OwnLimitsProps): ReactNode {
  const t = useTranslations("limits");
  const shared = programLimits.map((row) =>
    readFragment(LimitGauge_limit, readFragment(ProgramLimits_LimitFragmentDoc, row).usage),
  );
  const rows = byNearness([...limits.map((row) => readFragment(LimitGauge_limit, row)), ...shared]);
  return (
    <Card>
      <CardHead title={title} actions={actions} />
      {rows.length === 0 ? (
        <p className="text-muted">
          {space === "brand" ? `${t("noneBrand")}. ${t("addInTerms")}` : t("none")}
        </p>
      ) : null}
      {rows.length > 1 ? <p className="mb-3 text-muted">{t("several")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {rows.map((limit) => (
          <li key={limit.limitId} className="py-3 first:pt-0 last:pb-0">
            <LimitGauge limit={limit} space={space} timeZone={timeZone} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
