import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { StatementFilter, StatementLineConnection } from "./statement.types.ts";
import { statementLines } from "./statements.ts";

@Resolver()
export class StatementResolver {
  @Needs("payouts:read")
  @Query(() => StatementLineConnection, {
    description:
      "Statement lines of a program, newest month first; a partner sees its own. Lines and the " +
      "last carry add up to the ledger.",
  })
  statementLines(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("filter", () => StatementFilter, {
      nullable: true,
      description: "Which ones; without it all.",
    })
    filter: StatementFilter | null,
  ) {
    return statementLines(ctx, programId, { first, after }, filter ?? null);
  }
}
