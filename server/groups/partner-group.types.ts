import { createUnionType, Field, ObjectType } from "type-graphql";
import { ID } from "../api/id.ts";
import { Conflict, IdempotencyKeyReused, InvalidInput } from "../api/refusal.ts";
import { Needs, Rows } from "../api/right.ts";

@Needs("contracts:propose")
@ObjectType("PartnerGroup", { description: "A brand's own set of partners; partners do not see it.", simpleResolvers: true })
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
