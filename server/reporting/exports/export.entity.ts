import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccount } from "../../platform/auth/tenant.ts";
import type { Right } from "../../platform/auth/rights.ts";
import type { ExportFilters } from "./export-filters.types.ts";
import type { About } from "./format.ts";
import type { ExportFormatName } from "./formats.ts";
import type { ExportState } from "./states.ts";
import type { ExportTableName } from "./tables.ts";

const ExportSchema = defineEntity({
  name: "Export",
  tableName: "export_job",
  filters: byAccount,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    programId: p.uuid(),
    source: p.text().$type<ExportTableName>(),
    format: p.text().$type<ExportFormatName>(),
    filters: p.json<ExportFilters>(),
    timeZone: p.text(),
    /** With which it is read: of whoever asked, as they were then. */
    rights: p.array().$type<Right[]>(),
    /** Null: the file says nothing of itself. */
    about: p.json<About>().nullable(),
    state: p.text().$type<ExportState>().default("QUEUED"),
    /** Null: only making it tells. */
    rowsTotal: p.bigint("number").nullable(),
    rowsDone: p.bigint("number").default(0),
    bytes: p.bigint("number").default(0),
    sha256: p.text().nullable(),
    fileName: p.text(),
    failure: p.text().nullable(),
    attempts: p.integer().default(0),
    requestedBy: p.uuid(),
    requestedAt: p.datetime(3),
    startedAt: p.datetime(3).nullable(),
    finishedAt: p.datetime(3).nullable(),
    /** Null: it was asked for once. */
    scheduleId: p.uuid().nullable(),
    /** Of a file that is ready. */
    expiresAt: p.datetime(3).nullable(),
  },
});
/** A table that somebody wants as a file; its content stands in export_part. */
export class Export extends ExportSchema.class {}
ExportSchema.setClass(Export);
