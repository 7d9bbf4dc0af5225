"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useIntentKey } from "../../lib/use-intent-key.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
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
  const intent = useIntentKey();
  const { send, sending, refusal } = useSend(WithdrawContract);
  const withdraw = async () => {
    const sent = await send({ id, key: intent.key });
    if (!sent.ok) return;
    intent.renew();
    toast(t("withdrawn", { partner }));
    onClose();
    onWithdrawn();
  };
  return (
    <Dialog open={open} onClose={onClose} title={t("withdrawTitle", { partner })}>
      <Form refusal={refusal} onSend={() => void withdraw()}>
        <p>{t("withdrawText")}</p>
        <div>
          <Button type="submit" tone="danger" busy={sending}>
            {t("withdraw")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
