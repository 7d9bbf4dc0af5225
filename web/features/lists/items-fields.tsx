"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { InputField, TextField } from "../../ui/form.tsx";
import { itemsIn, maxItems, readItemsFile } from "./items.ts";

/** Items as text, or from a file that fills it; how many they are is said before they are saved. */
export function ItemsFields({ text, onText }: { text: string; onText: (text: string) => void }): ReactNode {
  const t = useTranslations("terms.lists");
  const [fault, setFault] = useState<string | null>(null);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const found = await readItemsFile(file);
    setFault(found === null ? t("fileTooLarge") : null);
    if (found !== null) onText(found);
  };
  return (
    <>
      <TextField
        name="items"
        label={t("items")}
        hint={
          <>
            {t("itemsHint")} <output>{t("willBeSaved", { count: itemsIn(text).length, max: maxItems })}</output>
          </>
        }
        required
        rows={8}
        spellCheck={false}
        className="font-mono text-table"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <InputField
        name="file"
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        label={t("file")}
        hint={t("fileHint")}
        error={fault}
        className="h-auto py-1 md:h-auto"
        onChange={(event) => void choose(event.target.files?.[0])}
      />
    </>
  );
}
