/** Whether the values of a rule, and how it compares them, fit what it looks at. */
import { accept, refuse, type Result } from "./result.ts";
import type { Gate } from "./rule-gates.ts";
import {
  isOfMeasure,
  isOfParts,
  isOfWholes,
  isOperator,
  operatorRecords,
} from "./rule-operators.ts";
import { isVariable, recordOf } from "./rule-variables.ts";
import { placeOfValue, type Rule, type RuleDraft } from "./rules.ts";

/** Refuses an operator that makes no sense for the variable; unknown words are not its to judge. */
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

const gateOf = ({ variable, operator }: Rule): Gate | null => {
  const { gate, partGate, choices } = recordOf(variable);
  // A bound of an amount is an amount; past the last of some choices one can still say "above".
  if (isOfWholes(operator) || (isOfMeasure(operator) && choices === null)) return gate;
  return isOfParts(operator) && partGate ? (value) => partGate(value, operator) : null;
};
/**
 * A rule as it is kept: what it compares values with has passed its gate. A refusal names the one
 * of the draft's values that holds the fault.
 */
export function gateRule(
  rule: Rule,
  given: readonly string[],
  path: string,
): Result<Rule, "BAD_RULE"> {
  const gate = gateOf(rule);
  if (!gate) return accept(rule);
  const kept: string[] = [];
  for (const value of rule.values) {
    const gated = gate(value);
    if (!gated.ok) {
      const place = placeOfValue({ ...rule, values: [...given] }, value, path);
      return refuse("BAD_RULE", gated.message, place);
    }
    kept.push(gated.value);
  }
  return accept({ ...rule, values: isOfMeasure(rule.operator) ? kept : [...new Set(kept)] });
}
