"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql, readFragment } from "../../gql/index.ts";
import {
  SentenceList_SentenceFragmentDoc,
  type CampaignTermsListQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate, formatPlainDate } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { Sentences } from "./sentence-list.tsx";

const CampaignTermsList = graphql(/* GraphQL */ `
  query CampaignTermsList($programId: ID!, $after: String) {
    campaignTerms(programId: $programId, first: 12, after: $after) {
      nodes {
        id
        name
        firstDate
        lastDate
        createdAt
        sentences {
          ...SentenceList_sentence
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: CampaignTermsListQuery) => data.campaignTerms;
type Campaign = CampaignTermsListQuery["campaignTerms"]["nodes"][number];

interface CampaignsViewProps {
  program: { id: string; code: string };
  timeZone: string;
  /** In that zone, 2026-11-26. */
  today: string;
  mayWrite: boolean;
  first: Loaded<CampaignTermsListQuery>;
}
/** Payouts of campaigns inside the program. */
export function CampaignsView({
  program,
  timeZone,
  today,
  mayWrite,
  first,
}: CampaignsViewProps): ReactNode {
  const t = useTranslations("terms.campaigns");
  const list = usePages(CampaignTermsList, { programId: program.id, after: null }, first, pick);
  const base = brandPages(program.code).terms;
  const create = mayWrite ? (
    <ButtonLink tone="primary" href={`${base}/campaigns/new`}>
      {t("create")}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={create} />
      <p className="mb-3 max-w-prose text-muted">{t("noSource")}</p>
      <PagedList
        list={list}
        empty={
          <Empty title={t("none")} action={create}>
            {t("noneText")}
          </Empty>
        }
      >
        {(rows) => (
          <div className="grid items-start gap-3 lg:grid-cols-2">
            {rows.map((row) => (
              <CampaignCard key={row.id} row={row} timeZone={timeZone} today={today} />
            ))}
          </div>
        )}
      </PagedList>
    </>
  );
}

const tones = { runs: "success", toCome: "info", over: "neutral" } as const satisfies Record<
  string,
  Tone
>;
/** By its days, both included; dates written so compare as text. */
const phaseOf = ({ firstDate, lastDate }: Campaign, today: string): keyof typeof tones => {
  if (today < firstDate) return "toCome";
  if (today > lastDate) return "over";
  return "runs";
};

function CampaignCard({
  row,
  timeZone,
  today,
}: {
  row: Campaign;
  timeZone: string;
  today: string;
}): ReactNode {
  const t = useTranslations("terms.campaigns");
  const phase = phaseOf(row, today);
  const { firstDate, lastDate } = row;
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2 className="min-w-0 break-words">{row.name}</h2>
        <Badge tone={tones[phase]}>{t(`phases.${phase}`)}</Badge>
      </div>
      <p>
        {firstDate === lastDate
          ? t("oneDay", { day: formatPlainDate(firstDate) })
          : t("days", { first: formatPlainDate(firstDate), last: formatPlainDate(lastDate) })}
      </p>
      <Sentences
        of={row.sentences.map((each) => readFragment(SentenceList_SentenceFragmentDoc, each))}
      />
      <p className="text-caption text-subtle">
        {t("createdOn", { date: formatDate(row.createdAt, timeZone) })}
      </p>
    </Card>
  );
}
