"use client";
import { useState, type ReactNode } from "react";
import { useQueryStates } from "nuqs";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { AdsQuery, LinksQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { lateView } from "../../lib/late.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useRested } from "../../lib/use-rested.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import type { Choices, Typed } from "../partners/choice-types.ts";
import type { Files } from "../exports/files.ts";
import { LateExport } from "../exports/late-export.tsx";
import { AdList } from "./ad-list.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import type { LinkRights } from "./link-row.tsx";
import { LinksFilters } from "./links-filters.tsx";
import { isFiltered, linkFilterOf, linkParsers, linkVariablesOf } from "./links-query.ts";
import { LinksTable } from "./links-table.tsx";
import { TestLinkDialog } from "./test-link-dialog.tsx";

const LateFileDialog = lateView(() =>
  import("./links-file-dialog.tsx").then((module) => module.LinksFileDialog),
);

const Links = graphql(/* GraphQL */ `
  query Links(
    $programId: ID!
    $range: RangeInput!
    $filter: LinkListFilter
    $order: LinkListOrder!
    $ascending: Boolean!
    $after: String
  ) {
    linkList(
      programId: $programId
      range: $range
      filter: $filter
      order: $order
      ascending: $ascending
      first: 25
      after: $after
    ) {
      total
      nodes {
        link {
          id
        }
        ...LinkRow_row
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const nowhere = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
const pick = (data: LinksQuery) => data.linkList ?? nowhere;

interface LinksViewProps {
  program: { id: string; marketplaceCurrency: string; timeZone: string };
  rights: LinkRights & { ads: boolean };
  /** Null in the partner's space: a partner's links credit nobody else. */
  partners: Choices | null;
  /** Null: the viewer may have no files. */
  files: Files | null;
  typed: Typed | null;
  first: { links: Loaded<LinksQuery>; ads: Loaded<AdsQuery> };
}
export function LinksView({
  program,
  rights,
  partners,
  files,
  typed,
  first,
}: LinksViewProps): ReactNode {
  const t = useTranslations("links");
  const [asked, setAsked] = useQueryStates(linkParsers, { history: "replace" });
  const [dialog, setDialog] = useState<"test" | "live" | "file" | null>(null);
  const search = useRested(asked.search);
  const wanted = { ...asked, search };
  const variables = linkVariablesOf(program.id, wanted);
  const list = usePages(Links, variables, first.links, pick);
  const close = () => setDialog(null);
  const ads = (first.ads.data?.ads.nodes ?? []).filter(
    (ad) => ad.type === "TEXT_LINK" && ad.state === "ACTIVE",
  );
  const createTest = (
    <Button tone="primary" onClick={() => setDialog("test")}>
      {t("createTest")}
    </Button>
  );
  const actions = rights.write ? (
    <>
      <Button onClick={() => setDialog("file")}>{t("fromFile")}</Button>
      <Button onClick={() => setDialog("live")}>{t("create")}</Button>
      {createTest}
    </>
  ) : null;
  const empty = isFiltered(wanted) ? (
    <Empty title={t("noneFiltered")} />
  ) : (
    <Empty title={t("none")} action={rights.write ? createTest : null}>
      {t("noneText")}
    </Empty>
  );
  return (
    <>
      <PageHead
        title={t("title")}
        lead={partners ? t("lead") : t("leadPartner")}
        actions={
          <>
            <LinksExport files={files} variables={variables} />
            {actions}
          </>
        }
      />
      <LinksFilters
        asked={asked}
        onChange={(next) => void setAsked(next)}
        partners={partners}
        typed={typed}
      />
      <PagedList list={list} empty={empty}>
        {(rows) => (
          <LinksTable
            rows={rows}
            total={list.answer?.linkList?.total ?? rows.length}
            filter={linkFilterOf(wanted)}
            program={program}
            rights={rights}
            showPartner={partners !== null}
            order={asked}
            onOrder={(order) => void setAsked(order)}
          />
        )}
      </PagedList>
      {partners ? <AdList programId={program.id} mayWrite={rights.ads} first={first.ads} /> : null}
      {dialog === "file" ? (
        <LateFileDialog
          open
          onClose={close}
          programId={program.id}
          withPartner={partners !== null}
        />
      ) : null}
      <TestLinkDialog
        open={dialog === "test"}
        onClose={close}
        programId={program.id}
        partners={partners}
      />
      <LinkDialog
        open={dialog === "live"}
        onClose={close}
        programId={program.id}
        partners={partners}
        ads={ads}
      />
    </>
  );
}

/** As they are filtered and sorted. */
function LinksExport({
  files,
  variables: { range, filter, order, ascending },
}: {
  files: Files | null;
  variables: ReturnType<typeof linkVariablesOf>;
}): ReactNode {
  if (!files) return null;
  const filters = { links: { range, filter, order, ascending } };
  return <LateExport {...files} table="LINK_FIGURES" filters={filters} />;
}
