"use client";
/**
 * What the parts of the editor share: for which program, what the linter says, what ids are called.
 */
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from "react";
import { graphql, readFragment } from "../../../gql/index.ts";
import type { Editor_FindingFragment, RuleVariable } from "../../../gql/graphql.ts";
import type { PanelState } from "../../../lib/use-loaded.ts";
import { useLoaded } from "../../../lib/use-loaded.ts";
import { useRested } from "../../../lib/use-rested.ts";
import { inputOf, type TermsDraft } from "./draft.ts";
import { useRuleVariables, type RuleVariables } from "../rules/rule-variables.ts";
import type { LintTermsQuery, LintTermsQueryVariables } from "../../../gql/graphql.ts";

const Editor_finding = graphql(/* GraphQL */ `
  fragment Editor_finding on TermsFinding {
    code
    severity
    event
    path
    related
    message
    groupId
    example {
      variable
      name
      values
    }
  }
`);

const LintTerms = graphql(/* GraphQL */ `
  query LintTerms($programId: ID!, $input: TermsInput!, $contracts: Count!, $termsId: ID) {
    lintTerms(programId: $programId, input: $input, contracts: $contracts, termsId: $termsId) {
      findings {
        ...Editor_finding
      }
      isComplete
      warnings
      clickMonthMax {
        amount
        currency
      }
      clickMonthTogether {
        amount
        currency
      }
    }
  }
`);

export type Finding = Editor_FindingFragment;

type Amount = NonNullable<NonNullable<LintTermsQuery["lintTerms"]>["clickMonthMax"]>;

interface Editor extends RuleVariables {
  /** Null: nothing is known of the program, so nothing is suggested. */
  programId: string | null;
  /** Where lists are made; null for who may not. */
  listsHref: string | null;
  findings: readonly Finding[];
  /**
   * What clicks can earn at most in the month, by the limits as they are typed; null while nothing
   * bounds them.
   */
  exposure: { contracts: number; each: Amount; together: Amount } | null;
  /** What people call a value: an ad's name, a country's. */
  labelOf: (variable: RuleVariable, value: string) => string;
  learn: (
    variable: RuleVariable,
    values: readonly { value: string; label: string | null }[],
  ) => void;
}
const EditorContext = createContext<Editor>({
  programId: null,
  listsHref: null,
  findings: [],
  exposure: null,
  labelOf: (_, value) => value,
  learn: () => {},
  variablesOf: () => [],
  infoOf: () => null,
  sentenceOf: () => "",
});
export const useEditor = (): Editor => use(EditorContext);

/** Findings of a row and of what stands within it. */
export const findingsUnder = (findings: readonly Finding[], path: string): Finding[] =>
  findings.filter((finding) => finding.path === path || finding.path.startsWith(`${path}.`));

/** What cannot be read yet: said softly, since it is only not finished. */
export const isUnfinished = ({ code }: Pick<Finding, "code">): boolean =>
  code.startsWith("BAD_") || code === "NO_EVENT_PAYOUT";

/**
 * Asks the linter whenever nothing was typed for a moment; null while there is no program to ask
 * for.
 */
export function useLint(
  programId: string | null,
  draft: TermsDraft,
  { contracts, termsId }: { contracts: number; termsId: string | null },
): PanelState<LintTermsQuery> & Pick<Editor, "findings" | "exposure"> {
  const input = useRested(JSON.stringify(inputOf(draft)));
  const variables = useMemo(
    (): LintTermsQueryVariables => ({
      programId: programId ?? "",
      input: JSON.parse(input) as LintTermsQueryVariables["input"],
      contracts,
      termsId,
    }),
    [programId, input, contracts, termsId],
  );
  const state = useLoaded(LintTerms, variables, null, { active: programId !== null });
  const findings = useMemo(
    () =>
      (state.data?.lintTerms?.findings ?? []).map((finding) =>
        readFragment(Editor_finding, finding),
      ),
    [state.data],
  );
  const [each, together] = [
    state.data?.lintTerms?.clickMonthMax,
    state.data?.lintTerms?.clickMonthTogether,
  ];
  const exposure = useMemo(
    () => (each && together ? { contracts, each, together } : null),
    [contracts, each, together],
  );
  return { ...state, findings, exposure };
}

export function EditorProvider({
  programId,
  listsHref,
  findings,
  exposure,
  children,
}: Pick<Editor, "programId" | "listsHref" | "findings" | "exposure"> & {
  children: ReactNode;
}): ReactNode {
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());
  const learn = useCallback<Editor["learn"]>((variable, values) => {
    setLabels((known) => {
      const news = values.filter(
        ({ value, label }) => label !== null && known.get(`${variable} ${value}`) !== label,
      );
      return news.length === 0
        ? known
        : new Map([
            ...known,
            ...news.map(({ value, label }): [string, string] => [
              `${variable} ${value}`,
              label ?? "",
            ]),
          ]);
    });
  }, []);
  const variables = useRuleVariables();
  const editor = useMemo(
    (): Editor => ({
      ...variables,
      programId,
      listsHref,
      findings,
      exposure,
      learn,
      labelOf: (variable, value) => labels.get(`${variable} ${value}`) ?? value,
    }),
    [programId, listsHref, findings, exposure, learn, labels, variables],
  );
  return <EditorContext value={editor}>{children}</EditorContext>;
}
