import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { AmazonReportView } from "./amazon-report.types.ts";
import { amazonReport } from "./amazon-reports.ts";
import { RangeInput } from "./report.types.ts";

@Resolver()
export class AmazonReportResolver {
  @Needs("reports:read")
  @Query(() => AmazonReportView, {
    nullable: true,
    description:
      "What Amazon tells besides sales. For the brand alone; null when there is no such program " +
      "in your account.",
  })
  amazonReport(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("range", () => RangeInput, { description: "Which dates it covers." }) range: RangeInput,
    @Arg("partnerId", () => ID, { nullable: true, description: "Of this partner alone." })
    partnerId: string | null,
  ) {
    return amazonReport(ctx, { programId, range, partnerId: partnerId ?? null });
  }
}
