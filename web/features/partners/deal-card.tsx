"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { BrandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import { formatDate } from "../../lib/format.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { StateBadge } from "../contracts/state-badge.tsx";
import { SentenceList } from "../terms/sentence-list.tsx";
import { VersionView_VersionFragmentDoc } from "../../gql/graphql.ts";

const DealCard_contract = graphql(/* GraphQL */ `
  fragment DealCard_contract on Contract {
    id
    state
    termsName
    startsAt
    endsAt
    version {
      number
      ...VersionView_version
    }
  }
`);

interface DealCardProps {
  contracts: readonly FragmentType<typeof DealCard_contract>[];
  hasMore: boolean;
  partnerId: string;
  pages: BrandPages;
  timeZone: string;
}
/** What is agreed with a partner, what is asked, and what was. */
export function DealCard({
  contracts: given,
  hasMore,
  partnerId,
  pages,
  timeZone,
}: DealCardProps): ReactNode {
  const t = useTranslations("partnerPage");
  const contracts = readFragment(DealCard_contract, given);
  const inForce = contracts.find(({ state }) => state === "ACTIVE");
  return (
    <Card>
      <CardHead
        title={t("contracts")}
        actions={
          <ButtonLink size="small" href={`${pages.contracts}?who=${partnerId}`}>
            {t("allContracts")}
          </ButtonLink>
        }
      />
      {contracts.length === 0 ? <p className="text-muted">{t("noContracts")}</p> : null}
      {inForce ? (
        <SentenceList terms={readFragment(VersionView_VersionFragmentDoc, inForce.version)} />
      ) : null}
      <ul className="mt-3 flex flex-col divide-y divide-border">
        {contracts.map(({ id, state, termsName, startsAt, endsAt, version }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span className="min-w-0">
              <Link href={`${pages.contracts}/${id}`} className={textLinkClass}>
                {t("contractOf", { terms: termsName, number: version.number })}
              </Link>
              <span className="block text-caption text-muted">
                {endsAt
                  ? t("between", {
                      from: formatDate(startsAt, timeZone),
                      to: formatDate(endsAt, timeZone),
                    })
                  : t("from", { from: formatDate(startsAt, timeZone) })}
              </span>
            </span>
            <StateBadge state={state} />
          </li>
        ))}
      </ul>
      {hasMore ? <p className="text-caption text-muted">{t("moreContracts")}</p> : null}
    </Card>
  );
}
