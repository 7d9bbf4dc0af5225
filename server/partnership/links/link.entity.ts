import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";

const TrackingLinkSchema = defineEntity({
  name: "TrackingLink",
  tableName: "tracking_link",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    partnerAccountId: p.uuid(),
    programId: p.uuid(),
    adId: p.uuid(),
    level: p.text().$type<"PROGRAM" | "PARTNER" | "AD">(),
    name: p.text(),
    isTest: p.boolean(),
    sharedId: p.text().nullable(),
    /** Where the partner uses it. */
    mediaPropertyId: p.uuid().nullable(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/**
 * A partner's link to an ad. It knows no payout model and no terms, so terms can change under it.
 */
export class TrackingLink extends TrackingLinkSchema.class {}
TrackingLinkSchema.setClass(TrackingLink);
