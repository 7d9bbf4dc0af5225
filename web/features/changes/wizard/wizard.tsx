"use client";
import { useEffect, useRef, type ReactNode } from "react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { brandPages, type BrandPages } from "../../../lib/addresses.ts";
import { useHydrated } from "../../../lib/use-hydrated.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card, PageHead } from "../../../ui/card.tsx";
import { Empty } from "../../../ui/empty-state.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { isPreviewable, stepOfPath, type WizardStep } from "../draft/draft.ts";
import { DraftChanged, DraftState } from "../../terms/drafts/draft-state.tsx";
import type { StepProps } from "./step-parts.tsx";
import { Stepper } from "./stepper.tsx";
import { StrategyStep } from "./strategy-step.tsx";
import { useLookBack } from "../draft/use-look-back.ts";
import { useWizard } from "./use-wizard.ts";
import type { WizardProps } from "./use-wizard.ts";

const loading = () => <RowsSkeleton rows={5} />;
const TermsStep = dynamic(() => import("./terms-step.tsx").then((module) => module.TermsStep), {
  loading,
});
const PartnersStep = dynamic(
  () => import("./partners-step.tsx").then((module) => module.PartnersStep),
  { loading },
);
const DifferencesStep = dynamic(
  () => import("./differences-step.tsx").then((module) => module.DifferencesStep),
  { loading },
);
const DatesStep = dynamic(() => import("./dates-step.tsx").then((module) => module.DatesStep), {
  loading,
});
const MessageStep = dynamic(
  () => import("./message-step.tsx").then((module) => module.MessageStep),
  { loading },
);
const ReviewStep = dynamic(() => import("./review-step.tsx").then((module) => module.ReviewStep), {
  loading,
});

/**
 * A contract change from strategy to sending; the draft is kept at each step and its address
 * resumes it.
 */
export function Wizard(props: WizardProps): ReactNode {
  const t = useTranslations("changes");
  const { program, ground, first, timeZone } = props;
  const draftId = first?.id ?? null;
  const wizard = useWizard(props);
  const hydrated = useHydrated();
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(wizard.step);
  useEffect(() => {
    // Reading goes on at the new step's heading; the page itself stays.
    if (shown.current !== wizard.step) heading.current?.focus();
    shown.current = wizard.step;
  }, [wizard.step]);
  const pages = brandPages(program.code);
  if (ground.terms.length === 0)
    return (
      <>
        <PageHead title={t("wizardTitle")} />
        <Card>
          <Empty
            title={t("noTerms")}
            action={<ButtonLink href={`${pages.terms}/new`}>{t("createTerms")}</ButtonLink>}
          >
            {t("noTermsText")}
          </Empty>
        </Card>
      </>
    );
  const isOpen = (step: WizardStep): boolean =>
    step === "strategy" ||
    (draftId !== null &&
      (step === "terms" ||
        (step === "partners" && wizard.draft.strategy !== "MODIFY") ||
        isPreviewable(wizard.draft)));
  return (
    <>
      <PageHead
        title={t("wizardTitle")}
        lead={draftId === null ? t("wizardLead") : t("wizardKept")}
        actions={
          draftId === null ? null : <DraftState draft={wizard.written} timeZone={timeZone} />
        }
      />
      <DraftChanged draft={wizard.written} timeZone={timeZone} />
      <Stepper current={wizard.step} isOpen={isOpen} onGo={wizard.go} />
      <Card>
        <h2 ref={heading} tabIndex={-1} className="mb-3 font-semibold outline-none">
          {t(`stepTitles.${wizard.step}`)}
        </h2>
        <noscript>
          <p className="mb-3 text-warning">{t("needsScripts")}</p>
        </noscript>
        <fieldset disabled={!hydrated} className="min-w-0">
          <CurrentStep {...props} wizard={wizard} pages={pages} />
        </fieldset>
      </Card>
    </>
  );
}

function CurrentStep({
  wizard,
  pages,
  ...props
}: WizardProps & { wizard: ReturnType<typeof useWizard>; pages: BrandPages }): ReactNode {
  const { step, refusal } = wizard;
  const lookBack = useLookBack(
    props.program.id,
    props.first?.id ?? null,
    wizard.draft,
    wizard.kept,
  );
  const own = refusal && (stepOfPath(refusal.path) ?? step) === step ? refusal : null;
  const parts: StepProps = {
    draft: wizard.draft,
    onChange: wizard.change,
    ground: props.ground,
    preview: wizard.preview,
    lookBack,
    refusal: own,
    onNext: wizard.next,
    onBack: wizard.back,
    busy: wizard.saving,
    timeZone: props.timeZone,
    today: props.today,
    pages,
    mayWriteTerms: props.mayWriteTerms,
  };
  return (
    <>
      {step === "strategy" ? <StrategyStep {...parts} /> : null}
      {/* The form of terms keeps what was typed in it also while another step is shown. */}
      <div hidden={step !== "terms"}>
        {step === "terms" || (wizard.seenTerms && wizard.draft.strategy === "MODIFY") ? (
          <TermsStep {...parts} />
        ) : null}
      </div>
      {step === "partners" ? <PartnersStep {...parts} /> : null}
      {step === "differences" ? <DifferencesStep {...parts} /> : null}
      {step === "dates" ? <DatesStep {...parts} /> : null}
      {step === "message" ? <MessageStep {...parts} brandName={props.brandName} /> : null}
      {step === "review" ? (
        <ReviewStep
          {...parts}
          onSend={props.maySend ? wizard.send : null}
          sending={wizard.sending}
        />
      ) : null}
    </>
  );
}
