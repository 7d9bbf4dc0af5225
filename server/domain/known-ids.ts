/** Ids that rules name, and which of them there are. */
import { isOfWholes } from "./rule-operators.ts";
import { recordOf, type RuleVariable } from "./rule-variables.ts";
import { thingWords } from "./rule-variable-kinds.ts";
import type { Terms } from "./terms.ts";

/**
 * Ids that rules may name, by variable; only those that exist need to be there. A variable that is
 * missing is not checked.
 */
export type KnownIds = Partial<Record<RuleVariable, ReadonlySet<string>>>;

/** Names stand for these; a country is no id that may be gone. */
const idWordOf = (variable: RuleVariable): string | null => {
  const { kind, names } = recordOf(variable);
  return kind === "ID" && names !== null ? thingWords[names] : null;
};
/** What is said of ids that a rule names and that nothing has. */
export function unknownIds(variable: RuleVariable, missing: readonly string[]): string {
  const [word, many] = [idWordOf(variable) ?? "thing", missing.length > 1];
  return (
    `there is no ${word} with the id ${missing.slice(0, 3).join(", ")}` +
    `${missing.length > 3 ? " …" : ""}. Choose ${many ? "others" : "another"} or remove ` +
    (many ? "them" : "it")
  );
}
/** Every id that the rules of these terms name, to be looked up. */
export function idsIn({
  eventPayouts,
}: Pick<Terms, "eventPayouts">): Map<RuleVariable, Set<string>> {
  const ids = new Map<RuleVariable, Set<string>>();
  for (const { groups, restrictions } of eventPayouts)
    for (const rule of [...restrictions, ...groups].flatMap(({ rules }) => rules)) {
      if (idWordOf(rule.variable) === null || !isOfWholes(rule.operator)) continue;
      const known = ids.get(rule.variable) ?? new Set();
      for (const value of rule.values) known.add(value);
      ids.set(rule.variable, known);
    }
  return ids;
}
