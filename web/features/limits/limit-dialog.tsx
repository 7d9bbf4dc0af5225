"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import {
  LimitGauge_LimitFragmentDoc,
  type EventTypeKind,
  type LimitKind,
  type LimitReset,
  type ProgramLimits_LimitFragment,
  type ProgramLimitPreviewQueryVariables,
} from "../../gql/graphql.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import { formatCount, formatDateTime, formatMoney, zoneName } from "../../lib/format.ts";
import { textOf } from "../../lib/form-values.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { CheckField, InputField, SelectField } from "../../ui/form.tsx";
import { SendDialog } from "../../ui/send-dialog.tsx";
import { useToast } from "../../ui/toast.tsx";

/** What a limit would begin with. */
const ProgramLimitPreview = graphql(/* GraphQL */ `
  query ProgramLimitPreview(
    $programId: ID!
    $event: EventTypeKind!
    $kind: LimitKind!
    $reset: LimitReset!
    $currency: CurrencyCode
  ) {
    programLimitPreview(
      programId: $programId
      event: $event
      kind: $kind
      reset: $reset
      currency: $currency
    ) {
      used
      currency
      windowStart
      windowEnd
      countsFrom
    }
  }
`);

const SetProgramLimit = graphql(/* GraphQL */ `
  mutation SetProgramLimit($input: ProgramLimitInput!, $key: String!) {
    setProgramLimit(input: $input, idempotencyKey: $key) {
      __typename
      ... on ProgramLimitsOk {
        limits {
          id
        }
      }
      ...Refused
    }
  }
`);

const resets: LimitReset[] = ["DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"];
const kindsOf = (event: EventTypeKind): LimitKind[] => [
  "PAYOUT",
  event === "CLICK" ? "CLICKS" : "CONVERSIONS",
];

type AlreadyPaidProps = ProgramLimitPreviewQueryVariables & Pick<LimitDialogProps, "timeZone">;
/**
 * With what the limit begins: what its period paid before it was set counts. Nothing is said while
 * it is not known.
 */
function AlreadyPaid({ timeZone, ...asked }: AlreadyPaidProps): ReactNode {
  const t = useTranslations("limits.dialog");
  const { data, fetching } = useLoaded(ProgramLimitPreview, asked, null);
  const found = fetching ? null : (data?.programLimitPreview ?? null);
  const { event, kind, reset } = asked;
  const said = (): string | null => {
    if (!found) return null;
    if (found.countsFrom !== null)
      return t("fromMonday", {
        at: formatDateTime(found.countsFrom, timeZone),
        zone: zoneName(timeZone),
      });
    if (Number(found.used) === 0) return t("nothingYet", { reset });
    const used =
      kind === "PAYOUT"
        ? formatMoney({ amount: found.used, currency: found.currency })
        : formatCount(Number(found.used));
    return t("already", { kind, event, used, reset });
  };
  return <output className="block min-h-5 text-caption text-muted">{said()}</output>;
}

export interface LimitDialogProps {
  programId: string;
  /** The brand's: limits are cut by it. */
  timeZone: string;
  /** The account's; payouts in others are not limited by it. */
  currency: string;
  /**
   * What is changed; null for a new one. Event, kind, period and currency are what makes it the
   * same limit.
   */
  limit: ProgramLimits_LimitFragment | null;
  onClose: () => void;
}
const amountsIn = (values: FormData, reset: LimitReset) => ({
  max: textOf(values, "max").trim(),
  weekendMax: reset === "DAY" ? textOf(values, "weekendMax").trim() || null : null,
  shared: values.has("shared"),
});

