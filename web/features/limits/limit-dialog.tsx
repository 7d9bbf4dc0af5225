"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { EventTypeKind, LimitKind, LimitReset, ProgramLimitFactsFragment } from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import { textOf } from "../../lib/form-values.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { CheckField, InputField, SelectField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";
import { LimitFacts, SetProgramLimit } from "./documents.ts";

const resets: LimitReset[] = ["DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"];
const kindsOf = (event: EventTypeKind): LimitKind[] => ["PAYOUT", event === "CLICK" ? "CLICKS" : "ACTIONS"];

export interface LimitDialogProps {
  programId: string;
  /** The account's; payouts in others are not limited by it. */
  currency: string;
  /** What is changed; null for a new one. Event, kind, period and currency are what makes it the same limit. */
  limit: ProgramLimitFactsFragment | null;
  onClose: () => void;
  onDone: () => void;
}
export function LimitDialog({ programId, currency, limit, onClose, onDone }: LimitDialogProps): ReactNode {
  const t = useTranslations("limits.dialog");
  const names = useTranslations("limits");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(SetProgramLimit);
  const known = limit && readFragment(LimitFacts, limit.usage);
  const [event, setEvent] = useState<EventTypeKind>(known?.event ?? "CLICK");
  const [kind, setKind] = useState<LimitKind>(known?.kind ?? "PAYOUT");
  const [reset, setReset] = useState<LimitReset>(known?.reset ?? "MONTH");
  const unit = known?.currency ?? currency;
  const save = async (values: FormData) => {
    const weekendMax = reset === "DAY" ? textOf(values, "weekendMax").trim() || null : null;
    const input = { programId, event, kind, reset, max: textOf(values, "max").trim(), weekendMax, currency: unit, shared: values.has("shared") };
    if (!(await send({ input })).ok) return;
    toast(t(limit ? "changed" : "done"));
    onClose();
    onDone();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={limit && known ? names("name", { event, kind, scope: known.scope, reset }) : t("title")}
      description={t(limit ? "changeText" : "text")}
      submit={t(limit ? "change" : "submit")}
      sending={sending}
      refusal={refusal}
      onSend={save}
    >
      {limit ? null : (
        <>
          <SelectField
            name="event"
            label={t("event")}
            value={event}
            onChange={(changed) => {
              setEvent(changed.target.value as EventTypeKind);
              setKind("PAYOUT");
            }}
            options={(["CLICK", "SALE"] as const).map((value) => ({ value, label: t(`events.${value}`) }))}
          />
          <SelectField
            name="kind"
            label={t("kind")}
            value={kind}
            onChange={(changed) => setKind(changed.target.value as LimitKind)}
            options={kindsOf(event).map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
          <SelectField
            name="reset"
            label={t("reset")}
            value={reset}
            hint={reset === "WEEK" ? t("weekHint") : undefined}
            onChange={(changed) => setReset(changed.target.value as LimitReset)}
            options={resets.map((value) => ({ value, label: t(`resets.${value}`) }))}
          />
        </>
      )}
      <InputField
        name="max"
        label={kind === "PAYOUT" ? t("maxPayout", { currency: unit }) : t("maxCount", { kind })}
        required
        inputMode="decimal"
        defaultValue={limit?.max ?? ""}
      />
      {reset === "DAY" ? <InputField name="weekendMax" label={t("weekend")} hint={t("weekendHint")} inputMode="decimal" defaultValue={limit?.weekendMax ?? ""} /> : null}
      <CheckField name="shared" label={t("shared")} hint={t("sharedHint")} defaultChecked={limit?.shared ?? false} />
    </SendDialog>
  );
}
