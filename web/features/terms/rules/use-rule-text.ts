"use client";
import { useTranslations } from "next-intl";
import type { RuleDraft } from "../editor/draft.ts";
import { useEditor } from "../editor/editor-context.tsx";
import { rulesWords } from "./rule-words.ts";
import { valuesOf } from "./values.ts";

/** "Country is US or CA and device is PHONE", as far as it is written. */
export function useRuleText(): (rules: readonly RuleDraft[]) => string {
  const words = useTranslations("rules");
  const { labelOf } = useEditor();
  return (rules) =>
    rulesWords(
      words,
      rules.map((rule) => {
        const values = valuesOf(rule).map((value) => labelOf(rule.variable, value));
        const shown = values.length > 0 ? values : ["…"];
        // A list is known by its name.
        return rule.variable.endsWith("_LIST")
          ? { ...rule, name: shown.join(", "), values: shown }
          : { ...rule, values: shown };
      }),
    );
}
