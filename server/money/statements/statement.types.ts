import { Field, GraphQLISODateTime, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { PayoutStageValue } from "../../platform/api/payout-stage.ts";
import { Needs } from "../../platform/api/right.ts";
import type { PayoutStage } from "../../domain/payout-stage.ts";
import { Count, CurrencyCode, LocalDate, Month } from "../../platform/api/scalars.ts";

export enum StatementStateValue {
  OPEN = "OPEN",
  CLOSED = "CLOSED",
}
registerEnumType(StatementStateValue, {
  name: "StatementState",
  description: "Whether a statement month may still change.",
  valuesConfig: {
    OPEN: { description: "Entries may still come." },
    CLOSED: {
      description: "It never changes; what is posted later for its days stands in the next.",
    },
  },
});

@Needs("payouts:read")
@ObjectType("StatementLine", {
  description:
    "What a partner earned in a month of a program in one currency, rounded once, with the rest " +
    "that is carried on.",
  simpleResolvers: true,
})
export class StatementLineView {
  @Field(() => String, { description: "YYYY-MM, in the brand's zone." })
  month!: string;
  @Field(() => StatementStateValue, { description: "Whether it may still change." })
  state!: StatementStateValue;
  @Field(() => PayoutStageValue, {
    description:
      "How far the amount is: APPROVED so far in an open month and until its due date, DUE from " +
      "then on.",
  })
  payoutStage!: PayoutStage;
  @Field(() => LocalDate, {
    description:
      "The last date, in the brand's zone, on which something of it falls due by the payout " +
      "schedules of its contracts; of an open month so far, and as written once it is closed.",
  })
  dueOn!: string;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ID, { description: "The partner." })
  partnerId!: string;
  @Field(() => String, { description: "The partner's name." })
  partnerName!: string;
  @Field(() => String, { description: "ISO 4217 code." })
  currency!: string;
  @Field(() => GraphQLISODateTime, { description: "First instant of the month." })
  startsAt!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after it." })
  endsAt!: Date;
  @Field(() => GraphQLISODateTime, {
    description: "What is posted from then on stands in a later month.",
  })
  closesAt!: Date;
  @Field(() => Money, {
    description: "What the line before left over, below the currency's smallest unit.",
  })
  openingCarry!: Money;
  @Field(() => Money, { description: "What clicks earned." })
  clicks!: Money;
  @Field(() => Money, {
    description: "Sales and leads that were approved in the month; pending ones are not owed yet.",
  })
  sales!: Money;
  @Field(() => Money, {
    description:
      "What sales and leads earn that are not approved yet, in no sum of this line: it comes " +
      "into the line of the month that approves them. Told in the line of the month that runs; " +
      "0 in others.",
  })
  pending!: Money;
  @Field(() => Money, { description: "What changed of sales after their approval." })
  adjustments!: Money;
  @Field(() => Money, { description: "Performance bonuses." })
  bonuses!: Money;
  @Field(() => Money, {
    description:
      "Of all these entries, those dated before the month, posted after that month was closed.",
  })
  earlier!: Money;
  @Field(() => Money, { description: "All entries together, exact." })
  entries!: Money;
  @Field(() => Count, { description: "Ledger entries in it." })
  transfers!: number;
  @Field(() => Money, {
    description:
      "What is owed for the month: opening carry and entries, rounded half to even to the " +
      "currency's smallest unit.",
  })
  amount!: Money;
  @Field(() => Money, {
    description: "The rest, carried to the next line; of an open month so far.",
  })
  carry!: Money;
  @Field(() => String, {
    nullable: true,
    description:
      "SHA-256 of the seal that the partner's ledger in this currency ended with when the line " +
      "was closed, in hexadecimal; null of open ones.",
  })
  seal!: string | null;
}
export const StatementLineConnection = connectionOf(StatementLineView, "StatementLines");

@InputType({ description: "Which lines." })
export class StatementFilter {
  @Field(() => [ID], { nullable: true, description: "Of these partners alone." })
  partnerIds!: string[] | null;
  @Field(() => CurrencyCode, { nullable: true, description: "In this currency alone." })
  currency!: string | null;
  @Field(() => StatementStateValue, { nullable: true, description: "Open or closed ones alone." })
  state!: StatementStateValue | null;
  @Field(() => Month, { nullable: true, description: "First month, YYYY-MM." })
  from!: string | null;
  @Field(() => Month, { nullable: true, description: "Last month, YYYY-MM." })
  to!: string | null;
}
