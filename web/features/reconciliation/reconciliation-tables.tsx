"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatMoney } from "../../lib/format.ts";
import { FigureTable } from "../../ui/figure-table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { signedCount } from "./signed.ts";

const ClickTable_clicks = graphql(/* GraphQL */ `
  fragment ClickTable_clicks on ReconciledClicks {
    atAmazon
    here
    difference
    causes {
      cause
      clicks
    }
  }
`);
const SaleTable_sales = graphql(/* GraphQL */ `
  fragment SaleTable_sales on ReconciledSales {
    atAmazon
    here
    difference
    amountAtAmazon {
      amount
      currency
    }
    amountHere {
      amount
      currency
    }
    causes {
      cause
      orders
    }
  }
`);

type Clicks = FragmentType<typeof ClickTable_clicks>;
type Sales = FragmentType<typeof SaleTable_sales>;
export interface TableRow {
  key: string;
  name: string;
  /** Where it opens into; null: nowhere. */
  href: string | null;
  clicks: Clicks;
  sales: Sales;
}

/** The causes that any of the rows has, in the order of the first that has most. */
function columnsOf<C extends string>(rows: readonly { causes: readonly { cause: C }[] }[]): C[] {
  const found = new Set(rows.flatMap(({ causes }) => causes.map(({ cause }) => cause)));
  found.delete("NOT_EXPLAINED" as C);
  return [...found, "NOT_EXPLAINED" as C];
}

function Name({ name, href }: { name: string; href: string | null }): ReactNode {
  return href === null ? (
    name
  ) : (
    <Link href={href} className={textLinkClass}>
      {name}
    </Link>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section>
      <h2 className="mb-2 text-body font-semibold">{title}</h2>
      {children}
    </section>
  );
}

interface TableProps<T> {
  label: string;
  /** What one row is. */
  head: string;
  rows: readonly TableRow[];
  /** Of all rows, also those of other pages. */
  total: T;
}
export function ClickTable({ label, head, rows, total }: TableProps<Clicks>): ReactNode {
  const t = useTranslations("reconciliation");
  const sums = readFragment(ClickTable_clicks, total);
  const sides = rows.map((row) => ({ row, side: readFragment(ClickTable_clicks, row.clicks) }));
  const causes = columnsOf([sums, ...sides.map(({ side }) => side)]);
  const cellsOf = (side: typeof sums): string[] => [
    side.atAmazon === null ? t("notTold") : signedCount(side.atAmazon),
    signedCount(side.here),
    signedCount(side.difference, true),
    ...causes.map((name) =>
      signedCount(side.causes.find(({ cause }) => cause === name)?.clicks ?? 0, true),
    ),
  ];
  return (
    <Titled title={label}>
      <FigureTable
        label={label}
        columns={[
          head,
          t("clicks.there"),
          t("clicks.here"),
          t("difference"),
          ...causes.map((cause) => t(`clicks.causes.${cause}`)),
        ]}
        rows={sides.map(({ row, side }) => ({
          key: row.key,
          name: <Name {...row} />,
          cells: cellsOf(side),
        }))}
        total={{ name: t("total"), cells: cellsOf(sums) }}
      />
    </Titled>
  );
}

export function SaleTable({ label, head, rows, total }: TableProps<Sales>): ReactNode {
  const t = useTranslations("reconciliation");
  const sums = readFragment(SaleTable_sales, total);
  const sides = rows.map((row) => ({ row, side: readFragment(SaleTable_sales, row.sales) }));
  const causes = columnsOf([sums, ...sides.map(({ side }) => side)]);
  const cellsOf = (side: typeof sums): string[] => [
    side.atAmazon === null ? t("notTold") : signedCount(side.atAmazon),
    signedCount(side.here),
    signedCount(side.difference, true),
    side.amountAtAmazon === null ? t("notTold") : formatMoney(side.amountAtAmazon),
    formatMoney(side.amountHere),
    ...causes.map((name) =>
      signedCount(side.causes.find(({ cause }) => cause === name)?.orders ?? 0, true),
    ),
  ];
  return (
    <Titled title={label}>
      <FigureTable
        label={label}
        columns={[
          head,
          t("sales.there"),
          t("sales.here"),
          t("difference"),
          t("sales.amountThere"),
          t("sales.amountHere"),
          ...causes.map((cause) => t(`sales.causes.${cause}`)),
        ]}
        rows={sides.map(({ row, side }) => ({
          key: row.key,
          name: <Name {...row} />,
          cells: cellsOf(side),
        }))}
        total={{ name: t("total"), cells: cellsOf(sums) }}
      />
    </Titled>
  );
}
