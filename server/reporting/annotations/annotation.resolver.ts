import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs, Rows } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  AnnotationArgs,
  AnnotationView,
  RemoveReportNoteResult,
  ReportNoteChange,
  ReportNoteInput,
  ReportNoteResult,
} from "./annotation.types.ts";
import { annotations } from "./annotations.ts";
import { addReportNote, changeReportNote, removeReportNote } from "./report-notes.ts";

@Resolver()
export class AnnotationResolver {
  @Needs("reports:read")
  @Rows(40)
  @Query(() => [AnnotationView], {
    description:
      "What may explain a report's figures, in order of time: contracts, terms, limits, " +
      "imports, verification and notes; a partner is told of what concerns it. At most 400 of " +
      "what happened, and as many notes, the newest.",
  })
  annotations(@Ctx() ctx: Context, @Args(() => AnnotationArgs) asked: AnnotationArgs) {
    return annotations(ctx, asked);
  }

  @Needs("views:write")
  @Mutation(() => ReportNoteResult, {
    description: "Writes a note beside the charts, for the people of your account.",
  })
  addReportNote(
    @Ctx() ctx: Context,
    @Arg("input", () => ReportNoteInput, { description: "The note." }) input: ReportNoteInput,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return addReportNote(ctx, input, idempotencyKey);
  }

  @Needs("views:write")
  @Mutation(() => ReportNoteResult, { description: "Changes a note." })
  changeReportNote(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the note." }) id: string,
    @Arg("input", () => ReportNoteChange, { description: "What it says now." })
    input: ReportNoteChange,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return changeReportNote(ctx, id, input, idempotencyKey);
  }

  @Needs("views:write")
  @Mutation(() => RemoveReportNoteResult, { description: "Takes a note away." })
  removeReportNote(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "Identity of the note." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return removeReportNote(ctx, id, idempotencyKey);
  }
}
