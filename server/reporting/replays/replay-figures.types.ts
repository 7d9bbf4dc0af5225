/** What a replay found: figures by partner, country, day and place. */
import { Field, GraphQLISODateTime, ObjectType, registerEnumType } from "type-graphql";
import { Count } from "../../platform/api/scalars.ts";
import { connectionOf } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { PlaceKind } from "../../domain/replay-tally.ts";

export const ReplayPlaceKindValue = {
  GROUP: "GROUP",
  DEFAULT: "DEFAULT",
  RESTRICTED: "RESTRICTED",
  OVER_LIMIT: "OVER_LIMIT",
  REFUSED: "REFUSED",
} as const satisfies {
  [K in PlaceKind]: K;
};
registerEnumType(ReplayPlaceKindValue, {
  name: "ReplayPlaceKind",
  description: "Where a decision leaves a click or a sale.",
  valuesConfig: {
    GROUP: { description: "Priced by a payout group." },
    DEFAULT: { description: "Priced by the default payout." },
    RESTRICTED: { description: "Excluded by a restriction." },
    OVER_LIMIT: { description: "Unpaid because a limit was reached." },
    REFUSED: { description: "Unpaid for any other reason, e.g. a repeat or no contract." },
  },
});

@Needs("terms:read")
@ObjectType("ReplayPlace", {
  description: "Where a decision leaves a click or a sale.",
  simpleResolvers: true,
})
export class ReplayPlaceView {
  @Field(() => String, { description: "Names it in filters: the kind, or GROUP: and the group." })
  key!: string;
  @Field(() => ReplayPlaceKindValue, { description: "What it is." })
  kind!: PlaceKind;
  @Field(() => String, { nullable: true, description: "The payout group." })
  groupId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  groupName!: string | null;
}

@Needs("terms:read")
@ObjectType("ReplayCounts", { description: "Events by outcome.", simpleResolvers: true })
export class ReplayCountsView {
  @Field(() => Count, { description: "Paid more than 0." })
  paid!: number;
  @Field(() => Count, { description: "Payable at rate 0." })
  zero!: number;
  @Field(() => Count, { description: "Not paid." })
  unpaid!: number;
}

@Needs("terms:read")
@ObjectType("ReplayFigures", {
  description:
    "What events cost now, by what the replay is compared with, and would have cost then.",
  simpleResolvers: true,
})
export class ReplayFiguresView {
  @Field(() => Count, { description: "Live clicks." })
  clicks!: number;
  @Field(() => Count, { description: "Live sales, as rows of Amazon's report." })
  sales!: number;
  @Field(() => Count, { description: "Live leads." })
  leads!: number;
  @Field(() => [Money], {
    description: "Cost by what it is compared with, one amount per currency.",
  })
  @Rows(2)
  costNow!: Money[];
  @Field(() => [Money], { description: "Cost under the terms that were tried." })
  @Rows(2)
  costThen!: Money[];
  @Field(() => [Money], { description: "Then less now." })
  @Rows(2)
  difference!: Money[];
  @Field(() => ReplayCountsView, { description: "Clicks by outcome, now." })
  clicksNow!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Clicks by outcome, then." })
  clicksThen!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Sales by outcome, now." })
  salesNow!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Sales by outcome, then." })
  salesThen!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Leads by outcome, now." })
  leadsNow!: ReplayCountsView;
  @Field(() => ReplayCountsView, { description: "Leads by outcome, then." })
  leadsThen!: ReplayCountsView;
}

@Needs("terms:read")
@ObjectType("ReplayPartner", {
  description: "One partner's share of a replay.",
  simpleResolvers: true,
})
export class ReplayPartnerView {
  @Field(() => ID, { description: "The partner account." })
  partnerId!: string;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ReplayFiguresView, { description: "Its figures." })
  figures!: ReplayFiguresView;
}
export const ReplayPartnerConnection = connectionOf(ReplayPartnerView, "ReplayPartners");

