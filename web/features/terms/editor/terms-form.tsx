"use client";
import { useRef, useState, type ReactNode } from "react";
import dynamic from "next/dynamic";
import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { editField, editFields, useEdits, type Edit } from "../../../lib/edits.ts";
import type { TermsInput } from "../../../gql/graphql.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import {
  CheckField,
  Form,
  InputField,
  SelectField,
  TextField,
  type Refusal,
} from "../../../ui/form.tsx";
import type { SimulatorProps } from "../../simulator/simulator.tsx";
import { currencyOptions } from "../../auth/zones.ts";
import { ClauseFields } from "./clause-fields.tsx";
import {
  draftWarnings,
  inputOf,
  newPayout,
  offeredKinds,
  placeRefusal,
  withPayout,
  type TermsDraft,
} from "./draft.ts";
import {
  EditorProvider,
  findingsUnder,
  isUnfinished,
  useEditor,
  useLint,
  type Finding,
} from "./editor-context.tsx";
import { FindingList } from "../rules/finding-list.tsx";
import { numberClauses, numberFields } from "./number-clauses.ts";
import { PayoutFields } from "./payout-fields.tsx";

/** Not needed before the first paint. */
const Simulator = dynamic(
  () => import("../../simulator/simulator.tsx").then((module) => module.Simulator),
  { ssr: false },
);

interface TermsFormProps {
  /** For which program: what the linter and the values of rules are asked for. */
  programId: string;
  /** Where lists for rules are made; null for who may not. */
  listsHref: string | null;
  start: TermsDraft;
  submitLabel: string;
  /** Also offers to save as a draft, which cannot be proposed yet. */
  draftLabel?: string;
  /** Who publishes instead, for who may only try; without it the form is sent. */
  publishBy?: string | null;
  sending: boolean;
  refusal: Refusal | null;
  onSend: (input: TermsInput, asDraft: boolean) => void;
  onDraft?: (draft: TermsDraft) => void;
  /** Warnings are asked about before it is sent; without it a later step does. */
  asksFirst?: boolean;
  /**
   * Tries the draft on past clicks, beside the form on wide screens and from the bottom of narrow
   * ones.
   */
  /** Contracts that are on these terms now. */
  signedPartners?: number;
  preview?: Omit<SimulatorProps, "programId" | "draft">;
  /** The terms whose next version is written. */
  termsId?: string | null;
}
/**
 * Everything terms may say. Fields are named as in the input, so that a refusal finds its field by
 * path.
 */
export function TermsForm({
  programId,
  listsHref,
  start,
  submitLabel,
  draftLabel,
  publishBy = null,
  sending,
  refusal,
  onSend,
  onDraft,
  asksFirst = false,
  signedPartners = 0,
  preview,
  termsId = null,
}: TermsFormProps): ReactNode {
  const t = useTranslations("terms");
  const [draft, change] = useEdits(start, onDraft);
  const set = editFields(change);
  const asDraft = useRef(false);
  const lint = useLint(programId, draft, { contracts: signedPartners, termsId });
  const doubts = lint.findings.filter((finding) => finding.severity === "WARNING");
  const [asking, setAsking] = useState(false);
  const send = () => {
    if (publishBy !== null) return;
    // A draft may be doubtful; what is given to partners is looked at once more.
    if (asksFirst && doubts.length > 0 && !asDraft.current && !asking) setAsking(true);
    else {
      setAsking(false);
      onSend(inputOf(draft), asDraft.current);
    }
  };
  const form = (
    <Form refusal={placeRefusal(refusal)} onSend={send}>
      <HeadFields draft={draft} onChange={change} />
      {offeredKinds.map((event) => (
        <PayoutFields key={event} event={event} draft={draft} onChange={change} />
      ))}
      <TermsWideFields draft={draft} onChange={change} />
      <ClauseFields clauses={draft.clauses} onChange={editField(change, "clauses")} />
      <TextField
        name="comment"
        label={t("comment")}
        hint={t("commentHint")}
        maxLength={5000}
        value={draft.comment}
        onChange={(event) => set({ comment: event.target.value })}
      />
      <Warnings draft={draft} onChange={change} />
      <CheckSummary
        findings={lint.findings}
        isComplete={lint.data?.lintTerms?.isComplete ?? true}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          tone="primary"
          busy={sending}
          disabled={publishBy !== null}
          onClick={() => (asDraft.current = false)}
        >
          {submitLabel}
        </Button>
        {draftLabel && publishBy === null ? (
          <Button type="submit" busy={sending} onClick={() => (asDraft.current = true)}>
            {draftLabel}
          </Button>
        ) : null}
      </div>
      {publishBy === null ? null : <p className="max-w-prose text-muted">{publishBy}</p>}
      <AskFirst open={asking} doubts={doubts} onClose={() => setAsking(false)} onSend={send} />
    </Form>
  );
  return (
    <EditorProvider
      programId={programId}
      listsHref={listsHref}
      findings={lint.findings}
      exposure={lint.exposure}
    >
      {preview ? (
        <div
          className={clsx(
            "grid items-start gap-4 max-[1099px]:pb-14",
            "min-[1100px]:grid-cols-[minmax(0,1fr)_minmax(320px,26rem)]",
          )}
        >
          <Card>{form}</Card>
          <Simulator {...preview} programId={programId} draft={inputOf(draft)} />
        </div>
      ) : (
        form
      )}
    </EditorProvider>
  );
}

