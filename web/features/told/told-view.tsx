import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { ToldSumsFragment } from "../../gql/graphql.ts";
import { formatPlainDate, zoneName } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";
import { ProductTable } from "./product-table.tsx";

const ToldFields = graphql(/* GraphQL */ `
  fragment ToldView on AmazonReport {
    from
    to
    timeZone
    simulated
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

/** What Amazon tells besides sales: by partner, then by product. */
export function ToldView({
  report: given,
}: {
  report: FragmentType<typeof ToldFields>;
}): ReactNode {
  const report = readFragment(ToldFields, given);
  const t = useTranslations("told");
  const { partners, partnerCount } = report;
  const total = readFragment(SumFields, report.total);
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
      {partners.length === 0 ? (
        <Card>
          <Empty title={t("none")}>{t("noneText")}</Empty>
        </Card>
      ) : (
        <>
          <Card>
            <CardHead title={t("partners")} />
            <Table label={t("partners")}>
              <thead>
                <tr>
                  <Th pinned>{t("partner")}</Th>
                  {columns.map((name) => (
                    <Th key={name} numeric>
                      {t(name)}
                    </Th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {partners.map(({ partnerId, partnerName, sums }) => (
                  <tr key={partnerId ?? partnerName}>
                    <RowHead>{partnerName}</RowHead>
                    <SumCells sums={readFragment(SumFields, sums)} />
                  </tr>
                ))}
                <tr>
                  <RowHead>{t("total")}</RowHead>
                  <SumCells sums={total} />
                </tr>
              </tbody>
            </Table>
            {partnerCount > partners.length ? (
              <p className="mt-2 text-caption text-muted">
                {t("more", { count: partnerCount - partners.length })}
              </p>
            ) : null}
            <p className="mt-2 max-w-prose text-caption text-muted">
              {t(total.bonus ? "bonusHint" : "noBonus")}
            </p>
          </Card>
          <ProductTable report={report} />
        </>
      )}
    </div>
  );
}

const columns = ["sales", "promoted", "halo", "new", "payout", "bonus", "netCost"] as const;

function SumCells({ sums }: { sums: ToldSumsFragment }): ReactNode {
  const t = useTranslations("told");
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
  return (
    <>
      <Td numeric>{part(sums.sold)}</Td>
      <Td numeric>{part(sums.promoted)}</Td>
      <Td numeric>{part(sums.halo)}</Td>
      <Td numeric>{part(sums.newToBrand)}</Td>
      <Td numeric>
        <Amount of={sums.payout} none={{ amount: "0", currency }} />
      </Td>
      <Td numeric>{sums.bonus ? <Amount of={sums.bonus} /> : notTold}</Td>
      <Td numeric>{sums.netCost ? <Amount of={sums.netCost} /> : "–"}</Td>
    </>
  );
}
