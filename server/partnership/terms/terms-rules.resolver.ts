import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { SetTermsRulesResult, TermsRulesInput, TermsRulesView } from "./terms-rules.types.ts";
import { setTermsRules, termsRules } from "./terms-rules.ts";

@Resolver()
export class TermsRulesResolver {
  @Needs("terms:read")
  @Query(() => TermsRulesView, {
    nullable: true,
    description: "Your account's rules for template terms; null for a partner.",
  })
  termsRules(@Ctx() ctx: Context) {
    return termsRules(ctx);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => SetTermsRulesResult, {
    description:
      "Sets your account's rules for template terms. They bind what is created or modified from " +
      "now on.",
  })
  setTermsRules(
    @Ctx() ctx: Context,
    @Arg("input", () => TermsRulesInput, { description: "What to do." }) input: TermsRulesInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return setTermsRules(ctx, input, idempotencyKey);
  }
}
