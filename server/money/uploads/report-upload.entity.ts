import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";
import type { Grouping, ReportRow } from "../../domain/attribution.ts";
import type { RowFault } from "../../domain/report-table.ts";
import type { UploadPreview, UploadResult, UploadState } from "../../domain/report-upload.ts";

const ReportUploadSchema = defineEntity({
  name: "ReportUpload",
  tableName: "report_upload",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    fileName: p.text(),
    fileHash: p.text(),
    fileBytes: p.integer(),
    grouping: p.text().$type<Grouping>(),
    rowCount: p.integer(),
    /** Large; the worker reads them. */
    rows: p.json<ReportRow[]>().lazy(),
    numbers: p.json<number[]>().lazy(),
    unusedColumns: p.json<string[]>(),
    /** When the file was made: what Amazon told since is newer. */
    downloadedAt: p.datetime(3),
    faults: p.json<RowFault[]>(),
    faultCount: p.integer(),
    state: p.text().$type<UploadState>(),
    preview: p.json<UploadPreview>().nullable(),
    result: p.json<UploadResult>().nullable(),
    failure: p.text().nullable(),
    attempts: p.integer().default(0),
    nextTryAt: p.datetime(3).nullable(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    askedBy: p.uuid().nullable(),
    askedAt: p.datetime(3).nullable(),
    bookedAt: p.datetime(3).nullable(),
  },
});
/** Amazon's report as somebody sent it in a file. */
export class ReportUpload extends ReportUploadSchema.class {}
ReportUploadSchema.setClass(ReportUpload);
