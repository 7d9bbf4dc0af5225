import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatCount } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { RowHead, Table, Td, Th, wideOnly } from "../../ui/table.tsx";

const ProductFields = graphql(/* GraphQL */ `
  fragment ProductTable on AmazonReport {
    productCount
    products {
      asin
      name
      kind
      partners
      sold {
        orders
        units
        amount {
          amount
          currency
        }
      }
      newToBrand {
        orders
      }
    }
  }
`);

/** Products that partners' clicks sold, those that sold most first. */
export function ProductTable({
  report,
}: {
  report: FragmentType<typeof ProductFields>;
}): ReactNode {
  const { products, productCount } = readFragment(ProductFields, report);
  const t = useTranslations("told");
  return (
    <Card>
      <CardHead title={t("products")} />
      {products.length === 0 ? (
        <p className="text-muted">{t("productsNone")}</p>
      ) : (
        <Table label={t("products")} stacked>
          <thead className={wideOnly}>
            <tr>
              <Th pinned>{t("product")}</Th>
              <Th>{t("kind")}</Th>
              {(["orderCount", "units", "sales", "new", "partnerCount"] as const).map((name) => (
                <Th key={name} numeric>
                  {t(name)}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {products.map(({ asin, name, kind, partners, sold, newToBrand }) => (
              <tr key={`${asin}/${kind}`}>
                <RowHead>
                  {name || asin}
                  <span className="block font-mono text-caption text-muted">{asin}</span>
                </RowHead>
                <Td label={t("kind")}>{t(`kinds.${kind}`)}</Td>
                <Td numeric label={t("orderCount")}>
                  {formatCount(sold.orders)}
                </Td>
                <Td numeric label={t("units")}>
                  {formatCount(sold.units)}
                </Td>
                <Td numeric label={t("sales")}>
                  <Amount of={sold.amount} />
                </Td>
                <Td numeric label={t("new")}>
                  {t("orders", { orders: newToBrand.orders })}
                </Td>
                <Td numeric label={t("partnerCount")}>
                  {formatCount(partners)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {productCount > products.length ? (
        <p className="mt-2 text-caption text-muted">
          {t("productsMore", { count: productCount - products.length })}
        </p>
      ) : null}
    </Card>
  );
}
