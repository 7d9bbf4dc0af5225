"use client";
import type { ReactNode } from "react";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import {
  VersionView_VersionFragmentDoc,
  type ContractText_ContractFragment,
} from "../../gql/graphql.ts";
import { SentenceList } from "../terms/sentence-list.tsx";
import { standingOf } from "./standing.ts";

const ContractText_contract = graphql(/* GraphQL */ `
  fragment ContractText_contract on Contract {
    id
    state
    awaitsYou
    brandName
    partnerAccountId
    partnerName
    programName
    termsId
    termsName
    startsAt
    endsAt
    proposedAt
    proposalExpiresAt
    decidedAt
    declineReason
    comment
    proposedByYou
    mayCounter
    switches
    nonCompliant
    version {
      number
      comment
      ...VersionView_version
    }
    fallbackVersion {
      number
      ...VersionView_version
    }
    change {
      id
      comment
      howTo
      effectiveAt
      mayOptIn
    }
    events {
      kind
      at
      comment
      byName
      beforeVersion
      afterVersion
    }
  }
`);

interface ContractTextProps {
  contract: FragmentType<typeof ContractText_contract>;
  program: { timeZone: string; uniqueWindowMinutes: number };
}
/** A contract in sentences: where it stands, what it pays, what was said with it. */
export function ContractText({ contract, program }: ContractTextProps): ReactNode {
  const t = useTranslations("contracts");
  const facts = readFragment(ContractText_contract, contract);
  const { key, values } = standingOf(facts, program.timeZone);
  const isPartnersOwn =
    facts.events.find(({ kind }) => kind === "PROPOSED")?.byName === facts.partnerName;
  const [proposer, decider] = isPartnersOwn
    ? [facts.partnerName, facts.brandName]
    : [facts.brandName, facts.partnerName];
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-prose">
        {t(`standing.${key}`, { ...values })} {t("inZone", { zone: zoneName(program.timeZone) })}
      </p>
      <SentenceList
        terms={readFragment(VersionView_VersionFragmentDoc, facts.version)}
        zone={zoneName(program.timeZone)}
        uniqueWindowMinutes={program.uniqueWindowMinutes}
      />
      {facts.fallbackVersion ? <Fallback version={facts.fallbackVersion} /> : null}
      {facts.comment ? (
        <Said by={proposer} text={facts.comment} />
      ) : facts.version.comment ? (
        <Said by={proposer} text={facts.version.comment} />
      ) : null}
      {facts.declineReason ? <Said by={decider} text={facts.declineReason} /> : null}
    </div>
  );
}

function Fallback({
  version,
}: {
  version: NonNullable<ContractText_ContractFragment["fallbackVersion"]>;
}): ReactNode {
  const t = useTranslations("contracts");
  return (
    <details>
      <summary className="cursor-pointer text-link">
        {t("fallbackFollows", { number: version.number })}
      </summary>
      <div className="mt-2">
        <SentenceList terms={readFragment(VersionView_VersionFragmentDoc, version)} />
      </div>
    </details>
  );
}

const Said = ({ by, text }: { by: string; text: string }): ReactNode => (
  <figure className="max-w-prose border-s-2 border-border ps-3">
    <blockquote className="whitespace-pre-line">{text}</blockquote>
    <figcaption className="text-caption text-subtle">{by}</figcaption>
  </figure>
);

/** What happened to it, oldest first: who, when, from which version to which, and what was said. */
export function ContractHistory({
  contract,
  timeZone,
}: {
  contract: FragmentType<typeof ContractText_contract>;
  timeZone: string;
}): ReactNode {
  const { events } = readFragment(ContractText_contract, contract);
  return (
    <ol className="flex flex-col gap-3 border-s-2 border-border ps-4">
      {events.map((event) => (
        <ContractEventLine key={`${event.kind}${event.at}`} event={event} timeZone={timeZone} />
      ))}
    </ol>
  );
}

function ContractEventLine({
  event,
  timeZone,
}: {
  event: ContractText_ContractFragment["events"][number];
  timeZone: string;
}): ReactNode {
  const t = useTranslations("contracts");
  const { kind, at, byName, beforeVersion, afterVersion, comment } = event;
  return (
    <li className="relative min-w-0">
      <span
        aria-hidden
        className={clsx(
          "absolute -start-[1.4rem] top-1.5 size-2.5 rounded-full border-2 border-surface bg-muted",
        )}
      />
      <span className="block font-medium">{t(`events.${kind}`)}</span>
      <span className="block text-caption text-muted">
        {t("eventBy", { at: formatDateTime(at, timeZone), by: byName ?? t("byClock") })}
      </span>
      {beforeVersion !== null && afterVersion !== null ? (
        <span className="block text-caption text-muted">
          {t("eventVersions", { before: beforeVersion, after: afterVersion })}
        </span>
      ) : null}
      {comment ? (
        <span className="block break-words whitespace-pre-line text-muted">{comment}</span>
      ) : null}
    </li>
  );
}
