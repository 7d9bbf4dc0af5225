"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatMoney } from "../../lib/format.ts";
import { Card, CardHead } from "../../ui/card.tsx";
import { signedCount } from "./signed.ts";

const CauseLists_clicks = graphql(/* GraphQL */ `
  fragment CauseLists_clicks on ReconciledClicks {
    atAmazon
    here
    difference
    robots
    causes {
      cause
      clicks
    }
  }
`);
const CauseLists_sales = graphql(/* GraphQL */ `
  fragment CauseLists_sales on ReconciledSales {
    atAmazon
    here
    difference
    causes {
      cause
      orders
      amount {
        amount
        currency
      }
    }
  }
`);

interface Line {
  key: string;
  name: ReactNode;
  text?: string;
  value: string;
  strong?: boolean;
}

/** From our figure to Amazon's, cause by cause. */
function Bridge({ title, lines }: { title: string; lines: readonly Line[] }): ReactNode {
  return (
    <Card>
      <CardHead title={title} />
      <dl className="tabular grid grid-cols-[1fr_auto] gap-x-4 gap-y-2">
        {lines.map(({ key, name, text, value, strong }) => (
          <div key={key} className="contents">
            <dt className={strong ? "font-medium" : undefined}>
              {name}
              {text ? <span className="block text-caption text-muted">{text}</span> : null}
            </dt>
            <dd className={strong ? "text-end font-medium" : "text-end"}>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function CauseLists({
  clicks: clicksRef,
  sales: salesRef,
}: {
  clicks: FragmentType<typeof CauseLists_clicks>;
  sales: FragmentType<typeof CauseLists_sales>;
}): ReactNode {
  const t = useTranslations("reconciliation");
  const clicks = readFragment(CauseLists_clicks, clicksRef);
  const sales = readFragment(CauseLists_sales, salesRef);
  const told = (count: number | null) => (count === null ? t("notTold") : signedCount(count));
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Bridge
        title={t("clicks.bridge")}
        lines={[
          { key: "here", name: t("clicks.here"), value: signedCount(clicks.here), strong: true },
          ...clicks.causes.map(({ cause, clicks: count }) => ({
            key: cause,
            name: t(`clicks.causes.${cause}`),
            text: t(`clicks.texts.${cause}`),
            value: signedCount(count, true),
          })),
          { key: "there", name: t("clicks.there"), value: told(clicks.atAmazon), strong: true },
          ...(clicks.robots === 0
            ? []
            : [
                {
                  key: "robots",
                  name: t("clicks.robots"),
                  text: t("clicks.robotsText"),
                  value: signedCount(clicks.robots),
                },
              ]),
        ]}
      />
      <Bridge
        title={t("sales.bridge")}
        lines={[
          { key: "here", name: t("sales.here"), value: signedCount(sales.here), strong: true },
          ...sales.causes.map(({ cause, orders, amount }) => ({
            key: cause,
            name: t(`sales.causes.${cause}`),
            text: `${t(`sales.texts.${cause}`)} ${formatMoney(amount)}`,
            value: signedCount(orders, true),
          })),
          { key: "there", name: t("sales.there"), value: told(sales.atAmazon), strong: true },
        ]}
      />
    </div>
  );
}
