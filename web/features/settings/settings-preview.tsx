"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { ProgramSettingsPreviewQueryVariables } from "../../gql/graphql.ts";
import { exactMonies, formatCount, formatDateTime } from "../../lib/format.ts";
import { useLoaded } from "../../lib/use-loaded.ts";
import { Button } from "../../ui/button.tsx";
import { Facts } from "../../ui/card.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";

const ProgramSettingsPreview = graphql(/* GraphQL */ `
  query ProgramSettingsPreview(
    $programId: ID!
    $minutes: Count
    $type: UniqueWindowType
    $filter: RiskFilter
  ) {
    programSettingsPreview(programId: $programId, minutes: $minutes, type: $type, filter: $filter) {
      since
      until
      clicks
      uniqueNow
      uniqueThen
      paidLost
      amountLost {
        amount
        currency
      }
      gained
    }
  }
`);

interface SettingsPreviewProps {
  /** What is tried; asked only when the button is pressed. */
  tried: ProgramSettingsPreviewQueryVariables;
  timeZone: string;
}
/** What a choice would have made of past clicks, told before it is saved. */
export function SettingsPreview({ tried, timeZone }: SettingsPreviewProps): ReactNode {
  const t = useTranslations("settings.preview");
  const [asked, setAsked] = useState<string | null>(null);
  const isAsked = asked === JSON.stringify(tried);
  return (
    <div className="flex flex-col gap-3">
      <div>
        <Button disabled={isAsked} onClick={() => setAsked(JSON.stringify(tried))}>
          {t("show")}
        </Button>
      </div>
      {isAsked ? <Found tried={tried} timeZone={timeZone} /> : null}
    </div>
  );
}

function Found({ tried, timeZone }: SettingsPreviewProps): ReactNode {
  const t = useTranslations("settings.preview");
  const state = useLoaded(ProgramSettingsPreview, tried, null);
  return (
    <Panel state={state} skeleton={<RowsSkeleton />}>
      {({ programSettingsPreview: found }) =>
        found ? (
          <output className="flex flex-col gap-2">
            <span className="text-muted">
              {t("of", {
                count: found.clicks,
                clicks: formatCount(found.clicks),
                since: formatDateTime(found.since, timeZone),
              })}
            </span>
            <Facts
              items={[
                { label: t("uniqueNow"), value: formatCount(found.uniqueNow) },
                { label: t("uniqueThen"), value: formatCount(found.uniqueThen) },
                {
                  label: t("lost"),
                  value: t("lostValue", {
                    count: found.paidLost,
                    clicks: formatCount(found.paidLost),
                    amount: exactMonies(found.amountLost) ?? "",
                  }),
                },
                {
                  label: t("gained"),
                  value: t("gainedValue", {
                    count: found.gained,
                    clicks: formatCount(found.gained),
                  }),
                },
              ]}
            />
          </output>
        ) : null
      }
    </Panel>
  );
}
