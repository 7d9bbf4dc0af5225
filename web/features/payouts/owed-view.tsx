"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { OwedOrder, OwedFilter, OwedQuery } from "../../gql/graphql.ts";
import { pagesOf } from "../../lib/addresses.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatPlainDate, isZero, zoneName, type MoneyValue } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Amount } from "../../ui/amount.tsx";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { controlClass } from "../../ui/form.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { entriesAt, type Narrowed } from "./entries-address.ts";
import { OwedDates, OwedTotals } from "./owed-sums.tsx";

const Owed = graphql(/* GraphQL */ `
  query Owed($programId: ID!, $filter: OwedFilter, $order: OwedOrder!, $after: String) {
    owed(programId: $programId, first: 50, after: $after, filter: $filter, order: $order) {
      totalCount
      nodes {
        partnerId
        partnerName
        currency
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
      totals {
        ...OwedSums_total
      }
      dates {
        ...OwedSums_date
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: OwedQuery) => data.owed;
type Row = OwedQuery["owed"]["nodes"][number];

interface OwedViewProps {
  asFile: ReactNode;
  program: { code: string; timeZone: string };
  space: "brand" | "partner";
  search: string;
  order: OwedOrder;
  /** Of the first page. */
  variables: { programId: string; filter: OwedFilter; order: OwedOrder; after: null };
  first: Loaded<OwedQuery>;
}
export function OwedView(props: OwedViewProps): ReactNode {
  const { program, space, search, order, variables, first } = props;
  const t = useTranslations("owed");
  const list = usePages(Owed, variables, first, pick);
  const pages = pagesOf(space, program.code);
  const isBrand = space === "brand";
  const rows = list.data ?? [];
  /** The entries of some partners alone are no page. */
  const ledger = search ? null : pages.ledger;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead", { zone: zoneName(program.timeZone), space })}
        actions={
          <>
            <Link href={pages.statements} className={textLinkClass}>
              {t("byMonth")}
            </Link>
            {props.asFile}
          </>
        }
      />
      {isBrand ? <Search search={search} order={order} /> : null}
      <Panel state={{ ...list, data: list.answer }} skeleton={<RowsSkeleton />}>
        {({ owed: { totals, dates, totalCount } }) => (
          <>
            <OwedTotals totals={totals} ledger={ledger} />
            <OwedDates dates={dates} ledger={ledger} isBrand={isBrand} />
            {isBrand ? <h2 className="mt-6 mb-2">{t("partners", { count: totalCount })}</h2> : null}
            {isBrand && rows.length > 0 ? (
              <Partners rows={rows} ledger={pages.ledger} order={order} search={search} />
            ) : null}
            {rows.length === 0 ? (
              <Card>
                <Empty title={t(search ? "nobody" : "none")}>
                  {search ? t("nobodyText") : t("noneText", { space })}
                </Empty>
              </Card>
            ) : null}
          </>
        )}
      </Panel>
      <MoreButton more={isBrand ? list.more : null} busy={list.loadingMore} />
      <p className="mt-3 max-w-prose text-muted">{t("rule", { space })}</p>
    </>
  );
}

/** A form of the page itself: it works without scripts, too. */
function Search({ search, order }: Pick<OwedViewProps, "search" | "order">): ReactNode {
  const t = useTranslations("owed");
  return (
    <search>
      <form method="get" className="mb-3 flex flex-wrap items-center gap-2">
        <input
          key={search}
          type="search"
          name="search"
          aria-label={t("find")}
          placeholder={t("find")}
          defaultValue={search}
          maxLength={200}
          autoComplete="off"
          className={`${controlClass} sm:w-64`}
        />
        {order === "OWED" ? null : <input type="hidden" name="order" value={order} />}
        <Button type="submit">{t("show")}</Button>
      </form>
    </search>
  );
}

interface SortedProps {
  by: OwedOrder;
  order: OwedOrder;
  search: string;
  numeric?: boolean;
  className?: string;
}
function Sorted({ by, order, search, numeric = false, className }: SortedProps): ReactNode {
  const t = useTranslations("owed");
  const query = new URLSearchParams({ ...(search ? { search } : {}), order: by });
  const direction = by === "PARTNER" ? "ascending" : "descending";
  return (
    <Th
      numeric={numeric}
      pinned={by === "PARTNER"}
      className={className}
      aria-sort={by === order ? direction : "none"}
    >
      <Link href={`?${query.toString()}`} className="hover:text-fg" scroll={false}>
        {t(`columns.${by}`)}
        {by === order ? <span aria-hidden>{by === "PARTNER" ? " ↑" : " ↓"}</span> : null}
      </Link>
    </Th>
  );
}

interface PartnersProps {
  rows: readonly Row[];
  ledger: string;
  order: OwedOrder;
  search: string;
}
function Partners({ rows, ledger, order, search }: PartnersProps): ReactNode {
  const t = useTranslations("owed");
  const sorted = { order, search };
  return (
    <Table label={t("title")} stacked>
      <thead className={wideOnly}>
        <tr>
          <Sorted by="PARTNER" {...sorted} />
          <Sorted by="PENDING" numeric {...sorted} />
          <Sorted by="APPROVED" numeric {...sorted} />
          <Sorted by="DUE" numeric {...sorted} />
          <Sorted by="OWED" numeric {...sorted} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PartnerRow key={`${row.partnerId} ${row.currency}`} row={row} ledger={ledger} />
        ))}
      </tbody>
    </Table>
  );
}

function PartnerRow({ row, ledger }: { row: Row; ledger: string }): ReactNode {
  const t = useTranslations("owed");
  const of = { who: row.partnerId, currency: row.currency };
  const { nextDueOn, lastLocksOn, pending, approved } = row;
  return (
    <tr>
      <RowHead>
        <Link href={entriesAt(ledger, of)} className={textLinkClass}>
          {row.partnerName}
        </Link>
      </RowHead>
      <Td numeric label={t("columns.PENDING")}>
        <Figure of={pending} ledger={ledger} narrowed={{ ...of, stage: "PENDING" }} />
        {isZero(pending) ? null : (
          <Note>
            {lastLocksOn ? t("finalBy", { date: formatPlainDate(lastLocksOn) }) : t("open")}
          </Note>
        )}
      </Td>
      <Td numeric label={t("columns.APPROVED")}>
        <Figure of={approved} ledger={ledger} narrowed={{ ...of, stage: "APPROVED" }} />
        {nextDueOn ? <Note>{t("nextDue", { date: formatPlainDate(nextDueOn) })}</Note> : null}
      </Td>
      <Td numeric label={t("columns.DUE")}>
        <Figure of={row.due} ledger={ledger} narrowed={{ ...of, stage: "DUE" }} />
      </Td>
      <Td numeric label={t("columns.OWED")} className="font-medium">
        <Amount of={row.owed} />
      </Td>
    </tr>
  );
}
const Note = ({ children }: { children: ReactNode }): ReactNode => (
  <span className="block text-caption font-normal text-muted">{children}</span>
);

interface FigureProps {
  of: MoneyValue;
  ledger: string;
  narrowed: Narrowed;
}
/** An amount that leads to the entries which sum to it. */
function Figure({ of, ledger, narrowed }: FigureProps): ReactNode {
  if (isZero(of)) return "–";
  return (
    <Link href={entriesAt(ledger, narrowed)} className={textLinkClass}>
      <Amount of={of} />
    </Link>
  );
}
