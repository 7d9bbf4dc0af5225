"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { UploadCardFragment } from "../../gql/graphql.ts";
import { formatCount, formatMoney } from "../../lib/format.ts";
import { Amount } from "../../ui/amount.tsx";
import { FormAlert } from "../../ui/form.tsx";
import { RowHead, Table, Td, Th } from "../../ui/table.tsx";

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

function SumCells({ sums: given }: { sums: FragmentType<typeof SumFields> }): ReactNode {
  const sums = readFragment(SumFields, given);
  return (
    <>
      <Td numeric>{formatCount(sums.orders)}</Td>
      <Td numeric>
        <Amount of={sums.amount} />
      </Td>
      <Td numeric>
        <Amount of={sums.payout} />
      </Td>
      <Td numeric>{formatCount(sums.ordersTaken)}</Td>
      <Td numeric>
        <Amount of={sums.amountTaken} />
      </Td>
    </>
  );
}

const counts = ["changed", "unchanged", "stale", "foreign", "masked", "waiting", "parked"] as const;

/** What booking the file changes: by partner, and what becomes of its rows. */
export function UploadChanges({
  name,
  preview,
  isBooked,
}: {
  /** Of the file, and of no other. */
  name: string;
  preview: Preview;
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
          <Table label={t("tableOf", { name, title })}>
            <thead>
              <tr>
                <Th pinned>{t("partner")}</Th>
                {(["orders", "amount", "payout", "takenOrders", "takenAmount"] as const).map(
                  (name) => (
                    <Th key={name} numeric>
                      {t(name)}
                    </Th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {partners.map(({ partnerId, partnerName, sums }) => (
                <tr key={partnerId ?? ""}>
                  <RowHead>{partnerName ?? t("nobody")}</RowHead>
                  <SumCells sums={sums} />
                </tr>
              ))}
              <tr>
                <RowHead>{t("total")}</RowHead>
                <SumCells sums={total} />
              </tr>
            </tbody>
          </Table>
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
