"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import type { RiskFilter } from "../../gql/graphql.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { FormAlert, SelectField } from "../../ui/form.tsx";
import { graphql } from "../../gql/index.ts";
import { useToast } from "../../ui/toast.tsx";
import { SettingsPreview } from "./settings-preview.tsx";

const SetRiskFilter = graphql(/* GraphQL */ `
  mutation SetRiskFilter($programId: ID!, $filter: RiskFilter!, $key: String!) {
    setRiskFilter(programId: $programId, filter: $filter, idempotencyKey: $key) {
      __typename
      ... on RiskFilterOk {
        program {
          id
          riskFilter
        }
      }
      ...Refused
    }
  }
`);

interface RiskFilterCardProps {
  programId: string;
  filter: RiskFilter;
  timeZone: string;
  mayWrite: boolean;
  onChanged: () => void;
}
/**
 * What becomes of clicks that carry a risk signal. Strict is shown where it holds, and set by the
 * operator alone.
 */
export function RiskFilterCard({
  programId,
  filter,
  timeZone,
  mayWrite,
  onChanged,
}: RiskFilterCardProps): ReactNode {
  const t = useTranslations("settings");
  const toast = useToast();
  const [chosen, setChosen] = useState<RiskFilter>(filter);
  const { send, sending, refusal } = useSendOnce(SetRiskFilter);
  const save = async () => {
    const sent = await send({ programId, filter: chosen });
    if (!sent.ok) return;
    toast(t("riskFilterSaved"));
    onChanged();
  };
  const choices = (
    ["RELAXED", "MODERATE", ...(filter === "STRICT" ? (["STRICT"] as const) : [])] as const
  ).map((value) => ({ value, label: t(`riskFilters.${value}`) }));
  return (
    <Card>
      <CardHead title={t("riskFilter")} />
      <p className="mb-3 max-w-prose text-muted">{t("riskFilterLead")}</p>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
      {mayWrite ? (
        <div className="flex flex-col gap-3">
          <SelectField
            name="riskFilter"
            label={t("riskFilter")}
            value={chosen}
            onChange={(event) => setChosen(event.target.value as RiskFilter)}
            options={choices}
            hint={t("riskFilterSince")}
          />
          {chosen === filter ? null : (
            <SettingsPreview tried={{ programId, filter: chosen }} timeZone={timeZone} />
          )}
          <div>
            <Button busy={sending} disabled={chosen === filter} onClick={() => void save()}>
              {t("riskFilterSave")}
            </Button>
          </div>
        </div>
      ) : (
        <p>{t(`riskFilters.${filter}`)}</p>
      )}
      <p className="mt-3 text-caption text-muted">{t("riskFilterStrict")}</p>
    </Card>
  );
}
