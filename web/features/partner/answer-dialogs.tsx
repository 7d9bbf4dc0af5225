"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, TextField } from "../../ui/form.tsx";
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
    <Dialog open={open} onClose={onClose} title={t("acceptTitle", { terms: contract.termsName })}>
      <Form refusal={refusal} onSend={() => void accept()}>
        <p>{t("acceptText", { brand: contract.brandName })}</p>
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {t("accept")}
          </Button>
        </div>
      </Form>
    </Dialog>
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
    <Dialog open={open} onClose={onClose} title={t("declineTitle", { terms: contract.termsName })}>
      <Form refusal={refusal} onSend={(values) => void decline(values)}>
        <p>{t("declineMeans")}</p>
        <TextField name="reason" label={t("declineReason", { brand: contract.brandName })} maxLength={5000} />
        <div>
          <Button type="submit" tone="danger" busy={sending}>
            {t("decline")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
