import { Field, GraphQLISODateTime, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, LocalDate } from "../../platform/api/scalars.ts";
import { salesSources, type SalesSource } from "../../domain/amazon-region.ts";
import {
  clickCauses,
  saleCauses,
  type ClickCause,
  type SaleCause,
} from "../../domain/reconciliation.ts";
import { salesHiddenText } from "../reports/amazon-report.types.ts";

export enum ReconciliationBy {
  DAY = "DAY",
  PARTNER = "PARTNER",
  LINK = "LINK",
}
registerEnumType(ReconciliationBy, {
  name: "ReconciliationBy",
  description: "What a row of a reconciliation is.",
  valuesConfig: {
    DAY: { description: "A date." },
    PARTNER: { description: "A partner." },
    LINK: { description: "A link of one partner." },
  },
});

@InputType({ description: "What is compared: a program's dates, by day, partner or link." })
export class ReconciliationInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => LocalDate, { description: "First date." })
  from!: string;
  @Field(() => LocalDate, { description: "Last date; at most 92 days in all." })
  to!: string;
  @Field(() => ReconciliationBy, {
    defaultValue: ReconciliationBy.DAY,
    description: "What a row is.",
  })
  by!: ReconciliationBy;
  @Field(() => ID, {
    nullable: true,
    description: "Whose links; needed by link, and not read otherwise.",
  })
  partnerId!: string | null;
}

export const rowKinds = [
  "DAY",
  "PARTNER",
  "LINK",
  "UNDER_TEN",
  "NOT_SPLIT",
  "GROUPINGS",
  "OTHER_TAGS",
] as const;
export type RowKind = (typeof rowKinds)[number];
export const kindWords: Record<RowKind, string> = {
  DAY: "A date.",
  PARTNER: "A partner.",
  LINK: "A link.",
  UNDER_TEN:
    "Partners under 10 clicks: what the campaign has more than its ad groups. Amazon tells them " +
    "in no other way.",
  NOT_SPLIT: "Not split by Amazon: what the partner's ad group has more than its creatives.",
  GROUPINGS:
    "Reports that disagree: what the campaign has more than its ad groups, or less, and no " +
    "partner under 10 clicks can have. They are of different times, or one was sent in a file.",
  OTHER_TAGS: "Credited to tags that are not ours, or to ad groups that name no partner.",
};
const RowKindEnum = describedEnum(rowKinds, {
  name: "ReconciliationRowKind",
  description: "What a row is about. Rows add up to the total.",
  words: kindWords,
});

export const clickWords: Record<ClickCause, string> = {
  DUPLICATE: "A visitor's repeats: they count once here, and each time at Amazon.",
  ROBOT: "Robots: here they are no unique clicks, and Amazon leaves them out. Always 0; `robots`.",
  RISKY: "Risky clicks that the click filter leaves out here; they carried the tag.",
  TEST: "Clicks on test links; reports of live clicks leave them out.",
  TIME_ZONE: "Our date is of the brand's zone, Amazon's of the profile's.",
  LATE: "Clicks of the last 24 hours before Amazon was asked: not told yet.",
  MASKED:
    "Amazon hides a group until it has 10 clicks, and counts it in the row above it: negative " +
    "where it is hidden, positive where it is counted.",
  UNMEASURED: "Clicked while no tag was there that Amazon measures.",
  OTHER_TAGS: "Credited to tags that are not ours.",
  NOT_EXPLAINED: "What is left. May be negative.",
};
const ClickCauseEnum = describedEnum(clickCauses, {
  name: "ClickDifferenceCause",
  description: "Why Amazon's click-throughs are more or fewer than our unique clicks.",
  words: clickWords,
});

export const saleWords: Record<SaleCause, string> = {
  TEST: "Orders of test links.",
  DISCARDED: "Discarded: no sale event type in the partner's terms.",
  CHANGED_HERE: "Changed or taken back here, or changed at Amazon after they were locked.",
  HELD: "Of a report that is held until a person decides.",
  DROPPED: "Of a report that was dropped.",
  PARKED: "Could not be booked, and are put aside.",
  WAITING: "Wait for Amazon's next reports.",
  MASKED: "Amazon tells them in the row above alone: of partners, or links, under 10 clicks.",
  GROUPINGS:
    "Amazon's reports by campaign and by ad group disagree: they are of different times, or one " +
    "was sent in a file.",
  OTHER_TAGS: "Credited to tags that are not ours.",
  NOT_EXPLAINED: "What is left. May be negative.",
};
const SaleCauseEnum = describedEnum(saleCauses, {
  name: "SaleDifferenceCause",
  description: "Why Amazon's orders are more or fewer than those that count here.",
  words: saleWords,
});

export const sourceWords: Record<SalesSource, string> = {
  AMAZON: "Amazon's reports.",
  SIMULATED: "Reports of the simulator in Amazon's place.",
  NONE: "Nothing: the program has no source of sales.",
};
const SalesSourceEnum = describedEnum(salesSources, {
  name: "ReconciliationSource",
  description: "What our figures are compared with.",
  words: sourceWords,
});

