"use client";
import { useState, type ReactNode } from "react";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { TermsInput } from "../../gql/graphql.ts";
import { Button } from "../../ui/button.tsx";
import { CheckField, Form, InputField, SelectField, TextField, type Refusal } from "../../ui/form.tsx";
import { currencyOptions } from "../auth/zones.ts";
import { draftWarnings, inputOf, placeRefusal, type TermsDraft } from "./draft.ts";
import { ClickFields, SaleFields } from "./payout-fields.tsx";

interface TermsFormProps {
  start: TermsDraft;
  submitLabel: string;
  sending: boolean;
  refusal: Refusal | null;
  onSend: (input: TermsInput) => void;
}
export function TermsForm({ start, submitLabel, sending, refusal, onSend }: TermsFormProps): ReactNode {
  const t = useTranslations("terms");
  const [draft, setDraft] = useState(start);
  const warnings = draftWarnings(draft);
  return (
    <Form refusal={placeRefusal(refusal, inputOf(draft))} onSend={() => onSend(inputOf(draft))}>
      <InputField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.target.value })}
      />
      <SelectField
        name="currency"
        label={t("currency")}
        value={draft.currency}
        onChange={(event) => setDraft({ ...draft, currency: event.target.value })}
        options={currencyOptions}
      />
      <ClickFields draft={draft} onChange={setDraft} />
      <SaleFields draft={draft} onChange={setDraft} />
      <TextField
        name="comment"
        label={t("comment")}
        hint={t("commentHint")}
        maxLength={5000}
        value={draft.comment}
        onChange={(event) => setDraft({ ...draft, comment: event.target.value })}
      />
      {warnings.length > 0 ? (
        <ul className="flex flex-col gap-3 rounded-control bg-warning-ground px-3 py-2">
          {warnings.map((warning) => (
            <li key={warning} className="flex flex-col items-start gap-2">
              <p className="flex items-start gap-2 text-warning">
                <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
                {t(`warnings.${warning}`)}
              </p>
              {warning === "NO_SALE_EVENT_TYPE" ? (
                <Button size="small" onClick={() => setDraft({ ...draft, sale: { rate: "0", level: "ORDER" } })}>
                  {t("addSaleAtZero")}
                </Button>
              ) : (
                <CheckField
                  name="acknowledgeNoLimit"
                  label={t("acknowledge")}
                  checked={draft.acknowledgeNoLimit}
                  onChange={(event) => setDraft({ ...draft, acknowledgeNoLimit: event.target.checked })}
                />
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <div>
        <Button type="submit" tone="primary" busy={sending}>
          {submitLabel}
        </Button>
      </div>
    </Form>
  );
}
