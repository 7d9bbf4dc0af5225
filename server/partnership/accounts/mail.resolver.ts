import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { MailConnection } from "./mail.types.ts";
import { outbox } from "./mails.ts";

@Resolver()
export class MailResolver {
  @Needs("outbox:read")
  @Query(() => MailConnection, {
    description: "Mails of this installation, newest first: for its operator.",
  })
  outbox(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return outbox(ctx, { first, after });
  }
}
