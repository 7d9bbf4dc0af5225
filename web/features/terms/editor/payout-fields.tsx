"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { editField, editFields, type Edit } from "../../../lib/edits.ts";
import type { EventTypeKind, PayoutLevel, RemainderPolicy } from "../../../gql/graphql.ts";
import { formatMoney } from "../../../lib/format.ts";
import { CheckField, InputField, SelectField } from "../../../ui/form.tsx";
import { BonusFields } from "./bonus-fields.tsx";
import { newPayout, payoutOf, withPayout, type PayoutDraft, type TermsDraft } from "./draft.ts";
import { findingsUnder, useEditor } from "./editor-context.tsx";
import { FindingList } from "../rules/finding-list.tsx";
import { GroupFields } from "../rules/group-fields.tsx";
import { LimitFields } from "./limit-fields.tsx";
import { RestrictionFields } from "./restriction-fields.tsx";
import { TimingFields } from "./timing-fields.tsx";

interface PayoutFieldsProps {
  event: EventTypeKind;
  draft: TermsDraft;
  onChange: Edit<TermsDraft>;
  /** Below the name of the event type: what to do about a refusal of it. */
  note?: ReactNode;
}
const names = { CLICK: "click", SALE: "sale", LEAD: "leadEvent" } as const;
const hints = { CLICK: "clickHint", SALE: "saleHint", LEAD: "leadHint" } as const;

/** One event type: whether it is part of the terms, and all that it pays. */
export function PayoutFields({
  event,
  draft,
  onChange,
  note = null,
}: PayoutFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const { findings } = useEditor();
  const payout = payoutOf(draft, event);
  const path = `eventPayouts.${payout ? draft.payouts.indexOf(payout) : draft.payouts.length}`;
  const change: Edit<PayoutDraft> = (next) =>
    onChange((now) => {
      const own = payoutOf(now, event);
      return own ? withPayout(now, event, next(own)) : now;
    });
  const choose = (next: PayoutDraft | null) => onChange((now) => withPayout(now, event, next));
  return (
    <section
      aria-label={t(names[event])}
      className="flex flex-col gap-4 rounded-card border border-border p-3 sm:p-4"
    >
      <h2 className="sr-only">{t(names[event])}</h2>
      <CheckField
        name={`${path}.event`}
        label={<span className="font-medium">{t(names[event])}</span>}
        hint={t(hints[event])}
        checked={payout !== undefined}
        onChange={(changed) => choose(changed.target.checked ? newPayout(event) : null)}
      />
      {note}
      {payout ? (
        <>
          <RestrictionFields path={path} payout={payout} onChange={change} />
          <GroupFields
            path={path}
            payout={payout}
            currency={draft.currency}
            onChange={change}
            otherwise={
              <Otherwise path={path} payout={payout} currency={draft.currency} onChange={change} />
            }
          />
          <LimitFields
            path={path}
            event={event}
            limits={payout.limits}
            currency={draft.currency}
            onChange={editField(change, "limits")}
          />
          {event === "CLICK" ? <Exposure /> : null}
          <FindingList findings={findingsUnder(findings, `${path}.limits`)} />
          {payout.limits.some((limit) => limit.kind === "PAYOUT") ? (
            <SelectField
              name={`${path}.remainder`}
              label={t("remainder", { event })}
              value={payout.remainder}
              onChange={(changed) =>
                editFields(change)({ remainder: changed.target.value as RemainderPolicy })
              }
              options={(["PAY_ZERO", "PAY_REMAINDER"] as const).map((value) => ({
                value,
                label: t(`remainders.${value}`, { event }),
              }))}
            />
          ) : null}
          {event === "SALE" ? (
            <BonusFields
              path={`${path}.bonus`}
              payout={payout}
              currency={draft.currency}
              onChange={editField(change, "bonus")}
            />
          ) : null}
          <TimingFields path={path} payout={payout} onChange={change} />
        </>
      ) : null}
    </section>
  );
}

/** Always the last: what no group takes. */
function Otherwise(props: RateFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const { findings } = useEditor();
  return (
    <div className="flex flex-col gap-3 rounded-control border border-border bg-sunken p-3">
      {props.payout.groups.length > 0 ? <p className="font-medium">{t("otherwise")}</p> : null}
      <RateFields {...props} />
      <FindingList findings={findingsUnder(findings, `${props.path}.rate`)} />
    </div>
  );
}

interface RateFieldsProps {
  path: string;
  payout: PayoutDraft;
  currency: string;
  onChange: Edit<PayoutDraft>;
}
/** The default payout, where no group applies. */
function RateFields({ path, payout, currency, onChange }: RateFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const { event, rate, level } = payout;
  const set = (text: string) => editFields(onChange)({ rate: text });
  if (event !== "SALE")
    return (
      <InputField
        name={`${path}.rate`}
        label={t(event === "CLICK" ? "clickRate" : "leadRate", { currency })}
        hint={t(event === "CLICK" ? "clickRateHint" : "leadRateHint")}
        required
        inputMode="decimal"
        value={rate}
        onChange={(changed) => set(changed.target.value)}
      />
    );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <InputField
        name={`${path}.rate`}
        label={t("saleRate")}
        hint={t("saleRateHint", { currency })}
        required
        value={rate}
        onChange={(changed) => set(changed.target.value)}
      />
      <SelectField
        name={`${path}.level`}
        label={t("saleLevel")}
        value={level}
        onChange={(changed) => editFields(onChange)({ level: changed.target.value as PayoutLevel })}
        options={(["ORDER", "ITEM"] as const).map((value) => ({
          value,
          label: t(`saleLevels.${value}`),
        }))}
      />
    </div>
  );
}

/** A limit reads as if it were for all together; what it lets all of them cost stands beside it. */
function Exposure(): ReactNode {
  const t = useTranslations("terms");
  const { exposure } = useEditor();
  if (!exposure) return null;
  const { contracts, each, together } = exposure;
  return (
    <p className="text-muted">
      {t("limitExposure", { contracts, each: formatMoney(each), together: formatMoney(together) })}
    </p>
  );
}
