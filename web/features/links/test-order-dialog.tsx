"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { formatMoney, formatPlainDate } from "../../lib/format.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Badge } from "../../ui/badge.tsx";
import { InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";

const PlaceTestOrder = graphql(/* GraphQL */ `
  mutation PlaceTestOrder($input: PlaceTestOrderInput!, $key: String!) {
    placeTestOrder(input: $input, idempotencyKey: $key) {
      __typename
      ... on PlaceTestOrderOk {
        order {
          id
          date
          units
          amount {
            amount
            currency
          }
        }
      }
      ...Refused
    }
  }
`);

/** By the simulator, or handed in as the brand's own shop would. */
export type TestOrderWay = "simulated" | "shop";
interface TestOrderDialogProps {
  open: boolean;
  onClose: () => void;
  link: { id: string; name: string; partnerName: string };
  currency: string;
  way: TestOrderWay;
}
/** An order that nobody made: no money moves, nothing is bought. */
export function TestOrderDialog({
  open,
  onClose,
  link,
  currency,
  way,
}: TestOrderDialogProps): ReactNode {
  const t = useTranslations("links");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(PlaceTestOrder);
  const place = async (values: FormData) => {
    const sent = await send({
      input: {
        linkId: link.id,
        amount: textOf(values, "amount"),
        units: Number(textOf(values, "units")),
      },
    });
    if (!sent.ok) return;
    const { amount, date } = sent.result.order;
    const placed = way === "simulated" ? "orderPlaced" : "orderHandedIn";
    toast(t(placed, { amount: formatMoney(amount), date: formatPlainDate(date) }));
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("order")}
      description={t("orderThrough", { link: link.name, partner: link.partnerName })}
      submit={t("placeOrder")}
      sending={sending}
      refusal={refusal}
      onSend={place}
    >
      <div className="flex items-start gap-2">
        {way === "simulated" ? <Badge tone="info">{t("simulated")}</Badge> : null}
        <p className="text-muted">{t(way === "simulated" ? "orderText" : "orderTextShop")}</p>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          name="amount"
          label={t("orderAmount", { currency })}
          inputMode="decimal"
          required
          defaultValue="25.00"
        />
        <InputField
          name="units"
          type="number"
          min={1}
          max={100}
          label={t("orderUnits")}
          required
          defaultValue="1"
        />
      </div>
    </SendDialog>
  );
}
