/** Figures of a report: of clicks, sales and payouts. */
import { Field, ObjectType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { ReasonCodeEnum } from "../clicks/click.types.ts";
import type { ReasonCode } from "../../domain/reason.ts";
import { countFields, type ShownCounts } from "../../platform/db/click-counts.ts";

/** The type of what is given to the API below, count by count. */
const CountsShown = class {} as new () => ShownCounts;
@Needs("reports:read")
@ObjectType("ClickFigures", {
  description: "Raw clicks by outcome: paid + paidZero + unpaid = raw.",
  simpleResolvers: true,
})
export class ClickFiguresView extends CountsShown {
  @Field(() => Count, { description: "Paid more than 0." })
  paid!: number;
  @Field(() => Count, { description: "Payable at rate 0." })
  paidZero!: number;
  @Field(() => Count, { description: "Not paid, for a reason." })
  unpaid!: number;
  @Field(() => Count, {
    description:
      "Clicks with a risk signal that the program's click filter leaves out: in no other figure.",
  })
  filtered!: number;
}
for (const { name, ...options } of countFields)
  Field(() => Count, options)(ClickFiguresView.prototype, name);
@Needs("reports:read")
@ObjectType("SaleFigures", { description: "Sales as Amazon reported them.", simpleResolvers: true })
export class SaleFiguresView {
  @Field(() => Count, { description: "Orders." })
  orders!: number;
  @Field(() => Count, { description: "Units." })
  units!: number;
  @Field(() => Count, {
    description:
      "Orders discarded because the contract has no sale event type; in no other figure.",
  })
  discardedOrders!: number;
  @Rows(2)
  @Field(() => [Money], { description: "Sales amount, one entry a currency." })
  amount!: Money[];
  @Rows(2)
  @Field(() => [Money], { description: "Amount of the discarded orders, one entry a currency." })
  discardedAmount!: Money[];
}
@Needs("reports:read")
@ObjectType("LeadFigures", {
  description: "Leads that a shop or CRM handed in; none of them is an order or a sale.",
  simpleResolvers: true,
})
export class LeadFiguresView {
  @Field(() => Count, { description: "Leads." })
  leads!: number;
  @Field(() => Count, {
    description: "Leads discarded because the contract does not pay for leads; in no other figure.",
  })
  discardedLeads!: number;
}
@Needs("reports:read")
@ObjectType("PayoutFigures", {
  description: "What was earned, one entry a currency.",
  simpleResolvers: true,
})
export class PayoutFiguresView {
  @Rows(2)
  @Field(() => [Money], { description: "For clicks." })
  clicks!: Money[];
  @Rows(2)
  @Field(() => [Money], { description: "For sales." })
  sales!: Money[];
  @Rows(2)
  @Field(() => [Money], { description: "For leads." })
  leads!: Money[];
}
@Needs("reports:read")
@ObjectType("ReasonCount", {
  description: "Clicks not paid, or paid 0, for one reason.",
  simpleResolvers: true,
})
export class ReasonCountView {
  @Field(() => ReasonCodeEnum, { description: "The reason." })
  reason!: ReasonCode;
  @Field(() => String, { description: "In plain words." })
  text!: string;
  @Field(() => Count, { description: "How many clicks." })
  clicks!: number;
}
@Needs("reports:read")
@ObjectType("ReportTotals", { description: "Sums over the range.", simpleResolvers: true })
export class ReportTotalsView {
  @Field(() => ClickFiguresView, { description: "Clicks." })
  clicks!: ClickFiguresView;
  @Field(() => SaleFiguresView, { description: "Sales." })
  sales!: SaleFiguresView;
  @Field(() => LeadFiguresView, { description: "Leads." })
  leads!: LeadFiguresView;
  @Field(() => PayoutFiguresView, { description: "Payout." })
  payout!: PayoutFiguresView;
  @Field(() => PayoutFiguresView, {
    description:
      "What was not paid and would have been: through test links, and past a limit. Nobody is " +
      "owed it.",
  })
  wouldPay!: PayoutFiguresView;
  @Rows(10)
  @Field(() => [ReasonCountView], { description: "Why clicks were not paid, most frequent first." })
  reasons!: ReasonCountView[];
}
