import { defineEntity, p } from "@mikro-orm/postgresql";
import { adsShown } from "../../platform/auth/tenant.ts";

const AdSchema = defineEntity({
  name: "Ad",
  tableName: "ad",
  filters: adsShown,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    partnerAccountId: p.uuid().nullable(),
    code: p.text(),
    type: p.text().$type<"ONLINE_TRACKING_LINK" | "TEXT_LINK" | "DEEP_LINK">(),
    name: p.text(),
    linkText: p.text().nullable(),
    landingPage: p.text().nullable(),
    state: p.text().$type<"ACTIVE" | "INACTIVE">(),
    createdAt: p.datetime(3),
  },
});
/**
 * A creative that carries links: the program's default, a brand's text link, or a partner's own
 * deep link.
 */
export class Ad extends AdSchema.class {}
AdSchema.setClass(Ad);
