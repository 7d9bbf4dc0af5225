import { defineEntity, p } from "@mikro-orm/postgresql";
import { resetsShown } from "../../platform/auth/tenant.ts";

const PasswordResetSchema = defineEntity({
  name: "PasswordReset",
  tableName: "password_reset",
  filters: resetsShown,
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    tokenHash: p.text().unique().hidden(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3),
    usedAt: p.datetime(3).nullable(),
  },
});
/** One chance to set a new password without the old one. */
export class PasswordReset extends PasswordResetSchema.class {}
PasswordResetSchema.setClass(PasswordReset);
