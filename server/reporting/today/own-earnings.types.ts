/** What a partner earns over all programs, as the API shows it. */
import { Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count } from "../../platform/api/scalars.ts";
import { OwedTotalView } from "../../money/owed/owed.types.ts";
import { ClickChangeView, PartnerFiguresView } from "../partners/program-partner.types.ts";

@Needs("payouts:read")
@ObjectType("OwnProgramEarnings", {
  description: "What you earn in one program.",
  simpleResolvers: true,
})
export class OwnProgramEarningsView {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => String, { description: "Its name." })
  programName!: string;
  @Field(() => String, { description: "Its public code." })
  programCode!: string;
  @Field(() => String, { description: "Name of its brand." })
  brandName!: string;
  @Field(() => PartnerFiguresView, { description: "What you brought and earned in the range." })
  figures!: PartnerFiguresView;
  @Field(() => ClickChangeView, {
    nullable: true,
    description: "Your clicks against the period before; null where nothing is compared.",
  })
  change!: ClickChangeView | null;
  @Rows(2)
  @Field(() => [OwedTotalView], {
    description: "What is pending, approved and due, one entry a currency.",
  })
  owed!: OwedTotalView[];
  @Field(() => Count, { description: "Lines of notices about it that nobody of yours read." })
  unread!: number;
  @Field(() => Count, { description: "Offers of the brand that wait for your answer." })
  offers!: number;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "Instant of your newest click; null: none.",
  })
  lastClickAt!: Date | null;
}

@Needs("payouts:read")
@ObjectType("OwnEarningsTotal", {
  description: "What you earn over all programs, in one currency.",
  simpleResolvers: true,
})
export class OwnEarningsTotalView {
  @Field(() => String, { description: "ISO 4217 code." })
  currency!: string;
  @Field(() => Money, { description: "Earned in the range." })
  earned!: Money;
  @Field(() => Money, { description: "May still change: nothing of it is owed yet." })
  pending!: Money;
  @Field(() => Money, { description: "Final, and falls due on a later date." })
  approved!: Money;
  @Field(() => Money, { description: "Its date has come." })
  due!: Money;
  @Field(() => Money, { description: "Approved and due together." })
  owed!: Money;
}

@Needs("payouts:read")
@ObjectType("OwnEarnings", {
  description: "What a partner earns over all programs.",
  simpleResolvers: true,
})
export class OwnEarningsView {
  @Rows(2)
  @Field(() => [OwnEarningsTotalView], { description: "Sums, one a currency, by its code." })
  totals!: OwnEarningsTotalView[];
  @Rows(10)
  @Field(() => [OwnProgramEarningsView], {
    description: "By program, oldest first; the first 50.",
  })
  programs!: OwnProgramEarningsView[];
  @Field(() => Boolean, { description: "There are more programs than are told here." })
  hasMore!: boolean;
}
