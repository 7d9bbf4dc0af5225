import { Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs } from "../../platform/api/right.ts";
import { PayoutStageValue } from "../../platform/api/payout-stage.ts";
import { CurrencyCode, LocalDate, Month } from "../../platform/api/scalars.ts";
import { ledgerEvents, type LedgerEvent } from "../../domain/ledger.ts";
import type { PayoutStage } from "../../domain/payout-stage.ts";

const eventWords: Record<LedgerEvent, string> = {
  CLICK: "A paid click: owed at once.",
  SALE: "A sale, or a change of one: waits until it is approved.",
  LEAD: "A lead, or its reversal: waits until it is approved.",
  APPROVAL: "An approved sale or lead: what waited is owed.",
  ADJUSTMENT: "A change of a sale after its approval.",
  BONUS: "A performance bonus, or what was granted to an inquiry.",
};
const LedgerEventValue = describedEnum(ledgerEvents, {
  name: "LedgerEntryKind",
  description: "What an entry of the ledger books.",
  words: eventWords,
});

@Needs("payouts:read")
@ObjectType("LedgerEntry", {
  description: "One entry of the ledger; none is ever changed, a correction is another one.",
  simpleResolvers: true,
})
export class LedgerEntryView {
  @Field(() => ID, {
    description: "Identity: that of the click, of the sale's change, or of the bonus posting.",
  })
  id!: string;
  @Field(() => LedgerEventValue, { description: "What it books." })
  kind!: LedgerEvent;
  @Field(() => GraphQLISODateTime, { description: "When what it books happened." })
  at!: Date;
  @Field(() => GraphQLISODateTime, { description: "When it was posted." })
  postedAt!: Date;
  @Field(() => ID, { description: "The partner." })
  partnerId!: string;
  @Field(() => String, { description: "The partner's name." })
  partnerName!: string;
  @Field(() => ID, { description: "The contract under which it was posted." })
  contractId!: string;
  @Field(() => Money, { description: "What was moved; negative where something was taken back." })
  amount!: Money;
  @Field(() => Money, { description: "By how much it changes what the partner is owed." })
  owed!: Money;
  @Field(() => Money, {
    description: "By how much it changes what waits for the approval of sales.",
  })
  pending!: Money;
  @Field(() => String, { description: "Why it was posted, in words." })
  reason!: string;
  @Field(() => ID, { nullable: true, description: "The click; null for other kinds." })
  clickId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The sale; null for other kinds, and for a partner whose sale it is no more.",
  })
  conversionId!: string | null;
}
export const LedgerEntryConnection = connectionOf(LedgerEntryView, "LedgerEntries");

@InputType({ description: "Which entries; several values of one field mean any of them." })
export class LedgerEntryFilter {
  @Field(() => [ID], { nullable: true, description: "Of these partners alone." })
  partnerIds!: string[] | null;
  @Field(() => [LedgerEventValue], { nullable: true, description: "Of these kinds alone." })
  kinds!: LedgerEvent[] | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "First date on which it happened, YYYY-MM-DD, in the brand's zone.",
  })
  from!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last date, YYYY-MM-DD." })
  to!: string | null;
  @Field(() => CurrencyCode, { nullable: true, description: "In this currency alone." })
  currency?: string | null;
  @Field(() => Month, {
    nullable: true,
    description: "Of the statement line of this month, YYYY-MM: they sum to its entries.",
  })
  month?: string | null;
  @Field(() => PayoutStageValue, {
    nullable: true,
    description:
      "Of what is in this stage now: they sum to the figure of `owed`. PENDING are those of " +
      "pending sales and leads; nothing is PAID.",
  })
  stage?: PayoutStage | null;
  @Field(() => LocalDate, {
    nullable: true,
    description:
      "First date on which it leaves its stage, with `stage` alone: a pending one becomes " +
      "final on it, another one falls due.",
  })
  stageFrom?: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last such date, YYYY-MM-DD." })
  stageTo?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Of pending ones those without such a date: they wait for the brand.",
  })
  undated?: boolean | null;
}
