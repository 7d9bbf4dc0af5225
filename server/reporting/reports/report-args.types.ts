import { ArgsType, Field } from "type-graphql";
import { TimeZone } from "../../platform/api/scalars.ts";
import { CompareInput } from "./compare.types.ts";
import { GrainValue, RangeInput, ReportFilter, ReportScope } from "./report.types.ts";

@ArgsType()
export class RangeArgs {
  @Field(() => ReportScope, { description: "What the report is about." })
  scope!: ReportScope;
  @Field(() => RangeInput, { description: "Which time it covers." })
  range!: RangeInput;
  @Field(() => GrainValue, {
    nullable: true,
    description: "Width of a bucket; without it the one that suits the range.",
  })
  grain!: GrainValue | null;
  @Field(() => TimeZone, {
    nullable: true,
    description: "IANA zone in which buckets are cut; without it the brand account's.",
  })
  timeZone!: string | null;
  @Field(() => ReportFilter, {
    nullable: true,
    description: "Which ones; without it the usual ones.",
  })
  filter!: ReportFilter | null;
}
@ArgsType()
export class ReportArgs extends RangeArgs {
  @Field(() => CompareInput, {
    nullable: true,
    description: "With which other period; without it none.",
  })
  compare!: CompareInput | null;
}
