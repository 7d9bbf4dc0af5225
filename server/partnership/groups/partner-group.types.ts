import { createUnionType, Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";

@Needs("contracts:propose")
@ObjectType("PartnerGroup", {
  description: "A brand's own set of partners; partners do not see it.",
  simpleResolvers: true,
})
export class PartnerGroupView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => String, { description: "Name." })
  name!: string;
  @Rows(20)
  @Field(() => [ID], { description: "Partner accounts in it." })
  partnerIds!: string[];
}

@Needs("contracts:propose")
@ObjectType({ description: "The group was made." })
export class PartnerGroupOk {
  @Field(() => PartnerGroupView, { description: "The group." })
  readonly group: PartnerGroupView;
  constructor(group: PartnerGroupView) {
    this.group = group;
  }
}
export const CreatePartnerGroupResult = createUnionType({
  name: "CreatePartnerGroupResult",
  description: "What createPartnerGroup can answer.",
  types: () => [PartnerGroupOk, InvalidInput, Conflict, IdempotencyKeyReused] as const,
});

@Needs("contracts:propose")
@ObjectType("PartnerValues", {
  description: "What the brand calls a partner, for its rules; partners do not see it.",
  simpleResolvers: true,
})
export class PartnerValuesView {
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { nullable: true, description: "Value 1." })
  value1!: string | null;
  @Field(() => String, { nullable: true, description: "Value 2." })
  value2!: string | null;
  @Field(() => String, { nullable: true, description: "Value 3." })
  value3!: string | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Since when they are so; null: never set.",
  })
  since!: Date | null;
}
@InputType({ description: "All three values of a partner; what is left out or empty is none." })
export class PartnerValuesInput {
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => Line, { nullable: true, description: "At most 100 characters." })
  value1!: string | null;
  @Field(() => Line, { nullable: true, description: "At most 100 characters." })
  value2!: string | null;
  @Field(() => Line, { nullable: true, description: "At most 100 characters." })
  value3!: string | null;
}
@Needs("contracts:propose")
@ObjectType({ description: "The values hold from now on." })
export class PartnerValuesOk {
  @Field(() => PartnerValuesView, { description: "The values." })
  readonly values: PartnerValuesView;
  constructor(values: PartnerValuesView) {
    this.values = values;
  }
}
export const SetPartnerValuesResult = createUnionType({
  name: "SetPartnerValuesResult",
  description: "What setPartnerValues can answer.",
  types: () => [PartnerValuesOk, InvalidInput, NotFound, IdempotencyKeyReused] as const,
});
