"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { StatementsQuery } from "../../gql/graphql.ts";
import { pagesOf } from "../../lib/addresses.ts";
import type { Loaded } from "../../lib/failure.ts";
import {
  formatCount,
  formatDate,
  formatExact,
  formatMoney,
  formatMonth,
  formatPlainDate,
  isZero,
  zoneName,
} from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { PageHead } from "../../ui/card.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { entriesAt } from "./entries-address.ts";
import { stateChoices, stateParser, statesOf } from "./state-choices.ts";

/** What a statement pays and of what, wherever it is shown. */
const StatementsView_figures = graphql(/* GraphQL */ `
  fragment StatementsView_figures on StatementLine {
    currency
    amount {
      amount
      currency
    }
    clicks {
      amount
      currency
    }
    sales {
      amount
      currency
    }
    pending {
      amount
      currency
    }
  }
`);

const StatementsView_line = graphql(/* GraphQL */ `
  fragment StatementsView_line on StatementLine {
    month
    state
    partnerId
    partnerName
    closesAt
    dueOn
    payoutStage
    openingCarry {
      amount
      currency
    }
    adjustments {
      amount
      currency
    }
    bonuses {
      amount
      currency
    }
    earlier {
      amount
      currency
    }
    entries {
      amount
      currency
    }
    transfers
    carry {
      amount
      currency
    }
  }
`);

