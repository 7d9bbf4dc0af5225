"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { TextField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import type { VerifyActions } from "./use-verify-actions.ts";

interface RemindDialogProps {
  open: boolean;
  onClose: () => void;
  partners: readonly { id: string; name: string }[];
  actions: VerifyActions;
}
/** Sends partners their test link, in the app and by mail. */
export function RemindDialog({ open, onClose, partners, actions }: RemindDialogProps): ReactNode {
  const t = useTranslations("verify.remind");
  const send = async (values: FormData) => {
    const ids = partners.map(({ id }) => id);
    if (await actions.remind(ids, textOf(values, "comment").trim())) onClose();
  };
  return (
    <SendDialog
      open={open}
      onClose={onClose}
      title={t("title")}
      description={t("text", { count: partners.length, name: partners[0]?.name ?? "" })}
      submit={t("send")}
      sending={actions.busy}
      refusal={null}
      onSend={send}
    >
      <TextField name="comment" label={t("comment")} hint={t("hint")} maxLength={1000} />
    </SendDialog>
  );
}
