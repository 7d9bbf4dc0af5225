import { Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Decimal, Rate } from "../../platform/api/scalars.ts";

export enum BonusKindValue {
  PAST_EACH_TIER = "PAST_EACH_TIER",
  ALL_CONVERSIONS = "ALL_CONVERSIONS",
  FIXED = "FIXED",
}
registerEnumType(BonusKindValue, {
  name: "BonusKind",
  description: "What a tier of a performance bonus pays.",
  valuesConfig: {
    PAST_EACH_TIER: {
      description: "What lies past the tier earns its rate instead of the default payout.",
    },
    ALL_CONVERSIONS: {
      description:
        "Once it is reached, all of the month earns its rate instead of the default payout.",
    },
    FIXED: { description: "An amount for the highest tier that is reached." },
  },
});
export enum BonusBasisValue {
  REVENUE = "REVENUE",
  CONVERSIONS = "CONVERSIONS",
}
registerEnumType(BonusBasisValue, {
  name: "BonusBasis",
  description: "What reaches a tier.",
  valuesConfig: {
    REVENUE: { description: "Amount of sales locked in the month." },
    CONVERSIONS: { description: "Orders locked in the month." },
  },
});

@Needs("public")
@ObjectType("BonusTier", {
  description: "From where on a bonus pays which rate.",
  simpleResolvers: true,
})
export class BonusTierView {
  @Field(() => String, { description: "Amount or number of orders, as text." })
  from!: string;
  @Field(() => Money, { nullable: true, description: "The amount, where revenue counts." })
  fromAmount!: Money | null;
  @Field(() => String, { description: 'Rate as text: "6%" or "2.50".' })
  rate!: string;
  @Field(() => Money, { nullable: true, description: "The amount, when the rate is one." })
  amount!: Money | null;
}
@Needs("public")
@ObjectType("PerformanceBonus", {
  description: "Paid once a month on the sales locked in it, beside what each earned.",
  simpleResolvers: true,
})
export class BonusView {
  @Field(() => BonusKindValue, { description: "What a tier pays." })
  kind!: BonusKindValue;
  @Field(() => BonusBasisValue, { description: "What reaches a tier." })
  basis!: BonusBasisValue;
  @Rows(3)
  @Field(() => [BonusTierView], { description: "Tiers, lowest first." })
  tiers!: BonusTierView[];
}

@InputType({ description: "From where on a bonus pays which rate." })
export class BonusTierInput {
  @Field(() => Decimal, {
    description: 'Amount ("200") or number of orders ("20"), above 0 and above the tier before.',
  })
  from!: string;
  @Field(() => Rate, {
    description: 'Share ("6%") or amount ("2.50"), above the default payout and the tier before.',
  })
  rate!: string;
}
@InputType({
  description:
    "A performance bonus on sales; needs the feature PERFORMANCE_BONUS of the account's edition.",
})
export class BonusInput {
  @Field(() => BonusKindValue, { description: "What a tier pays." })
  kind!: BonusKindValue;
  @Field(() => BonusBasisValue, { description: "What reaches a tier." })
  basis!: BonusBasisValue;
  @Field(() => [BonusTierInput], { description: "1 to 10 tiers, lowest first." })
  tiers!: BonusTierInput[];
}
