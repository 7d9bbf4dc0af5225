/** Rules as the API shows them, and what they may look at. */
import type { EventKind } from "../../domain/event-kinds.ts";
import { operatorRecords } from "../../domain/rule-operators.ts";
import { isVariable, recordOf, variablesOf } from "../../domain/rule-variables.ts";
import { ruleText, sentenceOf, type Rule } from "../../domain/rules.ts";
import type { RuleView } from "./payout.types.ts";
import type { RuleVariableInfo } from "./rule.types.ts";

/** What older terms may name and rules cannot any more has its sentence alone. */
export const ruleView = (rule: Rule): RuleView => ({
  variable: isVariable(rule.variable) ? rule.variable : null,
  name: rule.name,
  operator: rule.operator,
  values: rule.values,
  sentence: ruleText(rule),
});

export const ruleVariablesOf = (event: EventKind): RuleVariableInfo[] =>
  variablesOf(event).map((variable) => {
    const { label, kind, choices, names, list, operators, many, commas, hint, seenBy } =
      recordOf(variable);
    return {
      variable,
      label,
      kind,
      choices,
      hasNames: names !== null,
      list,
      operators: operators.map((operator) => ({
        operator,
        label: operatorRecords[operator].label,
        sentence: sentenceOf(variable, operator),
      })),
      many,
      mayHoldComma: commas,
      needsName: variable === "PARAM",
      hint,
      seenBy,
    };
  });
