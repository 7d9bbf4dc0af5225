"use client";
import { useEffect, useRef, type ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { wizardSteps, type WizardStep } from "../draft/draft.ts";

interface StepperProps {
  current: WizardStep;
  /** Steps that cannot be shown yet carry no link. */
  isOpen: (step: WizardStep) => boolean;
  onGo: (step: WizardStep) => void;
}
/** The steps as links: each has an address of its own, also without scripts. */
export function Stepper({ current, isOpen, onGo }: StepperProps): ReactNode {
  const t = useTranslations("changes");
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the steps are wider than the screen: the current one is brought to its middle.
    const [box, at] = [
      nav.current,
      nav.current?.querySelector<HTMLElement>(`[data-step="${current}"]`),
    ];
    if (box && at) box.scrollLeft = at.offsetLeft - (box.clientWidth - at.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={nav} aria-label={t("stepsLabel")} className="relative mb-4 overflow-x-auto">
      <ol className="flex gap-1 border-b border-border">
        {wizardSteps.map((step, index) => {
          const label = t("stepNumber", { number: index + 1, name: t(`steps.${step}`) });
          const look = clsx(
            "-mb-px inline-flex min-h-9 items-center border-b-2 px-3 whitespace-nowrap",
            "pointer-coarse:min-h-11",
            step === current
              ? "border-primary font-medium text-fg"
              : "border-transparent text-muted",
          );
          return (
            <li key={step} data-step={step}>
              {isOpen(step) ? (
                <a
                  href={`?step=${step}`}
                  aria-current={step === current ? "step" : undefined}
                  className={clsx(look, "hover:text-fg")}
                  onClick={(event) => {
                    event.preventDefault();
                    onGo(step);
                  }}
                >
                  {label}
                </a>
              ) : (
                <span
                  aria-current={step === current ? "step" : undefined}
                  className={clsx(look, "text-subtle")}
                >
                  {label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