export function LimitDialog({
  programId,
  timeZone,
  currency,
  limit,
  onClose,
}: LimitDialogProps): ReactNode {
  const t = useTranslations("limits.dialog");
  const names = useTranslations("limits");
  const toast = useToast();
  const { send, sending, refusal } = useSendOnce(SetProgramLimit);
  const known = limit && readFragment(LimitGauge_LimitFragmentDoc, limit.usage);
  const [event, setEvent] = useState<EventTypeKind>(known?.event ?? "CLICK");
  const [kind, setKind] = useState<LimitKind>(known?.kind ?? "PAYOUT");
  const [reset, setReset] = useState<LimitReset>(known?.reset ?? "MONTH");
  const unit = known?.currency ?? currency;
  const asked = { programId, event, kind, reset, currency: kind === "PAYOUT" ? unit : null };
  const save = async (values: FormData) => {
    if (!(await send({ input: { ...asked, ...amountsIn(values, reset) } })).ok) return;
    toast(t(limit ? "changed" : "done"));
    onClose();
  };
  return (
    <SendDialog
      open
      onClose={onClose}
      title={
        limit && known ? names("name", { event, kind, scope: known.scope, reset }) : t("title")
      }
      description={t(limit ? "changeText" : "text")}
      submit={t(limit ? "change" : "submit")}
      sending={sending}
      refusal={refusal}
      onSend={save}
    >
      {limit ? null : (
        <What
          event={event}
          onEvent={setEvent}
          kind={kind}
          onKind={setKind}
          reset={reset}
          onReset={setReset}
        />
      )}
      <Amounts limit={limit} timeZone={timeZone} asked={asked} unit={unit} />
    </SendDialog>
  );
}

interface WhatProps {
  event: EventTypeKind;
  onEvent: (event: EventTypeKind) => void;
  kind: LimitKind;
  onKind: (kind: LimitKind) => void;
  reset: LimitReset;
  onReset: (reset: LimitReset) => void;
}
/** What makes a limit the one it is; asked of a new one alone. */
function What({ event, onEvent, kind, onKind, reset, onReset }: WhatProps): ReactNode {
  const t = useTranslations("limits.dialog");
  return (
    <>
      <SelectField
        name="event"
        label={t("event")}
        value={event}
        onChange={(changed) => {
          onEvent(changed.target.value as EventTypeKind);
          onKind("PAYOUT");
        }}
        options={(["CLICK", "SALE", "LEAD"] as const).map((value) => ({
          value,
          label: t(`events.${value}`),
        }))}
      />
      <SelectField
        name="kind"
        label={t("kind")}
        value={kind}
        onChange={(changed) => onKind(changed.target.value as LimitKind)}
        options={kindsOf(event).map((value) => ({ value, label: t(`kinds.${value}`, { event }) }))}
      />
      <SelectField
        name="reset"
        label={t("reset")}
        value={reset}
        hint={reset === "WEEK" ? t("weekHint") : undefined}
        onChange={(changed) => onReset(changed.target.value as LimitReset)}
        options={resets.map((value) => ({ value, label: t(`resets.${value}`) }))}
      />
    </>
  );
}

interface AmountsProps extends Pick<LimitDialogProps, "limit" | "timeZone"> {
  asked: ProgramLimitPreviewQueryVariables;
  /** Currency of a limit on payout. */
  unit: string;
}
/** How much, from when it counts, and for whom. */
function Amounts({ limit, timeZone, asked, unit }: AmountsProps): ReactNode {
  const t = useTranslations("limits.dialog");
  const { kind, reset } = asked;
  return (
    <>
      <InputField
        name="max"
        label={
          kind === "PAYOUT"
            ? t("maxPayout", { currency: unit })
            : t("maxCount", { kind, event: asked.event })
        }
        required
        inputMode="decimal"
        defaultValue={limit?.max ?? ""}
      />
      <AlreadyPaid timeZone={timeZone} {...asked} />
      {reset === "DAY" ? (
        <InputField
          name="weekendMax"
          label={t("weekend")}
          hint={t("weekendHint")}
          inputMode="decimal"
          defaultValue={limit?.weekendMax ?? ""}
        />
      ) : null}
      <CheckField
        name="shared"
        label={t("shared")}
        hint={t("sharedHint")}
        defaultChecked={limit?.shared ?? false}
      />
    </>
  );
}
