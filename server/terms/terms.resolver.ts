import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../api/connection.ts";
import { ID } from "../api/id.ts";
import { idempotencyKeyText } from "../api/idempotency-key.ts";
import { Needs } from "../api/right.ts";
import type { Context } from "../context.ts";
import { archiveTerms, createTerms, saveTermsVersion, terms, termsList } from "./terms.ts";
import { ArchiveTermsResult, SaveTermsResult, TemplateTermsConnection, TemplateTermsView, TermsInput } from "./terms.types.ts";

@Resolver()
export class TermsResolver {
  @Needs("terms:read")
  @Query(() => TemplateTermsConnection, { description: "Template terms, newest first: a brand's own, or those a partner was offered." })
  termsList(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("programId", () => ID, { nullable: true, description: "Only this program's." }) programId: string | null,
  ) {
    return termsList(ctx, { first, after }, programId);
  }

  @Needs("terms:read")
  @Query(() => TemplateTermsView, { nullable: true, description: "One set of template terms with its versions." })
  terms(@Ctx() ctx: Context, @Arg("id", () => ID, { description: "Identity of the terms." }) id: string) {
    return terms(ctx, id);
  }

  @Needs("terms:write")
  @Mutation(() => SaveTermsResult, { description: "Creates template terms with version 1." })
  createTerms(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("input", () => TermsInput, { description: "What to do." }) input: TermsInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return createTerms(ctx, programId, input, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => SaveTermsResult, { description: "Saves the next version of terms that no partner has signed or been offered." })
  saveTermsVersion(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("input", () => TermsInput, { description: "What to do." }) input: TermsInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return saveTermsVersion(ctx, id, input, idempotencyKey);
  }

  @Needs("terms:write")
  @Mutation(() => ArchiveTermsResult, { description: "Archives terms: no new partners, contracts go on." })
  archiveTerms(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the terms." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText }) idempotencyKey: string,
  ) {
    return archiveTerms(ctx, id, idempotencyKey);
  }
}
