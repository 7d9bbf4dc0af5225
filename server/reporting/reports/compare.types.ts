import { Field, GraphQLISODateTime, InputType, ObjectType } from "type-graphql";
import { describedEnum } from "../../platform/api/enum.ts";
import { Needs } from "../../platform/api/right.ts";
import { Decimal, LocalDate } from "../../platform/api/scalars.ts";
import { formatMicros } from "../../domain/money.ts";
import {
  changesBetween,
  measureNames,
  measureOf,
  type Compared,
  type MeasuredFigures,
  type MeasureName,
} from "../../domain/report-measures.ts";
import { compareKinds, type Comparable, type CompareKind, type OtherPeriod } from "./compare.ts";

export const CompareKindValue = describedEnum(compareKinds, {
  name: "CompareKind",
  description: "With which other period a range is compared. It is always as long as the range.",
  words: {
    PREVIOUS: "The one that ends where the range begins.",
    SAME_WEEKDAYS: "As many whole weeks earlier as it takes not to overlap.",
    LAST_YEAR: "From the same date a year earlier; of a whole year, the days just before it.",
    CUSTOM: "The dates that are named.",
  },
});
@InputType({ description: "With which other period a range is compared." })
export class CompareInput {
  @Field(() => CompareKindValue, { description: "Which one." })
  with!: CompareKind;
  @Field(() => LocalDate, { nullable: true, description: "Of CUSTOM alone: its first date." })
  from!: string | null;
  @Field(() => LocalDate, {
    nullable: true,
    description:
      "Of CUSTOM alone: its last date; UNEQUAL_RANGES unless it is as long as the range.",
  })
  to!: string | null;
}

/** The API names measures in capitals. */
export const measureConstant = (name: MeasureName): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const byConstant = new Map(measureNames.map((name) => [measureConstant(name), name]));
export const measureNamed = (constant: string): MeasureName => byConstant.get(constant) ?? "raw";
export const MeasureValue = describedEnum([...byConstant.keys()], {
  name: "ReportMeasure",
  description: "A figure of a report.",
  words: (constant) => measureOf(measureNamed(constant)).description,
});

@Needs("reports:read")
@ObjectType("MeasureChange", {
  description: "One figure of two periods, as far as both have it.",
  simpleResolvers: true,
})
export class MeasureChangeView {
  @Field(() => MeasureValue, { description: "Which figure." })
  measure!: string;
  @Field(() => String, { nullable: true, description: "Of amounts; null for all else." })
  currency!: string | null;
  @Field(() => Decimal, { nullable: true, description: "In the range; null: nothing to divide." })
  now!: string | null;
  @Field(() => Decimal, { nullable: true, description: "In the other period." })
  before!: string | null;
  @Field(() => Decimal, { nullable: true, description: "now - before." })
  difference!: string | null;
  @Field(() => Decimal, {
    nullable: true,
    description: "difference / before, to a millionth; null where `before` is none or 0.",
  })
  ratio!: string | null;
}

const shown = (millionths: bigint | null, decimals: number): string | null =>
  millionths === null ? null : formatMicros(millionths, decimals);
export const changeViews = (
  now: MeasuredFigures,
  before: MeasuredFigures,
  compared: Compared,
): MeasureChangeView[] =>
  changesBetween(now, before, compared).map((change) => {
    const decimals = change.currency === null || change.measure === "roas" ? 0 : 2;
    return {
      measure: measureConstant(change.measure),
      currency: change.currency,
      now: shown(change.now, decimals),
      before: shown(change.before, decimals),
      difference: shown(change.difference, decimals),
      ratio: shown(change.ratio, 0),
    };
  });

@Needs("reports:read")
@ObjectType("OtherPeriod", {
  description: "The period that a range is compared with, and how far both have what is compared.",
  simpleResolvers: true,
})
export class OtherPeriodView {
  @Field(() => CompareKindValue, { description: "Which one." })
  kind!: CompareKind;
  @Field(() => GraphQLISODateTime, { description: "Its first instant." })
  start!: Date;
  @Field(() => GraphQLISODateTime, { description: "The first instant after it." })
  end!: Date;
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      "Changes compare clicks before this instant of the range, by whole hours while it is not " +
      "over, with those before the same instant of the other period. Null: none can be, since " +
      "the range is to come, or the other period began before anything was tracked.",
  })
  clicksUntil!: Date | null;
  @Field(() => LocalDate, {
    nullable: true,
    description:
      "Changes compare sales up to this date of the range, since those of both periods are " +
      "settled until then. Null: none can be compared. Figures of clicks and sales together are " +
      "compared where both reach as far.",
  })
  salesUntil!: string | null;
}
export const otherPeriodView = (
  { kind, range }: OtherPeriod,
  own: { start: number },
  { clicksUntil, salesTo }: Comparable,
): OtherPeriodView => ({
  kind,
  start: new Date(range.start),
  end: new Date(range.end),
  clicksUntil: clicksUntil > own.start ? new Date(clicksUntil) : null,
  salesUntil: salesTo,
});
