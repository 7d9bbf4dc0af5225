"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { InputField } from "../../../ui/form.tsx";
import type { OfferDraft } from "./offer.ts";

/** What a click and a sale would earn, and how far clicks would be paid. */
export function OfferFields({
  draft,
  onChange,
  currency,
}: {
  draft: OfferDraft;
  onChange: (draft: OfferDraft) => void;
  currency: string;
}): ReactNode {
  const t = useTranslations("contracts.offer");
  return (
    <>
      <InputField
        name="clickRate"
        inputMode="decimal"
        label={t("clickRate", { currency })}
        hint={t("stays")}
        value={draft.clickRate}
        onChange={(event) => onChange({ ...draft, clickRate: event.target.value })}
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
            onChange({
              ...draft,
              limits: draft.limits.map((each, at) =>
                at === index ? { ...each, max: event.target.value } : each,
              ),
            })
          }
        />
      ))}
      <InputField
        name="saleRate"
        label={t("saleRate")}
        hint={t("saleHint", { currency })}
        value={draft.saleRate}
        onChange={(event) => onChange({ ...draft, saleRate: event.target.value })}
      />
    </>
  );
}
