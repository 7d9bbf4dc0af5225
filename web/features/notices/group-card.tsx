"use client";
import type { ReactNode } from "react";
import { useTranslations } from "next-intl";
import { graphql } from "../../gql/index.ts";
import type { GroupCard_GroupFragment, NoticeCard_NoticeFragment } from "../../gql/graphql.ts";
import { formatDateTime } from "../../lib/format.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";

export const GroupCard_group = graphql(/* GraphQL */ `
  fragment GroupCard_group on NoticeGroup {
    id
    kind
    programId
    programName
    count
    senders
    firstAt
    lastAt
    readAt
  }
`);

/** What a line says: one sender of several notices by name, several senders by number. */
export function useGroupTitle(): (
  group: GroupCard_GroupFragment,
  latest: Pick<NoticeCard_NoticeFragment, "fromName">,
) => string {
  const t = useTranslations("notices.groups");
  return ({ kind, count, senders, programName }, { fromName }) =>
    t(kind, { count, senders, from: fromName, program: programName });
}

interface GroupCardProps {
  group: GroupCard_GroupFragment;
  latest: NoticeCard_NoticeFragment;
  timeZone: string;
  onRead: () => void;
}
/** Several notices as one line; the list is behind it. */
export function GroupCard({ group, latest, timeZone, onRead }: GroupCardProps): ReactNode {
  const t = useTranslations("notices");
  const title = useGroupTitle();
  const { id, count, firstAt, lastAt, readAt } = group;
  const [first, last] = [firstAt, lastAt].map((at) => formatDateTime(at, timeZone));
  return (
    <Card className={readAt === null ? "border-info" : ""}>
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <h2 className="min-w-0 text-body font-semibold">{title(group, latest)}</h2>
          {readAt === null ? <Badge tone="info">{t("unread")}</Badge> : null}
        </div>
        <p className="text-caption text-muted">
          {first === last ? last : t("between", { first: first ?? "", last: last ?? "" })}
        </p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <ButtonLink size="small" href={`/notices/${id}`}>
            {t("seeAll", { count })}
          </ButtonLink>
          {readAt === null ? (
            <Button size="small" onClick={onRead}>
              {t("markRead")}
            </Button>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
