"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { OptInToChange } from "../contracts/documents.ts";

/** In force at once, for this partner alone, and for good. */
export function OptInDialog({ open, onClose, id, onDone }: { open: boolean; onClose: () => void; id: string; onDone: () => void }): ReactNode {
  const t = useTranslations("partner");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(OptInToChange);
  const optIn = async () => {
    const sent = await send({ id });
    if (!sent.ok) return;
    toast(t("optedIn"));
    onClose();
    onDone();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("optInTitle")} submit={t("optIn")} sending={sending} refusal={refusal} onSend={optIn}>
      <p>{t("optInText")}</p>
    </SendDialog>
  );
}
