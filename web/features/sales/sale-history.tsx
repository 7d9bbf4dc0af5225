"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ConversionKind, SaleDetailQuery } from "../../gql/graphql.ts";
import { formatDateTime, formatEffect, zoneName } from "../../lib/format.ts";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";

type Update = NonNullable<SaleDetailQuery["conversion"]>["updates"][number];

/** Every change of a sale, oldest first: all deltas together are its figures. */
export function SaleHistory({
  updates,
  timeZone,
  kind,
}: {
  updates: readonly Update[];
  timeZone: string;
  kind: ConversionKind;
}): ReactNode {
  const t = useTranslations("sales");
  return (
    <div>
      <h2 className="mb-2 text-body font-semibold">{t("history.title")}</h2>
      <Table label={t("history.title")} stacked>
        <thead className={wideOnly}>
          <tr>
            <Th pinned>{t("history.at", { zone: zoneName(timeZone) })}</Th>
            <Th>{t("history.what")}</Th>
            <Th>{t("history.by")}</Th>
            {kind === "SALE" ? <Th numeric>{t("history.amount")}</Th> : null}
            <Th numeric>{t("history.payout")}</Th>
            <Th>{t("history.note")}</Th>
          </tr>
        </thead>
        <tbody>
          {updates.map((update) => (
            <tr key={update.number}>
              <RowHead
                className="whitespace-nowrap"
                label={t("history.at", { zone: zoneName(timeZone) })}
              >
                {formatDateTime(update.at, timeZone)}
              </RowHead>
              <Td label={t("history.what")} className="whitespace-nowrap">
                {t(`kinds.${update.kind}`)}
              </Td>
              <Td label={t("history.by")} className="whitespace-nowrap">
                {t(`actors.${update.actor}`)}
              </Td>
              {kind === "SALE" ? (
                <Td numeric label={t("history.amount")}>
                  {formatEffect(update.deltaAmount)}
                </Td>
              ) : null}
              <Td numeric label={t("history.payout")}>
                {update.kind === "ADJUSTED"
                  ? t("history.adjustment", { amount: formatEffect(update.adjustment) })
                  : formatEffect(update.deltaPayout)}
              </Td>
              <Td
                label={update.code || update.comment ? t("history.note") : undefined}
                className="min-w-48 text-muted"
              >
                {update.code ? (
                  <span className="block text-fg">
                    {t.has(`reasons.${update.code as "OTHER"}`)
                      ? t(`reasons.${update.code as "OTHER"}`)
                      : update.code}
                  </span>
                ) : null}
                {update.comment}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
