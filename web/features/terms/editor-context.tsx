"use client";
/** What the parts of the editor share: for which program, what the linter says, what ids are called. */
import { createContext, use, useCallback, useMemo, useState, type ReactNode } from "react";
import { readFragment } from "../../gql/index.ts";
import type { FindingFactsFragment, RuleVariable } from "../../gql/graphql.ts";
import type { PanelState } from "../../lib/use-loaded.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { useRested } from "../../lib/use-rested.ts";
import { inputOf, type TermsDraft } from "./draft.ts";
import { FindingFacts, LintTerms } from "./rule-documents.ts";
import type { LintTermsQuery, LintTermsQueryVariables } from "../../gql/graphql.ts";

export type Finding = FindingFactsFragment;

interface Editor {
  /** Null: nothing is known of the program, so nothing is suggested. */
  programId: string | null;
  /** Where lists are made; null for who may not. */
  listsHref: string | null;
  findings: readonly Finding[];
  /** What people call a value: an ad's name, a country's. */
  labelOf: (variable: RuleVariable, value: string) => string;
  learn: (variable: RuleVariable, values: readonly { value: string; label: string | null }[]) => void;
}
const EditorContext = createContext<Editor>({ programId: null, listsHref: null, findings: [], labelOf: (_, value) => value, learn: () => {} });
export const useEditor = (): Editor => use(EditorContext);

/** Findings of a row and of what stands within it. */
export const findingsUnder = (findings: readonly Finding[], path: string): Finding[] => findings.filter((finding) => finding.path === path || finding.path.startsWith(`${path}.`));

/** What cannot be read yet: said softly, since it is only not finished. */
export const isUnfinished = ({ code }: Pick<Finding, "code">): boolean => code.startsWith("BAD_") || code === "NO_EVENT_PAYOUT";

/** Asks the linter whenever nothing was typed for a moment; null while there is no program to ask for. */
export function useLint(programId: string | null, draft: TermsDraft): PanelState<LintTermsQuery> & { findings: readonly Finding[] } {
  const input = useRested(JSON.stringify(inputOf(draft)));
  const variables = useMemo((): LintTermsQueryVariables => ({ programId: programId ?? "", input: JSON.parse(input) as LintTermsQueryVariables["input"] }), [programId, input]);
  const state = useLoaded(LintTerms, variables, null, { active: programId !== null });
  const findings = useMemo(() => (state.data?.lintTerms?.findings ?? []).map((finding) => readFragment(FindingFacts, finding)), [state.data]);
  return { ...state, findings };
}

export function EditorProvider({ programId, listsHref, findings, children }: Pick<Editor, "programId" | "listsHref" | "findings"> & { children: ReactNode }): ReactNode {
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(new Map());
  const learn = useCallback<Editor["learn"]>((variable, values) => {
    setLabels((known) => {
      const news = values.filter(({ value, label }) => label !== null && known.get(`${variable} ${value}`) !== label);
      return news.length === 0 ? known : new Map([...known, ...news.map(({ value, label }): [string, string] => [`${variable} ${value}`, label ?? ""])]);
    });
  }, []);
  const editor = useMemo(
    (): Editor => ({ programId, listsHref, findings, learn, labelOf: (variable, value) => labels.get(`${variable} ${value}`) ?? value }),
    [programId, listsHref, findings, learn, labels],
  );
  return <EditorContext value={editor}>{children}</EditorContext>;
}
