"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { UploadCardFragment } from "../../gql/graphql.ts";
import { formatCount, formatMoney } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { FigureTable } from "../../ui/figure-table.tsx";

type Preview = NonNullable<UploadCardFragment["preview"]>;
const SumFields = graphql(/* GraphQL */ `
  fragment UploadSums on ReportUploadSums {
    orders
    amount {
      amount
      currency
    }
    payout {
      amount
      currency
    }
    ordersTaken
    amountTaken {
      amount
      currency
    }
  }
`);

const columns = ["orders", "amount", "payout", "takenOrders", "takenAmount"] as const;
function cellsOf(given: FragmentType<typeof SumFields>): ReactNode[] {
  const sums = readFragment(SumFields, given);
  return [
    formatCount(sums.orders),
    <Amount key="amount" of={sums.amount} />,
    <Amount key="payout" of={sums.payout} />,
    formatCount(sums.ordersTaken),
    <Amount key="amountTaken" of={sums.amountTaken} />,
  ];
}

const counts = ["changed", "unchanged", "stale", "foreign", "masked", "waiting", "parked"] as const;

/** What booking the file changes: by partner, and what becomes of its rows. */
export function UploadChanges({
  name,
  preview,
  grouping,
  isBooked,
}: {
  /** Of the file, and of no other. */
  name: string;
  preview: Preview;
  grouping: UploadCardFragment["grouping"];
  isBooked: boolean;
}): ReactNode {
  const t = useTranslations("uploads");
  const { hold, partners, partnerCount, total } = preview;
  const title = t(isBooked ? "changed" : "changes");
  return (
    <div className="flex flex-col gap-3">
      {hold && !isBooked ? (
        <FormAlert>
          {t("wouldHold", {
            taken: formatCount(hold.ordersTaken),
            booked: formatCount(hold.ordersBooked),
            amount: formatMoney(hold.amountTaken),
          })}
        </FormAlert>
      ) : null}
      {partners.length > 0 ? (
        <>
          <h3 className="font-medium">{title}</h3>
          <FigureTable
            label={t("tableOf", { name, title })}
            columns={[t("partner"), ...columns.map((column) => t(column))]}
            rows={partners.map(({ partnerId, partnerName, sums }) => ({
              key: partnerId ?? "",
              name: partnerName ?? t("nobody"),
              cells: cellsOf(sums),
            }))}
            total={{ name: t("total"), cells: cellsOf(total) }}
          />
          {grouping === "CREATIVE" ? <p className="text-muted">{t("split")}</p> : null}
          {partnerCount > partners.length ? (
            <p className="text-caption text-muted">
              {t("partnersMore", { count: partnerCount - partners.length })}
            </p>
          ) : null}
        </>
      ) : null}
      {partners.length === 0 && !hold ? <p>{t("nothing")}</p> : null}
      <dl className="flex flex-col gap-1 text-table">
        {counts
          .filter((name) => preview[name] > 0)
          .map((name) => (
            <div key={name} className="flex flex-wrap gap-x-2">
              <dt className="text-muted">{t(`counts.${name}`)}</dt>
              <dd className="tabular">{formatCount(preview[name])}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
