import { Arg, Ctx, GraphQLISODateTime, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { markNoticesRead, noticeGroups, noticeSummary } from "./notice-groups.ts";
import {
  MarkNoticesReadResult,
  NoticeConnection,
  NoticeGroupConnection,
  NoticeSummaryView,
} from "./notice.types.ts";
import { notices } from "./notices.ts";

@Resolver()
export class NoticeResolver {
  @Needs("notices:read")
  @Query(() => NoticeConnection, { description: "What your account was told, newest first." })
  notices(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("unreadOnly", () => Boolean, {
      defaultValue: false,
      description: "Only those that were not read.",
    })
    unreadOnly: boolean,
    @Arg("groupId", () => ID, { nullable: true, description: "Only those of this line." })
    groupId: string | null,
  ) {
    return notices(ctx, { first, after }, { unreadOnly, groupId: groupId ?? null });
  }

  @Needs("notices:read")
  @Query(() => NoticeGroupConnection, {
    description: "The same in lines, that with the newest notice first.",
  })
  noticeGroups(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("unreadOnly", () => Boolean, {
      defaultValue: false,
      description: "Only those that were not read and that your bell counts.",
    })
    unreadOnly: boolean,
    @Arg("id", () => ID, { nullable: true, description: "Only this line." }) id: string | null,
  ) {
    return noticeGroups(ctx, { first, after }, { unreadOnly, id: id ?? null });
  }

  @Needs("notices:read")
  @Query(() => NoticeSummaryView, { description: "How many lines of notices wait to be read." })
  noticeSummary(@Ctx() ctx: Context) {
    return noticeSummary(ctx);
  }

  @Needs("notices:write")
  @Mutation(() => MarkNoticesReadResult, {
    description: "Marks lines of notices as read: those named, or all.",
  })
  markNoticesRead(
    @Ctx() ctx: Context,
    @Arg("groupIds", () => [ID], { nullable: true, description: "Which ones; without it all." })
    groupIds: string[] | null,
    @Arg("shownUntil", () => GraphQLISODateTime, {
      nullable: true,
      description:
        "The newest lastAt that the reader was shown: lines that something came to afterwards " +
        "stay unread. Without it all are marked as they stand.",
    })
    shownUntil: Date | null,
  ) {
    return markNoticesRead(ctx, { groupIds: groupIds ?? null, shownUntil: shownUntil ?? null });
  }
}
