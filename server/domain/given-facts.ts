/**
 * The gate for what people say of an event that never happened: a fact that no event of its kind
 * can have would be decided like one that has, and would say of terms what is not so.
 */
import { eventRecords, type EventKind } from "./event-kinds.ts";
import { accept, refuse, type Result } from "./result.ts";
import { isToldOf, recordOf, type RuleVariable } from "./rule-variables.ts";
import { paramFault } from "./rules.ts";
import { isId } from "./values/id.ts";
import { gateText, quoted } from "./values/text.ts";

export interface GivenFact {
  variable: RuleVariable;
  /** Of the custom parameter, for PARAM alone. */
  name: string | null;
  /** None, or empty texts alone: there is nothing to see. */
  values: readonly string[];
}

const valuesMax = 20;
const valueMax = 2_000;

function gateValue(variable: RuleVariable, value: string): Result<string> {
  const { gate, kind, phrase } = recordOf(variable);
  const text = gateText("BAD_FACT", "A fact's value", value, { min: 0, max: valueMax });
  if (!text.ok || text.value === "") return text;
  if (kind === "ID") {
    const lower = text.value.toLowerCase();
    return isId(lower)
      ? accept(lower)
      : refuse("BAD_FACT", `${quoted(value)} is no id, and ${phrase} is told by its id`);
  }
  return gate ? gate(text.value) : text;
}

const fieldFault = (
  event: EventKind,
  { variable, name, values }: GivenFact,
): [field: string, fault: string] | null => {
  const { many, phrase } = recordOf(variable);
  const thing = eventRecords[event].one;
  if (!isToldOf(event, variable))
    return ["variable", `A ${thing} never tells ${variable}: leave it out`];
  if ((variable === "PARAM") !== (name !== null && name !== ""))
    return ["name", "PARAM, and nothing else, needs the parameter's name"];
  const badName = variable === "PARAM" ? paramFault(name ?? "") : null;
  if (badName !== null) return ["name", badName];
  const most = many ? valuesMax : 1;
  return values.length > most
    ? [
        "values",
        `A ${thing} has at most ${most} of ${phrase.replace("{name}", name ?? "")}, and here are ` +
          String(values.length),
      ]
    : null;
};

/** In the form in which an event has it; the path of a refusal is the field's, or the value's. */
export function gateFact(event: EventKind, fact: GivenFact): Result<string[], "BAD_FACT"> {
  const fault = fieldFault(event, fact);
  if (fault) return refuse("BAD_FACT", fault[1], fault[0]);
  const kept: string[] = [];
  for (const [i, value] of fact.values.entries()) {
    const gated = gateValue(fact.variable, value);
    if (!gated.ok) return refuse("BAD_FACT", gated.message, "values", String(i));
    if (gated.value !== "") kept.push(gated.value);
  }
  return accept(kept);
}
