"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { DiscardChangeDraft, WithdrawChange } from "./documents.ts";

interface ChangeDialogProps {
  open: boolean;
  onClose: () => void;
  id: string;
  onDone: () => void;
}
/** Before its day nothing has changed, and nothing will; that partners are told stands in the question. */
export function WithdrawChangeDialog({ open, onClose, id, onDone, proposes }: ChangeDialogProps & { proposes: boolean }): ReactNode {
  const t = useTranslations("changes");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(WithdrawChange);
  const withdraw = async () => {
    const sent = await send({ id });
    if (!sent.ok) return;
    toast(t("withdrawn"));
    onClose();
    onDone();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("withdrawTitle")} submit={t("withdraw")} tone="danger" sending={sending} refusal={refusal} onSend={withdraw}>
      <p>{proposes ? t("withdrawProposals") : t("withdrawText")}</p>
    </SendDialog>
  );
}

export function DiscardDraftDialog({ open, onClose, id, onDone }: ChangeDialogProps): ReactNode {
  const t = useTranslations("changes");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(DiscardChangeDraft);
  const discard = async () => {
    const sent = await send({ id });
    if (!sent.ok) return;
    toast(t("discarded"));
    onClose();
    onDone();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("discardTitle")} submit={t("discard")} tone="danger" sending={sending} refusal={refusal} onSend={discard}>
      <p>{t("discardText")}</p>
    </SendDialog>
  );
}
