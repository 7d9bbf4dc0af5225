"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { graphql, readFragment } from "../../gql/index.ts";
import type { NoticesOfGroupQuery, OperatorNoticesOfGroupQuery } from "../../gql/graphql.ts";
import type { Loaded } from "../../lib/failure.ts";
import { usePages } from "../../lib/use-pages.ts";
import { Button } from "../../ui/button.tsx";
import { PageHead } from "../../ui/card.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { textLinkClass } from "../../ui/text-link.ts";
import { GroupCard_group, useGroupTitle } from "./group-card.tsx";
import { NoticeCard, NoticeCard_notice, type NoticePlaces } from "./notice-card.tsx";
import { useMarkRead } from "./use-mark-read.ts";

const NoticesOfGroup = graphql(/* GraphQL */ `
  query NoticesOfGroup($group: ID!, $after: String) {
    noticeGroups(first: 1, id: $group) {
      nodes {
        id
        lastAt
        ...GroupCard_group
      }
    }
    notices(first: 25, after: $after, groupId: $group) {
      nodes {
        id
        ...NoticeCard_notice
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
const OperatorNoticesOfGroup = graphql(/* GraphQL */ `
  query OperatorNoticesOfGroup($group: ID!, $after: String) {
    noticeGroups(first: 1, id: $group) {
      nodes {
        id
        lastAt
        ...GroupCard_group
      }
    }
    notices(first: 25, after: $after, groupId: $group) {
      nodes {
        id
        ...NoticeCard_notice
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
type AnyNotices = NoticesOfGroupQuery | OperatorNoticesOfGroupQuery;
type Node = AnyNotices["notices"]["nodes"][number];
const pick = (data: AnyNotices) => data.notices;

interface GroupViewProps extends NoticePlaces {
  group: string;
  first: Loaded<AnyNotices>;
}
/** The notices behind one line, newest first. */
export function GroupView({ group: id, first, ...places }: GroupViewProps): ReactNode {
  const t = useTranslations("notices");
  const title = useGroupTitle();
  const list = usePages<AnyNotices, { group: string; after: string | null }, Node>(
    places.space === "operator" ? OperatorNoticesOfGroup : NoticesOfGroup,
    { group: id, after: null },
    first,
    pick,
  );
  const { markRead, marking } = useMarkRead(list.retry);
  const line = list.answer?.noticeGroups.nodes[0] ?? null;
  const group = readFragment(GroupCard_group, line);
  const [newest] = list.data ?? [];
  return (
    <>
      <p className="mb-2">
        <Link href="/notices" className={textLinkClass}>
          {t("title")}
        </Link>
      </p>
      <PageHead
        title={group && newest ? title(group, readFragment(NoticeCard_notice, newest)) : t("title")}
        actions={
          line && group?.readAt === null ? (
            <Button busy={marking} onClick={() => void markRead([id], line.lastAt)}>
              {t("markRead")}
            </Button>
          ) : null
        }
      />
      <Panel state={list} skeleton={<RowsSkeleton />}>
        {(rows) => (
          <ol className="flex max-w-lg flex-col gap-3">
            {rows.map((row) => (
              <li key={row.id}>
                <NoticeOf row={row} {...places} />
              </li>
            ))}
          </ol>
        )}
      </Panel>
      <MoreButton more={list.more} busy={list.loadingMore} />
    </>
  );
}

/** It is read with its line: it has no button of its own. */
function NoticeOf({ row, ...places }: NoticePlaces & { row: Node }): ReactNode {
  const notice = readFragment(NoticeCard_notice, row);
  return (
    <NoticeCard
      notice={notice}
      place={places.places[notice.programId ?? ""] ?? null}
      differences={"differences" in row ? row.differences : []}
      space={places.space}
      cpcHref={places.cpcHref}
      timeZone={places.timeZone}
      onRead={null}
    />
  );
}
