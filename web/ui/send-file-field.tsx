"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { FileSent } from "../lib/send-file.ts";
import { InputField } from "./form.tsx";

interface SendFileFieldProps<A> {
  name: string;
  accept: string;
  label: string;
  hint: string;
  send: (file: File) => Promise<FileSent<A>>;
  onSent: (answer: A) => void;
}
/** A file that is sent once it is chosen; why it was not taken stands at the field. */
export function SendFileField<A>({ send, onSent, ...field }: SendFileFieldProps<A>): ReactNode {
  const t = useTranslations("ui");
  const [sending, setSending] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setSending(file.name);
    setFault(null);
    const sent = await send(file);
    setSending(null);
    // The same file can be chosen again.
    input.value = "";
    if (sent.ok) onSent(sent.answer);
    else setFault(sent.message ?? t("fileNotSent"));
  };
  return (
    <>
      <InputField
        {...field}
        type="file"
        error={fault}
        disabled={sending !== null}
        className="h-auto py-1 md:h-auto"
        onChange={(event) => void choose(event.target)}
      />
      {sending === null ? null : (
        <output className="mt-2 block">{t("sendingFile", { name: sending })}</output>
      )}
    </>
  );
}
