import { Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import { Money } from "../../platform/api/money.ts";
import { Count } from "../../platform/api/scalars.ts";

@Needs("programs:read")
@ObjectType("ProgramSettingsPreview", {
  description:
    "What other settings would have made of past clicks, live ones alone. Judged one by one with " +
    "all of their visitor's; what else decides a click is left as it was.",
  simpleResolvers: true,
})
export class ProgramSettingsPreviewView {
  @Field(() => GraphQLISODateTime, { description: "The clicks are of this instant or after it." })
  since!: Date;
  @Field(() => GraphQLISODateTime, { description: "And before this one." })
  until!: Date;
  @Field(() => Count, { description: "Clicks that were judged." })
  clicks!: number;
  @Field(() => Count, { description: "Of them unique, and so payable, as they were judged." })
  uniqueNow!: number;
  @Field(() => Count, { description: "Of them unique under these settings." })
  uniqueThen!: number;
  @Field(() => Count, { description: "Paid clicks that would not be payable." })
  paidLost!: number;
  @Field(() => [Money], { description: "What these earned, a line for each currency." })
  amountLost!: Money[];
  @Field(() => Count, {
    description: "Clicks that would be payable and are not; terms and limits would decide them.",
  })
  gained!: number;
}
