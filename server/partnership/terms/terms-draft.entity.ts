import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";

const TermsDraftSchema = defineEntity({
  name: "TermsDraft",
  tableName: "terms_draft",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    /** Whose next version it may become; null: terms that do not exist yet. */
    termsId: p.uuid().nullable(),
    /** The version it was begun from. */
    baseVersion: p.integer().nullable(),
    name: p.text(),
    /** A JSON object as the editor holds it; read where it is asked for. */
    content: p.text().lazy(),
    /** Grows with each save. */
    number: p.integer(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
    changedBy: p.uuid(),
    changedAt: p.datetime(3),
  },
});
/** Terms that a brand's people write and have not published; they need not be valid yet. */
export class TermsDraft extends TermsDraftSchema.class {}
TermsDraftSchema.setClass(TermsDraft);
