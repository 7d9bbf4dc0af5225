"use client";
import { useTranslations } from "next-intl";
import type { RuleDraft } from "../editor/draft.ts";
import { useEditor } from "../editor/editor-context.tsx";
import { valuesOf } from "./values.ts";

/** "the country is US or CA and the device is PHONE", as far as it is written. */
export function useRuleText(): (rules: readonly RuleDraft[]) => string {
  const t = useTranslations("terms");
  const { labelOf, infoOf, sentenceOf } = useEditor();
  return (rules) =>
    rules
      .map((rule) => {
        const values = valuesOf(rule).map((value) => labelOf(rule.variable, value));
        const shown = values.length > 0 ? values : ["…"];
        // Only a parameter has a name that is typed; lists are called by their names.
        const name = infoOf(rule.variable)?.needsName ? rule.name : null;
        return sentenceOf({ ...rule, name, values: shown });
      })
      .filter(Boolean)
      .join(t("ruleAnd"));
}
