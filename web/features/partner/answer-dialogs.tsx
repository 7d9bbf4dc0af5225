"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { TextField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { AcceptContract, DeclineContract } from "../contracts/documents.ts";

interface AnswerDialogProps {
  open: boolean;
  onClose: () => void;
  contract: { id: string; brandName: string; termsName: string };
  onAnswered: () => void;
}
export function AcceptDialog({ open, onClose, contract, onAnswered }: AnswerDialogProps): ReactNode {
  const t = useTranslations("partner");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(AcceptContract);
  const accept = async () => {
    const sent = await send({ id: contract.id });
    if (!sent.ok) return;
    toast(t("accepted", { brand: contract.brandName }));
    onClose();
    onAnswered();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("acceptTitle", { terms: contract.termsName })} submit={t("accept")} sending={sending} refusal={refusal} onSend={accept}>
      <p>{t("acceptText", { brand: contract.brandName })}</p>
    </SendDialog>
  );
}

export function DeclineDialog({ open, onClose, contract, onAnswered }: AnswerDialogProps): ReactNode {
  const t = useTranslations("partner");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(DeclineContract);
  const decline = async (values: FormData) => {
    const sent = await send({ id: contract.id, reason: textOf(values, "reason").trim() || null });
    if (!sent.ok) return;
    toast(t("declined", { brand: contract.brandName }));
    onClose();
    onAnswered();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("declineTitle", { terms: contract.termsName })}
      submit={t("decline")}
      tone="danger"
      sending={sending}
      refusal={refusal}
      onSend={decline}
    >
      <p>{t("declineMeans")}</p>
      <TextField name="reason" label={t("declineReason", { brand: contract.brandName })} maxLength={5000} />
    </SendDialog>
  );
}
