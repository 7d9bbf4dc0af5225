"use client";
import { useState, type ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { brandPages } from "../../lib/addresses.ts";
import { graphql, readFragment, type FragmentType } from "../../gql/index.ts";
import {
  VersionView_VersionFragmentDoc,
  type TermsDraftsQuery,
  type TermsListQuery,
} from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { formatDate } from "../../lib/format.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { ArchiveDialog } from "./archive-dialog.tsx";
import { DraftsList } from "./drafts/drafts-list.tsx";
import { SentenceList } from "./sentence-list.tsx";

const TermsView_terms = graphql(/* GraphQL */ `
  fragment TermsView_terms on TemplateTerms {
    id
    name
    state
    labels
    restricted
    signedPartners
    latest {
      number
      createdAt
      warnings
      ...VersionView_version
    }
  }
`);

const TermsList = graphql(/* GraphQL */ `
  query TermsList($programId: ID, $after: String) {
    termsList(first: 12, after: $after, programId: $programId) {
      nodes {
        id
        ...TermsView_terms
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: TermsListQuery) => data.termsList;

interface TermsViewProps {
  program: { id: string; code: string; uniqueWindowMinutes: number };
  timeZone: string;
  mayWrite: boolean;
  /** What is being written; null for who may not try. */
  drafts: Loaded<TermsDraftsQuery> | null;
  first: Loaded<TermsListQuery>;
}
export function TermsView({
  program,
  timeZone,
  mayWrite,
  drafts,
  first,
}: TermsViewProps): ReactNode {
  const t = useTranslations("terms");
  const list = usePages(TermsList, { programId: program.id, after: null }, first, pick);
  const base = brandPages(program.code).terms;
  const create = drafts ? (
    <ButtonLink tone="primary" href={`${base}/new`}>
      {t(mayWrite ? "create" : "tryNew")}
    </ButtonLink>
  ) : null;
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} actions={create} />
      {drafts ? <DraftsList program={program} timeZone={timeZone} first={drafts} /> : null}
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t("none")} action={create}>
                {t("noneText")}
              </Empty>
            </Card>
          ) : (
            <div className="grid gap-3 lg:grid-cols-2">
              {rows.map((row) => (
                <TermsCard
                  key={row.id}
                  row={row}
                  base={base}
                  timeZone={timeZone}
                  mayWrite={mayWrite}
                />
              ))}
            </div>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

function TermsCard({
  row,
  base,
  timeZone,
  mayWrite,
}: {
  row: FragmentType<typeof TermsView_terms>;
  base: string;
  timeZone: string;
  mayWrite: boolean;
}): ReactNode {
  const t = useTranslations("terms");
  const [asking, setAsking] = useState(false);
  const { id, name, state, labels, restricted, signedPartners, latest } = readFragment(
    TermsView_terms,
    row,
  );
  const href = `${base}/${id}/v/${latest.number}`;
  return (
    <Card className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h2 className="min-w-0">
          <Link href={href} className={textLinkClass}>
            {name}
          </Link>
        </h2>
        <span className="flex flex-wrap gap-1">
          {latest.warnings.map((warning) => (
            <Badge key={warning} tone="warning">
              {t(`warningShort.${warning}`)}
            </Badge>
          ))}
          {restricted ? <Badge tone="info">{t("restricted")}</Badge> : null}
          <Badge tone={state === "ACTIVE" ? "success" : "neutral"}>{t(`states.${state}`)}</Badge>
        </span>
      </div>
      <SentenceList terms={readFragment(VersionView_VersionFragmentDoc, latest)} brief />
      {labels.length > 0 ? (
        <ul aria-label={t("labels")} className="flex flex-wrap gap-1">
          {labels.map((label) => (
            <li key={label}>
              <Badge icon={false}>{label}</Badge>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-auto flex flex-wrap items-center justify-between gap-2 pt-1">
        <p className="text-caption text-subtle">
          {t("versionOf", {
            number: latest.number,
            date: formatDate(latest.createdAt, timeZone),
          })}{" "}
          · {t("signedCount", { count: signedPartners })}
        </p>
        {mayWrite && state !== "ARCHIVED" ? (
          <Button size="small" tone="quiet" onClick={() => setAsking(true)}>
            {t("archive")}
          </Button>
        ) : null}
      </div>
      <ArchiveDialog open={asking} onClose={() => setAsking(false)} id={id} name={name} />
    </Card>
  );
}
