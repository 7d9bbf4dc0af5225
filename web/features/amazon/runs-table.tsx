"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { AmazonAccountCardFragment } from "../../gql/graphql.ts";
import { formatCount, formatDateTime } from "../../lib/format.ts";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";

interface RunsTableProps {
  runs: AmazonAccountCardFragment["runs"];
  timeZone: string;
}
/** How reading the reports goes, by program and grouping; what stopped one stands below it. */
export function RunsTable({ runs, timeZone }: RunsTableProps): ReactNode {
  const t = useTranslations("amazon");
  return (
    <div className="mt-4">
      <h3 className="mb-2 text-body font-semibold">{t("health")}</h3>
      {runs.length === 0 ? (
        <p className="text-muted">{t("noRuns")}</p>
      ) : (
        <Table label={t("health")} stacked>
          <thead className={wideOnly}>
            <tr>
              <Th pinned>{t("program")}</Th>
              <Th>{t("grouping")}</Th>
              <Th>{t("lastRun")}</Th>
              <Th numeric>{t("rows")}</Th>
              <Th numeric>{t("masked")}</Th>
              <Th numeric>{t("unreadable")}</Th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={`${run.programName}/${run.grouping}`}>
                <RowHead label={t("program")}>{run.programName}</RowHead>
                <Td label={t("grouping")}>{t(`groupings.${run.grouping}`)}</Td>
                <Td label={t("lastRun")}>
                  {run.completeAt ? formatDateTime(run.completeAt, timeZone) : t("never")}
                  {run.hidden * 2 > run.known ? (
                    <span className="block max-w-md whitespace-normal text-warning">
                      {t("hiddenRows", { hidden: run.hidden, known: run.known })}
                    </span>
                  ) : null}
                  {run.failure ? (
                    <span className="block max-w-md whitespace-normal text-danger">
                      {run.failure}
                    </span>
                  ) : null}
                </Td>
                <Td numeric label={t("rows")}>
                  {formatCount(run.rows)}
                </Td>
                <Td numeric label={t("masked")}>
                  {formatCount(run.masked)}
                </Td>
                <Td numeric label={t("unreadable")}>
                  {formatCount(run.unreadable)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className="mt-2 max-w-prose text-caption text-subtle">{t("healthText")}</p>
    </div>
  );
}
