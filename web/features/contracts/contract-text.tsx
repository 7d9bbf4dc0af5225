"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { VersionFacts } from "../terms/documents.ts";
import { SentenceList } from "../terms/sentence-list.tsx";
import { ContractFacts } from "./documents.ts";
import { standingOf } from "./standing.ts";

interface ContractTextProps {
  contract: FragmentType<typeof ContractFacts>;
  program: { timeZone: string; uniqueWindowMinutes: number };
}
/** A contract in sentences: where it stands, what it pays, what was said with it. */
export function ContractText({ contract, program }: ContractTextProps): ReactNode {
  const t = useTranslations("contracts");
  const facts = readFragment(ContractFacts, contract);
  const { key, values } = standingOf(facts, program.timeZone);
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose">
        {t(`standing.${key}`, { ...values })} {t("inZone", { zone: zoneName(program.timeZone) })}
      </p>
      <SentenceList terms={readFragment(VersionFacts, facts.version)} zone={zoneName(program.timeZone)} uniqueWindowMinutes={program.uniqueWindowMinutes} />
      {facts.comment ? <Said by={facts.brandName} text={facts.comment} /> : facts.version.comment ? <Said by={facts.brandName} text={facts.version.comment} /> : null}
      {facts.declineReason ? <Said by={facts.partnerName} text={facts.declineReason} /> : null}
    </div>
  );
}

const Said = ({ by, text }: { by: string; text: string }): ReactNode => (
  <figure className="max-w-prose border-s-2 border-border ps-3">
    <blockquote className="whitespace-pre-line">{text}</blockquote>
    <figcaption className="text-caption text-subtle">{by}</figcaption>
  </figure>
);

/** What happened to it, oldest first. */
export function ContractHistory({ contract, timeZone }: { contract: FragmentType<typeof ContractFacts>; timeZone: string }): ReactNode {
  const t = useTranslations("contracts");
  const { events } = readFragment(ContractFacts, contract);
  return (
    <ol className="flex flex-col gap-2">
      {events.map((event) => (
        <li key={`${event.kind}${event.at}`}>
          <span className="font-medium">{t(`events.${event.kind}`)}</span> <span className="text-caption text-muted">{formatDateTime(event.at, timeZone)}</span>
          {event.comment ? <span className="block whitespace-pre-line text-muted">{event.comment}</span> : null}
        </li>
      ))}
    </ol>
  );
}
