import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  CampaignTermsConnection,
  CampaignTermsInput,
  CreateCampaignTermsResult,
} from "./campaign-terms.types.ts";
import { campaignTerms, createCampaignTerms } from "./campaign-terms.ts";

@Resolver()
export class CampaignTermsResolver {
  @Needs("terms:read")
  @Query(() => CampaignTermsConnection, {
    description:
      "A program's campaign terms, newest first; a brand's own alone. No source of " +
      "conversions names a campaign yet, so they price nothing today.",
  })
  campaignTerms(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return campaignTerms(ctx, { first, after }, programId);
  }

  @Needs("terms:write")
  @Confirmed()
  @Mutation(() => CreateCampaignTermsResult, {
    description:
      "Creates terms of a campaign. No source of conversions names a campaign yet, so they price " +
      "nothing today.",
  })
  createCampaignTerms(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("input", () => CampaignTermsInput, { description: "What to do." })
    input: CampaignTermsInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return createCampaignTerms(ctx, { programId, input }, idempotencyKey);
  }
}
