"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { CheckField, SelectField } from "../../ui/form.tsx";
import { encodings, separators, type FileChoices, type FileRead } from "./read-file.ts";

const separatorNames = {
  "": "none",
  "\t": "tab",
  ";": "semicolon",
  "|": "bar",
  ",": "comma",
} as const;

const shownRows = 50;

interface FilePreviewProps {
  read: FileRead;
  onChoose: (choices: FileChoices) => void;
}
/** How a file was understood, to be set right, and which of its rows are no items and why. */
export function FilePreview({ read, onChoose }: FilePreviewProps): ReactNode {
  const t = useTranslations("terms.lists");
  const { encoding, separator, header, column, columns, rows, items, left } = read;
  const now: FileChoices = { encoding, separator, header, column };
  return (
    <fieldset className="rounded-control border border-border p-3">
      <legend className="px-1 text-table font-medium">{t("preview")}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          name="fileEncoding"
          label={t("encoding")}
          value={encoding}
          options={encodings.map((value) => ({ value, label: t(`encodings.${value}`) }))}
          onChange={(event) => onChoose({ encoding: event.target.value as FileRead["encoding"] })}
        />
        <SelectField
          name="fileSeparator"
          label={t("separator")}
          value={separator}
          options={separators.map((value) => ({
            value,
            label: t(`separators.${separatorNames[value]}`),
          }))}
          onChange={(event) =>
            onChoose({ encoding, separator: event.target.value as FileRead["separator"] })
          }
        />
        {columns.length > 1 ? (
          <SelectField
            name="fileColumn"
            label={t("column")}
            value={String(column)}
            options={columns.map(({ name, sample }, at) => ({
              value: String(at),
              label: name ?? t("columnNumber", { number: at + 1, sample }),
            }))}
            onChange={(event) => onChoose({ ...now, column: Number(event.target.value) })}
          />
        ) : null}
      </div>
      <div className="mt-3">
        <CheckField
          name="fileHeader"
          label={t("header")}
          checked={header}
          onChange={(event) => onChoose({ ...now, header: event.target.checked })}
        />
      </div>
      <p className="mt-2 text-table">
        <output>
          {rows === 0
            ? t("fileEmpty")
            : t("fileSays", { items: items.length, rows, left: left.length })}
        </output>
      </p>
      {left.length > 0 ? (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer py-1 text-table text-link">
            {t("leftOut", { count: left.length })}
          </summary>
          <ul className="mt-1 flex max-h-40 flex-col gap-1 overflow-y-auto text-caption text-muted">
            {left.slice(0, shownRows).map(({ row, text, message }, at) => (
              <li key={at} className="break-words">
                {t("leftRow", { row, text: text.trim() || "–", message })}
              </li>
            ))}
            {left.length > shownRows ? (
              <li>{t("leftMore", { count: left.length - shownRows })}</li>
            ) : null}
          </ul>
        </details>
      ) : null}
    </fieldset>
  );
}
