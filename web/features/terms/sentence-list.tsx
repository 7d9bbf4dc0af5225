"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { termsSentences, type TermsFacts } from "./sentences.ts";

interface SentenceListProps {
  terms: TermsFacts;
  uniqueWindowMinutes?: number;
  zone?: string;
}
/** Terms as sentences, one a line. */
export function SentenceList({ terms, ...program }: SentenceListProps): ReactNode {
  const t = useTranslations("sentences");
  return (
    <ul className="flex max-w-prose list-disc flex-col gap-1 ps-5">
      {termsSentences(terms, program).map(({ key, values }) => (
        <li key={key + JSON.stringify(values)}>{t(key, values)}</li>
      ))}
    </ul>
  );
}
