import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { ID } from "../api/id.ts";
import { Needs } from "../api/right.ts";
import type { Context } from "../context.ts";
import { click, clicks } from "./clicks.ts";
import { ClickConnection, ClickDetailView, ClickFilter } from "./click.types.ts";

@Resolver()
export class ClickResolver {
  @Needs("clicks:read")
  @Query(() => ClickConnection, { description: "Raw clicks of a program, newest first; a partner sees own clicks." })
  clicks(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID) programId: string,
    @Arg("first", () => Int, { defaultValue: 25 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Arg("filter", () => ClickFilter, { nullable: true }) filter: ClickFilter | null,
  ) {
    return clicks(ctx, programId, { first, after }, filter ?? null);
  }

  @Needs("clicks:read")
  @Query(() => ClickDetailView, { nullable: true, description: "One click with its decision trace; null when there is none in your account." })
  click(@Ctx() ctx: Context, @Arg("id", () => ID) id: string) {
    return click(ctx, id);
  }
}
