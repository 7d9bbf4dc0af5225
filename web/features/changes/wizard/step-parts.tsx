"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { type BrandPages } from "../../../lib/addresses.ts";
import { Button } from "../../../ui/button.tsx";
import { Form, type Refusal } from "../../../ui/form.tsx";
import type { ChangeDraft } from "../draft/draft.ts";
import type { Ground } from "../draft/ground-types.ts";
import type { LookBack } from "../draft/use-look-back.ts";
import type { PreviewState } from "../draft/use-preview.ts";

export interface StepProps {
  draft: ChangeDraft;
  onChange: (next: Partial<ChangeDraft>) => void;
  ground: Ground;
  preview: PreviewState;
  lookBack: LookBack;
  /** Of a field on this step. */
  refusal: Refusal | null;
  /** Keeps the draft and goes on; what the step itself decides can be handed in. */
  onNext: (last?: Partial<ChangeDraft>) => void;
  /** Null on the first step. */
  onBack: (() => void) | null;
  /** The draft is being kept. */
  busy: boolean;
  timeZone: string;
  /** In the brand's zone, 2026-11-26. */
  today: string;
  pages: BrandPages;
  mayWriteTerms: boolean;
}

export function StepButtons({
  onBack,
  busy,
  children,
}: Pick<StepProps, "onBack" | "busy"> & { children?: ReactNode }): ReactNode {
  const t = useTranslations("changes");
  return (
    <div className="flex flex-wrap gap-2 border-t border-border pt-4">
      {onBack ? <Button onClick={onBack}>{t("back")}</Button> : null}
      {children ?? (
        <Button type="submit" tone="primary" busy={busy}>
          {t("next")}
        </Button>
      )}
    </div>
  );
}

/** A step's fields with Back and Next below. */
export function StepForm({
  step,
  children,
}: {
  step: Pick<StepProps, "refusal" | "onNext" | "onBack" | "busy">;
  children: ReactNode;
}): ReactNode {
  return (
    <Form refusal={step.refusal} onSend={() => step.onNext()}>
      {children}
      <StepButtons onBack={step.onBack} busy={step.busy} />
    </Form>
  );
}
