/** Notices in lines: those of one kind, program and subject that came until somebody read them. */
import { isId } from "../../domain/values/id.ts";
import {
  isMillis,
  page,
  type Key,
  type Page,
  type PageArgs,
} from "../../platform/api/connection.ts";
import { pgArray } from "../../platform/db/array.ts";
import { now, type Context } from "../../platform/context.ts";
import { Program } from "../programs/program.entity.ts";
import { Notice, NoticeGroup } from "./notice.entity.ts";
import {
  MarkNoticesReadOk,
  type NoticeGroupView,
  type NoticeKind,
  type NoticeSummaryView,
} from "./notice.types.ts";
import { noticeViews } from "./notices.ts";
import { mutedKinds } from "./preferences.ts";

const byLast: Key<NoticeGroup, [at: string, id: string]> = {
  of: ({ lastAt, id }) => [String(lastAt.getTime()), id],
  parts: [isMillis, isId],
};

/** That with the newest notice first. */
export async function noticeGroups(
  ctx: Context,
  asked: PageArgs,
  { unreadOnly, id }: { unreadOnly: boolean; id: string | null },
): Promise<Page<NoticeGroupView>> {
  const muted = unreadOnly ? await mutedKinds(ctx) : [];
  const rows = (after: [at: string, id: string] | null, limit: number) => {
    const lastAt = new Date(Number(after?.[0]));
    const onward =
      after === null
        ? {}
        : { $or: [{ lastAt: { $lt: lastAt } }, { lastAt, id: { $lt: after[1] } }] };
    return ctx.em.find(
      NoticeGroup,
      {
        $and: [
          unreadOnly ? { readAt: null, kind: { $nin: muted } } : {},
          id === null ? {} : { id },
          onward,
        ],
      },
      { orderBy: { lastAt: "desc", id: "desc" }, limit, refresh: true },
    );
  };
  return page(rows, asked, byLast, (shown) => groupViews(ctx, shown));
}

interface Inside {
  group_id: string;
  latest: string;
  senders: number;
}
async function groupViews(
  ctx: Context,
  groups: readonly NoticeGroup[],
): Promise<NoticeGroupView[]> {
  const inside = await ctx.em.execute<Inside[]>(
    `select
        n.group_id,
        max(n.id::text) as latest,
        count(distinct n.from_account_id)::int as senders
      from notice n
      where n.account_id = ? and n.group_id = any(?::uuid[])
      group by 1`,
    [ctx.scope.requireAccountId(), pgArray(groups.map(({ id }) => id))],
  );
  const last = await ctx.em.find(Notice, { id: { $in: inside.map(({ latest }) => latest) } });
  const latest = new Map((await noticeViews(ctx, last)).map((view) => [view.groupId, view]));
  const programs = await ctx.em.find(Program, {
    id: { $in: groups.flatMap(({ programId }) => programId ?? []) },
  });
  return groups.flatMap((group): NoticeGroupView | [] => {
    const notice = latest.get(group.id);
    if (!notice) return [];
    return {
      id: group.id,
      kind: group.kind as NoticeKind,
      count: group.count,
      firstAt: group.firstAt,
      lastAt: group.lastAt,
      programId: group.programId ?? null,
      programName: programs.find(({ id }) => id === group.programId)?.name ?? "",
      senders: inside.find(({ group_id: of }) => of === group.id)?.senders ?? 0,
      readAt: group.readAt ?? null,
      latest: notice,
    };
  });
}

/** What the reader's bell counts. */
const unread = async (ctx: Context): Promise<number> =>
  ctx.em.count(NoticeGroup, { readAt: null, kind: { $nin: await mutedKinds(ctx) } });

export const noticeSummary = async (ctx: Context): Promise<NoticeSummaryView> => ({
  unread: await unread(ctx),
});

/** The lines named, or all that were begun until now; none that grew after it was shown. */
export async function markNoticesRead(
  ctx: Context,
  { groupIds, shownUntil }: { groupIds: string[] | null; shownUntil: Date | null },
): Promise<MarkNoticesReadOk> {
  const ids = groupIds && pgArray(groupIds);
  // In the order in which notices join them (notices.ts).
  await ctx.em.execute(
    `update notice_group g
      set read_at = ?
      from (
        select id
        from notice_group
        where account_id = ?
          and read_at is null
          and (?::uuid[] is null or id = any(?::uuid[]))
          and (?::timestamptz is null or last_at <= ?)
        order by kind collate "C", program_id nulls first, subject collate "C"
        for update
      ) l
      where g.id = l.id`,
    [now(ctx), ctx.scope.requireAccountId(), ids, ids, shownUntil, shownUntil],
  );
  return new MarkNoticesReadOk(await unread(ctx));
}
