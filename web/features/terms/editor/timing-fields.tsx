"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { editField, editFields, editPresent, type Edit } from "../../../lib/edits.ts";
import type { SchedulePeriod } from "../../../gql/graphql.ts";
import { CheckField, InputField, SelectField } from "../../../ui/form.tsx";
import type { LockingDraft, PayoutDraft, ScheduleDraft } from "./draft.ts";

interface WaitProps {
  path: string;
  months: string;
  days: string;
  onChange: (next: { months?: string; days?: string }) => void;
}
function WaitFields({ path, months, days, onChange }: WaitProps): ReactNode {
  const t = useTranslations("terms");
  return (
    <>
      <InputField
        name={`${path}.months`}
        label={t("waitMonths")}
        type="number"
        min={0}
        max={24}
        step={1}
        value={months}
        onChange={(event) => onChange({ months: event.target.value })}
      />
      <InputField
        name={`${path}.days`}
        label={t("waitDays")}
        type="number"
        min={0}
        max={366}
        step={1}
        value={days}
        onChange={(event) => onChange({ days: event.target.value })}
      />
    </>
  );
}

/** When sales become final. */
export function LockingFields({
  path,
  locking,
  onChange,
}: {
  path: string;
  locking: LockingDraft;
  onChange: Edit<LockingDraft>;
}): ReactNode {
  const t = useTranslations("terms");
  return (
    <div className="grid items-end gap-3 sm:grid-cols-3">
      <SelectField
        name={`${path}.kind`}
        label={t("lockingKind")}
        value={locking.kind}
        onChange={(event) =>
          editFields(onChange)({ kind: event.target.value as LockingDraft["kind"] })
        }
        options={(["DAY", "MONTH", "OPEN_ENDED"] as const).map((value) => ({
          value,
          label: t(`lockingKinds.${value}`),
        }))}
      />
      {locking.kind === "OPEN_ENDED" ? null : (
        <WaitFields
          path={path}
          months={locking.months}
          days={locking.days}
          onChange={editFields(onChange)}
        />
      )}
    </div>
  );
}

/** When what was earned is paid. */
export function ScheduleFields({
  path,
  schedule,
  onChange,
}: {
  path: string;
  schedule: ScheduleDraft;
  onChange: Edit<ScheduleDraft>;
}): ReactNode {
  const t = useTranslations("terms");
  return (
    <div className="grid items-end gap-3 sm:grid-cols-4">
      <SelectField
        name={`${path}.period`}
        label={t("schedulePeriod")}
        value={schedule.period}
        onChange={(event) => editFields(onChange)({ period: event.target.value as SchedulePeriod })}
        options={(["DAY", "WEEK", "MONTH"] as const).map((value) => ({
          value,
          label: t(`schedulePeriods.${value}`),
        }))}
      />
      <WaitFields
        path={path}
        months={schedule.months}
        days={schedule.days}
        onChange={editFields(onChange)}
      />
      <InputField
        name={`${path}.dayOfMonth`}
        label={t("scheduleDay")}
        type="number"
        min={1}
        max={28}
        step={1}
        value={schedule.dayOfMonth}
        onChange={(event) => editFields(onChange)({ dayOfMonth: event.target.value })}
      />
    </div>
  );
}

/**
 * A payout's own locking and schedule, or those of the account's rules; which partner is credited.
 */
export function TimingFields({
  path,
  payout,
  onChange,
}: {
  path: string;
  payout: PayoutDraft;
  onChange: Edit<PayoutDraft>;
}): ReactNode {
  const t = useTranslations("terms");
  const { event, locking, schedule } = payout;
  return (
    <section className="flex flex-col gap-3">
      <h3 className="font-medium">{t("timing")}</h3>
      {event === "CLICK" ? (
        <p className="text-caption text-subtle">{t("clicksFinal")}</p>
      ) : (
        <>
          <CheckField
            name={`${path}.ownLocking`}
            label={t("ownLocking")}
            hint={t("ownLockingHint")}
            checked={locking !== null}
            onChange={(changed) =>
              editFields(onChange)({
                locking: changed.target.checked ? { kind: "DAY", months: "1", days: "2" } : null,
              })
            }
          />
          {locking ? (
            <LockingFields
              path={`${path}.locking`}
              locking={locking}
              onChange={editPresent(editField(onChange, "locking"))}
            />
          ) : null}
        </>
      )}
      <CheckField
        name={`${path}.ownSchedule`}
        label={t("ownSchedule")}
        hint={t("ownScheduleHint")}
        checked={schedule !== null}
        onChange={(changed) =>
          editFields(onChange)({
            schedule: changed.target.checked
              ? { period: "MONTH", months: "0", days: "15", dayOfMonth: "" }
              : null,
          })
        }
      />
      {schedule ? (
        <ScheduleFields
          path={`${path}.schedule`}
          schedule={schedule}
          onChange={editPresent(editField(onChange, "schedule"))}
        />
      ) : null}
      {event === "SALE" ? <p className="text-caption text-subtle">{t("windowFixed")}</p> : null}
    </section>
  );
}
