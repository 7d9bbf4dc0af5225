"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment } from "../../gql/index.ts";
import type { Verify_RowFragment, VerificationCheckGroup } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { FixButton, type FixProps } from "./fix-button.tsx";
import { Verify_check } from "./queries.ts";
import { stateTones } from "./words.ts";

interface CheckTableProps {
  row: Verify_RowFragment;
  timeZone: string;
  /** Null: whoever reads can do nothing about it. */
  fix: Omit<FixProps, "row"> | null;
}
/** The fourteen checks under their five groups, each with its one way out. */
export function CheckTable({ row, timeZone, fix }: CheckTableProps): ReactNode {
  const t = useTranslations("verify");
  const checks = row.checks.map((check) => readFragment(Verify_check, check));
  const groups = [...new Set(checks.map(({ group }) => group))] as VerificationCheckGroup[];
  return (
    <div className="flex flex-col gap-3">
      {groups.map((group) => (
        <section key={group} aria-label={t(`groups.${group}`)}>
          <h3 className="text-table font-semibold text-muted">{t(`groups.${group}`)}</h3>
          <ol className="flex flex-col divide-y divide-border">
            {checks
              .filter((check) => check.group === group)
              .map((check) => (
                <li
                  key={check.key}
                  className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 py-2
                    sm:grid-cols-[14rem_7rem_1fr_auto]"
                >
                  <span className="font-medium">
                    {check.number}. {t(`checks.${check.key}`)}
                  </span>
                  <span>
                    <Badge tone={stateTones[check.state]}>{t(`states.${check.state}`)}</Badge>
                  </span>
                  <span className="col-span-2 min-w-0 break-words text-muted sm:col-span-1">
                    {check.sentence}
                    {check.until ? (
                      <span className="block text-caption">
                        {t("cells.until", { at: formatDateTime(check.until, timeZone) })}
                      </span>
                    ) : null}
                  </span>
                  <span className="col-span-2 sm:col-span-1">
                    {fix && check.fix ? <FixButton fix={check.fix} row={row} {...fix} /> : null}
                  </span>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