@Needs("terms:read")
@ObjectType("ReplayCountry", {
  description: "Clicks of one country in a replay.",
  simpleResolvers: true,
})
export class ReplayCountryView {
  @Field(() => String, { nullable: true, description: "ISO 3166-1; null = unknown." })
  country!: string | null;
  @Field(() => ReplayFiguresView, { description: "Its figures." })
  figures!: ReplayFiguresView;
}
@Needs("terms:read")
@ObjectType("ReplayDay", { description: "One day of a replay.", simpleResolvers: true })
export class ReplayDayView {
  @Field(() => String, { description: "YYYY-MM-DD in the brand account's zone." })
  date!: string;
  @Field(() => ReplayFiguresView, { description: "Its figures." })
  figures!: ReplayFiguresView;
}
@Needs("terms:read")
@ObjectType("ReplayCell", {
  description: "Events that were in one place and would have been in another, or the same.",
  simpleResolvers: true,
})
export class ReplayCellView {
  @Field(() => String, { description: "What kind of event." })
  event!: string;
  @Field(() => ReplayPlaceView, { description: "Now: by what it is compared with." })
  from!: ReplayPlaceView;
  @Field(() => ReplayPlaceView, { description: "Then." })
  to!: ReplayPlaceView;
  @Field(() => Count, { description: "How many." })
  events!: number;
  @Field(() => [Money], { description: "Their cost by what it is compared with." })
  @Rows(2)
  costNow!: Money[];
  @Field(() => [Money], { description: "Their cost then." })
  @Rows(2)
  costThen!: Money[];
}

@Needs("terms:read")
@ObjectType("ReplayLimitHit", {
  description:
    "A limit that would have stopped or cut events; of several on one event the tightest is named.",
  simpleResolvers: true,
})
export class ReplayLimitHitView {
  @Field(() => String, { description: "The limit." })
  limitId!: string;
  @Field(() => String, { description: 'In words: "60 clicks a day".' })
  text!: string;
  @Field(() => ID, {
    nullable: true,
    description: "The contract; null for a limit of the whole program.",
  })
  contractId!: string | null;
  @Field(() => ID, { nullable: true, description: "Its partner." })
  partnerId!: string | null;
  @Field(() => String, { nullable: true, description: "The partner's name." })
  partnerName!: string | null;
  @Field(() => GraphQLISODateTime, {
    description: "The first click or sale that it stopped or cut.",
  })
  firstAt!: Date;
  @Field(() => Count, { description: "How many it did." })
  events!: number;
}

@Needs("terms:read")
@ObjectType("ReplaySpread", {
  description: "What partners gain or lose, in one currency.",
  simpleResolvers: true,
})
export class ReplaySpreadView {
  @Field(() => String, { description: "ISO 4217." })
  currency!: string;
  @Field(() => Count, { description: "Partners with a click or a sale in the window." })
  partners!: number;
  @Field(() => Money, { description: "The partner in the middle." })
  median!: Money;
  @Field(() => Money, { description: "Who gains least, or loses most." })
  lowest!: Money;
  @Field(() => Money, { description: "Who gains most." })
  highest!: Money;
}

@Needs("terms:read")
@ObjectType("ReplayCheck", {
  description: "Whether a replay under the terms as they were gave what the ledger holds.",
  simpleResolvers: true,
})
export class ReplayCheckView {
  @Field(() => Boolean, { description: "Every decision and amount is the same." })
  equal!: boolean;
  @Field(() => Count, { description: "Clicks that were compared." })
  clicks!: number;
  @Field(() => Count, { description: "Sales that were compared." })
  sales!: number;
  @Field(() => Count, { description: "Leads that were compared." })
  leads!: number;
  @Field(() => Count, { description: "Clicks, sales and leads that differ." })
  differing!: number;
  @Field(() => ID, { nullable: true, description: "The first click that differs." })
  firstClickId!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "How: what is stored, against what the replay made.",
  })
  firstDifference!: string | null;
}
