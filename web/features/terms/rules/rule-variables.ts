"use client";
/** What rules may look at and how, as the server says it: the editor itself knows no variable. */
import { useCallback, useMemo } from "react";
import { graphql, readFragment } from "../../../gql/index.ts";
import type {
  EventTypeKind,
  RuleOperator,
  RuleVariable,
  RuleVariables_InfoFragment,
} from "../../../gql/graphql.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";

const RuleVariables_info = graphql(/* GraphQL */ `
  fragment RuleVariables_info on RuleVariableInfo {
    variable
    label
    kind
    hasNames
    list
    mayHoldComma
    needsName
    hint
    operators {
      operator
      label
      sentence
    }
  }
`);

const RuleVariables = graphql(/* GraphQL */ `
  query RuleVariables {
    click: ruleVariables(event: CLICK) {
      ...RuleVariables_info
    }
    sale: ruleVariables(event: SALE) {
      ...RuleVariables_info
    }
    lead: ruleVariables(event: LEAD) {
      ...RuleVariables_info
    }
  }
`);

export type VariableInfo = RuleVariables_InfoFragment;
export interface RuleVariables {
  /** What rules on events of this kind may look at, in the order in which it is offered. */
  variablesOf: (event: EventTypeKind) => readonly VariableInfo[];
  /** Null while it is not known yet. */
  infoOf: (variable: RuleVariable) => VariableInfo | null;
  /** "the country is US or CA"; empty while it is not known how to say it. */
  sentenceOf: (rule: {
    variable: RuleVariable;
    name: string | null;
    operator: RuleOperator;
    values: readonly string[];
  }) => string;
}

/** The server's sentence with what is typed in it. */
export function filled(
  sentence: string,
  operator: RuleOperator,
  { name, values }: { name: string | null; values: readonly string[] },
): string {
  const said = values.join(operator === "BETWEEN" ? " and " : " or ");
  return sentence.replace(/\{(name|values)\}/g, (_, slot) =>
    slot === "values" ? said : (name ?? values.join(", ")),
  );
}

export function useRuleVariables(): RuleVariables {
  const { data } = useLoaded(RuleVariables, {}, null);
  const byEvent = useMemo((): Record<EventTypeKind, readonly VariableInfo[]> => {
    const read = (of: NonNullable<typeof data>["click"] | undefined) =>
      of?.map((one) => readFragment(RuleVariables_info, one)) ?? [];
    return { CLICK: read(data?.click), SALE: read(data?.sale), LEAD: read(data?.lead) };
  }, [data]);
  const infos = useMemo(
    () =>
      new Map(
        [...byEvent.LEAD, ...byEvent.SALE, ...byEvent.CLICK].map((one) => [one.variable, one]),
      ),
    [byEvent],
  );
  const variablesOf = useCallback((event: EventTypeKind) => byEvent[event], [byEvent]);
  const infoOf = useCallback((variable: RuleVariable) => infos.get(variable) ?? null, [infos]);
  const sentenceOf = useCallback<RuleVariables["sentenceOf"]>(
    ({ variable, operator, name, values }) => {
      const known = infos.get(variable)?.operators.find((each) => each.operator === operator);
      return known ? filled(known.sentence, operator, { name, values }) : "";
    },
    [infos],
  );
  return useMemo(() => ({ variablesOf, infoOf, sentenceOf }), [variablesOf, infoOf, sentenceOf]);
}
