"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { SentenceList_SentenceFragment } from "../../gql/graphql.ts";
import { Clauses } from "./clauses.tsx";
import type { VersionText } from "./editor/draft.ts";

const SentenceList_sentence = graphql(/* GraphQL */ `
  fragment SentenceList_sentence on TermsSentence {
    part
    clause
    event
    text
  }
`);

interface SentenceListProps {
  terms: VersionText;
  uniqueWindowMinutes?: number;
  zone?: string;
  /** Only what is paid: for cards in a list. */
  brief?: boolean;
  /** Of the branded link under which the clauses' files are read. */
  code?: string;
}
/** Terms as sentences, one a line; then the clauses in the brand's own words. */
export function SentenceList({
  terms,
  brief = false,
  code,
  ...program
}: SentenceListProps): ReactNode {
  const all = terms.sentences.map((each) => readFragment(SentenceList_sentence, each));
  return (
    <div className="flex max-w-prose flex-col gap-3">
      <Sentences of={brief ? all.filter(({ part }) => part === "PAYOUT") : all} {...program} />
      {brief ? null : (
        <Clauses clauses={terms.customTerms} {...(code === undefined ? {} : { code })} />
      )}
    </div>
  );
}

interface SentencesProps {
  of: readonly SentenceList_SentenceFragment[];
  uniqueWindowMinutes?: number;
  zone?: string;
}
/** The API says what the terms say; what the program is set to stands after it. */
export function Sentences({ of, uniqueWindowMinutes, zone }: SentencesProps): ReactNode {
  const t = useTranslations("sentences");
  const paysClicks = of.some(({ clause, event }) => event === "CLICK" && clause === "LIMIT");
  const program = paysClicks
    ? [
        ...(zone === undefined ? [] : [t("zone", { zone })]),
        ...(uniqueWindowMinutes === undefined
          ? []
          : [t("repeats", { minutes: uniqueWindowMinutes })]),
      ]
    : [];
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5">
      {[...of.map(({ text }) => text), ...program].map((text) => (
        <li key={text} className="break-words">
          {text}
        </li>
      ))}
    </ul>
  );
}
