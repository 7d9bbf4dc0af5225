"use client";
import type { ReactNode } from "react";
import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { CardHead } from "../../../ui/card.tsx";
import { DifferenceList } from "../difference-list.tsx";
import { LookBackLine } from "../draft/look-back-line.tsx";
import { PreviewPanel } from "../draft/preview-panel.tsx";
import { StepForm, type StepProps } from "./step-parts.tsx";
import type { Preview } from "../draft/use-preview.ts";

/** Old and new clause by clause, for each version that partners are on. */
export const DifferencesStep = (step: StepProps): ReactNode => (
  <StepForm step={step}>
    <PreviewPanel state={step.preview}>
      {(preview) => (
        <Differences preview={preview}>
          <LookBackLine
            lookBack={step.lookBack}
            refused={!step.preview.current || preview.refusalMessage !== null}
          />
        </Differences>
      )}
    </PreviewPanel>
  </StepForm>
);

export function Differences({
  preview,
  children = null,
}: {
  preview: Preview;
  children?: ReactNode;
}): ReactNode {
  const t = useTranslations("changes");
  const terms = useTranslations("terms");
  return (
    <>
      <p>{t("touched", { count: preview.touched, leftOut: preview.leftOut })}</p>
      {preview.differences.length === 0 ? (
        <p className="max-w-prose text-muted">{t("nothingBefore")}</p>
      ) : null}
      {preview.differences.map(
        ({ beforeName, beforeVersion, partners, differences, newCounts }) => (
          <section
            key={`${beforeName} ${beforeVersion}`}
            className="rounded-card border border-border p-4"
          >
            <CardHead
              title={t("comparedWith", {
                name: beforeName,
                number: beforeVersion,
                count: partners,
              })}
            />
            <DifferenceList differences={differences} />
            {newCounts.map(({ event, groupName, message }) => (
              <p key={`${event} ${groupName}`} className="mt-2 max-w-prose text-warning">
                {message}.
              </p>
            ))}
          </section>
        ),
      )}
      {children}
      {preview.warnings.map((warning) => (
        <p key={warning} className="max-w-prose text-warning">
          {terms(`warnings.${warning}`)}
        </p>
      ))}
      <p className="flex max-w-prose items-start gap-2">
        <Info aria-hidden size={16} className="mt-0.5 shrink-0 text-link" />
        {t("linksStay")}
      </p>
    </>
  );
}