@Needs("reports:read")
@ObjectType("ClickDifference", {
  description: "A cause and the clicks that it makes Amazon's more, or with a minus fewer.",
  simpleResolvers: true,
})
export class ClickDifferenceView {
  @Field(() => ClickCauseEnum, { description: "The cause." })
  cause!: ClickCause;
  @Field(() => Count, { description: "How many clicks." })
  clicks!: number;
}
@Needs("reports:read")
@ObjectType("SaleDifference", {
  description: "A cause and the orders that it makes Amazon's more, or with a minus fewer.",
  simpleResolvers: true,
})
export class SaleDifferenceView {
  @Field(() => SaleCauseEnum, { description: "The cause." })
  cause!: SaleCause;
  @Field(() => Count, { description: "How many orders." })
  orders!: number;
  @Field(() => Money, { description: "Their amount." })
  amount!: Money;
}

@Needs("reports:read")
@ObjectType("ReconciledClicks", {
  description: "Unique clicks here beside click-throughs at Amazon: two measures, never added.",
  simpleResolvers: true,
})
export class ReconciledClicksView {
  @Field(() => Count, {
    nullable: true,
    description: "Amazon's click-throughs; null where Amazon tells nothing, which is not 0.",
  })
  atAmazon!: number | null;
  @Field(() => Count, { description: "Our unique clicks of live links." })
  here!: number;
  @Field(() => Count, { description: "Amazon's less ours." })
  difference!: number;
  @Field(() => Count, { description: "Robots' clicks here, which neither side counts." })
  robots!: number;
  @Rows(10)
  @Field(() => [ClickDifferenceView], {
    description: "Causes that are not 0, and what is not explained. They sum to the difference.",
  })
  causes!: ClickDifferenceView[];
}
@Needs("reports:read")
@ObjectType("ReconciledSales", {
  description:
    "Amazon's orders that count here beside those that it tells. Orders that shops hand in are " +
    "not in it.",
  simpleResolvers: true,
})
export class ReconciledSalesView {
  @Field(() => Count, { nullable: true, description: "Amazon's orders; null where not told." })
  atAmazon!: number | null;
  @Field(() => Count, { description: "Orders of live links that count here." })
  here!: number;
  @Field(() => Count, { description: "Amazon's less ours." })
  difference!: number;
  @Field(() => Money, { nullable: true, description: "Amazon's sales amount; null: not told." })
  amountAtAmazon!: Money | null;
  @Field(() => Money, { description: "Sales amount that counts here." })
  amountHere!: Money;
  @Rows(10)
  @Field(() => [SaleDifferenceView], {
    description: "Causes that are not 0, and what is not explained. They sum to the difference.",
  })
  causes!: SaleDifferenceView[];
}

@Needs("reports:read")
@ObjectType("ReconciliationRow", {
  description: "One line of a reconciliation.",
  simpleResolvers: true,
})
export class ReconciliationRowView {
  @Field(() => String, { description: "Tells the row from the others." })
  key!: string;
  @Field(() => RowKindEnum, { description: "What it is about." })
  kind!: RowKind;
  @Field(() => String, {
    nullable: true,
    description: "YYYY-MM-DD: ours of the brand's zone, Amazon's of the profile's.",
  })
  date!: string | null;
  @Field(() => ID, { nullable: true, description: "The partner." })
  partnerId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  partnerName!: string | null;
  @Field(() => ID, { nullable: true, description: "The link." })
  linkId!: string | null;
  @Field(() => String, { nullable: true, description: "Its name." })
  linkName!: string | null;
  @Field(() => ReconciledClicksView, { description: "Clicks." })
  clicks!: ReconciledClicksView;
  @Field(() => ReconciledSalesView, { description: "Sales." })
  sales!: ReconciledSalesView;
}
const RowConnection = connectionOf(ReconciliationRowView, "ReconciliationRows");

@Needs("reports:read")
@ObjectType("Reconciliation", {
  description:
    "Our clicks and sales beside what Amazon tells of them, with a cause for every difference.",
  simpleResolvers: true,
})
export class ReconciliationView {
  @Field(() => SalesSourceEnum, { description: "What is compared with." })
  source!: SalesSource;
  @Field(() => String, { description: "Zone of our dates: the brand's." })
  timeZone!: string;
  @Field(() => String, { description: "Zone of Amazon's dates: the profile's." })
  profileZone!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "When the newest whole answer of Amazon's was asked for; null: there is none.",
  })
  toldAt!: Date | null;
  @Field(() => Boolean, { description: salesHiddenText })
  salesHidden!: boolean;
  @Field(() => String, { description: "The verdict in words." })
  sentence!: string;
  @Field(() => ReconciledClicksView, { description: "Clicks of all rows." })
  clicks!: ReconciledClicksView;
  @Field(() => ReconciledSalesView, { description: "Sales of all rows." })
  sales!: ReconciledSalesView;
  @Field(() => RowConnection, {
    description: "Days newest first; else the largest difference of clicks first.",
  })
  rows!: InstanceType<typeof RowConnection>;
}
