"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { ChangeStrategy } from "../../../gql/graphql.ts";
import { firstTerms } from "../draft/ground-types.ts";
import { ChoiceCard } from "./choice-card.tsx";
import type { StepProps } from "./step-parts.tsx";
import { StepForm } from "./step-parts.tsx";

const strategies: readonly ChangeStrategy[] = ["INVITE", "SWITCH", "MODIFY"];

/** The three ways with who is touched, what it does to partners, and the risk. */
export function StrategyStep(step: StepProps): ReactNode {
  const t = useTranslations("changes");
  const { draft, ground, onChange } = step;
  const signed = ground.partners.filter(({ contract }) => contract !== null).length;
  const counts: Record<ChangeStrategy, number> = {
    INVITE: ground.partners.length - signed,
    SWITCH: signed,
    MODIFY: signed,
  };
  // Terms that somebody chose stay.
  const isUntouched = draft.termsId === firstTerms(ground, draft.strategy);
  const choose = (strategy: ChangeStrategy) =>
    onChange({ strategy, ...(isUntouched && { termsId: firstTerms(ground, strategy) }) });
  return (
    <StepForm step={step}>
      <fieldset className="grid gap-3 lg:grid-cols-3">
        <legend className="sr-only">{t("steps.strategy")}</legend>
        {strategies.map((strategy) => (
          <ChoiceCard
            key={strategy}
            name="strategy"
            value={strategy}
            checked={draft.strategy === strategy}
            onChoose={() => choose(strategy)}
            title={t(`strategies.${strategy}`)}
          >
            <p className="text-muted">
              {t(`strategyText.${strategy}.who`, { count: counts[strategy] })}
            </p>
            <p>{t(`strategyText.${strategy}.effect`)}</p>
            <p className="text-caption text-subtle">{t(`strategyText.${strategy}.risk`)}</p>
          </ChoiceCard>
        ))}
      </fieldset>
      {ground.complete ? null : <p className="text-warning">{t("notAllPartners")}</p>}
    </StepForm>
  );
}
