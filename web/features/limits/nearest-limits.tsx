"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { type BrandPages } from "../../lib/addresses.ts";
import { ProgramLimits_LimitFragmentDoc, type OverviewQuery } from "../../gql/graphql.ts";
import { readFragment } from "../../gql/index.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { LimitGauge, LimitGauge_limit } from "./limit-gauge.tsx";
import { byNearness } from "./limit-state.ts";

interface NearestLimitsProps {
  programLimits: OverviewQuery["programLimits"];
  contractLimits: OverviewQuery["contractLimits"]["nodes"];
  pages: BrandPages;
  timeZone: string;
}
/** The program's own limits and the three of partners that are nearest to being reached. */
export function NearestLimits({
  programLimits,
  contractLimits,
  pages,
  timeZone,
}: NearestLimitsProps): ReactNode {
  const t = useTranslations("limits");
  const own = byNearness(
    programLimits.map((row) =>
      readFragment(LimitGauge_limit, readFragment(ProgramLimits_LimitFragmentDoc, row).usage),
    ),
  );
  const none = own.length + contractLimits.length === 0;
  return (
    <Card>
      <CardHead
        title={t("card")}
        actions={
          <ButtonLink size="small" href={pages.limits}>
            {none ? t("unlimited") : t("open")}
          </ButtonLink>
        }
      />
      {none ? <p className="text-muted">{t("unlimitedText")}</p> : null}
      <ul className="flex flex-col divide-y divide-border">
        {own.map((limit) => (
          <li key={limit.limitId} className="py-3 first:pt-0 last:pb-0">
            <LimitGauge limit={limit} space="brand" timeZone={timeZone} />
          </li>
        ))}
        {contractLimits.map(({ contractId, partnerName, usage }) => (
          <li key={`${contractId} ${usage.limitId}`} className="py-3 first:pt-0 last:pb-0">
            <LimitGauge
              limit={readFragment(LimitGauge_limit, usage)}
              space="brand"
              timeZone={timeZone}
              ownerName={partnerName}
              owner={
                <Link href={`${pages.contracts}/${contractId}`} className={textLinkClass}>
                  {partnerName}
                </Link>
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
