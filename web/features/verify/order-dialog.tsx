"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { RecordTestOrder } from "./mutations.ts";

interface OrderDialogProps {
  open: boolean;
  onClose: () => void;
  programId: string;
  row: { partnerAccountId: string; partnerName: string; orderNumber: string | null };
}
/** The number of an order that somebody placed through the test link. */
export function OrderDialog({ open, onClose, programId, row }: OrderDialogProps): ReactNode {
  const t = useTranslations("verify.order");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(RecordTestOrder);
  const record = async (values: FormData) => {
    const sent = await send({
      programId,
      partnerId: row.partnerAccountId,
      orderNumber: textOf(values, "orderNumber"),
    });
    if (!sent.ok) return;
    toast(t("recorded"));
    onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("text", { partner: row.partnerName })}
      submit={t("record")}
      sending={sending}
      refusal={refusal}
      onSend={record}
    >
      <InputField
        name="orderNumber"
        label={t("number")}
        hint={t("hint")}
        required
        maxLength={64}
        autoComplete="off"
        defaultValue={row.orderNumber ?? ""}
      />
    </SendDialog>
  );
}
