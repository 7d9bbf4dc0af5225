import { Field, GraphQLISODateTime, Int, ObjectType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs } from "../../platform/api/right.ts";

@Needs("payouts:read")
@ObjectType("BonusPosting", {
  description:
    "What was posted as a performance bonus for a contract, a month and a tier, with its reason.",
  simpleResolvers: true,
})
export class BonusPostingView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, {
    description: "Month in which the sales were locked, YYYY-MM, in the brand's zone.",
  })
  month!: string;
  @Field(() => ID, { description: "The partner." })
  partnerId!: string;
  @Field(() => String, { description: "The partner's name." })
  partnerName!: string;
  @Field(() => ID, { description: "The contract." })
  contractId!: string;
  @Field(() => Int, { description: "Which tier, from 1." })
  tier!: number;
  @Field(() => Int, {
    description:
      "1 for the bonus itself; more for what later changes of the month's sales made of it.",
  })
  number!: number;
  @Field(() => Money, {
    description: "What was posted; negative where sales were restated to less.",
  })
  amount!: Money;
  @Field(() => Money, { description: "What the tier has brought for the month with it." })
  total!: Money;
  @Field(() => Money, { description: "Amount of the sales locked in the month." })
  revenue!: Money;
  @Field(() => Count, { description: "Orders locked in the month." })
  orders!: number;
  @Field(() => String, { description: "Why it is what it is, in words." })
  reason!: string;
  @Field(() => GraphQLISODateTime, { description: "When it was posted." })
  postedAt!: Date;
}
export const BonusPostingConnection = connectionOf(BonusPostingView, "BonusPostings");
