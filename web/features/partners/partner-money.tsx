"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatMoney, formatMonth, formatPlainDate } from "../../lib/format.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { Figure } from "../overview/figure.tsx";

const PartnerMoney_owed = graphql(/* GraphQL */ `
  fragment PartnerMoney_owed on OwedLine {
    currency
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
    nextDueOn
    lastLocksOn
  }
`);
const PartnerMoney_line = graphql(/* GraphQL */ `
  fragment PartnerMoney_line on StatementLine {
    month
    currency
    state
    payoutStage
    dueOn
    clicks {
      amount
      currency
    }
    sales {
      amount
      currency
    }
    amount {
      amount
      currency
    }
  }
`);

interface PartnerMoneyProps {
  owed: readonly FragmentType<typeof PartnerMoney_owed>[];
  lines: readonly FragmentType<typeof PartnerMoney_line>[];
  partnerId: string;
  pages: BrandPages;
}
/** What a partner is owed, how far it is on its way, and the statements of the last months. */
export function PartnerMoney({
  owed: given,
  lines: givenLines,
  partnerId,
  pages,
}: PartnerMoneyProps): ReactNode {
  const t = useTranslations("partnerPage");
  const owed = readFragment(PartnerMoney_owed, given);
  const lines = readFragment(PartnerMoney_line, givenLines);
  return (
    <div className="flex flex-col gap-3">
      {owed.length === 0 ? <p className="text-muted">{t("nothingOwed")}</p> : null}
      {owed.map(({ currency, pending, approved, due, owed: all, nextDueOn, lastLocksOn }) => (
        <section key={currency} aria-label={t("owedIn", { currency })}>
          <h2 className="mb-2">{t("owedIn", { currency })}</h2>
          <dl className="grid grid-cols-2 gap-2 lg:grid-cols-4">
            <Figure
              label={t("pending")}
              value={formatMoney(pending)}
              note={lastLocksOn ? t("locks", { on: formatPlainDate(lastLocksOn) }) : null}
            />
            <Figure
              label={t("approved")}
              value={formatMoney(approved)}
              note={nextDueOn ? t("falls", { on: formatPlainDate(nextDueOn) }) : null}
            />
            <Figure label={t("due")} value={formatMoney(due)} />
            <Figure label={t("owed")} value={formatMoney(all)} note={t("owedNote")} />
          </dl>
        </section>
      ))}
      <Card>
        <CardHead
          title={t("statements")}
          actions={
            <>
              <ButtonLink size="small" href={pages.statements}>
                {t("allStatements")}
              </ButtonLink>
              <ButtonLink size="small" href={`${pages.ledger}?who=${partnerId}`}>
                {t("entries")}
              </ButtonLink>
            </>
          }
        />
        {lines.length === 0 ? (
          <p className="text-muted">{t("noStatements")}</p>
        ) : (
          <Table label={t("statements")}>
            <thead>
              <tr>
                <Th pinned>{t("month")}</Th>
                <Th>{t("stage")}</Th>
                {(["ofClicks", "ofSales", "amount", "dueOn"] as const).map((word) => (
                  <Th key={word} numeric>
                    {t(word)}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={`${line.month} ${line.currency}`}>
                  <RowHead>{formatMonth(line.month)}</RowHead>
                  <Td>{t(line.state === "OPEN" ? "open" : `stages.${line.payoutStage}`)}</Td>
                  <Td numeric>{formatMoney(line.clicks)}</Td>
                  <Td numeric>{formatMoney(line.sales)}</Td>
                  <Td numeric>{formatMoney(line.amount)}</Td>
                  <Td numeric>{formatPlainDate(line.dueOn)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
    </div>
  );
}
