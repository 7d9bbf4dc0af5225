import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Confirmed, Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import {
  BookReportUploadResult,
  ReportUploadConnection,
  ReportUploadView,
} from "./report-upload.types.ts";
import { bookReportUpload, reportUpload, reportUploads } from "./report-uploads.ts";

@Resolver()
export class ReportUploadResolver {
  @Needs("conversions:write")
  @Query(() => ReportUploadView, {
    nullable: true,
    description: "A report that was sent in a file; null when there is none in your account.",
  })
  reportUpload(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "As POST /files/report answered." }) id: string,
  ) {
    return reportUpload(ctx, id);
  }

  @Needs("conversions:write")
  @Query(() => ReportUploadConnection, {
    description: "Reports that your brand sent in files, newest first.",
  })
  reportUploads(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("programId", () => ID, { nullable: true, description: "Of this program alone." })
    programId: string | null,
  ) {
    return reportUploads(ctx, { first, after }, programId ?? null);
  }

  @Needs("conversions:write")
  @Confirmed()
  @Mutation(() => BookReportUploadResult, {
    description: "Books a report that was sent in a file: all of it, or nothing.",
  })
  bookReportUpload(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "The file." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return bookReportUpload(ctx, id, idempotencyKey);
  }
}
