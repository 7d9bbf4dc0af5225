"use client";
import type { ReactNode } from "react";
import dynamic from "next/dynamic";
import { clsx } from "clsx";
import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { editFields, editItem, withoutItem, type Edit } from "../../../lib/edits.ts";
import type { EventTypeKind, RuleOperator, RuleVariable } from "../../../gql/graphql.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { InputField, SelectField } from "../../../ui/form.tsx";
import { newRule, type RuleDraft } from "../editor/draft.ts";
import { useEditor } from "../editor/editor-context.tsx";
import { takesValues } from "./values.ts";

/** Stands as the server sent it until its code has come. */
const ValuesField = dynamic(() =>
  import("./values-field.tsx").then((module) => module.ValuesField),
);

const maxRules = 20;

interface RuleFieldsProps {
  /** Name of the fields before ".0.variable": the rules' place in the input. */
  path: string;
  event: EventTypeKind;
  rules: readonly RuleDraft[];
  onChange: Edit<RuleDraft[]>;
}
/** Rules that must all hold. */
export function RuleFields({ path, event, rules, onChange }: RuleFieldsProps): ReactNode {
  const t = useTranslations("terms");
  const change = (rule: RuleDraft, index: number) => editFields(editItem(onChange, rule, index));
  const add = () => {
    const made = newRule(event);
    onChange((now) => [...now, made]);
  };
  return (
    <div className="flex flex-col gap-2">
      {rules.map((rule, index) => (
        <fieldset key={rule.key} className="min-w-0">
          <legend className="mb-1 text-caption text-muted">
            {index === 0 ? t("ruleFirst") : t("ruleMore")}
          </legend>
          <div
            className={clsx(
              "grid grid-cols-[1fr_auto] items-start gap-2 sm:grid-cols-[1fr_1fr_1.6fr_auto]",
            )}
          >
            <div className="col-span-2 sm:col-span-1">
              <RuleVariableFields
                path={`${path}.${index}`}
                event={event}
                rule={rule}
                onChange={change(rule, index)}
              />
            </div>
            <div className="col-span-2 sm:col-span-1">
              <RuleOperatorField
                path={`${path}.${index}`}
                rule={rule}
                onChange={change(rule, index)}
              />
            </div>
            {takesValues(rule.operator) ? (
              <ValuesField
                name={`${path}.${index}.values`}
                event={event}
                rule={rule}
                onChange={change(rule, index)}
              />
            ) : (
              <span />
            )}
            <IconButton
              className="mt-6"
              label={t("removeRule", { number: index + 1 })}
              disabled={rules.length === 1}
              onClick={() => onChange((now) => withoutItem(now, rule, index))}
            >
              <Trash2 aria-hidden size={16} />
            </IconButton>
          </div>
        </fieldset>
      ))}
      {rules.length < maxRules ? (
        <div>
          <Button size="small" tone="quiet" onClick={add}>
            <Plus aria-hidden size={14} />
            {t("addRule")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface OneRuleProps {
  path: string;
  rule: RuleDraft;
  onChange: (next: Partial<RuleDraft>) => void;
}
function RuleVariableFields({
  path,
  event,
  rule,
  onChange,
}: OneRuleProps & { event: EventTypeKind }): ReactNode {
  const t = useTranslations("terms");
  const { infoOf, variablesOf } = useEditor();
  const info = infoOf(rule.variable);
  const offered = variablesOf(event);
  const options = offered.map(({ variable, label }) => ({ value: variable, label }));
  // What is not known yet, or was written for other events, stays what it is.
  if (!offered.some(({ variable }) => variable === rule.variable))
    options.push({ value: rule.variable, label: info?.label ?? "…" });
  const look = (variable: RuleVariable) => {
    const fits = infoOf(variable)?.operators.some(({ operator }) => operator === rule.operator);
    // Values of one thing are none of another.
    onChange({ variable, values: [], typed: "", ...(fits ? {} : { operator: "IS" as const }) });
  };
  return (
    <div className="flex flex-col gap-2">
      <SelectField
        name={`${path}.variable`}
        label={t("ruleVariable")}
        value={rule.variable}
        onChange={(changed) => look(changed.target.value as RuleVariable)}
        options={options}
      />
      {info?.needsName ? (
        <InputField
          name={`${path}.name`}
          label={t("ruleParam")}
          required
          value={rule.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      ) : null}
    </div>
  );
}

function RuleOperatorField({ path, rule, onChange }: OneRuleProps): ReactNode {
  const t = useTranslations("terms");
  const { infoOf } = useEditor();
  const offered = infoOf(rule.variable)?.operators ?? [];
  const options = offered.map(({ operator, label }) => ({ value: operator, label }));
  // Older terms may have one that is refused now: it is shown, and the refusal says what fits.
  if (!offered.some(({ operator }) => operator === rule.operator))
    options.push({ value: rule.operator, label: offered.length > 0 ? rule.operator : "…" });
  return (
    <SelectField
      name={`${path}.operator`}
      label={t("ruleOperator")}
      value={rule.operator}
      onChange={(event) => onChange({ operator: event.target.value as RuleOperator })}
      options={options}
    />
  );
}
