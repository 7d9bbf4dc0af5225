import { Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { Needs } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";

@InputType({
  description:
    "When links end: at an instant, after a number of clicks, or at whichever comes first. With " +
    "neither they end at once. An ended link leads where it led; its clicks are not paid, for " +
    "the reason LINK_ENDED. It takes the place of what your account has set before.",
})
export class LinkEndingInput {
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "First instant at which a click is not paid any more; later than now.",
  })
  endsAt!: Date | null;
  @Field(() => Count, {
    nullable: true,
    description:
      "Unique clicks from now on, 1 to 10,000,000: as reports count them, in the order in which " +
      "clicks are decided. Exactly so many are decided before the link ends.",
  })
  afterClicks!: number | null;
}

@Needs("links:read")
@ObjectType("LinkEnd", { description: "What one side has set.", simpleResolvers: true })
export class LinkEndView {
  @Field(() => Boolean, {
    description: "The brand's, which the brand alone lifts; else the partner's, which both do.",
  })
  isBrands!: boolean;
  @Field(() => GraphQLISODateTime, { description: "Since when it stands." })
  setAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "At which instant." })
  endsAt!: Date | null;
  @Field(() => Count, { nullable: true, description: "After how many unique clicks." })
  afterClicks!: number | null;
  @Field(() => Count, { description: "How many of them are decided." })
  countedClicks!: number;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "The instant of the last of them; null while some are to come.",
  })
  filledAt!: Date | null;
}
