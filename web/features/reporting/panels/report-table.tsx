"use client";
import { settledUntil } from "../../../lib/reach.ts";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { Freshness_MetaFragment, ReportPairQuery } from "../../../gql/graphql.ts";
import { formatCount, formatPlainDate, type MoneyValue } from "../../../lib/format.ts";
import { Amount } from "../../../ui/amount.tsx";
import { RowHead, SortTh, Table, Td, Th } from "../../../ui/table.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import type { BucketWords } from "./bucket-words.ts";
import {
  figureOf,
  hasLeads,
  measuresIn,
  type Earning,
  type Measure,
  type ShownBucket,
  type ShownTotals,
} from "./click-measures.ts";
import { readSort, sortedIndexes, type SortKey } from "./series.ts";

interface ReportTableProps {
  buckets: readonly ShownBucket[];
  totals: ShownTotals;
  words: readonly BucketWords[];
  currency: string;
  caption: string;
  /** What a bucket is called: "week". */
  grain: string;
  earning: Earning;
  sort: string;
  onSort: (sort: string) => void;
  /** Address of a bucket's clicks. */
  bucketHref: (bucket: ShownBucket) => string;
}
/** The same numbers as the charts, as text: always in the page, rendered by the server. */
export function ReportTable({
  buckets,
  totals,
  words,
  currency,
  caption,
  grain,
  earning,
  sort,
  onSort,
  bucketHref,
}: ReportTableProps): ReactNode {
  const t = useTranslations("reporting.table");
  const columns = measuresIn(totals.clicks);
  const withLeads = hasLeads(totals);
  const none = { amount: "0", currency };
  return (
    <Table label={t("title")} className="max-h-[640px]">
      <caption className="sticky start-0 px-3 pt-3 pb-1 text-start text-caption text-subtle">
        {caption}
      </caption>
      <Head {...{ columns, withLeads, earning, sort, onSort }} />
      <tbody>
        {sortedIndexes(buckets, sort).map((index) => {
          const bucket = buckets[index];
          return bucket ? (
            <BucketRow
              key={bucket.key}
              bucket={bucket}
              columns={columns}
              withLeads={withLeads}
              name={words[index]?.long ?? bucket.key}
              grain={grain}
              earning={earning}
              none={none}
              href={bucketHref(bucket)}
            />
          ) : null;
        })}
      </tbody>
      <Totals {...{ totals, columns, earning, none }} />
    </Table>
  );
}

type HeadProps = Pick<ReportTableProps, "earning" | "sort" | "onSort"> & {
  columns: readonly Measure[];
  withLeads: boolean;
};
function Head({ columns, withLeads, earning, sort, onSort }: HeadProps): ReactNode {
  const t = useTranslations("reporting.table");
  const columnWords = useTranslations("reporting.measures.column");
  const order = readSort(sort);
  const stateOf = (key: SortKey) => {
    if (order.key === key) {
      if (order.descending) return "descending";
      return "ascending";
    }
    return "none";
  };
  // The same column turns round; another begins with its largest, time with its oldest.
  const isAscending = (key: SortKey) => (order.key === key ? order.descending : key === "time");
  const press = (key: SortKey) => () => onSort(isAscending(key) ? key : `-${key}`);
  return (
    <thead>
      <tr>
        <SortTh pinned sort={stateOf("time")} onSort={press("time")}>
          {t("time")}
        </SortTh>
        {columns.map((key) => (
          <SortTh key={key} numeric sort={stateOf(key)} onSort={press(key)}>
            {columnWords(key)}
          </SortTh>
        ))}
        <SortTh numeric sort={stateOf("sales")} onSort={press("sales")}>
          {t("sales")}
        </SortTh>
        <Th numeric>{t("amount")}</Th>
        {withLeads ? <Th numeric>{t("leads")}</Th> : null}
        <Th numeric>{t(`${earning}.clicks`)}</Th>
        <Th numeric>{t(`${earning}.sales`)}</Th>
        {withLeads ? <Th numeric>{t(`${earning}.leads`)}</Th> : null}
      </tr>
    </thead>
  );
}

function FootCell({ children }: { children: ReactNode }): ReactNode {
  return (
    <Td numeric className="sticky bottom-0 border-t border-b-0">
      {children}
    </Td>
  );
}
/** In the order of their columns. */
const payoutsOf = (
  { clicks, sales, leads }: ShownTotals["payout"],
  withLeads: boolean,
): ShownTotals["payout"]["clicks"][] => [clicks, sales, ...(withLeads ? [leads] : [])];

