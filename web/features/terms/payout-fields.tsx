"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { RemainderPolicy } from "../../gql/graphql.ts";
import { CheckField, InputField, SelectField } from "../../ui/form.tsx";
import type { TermsDraft } from "./draft.ts";
import { LimitFields } from "./limit-fields.tsx";

interface PayoutFieldsProps {
  draft: TermsDraft;
  onChange: (draft: TermsDraft) => void;
}
const box = "flex flex-col gap-4 rounded-card border border-border p-4";

/** Click: rate, limits, what becomes of a limit's remainder. */
export function ClickFields({ draft, onChange }: PayoutFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const { click } = draft;
  const change = (next: Partial<NonNullable<TermsDraft["click"]>>) => click && onChange({ ...draft, click: { ...click, ...next } });
  return (
    <section aria-label={t("click")} className={box}>
      <CheckField
        name="click.event"
        label={<span className="font-medium">{t("click")}</span>}
        hint={t("clickHint")}
        checked={click !== null}
        onChange={(event) =>
          onChange({ ...draft, click: event.target.checked ? { rate: "", limits: [{ kind: "PAYOUT", reset: "MONTH", max: "" }], remainder: "PAY_ZERO" } : null })
        }
      />
      {click ? (
        <>
          <InputField
            name="click.rate"
            label={t("clickRate", { currency: draft.currency })}
            hint={t("clickRateHint")}
            required
            inputMode="decimal"
            value={click.rate}
            onChange={(event) => change({ rate: event.target.value })}
          />
          <LimitFields limits={click.limits} currency={draft.currency} onChange={(limits) => change({ limits })} />
          {click.limits.some((limit) => limit.kind === "PAYOUT") ? (
            <SelectField
              name="click.remainder"
              label={t("remainder")}
              value={click.remainder}
              onChange={(event) => change({ remainder: event.target.value as RemainderPolicy })}
              options={(["PAY_ZERO", "PAY_REMAINDER"] as const).map((value) => ({ value, label: t(`remainders.${value}`) }))}
            />
          ) : null}
        </>
      ) : null}
    </section>
  );
}

/** Online sale: rate and what it is for. */
export function SaleFields({ draft, onChange }: PayoutFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const { sale } = draft;
  const change = (next: Partial<NonNullable<TermsDraft["sale"]>>) => sale && onChange({ ...draft, sale: { ...sale, ...next } });
  return (
    <section aria-label={t("sale")} className={box}>
      <CheckField
        name="sale.event"
        label={<span className="font-medium">{t("sale")}</span>}
        hint={t("saleHint")}
        checked={sale !== null}
        onChange={(event) => onChange({ ...draft, sale: event.target.checked ? { rate: "", level: "ORDER" } : null })}
      />
      {sale ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <InputField
            name="sale.rate"
            label={t("saleRate")}
            hint={t("saleRateHint", { currency: draft.currency })}
            required
            value={sale.rate}
            onChange={(event) => change({ rate: event.target.value })}
          />
          <SelectField
            name="sale.level"
            label={t("saleLevel")}
            value={sale.level}
            onChange={(event) => change({ level: event.target.value === "ITEM" ? "ITEM" : "ORDER" })}
            options={(["ORDER", "ITEM"] as const).map((value) => ({ value, label: t(`saleLevels.${value}`) }))}
          />
        </div>
      ) : null}
    </section>
  );
}
