"use client";
import { useRef, useState, type ReactNode } from "react";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TermsInput } from "../../gql/graphql.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField, Form, InputField, SelectField, TextField, type Refusal } from "../../ui/form.tsx";
import { currencyOptions } from "../auth/zones.ts";
import { ClauseFields } from "./clause-fields.tsx";
import { draftWarnings, eventKinds, inputOf, newPayout, placeRefusal, withPayout, type TermsDraft } from "./draft.ts";
import { PayoutFields } from "./payout-fields.tsx";

interface TermsFormProps {
  start: TermsDraft;
  submitLabel: string;
  /** Also offers to save as a draft, which cannot be proposed yet. */
  draftLabel?: string;
  sending: boolean;
  refusal: Refusal | null;
  onSend: (input: TermsInput, asDraft: boolean) => void;
}
/** Everything terms may say. Fields are named as in the input, so that a refusal finds its field by path. */
export function TermsForm({ start, submitLabel, draftLabel, sending, refusal, onSend }: TermsFormProps): ReactNode {
  const t = useTranslations("terms");
  const [draft, setDraft] = useState(start);
  const asDraft = useRef(false);
  return (
    <Form refusal={placeRefusal(refusal)} onSend={() => onSend(inputOf(draft), asDraft.current)}>
      <HeadFields draft={draft} onChange={setDraft} />
      {eventKinds.map((event) => (
        <PayoutFields key={event} event={event} draft={draft} onChange={setDraft} />
      ))}
      <TermsWideFields draft={draft} onChange={setDraft} />
      <ClauseFields clauses={draft.clauses} onChange={(clauses) => setDraft({ ...draft, clauses })} />
      <TextField
        name="comment"
        label={t("comment")}
        hint={t("commentHint")}
        maxLength={5000}
        value={draft.comment}
        onChange={(event) => setDraft({ ...draft, comment: event.target.value })}
      />
      <Warnings draft={draft} onChange={setDraft} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={sending} onClick={() => (asDraft.current = false)}>
          {submitLabel}
        </Button>
        {draftLabel ? (
          <Button type="submit" busy={sending} onClick={() => (asDraft.current = true)}>
            {draftLabel}
          </Button>
        ) : null}
      </div>
    </Form>
  );
}

interface PartProps {
  draft: TermsDraft;
  onChange: (draft: TermsDraft) => void;
}
function HeadFields({ draft, onChange }: PartProps): ReactNode {
  const t = useTranslations("terms");
  return (
    <>
      <InputField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="currency"
          label={t("currency")}
          value={draft.currency}
          onChange={(event) => onChange({ ...draft, currency: event.target.value })}
          options={currencyOptions}
        />
        <InputField name="labels" label={t("labels")} hint={t("labelsHint")} value={draft.labels} onChange={(event) => onChange({ ...draft, labels: event.target.value })} />
      </div>
    </>
  );
}

/** Notice and returns: for all event types. */
function TermsWideFields({ draft, onChange }: PartProps): ReactNode {
  const t = useTranslations("terms");
  return (
    <section aria-label={t("conditions")} className="grid gap-4 rounded-card border border-border p-3 sm:grid-cols-2 sm:p-4">
      <InputField
        name="noticeDays"
        label={t("noticeDays")}
        hint={t("noticeDaysHint")}
        type="number"
        min={0}
        max={365}
        step={1}
        value={draft.noticeDays}
        onChange={(event) => onChange({ ...draft, noticeDays: event.target.value })}
      />
      <InputField
        name="maxReturnPercent"
        label={t("maxReturnPercent")}
        hint={t("maxReturnPercentHint")}
        type="number"
        min={0}
        max={100}
        step={1}
        value={draft.maxReturnPercent}
        onChange={(event) => onChange({ ...draft, maxReturnPercent: event.target.value })}
      />
    </section>
  );
}

/** What can still be mended: a sale at 0 in one press, no limit by a confirmation. */
function Warnings({ draft, onChange }: PartProps): ReactNode {
  const t = useTranslations("terms");
  const warnings = draftWarnings(draft);
  if (warnings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-3 rounded-control bg-warning-ground px-3 py-2">
      {warnings.map((warning) => (
        <li key={warning} className="flex flex-col items-start gap-2">
          <p className="flex items-start gap-2 text-warning">
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            {t(`warnings.${warning}`)}
          </p>
          {warning === "NO_SALE_EVENT_TYPE" ? (
            <Button size="small" onClick={() => onChange(withPayout(draft, "SALE", newPayout("SALE", "0")))}>
              {t("addSaleAtZero")}
            </Button>
          ) : (
            <CheckField
              name="acknowledgeNoLimit"
              label={t("acknowledge")}
              checked={draft.acknowledgeNoLimit}
              onChange={(event) => onChange({ ...draft, acknowledgeNoLimit: event.target.checked })}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
