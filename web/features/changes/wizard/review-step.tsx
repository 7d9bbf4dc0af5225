"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { formatCount, formatDateTime, formatPlainDate, zoneName } from "../../../lib/format.ts";
import { Button } from "../../../ui/button.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { Form, InputField } from "../../../ui/form.tsx";
import { dateIn } from "../days.ts";
import { Differences } from "./differences-step.tsx";
import { confirms, mustType, proposes } from "../draft/draft.ts";
import { FactList } from "../fact-list.tsx";
import { PreviewPanel } from "../draft/preview-panel.tsx";
import { PreviewPartners } from "../draft/preview-partners.tsx";
import { StepButtons, type StepProps } from "./step-parts.tsx";
import { TextParagraphs } from "../text-paragraphs.tsx";
import type { Preview } from "../draft/use-preview.ts";

interface ReviewStepProps extends StepProps {
  /** Null for who may prepare but not send. */
  onSend: ((expectedPartners: number) => void) | null;
  sending: boolean;
}
/** Everything on one page, then the one button. */
export function ReviewStep({ onSend, sending, ...step }: ReviewStepProps): ReactNode {
  const t = useTranslations("changes");
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const { preview } = step.preview;
  const ready =
    preview !== null && step.preview.current && preview.refusalCode === null && preview.touched > 0;
  const send = () => {
    if (!onSend || !ready) return;
    const matches = confirms(preview.touched, typed);
    setWrong(!matches);
    if (matches) onSend(preview.touched);
  };
  return (
    <Form refusal={step.refusal} onSend={send}>
      <PreviewPanel state={step.preview}>
        {(found) => (
          <>
            <Summary {...step} found={found} />
            <details open>
              <summary className="cursor-pointer font-medium">{t("partnersOf")}</summary>
              <div className="mt-2">
                <PreviewPartners preview={found} draft={step.draft} today={step.today} />
              </div>
            </details>
            <details>
              <summary className="cursor-pointer font-medium">{t("steps.differences")}</summary>
              <div className="mt-2 flex flex-col gap-4">
                <Differences preview={found} />
              </div>
            </details>
          </>
        )}
      </PreviewPanel>
      {onSend && preview && mustType(preview.touched) ? (
        <div className="max-w-form">
          <InputField
            name="expectedPartners"
            inputMode="numeric"
            label={t("typeNumber", { count: formatCount(preview.touched) })}
            error={wrong ? t("typedWrong", { count: preview.touched }) : null}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
          />
        </div>
      ) : null}
      <StepButtons onBack={step.onBack} busy={sending}>
        {onSend ? (
          <Button type="submit" tone="primary" busy={sending || !ready}>
            {t(sending ? "sending" : "send", { count: preview?.touched ?? 0 })}
          </Button>
        ) : (
          <AskAdmin />
        )}
      </StepButtons>
    </Form>
  );
}

/** Who may prepare only: the address of the draft is what an admin needs. */
function AskAdmin(): ReactNode {
  const t = useTranslations("changes");
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <p className="font-medium">{t("askAdmin")}</p>
      <CopyButton
        text={typeof window === "undefined" ? "" : window.location.href}
        label={t("copyDraft")}
      />
    </div>
  );
}

function Summary({
  found,
  draft,
  ground,
  timeZone,
  today,
}: StepProps & { found: Preview }): ReactNode {
  const t = useTranslations("changes");
  const terms = ground.terms.find(({ id }) => id === draft.termsId);
  const number =
    draft.strategy === "MODIFY"
      ? (draft.baseVersion ?? 0) + 1
      : (draft.versionNumber ?? terms?.number ?? 0);
  const fallback = ground.terms.find(({ id }) => id === draft.fallbackTermsId);
  const when = (instant: string) =>
    t("atInZone", { at: formatDateTime(instant, timeZone), zone: zoneName(timeZone) });
  const items = [
    { label: t("steps.strategy"), value: t(`strategies.${draft.strategy}`) },
    ...(draft.strategy === "SWITCH"
      ? [{ label: t("approvalLabel"), value: t(`approvals.${draft.approval}`) }]
      : []),
    {
      label: t("steps.terms"),
      value: t("termsAndVersion", { name: draft.terms?.name ?? terms?.name ?? "", number }),
    },
    { label: t("reached"), value: formatCount(found.touched) },
    { label: t("leftOutOf"), value: formatCount(found.leftOut) },
    {
      label: t("firstDay"),
      value: dateIn(found.effectiveAt, timeZone) === today ? t("atOnce") : when(found.effectiveAt),
    },
    {
      label: t("salesFrom"),
      value: t("salesFromText", { date: formatPlainDate(found.salesFrom) }),
    },
    ...(found.endsAt ? [{ label: t("ends"), value: when(found.endsAt) }] : []),
    ...(found.endsAt && draft.strategy === "SWITCH"
      ? [{ label: t("fallback"), value: fallback?.name ?? t("noFallback") }]
      : []),
    ...(proposes(draft)
      ? [{ label: t("expiresOn"), value: draft.expiresAt ? when(draft.expiresAt) : t("never") }]
      : []),
    ...(proposes(draft)
      ? [{ label: t("mayCounter"), value: t(draft.mayCounter ? "yes" : "no") }]
      : []),
    ...(draft.strategy === "MODIFY"
      ? [{ label: t("earlyOptIn"), value: t(draft.earlyOptIn ? "yes" : "no") }]
      : []),
    {
      label: t("comment"),
      value: draft.comment.trim() === "" ? t("none") : <TextParagraphs text={draft.comment} />,
    },
    { label: t("howTo"), value: t(draft.howTo ? "yes" : "no") },
  ];
  return <FactList items={items} />;
}
