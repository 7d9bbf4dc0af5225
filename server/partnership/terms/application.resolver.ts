import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import { Text, Token } from "../../platform/api/scalars.ts";
import type { Context } from "../../platform/context.ts";
import { ApplyForTermsResult, PublicTermsView } from "./application.types.ts";
import { applyForTerms, closeTermsLink, openTermsLink, publicTerms } from "./applications.ts";
import { ArchiveTermsResult } from "./terms.types.ts";

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
      description: "Who you are and what you plan, for the brand.",
    })
    comment: string | null,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return applyForTerms(ctx, { code, comment }, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ArchiveTermsResult, {
    description:
      "Opens a branded link to active terms: everybody who has it " +
      "may read them, partners " +
      "may apply.",
  })
  openTermsLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return openTermsLink(ctx, id, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ArchiveTermsResult, {
    description: "Closes the branded link for good; opening again makes another code.",
  })
  closeTermsLink(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return closeTermsLink(ctx, id, idempotencyKey);
  }
}
