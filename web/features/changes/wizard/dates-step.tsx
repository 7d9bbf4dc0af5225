"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatPlainDate, zoneName } from "../../../lib/format.ts";
import { endOfDay } from "../../../lib/zoned-days.ts";
import { CheckField, InputField, SelectField } from "../../../ui/form.tsx";
import { ChoiceCard } from "./choice-card.tsx";
import { lastDateIn } from "../days.ts";
import { proposes } from "../draft/draft.ts";
import { faultOf, PreviewPanel } from "../draft/preview-panel.tsx";
import { StepForm, type StepProps } from "./step-parts.tsx";

const fields = ["effectiveOn", "lastDay", "fallbackTermsId", "expiresAt"];
const errorAt = ({ preview }: StepProps, field: string): string | null => {
  const fault = faultOf(preview.data);
  return fault?.field === field ? fault.message : null;
};

/** From when, until when, asked or not. */
export function DatesStep(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, preview, timeZone, today, onChange } = step;
  const earliest = preview.preview?.earliestOn ?? today;
  return (
    <StepForm step={step}>
      {draft.strategy === "SWITCH" ? <ApprovalFields {...step} /> : null}
      <div className="grid gap-4 md:grid-cols-2">
        <InputField
          name="effectiveOn"
          type="date"
          required
          min={today}
          label={t("firstDay")}
          error={errorAt(step, "effectiveOn")}
          hint={t("firstDayHint", { day: formatPlainDate(earliest), zone: zoneName(timeZone) })}
          value={draft.effectiveOn || (earliest > today ? earliest : today)}
          onChange={(event) => onChange({ effectiveOn: event.target.value })}
        />
        {draft.strategy === "MODIFY" ? null : <TemporaryFields {...step} />}
        {proposes(draft) ? (
          <InputField
            name="expiresAt"
            type="date"
            min={today}
            label={t("expiresOn")}
            error={errorAt(step, "expiresAt")}
            hint={t("expiresHint")}
            value={draft.expiresAt === null ? "" : lastDateIn(draft.expiresAt, timeZone)}
            onChange={(event) =>
              onChange({
                expiresAt:
                  event.target.value === "" ? null : endOfDay(event.target.value, timeZone),
              })
            }
          />
        ) : null}
      </div>
      {proposes(draft) ? (
        <CheckField
          name="mayCounter"
          label={t("mayCounter")}
          hint={t("mayCounterHint")}
          checked={draft.mayCounter}
          onChange={(event) => onChange({ mayCounter: event.target.checked })}
        />
      ) : null}
      {draft.strategy === "MODIFY" ? (
        <CheckField
          name="earlyOptIn"
          label={t("earlyOptIn")}
          hint={t("earlyOptInHint")}
          checked={draft.earlyOptIn}
          onChange={(event) => onChange({ earlyOptIn: event.target.checked })}
        />
      ) : null}
      <PreviewPanel state={preview} placed={fields}>
        {(found) => <p>{t("touched", { count: found.touched, leftOut: found.leftOut })}</p>}
      </PreviewPanel>
    </StepForm>
  );
}

function ApprovalFields({ draft, onChange }: StepProps): ReactNode {
  const t = useTranslations("changes");
  return (
    <fieldset className="grid gap-3 md:grid-cols-2">
      <legend className="mb-1 font-medium">{t("approval")}</legend>
      {(["REPLACE", "PROPOSE"] as const).map((approval) => (
        <ChoiceCard
          key={approval}
          name="approval"
          value={approval}
          checked={draft.approval === approval}
          onChoose={() => onChange({ approval })}
          title={t(`approvals.${approval}`)}
        >
          <p className="text-muted">{t(`approvalText.${approval}`)}</p>
        </ChoiceCard>
      ))}
    </fieldset>
  );
}

function TemporaryFields(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, ground, today, onChange } = step;
  return (
    <>
      <InputField
        name="lastDay"
        type="date"
        min={draft.effectiveOn || today}
        label={t("lastDay")}
        error={errorAt(step, "lastDay")}
        hint={t("lastDayHint")}
        value={draft.lastDay ?? ""}
        onChange={(event) => onChange({ lastDay: event.target.value || null })}
      />
      {draft.strategy === "SWITCH" && draft.lastDay !== null ? (
        <SelectField
          name="fallbackTermsId"
          label={t("fallback")}
          error={errorAt(step, "fallbackTermsId")}
          hint={t("fallbackHint")}
          value={draft.fallbackTermsId ?? ""}
          onChange={(event) => onChange({ fallbackTermsId: event.target.value || null })}
          options={[
            { value: "", label: t("noFallback") },
            ...ground.terms.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
    </>
  );
}
