"use client";
import type { ReactNode } from "react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { editFields, editItem, withoutItem, type Edit } from "../../../lib/edits.ts";
import { sendFile } from "../../../lib/send-file.ts";
import type { CustomTermsKind } from "../../../gql/graphql.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { InputField, SelectField, TextField } from "../../../ui/form.tsx";
import { SendFileField } from "../../../ui/send-file-field.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { newKey, type ClauseDraft } from "./draft.ts";

/** Sends a PDF to the server; the answer's id is what terms name. */
const sendPdf = (file: File) =>
  sendFile<{ id: string }>(
    file,
    "/files",
    { name: file.name.slice(-200) },
    file.type || "application/pdf",
  );

const kinds: CustomTermsKind[] = [
  "CUSTOM",
  "EMAIL",
  "COPYWRITING",
  "PAID_SEARCH",
  "SEO",
  "TRADEMARK",
  "APPROVAL",
];
const maxClauses = 20;

/** Custom terms: each a text or a PDF, under a name that partners never see. */
export function ClauseFields({
  clauses,
  onChange,
}: {
  clauses: readonly ClauseDraft[];
  onChange: Edit<ClauseDraft[]>;
}): ReactNode {
  const t = useTranslations("terms");
  const change = (clause: ClauseDraft, index: number) =>
    editFields(editItem(onChange, clause, index));
  const add = () => {
    const made: ClauseDraft = { key: newKey(), name: "", kind: "CUSTOM", text: "", fileId: null };
    onChange((now) => [...now, made]);
  };
  return (
    <section
      aria-label={t("clauses")}
      className="flex flex-col gap-3 rounded-card border border-border p-3 sm:p-4"
    >
      <div>
        <h2 className="text-body font-medium">{t("clauses")}</h2>
        <p className="text-caption text-subtle">{t("clausesHint")}</p>
      </div>
      {clauses.map((clause, index) => (
        <fieldset
          key={clause.key}
          className="flex flex-col gap-3 rounded-control border border-border p-3"
        >
          <legend className="px-1 text-caption text-muted">
            {t("clauseNumber", { number: index + 1 })}
          </legend>
          <div className="grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[1fr_1fr_auto]">
            <div className="col-span-2 sm:col-span-1">
              <InputField
                name={`customTerms.${index}.name`}
                label={t("clauseName", { number: index + 1 })}
                hint={t("clauseNameHint")}
                required
                maxLength={100}
                value={clause.name}
                onChange={(event) => change(clause, index)({ name: event.target.value })}
              />
            </div>
            <SelectField
              name={`customTerms.${index}.kind`}
              label={t("clauseKind")}
              value={clause.kind}
              onChange={(event) =>
                change(clause, index)({ kind: event.target.value as CustomTermsKind })
              }
              options={kinds.map((value) => ({ value, label: t(`clauseKinds.${value}`) }))}
            />
            <IconButton
              className="mt-6"
              label={t("removeClause", { number: index + 1 })}
              onClick={() => onChange((now) => withoutItem(now, clause, index))}
            >
              <Trash2 aria-hidden size={16} />
            </IconButton>
          </div>
          <ClauseContent index={index} clause={clause} onChange={change(clause, index)} />
        </fieldset>
      ))}
      {clauses.length < maxClauses ? (
        <div>
          <Button size="small" onClick={add}>
            <Plus aria-hidden size={14} />
            {t("addClause")}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function ClauseContent({
  index,
  clause,
  onChange,
}: {
  index: number;
  clause: ClauseDraft;
  onChange: (next: Partial<ClauseDraft>) => void;
}): ReactNode {
  const t = useTranslations("terms");
  if (clause.fileId !== null)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <a href={`/files/${clause.fileId}`} className={textLinkClass} download>
          {t("clauseFile")}
        </a>
        <Button size="small" tone="quiet" onClick={() => onChange({ fileId: null })}>
          {t("clauseUseText")}
        </Button>
      </p>
    );
  return (
    <>
      <TextField
        name={`customTerms.${index}.text`}
        label={t("clauseText", { number: index + 1 })}
        maxLength={20_000}
        value={clause.text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <SendFileField
        name={`customTerms.${index}.fileId`}
        accept="application/pdf"
        label={t("clauseSend", { number: index + 1 })}
        hint={t("clauseSendHint")}
        send={sendPdf}
        onSent={({ id }) => onChange({ fileId: id, text: "" })}
      />
    </>
  );
}
