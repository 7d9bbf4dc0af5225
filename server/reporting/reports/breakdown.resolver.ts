import { Args, Ctx, Query, Resolver } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { BreakdownArgs, BreakdownView } from "./breakdown.types.ts";
import { measureNamed } from "./compare.types.ts";
import { reportBreakdown } from "./breakdowns.ts";

@Resolver()
export class BreakdownResolver {
  @Needs("reports:read")
  @Query(() => BreakdownView, {
    nullable: true,
    description:
      "The clicks of a report by one or two of their dimensions, with sales where they know " +
      "them; a partner sees own figures. Null when there is no such program in your account.",
  })
  reportBreakdown(
    @Ctx() ctx: Context,
    @Args(() => BreakdownArgs) { sort, ...asked }: BreakdownArgs,
  ) {
    return reportBreakdown(ctx, {
      ...asked,
      sort: {
        measure: measureNamed(sort?.measure ?? "RAW"),
        of: sort?.of ?? "VALUE",
        ascending: sort?.ascending ?? false,
      },
    });
  }
}
