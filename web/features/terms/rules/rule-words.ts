/** Rules in plain words. */
import type { useTranslations } from "next-intl";
import type { RuleFacts } from "../sentences.ts";

type Words = ReturnType<typeof useTranslations<"rules">>;

/** "the country is US or CA" */
export function ruleWords(t: Words, { variable, name, operator, values }: RuleFacts): string {
  const seen = variable === "PARAM" ? t("param", { name: name ?? "" }) : t(`variables.${variable}`);
  const [from = "", to = ""] = values;
  // A list is known by its name, its values are ids.
  if (variable.endsWith("_LIST"))
    return t(operator === "IS_NOT" || operator === "NOT_IN" ? "notInList" : "inList", {
      seen,
      lists: name ?? "",
    });
  return t(`operators.${operator}`, {
    seen,
    values: operator === "BETWEEN" ? t("between", { from, to }) : values.join(t("or")),
  });
}

/** All must hold. */
export const rulesWords = (t: Words, rules: readonly RuleFacts[]): string =>
  rules.map((rule) => ruleWords(t, rule)).join(t("and"));
