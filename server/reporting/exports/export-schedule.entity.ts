import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccount } from "../../platform/auth/tenant.ts";
import type { ExportPace } from "../../domain/export-schedule.ts";
import type { ExportFilters } from "./export-filters.types.ts";
import type { ExportFormatName } from "./formats.ts";
import type { ExportTableName } from "./tables.ts";

const ExportScheduleSchema = defineEntity({
  name: "ExportSchedule",
  tableName: "export_schedule",
  filters: byAccount,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    programId: p.uuid(),
    source: p.text().$type<ExportTableName>(),
    format: p.text().$type<ExportFormatName>(),
    filters: p.json<ExportFilters>(),
    timeZone: p.text(),
    about: p.boolean(),
    pace: p.text().$type<ExportPace>(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    nextAt: p.datetime(3),
    endedAt: p.datetime(3).nullable(),
    /** Why it ended without being asked to. */
    endedWhy: p.text().nullable(),
  },
});
/** An export that is made again each day, week or month. */
export class ExportSchedule extends ExportScheduleSchema.class {}
ExportScheduleSchema.setClass(ExportSchedule);
