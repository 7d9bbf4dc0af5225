"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { TermsInput } from "../../gql/graphql.ts";
import { Button } from "../../ui/button.tsx";
import { draftOf, type TermsDraft } from "../terms/draft.ts";
import { TermsForm } from "../terms/terms-form.tsx";
import type { GroundTermsFacts } from "./ground-types.ts";
import type { StepProps } from "./step-parts.tsx";

/** What was entered before, back into the form's own shape. */
function startOf(terms: GroundTermsFacts, saved: TermsInput | null): TermsDraft {
  const start = draftOf(terms.name, terms.facts);
  if (saved === null) return start;
  const payouts = [saved.eventPayouts].flat();
  const [click, sale] = [payouts.find(({ event }) => event === "CLICK"), payouts.find(({ event }) => event === "SALE")];
  return {
    ...start,
    name: saved.name,
    comment: saved.comment ?? "",
    acknowledgeNoLimit: saved.acknowledgeNoLimit ?? false,
    click: click ? { rate: click.rate, limits: [click.limits ?? []].flat(), remainder: click.remainder ?? "PAY_ZERO" } : null,
    sale: sale ? { rate: sale.rate, level: sale.level === "ITEM" ? "ITEM" : "ORDER" } : null,
  };
}

/** The next version of terms that partners have signed, in the form that writes terms. */
export function ModifiedTerms({ terms, step }: { terms: GroundTermsFacts; step: StepProps }): ReactNode {
  const t = useTranslations("changes");
  const { draft, refusal, busy, onNext, onBack } = step;
  // The form knows its fields without the "terms" that the change keeps them in.
  const own = refusal && refusal.path[1] === "terms" ? { ...refusal, path: ["input", ...refusal.path.slice(2)] } : refusal;
  return (
    <div className="flex max-w-md flex-col gap-4">
      <TermsForm
        start={startOf(terms, draft.terms)}
        submitLabel={t("next")}
        sending={busy}
        refusal={own}
        onSend={(input) => onNext({ termsId: terms.id, terms: input, baseVersion: draft.baseVersion ?? terms.number })}
      />
      {onBack ? (
        <div>
          <Button onClick={onBack}>{t("back")}</Button>
        </div>
      ) : null}
    </div>
  );
}
