"use client";
import type { ReactNode } from "react";
import { useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { readFragment } from "../../../gql/index.ts";
import { Refused } from "../../../lib/refused.ts";
import { FormAlert } from "../../../ui/form.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RowsSkeleton } from "../../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../../ui/text-link.ts";
import { stepOfPath, type WizardStep } from "./draft.ts";
import type { Preview, PreviewAnswer, PreviewState } from "./use-preview.ts";

interface Fault {
  message: string;
  field: string;
  step: WizardStep | null;
}
const placedAt = (message: string, path: readonly string[]): Fault => ({
  message,
  field: path[1] ?? "",
  step: stepOfPath(path),
});
/** Why the change cannot be sent as it stands; null when nothing stands in its way. */
export function faultOf(answer: PreviewAnswer | null): Fault | null {
  if (answer === null) return null;
  if (answer.__typename !== "PreviewChangeOk") {
    const { message, path } = readFragment(Refused, answer);
    return placedAt(message, path);
  }
  const { refusalMessage, refusalPath } = answer.preview;
  return refusalMessage === null ? null : placedAt(refusalMessage, refusalPath);
}

interface PreviewPanelProps {
  state: PreviewState;
  /** Fields of this step, which tell their own fault. */
  placed?: readonly string[];
  children: (preview: Preview) => ReactNode;
}
export function PreviewPanel({ state, placed = [], children }: PreviewPanelProps): ReactNode {
  const t = useTranslations("changes");
  const [current] = useQueryState("step");
  if (state.data === null && !state.fetching && state.failure === null)
    return <p className="text-muted">{t("nothingToPreview")}</p>;
  return (
    <Panel state={state} skeleton={<RowsSkeleton rows={3} />}>
      {(answer) => {
        const fault = faultOf(answer);
        return (
          <div className="flex flex-col gap-4">
            {fault && !placed.includes(fault.field) ? (
              <FormAlert>
                {fault.message}{" "}
                {fault.step && fault.step !== current ? (
                  // A full load, so that what changed meanwhile is read anew.
                  <a href={`?step=${fault.step}`} className={textLinkClass}>
                    {t("goToStep", { name: t(`steps.${fault.step}`) })}
                  </a>
                ) : null}
              </FormAlert>
            ) : null}
            {answer.__typename === "PreviewChangeOk" ? children(answer.preview) : null}
          </div>
        );
      }}
    </Panel>
  );
}
