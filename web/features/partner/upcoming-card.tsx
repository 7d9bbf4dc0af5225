"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import {
  ContractText_ContractFragmentDoc,
  type ContractDifferencesQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDateTime, zoneName } from "../../lib/format.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { ContractHistory, ContractText } from "../contracts/contract-text.tsx";
import { DifferencesOf } from "../contracts/decisions/differences-of.tsx";
import { StateBadge } from "../contracts/state-badge.tsx";
import { HowToLink } from "./contract-card.tsx";
import type { PartnerProgram } from "./contract-card.tsx";
import { TryTerms } from "./try-terms.tsx";
import { lateView } from "../../lib/late.ts";

const LateOptInDialog = lateView(() =>
  import("./opt-in-dialog.tsx").then((module) => module.OptInDialog),
);

interface UpcomingCardProps {
  contract: FragmentType<typeof ContractText_ContractFragmentDoc>;
  differences: Loaded<ContractDifferencesQuery> | null;
  program: PartnerProgram;
  mayDecide: boolean;
}
/** What changes on a day: the words before and after, why, and whether it can be taken now. */
export function UpcomingCard({
  contract,
  differences,
  program,
  mayDecide,
}: UpcomingCardProps): ReactNode {
  const t = useTranslations("partner");
  const [asking, setAsking] = useState(false);
  const facts = readFragment(ContractText_ContractFragmentDoc, contract);
  const at = formatDateTime(facts.startsAt, program.timeZone);
  return (
    <Card id={`c-${facts.id}`} className="border-info">
      <CardHead
        title={t("upcomingTitle", { at, zone: zoneName(program.timeZone) })}
        actions={<StateBadge state={facts.state} />}
      />
      <p className="mb-2 max-w-prose">
        {facts.change ? t("upcomingText", { brand: facts.brandName }) : t("upcomingAgreed")}
      </p>
      {facts.change?.comment ? (
        <figure className="mb-3 max-w-prose border-s-2 border-border ps-3">
          <blockquote className="break-words whitespace-pre-line">
            {facts.change.comment}
          </blockquote>
          <figcaption className="text-caption text-subtle">{facts.brandName}</figcaption>
        </figure>
      ) : null}
      {facts.change?.comment.includes(t("linksStayUpcoming")) ? null : (
        <p className="mb-3 max-w-prose font-medium">{t("linksStayUpcoming")}</p>
      )}
      {facts.change?.howTo ? <HowToLink /> : null}
      <section aria-label={t("whatChanges")} className="my-3">
        <h3 className="mb-1 text-body font-semibold">{t("whatChanges")}</h3>
        <DifferencesOf reader="partner" id={facts.id} first={differences} />
      </section>
      <TryTerms program={program} contractId={facts.id} />
      <details className="my-3">
        <summary className="cursor-pointer text-link">
          {t("newTermsInFull", { terms: facts.termsName, number: facts.version.number })}
        </summary>
        <div className="mt-2 flex flex-col gap-4">
          <ContractText contract={contract} program={program} />
          <ContractHistory contract={contract} timeZone={program.timeZone} />
        </div>
      </details>
      {facts.change?.mayOptIn ? (
        <div className="mt-4 flex flex-col items-start gap-3 rounded-control bg-info-ground p-3">
          <p className="max-w-prose">{t("mayOptIn", { brand: facts.brandName, at })}</p>
          {mayDecide ? (
            <Button tone="primary" onClick={() => setAsking(true)}>
              {t("optIn")}
            </Button>
          ) : (
            <p className="text-muted">{t("ownerDecides")}</p>
          )}
        </div>
      ) : null}
      {asking ? <LateOptInDialog open onClose={() => setAsking(false)} id={facts.id} /> : null}
    </Card>
  );
}
