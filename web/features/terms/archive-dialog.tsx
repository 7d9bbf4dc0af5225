"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { ArchiveTerms } from "./state-documents.ts";

export function ArchiveDialog({ open, onClose, id, name, onArchived }: { open: boolean; onClose: () => void; id: string; name: string; onArchived: () => void }): ReactNode {
  const t = useTranslations("terms");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(ArchiveTerms);
  const archive = async () => {
    const sent = await send({ id });
    if (!sent.ok) return;
    toast(t("archived", { name }));
    onClose();
    onArchived();
  };
  return (
    <SendDialog open={open} onClose={onClose} title={t("archiveTitle", { name })} submit={t("archive")} sending={sending} refusal={refusal} onSend={archive}>
      <p>{t("archiveText")}</p>
    </SendDialog>
  );
}
