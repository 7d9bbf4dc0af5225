import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { endLinks, reopenLinks } from "./link-changes.ts";
import {
  EndLinksInput,
  EndLinksResult,
  LinkListArgs,
  LinkListView,
  ReopenLinksInput,
  ReopenLinksResult,
} from "./link-list.types.ts";
import { linkList } from "./link-lists.ts";

@Resolver()
export class LinkListResolver {
  @Needs("reports:read")
  @Query(() => LinkListView, {
    nullable: true,
    description:
      "A program's links with figures of a range, sorted and filtered; a partner sees its own. " +
      "Null when there is no such program in your account.",
  })
  linkList(@Ctx() ctx: Context, @Args(() => LinkListArgs) asked: LinkListArgs) {
    return linkList(ctx, asked);
  }

  @Needs("links:write")
  @Mutation(() => EndLinksResult, {
    description:
      "Ends links at once, at an instant or after a number of clicks, instead of what your " +
      "account has set for them before.",
  })
  endLinks(
    @Ctx() ctx: Context,
    @Arg("input", () => EndLinksInput, { description: "What to do." }) input: EndLinksInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return endLinks(ctx, input, idempotencyKey);
  }

  @Needs("links:write")
  @Mutation(() => ReopenLinksResult, {
    description:
      "Takes back what was set for when links end, from now on. A brand reopens every link, a " +
      "partner those that it has ended itself.",
  })
  reopenLinks(
    @Ctx() ctx: Context,
    @Arg("input", () => ReopenLinksInput, { description: "What to do." }) input: ReopenLinksInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return reopenLinks(ctx, input, idempotencyKey);
  }
}
