import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";

const PartnerGroupSchema = defineEntity({
  name: "PartnerGroup",
  tableName: "partner_group",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    name: p.text(),
    createdAt: p.datetime(3),
  },
});
/** A brand's own set of partners; partners do not see it. */
export class PartnerGroup extends PartnerGroupSchema.class {}
PartnerGroupSchema.setClass(PartnerGroup);

const PartnerGroupMemberSchema = defineEntity({
  name: "PartnerGroupMember",
  tableName: "partner_group_member",
  filters: byBrand,
  primaryKeys: ["groupId", "partnerAccountId"],
  properties: {
    groupId: p.uuid().primary(),
    partnerAccountId: p.uuid().primary(),
    brandAccountId: p.uuid(),
    addedAt: p.datetime(3),
  },
});
export class PartnerGroupMember extends PartnerGroupMemberSchema.class {}
PartnerGroupMemberSchema.setClass(PartnerGroupMember);
