"use client";
/** The values that a rule may name, as the server knows them. */
import { useEffect, useState } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../../gql/index.ts";
import type { EventTypeKind } from "../../../gql/graphql.ts";
import { formatCount } from "../../../lib/format.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { useRested } from "../../../lib/use-rested.ts";
import type { RuleDraft } from "../editor/draft.ts";
import { useEditor } from "../editor/editor-context.tsx";

const RuleValues = graphql(/* GraphQL */ `
  query RuleValues(
    $programId: ID!
    $event: EventTypeKind!
    $variable: RuleVariable!
    $name: Line
    $search: Line!
  ) {
    ruleValues(
      programId: $programId
      event: $event
      variable: $variable
      name: $name
      search: $search
    ) {
      values {
        value
        label
        clicks
      }
      lookedAt
      isComplete
    }
  }
`);

export interface ValueOption {
  value: string;
  label: string | null;
  clicks: number;
}

/** A rule, and whose rules it stands among. */
interface RuleOf {
  event: EventTypeKind;
  rule: RuleDraft;
}

/** Numbers and pieces of text are typed; whole values are looked for. */
export const isSearched = ({ operator }: RuleDraft): boolean =>
  operator === "IS" || operator === "IS_NOT" || operator === "IN" || operator === "NOT_IN";

/** Values that fit what is typed, with the clicks of the last 30 days. */
export function useValueOptions(
  { event, rule }: RuleOf,
  isOpen: boolean,
  news: number,
): { options: readonly ValueOption[]; note: string | null; settled: boolean } {
  const t = useTranslations("terms");
  const { programId, learn, infoOf } = useEditor();
  const info = infoOf(rule.variable);
  const search = useRested(rule.typed.trim());
  const active =
    programId !== null &&
    isOpen &&
    isSearched(rule) &&
    (!info?.needsName || rule.name.trim() !== "");
  const variables = {
    programId: programId ?? "",
    event,
    variable: rule.variable,
    name: info?.needsName ? rule.name.trim() : null,
    search,
  };
  const { data } = useLoaded(RuleValues, variables, null, { active, news });
  // With another answer it is this search that was answered: older answers are dropped on their
  // way.
  const [answer, setAnswer] = useState({ data, search: "" });
  if (answer.data !== data) setAnswer({ data, search });
  const settled =
    !active ||
    (answer.data === data &&
      data !== null &&
      answer.search === search &&
      search === rule.typed.trim());
  const found = active ? (data?.ruleValues ?? null) : null;
  useEffect(() => {
    if (found) learn(rule.variable, found.values);
  }, [found, learn, rule.variable]);
  const typed = rule.typed.trim().toLowerCase();
  // What came for an earlier text may not fit any more.
  const options = (found?.values ?? []).filter(
    ({ value, label }) =>
      !rule.values.includes(value) &&
      (value.toLowerCase().includes(typed) || (label?.toLowerCase().includes(typed) ?? false)),
  );
  if (!found) return { options, note: null, settled };
  if (info?.list)
    return {
      options,
      note: options.length === 0 && typed !== "" ? t("listNotFound") : null,
      settled,
    };
  if (event !== "CLICK")
    return {
      options,
      note: options.length === 0 && typed === "" ? t("valuesNoSales") : null,
      settled,
    };
  const note = found.isComplete
    ? t("valuesOf30Days")
    : t("valuesOfNewest", { count: formatCount(found.lookedAt) });
  const noteOfNone = typed === "" ? t("valuesNone") : t("valuesAsTyped");
  return {
    options,
    note: options.length > 0 ? note : noteOfNone,
    settled,
  };
}

/**
 * What ids are called, also of those that were there before anything was searched: one after the
 * other.
 */
export function useValueNames({ event, rule }: RuleOf): void {
  const { programId, labelOf, learn, infoOf } = useEditor();
  const nameless =
    infoOf(rule.variable)?.hasNames && isSearched(rule)
      ? rule.values.find((value) => labelOf(rule.variable, value) === value)
      : undefined;
  const active = programId !== null && nameless !== undefined;
  const { data } = useLoaded(
    RuleValues,
    {
      programId: programId ?? "",
      event,
      variable: rule.variable,
      name: null,
      search: nameless ?? "",
    },
    null,
    { active },
  );
  const found = data?.ruleValues?.values;
  useEffect(() => {
    if (found) learn(rule.variable, found);
  }, [found, learn, rule.variable]);
}
