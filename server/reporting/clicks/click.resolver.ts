import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { click, clicks } from "./clicks.ts";
import { ClickFilter } from "./click-filter.types.ts";
import { ClickConnection, ClickDetailView } from "./click.types.ts";

@Resolver()
export class ClickResolver {
  @Needs("clicks:read")
  @Query(() => ClickConnection, {
    description: "Raw clicks of a program, newest first; a partner sees own clicks.",
  })
  clicks(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => ClickFilter, {
      nullable: true,
      description: "Which ones; without it the usual ones.",
    })
    filter: ClickFilter | null,
  ) {
    return clicks(ctx, programId, { first, after }, filter ?? null);
  }

  @Needs("clicks:read")
  @Query(() => ClickDetailView, {
    nullable: true,
    description: "One click with its decision trace; null when there is none in your account.",
  })
  click(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the click." }) id: string,
  ) {
    return click(ctx, id);
  }
}
