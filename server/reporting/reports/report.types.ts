import { Field, GraphQLISODateTime, InputType, ObjectType, registerEnumType } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Line, LocalDate } from "../../platform/api/scalars.ts";
import { OutcomeValue } from "../clicks/click.types.ts";
import { DimensionFilterInput } from "../clicks/dimension-filter.types.ts";
import { GroupValueView } from "./group-value.types.ts";
import { MeasureChangeView, OtherPeriodView } from "./compare.types.ts";
import {
  ClickFiguresView,
  LeadFiguresView,
  SaleFiguresView,
  PayoutFiguresView,
  ReportTotalsView,
} from "./report-figures.types.ts";

export enum GrainValue {
  MINUTE_5 = "MINUTE_5",
  MINUTE_15 = "MINUTE_15",
  HOUR = "HOUR",
  DAY = "DAY",
  WEEK = "WEEK",
  MONTH = "MONTH",
}
registerEnumType(GrainValue, {
  name: "Grain",
  description: "Width of a bucket.",
  valuesConfig: {
    MINUTE_5: { description: "5 minutes." },
    MINUTE_15: { description: "15 minutes." },
    HOUR: { description: "A local hour." },
    DAY: { description: "A local day: 23, 24 or 25 hours." },
    WEEK: {
      description:
        "Week, from the brand's first weekday; one from Sunday has the number of the ISO week " +
        "that begins the day after.",
    },
    MONTH: { description: "Calendar month." },
  },
});
export enum ReportMode {
  LIVE = "LIVE",
  TEST = "TEST",
  BOTH = "BOTH",
}
registerEnumType(ReportMode, {
  name: "ReportMode",
  description: "Live data, test data, or both.",
  valuesConfig: {
    LIVE: { description: "Without test links." },
    TEST: { description: "Test links alone." },
    BOTH: { description: "Everything." },
  },
});
export enum SalesState {
  SETTLED = "SETTLED",
  ARRIVING = "ARRIVING",
  NONE_EXPECTED = "NONE_EXPECTED",
}
registerEnumType(SalesState, {
  name: "SalesState",
  description: "Whether a bucket's sales are complete.",
  valuesConfig: {
    SETTLED: { description: "Read when older than 48 hours." },
    ARRIVING: { description: "Amazon may still report sales." },
    NONE_EXPECTED: { description: "No sale event type, not connected, or in the future." },
  },
});
export enum EmptyReason {
  NO_CLICK_EVENT_TYPE = "NO_CLICK_EVENT_TYPE",
  NO_SALE_EVENT_TYPE = "NO_SALE_EVENT_TYPE",
  NO_CONTRACT = "NO_CONTRACT",
  NO_LINK = "NO_LINK",
  NO_CLICKS_YET = "NO_CLICKS_YET",
  NO_SALES_YET = "NO_SALES_YET",
  NOT_CONNECTED = "NOT_CONNECTED",
  BELOW_10_CLICKS = "BELOW_10_CLICKS",
  WITHIN_DELAY = "WITHIN_DELAY",
  TEST_HIDDEN = "TEST_HIDDEN",
  FILTERED_OUT = "FILTERED_OUT",
  NONE_IN_RANGE = "NONE_IN_RANGE",
  BEFORE_TRACKING = "BEFORE_TRACKING",
  NOT_YET = "NOT_YET",
}
registerEnumType(EmptyReason, {
  name: "EmptyReason",
  description: "Why a report is empty; each has one next step.",
  valuesConfig: {
    NO_CLICK_EVENT_TYPE: { description: "The program has no active click event type." },
    NO_SALE_EVENT_TYPE: { description: "No terms in force pay for sales: they are discarded." },
    NO_CONTRACT: { description: "No contract is in force." },
    NO_LINK: { description: "No tracking link yet." },
    NO_CLICKS_YET: { description: "Links exist, nobody clicked." },
    NOT_CONNECTED: {
      description: "The program is not connected to Amazon, and no shop handed in an order.",
    },
    NO_SALES_YET: { description: "Clicks arrive, no sale was ever reported." },
    BELOW_10_CLICKS: { description: "Amazon reports a link from 10 clicks on." },
    WITHIN_DELAY: { description: "Sales may still arrive within 48 hours." },
    TEST_HIDDEN: { description: "There is test data only, and it is switched off." },
    FILTERED_OUT: { description: "The filters exclude everything." },
    NONE_IN_RANGE: { description: "There is data, but none in this range." },
    BEFORE_TRACKING: { description: "The range ends before tracking began." },
    NOT_YET: { description: "The whole range is still to come." },
  },
});
export enum ReportSource {
  ROLLUP = "ROLLUP",
  RAW = "RAW",
}
registerEnumType(ReportSource, {
  name: "ReportSource",
  description: "Where the click figures were read.",
  valuesConfig: {
    ROLLUP: { description: "15-minute rollups, written with the decisions." },
    RAW: { description: "The clicks and decisions themselves." },
  },
});

