"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../../lib/form-values.ts";
import { formatPlainDate, zoneName } from "../../../lib/format.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { CheckField, InputField, TextField } from "../../../ui/form.tsx";
import { SendDialog } from "../../../ui/send-dialog.tsx";
import { graphql } from "../../../gql/index.ts";
import { useToast } from "../../../ui/toast.tsx";

const ExpireContracts = graphql(/* GraphQL */ `
  mutation ExpireContracts($input: ExpireContractsInput!, $key: String!) {
    expireContracts(input: $input, idempotencyKey: $key) {
      __typename
      ... on ExpireContractsOk {
        contracts {
          id
          endsAt
        }
        upcoming {
          id
        }
      }
      ...Refused
    }
  }
`);

export interface EndDialogProps {
  onClose: () => void;
  contracts: readonly { id: string; partnerName: string }[];
  /** Days are the brand's. */
  timeZone: string;
  onEnded?: () => void;
}
/** All of them or none, at the end of a day; what it means stands beside each choice. */
export function EndDialog({ onClose, contracts, timeZone, onEnded }: EndDialogProps): ReactNode {
  const t = useTranslations("contracts.end");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ExpireContracts);
  const [lastDay, setLastDay] = useState("");
  const end = async (values: FormData) => {
    const input = {
      contractIds: contracts.map(({ id }) => id),
      lastDay,
      withdrawPlanned: values.has("withdrawPlanned"),
      reversePending: values.has("reversePending"),
      nonCompliant: values.has("nonCompliant"),
      message: textOf(values, "message").trim() || null,
    };
    const sent = await send({ input });
    if (!sent.ok) return;
    const counts = { count: contracts.length, upcoming: sent.result.upcoming.length };
    toast(t("ended", { ...counts, day: formatPlainDate(lastDay) }));
    onClose();
    onEnded?.();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("title", { count: contracts.length })}
      submit={t("submit", { count: contracts.length })}
      tone="danger"
      sending={sending}
      refusal={refusal}
      onSend={end}
    >
      <p className="break-words">
        {t("whose", { partners: contracts.map(({ partnerName }) => partnerName).join(", ") })}
      </p>
      <InputField
        name="lastDay"
        type="date"
        required
        label={t("lastDay")}
        hint={
          lastDay === ""
            ? t("lastDayHint", { zone: zoneName(timeZone) })
            : t("means", { day: formatPlainDate(lastDay), zone: zoneName(timeZone) })
        }
        value={lastDay}
        onChange={(event) => setLastDay(event.target.value)}
      />
      <CheckField
        name="withdrawPlanned"
        label={t("withdrawPlanned")}
        hint={t("withdrawPlannedHint")}
      />
      <CheckField
        name="reversePending"
        label={t("reversePending")}
        hint={t("reversePendingHint")}
      />
      <CheckField name="nonCompliant" label={t("nonCompliant")} hint={t("nonCompliantHint")} />
      <TextField name="message" label={t("message")} hint={t("messageHint")} maxLength={5000} />
    </SendDialog>
  );
}
