"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { InquiryKind } from "../../gql/graphql.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField, SelectField, TextField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

const OpenInquiry = graphql(/* GraphQL */ `
  mutation OpenInquiry($input: OpenInquiryInput!, $key: String!) {
    openInquiry(input: $input, idempotencyKey: $key) {
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

/** A click, a sale, or neither: an order that is missing. */
export interface About {
  clickId: string | null;
  conversionId: string | null;
}
const kindsOf = ({ clickId, conversionId }: About): InquiryKind[] => {
  if (conversionId) return ["INCORRECT", "DECLINED"];
  return clickId ? ["DECLINED", "INCORRECT", "UNTRACKED"] : ["UNTRACKED"];
};

/** A partner's question to the brand. */
export function OpenDialog({
  programId,
  about,
  onClose,
}: {
  programId: string;
  about: About;
  onClose: () => void;
}): ReactNode {
  const t = useTranslations("inquiries");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(OpenInquiry);
  const kinds = kindsOf(about);
  const [kind, setKind] = useState<InquiryKind>(kinds[0] ?? "UNTRACKED");
  const isMissing = kind === "UNTRACKED";
  const ask = async (values: FormData) => {
    const sent = await send({
      input: {
        programId,
        kind,
        ...about,
        orderNumber: isMissing ? textOf(values, "orderNumber") : null,
        orderDate: isMissing ? textOf(values, "orderDate") || null : null,
        expected: textOf(values, "expected").trim() || null,
        text: textOf(values, "text"),
      },
    });
    if (!sent.ok) return;
    toast(t("isOpen"));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t(isMissing && !about.clickId ? "missing" : "askTitle")}
      description={t("askText")}
      submit={t("ask")}
      sending={sending}
      refusal={refusal}
      onSend={ask}
    >
      {kinds.length > 1 ? (
        <SelectField
          name="kind"
          label={t("kind")}
          value={kind}
          onChange={(event) => setKind(event.target.value as InquiryKind)}
          options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      ) : null}
      {isMissing ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <InputField name="orderNumber" label={t("orderNumber")} required maxLength={100} />
          <InputField name="orderDate" type="date" label={t("orderDate")} required />
        </div>
      ) : null}
      <InputField
        name="expected"
        label={t("expectedLabel")}
        hint={t("expectedHint")}
        inputMode="decimal"
        required={kind !== "DECLINED"}
      />
      <TextField name="text" label={t("text")} required maxLength={2_000} rows={4} />
    </SendDialog>
  );
}
