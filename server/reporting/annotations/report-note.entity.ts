import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccount } from "../../platform/auth/tenant.ts";

const ReportNoteSchema = defineEntity({
  name: "ReportNote",
  tableName: "report_note",
  filters: byAccount,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    programId: p.uuid(),
    at: p.datetime(3),
    text: p.text(),
    authorId: p.uuid(),
    createdAt: p.datetime(3),
    changedAt: p.datetime(3),
  },
});
/** What a person noted beside the charts. */
export class ReportNote extends ReportNoteSchema.class {}
ReportNoteSchema.setClass(ReportNote);
