import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEitherAndBefore } from "../../platform/auth/tenant.ts";

const PartnershipSchema = defineEntity({
  name: "Partnership",
  tableName: "partnership",
  filters: byEitherAndBefore,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/** A brand and a partner that work together: contracts and links need one. */
export class Partnership extends PartnershipSchema.class {}
PartnershipSchema.setClass(Partnership);
