"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { Button } from "../../../ui/button.tsx";
import { inputOf } from "../../terms/editor/draft.ts";
import { draftOf, draftOfInput } from "../../terms/editor/draft-input.ts";
import { TermsForm } from "../../terms/editor/terms-form.tsx";
import type { GroundTermsFacts } from "../draft/ground-types.ts";
import type { StepProps } from "./step-parts.tsx";

/** The next version of terms that partners have signed, in the form that writes terms. */
export function ModifiedTerms({
  terms,
  step,
}: {
  terms: GroundTermsFacts;
  step: StepProps;
}): ReactNode {
  const t = useTranslations("changes");
  const { draft, ground, refusal, busy, onNext, onBack } = step;
  // The form knows its fields without the "terms" that the change keeps them in.
  const own =
    refusal && refusal.path[1] === "terms"
      ? { ...refusal, path: ["input", ...refusal.path.slice(2)] }
      : refusal;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <TermsForm
        programId={ground.programId}
        termsId={terms.id}
        listsHref={step.mayWriteTerms ? step.pages.lists : null}
        start={draft.terms ? draftOfInput(draft.terms) : draftOf(terms, terms.facts)}
        submitLabel={t("next")}
        sending={busy}
        refusal={own}
        onDraft={(next) =>
          step.onChange({
            termsId: terms.id,
            terms: inputOf(next),
            baseVersion: draft.baseVersion ?? terms.number,
          })
        }
        onSend={(input) =>
          onNext({
            termsId: terms.id,
            terms: input,
            baseVersion: draft.baseVersion ?? terms.number,
          })
        }
      />
      {onBack ? (
        <div>
          <Button onClick={onBack}>{t("back")}</Button>
        </div>
      ) : null}
    </div>
  );
}
