"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { AlertMode, AlertRulesQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useSendOnce } from "../../lib/use-send.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { FormAlert, InputField, SelectField } from "../../ui/form.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { useToast } from "../../ui/toast.tsx";

const AlertRules = graphql(/* GraphQL */ `
  query AlertRules($program: ID!) {
    alertRules(programId: $program) {
      measure
      mode
      line
      lineUnit
    }
  }
`);
const SetAlertRule = graphql(/* GraphQL */ `
  mutation SetAlertRule(
    $programId: ID!
    $measure: AlertMeasure!
    $mode: AlertMode!
    $line: Decimal
    $key: String!
  ) {
    setAlertRule(
      programId: $programId
      measure: $measure
      mode: $mode
      line: $line
      idempotencyKey: $key
    ) {
      __typename
      ... on AlertRuleOk {
        rule {
          measure
          mode
          line
        }
      }
      ...Refused
    }
  }
`);
type Rule = AlertRulesQuery["alertRules"][number];
const modes = ["USUAL", "LINE", "OFF"] as const satisfies readonly AlertMode[];

interface RulesCardProps {
  programId: string;
  currency: string;
  first: Loaded<AlertRulesQuery>;
}
/** How each measure is watched: against the usual, against a line, or not at all. */
export function RulesCard({ programId, currency, first }: RulesCardProps): ReactNode {
  const t = useTranslations("alerts.rules");
  const state = useLoaded(AlertRules, { program: programId }, first);
  return (
    <div className="mt-4">
      <Card>
        <CardHead title={t("title")} />
        <p className="mb-3 max-w-prose text-muted">{t("lead")}</p>
        <Panel state={state} skeleton={<RowsSkeleton />}>
          {({ alertRules }) => (
            <ul className="flex flex-col divide-y divide-border">
              {alertRules.map((rule) => (
                <li key={rule.measure} className="py-3">
                  <RuleForm programId={programId} rule={rule} currency={currency} />
                </li>
              ))}
            </ul>
          )}
        </Panel>
      </Card>
    </div>
  );
}

interface RuleFormProps {
  programId: string;
  rule: Rule;
  currency: string;
}
function RuleForm({ programId, rule, currency }: RuleFormProps): ReactNode {
  const t = useTranslations("alerts");
  const toast = useToast();
  const [mode, setMode] = useState<AlertMode>(rule.mode);
  const [line, setLine] = useState(rule.line ?? "");
  const { send, sending, refusal } = useSendOnce(SetAlertRule);
  const isSame = mode === rule.mode && (mode !== "LINE" || line === (rule.line ?? ""));
  const save = async () => {
    const { measure } = rule;
    const sent = await send({
      programId,
      measure,
      mode,
      line: mode === "LINE" ? line.trim() || null : null,
    });
    if (sent.ok) toast(t("rules.saved"));
  };
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-56 flex-1">
        <SelectField
          name={`mode-${rule.measure}`}
          label={t(`measures.${rule.measure}`)}
          value={mode}
          onChange={(event) => setMode(event.target.value as AlertMode)}
          options={modes.map((value) => ({
            value,
            label: value === "USUAL" ? t(`usually.${rule.measure}`) : t(`rules.modes.${value}`),
          }))}
        />
      </div>
      {mode === "LINE" ? (
        <div className="w-48">
          <InputField
            name={`line-${rule.measure}`}
            inputMode="decimal"
            label={t(`rules.line.${rule.lineUnit}`, { currency })}
            value={line}
            onChange={(event) => setLine(event.target.value)}
          />
        </div>
      ) : null}
      <Button busy={sending} disabled={isSame} onClick={() => void save()}>
        {t("rules.save")}
      </Button>
      {refusal ? <FormAlert>{refusal.message}</FormAlert> : null}
    </div>
  );
}
