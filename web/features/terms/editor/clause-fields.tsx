"use client";
import { useState, type ReactNode } from "react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { editFields, editItem, withoutItem, type Edit } from "../../../lib/edits.ts";
import type { CustomTermsKind } from "../../../gql/graphql.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { InputField, SelectField, TextField } from "../../../ui/form.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { newKey, type ClauseDraft } from "./draft.ts";

/** Sends a PDF to the server; the answer's id is what terms name. */
type FileSent = { ok: true; id: string } | { ok: false; message: string | null };

async function sendFile(file: File): Promise<FileSent> {
  try {
    const response = await fetch(`/files?name=${encodeURIComponent(file.name.slice(-200))}`, {
      method: "POST",
      headers: { "content-type": file.type || "application/pdf" },
      body: file,
    });
    const answer = (await response.json()) as { id?: string; errors?: { message: string }[] };
    return answer.id
      ? { ok: true, id: answer.id }
      : { ok: false, message: answer.errors?.[0]?.message ?? null };
  } catch {
    return { ok: false, message: null };
  }
}

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
  const [state, setState] = useState<{ sending: boolean; fault: string | null }>({
    sending: false,
    fault: null,
  });
  const send = async (file: File | undefined) => {
    if (!file) return;
    setState({ sending: true, fault: null });
    const sent = await sendFile(file);
    setState({ sending: false, fault: sent.ok ? null : (sent.message ?? t("fileNotSent")) });
    if (sent.ok) onChange({ fileId: sent.id, text: "" });
  };
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
      <InputField
        name={`customTerms.${index}.fileId`}
        type="file"
        accept="application/pdf"
        label={t("clauseSend", { number: index + 1 })}
        hint={t("clauseSendHint")}
        error={state.fault}
        disabled={state.sending}
        className="h-auto py-1 md:h-auto"
        onChange={(event) => void send(event.target.files?.[0])}
      />
    </>
  );
}
