import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";

const PartnerNoteSchema = defineEntity({
  name: "PartnerNote",
  tableName: "partner_note",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    authorId: p.uuid(),
    text: p.text(),
    createdAt: p.datetime(3),
  },
});
/** What a member of a brand noted about a partner; partners do not see it. */
export class PartnerNote extends PartnerNoteSchema.class {}
PartnerNoteSchema.setClass(PartnerNote);
