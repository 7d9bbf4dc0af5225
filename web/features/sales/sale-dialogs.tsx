"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type {
  ConversionKind,
  ConversionSource,
  ModificationReason,
  ReversalReason,
} from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { formatMoney, type MoneyValue } from "../../lib/format.ts";
import { useSendOnce, type Sent } from "../../lib/use-send.ts";
import { CheckField, InputField, SelectField, TextField } from "../../ui/form.tsx";
import { SendDialog, type SendDialogProps } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { graphql } from "../../gql/index.ts";
import { modificationReasons, reversalReasonsFor } from "./reasons.ts";
import { teller } from "./standing.ts";

const ApproveSales = graphql(/* GraphQL */ `
  mutation ApproveSales($ids: [ID!]!, $comment: Text, $key: String!) {
    approveConversions(ids: $ids, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ConversionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

const ApproveOutside = graphql(/* GraphQL */ `
  mutation ApproveOutside($ids: [ID!]!, $comment: Text, $key: String!) {
    approveOutsideOfTerms(ids: $ids, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ConversionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

const ModifySale = graphql(/* GraphQL */ `
  mutation ModifySale($input: ModifyConversionInput!, $key: String!) {
    modifyConversion(input: $input, idempotencyKey: $key) {
      __typename
      ... on ConversionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

const ReverseSale = graphql(/* GraphQL */ `
  mutation ReverseSale($id: ID!, $reason: ReversalReason!, $comment: Text, $key: String!) {
    reverseConversion(id: $id, reason: $reason, comment: $comment, idempotencyKey: $key) {
      __typename
      ... on ConversionRequestOk {
        requests {
          id
        }
      }
      ...Refused
    }
  }
`);

export interface DialogSale {
  id: string;
  kind: ConversionKind;
  source: ConversionSource;
  date: string;
  isTest: boolean;
  units: number;
  amount: MoneyValue;
  payout: MoneyValue;
  wouldPay: MoneyValue | null;
}
interface SaleDialogProps {
  sale: DialogSale;
  /** What the contract lets be taken back of the month's sales; null where nothing bounds it. */
  returns?: string | null;
  onClose: () => void;
  /** The request was accepted; it is booked within a moment. */
  onAsked: (requestId: string) => void;
}

interface FrameProps extends Pick<
  SendDialogProps,
  "onClose" | "sending" | "refusal" | "onSend" | "children"
> {
  step: "approve" | "outside" | "modify" | "reverse";
  kind: ConversionKind;
}
function Frame({ step, kind, children, ...rest }: FrameProps): ReactNode {
  const t = useTranslations("sales");
  return (
    <SendDialog
      {...rest}
      open
      title={t(`dialogs.${step}.title`, { kind })}
      submit={t(`dialogs.${step}.send`)}
      tone={step === "reverse" ? "danger" : "primary"}
    >
      {children}
      <TextField
        name="comment"
        label={t("comment")}
        hint={t("commentHint")}
        maxLength={500}
        rows={2}
      />
      {step === "modify" ? null : <CheckField name="final" label={t("final")} required />}
    </SendDialog>
  );
}

/** Says that it was asked for, and closes. */
function useAsked(
  onClose: () => void,
  onAsked: (requestId: string) => void,
): (sent: Sent<{ requests: readonly { id: string }[] }>) => void {
  const t = useTranslations("sales");
  const toast = useToast();
  return (sent) => {
    if (!sent.ok) return;
    toast(t("asked"));
    onClose();
    onAsked(sent.result.requests[0]?.id ?? "");
  };
}
const commentOf = (values: FormData): string | null => textOf(values, "comment") || null;

export function ApproveDialog({ sale, onClose, onAsked }: SaleDialogProps): ReactNode {
  const t = useTranslations("sales.dialogs.approve");
  const done = useAsked(onClose, onAsked);
  const { send, sending, refusal } = useSendOnce(ApproveSales);
  const approve = async (values: FormData) =>
    done(await send({ ids: [sale.id], comment: commentOf(values) }));
  return (
    <Frame
      step="approve"
      kind={sale.kind}
      onClose={onClose}
      refusal={refusal}
      sending={sending}
      onSend={approve}
    >
      <p>{t("text", { told: teller(sale), payout: formatMoney(sale.payout) })}</p>
    </Frame>
  );
}

export function OutsideDialog({ sale, onClose, onAsked }: SaleDialogProps): ReactNode {
  const t = useTranslations("sales.dialogs.outside");
  const done = useAsked(onClose, onAsked);
  const { send, sending, refusal } = useSendOnce(ApproveOutside);
  const approve = async (values: FormData) =>
    done(await send({ ids: [sale.id], comment: commentOf(values) }));
  return (
    <Frame
      step="outside"
      kind={sale.kind}
      onClose={onClose}
      refusal={refusal}
      sending={sending}
      onSend={approve}
    >
      <p>{t("text", { told: teller(sale), amount: formatMoney(sale.wouldPay ?? sale.payout) })}</p>
    </Frame>
  );
}

export function ModifyDialog({ sale, returns, onClose, onAsked }: SaleDialogProps): ReactNode {
  const t = useTranslations("sales");
  const done = useAsked(onClose, onAsked);
  const { send, sending, refusal } = useSendOnce(ModifySale);
  const modify = async (values: FormData) => {
    const reason = textOf(values, "reason") as ModificationReason;
    done(
      await send({
        input: {
          id: sale.id,
          amount: textOf(values, "amount").trim(),
          units: Number(textOf(values, "units")),
          reason,
          comment: commentOf(values),
        },
      }),
    );
  };
  return (
    <Frame
      step="modify"
      kind={sale.kind}
      onClose={onClose}
      refusal={refusal}
      sending={sending}
      onSend={modify}
    >
      <p>{t("dialogs.modify.text", { amount: formatMoney(sale.amount) })}</p>
      {returns ? <p className="text-muted">{returns}</p> : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <InputField
          name="amount"
          label={t("dialogs.modify.amount", { currency: sale.amount.currency })}
          inputMode="decimal"
          required
          defaultValue={String(sale.amount.amount)}
        />
        <InputField
          name="units"
          type="number"
          min={0}
          max={1_000_000}
          label={t("dialogs.modify.units")}
          required
          defaultValue={String(sale.units)}
        />
      </div>
      <SelectField
        name="reason"
        label={t("reason")}
        required
        options={modificationReasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
      />
    </Frame>
  );
}

export function ReverseDialog({ sale, returns, onClose, onAsked }: SaleDialogProps): ReactNode {
  const t = useTranslations("sales");
  const done = useAsked(onClose, onAsked);
  const { send, sending, refusal } = useSendOnce(ReverseSale);
  const reverse = async (values: FormData) =>
    done(
      await send({
        id: sale.id,
        reason: textOf(values, "reason") as ReversalReason,
        comment: commentOf(values),
      }),
    );
  return (
    <Frame
      step="reverse"
      kind={sale.kind}
      onClose={onClose}
      refusal={refusal}
      sending={sending}
      onSend={reverse}
    >
      <p>
        {t("dialogs.reverse.text", {
          told: teller(sale),
          amount: formatMoney(sale.amount),
          payout: formatMoney(sale.payout),
        })}
      </p>
      {returns ? <p className="text-muted">{returns}</p> : null}
      <SelectField
        name="reason"
        label={t("reason")}
        required
        options={reversalReasonsFor(sale).map((value) => ({
          value,
          label: t(`reasons.${value}`),
        }))}
      />
    </Frame>
  );
}

export const dialogOf = {
  approve: ApproveDialog,
  outside: OutsideDialog,
  modify: ModifyDialog,
  reverse: ReverseDialog,
} as const;
