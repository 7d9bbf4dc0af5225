/** Filters of tables whose lists take several arguments, each as the list takes it. */
import { Field, InputType } from "type-graphql";
import {
  ContractLimitOrderValue,
  type ContractLimitOrder,
} from "../../money/limits/limit-orders.ts";
import { OwedFilter, OwedOrderValue, type OwedOrder } from "../../money/owed/owed.types.ts";
import { CurrencyCode, Line } from "../../platform/api/scalars.ts";
import type { AlertMeasure } from "../../domain/alerts.ts";
import type { DimensionName } from "../../platform/db/click-dimensions.ts";
import { AlertMeasureValue } from "../alerts/alert.types.ts";
import {
  LinkListFilter,
  LinkListOrder,
  type LinkListOrder as LinkOrder,
} from "../links/link-list.types.ts";
import {
  PartnerOrderValue,
  ProgramPartnerFilter,
  type PartnerOrder,
} from "../partners/program-partner.types.ts";
import { BreakdownSort } from "../reports/breakdown.types.ts";
import { DimensionValue } from "../reports/group-value.types.ts";
import { CompareInput } from "../reports/compare.types.ts";
import { GrainValue, RangeInput, ReportFilter } from "../reports/report.types.ts";

const rangeText = "Which time it covers.";
const whichText = "Which rows count.";

@InputType({ description: "Which report, as `report` takes it." })
export class ExportReportFilter {
  @Field(() => RangeInput, { nullable: true, description: rangeText })
  range!: RangeInput | null;
  @Field(() => GrainValue, {
    nullable: true,
    description: "Width of a bucket; without it the one that suits the range.",
  })
  grain!: GrainValue | null;
  @Field(() => ReportFilter, { nullable: true, description: whichText })
  filter!: ReportFilter | null;
}

@InputType({ description: "Which breakdown, as `reportBreakdown` takes it: of all groups." })
export class ExportBreakdownFilter {
  @Field(() => [DimensionValue], {
    nullable: true,
    description: "One dimension, or two different ones; without it partners.",
  })
  by!: DimensionName[] | null;
  @Field(() => RangeInput, { nullable: true, description: rangeText })
  range!: RangeInput | null;
  @Field(() => ReportFilter, { nullable: true, description: whichText })
  filter!: ReportFilter | null;
  @Field(() => BreakdownSort, { nullable: true, description: "The order of the groups." })
  sort!: BreakdownSort | null;
  @Field(() => CompareInput, {
    nullable: true,
    description: "With which other period; the file has its figures and the changes, too.",
  })
  compare!: CompareInput | null;
}

@InputType({ description: "Which partners, as `programPartners` takes it." })
export class ExportPartnersFilter {
  @Field(() => RangeInput, { nullable: true, description: rangeText })
  range!: RangeInput | null;
  @Field(() => ProgramPartnerFilter, { nullable: true, description: "Which ones." })
  filter!: ProgramPartnerFilter | null;
  @Field(() => PartnerOrderValue, {
    defaultValue: PartnerOrderValue.NAME,
    description: "By what they are listed.",
  })
  order!: PartnerOrder;
  @Field(() => Boolean, { defaultValue: false, description: "The other way round." })
  descending!: boolean;
}

@InputType({ description: "Which links, as `linkList` takes it." })
export class ExportLinksFilter {
  @Field(() => RangeInput, { nullable: true, description: rangeText })
  range!: RangeInput | null;
  @Field(() => LinkListFilter, { nullable: true, description: "Which ones." })
  filter!: LinkListFilter | null;
  @Field(() => LinkListOrder, { defaultValue: "MADE", description: "By what they are listed." })
  order!: LinkOrder;
  @Field(() => Boolean, { defaultValue: false, description: "The other way round." })
  ascending!: boolean;
}

@InputType({ description: "Of whom something is owed, as `owed` takes it." })
export class ExportOwedFilter {
  @Field(() => OwedFilter, { nullable: true, description: "Of whom." })
  filter!: OwedFilter | null;
  @Field(() => OwedOrderValue, { defaultValue: "OWED", description: "How sorted." })
  order!: OwedOrder;
}

@InputType({ description: "Whose limits, as `contractLimits` takes it." })
export class ExportLimitsFilter {
  @Field(() => Line, {
    nullable: true,
    description: "Of partners whose name has this as a part; without the program's own.",
  })
  search!: string | null;
  @Field(() => ContractLimitOrderValue, { defaultValue: "NEAREST", description: "How sorted." })
  order!: ContractLimitOrder;
}

@InputType({ description: "Which alerts, as `alerts` takes it." })
export class ExportAlertsFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: "true: those that still stand out; false: those that do no more.",
  })
  open!: boolean | null;
  @Field(() => AlertMeasureValue, { nullable: true, description: "Of this measure alone." })
  measure!: AlertMeasure | null;
}

@InputType({ description: "What happened when, as `annotations` takes it." })
export class ExportAnnotationsFilter {
  @Field(() => RangeInput, { nullable: true, description: rangeText })
  range!: RangeInput | null;
}

@InputType({ description: "Which chain of seals." })
export class SealedFilter {
  @Field(() => CurrencyCode, { nullable: true, description: "In this currency alone." })
  currency!: string | null;
}
