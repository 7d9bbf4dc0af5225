import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import { DecideHeldReportResult, HeldReportConnection, HoldDecision } from "./report-hold.types.ts";
import { decideHeldReport, heldReports } from "./report-holds.ts";

@Resolver()
export class ReportHoldResolver {
  @Needs("parked:read")
  @Query(() => HeldReportConnection, {
    description:
      "Reports that are held because they would take back too much, newest first: all of them " +
      "for the operator, a brand's own for the brand.",
  })
  heldReports(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("done", () => Boolean, { defaultValue: false, description: "Also those that ended." })
    done: boolean,
    @Arg("programId", () => ID, { nullable: true, description: "Of this program alone." })
    programId: string | null,
  ) {
    return heldReports(ctx, { first, after }, { done, programId: programId ?? null });
  }

  @Needs("holds:decide")
  @Confirmed()
  @Mutation(() => DecideHeldReportResult, {
    description: "Lets a program's held report pass, or drops it.",
  })
  decideHeldReport(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("decision", () => HoldDecision, { description: "What becomes of it." })
    decision: HoldDecision,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return decideHeldReport(ctx, { programId, decision }, idempotencyKey);
  }
}
