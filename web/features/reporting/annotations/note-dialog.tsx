"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { AnnotationsQuery } from "../../../gql/graphql.ts";
import { textOf } from "../../../lib/form-values.ts";
import { useSendOnce } from "../../../lib/use-send.ts";
import { startOfDay } from "../../../lib/zoned-days.ts";
import { InputField, TextField } from "../../../ui/form.tsx";
import { SendDialog } from "../../../ui/send-dialog.tsx";
import { useToast } from "../../../ui/toast.tsx";
import { dateIn } from "../log/log-filters.ts";
import { AddReportNote, ChangeReportNote } from "./annotations-query.ts";

interface NoteDialogProps {
  programId: string;
  timeZone: string;
  /** Null: a new one. */
  note: NonNullable<AnnotationsQuery["annotations"][number]["note"]> | null;
  onClose: () => void;
}
/** What somebody knows of a day. */
export function NoteDialog({ programId, timeZone, note, onClose }: NoteDialogProps): ReactNode {
  const t = useTranslations("reporting.annotations");
  const toast = useToast();
  const [today] = useState(() => Date.now());
  const adding = useSendOnce(AddReportNote);
  const changing = useSendOnce(ChangeReportNote);
  const save = async (values: FormData) => {
    const at = startOfDay(textOf(values, "at"), timeZone);
    const text = textOf(values, "text").trim();
    const sent =
      note === null
        ? await adding.send({ input: { programId, at, text } })
        : await changing.send({ id: note.id, input: { at, text } });
    if (!sent.ok) return;
    toast(t("saved"));
    onClose();
  };
  const { sending, refusal } = note === null ? adding : changing;
  return (
    <SendDialog
      open
      onClose={onClose}
      title={t(note === null ? "add" : "changeTitle")}
      description={t("text")}
      submit={t("save")}
      sending={sending}
      refusal={refusal}
      onSend={save}
    >
      <InputField
        name="at"
        type="date"
        required
        label={t("day")}
        defaultValue={dateIn(note?.at ?? today, timeZone)}
      />
      <TextField
        name="text"
        required
        maxLength={1000}
        label={t("note")}
        defaultValue={note?.text ?? ""}
      />
    </SendDialog>
  );
}
