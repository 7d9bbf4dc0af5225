"use client";
import type { ReactNode } from "react";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { editField, editFields, editPresent, type Edit } from "../../../lib/edits.ts";
import type { BonusBasis, BonusKind } from "../../../gql/graphql.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { InputField, SelectField } from "../../../ui/form.tsx";
import { newBonus, newBonusTier, type BonusDraft, type PayoutDraft } from "./draft.ts";
import { findingsUnder, useEditor } from "./editor-context.tsx";
import { FindingList } from "../rules/finding-list.tsx";

const kinds: BonusKind[] = ["PAST_EACH_TIER", "ALL_CONVERSIONS", "FIXED"];
const bases: BonusBasis[] = ["REVENUE", "CONVERSIONS"];
const maxTiers = 10;

interface BonusFieldsProps {
  /** The bonus' place in the input, "eventPayouts.1.bonus". */
  path: string;
  payout: Pick<PayoutDraft, "bonus" | "rate">;
  currency: string;
  onChange: Edit<BonusDraft | null>;
}
/** What a month of many sales earns beside each sale. */
export function BonusFields({ path, payout, currency, onChange }: BonusFieldsProps): ReactNode {
  const t = useTranslations("terms.bonus");
  const { findings } = useEditor();
  const { bonus } = payout;
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <h3 className="font-medium">{t("title")}</h3>
      <p className="max-w-prose text-caption text-subtle">{t("text")}</p>
      {bonus ? (
        <OneBonus path={path} bonus={bonus} currency={currency} onChange={editPresent(onChange)} />
      ) : null}
      <FindingList findings={findingsUnder(findings, path)} />
      <div>
        {bonus ? (
          <Button size="small" onClick={() => onChange(() => null)}>
            <Trash2 aria-hidden size={14} />
            {t("remove")}
          </Button>
        ) : (
          <Button size="small" onClick={() => onChange(() => newBonus(payout.rate))}>
            <Plus aria-hidden size={14} />
            {t("add")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What rates the kind and the basis take. */
const rateHintOf = ({ kind, basis }: BonusDraft) => {
  if (kind === "FIXED") return "fixed";
  if (kind === "ALL_CONVERSIONS") return "either";
  if (basis === "REVENUE") return "share";
  return "amount";
};

interface OneBonusProps extends Omit<BonusFieldsProps, "payout" | "onChange"> {
  bonus: BonusDraft;
  onChange: Edit<BonusDraft>;
}
function OneBonus({ path, bonus, currency, onChange }: OneBonusProps): ReactNode {
  const t = useTranslations("terms.bonus");
  const { kind, basis, tiers } = bonus;
  const set = editFields(onChange);
  const edit = editField(onChange, "tiers");
  const change = (index: number, next: Partial<BonusDraft["tiers"][number]>) =>
    edit((now) => now.map((tier, at) => (at === index ? { ...tier, ...next } : tier)));
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          name={`${path}.basis`}
          label={t("basis")}
          value={basis}
          onChange={(changed) => set({ basis: changed.target.value as BonusBasis })}
          options={bases.map((value) => ({ value, label: t(`bases.${value}`) }))}
        />
        <SelectField
          name={`${path}.kind`}
          label={t("kind")}
          hint={t(`kindHints.${kind}`)}
          value={kind}
          onChange={(changed) => set({ kind: changed.target.value as BonusKind })}
          options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </div>
      {tiers.map((tier, index) => (
        <fieldset
          key={index}
          className="flex flex-wrap items-start gap-2 rounded-control border border-border p-3"
        >
          <legend className="px-1 text-caption text-muted">
            {t("tier", { number: index + 1 })}
          </legend>
          <div className="min-w-32 flex-1">
            <InputField
              name={`${path}.tiers.${index}.from`}
              label={basis === "REVENUE" ? t("fromRevenue", { currency }) : t("fromOrders")}
              hint={index === 0 ? undefined : t("fromHint")}
              required
              inputMode={basis === "REVENUE" ? "decimal" : "numeric"}
              value={tier.from}
              onChange={(changed) => change(index, { from: changed.target.value })}
            />
          </div>
          <div className="min-w-32 flex-1">
            <InputField
              name={`${path}.tiers.${index}.rate`}
              label={t("rate")}
              hint={index === 0 ? t(`rateHints.${rateHintOf(bonus)}`, { currency }) : undefined}
              required
              value={tier.rate}
              onChange={(changed) => change(index, { rate: changed.target.value })}
            />
          </div>
          <IconButton
            className="mt-6"
            label={t("removeTier", { number: index + 1 })}
            disabled={tiers.length === 1}
            onClick={() => edit((now) => now.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </fieldset>
      ))}
      {tiers.length < maxTiers ? (
        <div>
          <Button size="small" tone="quiet" onClick={() => edit((now) => [...now, newBonusTier()])}>
            <Plus aria-hidden size={14} />
            {t("addTier")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
