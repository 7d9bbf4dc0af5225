import { defineEntity, p } from "@mikro-orm/postgresql";
import { byEither } from "../../platform/auth/tenant.ts";
import type { PromoPolicy } from "../../domain/referral.ts";

const PromoCodeSchema = defineEntity({
  name: "PromoCode",
  tableName: "promo_code",
  filters: byEither,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    programId: p.uuid(),
    partnerAccountId: p.uuid(),
    code: p.text(),
    /** The one form in which codes are compared. */
    codeKey: p.text(),
    policy: p.text().$type<PromoPolicy>(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3).nullable(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/** A code that customers type in a shop, and the partner whom it credits. */
export class PromoCode extends PromoCodeSchema.class {}
PromoCodeSchema.setClass(PromoCode);
