import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs, TakesBatch, Unfinished } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  ConversionFileResult,
  ConversionInput,
  RowState,
  SubmissionConnection,
  SubmissionView,
  SubmitConversionsResult,
  SubmittedConversionConnection,
} from "./submission.types.ts";
import {
  conversionSubmission,
  conversionSubmissions,
  decideConversionFile,
  submitConversions,
  submittedConversions,
} from "./submissions.ts";

const fileText = "The submission of the file.";

@Resolver()
export class SubmissionResolver {
  @Needs("submissions:read")
  @Query(() => SubmissionConnection, {
    description: "What shops and other sources handed in to a program, newest first.",
  })
  conversionSubmissions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
  ) {
    return conversionSubmissions(ctx, programId, { first, after });
  }

  @Needs("submissions:read")
  @Query(() => SubmissionView, {
    nullable: true,
    description: "One submission; null when there is none in your account.",
  })
  conversionSubmission(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the submission." }) id: string,
  ) {
    return conversionSubmission(ctx, id);
  }

  @Needs("submissions:read")
  @Query(() => SubmittedConversionConnection, {
    description: "Rows of a submission in their order, each with what became of it.",
  })
  submittedConversions(
    @Ctx() ctx: Context,
    @Arg("submissionId", () => ID, { description: "The submission." }) submissionId: string,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("state", () => RowState, { nullable: true, description: "Those in this state alone." })
    state: RowState | null,
  ) {
    return submittedConversions(ctx, { submissionId, state: state ?? null }, { first, after });
  }

  @Needs("conversions:write")
  @Confirmed()
  @Unfinished()
  @TakesBatch()
  @Mutation(() => SubmitConversionsResult, {
    description:
      "Hands in 1 to 1,000 orders and changes of orders of a shop, in any order and as often as " +
      "may be: an order is booked once. Rows with faults are told and not taken, the others are " +
      "queued. The same content again is the same submission, unless it changes an order " +
      "as of NOW. Its request's body may have 2,000,000 bytes, like that of POST /conversions, " +
      "which takes the same.",
  })
  submitConversions(
    @Ctx() ctx: Context,
    @Arg("programId", () => ID, { description: "The program." }) programId: string,
    @Arg("conversions", () => [ConversionInput], { description: "1 to 1,000 rows." })
    conversions: ConversionInput[],
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return submitConversions(ctx, { programId, conversions }, idempotencyKey);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => ConversionFileResult, {
    description: "Books a file that was read, row by row.",
  })
  confirmConversionFile(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: fileText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return decideConversionFile(ctx, { id, decision: "CONFIRM" }, idempotencyKey);
  }

  @Needs("conversions:write")
  @Mutation(() => ConversionFileResult, {
    description: "Leaves a file that was read: nothing of it is booked.",
  })
  discardConversionFile(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: fileText }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return decideConversionFile(ctx, { id, decision: "DISCARD" }, idempotencyKey);
  }
}
