"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { cx } from "../../ui/cx.ts";
import { wizardSteps, type WizardStep } from "./draft.ts";

interface StepperProps {
  current: WizardStep;
  /** Steps that cannot be shown yet carry no link. */
  isOpen: (step: WizardStep) => boolean;
  onGo: (step: WizardStep) => void;
}
/** The steps as links: each has an address of its own, also without scripts. */
export function Stepper({ current, isOpen, onGo }: StepperProps): ReactNode {
  const t = useTranslations("changes");
  return (
    <nav aria-label={t("stepsLabel")} className="mb-4 overflow-x-auto">
      <ol className="flex gap-1 border-b border-border">
        {wizardSteps.map((step, index) => {
          const label = t("stepNumber", { number: index + 1, name: t(`steps.${step}`) });
          const look = cx(
            "-mb-px inline-flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap pointer-coarse:min-h-11",
            step === current ? "border-primary font-medium text-fg" : "border-transparent text-muted",
          );
          return (
            <li key={step}>
              {isOpen(step) ? (
                <a
                  href={`?step=${step}`}
                  aria-current={step === current ? "step" : undefined}
                  className={cx(look, "hover:text-fg")}
                  onClick={(event) => {
                    event.preventDefault();
                    onGo(step);
                  }}
                >
                  {label}
                </a>
              ) : (
                <span className={cx(look, "text-subtle")}>{label}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
