import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import { Text, Token } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { ApplyForTermsResult, PublicTermsView } from "./application.types.ts";
import { applyForTerms, publicTerms } from "./applications.ts";

@Resolver()
export class ApplicationResolver {
  @Needs("public")
  @Query(() => PublicTermsView, {
    nullable: true,
    description:
      "The terms behind a branded link, for everybody; null when no open link has this code.",
  })
  publicTerms(
    @Ctx() ctx: Context,
    @Arg("code", () => Token, { description: "The code of the link, /t/{code}." }) code: string,
  ) {
    return publicTerms(ctx, code);
  }

  @Needs("contracts:decide")
  @Confirmed()
  @Mutation(() => ApplyForTermsResult, {
    description:
      "Applies for the terms behind a branded link: a contract that you propose and the " +
      "brand decides.",
  })
  applyForTerms(
    @Ctx() ctx: Context,
    @Arg("code", () => Token, { description: "The code of the link." }) code: string,
    @Arg("comment", () => Text, {
      nullable: true,
      description: "Who you are and what you plan, for the brand; at most 5000 characters.",
    })
    comment: string | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return applyForTerms(ctx, { code, comment }, idempotencyKey);
  }
}
