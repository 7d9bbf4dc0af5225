import { Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { PageInfo } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { PayoutStageValue } from "../../platform/api/payout-stage.ts";
import { Needs } from "../../platform/api/right.ts";
import { Count, CurrencyCode, Line, LocalDate } from "../../platform/api/scalars.ts";
import type { PayoutStage } from "../../domain/payout-stage.ts";

export const owedOrders = ["PARTNER", "OWED", "DUE", "APPROVED", "PENDING"] as const;
export type OwedOrder = (typeof owedOrders)[number];
export const OwedOrderValue = describedEnum(owedOrders, {
  name: "OwedOrder",
  description: "How partners are sorted, within each currency.",
  words: {
    OWED: "Most owed first.",
    DUE: "Most due first.",
    APPROVED: "Most approved first.",
    PENDING: "Most pending first.",
    PARTNER: "By name.",
  },
});

const stageTexts = {
  pending: "Sales and leads that may still change: nothing of it is owed yet.",
  approved: "Final, and falls due on a later date.",
  due:
    "Its date by the contract's payout schedule has come. Counterfoil moves no money: what was " +
    "paid outside of it is still in here.",
  owed: "Approved and due together: all that is final, exact, before any rounding.",
};
@Needs("payouts:read")
@ObjectType({ simpleResolvers: true })
abstract class OwedAmounts {
  @Field(() => String, { description: "ISO 4217 code." })
  currency!: string;
  @Field(() => Money, { description: stageTexts.pending })
  pending!: Money;
  @Field(() => Count, { description: "How many sales and leads are pending." })
  pendingConversions!: number;
  @Field(() => Money, { description: stageTexts.approved })
  approved!: Money;
  @Field(() => Money, { description: stageTexts.due })
  due!: Money;
  @Field(() => Money, { description: stageTexts.owed })
  owed!: Money;
  @Field(() => LocalDate, {
    nullable: true,
    description: "On which the next of the approved falls due; null: none is approved.",
  })
  nextDueOn!: string | null;
  @Field(() => LocalDate, {
    nullable: true,
    description:
      "On which the last of the pending becomes final; null: none is pending, or one becomes " +
      "final only when the brand approves it.",
  })
  lastLocksOn!: string | null;
}

@Needs("payouts:read")
@ObjectType("OwedLine", {
  description: "What one partner earned in one currency, by how far it is on its way.",
  simpleResolvers: true,
})
export class OwedLineView extends OwedAmounts {
  @Field(() => ID, { description: "The partner." })
  partnerId!: string;
  @Field(() => String, { description: "The partner's name." })
  partnerName!: string;
}

@Needs("payouts:read")
@ObjectType("OwedTotal", {
  description: "The same of all partners that were asked for, in one currency.",
  simpleResolvers: true,
})
export class OwedTotalView extends OwedAmounts {
  @Field(() => Count, { description: "Partners who earned in it." })
  partners!: number;
}

@Needs("payouts:read")
@ObjectType("OwedDate", {
  description: "What changes its stage on one date, of all partners that were asked for.",
  simpleResolvers: true,
})
export class OwedDateView {
  @Field(() => PayoutStageValue, {
    description:
      "PENDING becomes final on the date, APPROVED falls due on it; DUE has no date any more.",
  })
  stage!: PayoutStage;
  @Field(() => LocalDate, {
    nullable: true,
    description: "In the brand's zone; null: due already, or pending until the brand approves it.",
  })
  on!: string | null;
  @Field(() => Money, { description: "How much." })
  amount!: Money;
  @Field(() => Count, { description: "Of how many partners." })
  partners!: number;
}

@Needs("payouts:read")
@ObjectType("OwedConnection", {
  description: "A page of what is owed, with the sums of all pages.",
  simpleResolvers: true,
})
export class OwedConnection {
  @Field(() => [OwedLineView], { description: "The rows of this page." })
  nodes!: OwedLineView[];
  @Field(() => PageInfo, { description: "How to go on." })
  pageInfo!: PageInfo;
  @Field(() => Count, { description: "Rows on all pages." })
  totalCount!: number;
  @Field(() => [OwedTotalView], { description: "Sums of all pages, one a currency." })
  totals!: OwedTotalView[];
  @Field(() => [OwedDateView], {
    description: "When it becomes final and falls due: sums to the totals.",
  })
  dates!: OwedDateView[];
  @Field(() => GraphQLISODateTime, { description: "When this was so." })
  at!: Date;
}

@InputType({ description: "Of whom, and in what." })
export class OwedFilter {
  @Field(() => [ID], { nullable: true, description: "Of these partners alone." })
  partnerIds!: string[] | null;
  @Field(() => CurrencyCode, { nullable: true, description: "In this currency alone." })
  currency!: string | null;
  @Field(() => Line, { nullable: true, description: "Of partners whose name holds this." })
  search!: string | null;
}
