"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { WithdrawContract } from "./documents.ts";

interface WithdrawDialogProps {
  open: boolean;
  onClose: () => void;
  id: string;
  partner: string;
  onWithdrawn: () => void;
}
export function WithdrawDialog({ open, onClose, id, partner, onWithdrawn }: WithdrawDialogProps): ReactNode {
  const t = useTranslations("contracts");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(WithdrawContract);
  const withdraw = async () => {
    const sent = await send({ id });
    if (!sent.ok) return;
    toast(t("withdrawn", { partner }));
    onClose();
    onWithdrawn();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("withdrawTitle", { partner })} submit={t("withdraw")} tone="danger" sending={sending} refusal={refusal} onSend={withdraw}>
      <p>{t("withdrawText")}</p>
    </SendDialog>
  );
}