@InputType({
  description: "Inclusive dates in the report's zone, or a relative range, never both.",
})
export class RangeInput {
  @Field(() => Line, {
    nullable: true,
    description:
      'Relative: "24h", "14d" (default), "today", "yesterday", ' +
      '"wtd" and "last-week" by the brand\'s first weekday, ' +
      '"mtd", "qtd" and "ytd" of the ' +
      'brand\'s financial year, "last-month", "12m".',
  })
  last!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "First date, YYYY-MM-DD." })
  from!: string | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "Last date, YYYY-MM-DD; at most 366 days.",
  })
  to!: string | null;
}
@InputType({ description: "What the report is about." })
export class ReportScope {
  @Field(() => ID, { description: "The program." })
  programId!: string;
}
@InputType({ description: "Which rows count; several values of one field mean any of them." })
export class ReportFilter extends DimensionFilterInput {
  @Field(() => ReportMode, { defaultValue: ReportMode.LIVE, description: "Live, test or both." })
  mode!: ReportMode;
  @Field(() => [OutcomeValue], { nullable: true, description: "Outcomes." })
  outcomes!: OutcomeValue[] | null;
}

@Needs("reports:read")
@ObjectType("Completeness", {
  description: "How far a program's clicks are read and decided.",
  simpleResolvers: true,
})
export class CompletenessView {
  @Field(() => GraphQLISODateTime, { description: "When this was found, by the platform's clock." })
  at!: Date;
  @Field(() => GraphQLISODateTime, {
    description:
      "Every click before this instant is decided and counted. Seconds behind `at` in normal " +
      "times.",
  })
  clicksUntil!: Date;
  @Field(() => Count, { description: "Clicks that are stored and wait to be decided." })
  waitingClicks!: number;
}
@Needs("reports:read")
@ObjectType("ReportMeta", {
  description: "How the figures were made and how far they are complete.",
  simpleResolvers: true,
})
export class ReportMetaView {
  @Field(() => String, { description: "Zone in which the buckets were cut." })
  timeZone!: string;
  @Field(() => GrainValue, { description: "Width of the buckets." })
  grain!: GrainValue;
  @Field(() => GraphQLISODateTime, { description: "First instant of the range." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after the range." })
  end!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "When the program's first link was made, or its first click or sale came: before it " +
      "nothing could be measured. Null = not yet.",
  })
  trackedSince!: Date | null;
  @Field(() => GraphQLISODateTime, { description: "When this was read." })
  generatedAt!: Date;
  @Field(() => CompletenessView, { description: "How far clicks are read and decided." })
  completeness!: CompletenessView;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "Sales before this instant have had their 48 hours to arrive, and were read since. Null: " +
      "none were ever read, or the program is not connected.",
  })
  salesSettledUntil!: Date | null;
  @Field(() => Boolean, {
    description:
      "Amazon's newest report hides most of what it told before: sales stay as they were booked.",
  })
  salesHidden!: boolean;
  @Field(() => String, {
    description: "Zone of the marketplace, which alone cuts sales into dates.",
  })
  salesTimeZone!: string;
  @Field(() => ReportSource, { description: "Where click figures were read." })
  source!: ReportSource;
  @Field(() => Boolean, { description: "Sales come or came from the simulator, not from Amazon." })
  simulatedSales!: boolean;
  @Field(() => EmptyReason, {
    nullable: true,
    description: "Why there are no clicks; null when there are.",
  })
  emptyReason!: EmptyReason | null;
  @Field(() => EmptyReason, {
    nullable: true,
    description: "Why there are no sales; null when there are.",
  })
  salesEmptyReason!: EmptyReason | null;
}
@Needs("reports:read")
@ObjectType("ReportBucket", { description: "One bucket of time.", simpleResolvers: true })
export class ReportBucketView {
  @Field(() => String, {
    description:
      "Machine key of the whole hour, day, week …: 2026-11-02, 2026-W45, 2026-11, " +
      "2026-11-01T01:00-05:00.",
  })
  key!: string;
  @Field(() => GraphQLISODateTime, { description: "First instant, within the range." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after, within the range." })
  end!: Date;
  @Field(() => Boolean, { description: "The bucket is still open: figures are so far." })
  isOpen!: boolean;
  @Field(() => Boolean, {
    description:
      "Not the whole of what the key names: the range begins or ends in it, tracking began in " +
      "it, or it is still open.",
  })
  isPartial!: boolean;
  @Field(() => SalesState, { description: "Whether its sales are complete." })
  salesState!: SalesState;
  @Field(() => ClickFiguresView, {
    nullable: true,
    description:
      "Clicks; null where none could be measured: before tracking began, and in the future.",
  })
  clicks!: ClickFiguresView | null;
  @Field(() => SaleFiguresView, {
    nullable: true,
    description: "Sales; null where clicks are, and in buckets finer than a day, see salesDays.",
  })
  sales!: SaleFiguresView | null;
  @Field(() => LeadFiguresView, { nullable: true, description: "Leads; null where sales are." })
  leads!: LeadFiguresView | null;
  @Field(() => PayoutFiguresView, { nullable: true, description: "Payout; null where clicks are." })
  payout!: PayoutFiguresView | null;
  @Field(() => PayoutFiguresView, {
    nullable: true,
    description: "What was not paid and would have been; null where clicks are.",
  })
  wouldPay!: PayoutFiguresView | null;
}
@Needs("reports:read")
@ObjectType("SalesDay", {
  description: "Sales of one marketplace date, for grains finer than a day.",
  simpleResolvers: true,
})
export class SalesDayView {
  @Field(() => String, { description: "Date, YYYY-MM-DD, in the marketplace's zone." })
  date!: string;
  @Field(() => GraphQLISODateTime, { description: "Its first instant there." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after." })
  end!: Date;
  @Field(() => SaleFiguresView, { description: "Its sales." })
  sales!: SaleFiguresView;
  @Field(() => LeadFiguresView, { description: "Its leads." })
  leads!: LeadFiguresView;
}
@Needs("reports:read")
@ObjectType("ReportComparison", {
  description: "The other period of a report, and how each figure changed.",
  simpleResolvers: true,
})
export class ReportComparisonView {
  @Field(() => OtherPeriodView, { description: "Which one, and how far both are compared." })
  period!: OtherPeriodView;
  @Field(() => ReportTotalsView, { description: "Its sums, as a report of it alone tells them." })
  totals!: ReportTotalsView;
  @Rows(40)
  @Field(() => [ReportBucketView], {
    description: "One for each bucket of the report, in order: the same dates or hours of it.",
  })
  buckets!: ReportBucketView[];
  @Rows(20)
  @Field(() => [MeasureChangeView], { description: "Each figure that can be compared." })
  changes!: MeasureChangeView[];
}
@Needs("reports:read")
@ObjectType("Report", {
  description: "Clicks, sales and leads side by side, cut in one zone.",
  simpleResolvers: true,
})
export class ReportView {
  @Field(() => ReportMetaView, { description: "How it was made." })
  meta!: ReportMetaView;
  @Rows(10)
  @Field(() => [GroupValueView], {
    description: "What people call the ids of the filter; what has no name is not among them.",
  })
  named!: GroupValueView[];
  @Field(() => ReportTotalsView, { description: "Sums over the range." })
  totals!: ReportTotalsView;
  @Rows(40)
  @Field(() => [ReportBucketView], { description: "At most 400 buckets, without gaps." })
  buckets!: ReportBucketView[];
  @Rows(10)
  @Field(() => [SalesDayView], {
    description: "Sales by date when the grain is finer than a day; empty otherwise.",
  })
  salesDays!: SalesDayView[];
  @Field(() => ReportComparisonView, {
    nullable: true,
    description: "The other period; null unless one was asked for.",
  })
  compared!: ReportComparisonView | null;
}

@Needs("reports:read")
@ObjectType("PartnerReport", {
  description: "One partner's part of a report.",
  simpleResolvers: true,
})
export class PartnerReportView {
  @Field(() => ID, {
    nullable: true,
    description: "The partner account; null = sales that name no known partner.",
  })
  partnerAccountId!: string | null;
  @Field(() => String, { description: "Its name." })
  partnerName!: string;
  @Field(() => ClickFiguresView, { description: "Clicks." })
  clicks!: ClickFiguresView;
  @Field(() => SaleFiguresView, { description: "Sales." })
  sales!: SaleFiguresView;
  @Field(() => LeadFiguresView, { description: "Leads." })
  leads!: LeadFiguresView;
  @Field(() => PayoutFiguresView, { description: "Payout." })
  payout!: PayoutFiguresView;
  @Field(() => PayoutFiguresView, { description: "What was not paid and would have been." })
  wouldPay!: PayoutFiguresView;
  @Field(() => [Count], {
    nullable: "items",
    description: "Raw clicks of each bucket, in order; null where the report has no figure.",
  })
  clickSpark!: (number | null)[];
  @Field(() => [Count], {
    nullable: "items",
    description:
      "Orders of each bucket, in order; null where the report has no figure, empty for " +
      "grains finer than a day.",
  })
  salesSpark!: (number | null)[];
  @Field(() => GraphQLISODateTime, { nullable: true, description: "Newest click in the range." })
  lastClickAt!: Date | null;
}

@Needs("reports:read")
@ObjectType("ReportTick", {
  description: "New figures are there for a program.",
  simpleResolvers: true,
})
export class ReportTickView {
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "When figures may have changed last: a report generated later holds the change " +
      "already. Null: they did not since the tick before.",
  })
  at!: Date | null;
  @Field(() => CompletenessView, { description: "How far clicks are read and decided." })
  completeness!: CompletenessView;
}
