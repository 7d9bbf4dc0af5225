/** What a test link's last click says. */
import { Field, GraphQLISODateTime, ObjectType, registerEnumType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";

export enum VerdictTone {
  OK = "OK",
  WAITING = "WAITING",
  FAILING = "FAILING",
  NONE = "NONE",
}
registerEnumType(VerdictTone, {
  name: "VerdictTone",
  description: "How a test link does.",
  valuesConfig: {
    OK: { description: "Clicks and sales arrive." },
    WAITING: { description: "Something may still arrive." },
    FAILING: { description: "Something is wrong." },
    NONE: { description: "Nothing was tried." },
  },
});
@Needs("reports:read")
@ObjectType("TestLinkVerdict", {
  description: "Does a test link produce clicks and sales in reporting?",
  simpleResolvers: true,
})
export class TestLinkVerdictView {
  @Field(() => ID, { description: "The test link." })
  linkId!: string;
  @Field(() => String, { description: "Its name." })
  linkName!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => VerdictTone, { description: "How it does." })
  tone!: VerdictTone;
  @Field(() => String, {
    description:
      "Key of the sentence: BOTH_ARRIVE, CLICKS_ONLY_WAITING, CLICKS_ONLY_LATE, " +
      "NO_ATTRIBUTION, NOT_CONNECTED, SALES_DISCARDED, NO_CONTRACT, NO_CLICKS.",
  })
  sentenceKey!: string;
  @Field(() => Count, { description: "Raw clicks so far." })
  clicks!: number;
  @Field(() => Count, { description: "Orders so far, without discarded ones." })
  orders!: number;
  @Field(() => Count, {
    description: "Orders discarded because the contract has no sale event type.",
  })
  discardedOrders!: number;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Newest click." })
  lastClickAt!: Date | null;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When Amazon last reported a sale. A sale that is priced anew is no new one.",
  })
  lastSaleAt!: Date | null;
}
