import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { enumOf } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { Line } from "../../platform/api/scalars.ts";
import { promoPolicies, type PromoPolicy } from "../../domain/referral.ts";

export const PromoPolicyValue = enumOf(promoPolicies);
registerEnumType(PromoPolicyValue, {
  name: "PromoCodePolicy",
  description: "When a promo code credits its partner.",
  valuesConfig: {
    ALWAYS: { description: "Always, whoever's click led to the order." },
    INVOLVED: { description: "Where one of the order's clicks is the partner's." },
    WINNER: { description: "Where the order's last click is the partner's." },
  },
});

@InputType({ description: "A promo code and the partner whom it credits." })
export class AssignPromoCodeInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => Line, {
    description: "As customers type it, 1 to 100 characters; capitals do not count.",
  })
  code!: string;
  @Field(() => PromoPolicyValue, {
    defaultValue: "ALWAYS",
    description: "When it credits the partner.",
  })
  policy!: PromoPolicy;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Orders from then on; without it from now on.",
  })
  startsAt!: Date | null;
}

@Needs("sales:read")
@ObjectType("PromoCode", {
  description: "A code that customers type in a shop; orders with it credit its partner.",
  simpleResolvers: true,
})
export class PromoCodeView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { description: "The partner account." })
  partnerAccountId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => String, { description: "The code." })
  code!: string;
  @Field(() => PromoPolicyValue, { description: "When it credits the partner." })
  policy!: PromoPolicy;
  @Field(() => GraphQLISODateTime, { description: "Orders from then on." })
  startsAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Orders before; null: no end." })
  endsAt!: Date | null;
}
export const PromoCodeConnection = connectionOf(PromoCodeView, "PromoCodes");

@Needs("conversions:write")
@ObjectType({ description: "It stands so.", simpleResolvers: true })
export class PromoCodeOk {
  @Field(() => PromoCodeView, { description: "The promo code." })
  readonly promoCode: PromoCodeView;
  constructor(promoCode: PromoCodeView) {
    this.promoCode = promoCode;
  }
}
export const AssignPromoCodeResult = createUnionType({
  name: "AssignPromoCodeResult",
  description: "What assignPromoCode can answer.",
  types: () => [PromoCodeOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const EndPromoCodeResult = createUnionType({
  name: "EndPromoCodeResult",
  description: "What endPromoCode can answer.",
  types: () => [PromoCodeOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