/** How many of each weight; the sentences stand at their rows. */
function CheckSummary({
  findings,
  isComplete,
}: {
  findings: readonly Finding[];
  isComplete: boolean;
}): ReactNode {
  const t = useTranslations("terms.lint");
  const finished = findings.filter((finding) => !isUnfinished(finding));
  const count = (severity: Finding["severity"]) =>
    finished.filter((finding) => finding.severity === severity).length;
  return (
    <p className="text-caption text-subtle">
      {t("summary", {
        unfinished: findings.length - finished.length,
        errors: count("ERROR"),
        warnings: count("WARNING"),
        hints: count("HINT"),
      })}
      {isComplete ? null : ` ${t("incomplete")}`}
    </p>
  );
}

interface AskFirstProps {
  open: boolean;
  doubts: readonly Finding[];
  onClose: () => void;
  onSend: () => void;
}
function AskFirst({ open, doubts, onClose, onSend }: AskFirstProps): ReactNode {
  const t = useTranslations("terms.lint");
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("askTitle", { count: doubts.length })}
      description={t("askText")}
    >
      <div className="flex flex-col gap-4">
        <FindingList findings={doubts} />
        <div className="flex flex-wrap gap-2">
          <Button tone="primary" onClick={onSend}>
            {t("askAnyway")}
          </Button>
          <Button onClick={onClose}>{t("askBack")}</Button>
        </div>
      </div>
    </Dialog>
  );
}

interface PartProps {
  draft: TermsDraft;
  onChange: Edit<TermsDraft>;
}
function HeadFields({ draft, onChange }: PartProps): ReactNode {
  const set = editFields(onChange);
  const t = useTranslations("terms");
  const { findings } = useEditor();
  return (
    <>
      <InputField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          name="currency"
          label={t("currency")}
          value={draft.currency}
          onChange={(event) => set({ currency: event.target.value })}
          options={currencyOptions}
        />
        <InputField
          name="labels"
          label={t("labels")}
          hint={t("labelsHint")}
          value={draft.labels}
          onChange={(event) => set({ labels: event.target.value })}
        />
      </div>
      <FindingList findings={findingsUnder(findings, "currency")} />
    </>
  );
}

/** What is one number for all of the terms. */
function TermsWideFields({ draft, onChange }: PartProps): ReactNode {
  const set = editFields(onChange);
  const t = useTranslations("terms");
  return (
    <section
      aria-label={t("conditions")}
      className="grid gap-4 rounded-card border border-border p-3 sm:grid-cols-2 sm:p-4"
    >
      {numberFields.map((field) => (
        <InputField
          key={field}
          name={field}
          label={t(`numbers.${field}`)}
          hint={t(`numberHints.${field}`)}
          type="number"
          {...numberClauses[field]}
          step={1}
          value={draft[field]}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      ))}
    </section>
  );
}

/** What can still be mended: a sale at 0 in one press, no limit by a confirmation. */
function Warnings({ draft, onChange }: PartProps): ReactNode {
  const set = editFields(onChange);
  const t = useTranslations("terms");
  const warnings = draftWarnings(draft);
  if (warnings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-3 rounded-control bg-warning-ground px-3 py-2">
      {warnings.map((warning) => (
        <li key={warning} className="flex flex-col items-start gap-2">
          <p className="flex items-start gap-2 text-warning">
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            {t(`warnings.${warning}`)}
          </p>
          {warning === "NO_SALE_EVENT_TYPE" ? (
            <Button
              size="small"
              onClick={() => onChange((now) => withPayout(now, "SALE", newPayout("SALE", "0")))}
            >
              {t("addSaleAtZero")}
            </Button>
          ) : (
            <CheckField
              name="acknowledgeNoLimit"
              label={t("acknowledge")}
              checked={draft.acknowledgeNoLimit}
              onChange={(event) => set({ acknowledgeNoLimit: event.target.checked })}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
