"use client";
import { useState, type ReactNode } from "react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import type { AdsQuery, LinksQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { AdList } from "./ad-list.tsx";
import { Links } from "./documents.ts";
import { kindIsTest, linkKinds } from "./kinds.ts";
import { LinkCard, type LinkRights } from "./link-card.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { TestLinkDialog } from "./test-link-dialog.tsx";

const pick = (data: LinksQuery) => data.trackingLinks;

interface LinksViewProps {
  program: { id: string; marketplaceCurrency: string };
  rights: LinkRights & { ads: boolean };
  /** Null in the partner's space: a partner's links credit nobody else. */
  partners: readonly { id: string; name: string }[] | null;
  first: { links: Loaded<LinksQuery>; ads: Loaded<AdsQuery> };
}
export function LinksView({ program, rights, partners, first }: LinksViewProps): ReactNode {
  const t = useTranslations("links");
  const [kind, setKind] = useQueryState("kind", parseAsStringLiteral(linkKinds).withDefault("all"));
  const [dialog, setDialog] = useState<"test" | "live" | null>(null);
  const list = usePages(Links, { filter: { programId: program.id, isTest: kindIsTest(kind) }, after: null }, first.links, pick);
  const close = () => setDialog(null);
  const ads = (first.ads.data?.ads.nodes ?? []).filter((ad) => ad.type === "TEXT_LINK" && ad.state === "ACTIVE");
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
      <PageHead title={t("title")} lead={partners ? t("lead") : t("leadPartner")} actions={actions} />
      <fieldset className="mb-3 flex flex-wrap gap-1">
        <legend className="sr-only">{t("kind")}</legend>
        {linkKinds.map((each) => (
          <Button key={each} size="small" tone={each === kind ? "primary" : "plain"} aria-pressed={each === kind} onClick={() => void setKind(each)}>
            {t(`kinds.${each}`)}
          </Button>
        ))}
      </fieldset>
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
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
            </Card>
          ) : (
            <div className="grid items-start gap-3 lg:grid-cols-2">
              {rows.map((row) => (
                <LinkCard key={row.id} link={row} rights={rights} currency={program.marketplaceCurrency} showPartner={partners !== null} onChanged={list.retry} />
              ))}
            </div>
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
      {partners ? <AdList programId={program.id} mayWrite={rights.ads} first={first.ads} /> : null}
      <TestLinkDialog open={dialog === "test"} onClose={close} programId={program.id} partners={partners} onCreated={list.retry} />
      <LinkDialog open={dialog === "live"} onClose={close} programId={program.id} partners={partners} ads={ads} onCreated={list.retry} />
    </>
  );
}
