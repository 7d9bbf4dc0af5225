"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type {
  ConversionKind,
  InquiryAnswer,
  InquiryCard_InquiryFragment,
} from "../../gql/graphql.ts";
import { formatExact } from "../../lib/format.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField, SelectField, TextField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const AnswerInquiry = graphql(/* GraphQL */ `
  mutation AnswerInquiry($input: AnswerInquiryInput!, $key: String!) {
    answerInquiry(input: $input, idempotencyKey: $key) {
      __typename
      ... on InquiryOk {
        inquiry {
          ...InquiryCard_inquiry
        }
      }
      ...Refused
    }
  }
`);

/** A lead has no amount that could change, a click is final. */
const answersOf: Record<ConversionKind | "NONE", readonly InquiryAnswer[]> = {
  SALE: ["APPROVE", "MODIFY", "BONUS", "REFUSE"],
  LEAD: ["APPROVE", "BONUS", "REFUSE"],
  NONE: ["BONUS", "REFUSE"],
};

/** The brand's answer: what it grants is booked within a moment, or its reason to refuse. */
export function AnswerDialog({
  inquiry,
  onClose,
}: {
  inquiry: InquiryCard_InquiryFragment;
  onClose: () => void;
}): ReactNode {
  const t = useTranslations("inquiries");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(AnswerInquiry);
  const of = inquiry.conversionKind ?? "NONE";
  const [answer, setAnswer] = useState<InquiryAnswer>("BONUS");
  const { earns } = inquiry;
  const isPaid = Number(earns?.amount ?? 0) > 0;
  const hasAmount = answer === "MODIFY" || answer === "BONUS";
  const give = async (values: FormData) => {
    const amount = hasAmount ? textOf(values, "amount").trim() : null;
    const sent = await send({
      input: { id: inquiry.id, answer, amount, text: textOf(values, "text") },
    });
    if (!sent.ok) return;
    toast(t("isAnswered"));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("answerTitle")}
      {...(earns && isPaid
        ? { description: t("earnsAlready", { amount: formatExact(earns) }) }
        : {})}
      submit={t("send")}
      sending={sending}
      refusal={refusal}
      onSend={give}
    >
      <SelectField
        name="answer"
        label={t("answered")}
        value={answer}
        onChange={(event) => setAnswer(event.target.value as InquiryAnswer)}
        options={answersOf[of].map((value) => ({ value, label: t(`answers.${value}`, { of }) }))}
        hint={t(`answerHints.${answer}`, { of })}
      />
      {hasAmount ? (
        <InputField
          name="amount"
          label={answer === "MODIFY" ? t("newAmount") : t("bonus", { currency: inquiry.currency })}
          inputMode="decimal"
          required
          defaultValue={answer === "BONUS" ? (inquiry.expected?.amount ?? "") : ""}
          key={answer}
        />
      ) : null}
      <TextField name="text" label={t("reason")} hint={t("reasonHint")} required maxLength={400} />
    </SendDialog>
  );
}
