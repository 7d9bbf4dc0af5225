"use client";
import { useRef, useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ExceptionListKind } from "../../gql/graphql.ts";
import { InputField, TextField } from "../../ui/form.tsx";
import { FilePreview } from "./file-preview.tsx";
import { itemsIn, maxItems, textOf } from "./items.ts";
import { readFile, type FileChoices, type FileRead } from "./read-file.ts";

interface ItemsFieldsProps {
  kind: ExceptionListKind;
  text: string;
  onText: (text: string) => void;
}
/** Items as text, or from a file that fills it; how many they are is said before they are saved. */
export function ItemsFields({ kind, text, onText }: ItemsFieldsProps): ReactNode {
  const t = useTranslations("terms.lists");
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<FileRead | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  /** Answers come in the order in which they were asked for, or not at all. */
  const asked = useRef(0);
  const ask = async (of: File, choices: FileChoices) => {
    asked.current += 1;
    const turn = asked.current;
    const sent = await readFile(of, kind, choices);
    if (turn !== asked.current) return;
    setFault(sent.ok ? null : (sent.message ?? t("fileUnread")));
    if (!sent.ok) return;
    setRead(sent.answer);
    onText(textOf(sent.answer.items));
  };
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    setRead(null);
    void ask(chosen, {});
  };
  return (
    <>
      <InputField
        name="file"
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
        label={t("file")}
        hint={t("fileHint")}
        error={fault}
        className="h-auto py-1 md:h-auto"
        onChange={(event) => choose(event.target.files?.[0])}
      />
      {file && read ? (
        <FilePreview read={read} onChoose={(choices) => void ask(file, choices)} />
      ) : null}
      <TextField
        name="items"
        label={t("items")}
        hint={
          <>
            {t("itemsHint")}{" "}
            <output>{t("willBeSaved", { count: itemsIn(text).length, max: maxItems })}</output>
          </>
        }
        required
        rows={8}
        spellCheck={false}
        className="font-mono text-table"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    </>
  );
}
