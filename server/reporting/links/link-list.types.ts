import {
  ArgsType,
  createUnionType,
  Field,
  GraphQLISODateTime,
  InputType,
  Int,
  ObjectType,
} from "type-graphql";
import { afterText, firstText, PageInfo } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Money } from "../../platform/api/money.ts";
import {
  Conflict,
  IdempotencyKeyReused,
  InvalidInput,
  NotFound,
} from "../../platform/api/refusal.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line, TimeZone } from "../../platform/api/scalars.ts";
import { healthSentences, linkHealths, type LinkHealth } from "../../domain/link-health.ts";
import { LinkEndingInput } from "../../partnership/links/link-end.types.ts";
import { LinkLevel, LinkState, TrackingLinkView } from "../../partnership/links/link.types.ts";
import { RangeInput } from "../reports/report.types.ts";

export const LinkHealthValue = describedEnum(linkHealths, {
  name: "LinkHealth",
  description: "How a link is: the first of these that applies.",
  words: healthSentences,
});
export const LinkListOrder = describedEnum(
  ["NAME", "MADE", "CLICKS", "PAYABLE", "ORDERS", "EARNED", "LAST_CLICK"],
  {
    name: "LinkListOrder",
    description: "By what links are listed.",
    words: {
      NAME: "Name, capitals apart.",
      MADE: "When they were made.",
      CLICKS: "Raw clicks of the range.",
      PAYABLE: "Payable clicks of the range.",
      ORDERS: "Orders of the range.",
      EARNED: "What they earned in the range; several currencies count one for one.",
      LAST_CLICK: "Their last click; never clicked is before all.",
    },
  },
);
export type LinkListOrder = keyof typeof LinkListOrder;

@InputType({ description: "Which links; several values of one field mean any of them." })
export class LinkListFilter {
  @Field(() => Line, {
    nullable: true,
    description:
      "A part of its name, its ad's name or code, its page or the ASIN in it, its address, its " +
      "partner's name or its shared ID; capitals do not count.",
  })
  search!: string | null;
  @Field(() => [LinkState], { nullable: true, description: "States." })
  states!: LinkState[] | null;
  @Field(() => [LinkLevel], { nullable: true, description: "What they lead to." })
  levels!: LinkLevel[] | null;
  @Field(() => Boolean, { nullable: true, description: "Only test links, or only live ones." })
  isTest!: boolean | null;
  @Field(() => [ID], { nullable: true, description: "Partner accounts." })
  partnerIds!: string[] | null;
  @Field(() => [LinkHealthValue], { nullable: true, description: "How they are." })
  healths!: LinkHealth[] | null;
}

@Needs("reports:read")
@ObjectType("LinkFigures", {
  description: "Of the list's range; clicks that the click filter leaves out count nowhere.",
  simpleResolvers: true,
})
export class LinkFiguresView {
  @Field(() => Count, { description: "Raw clicks." })
  clicks!: number;
  @Field(() => Count, { description: "Without repeats and robots." })
  unique!: number;
  @Field(() => Count, { description: "Paid, also at rate 0." })
  payable!: number;
  @Field(() => Count, { description: "Orders, without discarded ones." })
  orders!: number;
  @Rows(2)
  @Field(() => [Money], {
    description: "For clicks, sales and leads, as reports show it; one entry a currency.",
  })
  earned!: Money[];
}
@Needs("links:read")
@ObjectType("LinkRow", { description: "A link with its figures.", simpleResolvers: true })
export class LinkRowView {
  @Field(() => TrackingLinkView, { description: "The link." })
  link!: TrackingLinkView;
  @Field(() => LinkFiguresView, { description: "Of the range." })
  figures!: LinkFiguresView;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "The instant of its last click of all, in any range; null: never clicked.",
  })
  lastClickAt!: Date | null;
  @Field(() => LinkHealthValue, { description: "How it is." })
  health!: LinkHealth;
  @Field(() => String, { description: "The same as a sentence." })
  healthText!: string;
}
@Needs("links:read")
@ObjectType("LinkList", { description: "Links, page by page.", simpleResolvers: true })
export class LinkListView {
  @Field(() => [LinkRowView], { description: "The rows of this page." })
  nodes!: LinkRowView[];
  @Field(() => PageInfo, { description: "How to go on." })
  pageInfo!: PageInfo;
  @Field(() => Count, { description: "How many links there are under the filter." })
  total!: number;
  @Field(() => String, { description: "Zone in which the range was cut." })
  timeZone!: string;
  @Field(() => GraphQLISODateTime, { description: "First instant of the range." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after the range." })
  end!: Date;
}

@ArgsType()
export class LinkListArgs {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => RangeInput, { description: "Which time the figures cover." })
  range!: RangeInput;
  @Field(() => TimeZone, {
    nullable: true,
    description: "IANA zone of the range; without it the brand account's.",
  })
  timeZone!: string | null;
  @Field(() => LinkListFilter, {
    nullable: true,
    description: "Which ones; without it the usual ones.",
  })
  filter!: LinkListFilter | null;
  @Field(() => LinkListOrder, { defaultValue: "MADE", description: "By what they are listed." })
  order!: LinkListOrder;
  @Field(() => Boolean, { defaultValue: false, description: "The fewest, oldest or first first." })
  ascending!: boolean;
  @Field(() => Int, { defaultValue: 25, description: firstText })
  first!: number;
  @Field(() => String, { nullable: true, description: afterText })
  after!: string | null;
}

@InputType({ description: "All links of a program that match a filter." })
export class MatchingLinksInput {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => LinkListFilter, {
    nullable: true,
    description: "Which ones; without it the usual ones.",
  })
  filter!: LinkListFilter | null;
  @Field(() => Count, {
    description: "How many the list said they are: with another number nothing is changed.",
  })
  total!: number;
}
@InputType({ description: "Links that are changed together: either these, or all that match." })
export class LinkSelection {
  @Rows(1000)
  @Field(() => [ID], { nullable: true, description: "These, at most 1,000." })
  ids!: string[] | null;
  @Field(() => MatchingLinksInput, { nullable: true, description: "All that match." })
  matching!: MatchingLinksInput | null;
}
@InputType({ description: "Which links end, and when." })
export class EndLinksInput {
  @Field(() => LinkSelection, { description: "Which links." })
  links!: LinkSelection;
  @Field(() => LinkEndingInput, { description: "When they end." })
  ending!: LinkEndingInput;
}
@InputType({ description: "Which links are to be paid again." })
export class ReopenLinksInput {
  @Field(() => LinkSelection, { description: "Which links." })
  links!: LinkSelection;
}

@Needs("links:write")
@ObjectType({ description: "The links end as asked." })
export class EndLinksOk {
  @Field(() => Count, { description: "How many they are." })
  readonly links: number;
  constructor(links: number) {
    this.links = links;
  }
}
@Needs("links:write")
@ObjectType({ description: "Clicks are paid again from now on." })
export class ReopenLinksOk {
  @Field(() => Count, { description: "Links that no end is set for any more." })
  readonly reopened: number;
  @Field(() => Count, { description: "Links whose end the other side has set, which stands." })
  readonly kept: number;
  constructor(reopened: number, kept: number) {
    this.reopened = reopened;
    this.kept = kept;
  }
}
export const EndLinksResult = createUnionType({
  name: "EndLinksResult",
  description: "What endLinks can answer.",
  types: () => [EndLinksOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const ReopenLinksResult = createUnionType({
  name: "ReopenLinksResult",
  description: "What reopenLinks can answer.",
  types: () => [ReopenLinksOk, InvalidInput, NotFound, Conflict, IdempotencyKeyReused] as const,
});
