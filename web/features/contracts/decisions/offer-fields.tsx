"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { editField, editFields, editItem, type Edit } from "../../../lib/edits.ts";
import { InputField } from "../../../ui/form.tsx";
import type { OfferDraft } from "./offer.ts";

/** What a click and a sale would earn, and how far clicks would be paid. */
export function OfferFields({
  draft,
  onChange,
  currency,
}: {
  draft: OfferDraft;
  onChange: Edit<OfferDraft>;
  currency: string;
}): ReactNode {
  const t = useTranslations("contracts.offer");
  const set = editFields(onChange);
  const limits = editField(onChange, "limits");
  return (
    <>
      <InputField
        name="clickRate"
        inputMode="decimal"
        label={t("clickRate", { currency })}
        hint={t("stays")}
        value={draft.clickRate}
        onChange={(event) => set({ clickRate: event.target.value })}
      />
      {draft.limits.map((limit, index) => (
        <InputField
          key={`${limit.kind}${limit.reset}${index}`}
          name={`limit${index}`}
          inputMode="decimal"
          label={t("limit", {
            kind: limit.kind,
            reset: limit.reset ?? "EVENT",
            scope: limit.scope ?? "CONTRACT",
            currency,
          })}
          value={limit.max}
          onChange={(event) =>
            editFields(editItem(limits, limit, index))({ max: event.target.value })
          }
        />
      ))}
      <InputField
        name="saleRate"
        label={t("saleRate")}
        hint={t("saleHint", { currency })}
        value={draft.saleRate}
        onChange={(event) => set({ saleRate: event.target.value })}
      />
      {draft.leadRate === null ? null : (
        <InputField
          name="leadRate"
          inputMode="decimal"
          label={t("leadRate", { currency })}
          hint={t("stays")}
          value={draft.leadRate}
          onChange={(event) => set({ leadRate: event.target.value })}
        />
      )}
    </>
  );
}
