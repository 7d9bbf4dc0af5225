"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form } from "../../ui/form.tsx";
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
    <Dialog open={open} onClose={onClose} title={t("optInTitle")}>
      <Form refusal={refusal} onSend={() => void optIn()}>
        <p>{t("optInText")}</p>
        <div>
          <Button type="submit" tone="primary" busy={sending}>
            {t("optIn")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
