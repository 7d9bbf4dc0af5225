"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { Button } from "../../ui/button.tsx";
import { RowHead, Td } from "../../ui/table.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { standingOf } from "./standing.ts";
import { StateBadge } from "./state-badge.tsx";
import { lateView } from "../../lib/late.ts";

const LateWithdrawDialog = lateView(() =>
  import("./decisions/withdraw-dialog.tsx").then((module) => module.WithdrawDialog),
);

/** What a list shows: without the sentences. */
const ContractRow_contract = graphql(/* GraphQL */ `
  fragment ContractRow_contract on Contract {
    id
    state
    awaitsYou
    partnerName
    termsId
    termsName
    startsAt
    endsAt
    proposedAt
    proposalExpiresAt
    decidedAt
    version {
      number
    }
    events {
      kind
      at
    }
  }
`);

interface ContractRowProps {
  contract: FragmentType<typeof ContractRow_contract>;
  pages: BrandPages;
  timeZone: string;
  mayWithdraw: boolean;
  /** Null where nothing can be chosen. */
  onSelect: ((on: boolean) => void) | null;
  selected: boolean;
}
export function ContractRow({
  contract,
  pages,
  timeZone,
  mayWithdraw,
  onSelect,
  selected,
}: ContractRowProps): ReactNode {
  const t = useTranslations("contracts");
  const [asking, setAsking] = useState(false);
  const facts = readFragment(ContractRow_contract, contract);
  const { key, values } = standingOf(facts, timeZone);
  const canEnd = facts.state === "ACTIVE" || facts.state === "UPCOMING";
  return (
    <tr>
      {onSelect ? (
        <Td className="w-8 pe-0">
          {canEnd ? (
            <input
              type="checkbox"
              aria-label={t("select", { partner: facts.partnerName, terms: facts.termsName })}
              checked={selected}
              onChange={(event) => onSelect(event.target.checked)}
              className="mt-0.5 size-4 accent-primary"
            />
          ) : null}
        </Td>
      ) : null}
      <RowHead>
        <Link href={`${pages.contracts}/${facts.id}`} className={textLinkClass}>
          {facts.partnerName}
        </Link>
      </RowHead>
      <Td>
        <StateBadge state={facts.state} />
      </Td>
      <Td className="min-w-40">
        <Link
          href={`${pages.terms}/${facts.termsId}/v/${facts.version.number}`}
          className={textLinkClass}
        >
          {t("termsAndVersion", { name: facts.termsName, number: facts.version.number })}
        </Link>
      </Td>
      <Td className="min-w-44 md:min-w-64">{t(`standing.${key}`, { ...values })}</Td>
      <Td>
        {facts.state === "PENDING" && facts.awaitsYou ? (
          <Link href={`${pages.contracts}/${facts.id}`} className={textLinkClass}>
            {t("answerTo", { partner: facts.partnerName })}
          </Link>
        ) : null}
        {mayWithdraw && facts.state === "PENDING" && !facts.awaitsYou ? (
          <>
            <Button
              size="small"
              aria-label={t("withdrawFrom", { partner: facts.partnerName })}
              onClick={() => setAsking(true)}
            >
              {t("withdraw")}
            </Button>
            {asking ? (
              <LateWithdrawDialog
                open
                onClose={() => setAsking(false)}
                id={facts.id}
                partner={facts.partnerName}
              />
            ) : null}
          </>
        ) : null}
      </Td>
    </tr>
  );
}
