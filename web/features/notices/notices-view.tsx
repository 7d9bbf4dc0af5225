"use client";
import { useCallback, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { NoticesQuery, OperatorNoticesQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import type { Space } from "../../lib/spaces.ts";
import { usePages } from "../../lib/use-pages.ts";
import { useSend } from "../../lib/use-send.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { useToast } from "../../ui/toast.tsx";
import { NoticeCard } from "./notice-card.tsx";

const NoticesView_notice = graphql(/* GraphQL */ `
  fragment NoticesView_notice on Notice {
    id
    kind
    fromName
    programId
    programName
    contractId
    comment
    linksSentence
    howTo
    effectiveAt
    limit {
      percent
      text
      event
      kind
      currency
      max
      used
      at
      windowEnd
    }
    createdAt
    readAt
  }
`);

const Notices = graphql(/* GraphQL */ `
  query Notices($unreadOnly: Boolean!, $after: String) {
    notices(first: 20, after: $after, unreadOnly: $unreadOnly) {
      nodes {
        id
        ...NoticesView_notice
        differences {
          ...DifferenceList_difference
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** The operator signs no terms and may read none: the same without what changes in them. */
const OperatorNotices = graphql(/* GraphQL */ `
  query OperatorNotices($unreadOnly: Boolean!, $after: String) {
    notices(first: 20, after: $after, unreadOnly: $unreadOnly) {
      nodes {
        id
        ...NoticesView_notice
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const MarkNoticesRead = graphql(/* GraphQL */ `
  mutation MarkNoticesRead($ids: [ID!]) {
    markNoticesRead(ids: $ids) {
      __typename
      ... on MarkNoticesReadOk {
        unread
      }
    }
  }
`);

type AnyNotices = NoticesQuery | OperatorNoticesQuery;
type Node = AnyNotices["notices"]["nodes"][number];
const pick = (data: AnyNotices) => data.notices;

/** Marks notices as read, null = all; `retry` reads the list anew. */
function useMarkRead(retry: () => void): {
  markRead: (ids: string[] | null) => Promise<void>;
  marking: boolean;
} {
  const t = useTranslations("notices");
  const toast = useToast();
  const router = useRouter();
  const { send, sending } = useSend(MarkNoticesRead);
  const markRead = useCallback(
    async (ids: string[] | null) => {
      const sent = await send({ ids });
      toast(sent.ok ? t("marked", { count: sent.result.unread }) : sent.refusal.message);
      if (!sent.ok) return;
      retry();
      // The bell stands in the server's part of the page.
      router.refresh();
    },
    [retry, router, send, t, toast],
  );
  return { markRead, marking: sending };
}

interface NoticesViewProps {
  /** Where a notice's contract stands, by program: address and zone. */
  places: Readonly<Record<string, { program: string; timeZone: string }>>;
  space: Space;
  /** The page that shows the CPC request. */
  cpcHref: string;
  timeZone: string;
  first: Loaded<AnyNotices>;
}
/** What the account was told about its contracts, newest first. */
export function NoticesView({ first, ...place }: NoticesViewProps): ReactNode {
  const { space } = place;
  const t = useTranslations("notices");
  const [unreadOnly, setUnreadOnly] = useQueryState("unread", parseAsBoolean.withDefault(false));
  const list = usePages<AnyNotices, { unreadOnly: boolean; after: string | null }, Node>(
    space === "operator" ? OperatorNotices : Notices,
    { unreadOnly, after: null },
    first,
    pick,
  );
  const { markRead, marking } = useMarkRead(list.retry);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t(space === "operator" ? "operatorLead" : "lead")}
        actions={
          <>
            <ButtonLink
              href={unreadOnly ? "?" : "?unread=true"}
              onClick={() => void setUnreadOnly(unreadOnly ? null : true)}
            >
              {unreadOnly ? t("showAll") : t("showUnread")}
            </ButtonLink>
            <Button busy={marking} onClick={() => void markRead(null)}>
              {t("markAll")}
            </Button>
          </>
        }
      />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) =>
          rows.length === 0 ? (
            <Card>
              <Empty title={t(unreadOnly ? "noneUnread" : "none")}>
                {t(space === "operator" ? "noneOperator" : "noneText")}
              </Empty>
            </Card>
          ) : (
            <NoticeList {...place} rows={rows} onRead={(id) => void markRead([id])} />
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

interface NoticeListProps extends Omit<NoticesViewProps, "first"> {
  rows: readonly Node[];
  onRead: (id: string) => void;
}
function NoticeList({
  rows,
  places,
  space,
  cpcHref,
  timeZone,
  onRead,
}: NoticeListProps): ReactNode {
  return (
    <ol className="flex max-w-lg flex-col gap-3">
      {rows.map((row) => (
        <li key={row.id}>
          <NoticeCard
            notice={readFragment(NoticesView_notice, row)}
            place={places[readFragment(NoticesView_notice, row).programId ?? ""] ?? null}
            differences={"differences" in row ? row.differences : []}
            space={space}
            cpcHref={cpcHref}
            timeZone={timeZone}
            onRead={() => onRead(row.id)}
          />
        </li>
      ))}
    </ol>
  );
}
