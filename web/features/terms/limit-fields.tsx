"use client";
import type { ReactNode } from "react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { LimitKind, LimitReset } from "../../gql/graphql.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { InputField, SelectField } from "../../ui/form.tsx";
import type { LimitDraft } from "./draft.ts";

const kinds: LimitKind[] = ["PAYOUT", "CLICKS"];
const resets: LimitReset[] = ["DAY", "WEEK", "MONTH", "QUARTER", "CONTRACT"];
const maxLimits = 6;

interface LimitFieldsProps {
  limits: readonly LimitDraft[];
  currency: string;
  onChange: (limits: LimitDraft[]) => void;
}
/** How far clicks are paid: number of clicks or amount, per span of time. */
export function LimitFields({ limits, currency, onChange }: LimitFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const change = (index: number, next: Partial<LimitDraft>) => onChange(limits.map((limit, at) => (at === index ? { ...limit, ...next } : limit)));
  return (
    <div className="flex flex-col gap-3">
      {limits.map((limit, index) => (
        <fieldset key={index} className="grid grid-cols-[1fr_auto] items-end gap-2 rounded-control border border-border p-3 sm:grid-cols-[1fr_1fr_1fr_auto]">
          <legend className="px-1 text-caption text-muted">{t("limitNumber", { number: index + 1 })}</legend>
          <div className="col-span-2 sm:col-span-1">
            <SelectField
              name={`click.limit${index}.kind`}
              label={t("limitKind")}
              value={limit.kind}
              onChange={(event) => change(index, { kind: event.target.value as LimitKind })}
              options={kinds.map((kind) => ({ value: kind, label: t(`limitKinds.${kind}`) }))}
            />
          </div>
          <div className="col-span-2 sm:col-span-1">
            <SelectField
              name={`click.limit${index}.reset`}
              label={t("limitReset")}
              value={limit.reset}
              onChange={(event) => change(index, { reset: event.target.value as LimitReset })}
              options={resets.map((reset) => ({ value: reset, label: t(`limitResets.${reset}`) }))}
            />
          </div>
          <InputField
            name={`click.limit${index}.max`}
            label={limit.kind === "CLICKS" ? t("limitMaxClicks") : t("limitMaxPayout", { currency })}
            required
            inputMode="decimal"
            value={limit.max}
            onChange={(event) => change(index, { max: event.target.value })}
          />
          <IconButton label={t("removeLimit", { number: index + 1 })} onClick={() => onChange(limits.filter((_, at) => at !== index))}>
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </fieldset>
      ))}
      {limits.length < maxLimits ? (
        <div>
          <Button size="small" onClick={() => onChange([...limits, { kind: "PAYOUT", reset: "DAY", max: "" }])}>
            <Plus aria-hidden size={14} />
            {t("addLimit")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
