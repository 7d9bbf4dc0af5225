"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { CheckField, InputField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { SaveView } from "./saved-views-query.ts";

interface SaveViewDialogProps {
  programId: string;
  /** Of the address, without the question mark. */
  query: string;
  onClose: () => void;
}
/** Keeps what stands in the address by a name. */
export function SaveViewDialog({ programId, query, onClose }: SaveViewDialogProps): ReactNode {
  const t = useTranslations("views");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(SaveView);
  const save = async (values: FormData) => {
    const name = textOf(values, "name").trim();
    const isShared = values.get("isShared") !== null;
    if (!(await send({ input: { programId, name, query, isShared } })).ok) return;
    toast(t("saved", { name }));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t("saveTitle")}
      description={t("saveText")}
      submit={t("save")}
      sending={sending}
      refusal={refusal}
      onSend={save}
    >
      <InputField name="name" label={t("name")} required maxLength={100} />
      <CheckField name="isShared" label={t("share")} hint={t("shareHint")} />
    </SendDialog>
  );
}
