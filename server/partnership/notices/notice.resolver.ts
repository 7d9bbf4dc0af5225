import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { MarkNoticesReadResult, NoticeConnection, NoticeSummaryView } from "./notice.types.ts";
import { markNoticesRead, noticeSummary, notices } from "./notices.ts";

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
  ) {
    return notices(ctx, { first, after }, unreadOnly);
  }

  @Needs("notices:read")
  @Query(() => NoticeSummaryView, { description: "How many notices wait to be read." })
  noticeSummary(@Ctx() ctx: Context) {
    return noticeSummary(ctx);
  }

  @Needs("notices:write")
  @Mutation(() => MarkNoticesReadResult, {
    description: "Marks notices as read: those named, or all.",
  })
  markNoticesRead(
    @Ctx() ctx: Context,
    @Arg("ids", () => [ID], { nullable: true, description: "Which ones; without it all." }) ids:
      | string[]
      | null,
  ) {
    return markNoticesRead(ctx, ids);
  }
}
