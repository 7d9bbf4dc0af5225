import { createUnionType, Field, GraphQLISODateTime, ObjectType } from "type-graphql";
import { connectionOf } from "../../platform/api/connection.ts";
import { describedEnum } from "../../platform/api/enum.ts";
import { ID } from "../../platform/api/id.ts";
import { Conflict, IdempotencyKeyReused, NotFound } from "../../platform/api/refusal.ts";
import { Needs } from "../../platform/api/right.ts";
import { LocalDate } from "../../platform/api/scalars.ts";
import { exportPaces, type ExportPace } from "../../domain/export-schedule.ts";
import { ExportFormatValue, ExportTableValue } from "./export.types.ts";
import type { ExportFormatName } from "./formats.ts";
import type { ExportTableName } from "./tables.ts";

export const ExportPaceValue = describedEnum(exportPaces, {
  name: "ExportPace",
  description: "How often an export is made again. Tables without dates are as they are then.",
  words: {
    DAILY: "Each morning, of the day before.",
    WEEKLY: "On Monday morning, of the week before.",
    MONTHLY: "On the fifth of the month, of the month before: its statements are closed by then.",
  },
});

@Needs("exports:read")
@ObjectType("ExportSchedule", {
  description:
    "An export that is made again and again. Whoever asked gets a mail with the address of the " +
    "page, which needs a sign-in, and never the file.",
  simpleResolvers: true,
})
export class ExportScheduleView {
  @Field(() => ID, { description: "Identity." })
  id!: string;
  @Field(() => ExportTableValue, { description: "Which table." })
  table!: ExportTableName;
  @Field(() => String, { description: "What people call the table." })
  title!: string;
  @Field(() => ExportFormatValue, { description: "In which format." })
  format!: ExportFormatName;
  @Field(() => ID, { description: "The program." })
  programId!: string;
  @Field(() => ExportPaceValue, { description: "How often." })
  pace!: ExportPace;
  @Field(() => String, { description: "Zone in whose clock its dates begin." })
  timeZone!: string;
  @Field(() => String, {
    nullable: true,
    description: "Who asked for it and gets the mail; null: somebody who is no member any more.",
  })
  createdBy!: string | null;
  @Field(() => GraphQLISODateTime, { description: "When it was asked for." })
  createdAt!: Date;
  @Field(() => GraphQLISODateTime, { nullable: true, description: "When next; null: it ended." })
  nextAt!: Date | null;
  @Field(() => LocalDate, {
    nullable: true,
    description: "First date that the next one is of; null where the table has none.",
  })
  nextFrom!: string | null;
  @Field(() => LocalDate, { nullable: true, description: "Last such date." })
  nextTo!: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Why it ended without being asked to.",
  })
  endedWhy!: string | null;
}
export const ExportScheduleConnection = connectionOf(ExportScheduleView, "ExportSchedules");

@Needs("exports:read")
@ObjectType({ description: "The schedule as it now stands." })
export class ExportScheduleOk {
  @Field(() => ExportScheduleView, { description: "The schedule." })
  readonly schedule: ExportScheduleView;
  constructor(schedule: ExportScheduleView) {
    this.schedule = schedule;
  }
}
export const ScheduleExportResult = createUnionType({
  name: "ScheduleExportResult",
  description: "What scheduleExport can answer.",
  types: () => [ExportScheduleOk, NotFound, Conflict, IdempotencyKeyReused] as const,
});
export const EndExportScheduleResult = createUnionType({
  name: "EndExportScheduleResult",
  description: "What endExportSchedule can answer.",
  types: () => [ExportScheduleOk, NotFound, IdempotencyKeyReused] as const,
});
