"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatDateTime, zoneName } from "../../../lib/format.ts";
import { CheckField, TextField } from "../../../ui/form.tsx";
import { dateIn } from "../days.ts";
import { explains } from "../draft/draft.ts";
import { StepForm, type StepProps } from "./step-parts.tsx";
import { TextParagraphs } from "../text-paragraphs.tsx";

/** What partners are told, as they will read it. */
export function MessageStep({ brandName, ...step }: StepProps & { brandName: string }): ReactNode {
  const t = useTranslations("changes");
  const [missing, setMissing] = useState(false);
  const { draft, preview, onChange } = step;
  const needed = preview.preview?.needsComment ?? false;
  const silent = needed && !explains(draft.comment, t("linksSentence"));
  const next = () => (silent ? setMissing(true) : step.onNext());
  return (
    <StepForm step={{ ...step, onNext: next }}>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <TextField
            name="comment"
            label={t("comment")}
            hint={needed ? t("commentNeeded") : t("commentHint")}
            error={missing && silent ? t("commentMissing") : null}
            rows={8}
            maxLength={5000}
            value={draft.comment}
            onChange={(event) => onChange({ comment: event.target.value })}
          />
          <CheckField
            name="howTo"
            label={t("howTo")}
            hint={t("howToHint")}
            checked={draft.howTo}
            onChange={(event) => onChange({ howTo: event.target.checked })}
          />
        </div>
        <section
          aria-label={t("asRead")}
          className="min-w-0 rounded-card border border-border bg-surface p-4"
        >
          <h2 className="mb-2 text-body font-semibold">{t("asRead")}</h2>
          <div className="flex flex-col gap-2">
            <p className="font-medium">
              {t("readTitle", { brand: brandName, strategy: draft.strategy })}
            </p>
            {preview.preview ? (
              <p>
                {dateIn(preview.preview.effectiveAt, step.timeZone) === step.today
                  ? t("readAtOnce")
                  : t("readDay", {
                      at: formatDateTime(preview.preview.effectiveAt, step.timeZone),
                      zone: zoneName(step.timeZone),
                    })}
              </p>
            ) : null}
            <TextParagraphs text={draft.comment} />
            {draft.comment.includes(t("linksSentence")) ? null : <p>{t("linksSentence")}</p>}
            {draft.howTo ? (
              <p>
                <a
                  href="/how-to/links"
                  target="_blank"
                  rel="noreferrer"
                  className="text-link underline underline-offset-2"
                >
                  {t("howToLink")}
                </a>
              </p>
            ) : null}
          </div>
        </section>
      </div>
    </StepForm>
  );
}
