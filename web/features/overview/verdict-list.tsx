"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { type BrandPages } from "../../lib/addresses.ts";
import type { OverviewQuery } from "../../gql/graphql.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, CardHead } from "../../ui/card.tsx";
import { verdictTones } from "../verify/tones.ts";

const shown = 5;
type Sentence = "sentences.NO_CLICKS";

export function VerdictList({
  verdicts,
  pages,
}: {
  verdicts: OverviewQuery["verdicts"];
  pages: BrandPages;
}): ReactNode {
  const t = useTranslations("verify");
  const o = useTranslations("overview");
  return (
    <Card>
      <CardHead
        title={o("tracking")}
        actions={
          <ButtonLink size="small" href={pages.verify}>
            {o("openVerify")}
          </ButtonLink>
        }
      />
      {verdicts.length === 0 ? (
        <p className="text-muted">
          {t("none")}. {t("noneText")}
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-border">
          {verdicts
            .slice(0, shown)
            .map(({ linkId, linkName, partnerName, clicks, orders, tone, sentenceKey }) => (
              <li key={linkId} className="flex flex-col gap-1 py-2">
                <span className="flex flex-wrap items-center gap-2">
                  <span className="font-medium">
                    {t("linkOf", { link: linkName, partner: partnerName })}
                  </span>
                  <Badge tone={verdictTones[tone]}>{o(`tones.${tone}`)}</Badge>
                </span>
                <span className="text-muted">
                  {t(`sentences.${sentenceKey}` as Sentence, { clicks, orders })}
                </span>
              </li>
            ))}
        </ul>
      )}
    </Card>
  );
}
