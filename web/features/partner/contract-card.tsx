"use client";
import { textLinkClass } from "../../ui/text-link.ts";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readFragment, type FragmentType } from "../../gql/index.ts";
import {
  ContractText_ContractFragmentDoc,
  type ContractDifferencesQuery,
  type ContractText_ContractFragment,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { AnswerButtons } from "../contracts/decisions/answer-buttons.tsx";
import { ContractHistory, ContractText } from "../contracts/contract-text.tsx";
import { DifferencesOf } from "../contracts/decisions/differences-of.tsx";
import { StateBadge } from "../contracts/state-badge.tsx";
import { lateView } from "../../lib/late.ts";

/** What the contract pages of a partner need of a program. */
export interface PartnerProgram {
  id: string;
  brandName: string;
  marketplaceCurrency: string;
  timeZone: string;
  uniqueWindowMinutes: number;
}

const LateWithdrawDialog = lateView(() =>
  import("../contracts/decisions/withdraw-dialog.tsx").then((module) => module.WithdrawDialog),
);
const LateTryTerms = lateView(() => import("./try-terms.tsx").then((module) => module.TryTerms));

interface ContractCardProps {
  contract: FragmentType<typeof ContractText_ContractFragmentDoc>;
  differences: Loaded<ContractDifferencesQuery> | null;
  /** Another contract is in force, with which a proposal is compared. */
  hasCurrent: boolean;
  program: PartnerProgram;
  mayDecide: boolean;
}
/** One contract in sentences; a proposal can be answered. */
export function ContractCard({
  contract,
  differences,
  hasCurrent,
  program,
  mayDecide,
}: ContractCardProps): ReactNode {
  const t = useTranslations("partner");
  const facts = readFragment(ContractText_ContractFragmentDoc, contract);
  const isPending = facts.state === "PENDING";
  return (
    <Card id={`c-${facts.id}`}>
      <CardHead
        title={t("contractOf", { terms: facts.termsName, number: facts.version.number })}
        actions={<StateBadge state={facts.state} />}
      />
      <ContractText contract={contract} program={program} />
      {isPending && hasCurrent ? (
        <section className="mt-4" aria-label={t("comparedWithYours")}>
          <h3 className="mb-1 text-body font-semibold">{t("comparedWithYours")}</h3>
          <DifferencesOf reader="partner" id={facts.id} first={differences} />
        </section>
      ) : null}
      {isPending && facts.awaitsYou ? (
        <LateTryTerms program={program} contractId={facts.id} />
      ) : null}
      {isPending && facts.awaitsYou ? (
        <Answer facts={facts} program={program} mayDecide={mayDecide} />
      ) : null}
      {isPending && !facts.awaitsYou ? (
        <OwnOffer facts={facts} program={program} mayDecide={mayDecide} />
      ) : null}
      <details className="mt-4">
        <summary className="cursor-pointer text-link">{t("history")}</summary>
        <div className="mt-2">
          <ContractHistory contract={contract} timeZone={program.timeZone} />
        </div>
      </details>
    </Card>
  );
}

interface DecisionProps {
  facts: ContractText_ContractFragment;
  program: PartnerProgram;
  mayDecide: boolean;
}
/** A proposal that waits for your answer, with what each answer means. */
function Answer({ facts, program, mayDecide }: DecisionProps): ReactNode {
  const t = useTranslations("partner");
  const answers = useTranslations("contracts.answer.partner");
  return (
    <div className="mt-4 flex flex-col gap-3 rounded-control bg-info-ground p-3">
      <p className="max-w-prose">
        {t("linksKeepWorking")} {answers("declineText")}
      </p>
      {facts.change?.howTo ? <HowToLink /> : null}
      {mayDecide ? (
        <AnswerButtons space="partner" facts={facts} program={program} groups={null} />
      ) : (
        <p className="text-muted">{t("ownerDecides")}</p>
      )}
    </div>
  );
}

/** What you offered and nobody answered yet. */
function OwnOffer({ facts, mayDecide }: DecisionProps): ReactNode {
  const t = useTranslations("partner");
  const [asking, setAsking] = useState(false);
  return (
    <div className="mt-4 flex flex-col items-start gap-3 rounded-control bg-sunken p-3">
      <p className="max-w-prose">{t("yourOffer", { brand: facts.brandName })}</p>
      {mayDecide ? <Button onClick={() => setAsking(true)}>{t("withdrawOffer")}</Button> : null}
      {asking ? (
        <LateWithdrawDialog
          open
          onClose={() => setAsking(false)}
          id={facts.id}
          partner={facts.brandName}
        />
      ) : null}
    </div>
  );
}

export function HowToLink(): ReactNode {
  const t = useTranslations("changes");
  return (
    <p>
      <Link href="/how-to/links" className={textLinkClass}>
        {t("howToLink")}
      </Link>
    </p>
  );
}
