import { defineEntity, p } from "@mikro-orm/postgresql";
import { byAccountAndBefore } from "../../platform/auth/tenant.ts";

const ApiKeySchema = defineEntity({
  name: "ApiKey",
  tableName: "api_key",
  filters: byAccountAndBefore,
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    createdBy: p.uuid(),
    name: p.text(),
    prefix: p.text(),
    last4: p.text(),
    /** SHA-256 of the whole key, hex. */
    secretHash: p.text().unique().hidden(),
    scopes: p.array(),
    createdAt: p.datetime(3),
    /** null = never. */
    expiresAt: p.datetime(3).nullable(),
    revokedAt: p.datetime(3).nullable(),
    lastUsedAt: p.datetime(3).nullable(),
  },
});
/** A machine's way in, for one account, with a part of its maker's rights. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);
