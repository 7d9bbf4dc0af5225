import { Arg, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { afterText, firstText } from "../../platform/api/connection.ts";
import { ID } from "../../platform/api/id.ts";
import { idempotencyKeyText } from "../../platform/api/idempotency-key.ts";
import { Needs } from "../../platform/api/right.ts";
import type { Context } from "../../platform/context.ts";
import type { ExportPace } from "../../domain/export-schedule.ts";
import { endExportSchedule, exportSchedules, scheduleExport } from "./export-schedules.ts";
import {
  EndExportScheduleResult,
  ExportPaceValue,
  ExportScheduleConnection,
  ScheduleExportResult,
} from "./export-schedule.types.ts";

@Resolver()
export class ExportScheduleResolver {
  @Needs("exports:read")
  @Query(() => ExportScheduleConnection, {
    description:
      "Exports of your account that are made again and again, of tables that you may read.",
  })
  exportSchedules(
    @Ctx() ctx: Context,
    @Arg("first", () => Int, { defaultValue: 25, description: firstText }) first: number,
    @Arg("after", () => String, { nullable: true, description: afterText }) after: string | null,
    @Arg("programId", () => ID, { nullable: true, description: "Of this program alone." })
    programId: string | null,
  ) {
    return exportSchedules(ctx, { first, after }, programId ?? null);
  }

  @Needs("exports:write")
  @Mutation(() => ScheduleExportResult, {
    description:
      "Has an export made again and again: the same table, format and filter, of the dates " +
      "since the one before. Whoever asks gets a mail each time.",
  })
  scheduleExport(
    @Ctx() ctx: Context,
    @Arg("exportId", () => ID, { description: "The export that is made again." }) exportId: string,
    @Arg("pace", () => ExportPaceValue, { description: "How often." }) pace: ExportPace,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return scheduleExport(ctx, { exportId, pace }, idempotencyKey);
  }

  @Needs("exports:write")
  @Mutation(() => EndExportScheduleResult, {
    description: "Has it made no more; files that are ready stay until their week is over.",
  })
  endExportSchedule(
    @Ctx() ctx: Context,
    @Arg("id", () => ID, { description: "The schedule." }) id: string,
    @Arg("idempotencyKey", () => String, { description: idempotencyKeyText })
    idempotencyKey: string,
  ) {
    return endExportSchedule(ctx, id, idempotencyKey);
  }
}