const Statements = graphql(/* GraphQL */ `
  query Statements($programId: ID!, $filter: StatementFilter, $after: String) {
    statementLines(programId: $programId, first: 50, after: $after, filter: $filter) {
      nodes {
        ...StatementsView_line
        ...StatementsView_figures
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

const pick = (data: StatementsQuery) => data.statementLines;
const lineOf = (row: StatementsQuery["statementLines"]["nodes"][number]) => ({
  ...readFragment(StatementsView_line, row),
  ...readFragment(StatementsView_figures, row),
});
type Line = ReturnType<typeof lineOf>;
const kinds = ["clicks", "sales", "adjustments", "bonuses"] as const;

/** What the entries are made of, and what of them belongs to earlier months. */
function Parts({ line }: { line: Line }): ReactNode {
  const t = useTranslations("payouts");
  const parts = kinds.filter((kind) => !isZero(line[kind]));
  return (
    <>
      <Amount of={line.entries} />
      <span className="block text-muted">
        {parts.map((kind) => t(`parts.${kind}`, { amount: formatMoney(line[kind]) })).join(" · ")}
      </span>
      {isZero(line.earlier) ? null : (
        <span className="block text-muted">
          {t("earlier", { amount: formatMoney(line.earlier) })}
        </span>
      )}
    </>
  );
}

function Head({ withPartner }: { withPartner: boolean }): ReactNode {
  const t = useTranslations("payouts");
  return (
    <thead className={wideOnly}>
      <tr>
        <Th pinned>{t("month")}</Th>
        {withPartner ? <Th>{t("partner")}</Th> : null}
        <Th numeric>{t("amount")}</Th>
        <Th numeric>{t("pending")}</Th>
        <Th numeric>{t("openingCarry")}</Th>
        <Th numeric>{t("entries")}</Th>
        <Th numeric>{t("transfers")}</Th>
        <Th numeric>{t("carry")}</Th>
      </tr>
    </thead>
  );
}

const pdfOf = (program: string, { month, partnerId }: Line): string =>
  `/files/statements/${program}?${new URLSearchParams({ month, partnerId }).toString()}`;

/** How far its amount is: the one vocabulary of money. */
function StageBadge({ line: { state, payoutStage } }: { line: Line }): ReactNode {
  const t = useTranslations("payouts");
  if (state === "OPEN") return <Badge tone="info">{t("open")}</Badge>;
  return payoutStage === "DUE" ? (
    <Badge tone="warning">{t("closed")}</Badge>
  ) : (
    <Badge tone="info">{t("approved")}</Badge>
  );
}

interface StatementRowProps {
  line: Line;
  program: { id: string; timeZone: string };
  /** Its page. */
  ledger: string;
  withPartner: boolean;
}
function StatementRow({ line, program, ledger, withPartner }: StatementRowProps): ReactNode {
  const t = useTranslations("payouts");
  return (
    <tr>
      <RowHead className="whitespace-nowrap">
        {formatMonth(line.month)}
        <span className="mt-1 block">
          <StageBadge line={line} />
        </span>
        {line.state === "OPEN" ? (
          <span className="mt-1 block text-caption font-normal text-muted">
            {t("closesOn", { date: formatDate(line.closesAt, program.timeZone) })}
          </span>
        ) : null}
      </RowHead>
      {withPartner ? (
        <Td className="min-w-36" label={t("partner")}>
          {line.partnerName}
        </Td>
      ) : null}
      <Td numeric className="font-medium" label={t("amount")}>
        {formatMoney(line.amount)}
        <a
          href={pdfOf(program.id, line)}
          aria-label={t("pdfOf", { month: formatMonth(line.month), partner: line.partnerName })}
          className={`ms-2 text-caption font-normal ${textLinkClass}`}
        >
          {t("pdf")}
        </a>
        {line.transfers === 0 ? null : (
          <span className="block text-caption font-normal text-muted">
            {t("dueOn", { date: formatPlainDate(line.dueOn) })}
          </span>
        )}
      </Td>
      <Td numeric label={t("pending")}>
        {isZero(line.pending) ? "–" : <Amount of={line.pending} />}
      </Td>
      <Td numeric label={t("openingCarry")}>
        {formatExact(line.openingCarry)}
      </Td>
      <Td numeric label={t("entries")}>
        <Parts line={line} />
      </Td>
      <Td numeric label={t("transfers")}>
        <Link
          href={entriesAt(ledger, {
            who: withPartner ? line.partnerId : null,
            month: line.month,
            currency: line.currency,
          })}
          className={textLinkClass}
        >
          {formatCount(line.transfers)}
        </Link>
      </Td>
      <Td numeric label={t("carry")}>
        {formatExact(line.carry)}
      </Td>
    </tr>
  );
}

interface StatementsViewProps {
  program: { id: string; code: string; timeZone: string };
  first: Loaded<StatementsQuery>;
  space: "brand" | "partner";
  /** The button that makes a file of the list. */
  asFile: ReactNode;
}
export function StatementsView({ program, first, space, asFile }: StatementsViewProps): ReactNode {
  const t = useTranslations("payouts");
  const [choice, setChoice] = useQueryState("state", stateParser);
  const list = usePages(
    Statements,
    { programId: program.id, filter: { state: statesOf(choice) }, after: null },
    first,
    pick,
  );
  const withPartner = space === "brand";
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t(withPartner ? "leadBrand" : "leadPartner", { zone: zoneName(program.timeZone) })}
        actions={asFile}
      />
      <ChoiceBar
        label={t("show")}
        choices={stateChoices.map((value) => ({ value, label: t(`choices.${value}`) }))}
        value={choice}
        onChange={(value) => void setChoice(value)}
      />
      <PagedList
        list={list}
        empty={
          <Empty title={t(choice === "all" ? "none" : "noneOfThese")}>
            {t(
              choice === "closed"
                ? "noneClosedText"
                : withPartner
                  ? "noneTextBrand"
                  : "noneTextPartner",
            )}
          </Empty>
        }
      >
        {(rows) => (
          <Table label={t("title")} stacked>
            <Head withPartner={withPartner} />
            <tbody>
              {rows.map(lineOf).map((line) => (
                <StatementRow
                  key={`${line.month} ${line.currency} ${line.partnerId}`}
                  line={line}
                  program={program}
                  ledger={pagesOf(space, program.code).ledger}
                  withPartner={withPartner}
                />
              ))}
            </tbody>
          </Table>
        )}
      </PagedList>
      <p className="mt-3 max-w-prose text-muted">{t("rule")}</p>
    </>
  );
}
