"use client";
import { useState, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { InquiriesQuery, InquiryFilter } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { LinkTabs } from "../../ui/link-tabs.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { InquiryCard } from "./inquiry-card.tsx";
import { OpenDialog, type About } from "./open-dialog.tsx";

const Inquiries = graphql(/* GraphQL */ `
  query Inquiries($program: ID!, $filter: InquiryFilter, $after: String) {
    inquiries(programId: $program, first: 25, after: $after, filter: $filter) {
      nodes {
        id
        ...InquiryCard_inquiry
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);
const pick = (data: InquiriesQuery) => data.inquiries;

interface InquiriesViewProps {
  program: { id: string; code: string; timeZone: string };
  space: "brand" | "partner";
  show: "open" | "closed";
  canAnswer: boolean;
  canOpen: boolean;
  /** What an inquiry was begun about elsewhere. */
  about: About | null;
  variables: { program: string; filter: InquiryFilter; after: null };
  first: Loaded<InquiriesQuery>;
  /** The button that makes a file of the list. */
  asFile: ReactNode;
}
export function InquiriesView(props: InquiriesViewProps): ReactNode {
  const { program, space, show, canAnswer, canOpen, about, variables, first, asFile } = props;
  const t = useTranslations("inquiries");
  const list = usePages(Inquiries, variables, first, pick);
  const isMuted = space === "partner" && !canOpen;
  const begun = about !== null && (about.clickId ?? about.conversionId) !== null ? about : null;
  const [opening, setOpening] = useState<About | null>(begun);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t(`${space}Lead`)}
        actions={
          <>
            {asFile}
            {canOpen ? (
              <Button
                tone="primary"
                onClick={() => setOpening({ clickId: null, conversionId: null })}
              >
                {t("missing")}
              </Button>
            ) : null}
          </>
        }
      />
      {isMuted ? <p className="mb-4 text-muted">{t("whoMay")}</p> : null}
      <LinkTabs
        label={t("show.label")}
        tabs={(["open", "closed"] as const).map((each) => ({
          href: each === "open" ? "?" : `?show=${each}`,
          text: t(`show.${each}`),
          current: show === each,
        }))}
      />
      <PagedList
        list={list}
        empty={<Empty title={t(`none.${show}`)}>{t(`noneText.${space}`)}</Empty>}
      >
        {(nodes) => (
          <ul className="flex flex-col gap-4">
            {nodes.map((inquiry) => (
              <li key={inquiry.id}>
                <InquiryCard
                  inquiry={inquiry}
                  program={program}
                  space={space}
                  canAnswer={canAnswer}
                  canWithdraw={canOpen}
                />
              </li>
            ))}
          </ul>
        )}
      </PagedList>
      {opening === null ? null : (
        <OpenDialog programId={program.id} about={opening} onClose={() => setOpening(null)} />
      )}
    </>
  );
}
