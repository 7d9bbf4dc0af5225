import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";

const LinkNameSchema = defineEntity({
  name: "LinkName",
  tableName: "link_name",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    linkId: p.uuid(),
    adId: p.uuid(),
    name: p.text(),
    /** What looks alike is one name. */
    look: p.text(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/** A readable name in a link's address; it stays with the link for good. */
export class LinkName extends LinkNameSchema.class {}
LinkNameSchema.setClass(LinkName);
