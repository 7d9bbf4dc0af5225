import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { ToldSumsFragment, ToldView_ProgramFragment } from "../../gql/graphql.ts";
import { formatPlainDate, zoneName } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { FigureTable } from "../../ui/figure-table.tsx";
import { ProductTable } from "./product-table.tsx";

const ToldFields = graphql(/* GraphQL */ `
  fragment ToldView on AmazonReport {
    from
    to
    timeZone
    simulated
    salesHidden
    total {
      ...ToldSums
    }
    partnerCount
    partners {
      partnerId
      partnerName
      sums {
        ...ToldSums
      }
    }
    ...ProductTable
  }
`);
const SumFields = graphql(/* GraphQL */ `
  fragment ToldSums on AmazonSums {
    sold {
      ...SoldPart
    }
    promoted {
      ...SoldPart
    }
    halo {
      ...SoldPart
    }
    newToBrand {
      ...SoldPart
    }
    bonus {
      amount
      currency
    }
    ordersWithoutBonus
    payout {
      amount
      currency
    }
    netCost {
      amount
      currency
    }
  }
`);
const PartFields = graphql(/* GraphQL */ `
  fragment SoldPart on AmazonSoldPart {
    orders
    amount {
      amount
      currency
    }
  }
`);

const ToldView_program = graphql(/* GraphQL */ `
  fragment ToldView_program on Program {
    salesSource
    clicksOnly
  }
`);

interface ToldViewProps {
  report: FragmentType<typeof ToldFields>;
  program: FragmentType<typeof ToldView_program>;
}
/** What Amazon tells besides sales: by partner, then by product. */
export function ToldView(given: ToldViewProps): ReactNode {
  const report = readFragment(ToldFields, given.report);
  const program = readFragment(ToldView_program, given.program);
  const t = useTranslations("told");
  const { partners, partnerCount } = report;
  const total = readFragment(SumFields, report.total);
  const notSplit = ordersNotSplit(total);
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-2 text-muted">
        {report.simulated ? <Badge tone="info">{t("simulated")}</Badge> : null}
        {t("dates", {
          from: formatPlainDate(report.from),
          to: formatPlainDate(report.to),
          zone: zoneName(report.timeZone),
        })}
      </p>
      {report.salesHidden ? <p className="text-warning">{t("hidden")}</p> : null}
      {partners.length === 0 ? (
        <Card>
          <Empty title={t("none")}>{t(`noneTexts.${whyNothing(program)}`)}</Empty>
        </Card>
      ) : (
        <>
          <Card>
            <CardHead title={t("partners")} />
            <FigureTable
              label={t("partners")}
              columns={[t("partner"), ...columns.map((name) => t(name))]}
              rows={partners.map(({ partnerId, partnerName, sums }) => ({
                key: partnerId ?? partnerName,
                name: partnerName,
                cells: cellsOf(readFragment(SumFields, sums), t),
              }))}
              total={{ name: t("total"), cells: cellsOf(total, t) }}
            />
            {partnerCount > partners.length ? (
              <p className="mt-2 text-caption text-muted">
                {t("more", { count: partnerCount - partners.length })}
              </p>
            ) : null}
            {notSplit > 0 ? (
              <p className="mt-2 max-w-prose text-caption text-muted">
                {t("notSplit", { orders: notSplit })}
              </p>
            ) : null}
            <p className="mt-2 max-w-prose text-caption text-muted">
              {t(total.bonus ? "bonusHint" : "noBonus")}
              {total.bonus && total.ordersWithoutBonus > 0
                ? ` ${t("partOfBonus", { orders: total.ordersWithoutBonus })}`
                : null}
            </p>
          </Card>
          <ProductTable report={report} />
        </>
      )}
    </div>
  );
}

function whyNothing({ salesSource, clicksOnly }: ToldView_ProgramFragment) {
  if (clicksOnly) return "clicksOnly";
  return salesSource === "NONE" ? "notConnected" : "waiting";
}

/** Orders told without their part of promoted products, where others were told with it. */
function ordersNotSplit({ sold, promoted, halo }: ToldSumsFragment): number {
  if (!promoted || !halo) return 0;
  const [all, ...parts] = [sold, promoted, halo].map((of) => readFragment(PartFields, of).orders);
  return parts.reduce((left, orders) => left - orders, all ?? 0);
}

/** Null where the bonus is told of a part of the orders alone. */
function netCostOf({ netCost, bonus }: ToldSumsFragment): ReactNode {
  if (netCost) return <Amount key="netCost" of={netCost} />;
  return bonus ? null : "–";
}

const columns = ["sales", "promoted", "halo", "new", "payout", "bonus", "netCost"] as const;

function cellsOf(sums: ToldSumsFragment, t: ReturnType<typeof useTranslations<"told">>) {
  const notTold = <span className="text-subtle">{t("notTold")}</span>;
  const part = (of: FragmentType<typeof PartFields> | null | undefined): ReactNode => {
    const sold = of ? readFragment(PartFields, of) : null;
    return sold ? (
      <>
        <Amount of={sold.amount} />
        <span className="block text-caption text-muted">
          {t("orders", { orders: sold.orders })}
        </span>
      </>
    ) : (
      notTold
    );
  };
  const { currency } = readFragment(PartFields, sums.sold).amount;
  return [
    part(sums.sold),
    part(sums.promoted),
    part(sums.halo),
    part(sums.newToBrand),
    <Amount key="payout" of={sums.payout} none={{ amount: "0", currency }} />,
    sums.bonus ? <Amount key="bonus" of={sums.bonus} /> : notTold,
    netCostOf(sums) ?? notTold,
  ];
}
