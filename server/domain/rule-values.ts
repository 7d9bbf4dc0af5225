/** Whether the values of a rule, and how it compares them, fit what it looks at. */
import { accept, refuse, type Result } from "./reason.ts";
import { isOfWholes, isOperator, operatorRecords } from "./rule-operators.ts";
import { isVariable, recordOf } from "./rule-variables.ts";
import type { Rule, RuleDraft } from "./rules.ts";

/**
 * Refused: an operator that makes no sense for the variable. Unknown words are others' to refuse.
 */
export function fitsVariable(
  { variable, operator }: Pick<RuleDraft, "variable" | "operator">,
  path: string,
): Result<true, "BAD_RULE"> {
  if (!isVariable(variable) || !isOperator(operator)) return accept(true);
  const { label, operators } = recordOf(variable);
  if (operators.includes(operator)) return accept(true);
  const fitting = operators.map((each) => `"${operatorRecords[each].label}"`).join(", ");
  return refuse(
    "BAD_RULE",
    `"${operatorRecords[operator].label}" makes no sense for ${label}: choose one of ${fitting}`,
    `${path}.operator`,
  );
}

/** A rule as it is kept: values that are compared as a whole have passed their gate. */
export function gateRule(rule: Rule, path: string): Result<Rule, "BAD_RULE"> {
  const { gate } = recordOf(rule.variable);
  if (!gate || !isOfWholes(rule.operator)) return accept(rule);
  const kept: string[] = [];
  for (const value of rule.values) {
    const gated = gate(value);
    if (!gated.ok) return refuse("BAD_RULE", gated.message, `${path}.values`);
    kept.push(gated.value);
  }
  return accept({ ...rule, values: [...new Set(kept)] });
}
