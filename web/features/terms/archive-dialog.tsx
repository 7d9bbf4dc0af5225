"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
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
    <Dialog open={open} onClose={onClose} title={t("archiveTitle", { name })}>
      <Form refusal={refusal} onSend={() => void archive()}>
        <p>{t("archiveText")}</p>
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {t("archive")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
