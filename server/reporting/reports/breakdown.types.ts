import { ArgsType, Field, GraphQLISODateTime, InputType, Int, ObjectType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { Money } from "../../platform/api/money.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import { Count, Decimal, TimeZone } from "../../platform/api/scalars.ts";
import type { DimensionName } from "../../platform/db/click-dimensions.ts";
import { measureFields } from "../../domain/report-measures.ts";
import { CompareInput, MeasureChangeView, MeasureValue, OtherPeriodView } from "./compare.types.ts";
import { DimensionValue, GroupValueView } from "./group-value.types.ts";
import { RangeInput, ReportFilter, ReportScope } from "./report.types.ts";
import {
  ClickFiguresView,
  LeadFiguresView,
  PayoutFiguresView,
  SaleFiguresView,
} from "./report-figures.types.ts";

export const SortedBy = describedEnum(["VALUE", "CHANGE"], {
  name: "SortedBy",
  description: "What of a figure groups are put in order by.",
  words: {
    VALUE: "The figure of the range.",
    CHANGE: "By how much it changed, as far as both periods are compared.",
  },
});
@InputType({
  description: "The order of groups. Amounts of several currencies are added as numbers for it.",
})
export class BreakdownSort {
  @Field(() => MeasureValue, {
    defaultValue: "RAW",
    description: "By which figure; groups that have none come last, by their raw clicks.",
  })
  measure!: string;
  @Field(() => SortedBy, {
    defaultValue: SortedBy.VALUE,
    description: "By itself, or by its change.",
  })
  of!: "VALUE" | "CHANGE";
  @Field(() => Boolean, {
    defaultValue: false,
    description: "The least, or what fell most, first.",
  })
  ascending!: boolean;
}
export const BreakdownSource = describedEnum(["KEPT", "TIMES", "DECISIONS"], {
  name: "BreakdownSource",
  description: "Where a breakdown's clicks were read. The figures are the same.",
  words: {
    KEPT: "Rows that are kept by the dimension, and the decisions of what is not folded yet.",
    TIMES: "Clicks by quarter hours.",
    DECISIONS: "The clicks and decisions themselves, which takes longer.",
  },
});

@Needs("reports:read")
@ObjectType("CurrencyRatio", { description: "A ratio in one currency.", simpleResolvers: true })
export class CurrencyRatioView {
  @Field(() => Decimal, { description: "To a millionth, rounded half to even." })
  ratio!: string;
  @Field(() => String, { description: "ISO 4217 code." })
  currency!: string;
}

const measureTypes = {
  SUM: { type: () => [Money], nullable: false },
  RATIO: { type: () => Decimal, nullable: true },
  AMOUNT: { type: () => [Money], nullable: false },
  RETURN: { type: () => [CurrencyRatioView], nullable: false },
} as const;
export interface ShownMeasures {
  payout: Money[];
  wouldPay: Money[];
  share: string | null;
  conversionRate: string | null;
  cpc: Money[];
  epc: Money[];
  roas: CurrencyRatioView[];
}
/** The type of what is given to the API below, measure by measure. */
const Measures = class {} as new () => ShownMeasures;
@Needs("reports:read")
@ObjectType("ReportMeasures", {
  description:
    "What follows from figures: exact fractions, rounded half to even to a millionth. Amounts " +
    "one entry a currency.",
  simpleResolvers: true,
})
export class ReportMeasuresView extends Measures {}
for (const { name, kind, description } of measureFields) {
  const { type, nullable } = measureTypes[kind];
  Field(type, { nullable, description })(ReportMeasuresView.prototype, name);
  if (kind !== "RATIO") Rows(2)(ReportMeasuresView.prototype, name);
}

@Needs("reports:read")
@ObjectType("BreakdownFigures", { description: "Figures of clicks.", simpleResolvers: true })
export class BreakdownFiguresView {
  @Field(() => ClickFiguresView, { description: "Clicks." })
  clicks!: ClickFiguresView;
  @Field(() => SaleFiguresView, {
    nullable: true,
    description: "Sales; null where no sale knows the dimension or the filter.",
  })
  sales!: SaleFiguresView | null;
  @Field(() => LeadFiguresView, {
    nullable: true,
    description: "Leads; null where no sale knows the dimension or the filter.",
  })
  leads!: LeadFiguresView | null;
  @Field(() => PayoutFiguresView, { description: "Payout." })
  payout!: PayoutFiguresView;
  @Field(() => ReportMeasuresView, { description: "What follows from them." })
  measures!: ReportMeasuresView;
}

@Needs("reports:read")
@ObjectType("FilterEntry", {
  description: "A field of ReportFilter and ClickFilter with its values.",
  simpleResolvers: true,
})
export class FilterEntryView {
  @Field(() => String, { description: "The field's name." })
  field!: string;
  @Rows(2)
  @Field(() => [String], { description: "Its values; of weekdays and hours numbers." })
  values!: string[];
}
@Needs("reports:read")
@ObjectType("BreakdownRow", { description: "One group.", simpleResolvers: true })
export class BreakdownRowView {
  @Rows(2)
  @Field(() => [GroupValueView], { description: "One a dimension, as asked." })
  values!: GroupValueView[];
  @Field(() => BreakdownFiguresView, { description: "Its figures." })
  figures!: BreakdownFiguresView;
  @Field(() => BreakdownFiguresView, {
    nullable: true,
    description: "Its figures in the whole of the other period; null where none is compared.",
  })
  before!: BreakdownFiguresView | null;
  @Rows(20)
  @Field(() => [MeasureChangeView], { description: "How each changed, as far as compared." })
  changes!: MeasureChangeView[];
  @Rows(2)
  @Field(() => [FilterEntryView], {
    nullable: true,
    description:
      "Put over the breakdown's own filter, they leave this group alone: in reports, breakdowns " +
      "and the click log. Null for sales that name no partner or link: no click is like them.",
  })
  opens!: FilterEntryView[] | null;
}
@Needs("reports:read")
@ObjectType("Breakdown", {
  description: "Clicks by one or two dimensions. Rows and rest add up to the total.",
  simpleResolvers: true,
})
export class BreakdownView {
  @Field(() => String, { description: "Zone in which dates, weekdays and hours were cut." })
  timeZone!: string;
  @Field(() => GraphQLISODateTime, { description: "First instant of the range." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "First instant after the range." })
  end!: Date;
  @Field(() => BreakdownSource, { description: "Where the clicks were read." })
  source!: "KEPT" | "TIMES" | "DECISIONS";
  @Field(() => Count, { description: "How many groups there are." })
  groups!: number;
  @Field(() => OtherPeriodView, {
    nullable: true,
    description: "With which period it is compared; null: none was asked for.",
  })
  compared!: OtherPeriodView | null;
  @Rows(1)
  @Field(() => [BreakdownRowView], { description: "The first in the order, at most `first`." })
  rows!: BreakdownRowView[];
  @Field(() => BreakdownFiguresView, {
    nullable: true,
    description: "All other groups together; null when there are none.",
  })
  rest!: BreakdownFiguresView | null;
  @Field(() => BreakdownFiguresView, { description: "All groups together." })
  total!: BreakdownFiguresView;
  @Field(() => BreakdownFiguresView, {
    nullable: true,
    description: "The rest in the other period; null where there is none, or none is compared.",
  })
  restBefore!: BreakdownFiguresView | null;
  @Field(() => BreakdownFiguresView, {
    nullable: true,
    description: "All groups in the other period; null where none is compared.",
  })
  totalBefore!: BreakdownFiguresView | null;
  @Rows(20)
  @Field(() => [MeasureChangeView], { description: "How the rest changed." })
  restChanges!: MeasureChangeView[];
  @Rows(20)
  @Field(() => [MeasureChangeView], { description: "How the total changed." })
  totalChanges!: MeasureChangeView[];
}

@ArgsType()
export class BreakdownArgs {
  @Field(() => ReportScope, { description: "What the report is about." })
  scope!: ReportScope;
  @Field(() => RangeInput, { description: "Which time it covers." })
  range!: RangeInput;
  @Field(() => [DimensionValue], { description: "One dimension, or two different ones." })
  by!: DimensionName[];
  @Field(() => TimeZone, {
    nullable: true,
    description: "IANA zone of dates, weekdays and hours; without it the brand account's.",
  })
  timeZone!: string | null;
  @Field(() => ReportFilter, {
    nullable: true,
    description: "Which ones; without it the usual ones.",
  })
  filter!: ReportFilter | null;
  @Field(() => Int, {
    defaultValue: 10,
    description: "Groups to return, 1 to 100; all others are the rest.",
  })
  first!: number;
  @Field(() => BreakdownSort, {
    nullable: true,
    description: "The order of the groups; without it most raw clicks first.",
  })
  sort!: BreakdownSort | null;
  @Field(() => CompareInput, {
    nullable: true,
    description: "With which other period; without it none.",
  })
  compare!: CompareInput | null;
}
