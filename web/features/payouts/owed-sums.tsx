"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { OwedSums_DateFragment, OwedSums_TotalFragment } from "../../gql/graphql.ts";
import { exactMonies, formatMoney, formatPlainDate, isZero } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { Figure } from "../overview/figure.tsx";
import { entriesAt } from "./entries-address.ts";

const OwedSums_total = graphql(/* GraphQL */ `
  fragment OwedSums_total on OwedTotal {
    currency
    pendingConversions
    nextDueOn
    lastLocksOn
    pending {
      amount
      currency
    }
    approved {
      amount
      currency
    }
    due {
      amount
      currency
    }
    owed {
      amount
      currency
    }
  }
`);
const OwedSums_date = graphql(/* GraphQL */ `
  fragment OwedSums_date on OwedDate {
    stage
    on
    partners
    amount {
      amount
      currency
    }
  }
`);
type Total = OwedSums_TotalFragment;
const stages = ["PENDING", "APPROVED", "DUE"] as const;
type Stage = (typeof stages)[number];
const amountOf = (total: Total, stage: Stage) =>
  ({ PENDING: total.pending, APPROVED: total.approved, DUE: total.due })[stage];

interface OwedTotalsProps {
  totals: readonly FragmentType<typeof OwedSums_total>[];
  /** Null: the entries of some partners alone are no page. */
  ledger: string | null;
}
/** On its way from left to right, and what of it is owed. */
export function OwedTotals({ totals, ledger }: OwedTotalsProps): ReactNode {
  const t = useTranslations("owed");
  const noteOf = (total: Total, stage: Stage): string => {
    if (stage === "DUE") return t("dueNote");
    if (stage === "APPROVED")
      return total.nextDueOn
        ? t("nextDue", { date: formatPlainDate(total.nextDueOn) })
        : t("noneApproved");
    if (isZero(total.pending)) return t("nonePending");
    const count = total.pendingConversions;
    return total.lastLocksOn
      ? t("pendingBy", { count, date: formatPlainDate(total.lastLocksOn) })
      : t("pendingOpen", { count });
  };
  return readFragment(OwedSums_total, totals).map((total) => (
    <dl key={total.currency} className="mb-3 grid grid-cols-2 gap-2 lg:grid-cols-4">
      {stages.map((stage) => (
        <Figure
          key={stage}
          label={t(`columns.${stage}`)}
          value={formatMoney(amountOf(total, stage))}
          exact={exactMonies([amountOf(total, stage)])}
          note={
            ledger === null || isZero(amountOf(total, stage)) ? (
              noteOf(total, stage)
            ) : (
              <Link
                href={entriesAt(ledger, { stage, currency: total.currency })}
                className={textLinkClass}
              >
                {noteOf(total, stage)}
              </Link>
            )
          }
        />
      ))}
      <Figure
        label={t("columns.OWED")}
        value={formatMoney(total.owed)}
        exact={exactMonies([total.owed])}
        note={t("owedNote")}
      />
    </dl>
  ));
}

const tones: Record<Stage, Tone> = { PENDING: "waiting", APPROVED: "info", DUE: "warning" };
interface OwedDatesProps {
  dates: readonly FragmentType<typeof OwedSums_date>[];
  ledger: string | null;
  /** Tells of how many partners. */
  isBrand: boolean;
}
/** When it falls due and becomes final, date by date. */
export function OwedDates({ dates, ...props }: OwedDatesProps): ReactNode {
  const t = useTranslations("owed");
  const rows = readFragment(OwedSums_date, dates);
  const pending = rows.filter(({ stage }) => stage === "PENDING");
  const final = rows.filter(({ stage }) => stage !== "PENDING");
  if (rows.length === 0) return null;
  return (
    <>
      <h2 className="mt-4 mb-2">{t("when")}</h2>
      {final.length > 0 ? <DateTable rows={final} {...props} /> : null}
      {pending.length > 0 ? (
        <details className="mt-2">
          <summary className="cursor-pointer py-1 text-link">
            {t("pendingDates", { count: pending.length })}
          </summary>
          <DateTable rows={pending} {...props} />
        </details>
      ) : null}
    </>
  );
}

interface DateTableProps {
  rows: readonly OwedSums_DateFragment[];
  ledger: string | null;
  isBrand: boolean;
}
function DateTable({ rows, ledger, isBrand }: DateTableProps): ReactNode {
  const t = useTranslations("owed");
  return (
    <Table label={t("when")} stacked>
      <thead className={wideOnly}>
        <tr>
          <Th pinned>{t("date")}</Th>
          <Th>{t("stage")}</Th>
          <Th numeric>{t("amount")}</Th>
          {isBrand ? <Th numeric>{t("partnersCount")}</Th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <DateRow
            key={`${row.stage} ${row.on} ${row.amount.currency}`}
            row={row}
            ledger={ledger}
            isBrand={isBrand}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface DateRowProps {
  row: OwedSums_DateFragment;
  ledger: string | null;
  isBrand: boolean;
}
function DateRow({ row, ledger, isBrand }: DateRowProps): ReactNode {
  const t = useTranslations("owed");
  const stage = row.stage as Stage;
  const { on, amount } = row;
  const undated = stage === "DUE" ? t("already") : t("open");
  return (
    <tr>
      <RowHead className="whitespace-nowrap">{on ? formatPlainDate(on) : undated}</RowHead>
      <Td label={t("stage")}>
        <Badge tone={tones[stage]}>{t(`columns.${stage}`)}</Badge>{" "}
        {on === null || stage === "DUE" ? null : (
          <span className="text-muted">{t(`turns.${stage}`)}</span>
        )}
      </Td>
      <Td numeric label={t("amount")}>
        {ledger === null ? (
          <Amount of={amount} />
        ) : (
          <Link
            href={entriesAt(ledger, { stage, currency: amount.currency, on })}
            className={textLinkClass}
          >
            <Amount of={amount} />
          </Link>
        )}
      </Td>
      {isBrand ? (
        <Td numeric label={t("partnersCount")}>
          {row.partners}
        </Td>
      ) : null}
    </tr>
  );
}
