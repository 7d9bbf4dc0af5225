import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";
import type { RowReason } from "../../domain/submission.ts";
import type {
  FilePreview,
  ShownFault,
  SubmissionSource,
  SubmissionState,
} from "../../domain/submission.ts";

const ConversionSubmissionSchema = defineEntity({
  name: "ConversionSubmission",
  tableName: "conversion_submission",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    source: p.text().$type<SubmissionSource>(),
    name: p.text().nullable(),
    bytes: p.bigint("bigint").nullable(),
    digest: p.text(),
    state: p.text().$type<SubmissionState>(),
    rowCount: p.integer(),
    malformed: p.integer(),
    done: p.integer(),
    booked: p.integer(),
    failed: p.integer(),
    preview: p.json<FilePreview>().nullable(),
    faults: p.json<ShownFault[]>(),
    submittedBy: p.uuid(),
    submittedAt: p.datetime(3),
    confirmedBy: p.uuid().nullable(),
    queuedAt: p.datetime(3).nullable(),
    completedAt: p.datetime(3).nullable(),
  },
});
/** What a shop or another source handed in at once, and how far it is. */
export class ConversionSubmission extends ConversionSubmissionSchema.class {}
ConversionSubmissionSchema.setClass(ConversionSubmission);

const SubmittedConversionSchema = defineEntity({
  name: "SubmittedConversion",
  tableName: "submitted_conversion",
  filters: byBrand,
  properties: {
    submissionId: p.uuid().primary(),
    /** 1, 2, 3 …; of a file its line. */
    number: p.integer().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    change: p.text().$type<"MODIFY" | "REVERSE">().nullable(),
    orderId: p.text().nullable(),
    eventAt: p.datetime(3).nullable(),
    customer: p.text().nullable(),
    /** As it came. */
    body: p.json<Record<string, unknown>>(),
    /** As it was read; null: it cannot be. */
    read: p.json<object>().nullable(),
    state: p.text().$type<"QUEUED" | "BOOKED" | "FAILED">(),
    reason: p.text().$type<RowReason>().nullable(),
    message: p.text().nullable(),
    conversionId: p.uuid().nullable(),
    tryAt: p.datetime(3).nullable(),
    doneAt: p.datetime(3).nullable(),
  },
});
/** One row of a submission, and what became of it. */
export class SubmittedConversion extends SubmittedConversionSchema.class {}
SubmittedConversionSchema.setClass(SubmittedConversion);
