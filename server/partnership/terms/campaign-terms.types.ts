import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotEntitled,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { CurrencyCode, LocalDate, Name } from "../../platform/api/scalars.ts";
import { EventPayoutInput } from "./payout-input.types.ts";
import { EventPayoutView } from "./payout.types.ts";
import { TermsSentenceView } from "./sentence.types.ts";

const today =
  "No source of conversions names a campaign yet, so campaign terms price nothing today.";

@Needs("terms:read")
@ObjectType("CampaignTerms", {
  description: `Payouts of one campaign inside a program, for a span of dates. ${today}`,
  simpleResolvers: true,
})
export class CampaignTermsView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Name of the campaign." })
  name!: string;
  @Field(() => String, { description: "First date in the brand account's zone, YYYY-MM-DD." })
  firstDate!: string;
  @Field(() => String, { description: "Last date, included, YYYY-MM-DD." })
  lastDate!: string;
  @Field(() => String, { description: "Currency of every amount." })
  currency!: string;
  @Rows(2)
  @Field(() => [EventPayoutView], { description: "What is paid for what in the campaign." })
  eventPayouts!: EventPayoutView[];
  @Rows(10)
  @Field(() => [TermsSentenceView], {
    description: "What these payouts say, in the order of reading.",
  })
  sentences!: TermsSentenceView[];
  @Field(() => GraphQLISODateTime, { description: "When they were made." })
  createdAt!: Date;
}
export const CampaignTermsConnection = connectionOf(CampaignTermsView, "CampaignTerms");

@InputType({ description: "Payouts of one campaign." })
export class CampaignTermsInput {
  @Field(() => Name, { description: "Name of the campaign, 1 to 200 characters." })
  name!: string;
  @Field(() => LocalDate, { description: "First date in the brand account's zone, YYYY-MM-DD." })
  firstDate!: string;
  @Field(() => LocalDate, { description: "Last date, included, YYYY-MM-DD." })
  lastDate!: string;
  @Field(() => CurrencyCode, { description: "ISO 4217 currency of all amounts." })
  currency!: string;
  @Field(() => [EventPayoutInput], {
    description:
      "At least one; on a Seller program no click payout, which exists at program level alone.",
  })
  eventPayouts!: EventPayoutInput[];
}

@Needs("terms:read")
@ObjectType({ description: "The campaign terms were created." })
export class CampaignTermsOk {
  @Field(() => CampaignTermsView, { description: "The campaign terms." })
  readonly campaignTerms: CampaignTermsView;
  constructor(campaignTerms: CampaignTermsView) {
    this.campaignTerms = campaignTerms;
  }
}
export const CreateCampaignTermsResult = createUnionType({
  name: "CreateCampaignTermsResult",
  description: "What createCampaignTerms can answer.",
  types: () =>
    [CampaignTermsOk, InvalidInput, NotFound, NotEntitled, Conflict, IdempotencyKeyReused] as const,
});
