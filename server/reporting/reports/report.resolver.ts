import { Arg, Args, Ctx, Query, Resolver, Root, Subscription } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { openTicks } from "./live.ts";
import { RangeArgs, ReportArgs } from "./report-args.types.ts";
import { PartnerReportView, ReportTickView, ReportView } from "./report.types.ts";
import { TestLinkVerdictView } from "./verdict.types.ts";
import { report, reportByPartner } from "./reports.ts";
import { programSetUp } from "./set-up.ts";
import { ProgramSetUpView } from "./set-up.types.ts";
import { verdicts } from "./verdicts.ts";

@Resolver()
export class ReportResolver {
  @Needs("reports:read")
  @Query(() => ReportView, {
    nullable: true,
    description:
      "Clicks, sales and leads side by side; a partner sees own figures. Null when there is no " +
      "such program in your account.",
  })
  report(@Ctx() ctx: Context, @Args(() => ReportArgs) asked: ReportArgs) {
    return report(ctx, asked);
  }

  @Needs("reports:read")
  @Rows(40)
  @Query(() => [PartnerReportView], {
    description:
      "The same figures by partner, most clicks first, with one number a bucket for small charts.",
  })
  reportByPartner(@Ctx() ctx: Context, @Args(() => RangeArgs) asked: RangeArgs) {
    return reportByPartner(ctx, asked);
  }

  @Needs("reports:read")
  @Rows(20)
  @Query(() => [TestLinkVerdictView], {
    description: "One verdict per test link of a program, worst first, at most 50.",
  })
  verdicts(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return verdicts(ctx, programId);
  }

  @Needs("reports:read")
  @Query(() => ProgramSetUpView, {
    nullable: true,
    description:
      "How far a program of your brand is set up; null for a partner, and where there is none.",
  })
  programSetUp(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
  ) {
    return programSetUp(ctx, programId);
  }

  @Needs("reports:read")
  @Subscription(() => ReportTickView, {
    description:
      "Tells when a program's figures changed: at once, then at most once a second. Read the " +
      "report again if it was generated before.",
    subscribe: ({ context, args }: { context: Context; args: { programId: string } }) =>
      openTicks(context, args.programId),
  })
  reportTick(
    @Root() tick: ReportTickView,
    @Arg("programId", () => ID, { description: "The program." }) _programId: string,
  ): ReportTickView {
    return tick;
  }
}
