"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../../../ui/button.tsx";
import { SelectField } from "../../../ui/form.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { SentenceList } from "../../terms/sentence-list.tsx";
import { ChoiceCard } from "./choice-card.tsx";
import { signedOn, type GroundTermsFacts } from "../draft/ground-types.ts";
import { ModifiedTerms } from "./modified-terms.tsx";
import { StepForm, type StepProps } from "./step-parts.tsx";

/** Which terms partners are given, or what the terms they have become. */
export const TermsStep = (step: StepProps): ReactNode =>
  step.draft.strategy === "MODIFY" ? <ModifyTerms {...step} /> : <PickTerms {...step} />;

function PickTerms(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, ground, onChange, onNext } = step;
  const chosen = ground.terms.find(({ id }) => id === draft.termsId);
  return (
    <StepForm
      step={{ ...step, onNext: () => onNext(chosen ? { versionNumber: chosen.number } : {}) }}
    >
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-3 max-w-prose text-muted">{t("pickTerms")}</legend>
        {ground.terms.map((terms) => (
          <ChoiceCard
            key={terms.id}
            name="termsId"
            value={terms.id}
            checked={terms.id === draft.termsId}
            onChoose={() => onChange({ termsId: terms.id, versionNumber: terms.number })}
            title={t("termsAndVersion", { name: terms.name, number: terms.number })}
          >
            <SentenceList terms={terms.facts} />
            <Guards terms={terms} />
          </ChoiceCard>
        ))}
      </fieldset>
      <p>
        <Link href={`${step.pages.terms}/new`} className={textLinkClass}>
          {t("createTerms")}
        </Link>
      </p>
    </StepForm>
  );
}

/** Before it is too late: no sale event type, no limit. */
function Guards({ terms }: { terms: GroundTermsFacts }): ReactNode {
  const t = useTranslations("terms");
  if (terms.warnings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1">
      {terms.warnings.map((warning) => (
        <li key={warning} className="flex items-start gap-2 text-warning">
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
          {t(`warnings.${warning}`)}
        </li>
      ))}
    </ul>
  );
}

function ModifyTerms(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, ground, onChange } = step;
  const terms = ground.terms.find(({ id }) => id === draft.termsId) ?? ground.terms[0];
  if (!terms) return null;
  const isOutdated = draft.terms !== null && draft.baseVersion !== terms.number;
  return (
    <div className="flex flex-col gap-4">
      <div className="max-w-md">
        <SelectField
          name="modifiedTermsId"
          label={t("modifyWhich")}
          value={terms.id}
          onChange={(event) =>
            onChange({ termsId: event.target.value, terms: null, baseVersion: null })
          }
          options={ground.terms.map((each) => ({
            value: each.id,
            label: t("termsWithPartners", {
              name: each.name,
              count: signedOn(ground, each.id).length,
            }),
          }))}
        />
      </div>
      {isOutdated ? (
        <div
          role="alert"
          className={clsx(
            "flex max-w-md flex-col items-start gap-2 rounded-control bg-warning-ground px-3 py-2",
            "text-warning",
          )}
        >
          <p>{t("versionChanged", { number: terms.number, base: draft.baseVersion ?? 0 })}</p>
          <Button size="small" onClick={() => onChange({ terms: null, baseVersion: null })}>
            {t("startFrom", { number: terms.number })}
          </Button>
        </div>
      ) : null}
      <ModifiedTerms
        key={`${terms.id} ${terms.number} ${draft.terms === null ? "new" : "kept"}`}
        terms={terms}
        step={step}
      />
    </div>
  );
}
