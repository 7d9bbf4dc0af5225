"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
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
    <Dialog open={open} onClose={onClose} title={t("withdrawTitle")}>
      <Form refusal={refusal} onSend={() => void withdraw()}>
        <p>{proposes ? t("withdrawProposals") : t("withdrawText")}</p>
        <div>
          <Button type="submit" tone="danger" busy={sending}>
            {t("withdraw")}
          </Button>
        </div>
      </Form>
    </Dialog>
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
    <Dialog open={open} onClose={onClose} title={t("discardTitle")}>
      <Form refusal={refusal} onSend={() => void discard()}>
        <p>{t("discardText")}</p>
        <div>
          <Button type="submit" tone="danger" busy={sending}>
            {t("discard")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