type TotalsProps = Pick<ReportTableProps, "totals" | "earning"> & {
  columns: readonly Measure[];
  none: MoneyValue;
};
function Totals({ totals, columns, earning, none }: TotalsProps): ReactNode {
  const t = useTranslations("reporting.table");
  return (
    <tfoot>
      <tr className="font-semibold">
        <RowHead className="sticky bottom-0 z-[2] border-t border-b-0 font-semibold">
          {t("total")}
        </RowHead>
        {[
          ...columns.map((column) => figureOf(totals.clicks, column) ?? 0),
          totals.sales.orders,
        ].map((count, index) => (
          <FootCell key={index}>{formatCount(count)}</FootCell>
        ))}
        <FootCell>
          <Amount of={totals.sales.amount} none={none} />
        </FootCell>
        {hasLeads(totals) ? <FootCell>{formatCount(totals.leads.leads)}</FootCell> : null}
        {payoutsOf(totals[earning], hasLeads(totals)).map((money, index) => (
          <FootCell key={index}>
            <Amount of={money} none={none} />
          </FootCell>
        ))}
      </tr>
    </tfoot>
  );
}

interface BucketRowProps {
  bucket: ShownBucket;
  columns: readonly Measure[];
  withLeads: boolean;
  name: string;
  /** "week". */
  grain: string;
  earning: Earning;
  none: { amount: string; currency: string };
  href: string;
}
function BucketRow({
  bucket,
  columns,
  withLeads,
  name,
  grain,
  earning,
  none,
  href,
}: BucketRowProps): ReactNode {
  const t = useTranslations("reporting.table");
  const { clicks, sales, leads, [earning]: earned, isOpen, isPartial, salesState } = bucket;
  const sold = sales && (salesState !== "NONE_EXPECTED" || sales.orders > 0) ? sales : null;
  return (
    <tr>
      <RowHead>
        <Link href={href} className={`${textLinkClass} whitespace-nowrap`}>
          {name}
        </Link>
        {isPartial ? (
          <span className="ms-2 text-caption font-normal text-subtle">
            {isOpen ? t("soFar") : t("inPart", { grain })}
          </span>
        ) : null}
      </RowHead>
      {columns.map((column) => (
        <Td key={column} numeric>
          {clicks ? formatCount(figureOf(clicks, column) ?? 0) : "–"}
        </Td>
      ))}
      <Td numeric>
        {salesState === "ARRIVING" && sales ? (
          <span className="me-2 text-caption text-subtle">{t("arriving")}</span>
        ) : null}
        {sold ? formatCount(sold.orders) : "–"}
      </Td>
      <Td numeric>{sold ? <Amount of={sold.amount} none={none} /> : "–"}</Td>
      {withLeads ? <Td numeric>{leads ? formatCount(leads.leads) : "–"}</Td> : null}
      {earned
        ? payoutsOf(earned, withLeads).map((money, index) => (
            <Td key={index} numeric>
              <Amount of={money} none={none} />
            </Td>
          ))
        : Array.from({ length: withLeads ? 3 : 2 }, (_, index) => (
            <Td key={index} numeric>
              –
            </Td>
          ))}
    </tr>
  );
}

type SalesDays = NonNullable<ReportPairQuery["report"]>["salesDays"];
/** Under grains finer than a day sales stand by date, in a table of their own. */
export function SalesDaysTable({
  days,
  meta,
  currency,
  zone,
}: {
  days: SalesDays;
  meta: Freshness_MetaFragment;
  currency: string;
  zone: string;
}): ReactNode {
  const t = useTranslations("reporting.table");
  const settled = settledUntil(meta);
  const withLeads = days.some(({ leads }) => leads.leads > 0);
  return (
    <Table label={t("days")}>
      <caption className="px-3 pt-3 pb-1 text-start text-caption text-subtle">
        {t("daysCaption", { zone })}
      </caption>
      <thead>
        <tr>
          <Th pinned>{t("date")}</Th>
          <Th numeric>{t("sales")}</Th>
          <Th numeric>{t("amount")}</Th>
          {withLeads ? <Th numeric>{t("leads")}</Th> : null}
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, end, sales, leads }) => (
          <tr key={date}>
            <RowHead>{formatPlainDate(date)}</RowHead>
            <Td numeric>
              {Date.parse(end) > settled ? (
                <span className="me-2 text-caption text-subtle">{t("arriving")}</span>
              ) : null}
              {formatCount(sales.orders)}
            </Td>
            <Td numeric>
              <Amount of={sales.amount} none={{ amount: "0", currency }} />
            </Td>
            {withLeads ? <Td numeric>{formatCount(leads.leads)}</Td> : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
