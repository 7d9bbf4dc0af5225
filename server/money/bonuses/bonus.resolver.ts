import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { BonusPostingConnection } from "./bonus.types.ts";
import { bonusPostings } from "./bonuses.ts";

@Resolver()
export class BonusResolver {
  @Needs("payouts:read")
  @Query(() => BonusPostingConnection, {
    description:
      "Performance bonuses of a program as they were posted, newest first; a partner sees its own.",
  })
  bonusPostings(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return bonusPostings(ctx, programId, { first, after });
  }
}
