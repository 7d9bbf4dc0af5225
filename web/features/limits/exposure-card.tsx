"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import type { ExposureCard_ExposureFragment } from "../../gql/graphql.ts";
import type { BrandPages } from "../../lib/addresses.ts";
import { formatMoney, formatMonth } from "../../lib/format.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";

const ExposureCard_exposure = graphql(/* GraphQL */ `
  fragment ExposureCard_exposure on LimitExposure {
    month
    currency
    contracts
    unlimited
    unlimitedPartners {
      partnerId
      partnerName
    }
    amount {
      amount
      currency
    }
    spent {
      amount
      currency
    }
    left {
      amount
      currency
    }
    most {
      amount
      currency
    }
    programCap {
      amount
      currency
    }
    lines {
      text
      contracts
      amount {
        amount
        currency
      }
    }
  }
`);

interface ExposureCardProps {
  exposures: readonly FragmentType<typeof ExposureCard_exposure>[];
  pages: BrandPages;
  /** Without the single limits, with a way to them. */
  brief?: boolean;
  actions?: ReactNode;
}
/** What the limits of all contracts let clicks cost together: each partner has its own. */
export function ExposureCard({
  exposures,
  pages,
  brief = false,
  actions = null,
}: ExposureCardProps): ReactNode {
  const t = useTranslations("limits");
  const found = readFragment(ExposureCard_exposure, exposures);
  if (found.length === 0) return null;
  return (
    <Card>
      <CardHead
        title={t("exposure")}
        actions={
          brief ? (
            <ButtonLink size="small" href={pages.limits}>
              {t("exposureOpen")}
            </ButtonLink>
          ) : (
            actions
          )
        }
      />
      {found.map((exposure) => (
        <div key={exposure.currency} className="tabular flex flex-col gap-1">
          <Most exposure={exposure} />
          <Unlimited exposure={exposure} pages={pages} />
          {brief ? null : <Lines exposure={exposure} />}
        </div>
      ))}
    </Card>
  );
}

interface PartProps {
  exposure: ExposureCard_ExposureFragment;
}
function Most({ exposure }: PartProps): ReactNode {
  const t = useTranslations("limits");
  const { month, spent, left, most, programCap } = exposure;
  const of = { month: formatMonth(month), spent: formatMoney(spent), left: formatMoney(left) };
  return (
    <>
      <p className="text-kpi">{most ? formatMoney(most) : t("exposureBoundless")}</p>
      <p>{most ? t("exposureMost", of) : t("exposureNone", of)}</p>
      <p className="text-muted">
        {programCap ? t("exposureCap", { amount: formatMoney(programCap) }) : t("exposureNoCap")}
      </p>
    </>
  );
}

function Unlimited({ exposure, pages }: PartProps & { pages: BrandPages }): ReactNode {
  const t = useTranslations("limits");
  const { contracts, unlimited, unlimitedPartners } = exposure;
  if (unlimited === 0) return null;
  return (
    <div className="text-warning">
      <p>{t("exposureUnlimited", { count: unlimited, contracts })}</p>
      <ul className="flex flex-wrap gap-x-3 text-caption">
        {unlimitedPartners.map(({ partnerId, partnerName }) => (
          <li key={partnerId}>
            <Link href={`${pages.partners}/${partnerId}`} className={textLinkClass}>
              {partnerName}
            </Link>
          </li>
        ))}
        {unlimited > unlimitedPartners.length ? (
          <li>{t("exposureMore", { count: unlimited - unlimitedPartners.length })}</li>
        ) : null}
      </ul>
    </div>
  );
}

function Lines({ exposure }: PartProps): ReactNode {
  const t = useTranslations("limits");
  const { contracts, unlimited, amount, lines } = exposure;
  return (
    <>
      <p>
        {t("exposureText", {
          contracts: contracts - unlimited,
          amount: formatMoney(amount),
        })}
      </p>
      <ul className="text-caption text-subtle">
        {lines.map((line) => (
          <li key={line.text} className="flex flex-wrap justify-between gap-x-3">
            <span>{t("exposureLine", { contracts: line.contracts, text: line.text })}</span>
            <span>{formatMoney(line.amount)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
