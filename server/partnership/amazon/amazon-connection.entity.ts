import { defineEntity, p } from "@mikro-orm/postgresql";
import { byBrand } from "../../platform/auth/tenant.ts";
import type { AmazonRegion } from "../../domain/amazon-region.ts";
import type { AmazonProfile, AmazonPublisher } from "../../platform/amazon/amazon-api.ts";

export const connectionStates = ["SIGNING_IN", "SIGNED_IN", "PROFILE_CHOSEN", "CONNECTED"] as const;
export type ConnectionState = (typeof connectionStates)[number];

const AmazonConnectionSchema = defineEntity({
  name: "AmazonConnection",
  tableName: "amazon_connection",
  filters: byBrand,
  properties: {
    id: p.uuid().primary(),
    brandAccountId: p.uuid(),
    region: p.text().$type<AmazonRegion>(),
    state: p.text().$type<ConnectionState>(),
    /** SHA-256 of the state that the sign-in under way was begun with. */
    signInHash: p.text().nullable(),
    /** Sealed. */
    signInVerifier: p.text().nullable(),
    signInBy: p.uuid().nullable(),
    signInAt: p.datetime(3).nullable(),
    /** Sealed. */
    refreshToken: p.text().nullable(),
    profiles: p.json<AmazonProfile[]>(),
    profileId: p.text().nullable(),
    profileName: p.text().nullable(),
    country: p.text().nullable(),
    currency: p.text().nullable(),
    timeZone: p.text().nullable(),
    publishers: p.json<AmazonPublisher[]>(),
    publisherId: p.text().nullable(),
    publisherName: p.text().nullable(),
    advertiserId: p.text().nullable(),
    template: p.text().nullable(),
    templateAt: p.datetime(3).nullable(),
    problem: p.text().nullable(),
    problemAt: p.datetime(3).nullable(),
    createdBy: p.uuid(),
    createdAt: p.datetime(3),
  },
});
/** A brand's sign-in at Amazon, with the profile and publisher that its tags are made for. */
export class AmazonConnection extends AmazonConnectionSchema.class {}
AmazonConnectionSchema.setClass(AmazonConnection);
