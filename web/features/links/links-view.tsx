"use client";
import { useState, type ReactNode } from "react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import type { AdsQuery, LinksQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { ChoiceBar } from "../../ui/choice-bar.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import type { Choices } from "../partners/choice-types.ts";
import { AdList } from "./ad-list.tsx";
import { kindIsTest, linkKinds } from "./kinds.ts";
import { LinkCard, type LinkRights } from "./link-card.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { graphql } from "../../gql/index.ts";
import { TestLinkDialog } from "./test-link-dialog.tsx";

const Links = graphql(/* GraphQL */ `
  query Links($filter: TrackingLinkFilter, $after: String) {
    trackingLinks(first: 25, after: $after, filter: $filter) {
      nodes {
        id
        isTest
        partnerAccountId
        url
        ...LinkCard_link
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const pick = (data: LinksQuery) => data.trackingLinks;

interface LinksViewProps {
  program: { id: string; marketplaceCurrency: string };
  rights: LinkRights & { ads: boolean };
  /** Null in the partner's space: a partner's links credit nobody else. */
  partners: Choices | null;
  first: { links: Loaded<LinksQuery>; ads: Loaded<AdsQuery> };
}
export function LinksView({ program, rights, partners, first }: LinksViewProps): ReactNode {
  const t = useTranslations("links");
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(linkKinds).withDefault("all"));
  const [dialog, setDialog] = useState<"test" | "live" | null>(null);
  const list = usePages(
    Links,
    { filter: { programId: program.id, isTest: kindIsTest(kind) }, after: null },
    first.links,
    pick,
  );
  const close = () => setDialog(null);
  const ads = (first.ads.data?.ads.nodes ?? []).filter(
    (ad) => ad.type === "TEXT_LINK" && ad.state === "ACTIVE",
  );
  const actions = rights.write ? (
    <>
      <Button onClick={() => setDialog("live")}>{t("create")}</Button>
      <Button tone="primary" onClick={() => setDialog("test")}>
        {t("createTest")}
      </Button>
    </>
  ) : null;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={partners ? t("lead") : t("leadPartner")}
        actions={actions}
      />
      <ChoiceBar
        label={t("kind")}
        choices={linkKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        value={kind}
        onChange={(value) => void setKind(value)}
      />
      <PagedList
        list={list}
        empty={
          <Empty
            title={t("none")}
            action={
              rights.write ? (
                <Button tone="primary" onClick={() => setDialog("test")}>
                  {t("createTest")}
                </Button>
              ) : null
            }
          >
            {t("noneText")}
          </Empty>
        }
      >
        {(rows) => (
          <div className="grid items-start gap-3 lg:grid-cols-2">
            {rows.map((row) => (
              <LinkCard
                key={row.id}
                link={row}
                rights={rights}
                currency={program.marketplaceCurrency}
                showPartner={partners !== null}
              />
            ))}
          </div>
        )}
      </PagedList>
      {partners ? <AdList programId={program.id} mayWrite={rights.ads} first={first.ads} /> : null}
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
