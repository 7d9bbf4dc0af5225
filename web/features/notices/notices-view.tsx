"use client";
import type { ReactNode } from "react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { NoticeGroupsQuery, OperatorNoticeGroupsQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card, PageHead } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty-state.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { GroupCard, GroupCard_group } from "./group-card.tsx";
import { NoticeCard, NoticeCard_notice, type NoticePlaces } from "./notice-card.tsx";
import { useMarkRead } from "./use-mark-read.ts";

const NoticeGroups = graphql(/* GraphQL */ `
  query NoticeGroups($unreadOnly: Boolean!, $after: String) {
    noticeGroups(first: 20, after: $after, unreadOnly: $unreadOnly) {
      nodes {
        id
        lastAt
        ...GroupCard_group
        latest {
          id
          ...NoticeCard_notice
          differences {
            ...DifferenceList_difference
          }
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
const OperatorNoticeGroups = graphql(/* GraphQL */ `
  query OperatorNoticeGroups($unreadOnly: Boolean!, $after: String) {
    noticeGroups(first: 20, after: $after, unreadOnly: $unreadOnly) {
      nodes {
        id
        lastAt
        ...GroupCard_group
        latest {
          id
          ...NoticeCard_notice
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type AnyGroups = NoticeGroupsQuery | OperatorNoticeGroupsQuery;
type Node = AnyGroups["noticeGroups"]["nodes"][number];
const pick = (data: AnyGroups) => data.noticeGroups;

interface NoticesViewProps extends NoticePlaces {
  first: Loaded<AnyGroups>;
}
/** What the account was told about its contracts, newest first. */
export function NoticesView({ first, ...place }: NoticesViewProps): ReactNode {
  const { space } = place;
  const t = useTranslations("notices");
  const [unreadOnly, setUnreadOnly] = useQueryState("unread", parseAsBoolean.withDefault(false));
  const list = usePages<AnyGroups, { unreadOnly: boolean; after: string | null }, Node>(
    space === "operator" ? OperatorNoticeGroups : NoticeGroups,
    { unreadOnly, after: null },
    first,
    pick,
  );
  const { markRead, marking } = useMarkRead(list.retry);
  // That with the newest notice comes first.
  const newest = list.data?.[0]?.lastAt;
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t(space === "operator" ? "operatorLead" : "lead")}
        actions={
          <>
            <ButtonLink href="/settings/notices">{t("preferences.open")}</ButtonLink>
            <ButtonLink
              href={unreadOnly ? "?" : "?unread=true"}
              onClick={() => void setUnreadOnly(unreadOnly ? null : true)}
            >
              {unreadOnly ? t("showAll") : t("showUnread")}
            </ButtonLink>
            <Button
              busy={marking}
              disabled={newest === undefined}
              onClick={() => void (newest && markRead(null, newest))}
            >
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
            <GroupList
              {...place}
              rows={rows}
              onRead={(row) => void markRead([row.id], row.lastAt)}
            />
          )
        }
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

interface GroupListProps extends NoticePlaces {
  rows: readonly Node[];
  onRead: (row: Node) => void;
}
function GroupList({ rows, onRead, ...places }: GroupListProps): ReactNode {
  return (
    <ol className="flex max-w-lg flex-col gap-3">
      {rows.map((row) => (
        <li key={row.id}>
          <GroupOrNotice row={row} {...places} onRead={() => onRead(row)} />
        </li>
      ))}
    </ol>
  );
}

/** What came once stands there whole; what came more often is a line with the list behind it. */
function GroupOrNotice({
  row,
  onRead,
  ...places
}: NoticePlaces & { row: Node; onRead: () => void }): ReactNode {
  const group = readFragment(GroupCard_group, row);
  const notice = readFragment(NoticeCard_notice, row.latest);
  return group.count > 1 ? (
    <GroupCard group={group} latest={notice} timeZone={places.timeZone} onRead={onRead} />
  ) : (
    <NoticeCard
      notice={notice}
      place={places.places[notice.programId ?? ""] ?? null}
      differences={"differences" in row.latest ? row.latest.differences : []}
      space={places.space}
      cpcHref={places.cpcHref}
      timeZone={places.timeZone}
      onRead={onRead}
    />
  );
}
